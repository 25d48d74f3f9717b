//! The map and its list in one screen: what is near, open now, with a discount.
//!
//! One question to the store answers both, so that whoever cannot see or use the map misses nothing. Where the person is
//! is asked for only when they press, stays on this screen, and is never needed: a point chosen by hand does the same.

mod asked;
mod canvas;
mod filters;
mod list;
mod lookup;
pub(super) mod near;
mod sheet;

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;
use shared::store::Question;

use crate::components::dates::use_clock;
use crate::components::distance::distance;
use crate::components::face::{Broken, Empty};
use crate::components::map_file::MapOnPhone;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::embedded;
use crate::route::Route;
use crate::state::{Query, soon, territory, use_query};

pub use asked::Asked;
use canvas::Canvas;
use near::Locating;

/// The map screen.
#[component]
pub fn MapScreen(asked: ReadSignal<Asked>) -> Element {
    let clock = use_clock();
    let locating = use_signal(|| Locating::Idle);
    let near = use_memo(move || asked.read().near.or_else(|| locating.read().here()));
    let events = use_memo(move || asked.read().events);
    let narrowing = use_memo(move || asked.read().narrowing());
    let placed = use_query(move |store| {
        let territory = territory();
        let question = Question {
            text: "",
            narrowing: narrowing(),
            vocabulary: embedded::vocabulary(),
            now: clock(),
            timezone: &territory.timezone,
            country: &territory.country,
        };
        let mut placed = store.placed(&question, near())?;
        if events() {
            let soon = soon(store, clock(), None, usize::MAX)?;
            placed.retain(|spot| soon.iter().any(|(event, _)| event.place.as_deref() == Some(&spot.place.id)));
        }
        Ok(placed)
    });
    rsx! {
        Screen { lead: Lead::Back(Route::Explore {}), class: "map-screen",
            h1 { {tid!("map-title")} }
            lookup::Lookup { asked }
            filters::Filters { asked }
            div { class: "map-cols",
                div { class: "map-side",
                    Canvas { asked, placed, locating }
                    MapOnPhone {}
                }
                div { class: "stack",
                    if let Some(id) = asked.read().place.clone() {
                        sheet::Sheet { id, asked, placed }
                    }
                    match placed.get() {
                        Query::Failed(reason) => rsx! {
                            Broken { reason }
                        },
                        Query::Ready(placed) if placed.is_empty() => rsx! {
                            Empty { title: tid!("map-empty-title"), text: tid!("map-empty-text"),
                                Link { class: "btn", to: Route::Map { asked: Asked::default() }, {tid!("map-all")} }
                            }
                        },
                        Query::Ready(placed) => rsx! {
                            list::List { placed, asked }
                        },
                    }
                }
            }
        }
    }
}

/// The same map, asked otherwise.
fn ask(asked: ReadSignal<Asked>, change: impl FnOnce(&mut Asked)) {
    let mut next = asked.peek().clone();
    change(&mut next);
    navigator().replace(Route::Map { asked: next });
}

/// The section whose paper a place is printed on.
fn paper(sections: &[Section]) -> Section {
    sections.first().copied().unwrap_or(Section::EtreAccompagne)
}
