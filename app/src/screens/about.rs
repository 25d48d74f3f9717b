//! Accessibility statement, what happens to data, and licences.

use crate::words::tid;
use dioxus::prelude::*;

use crate::components::article::Article;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::territory;

/// A title and a text in Markdown, both from Fluent.
#[component]
fn Statement(title: String, text: String, children: Element) -> Element {
    rsx! {
        Screen { lead: Lead::Back(Route::Settings {}),
            div { class: "stack reading",
                h1 { "{title}" }
                Article { text }
                {children}
            }
        }
    }
}

/// The accessibility statement.
#[component]
pub fn AccessibilityScreen() -> Element {
    rsx! {
        Statement { title: tid!("accessibility-title"), text: tid!("accessibility-text", app: territory().app_name.clone()),
            Link { class: "btn", to: Route::Contact {}, {tid!("accessibility-tell")} }
        }
    }
}

/// What is kept, where, and how to erase it.
#[component]
pub fn PrivacyScreen() -> Element {
    rsx! {
        Statement { title: tid!("privacy-title"), text: tid!("privacy-text", service: territory().service.name.clone()),
            Link { class: "btn", to: Route::Settings {}, {tid!("privacy-erase")} }
        }
    }
}

/// What the app is made of.
#[component]
pub fn LicencesScreen() -> Element {
    rsx! {
        Statement { title: tid!("licences-title"), text: tid!("licences-text") }
    }
}
