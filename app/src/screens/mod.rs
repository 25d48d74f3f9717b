//! One file per screen: it asks the store, decides which face to show, and draws.
//!
//! A screen's title is its only `h1`. What it shows is one [`Query`](crate::state::Query); what one types in
//! it is saved as a draft at each change.
//!
//! To add a screen: a file here, a variant in `route.rs`, its words in both `assets/i18n/*.ftl`, a line in
//! `app/tests/screens.rs`.

#![allow(unused_qualifications, reason = "`rsx!` writes event handlers with their full paths")]

mod about;
mod agenda;
mod card;
mod contact;
mod event;
mod explore;
mod favourites;
mod help;
mod home;
mod map;
mod news;
mod not_found;
mod notifications;
mod offers;
mod page;
mod place;
mod preview;
mod report;
mod search;
mod section;
mod settings;
mod welcome;

pub use about::{AccessibilityScreen, LicencesScreen, PrivacyScreen};
pub use agenda::AgendaScreen;
pub use card::{CardActivateScreen, CardApplyScreen, CardCodeScreen, CardData, CardRescueScreen, CardScreen};
pub use contact::ContactScreen;
pub use event::EventScreen;
pub use explore::ExploreScreen;
pub use favourites::FavouritesScreen;
pub use help::HelpScreen;
pub use home::HomeScreen;
pub use map::{Asked, MapScreen};
pub use news::{NewsItemScreen, NewsListScreen};
pub use not_found::{Gone, NotFoundScreen};
pub use notifications::{Bell, Invitation, NotificationsScreen, PushChoices};
pub use offers::{NewOffers, OfferScreen, OffersScreen};
pub use page::PageScreen;
pub use place::PlaceScreen;
pub use preview::PreviewScreen;
pub use report::ReportScreen;
pub use search::{Filters, SearchScreen};
pub use section::SectionScreen;
pub use settings::SettingsScreen;
pub use welcome::WelcomeScreen;
