//! The faces of a list that has nothing to show: empty, loading, offline, broken.
//!
//! Each says what happened and offers a way on; none of them is a dead end. Which one stands is decided by
//! the screen's single [`Query`](crate::state::Query), never by several flags.

use crate::words::tid;
use dioxus::prelude::*;

use crate::pictograms::{Mood, Pictogram, character};
use crate::state::{SyncState, refresh, use_sync};

/// A drawing, a title, a sentence, and what to do.
#[component]
pub fn Face(mood: Mood, title: String, #[props(default)] text: String, children: Element) -> Element {
    let name = match mood {
        Mood::Laughing => "laughing",
        Mood::Curious => "curious",
        Mood::Asleep => "asleep",
        Mood::Dizzy => "dizzy",
    };
    rsx! {
        div { class: "face", "data-mood": name,
            Pictogram { cuts: character(mood) }
            h2 { "{title}" }
            if !text.is_empty() {
                p { "{text}" }
            }
            {children}
        }
    }
}

/// A list without anything in it. Why it is empty decides its face: the content is still coming, it cannot come,
/// or there is none.
#[component]
pub fn Empty(title: String, text: String, children: Element) -> Element {
    match use_sync()() {
        SyncState::Syncing => rsx! {
            Skeletons {}
        },
        SyncState::Offline { .. } => rsx! {
            Face { mood: Mood::Asleep, title: tid!("offline-title"), text: tid!("offline-text"),
                button { class: "btn", r#type: "button", onclick: move |_| refresh(), {tid!("try-again")} }
            }
        },
        SyncState::Never | SyncState::UpToDate { .. } | SyncState::Failed { .. } => rsx! {
            Face { mood: Mood::Curious, title, text, {children} }
        },
    }
}

/// The store could not answer. `reason` is for whoever is asked for help, in small print.
#[component]
pub fn Broken(reason: String) -> Element {
    rsx! {
        div { role: "alert",
            Face { mood: Mood::Dizzy, title: tid!("broken-title"), text: tid!("broken-text"),
                button { class: "btn", r#type: "button", onclick: move |_| refresh(), {tid!("try-again")} }
                p { class: "quiet", "{reason}" }
            }
        }
    }
}

/// Pieces of paper that wait for their words.
#[component]
pub fn Skeletons(#[props(default = 4)] count: usize) -> Element {
    rsx! {
        div { class: "sheets", role: "status", "aria-busy": "true",
            span { class: "visually-hidden", {tid!("loading")} }
            for _ in 0..count {
                div { class: "skeleton", "aria-hidden": "true" }
            }
        }
    }
}
