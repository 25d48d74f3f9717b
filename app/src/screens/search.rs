//! Search over everything, while typing, without network.
//!
//! The question lives in the address, so that going back to it, sharing it and reloading all find it again.

use dioxus::prelude::*;
use dioxus_i18n::tid;
use shared::search;
use shared::store::Found;

use crate::components::face::{Broken, Face};
use crate::components::icon::{Icon, Line};
use crate::components::record_row::RecordRow;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{Query, use_fruitless, use_query};

/// Most results shown: past these, asking otherwise helps more than scrolling.
const LIMIT: usize = 30;

/// Longest question read, in characters.
const MAX_CHARS: usize = 200;

/// The search screen.
#[component]
pub fn SearchScreen(q: ReadSignal<String>) -> Element {
    let found = use_query(move |store| {
        let text = q.read();
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        store.search(&search::Query { text: &text, prefix: true, section: None, kinds: &[], limit: LIMIT })
    });
    let in_vain = use_memo(move || {
        let nothing = matches!(&*found.read(), Query::Ready(found) if found.is_empty());
        nothing && !q.read().trim().is_empty()
    });
    use_fruitless(q, in_vain);
    rsx! {
        Screen { lead: Lead::Back(Route::Explore {}), own_focus: true,
            h1 { class: "visually-hidden", {tid!("search-title")} }
            form { class: "search-field", role: "search", onsubmit: move |event| event.prevent_default(),
                label { class: "search-face",
                    span { class: "visually-hidden", {tid!("search-label")} }
                    Line { icon: Icon::Search }
                    input {
                        r#type: "search",
                        onmounted: move |event| async move {
                            // One comes here to type. Without a renderer that can focus there is nobody to help.
                            let _ = event.set_focus(true).await;
                        },
                        autocomplete: "off",
                        enterkeyhint: "search",
                        maxlength: "{MAX_CHARS}",
                        placeholder: tid!("search-placeholder"),
                        value: "{q}",
                        oninput: move |event| {
                            navigator().replace(Route::Search { q: event.value().chars().take(MAX_CHARS).collect() });
                        },
                    }
                }
            }
            if q.read().trim().is_empty() {
                Ideas {}
            } else {
                match found() {
                    Query::Failed(reason) => rsx! {
                        Broken { reason }
                    },
                    Query::Ready(found) => rsx! {
                        Results { found }
                    },
                }
            }
        }
    }
}

/// Questions to start from.
#[component]
fn Ideas() -> Element {
    let ideas = ["search-idea-1", "search-idea-2", "search-idea-3", "search-idea-4", "search-idea-5", "search-idea-6"]
        .map(|key| tid!(key));
    rsx! {
        h2 { {tid!("search-ideas")} }
        ul { class: "chips chips-wrap", role: "list",
            for idea in ideas {
                li { key: "{idea}",
                    Link { class: "chip", to: Route::Search { q: idea.clone() }, "{idea}" }
                }
            }
        }
    }
}

#[component]
fn Results(found: Vec<Found>) -> Element {
    let count = found.len();
    let corrected: Vec<String> =
        found.first().map(|first| first.corrected.iter().map(|(_, meant)| meant.clone()).collect()).unwrap_or_default();
    rsx! {
        div { role: "status",
            if count > 0 {
                p { class: "quiet", {tid!("search-count", n: count)} }
            }
            if !corrected.is_empty() {
                p { class: "quiet", {tid!("search-corrected", words: corrected.join(", "))} }
            }
            if count == 0 {
                Face { mood: Mood::Curious, title: tid!("search-none-title"), text: tid!("search-none-text"),
                    Link { class: "btn", to: Route::Contact {}, {tid!("search-ask")} }
                }
            }
        }
        if count > 0 {
            h2 { class: "visually-hidden", {tid!("search-results")} }
            ul { class: "sheets", role: "list",
                for hit in found {
                    li { key: "{hit.record.kind().name()}-{hit.record.id()}", RecordRow { record: hit.record } }
                }
            }
        }
    }
}
