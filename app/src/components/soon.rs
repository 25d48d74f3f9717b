//! What happens in the next weeks, in the town or at one of its places.

use dioxus::prelude::*;

use super::cards::EventCard;
use super::dates::use_clock;
use crate::route::Route;
use crate::state::{Query, soon, use_query};
use crate::words::tid;

/// Events named; the agenda has the others.
const SHOWN: usize = 3;

/// Nothing where nothing happens.
#[component]
pub fn Soon(#[props(default)] place: Option<String>) -> Element {
    let now = use_clock();
    let here = place.is_some();
    let events = use_query(move |store| soon(store, now(), place.as_deref(), SHOWN));
    match events.get() {
        Query::Ready(events) if !events.is_empty() => rsx! {
            section { class: "stack", "aria-labelledby": "soon",
                div { class: "heading",
                    h2 { id: "soon", {if here { tid!("here-soon") } else { tid!("home-events") }} }
                    if !here {
                        Link { to: Route::Agenda {}, {tid!("see-all-events")} }
                    }
                }
                ul { class: "sheets", role: "list",
                    for (event , occurrence) in events {
                        li { key: "{event.id}", EventCard { event, occurrence } }
                    }
                }
            }
        },
        _ => rsx! {},
    }
}
