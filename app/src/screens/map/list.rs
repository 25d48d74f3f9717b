//! The list beside the map: the same places in the same order, for eyes, keyboard and voice alike.

use crate::hooks::use_effect;
use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Place;
use shared::store::Placed;

use super::{Asked, distance, paper};
use crate::components::icon::{Icon, Line};
use crate::components::opening::OpenTag;
use crate::components::row::{Honesty, Row, content_language};
use crate::route::Route;

/// Places drawn at once: two thousand rows would hold up the screen, and nobody reads them.
const AT_ONCE: usize = 40;

#[component]
pub(super) fn List(placed: Vec<Placed>, asked: ReadSignal<Asked>) -> Element {
    let mut shown = use_signal(|| AT_ONCE);
    // Asked otherwise, it begins anew.
    let narrowing = use_memo(move || (asked.read().narrowing(), asked.read().near));
    use_effect(move || {
        narrowing.read();
        shown.set(AT_ONCE);
    });
    let count = placed.len();
    let left = count.saturating_sub(shown());
    rsx! {
        h2 { id: "map-list", tabindex: "-1", role: "status", {tid!("map-count", n: count)} }
        ul { class: "sheets map-list", role: "list",
            for Placed { place, offers, metres, .. } in placed.into_iter().take(shown()) {
                li { key: "{place.id}",
                    Item { place, offers: offers.len(), metres }
                }
            }
        }
        if left > 0 {
            button { class: "btn btn-line btn-wide", r#type: "button", onclick: move |_| shown += AT_ONCE, {tid!("map-more", n: left.min(AT_ONCE))} }
        }
    }
}

#[component]
fn Item(place: Place, offers: usize, metres: Option<f64>) -> Element {
    rsx! {
        Row {
            to: Route::Place { id: place.id.clone() },
            lang: content_language(),
            section: Some(paper(&place.sections)),
            art: true,
            title: place.name,
            text: place.summary,
            if let Some(metres) = metres {
                span { class: "tag tag-ink", {distance(metres)} }
            }
            if offers > 0 {
                span { class: "tag tag-soon", Line { icon: Icon::Offers } {tid!("map-offers", n: offers)} }
            }
            OpenTag { hours: place.opening_hours }
            Honesty { sourced: place.sourced }
        }
    }
}
