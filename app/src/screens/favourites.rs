//! Favourites: kept on the phone, found again without network.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Kind, Record};
use shared::store::Favourite;

use crate::components::face::{Broken, Face};
use crate::components::icon::{Icon, Line};
use crate::components::record_row::RecordRow;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{self, Query, use_query, use_store};

/// What the person keeps at hand.
#[component]
pub fn FavouritesScreen() -> Element {
    let favourites = state::use_favourites();
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            h1 { {tid!("favourites-title")} }
            match favourites.get() {
                Query::Failed(reason) => rsx! {
                    Broken { reason }
                },
                Query::Ready(favourites) if favourites.is_empty() => rsx! {
                    Face { mood: Mood::Curious, title: tid!("favourites-empty-title"), text: tid!("favourites-empty-text"),
                        Link { class: "btn", to: Route::Explore {}, {tid!("favourites-explore")} }
                    }
                },
                Query::Ready(favourites) => rsx! {
                    p { class: "quiet", {tid!("favourites-private")} }
                    h2 { class: "visually-hidden", {tid!("favourites-list")} }
                    ul { class: "sheets", role: "list",
                        for favourite in favourites {
                            li { key: "{favourite.id.kind}-{favourite.id.id}", Kept { favourite } }
                        }
                    }
                },
            }
        }
    }
}

/// A favourite; when its record is gone from the content, its title stays, with the way to let it go.
#[component]
fn Kept(favourite: Favourite) -> Element {
    let store = use_store();
    let id = favourite.id.clone();
    let record = use_query(move |_| match Kind::from_name(&id.kind) {
        Some(kind) => store.record(kind, &id.id),
        None => Ok(None::<Record>),
    });
    match record.get() {
        Query::Ready(Some(record)) => rsx! {
            RecordRow { record }
        },
        _ => rsx! {
            div { class: "sheet row-link",
                div { class: "row-body",
                    h3 { "{favourite.title}" }
                    p { {tid!("favourite-gone")} }
                }
                button {
                    class: "tool",
                    r#type: "button",
                    "aria-label": tid!("favourite-remove", title: favourite.title.clone()),
                    onclick: {
                        let favourite = favourite.clone();
                        move |_| state::toggle_favourite(&favourite.id, &favourite.title)
                    },
                    Line { icon: Icon::Bin }
                }
            }
        },
    }
}
