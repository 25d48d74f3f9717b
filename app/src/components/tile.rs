//! The eight coloured papers that lead to the sections.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;

use crate::pictograms::{self, Pictogram};
use crate::route::Route;

/// Name of a section in the reader's language.
pub fn section_name(section: Section) -> String {
    tid!(&format!("section-{}", section.slug()))
}

/// What a section is for, in a few words.
pub fn section_lead(section: Section) -> String {
    tid!(&format!("section-{}-lead", section.slug()))
}

/// All sections, in order.
#[component]
pub fn Tiles() -> Element {
    rsx! {
        ul { class: "tiles", role: "list",
            for section in Section::ALL {
                li { key: "{section}",
                    Link { class: "tile cut on-paper", "data-section": section.slug(), to: Route::Section { section },
                        span { class: "tile-name", {section_name(section)} }
                        Pictogram { cuts: pictograms::section(section) }
                    }
                }
            }
        }
    }
}
