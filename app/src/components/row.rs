//! A record as one line of a list: title, short text, and what one wants to know before opening it.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::{Audience, Section, Sourced};

use crate::pictograms::{self, Pictogram};
use crate::route::Route;

/// A sheet of paper that leads somewhere. `tags` stand above the text; `terms` are folded words to mark in title and text.
#[component]
pub fn Row(
    to: Route,
    title: String,
    text: String,
    #[props(default)] section: Option<Section>,
    #[props(default)] art: bool,
    #[props(default)] lang: Option<String>,
    #[props(default)] terms: Vec<String>,
    children: Element,
) -> Element {
    rsx! {
        Link { class: "sheet cut row-link", to, "data-section": section.map_or("", Section::slug),
            match section {
                Some(section) if art => rsx! {
                    span { class: "row-art", Pictogram { cuts: pictograms::section(section) } }
                },
                _ => rsx! {
                    span { class: "scrap-mark", "aria-hidden": "true" }
                },
            }
            div { class: "row-body", lang,
                h3 { Marked { text: title, terms: terms.clone() } }
                div { class: "cluster row-tags", {children} }
                p { Marked { text, terms } }
            }
        }
    }
}

/// A text with the words that were looked for marked in it.
#[component]
fn Marked(text: String, terms: Vec<String>) -> Element {
    if terms.is_empty() {
        return rsx! { "{text}" };
    }
    rsx! {
        for span in shared::search::snippet(&text, &terms, usize::MAX) {
            if span.hit {
                mark { "{span.text}" }
            } else {
                "{span.text}"
            }
        }
    }
}

/// « 18-30 ans », nothing when everyone is concerned.
pub fn ages(audience: Audience) -> Option<String> {
    match (audience.from, audience.to) {
        (Some(from), Some(to)) => Some(tid!("ages-between", from: from, to: to)),
        (Some(from), None) => Some(tid!("ages-from", from: from)),
        (None, Some(to)) => Some(tid!("ages-to", to: to)),
        (None, None) => None,
    }
}

/// What a record must admit about itself: an example, or to be confirmed.
#[component]
pub fn Honesty(sourced: Sourced) -> Element {
    rsx! {
        if sourced.example {
            span { class: "tag tag-example", {tid!("tag-example")} }
        }
        if sourced.to_confirm {
            span { class: "tag", {tid!("tag-to-confirm")} }
        }
    }
}

/// Language the territory writes its content in, for readers who use the app in another.
pub fn content_language() -> String {
    crate::state::territory().languages.first().cloned().unwrap_or_default()
}
