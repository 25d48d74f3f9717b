//! Search over everything, while typing, without network.
//!
//! The question and what it is narrowed to live in the address, so that going back to it, sharing it and reloading all find it
//! again. Words of distress bring their numbers above everything, and such a question is not kept among the recent ones: a phone is
//! looked at by others.

mod filters;
mod places;
mod recent;
mod results;

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Kind;
use shared::store::{Answer, Question};

use super::Asked;
use super::map::near::Locating;
use crate::components::dates::use_clock;
use crate::components::face::{Broken, Face, Skeletons};
use crate::components::icon::{Icon, Line};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::embedded;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{Query, SyncState, territory, use_fruitless, use_kept_question, use_query, use_sync};

pub use filters::Filters;

/// Longest question read, in characters.
const MAX_CHARS: usize = 200;

/// The search screen.
#[component]
pub fn SearchScreen(q: ReadSignal<String>, filtre: ReadSignal<Filters>) -> Element {
    let clock = use_clock();
    let locating = use_signal(|| Locating::Idle);
    let answer = use_query(move |store| {
        let territory = territory();
        let question = Question {
            text: &q.read(),
            narrowing: filtre.read().0,
            vocabulary: embedded::vocabulary(),
            now: clock(),
            timezone: &territory.timezone,
            country: &territory.country,
        };
        store.find_near(&question, locating.read().here())
    });
    let asked = use_memo(move || !q.read().trim().is_empty());
    let sync = use_sync();
    let in_vain = use_memo(move || {
        // A narrowed answer is empty for want of a filter less, not of a page.
        let nothing = matches!(&*answer.read(), Query::Ready(answer) if answer.count() == 0 && answer.help.is_empty());
        // Nor is one that a screen of the app answers, nor before the content is there.
        nothing
            && asked()
            && filtre.read().is_none()
            && locating.read().here().is_none()
            && sync() != SyncState::Syncing
            && places::doors(&q.read()).is_empty()
    });
    use_fruitless(q, in_vain);
    let worth_keeping = use_memo(move || {
        let ordinary = matches!(&*answer.read(), Query::Ready(answer) if answer.count() > 0 && answer.help.is_empty());
        ordinary && asked()
    });
    use_kept_question(q, worth_keeping);
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
                            let q = event.value().chars().take(MAX_CHARS).collect();
                            navigator().replace(Route::Search { q, filtre: *filtre.peek() });
                        },
                    }
                }
            }
            if asked() {
                filters::Bar { q: q(), filters: filtre(), locating }
                match answer.get() {
                    Query::Failed(reason) => rsx! {
                        Broken { reason }
                    },
                    Query::Ready(answer) => rsx! {
                        Answered { q: q(), filters: filtre(), locating, answer }
                    },
                }
            } else {
                recent::Recent {}
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
                    Link { class: "chip", to: Route::Search { q: idea.clone(), filtre: Filters::default() }, "{idea}" }
                }
            }
        }
    }
}

/// Help, what was understood, what was found, and a way on when that is nothing.
#[component]
fn Answered(q: String, filters: Filters, locating: Signal<Locating>, answer: Answer) -> Element {
    let whole = filters.is_none() && locating.read().here().is_none();
    let doors = if whole { places::doors(&q) } else { Vec::new() };
    let count = answer.count() + doors.len();
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
            if count == 0 && !whole {
                Face { mood: Mood::Curious, title: tid!("search-none-title"), text: tid!("search-none-narrowed"),
                    Link {
                        class: "btn",
                        to: Route::Search { q: q.clone(), filtre: Filters::default() },
                        onclick: move |_| locating.clone().set(Locating::Idle),
                        {tid!("search-widen")}
                    }
                }
            } else if count == 0 && use_sync()() == SyncState::Syncing {
                // The first visit of a browser: what would answer is on its way.
                Skeletons {}
            } else if count == 0 {
                Face { mood: Mood::Curious, title: tid!("search-none-title"), text: tid!("search-none-text"),
                    Link { class: "btn", to: Route::Contact {}, {tid!("search-ask")} }
                }
            }
        }
        if count > 0 {
            results::Groups { q: q.clone(), filters, groups: answer.groups }
            if !doors.is_empty() {
                places::Doors { doors }
            }
        }
    }
}

/// Name of several records of a kind: « Fiches ».
fn kinds_name(kind: Kind) -> String {
    tid!(&format!("kinds-{}", kind.name()))
}
