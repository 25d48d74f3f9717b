//! Two ways to find nothing: an address that never was, and a record that is no longer.

use crate::words::tid;
use dioxus::prelude::*;

use crate::components::face::{Empty, Face};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{SyncState, use_sync};

/// No screen has this address.
#[component]
pub fn NotFoundScreen(path: Vec<String>) -> Element {
    let _ = path;
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            h1 { class: "visually-hidden", {tid!("not-found-title")} }
            Face { mood: Mood::Dizzy, title: tid!("not-found-title"), text: tid!("not-found-text"),
                Link { class: "btn", to: Route::Home {}, {tid!("go-home")} }
                Link { class: "btn btn-line", to: Route::search(), {tid!("search-title")} }
            }
        }
    }
}

/// A record that is not in the content: still on its way to a first visit, or gone.
#[component]
pub fn Gone() -> Element {
    let heading = match use_sync()() {
        SyncState::Syncing => tid!("loading"),
        SyncState::Offline { .. } => tid!("offline-title"),
        _ => tid!("gone-title"),
    };
    rsx! {
        Screen { lead: Lead::Back(Route::Home {}),
            h1 { class: "visually-hidden", "{heading}" }
            Empty { title: tid!("gone-title"), text: tid!("gone-text"),
                Link { class: "btn", to: Route::search(), {tid!("search-title")} }
                Link { class: "btn btn-line", to: Route::Home {}, {tid!("go-home")} }
            }
        }
    }
}
