//! The place whose pin was pressed: open or not, what it gives, and how to get there or call.

use crate::words::tid;
use dioxus::prelude::*;
use shared::store::Placed;

use super::{Asked, ask, distance, paper};
use crate::components::cards::offer_card;
use crate::components::directions::Directions;
use crate::components::icon::{Icon, Line};
use crate::components::opening::{OpenTag, WeekTable};
use crate::components::row::content_language;
use crate::components::soon::Soon;
use crate::platform;
use crate::route::Route;
use crate::state::Query;

#[component]
pub(super) fn Sheet(id: String, asked: ReadSignal<Asked>, placed: crate::state::Asked<Vec<Placed>>) -> Element {
    let Query::Ready(placed) = &*placed.read() else { return rsx! {} };
    // A filter may have left it out meanwhile.
    let Some(Placed { place, point, offers, metres }) = placed.iter().find(|spot| spot.place.id == id).cloned() else {
        return rsx! {};
    };
    let (title, text, path) =
        (place.name.clone(), place.summary.clone(), Route::Place { id: place.id.clone() }.to_string());
    rsx! {
        section { class: "map-sheet stack", "aria-labelledby": "map-place", "data-section": paper(&place.sections).slug(),
            div { class: "map-sheet-head",
                // It is the answer to a press on the map: whoever listens hears it first.
                h2 { id: "map-place", key: "{place.id}", tabindex: "-1", lang: content_language(),
                    onmounted: move |event| async move {
                        // Without a renderer that can focus there is nobody to tell.
                        let _ = event.set_focus(true).await;
                    },
                    "{place.name}"
                }
                button { class: "tool", r#type: "button", "aria-label": tid!("map-close"), onclick: move |_| ask(asked, |asked| asked.place = None), Line { icon: Icon::Close } }
            }
            div { class: "cluster",
                OpenTag { hours: place.opening_hours.clone() }
                if let Some(metres) = metres {
                    span { class: "tag", {distance(metres)} }
                }
            }
            p { lang: content_language(), "{place.summary}" }
            if let Some(address) = place.address.clone() {
                p { class: "map-sheet-line", Line { icon: Icon::Pin } span { "{address}, {place.city}" } }
            }
            div { class: "actions",
                for phone in place.phones.iter().take(1) {
                    a { class: "action", key: "{phone.number}", href: phone.href(), Line { icon: Icon::Phone } span { "{phone.number}" } }
                }
                Directions { point, name: place.name.clone() }
                button { class: "action", r#type: "button", onclick: move |_| platform::share(&title, &text, &path), Line { icon: Icon::Share } span { {tid!("share")} } }
            }
            if let Some(hours) = place.opening_hours.clone() {
                WeekTable { hours }
            }
            if let Some(note) = place.hours_note.clone() {
                p { class: "quiet", "{note}" }
            }
            if !offers.is_empty() {
                ul { class: "sheets", role: "list",
                    for offer in offers {
                        li { key: "{offer.id}", {offer_card(&offer, &place.name, rsx! {})} }
                    }
                }
            }
            Soon { key: "{place.id}", place: place.id.clone() }
            Link { class: "btn btn-wide", to: Route::Place { id: place.id.clone() }, {tid!("map-whole")} }
        }
    }
}
