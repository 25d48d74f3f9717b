//! Addresses of the app. Every screen has one, so that a link, a notification or a restart leads anywhere.
//!
//! To add a screen: a variant here, its component in `screens/`, and nothing else; the server answers every
//! address without a file extension with the app.

use dioxus::prelude::*;
use shared::domain::Section;

use crate::components::shell::Shell;
use crate::screens::Filters;
use crate::screens::{
    AccessibilityScreen as Accessibility, AgendaScreen as Agenda, Asked, CardActivateScreen as CardActivate,
    CardApplyScreen as CardApply, CardCodeScreen as CardCode, CardRescueScreen as CardRescue, CardScreen as Card,
    ContactScreen as Contact, EventScreen as Event, ExploreScreen as Explore, FavouritesScreen as Favourites,
    HelpScreen as Help, HomeScreen as Home, LicencesScreen as Licences, MapScreen as Map, NewsItemScreen as NewsItem,
    NewsListScreen as NewsList, NotFoundScreen as NotFound, NotificationsScreen as Notifications, OfferScreen as Offer,
    OffersScreen as Offers, PageScreen as Page, PlaceScreen as Place, PreviewScreen as Preview,
    PrivacyScreen as Privacy, ReportScreen as Report, SearchScreen as Search, SectionScreen as SectionPages,
    SettingsScreen as Settings, WelcomeScreen as Welcome,
};

/// Address of a screen.
#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
#[expect(missing_docs, reason = "the screens say what they are")]
pub enum Route {
    #[route("/bienvenue")]
    Welcome {},
    #[layout(Shell)]
        #[route("/")]
        Home {},
        #[route("/explorer")]
        Explore {},
        #[route("/rubrique/:section", SectionPages)]
        Section { section: Section },
        #[route("/page/:id")]
        Page { id: String },
        #[route("/actus")]
        NewsList {},
        #[route("/actus/:id")]
        NewsItem { id: String },
        #[route("/apercu")]
        Preview {},
        // With choices before the same address without, which is what links lead to.
        #[route("/agenda?:..view", Agenda)]
        AgendaAs { view: String },
        #[route("/agenda")]
        Agenda {},
        #[route("/agenda/:id")]
        Event { id: String },
        #[route("/aide")]
        Help {},
        #[route("/recherche?:q&:filtre")]
        Search { q: String, filtre: Filters },
        #[route("/favoris")]
        Favourites {},
        #[route("/notifications")]
        Notifications {},
        #[route("/ma-carte")]
        Card {},
        #[route("/ma-carte/demander")]
        CardApply {},
        #[route("/ma-carte/code")]
        CardCode {},
        #[route("/ma-carte/activer/:code")]
        CardActivate { code: String },
        #[route("/ma-carte/secours")]
        CardRescue {},
        #[route("/bons-plans?:..view", Offers)]
        OffersAs { view: String },
        #[route("/bons-plans")]
        Offers {},
        #[route("/bons-plans/:id")]
        Offer { id: String },
        #[route("/lieu/:id")]
        Place { id: String },
        #[route("/carte?:..asked")]
        Map { asked: Asked },
        #[route("/contact")]
        Contact {},
        #[route("/signaler/:kind/:id")]
        Report { kind: String, id: String },
        #[route("/reglages")]
        Settings {},
        #[route("/accessibilite")]
        Accessibility {},
        #[route("/licences")]
        Licences {},
        #[route("/donnees")]
        Privacy {},
        #[route("/:..path")]
        NotFound { path: Vec<String> },
}

impl Route {
    /// Search, nothing asked yet.
    pub fn search() -> Self {
        Self::Search { q: String::new(), filtre: Filters::default() }
    }
}

/// What an address says under this name after its question mark, `name=value&name=value`.
pub fn asked<'a>(view: &'a str, name: &str) -> Option<&'a str> {
    view.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('=')).filter(|value| !value.is_empty())
}
