//! Search over everything, while typing, without network.
//!
//! The question lives in the address, so that going back to it, sharing it and reloading all find it again. Words of distress bring their
//! numbers above everything.

mod results;

use dioxus::prelude::*;
use dioxus_i18n::tid;
use shared::domain::Kind;
use shared::store::{Answer, Narrowing, Question};

use super::Asked;
use crate::components::dates::use_clock;
use crate::components::face::{Broken, Face};
use crate::components::icon::{Icon, Line};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::embedded;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{Query, territory, use_fruitless, use_query};

/// Longest question read, in characters.
const MAX_CHARS: usize = 200;

/// The search screen.
#[component]
pub fn SearchScreen(q: ReadSignal<String>) -> Element {
    let clock = use_clock();
    let answer = use_query(move |store| {
        let territory = territory();
        store.find(&Question {
            text: &q.read(),
            narrowing: Narrowing::default(),
            vocabulary: embedded::vocabulary(),
            now: clock(),
            timezone: &territory.timezone,
            country: &territory.country,
        })
    });
    let asked = use_memo(move || !q.read().trim().is_empty());
    let in_vain = use_memo(move || {
        let nothing = matches!(&*answer.read(), Query::Ready(answer) if answer.count() == 0 && answer.help.is_empty());
        nothing && asked()
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
            if asked() {
                match answer() {
                    Query::Failed(reason) => rsx! {
                        Broken { reason }
                    },
                    Query::Ready(answer) => rsx! {
                        Answered { answer }
                    },
                }
            } else {
                Ideas {}
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
        Link { class: "chip", to: Route::Map { asked: Asked::default() }, Line { icon: Icon::Pin } {tid!("map-see")} }
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

/// Help, what was understood, what was found, and a way on when that is nothing.
#[component]
fn Answered(answer: Answer) -> Element {
    let count = answer.count();
    let corrected: Vec<String> = answer.corrected.iter().map(|(_, meant)| meant.clone()).collect();
    rsx! {
        if !answer.help.is_empty() {
            results::Distress { numbers: answer.help.clone() }
        }
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
            results::Groups { groups: answer.groups }
        }
    }
}

/// Name of several records of a kind: « Fiches ».
fn kinds_name(kind: Kind) -> String {
    tid!(&format!("kinds-{}", kind.name()))
}
