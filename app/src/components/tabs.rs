//! The five tabs: at the thumb on a phone, a rail at the left where there is room.
//!
//! A tab is lit for its whole branch (a page lights Explorer), but only the exact screen is `aria-current`,
//! which the router's link sets itself.

use crate::words::tid;
use dioxus::prelude::*;

use super::icon::{Icon, Line};
use crate::route::Route;

/// Tabs, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Home.
    Home,
    /// Sections, places, search.
    Explore,
    /// The youth card.
    Card,
    /// Discounts.
    Offers,
    /// The youth service.
    Contact,
}

impl Tab {
    const ALL: [Self; 5] = [Self::Home, Self::Explore, Self::Card, Self::Offers, Self::Contact];

    fn icon(self) -> Icon {
        match self {
            Self::Home => Icon::Home,
            Self::Explore => Icon::Explore,
            Self::Card => Icon::Card,
            Self::Offers => Icon::Offers,
            Self::Contact => Icon::Contact,
        }
    }

    fn route(self) -> Route {
        match self {
            Self::Home => Route::Home {},
            Self::Explore => Route::Explore {},
            Self::Card => Route::Card {},
            Self::Offers => Route::Offers {},
            Self::Contact => Route::Contact {},
        }
    }

    fn label(self) -> String {
        match self {
            Self::Home => tid!("tab-home"),
            Self::Explore => tid!("tab-explore"),
            Self::Card => tid!("tab-card"),
            Self::Offers => tid!("tab-offers"),
            Self::Contact => tid!("tab-contact"),
        }
    }

    /// The tab a route belongs to.
    pub fn of(route: &Route) -> Option<Self> {
        match route {
            Route::Home {}
            | Route::NewsList {}
            | Route::NewsItem { .. }
            | Route::Agenda {}
            | Route::AgendaAs { .. }
            | Route::Event { .. } => Some(Self::Home),
            Route::Explore {}
            | Route::Section { .. }
            | Route::Page { .. }
            | Route::Place { .. }
            | Route::Map { .. }
            | Route::Search { .. } => Some(Self::Explore),
            Route::Card {} => Some(Self::Card),
            Route::Offers {} | Route::OffersAs { .. } | Route::Offer { .. } => Some(Self::Offers),
            Route::Contact {} => Some(Self::Contact),
            _ => None,
        }
    }
}

/// The bar or rail.
#[component]
pub fn Tabs() -> Element {
    let current = Tab::of(&use_route::<Route>());
    let app_name = crate::state::territory().app_name.clone();
    rsx! {
        nav { class: "tabs", "aria-label": tid!("tabs-label"),
            Link { class: "brand rail-only", to: Route::Home {}, "{app_name}" }
            ul { role: "list",
                for tab in Tab::ALL {
                    li { key: "{tab.route()}",
                        Link {
                            class: match (tab == Tab::Card, current == Some(tab)) {
                                (true, true) => "tab tab-card on",
                                (true, false) => "tab tab-card",
                                (false, true) => "tab on",
                                (false, false) => "tab",
                            },
                            to: tab.route(),
                            if tab == Tab::Card {
                                span { class: "scrap", Line { icon: tab.icon() } }
                            } else {
                                Line { icon: tab.icon() }
                            }
                            span { {tab.label()} }
                        }
                    }
                }
            }
            Link { class: "tab rail-only", to: Route::Favourites {},
                Line { icon: Icon::Heart }
                span { {tid!("favourites-title")} }
            }
            Link { class: "tab rail-only", to: Route::Settings {},
                Line { icon: Icon::Gear }
                span { {tid!("settings-title")} }
            }
        }
    }
}
