//! « À jour il y a 3 min », with the button that does what pulling the list does.

use crate::words::tid;
use dioxus::prelude::*;

use super::dates::{ago, use_moment};
use super::icon::{Icon, Line};
use crate::state::{SyncState, refresh, use_sync};

/// How fresh the content is, and a button to ask for more.
#[component]
pub fn Freshness() -> Element {
    let sync = use_sync();
    let now = use_moment().unix;
    let (state, words, icon) = match sync() {
        SyncState::Never => ("never", tid!("fresh-never"), Icon::Refresh),
        SyncState::Syncing => ("syncing", tid!("fresh-syncing"), Icon::Refresh),
        SyncState::UpToDate { at } => ("fresh", tid!("fresh-at", ago: ago(at, now)), Icon::Check),
        SyncState::Offline { last: Some(at) } => {
            ("offline", tid!("fresh-offline-at", ago: ago(at, now)), Icon::NoNetwork)
        }
        SyncState::Offline { last: None } => ("offline", tid!("fresh-offline"), Icon::NoNetwork),
        SyncState::Failed { last: Some(at), .. } => {
            ("failed", tid!("fresh-failed-at", ago: ago(at, now)), Icon::Warning)
        }
        SyncState::Failed { last: None, .. } => ("failed", tid!("fresh-failed"), Icon::Warning),
    };
    rsx! {
        div { class: "fresh", "data-state": state,
            Line { icon }
            span { "{words}" }
            if state != "syncing" {
                button { r#type: "button", onclick: move |_| refresh(), {tid!("refresh")} }
            }
        }
    }
}

/// How far a pull must go, in CSS pixels, before letting go refreshes.
const PULL: f64 = 72.0;

/// Wraps a screen's content: pulling down from the very top asks for news.
///
/// The page itself scrolls; a pull counts only when the touch begins with the page at its top, told by the
/// touch's page and client positions being the same.
#[component]
pub fn Pull(children: Element) -> Element {
    let mut start = use_signal(|| None::<f64>);
    let mut pulled = use_signal(|| 0.0_f64);
    rsx! {
        div {
            ontouchstart: move |event| {
                start.set(event.touches().first().filter(|touch| {
                    (touch.page_coordinates().y - touch.client_coordinates().y).abs() < 1.0
                }).map(|touch| touch.client_coordinates().y));
            },
            ontouchmove: move |event| {
                let at = event.touches().first().map(|touch| touch.client_coordinates().y);
                if let (Some(from), Some(at)) = (start(), at) {
                    pulled.set((at - from).clamp(0.0, PULL * 1.4));
                }
            },
            ontouchend: move |_| {
                if pulled() >= PULL {
                    refresh();
                }
                pulled.set(0.0);
                start.set(None);
            },
            div { class: "pull", "aria-hidden": "true", style: "height: {pulled() / 2.0}px",
                if pulled() >= PULL { {tid!("pull-release")} } else { {tid!("pull-more")} }
            }
            {children}
        }
    }
}
