//! Ma carte, honest first version: what the card will give, and that one cannot ask for it yet.

use dioxus::prelude::*;
use dioxus_i18n::tid;

use crate::components::icon::{Icon, Line};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::{Mood, Pictogram, character};
use crate::route::Route;
use crate::state::territory;

/// The youth card's tab.
#[component]
pub fn CardScreen() -> Element {
    let town = territory();
    let (from, to) = (town.ages.from.unwrap_or(11), town.ages.to.unwrap_or(25));
    rsx! {
        Screen { lead: Lead::Brand,
            h1 { {tid!("card-title")} }
            div { class: "card-cols",
                Specimen { app_name: town.app_name.clone(), from, to }
                div { class: "stack reading",
                    p { class: "banner banner-sky",
                        Line { icon: Icon::Clock }
                        span { {tid!("card-soon")} }
                    }
                    h2 { {tid!("card-gives")} }
                    ul { class: "ticks",
                        for key in ["card-gives-free", "card-gives-offline", "card-gives-savings", "card-gives-private"] {
                            li {
                                Line { icon: Icon::Check }
                                span { {tid!(key)} }
                            }
                        }
                    }
                    Link { class: "btn btn-wide", to: Route::Offers {}, {tid!("card-see-offers")} }
                    Link { class: "btn btn-line btn-wide", to: Route::Contact {}, {tid!("card-ask")} }
                }
            }
        }
    }
}

/// The card as it will look, marked as a specimen so that nobody shows it in a shop.
#[component]
fn Specimen(app_name: String, from: u8, to: u8) -> Element {
    rsx! {
        div { class: "kard", role: "img", "aria-label": tid!("card-specimen-label"),
            svg { class: "kard-art", view_box: "0 0 400 220", preserve_aspect_ratio: "none", "aria-hidden": "true",
                path { class: "paper-coral", d: "M0 92 L38 62 L81 88 L119 58 L166 96 L207 66 L251 101 L293 71 L341 99 L400 60 L400 220 L0 220Z" }
                path { class: "paper-sky", d: "M0 150 L44 124 L92 156 L139 121 L188 158 L240 126 L286 160 L337 130 L400 152 L400 220 L0 220Z" }
                path { class: "paper-cream", d: "M332 34 L349 28 L360 38 L357 55 L340 60 L328 49Z M46 46 L55 41 L63 49 L57 58 L47 56Z" }
            }
            Pictogram { cuts: character(Mood::Laughing) }
            p { class: "kard-town", "{app_name}" }
            p { class: "kard-who", {tid!("card-specimen", from: from, to: to)} }
        }
    }
}
