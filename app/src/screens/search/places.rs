//! Screens of the app that answer a question better than a page: the settings, the card, the contact.

use crate::words::tid;
use dioxus::prelude::*;

use crate::components::icon::{Icon, Line};
use crate::route::Route;
use crate::state::territory;

/// A screen that answers.
#[derive(Clone, PartialEq)]
pub(super) struct Door {
    to: Route,
    title: String,
    icon: Icon,
}

/// The screens that a question speaks of. What each is asked for by stands with the words of the interface: « thème, sombre, nuit ».
pub(super) fn doors(question: &str) -> Vec<Door> {
    let territory = territory();
    let all = [
        ("search-door-settings", Route::Settings {}, tid!("settings-title"), Icon::Gear, true),
        ("search-door-privacy", Route::Privacy {}, tid!("privacy-title"), Icon::Flag, true),
        ("search-door-card", Route::Card {}, tid!("tab-card"), Icon::Card, territory.card.enabled),
        ("search-door-offers", Route::Offers {}, tid!("offers-title"), Icon::Offers, territory.features.offers),
        ("search-door-contact", Route::Contact {}, tid!("contact-title"), Icon::Contact, true),
        ("search-door-favourites", Route::Favourites {}, tid!("favourites-title"), Icon::Heart, true),
        ("search-door-help", Route::Help {}, tid!("help-title"), Icon::Phone, true),
        ("search-door-agenda", Route::Agenda {}, tid!("agenda-title"), Icon::Calendar, territory.features.events),
    ];
    all.into_iter()
        .filter(|(key, .., there)| *there && shared::search::mentions(question, &tid!(key)))
        .map(|(_, to, title, icon, _)| Door { to, title, icon })
        .collect()
}

/// Links to them.
#[component]
pub(super) fn Doors(doors: Vec<Door>) -> Element {
    rsx! {
        section { class: "stack", "aria-labelledby": "found-doors",
            h2 { id: "found-doors", class: "found-kind", {tid!("search-doors")} }
            div { class: "cluster",
                for door in doors {
                    Link { key: "{door.title}", class: "chip", to: door.to, Line { icon: door.icon } "{door.title}" }
                }
            }
        }
    }
}
