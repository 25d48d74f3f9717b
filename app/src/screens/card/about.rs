//! No card: what it gives, how to ask for it, and where it is not given yet, that.

use crate::words::tid;
use dioxus::prelude::*;

use crate::components::icon::{Icon, Line};
use crate::pictograms::{Mood, Pictogram, character};
use crate::route::Route;
use crate::state::territory;

/// The town gives no cards yet.
#[component]
pub(super) fn NotYet() -> Element {
    rsx! {
        div { class: "card-cols",
            Specimen {}
            div { class: "stack reading",
                p { class: "banner banner-sky",
                    Line { icon: Icon::Clock }
                    span { {tid!("card-soon")} }
                }
                Gives {}
                Link { class: "btn btn-wide", to: Route::Offers {}, {tid!("card-see-offers")} }
                Link { class: "btn btn-line btn-wide", to: Route::Contact {}, {tid!("card-ask")} }
            }
        }
    }
}

/// There is no card on this phone. `erasing`: a former one is still to be erased by the server.
#[component]
pub(super) fn Offer(erasing: bool) -> Element {
    rsx! {
        div { class: "card-cols",
            Specimen {}
            div { class: "stack reading",
                if erasing {
                    p { class: "banner banner-plain",
                        Line { icon: Icon::Bin }
                        span { {tid!("card-erasing")} }
                    }
                }
                p { class: "lead", {tid!("card-lead")} }
                Link { class: "btn btn-wide", to: Route::CardApply {}, {tid!("card-apply")} }
                Link { class: "btn btn-line btn-wide", to: Route::CardCode {}, {tid!("card-have-code")} }
                Gives {}
                Link { class: "btn btn-line btn-wide", to: Route::Offers {}, {tid!("card-see-offers")} }
                Link { class: "btn btn-line btn-wide", to: Route::Contact {}, {tid!("card-ask")} }
            }
        }
    }
}

#[component]
fn Gives() -> Element {
    rsx! {
        h2 { {tid!("card-gives")} }
        ul { class: "ticks",
            for key in ["card-gives-free", "card-gives-offline", "card-gives-savings", "card-gives-private"] {
                li {
                    Line { icon: Icon::Check }
                    span { {tid!(key)} }
                }
            }
        }
    }
}

/// The card as it will look, marked as a specimen so that nobody shows it in a shop.
#[component]
fn Specimen() -> Element {
    let town = territory();
    let (from, to) = (town.ages.from.unwrap_or(11), town.ages.to.unwrap_or(25));
    rsx! {
        div { class: "kard", role: "img", "aria-label": tid!("card-specimen-label"),
            Art {}
            Pictogram { cuts: character(Mood::Laughing) }
            p { class: "kard-town", "{town.app_name}" }
            p { class: "kard-who", {tid!("card-specimen", from: from, to: to)} }
        }
    }
}

/// The papers that every card is cut from.
#[component]
pub(super) fn Art() -> Element {
    rsx! {
        svg { class: "kard-art", view_box: "0 0 400 220", preserve_aspect_ratio: "none", "aria-hidden": "true",
            path { class: "paper-coral", d: "M0 92 L38 62 L81 88 L119 58 L166 96 L207 66 L251 101 L293 71 L341 99 L400 60 L400 220 L0 220Z" }
            path { class: "paper-sky", d: "M0 150 L44 124 L92 156 L139 121 L188 158 L240 126 L286 160 L337 130 L400 152 L400 220 L0 220Z" }
            path { class: "paper-cream", d: "M332 34 L349 28 L360 38 L357 55 L340 60 L328 49Z M46 46 L55 41 L63 49 L57 58 L47 56Z" }
        }
    }
}
