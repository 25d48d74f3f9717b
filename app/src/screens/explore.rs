//! Explore: search, the sections with what each is for, and the other ways in.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;

use super::Asked;
use crate::components::icon::{Icon, Line};
use crate::components::row::Row;
use crate::components::shell::Screen;
use crate::components::tile::{section_lead, section_name};
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::territory;

/// The Explore tab.
#[component]
pub fn ExploreScreen() -> Element {
    rsx! {
        Screen { lead: Lead::Brand,
            h1 { {tid!("explore-title")} }
            div { class: "search-field",
                Link { class: "search-face cut", to: Route::search(),
                    Line { icon: Icon::Search }
                    span { {tid!("search-placeholder")} }
                }
            }
            nav { class: "chips chips-wrap", "aria-label": tid!("explore-shortcuts"),
                Link { class: "chip", to: Route::Map { asked: Asked::default() }, Line { icon: Icon::Pin } {tid!("map-title")} }
                Link { class: "chip", to: Route::NewsList {}, Line { icon: Icon::News } {tid!("news-title")} }
                if territory().features.events {
                    Link { class: "chip", to: Route::Agenda {}, Line { icon: Icon::Calendar } {tid!("agenda-title")} }
                }
                Link { class: "chip", to: Route::Favourites {}, Line { icon: Icon::Heart } {tid!("favourites-title")} }
                Link { class: "chip", to: Route::Help {}, Line { icon: Icon::Phone } {tid!("help-title")} }
            }
            h2 { class: "visually-hidden", {tid!("explore-sections")} }
            ul { class: "sheets", role: "list",
                for section in Section::ALL {
                    li { key: "{section}",
                        Row {
                            to: Route::Section { section },
                            title: section_name(section),
                            text: section_lead(section),
                            section: Some(section),
                            art: true,
                        }
                    }
                }
            }
        }
    }
}
