//! The bar on top: where one is or comes from, and SOS, one tap from dialling on every screen.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;

use super::icon::{Icon, Line};
use crate::route::Route;

/// What stands at the left of the bar.
#[derive(Clone, PartialEq)]
pub enum Lead {
    /// The app's name.
    Brand,
    /// A way back, and up to this route when there is no history.
    Back(Route),
}

/// The bar. With a section it takes its paper.
#[component]
pub fn TopBar(lead: Lead, section: Option<Section>, children: Element) -> Element {
    let app_name = crate::state::territory().app_name.clone();
    rsx! {
        header { class: "topbar", "data-section": section.map(Section::slug),
            match lead {
                Lead::Brand => rsx! {
                    Link { class: "brand", to: Route::Home {}, "{app_name}" }
                },
                Lead::Back(to) => rsx! {
                    BackLink { to }
                },
            }
            {children}
            Link { class: "sos cut", to: Route::Help {}, aria_label: tid!("sos-label"),
                Line { icon: Icon::Phone }
                "SOS"
            }
        }
    }
}

/// Goes back in history when there is one, so that a screen opened by a deep link still has a way out.
#[component]
fn BackLink(to: Route) -> Element {
    let up = to.clone();
    rsx! {
        Link {
            class: "back",
            to,
            onclick_only: true,
            onclick: move |_| {
                let navigator = navigator();
                if navigator.can_go_back() {
                    navigator.go_back();
                } else {
                    navigator.push(up.clone());
                }
            },
            Line { icon: Icon::Back }
            span { {tid!("back")} }
        }
    }
}
