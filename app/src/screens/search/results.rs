//! What was found, by kind, and above it the numbers that someone in danger needs.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::HelpNumber;
use shared::store::Group;

use super::filters::Filters;
use super::kinds_name;
use crate::components::help_number::NumberRow;
use crate::components::record_row::RecordRow;
use crate::route::Route;

/// Someone answers, now. Said before anything else, in few words.
#[component]
pub(super) fn Distress(numbers: Vec<HelpNumber>) -> Element {
    rsx! {
        section { class: "distress stack", "aria-labelledby": "distress",
            h2 { id: "distress", {tid!("search-distress-title")} }
            p { {tid!("search-distress-text")} }
            ul { class: "sheets", role: "list",
                for number in numbers {
                    li { key: "{number.id}", NumberRow { number } }
                }
            }
        }
    }
}

/// A heading a kind, its first records, and a way to all of them.
#[component]
pub(super) fn Groups(q: String, filters: Filters, groups: Vec<Group>) -> Element {
    let alone = groups.len() == 1;
    rsx! {
        for group in groups {
            section { key: "{group.kind.name()}", class: "stack", "aria-labelledby": "found-{group.kind.name()}",
                h2 { id: "found-{group.kind.name()}", class: if alone { "visually-hidden" } else { "found-kind" },
                    {kinds_name(group.kind)}
                }
                ul { class: "sheets", role: "list",
                    for found in group.found.iter() {
                        li { key: "{found.record.id()}",
                            RecordRow { record: found.record.clone(), passage: found.passage(), terms: found.terms.clone(), metres: found.metres }
                        }
                    }
                }
                if group.count > group.found.len() && filters.0.kind.is_none() {
                    Link { class: "more-link", to: Route::Search { q: q.clone(), filtre: filters.of_kind(Some(group.kind)) },
                        {tid!("search-more", n: group.count, kind: kinds_name(group.kind).to_lowercase())}
                    }
                }
            }
        }
    }
}
