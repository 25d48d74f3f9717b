//! The frame around every screen: skip link, tabs, quiet notices.
//!
//! Screens bring their own top bar and main landmark through [`Screen`], because both take the paper of the
//! section; the frame never moves when content changes, so nothing jumps while being read.

use dioxus::prelude::*;
use dioxus_i18n::tid;
use shared::domain::Section;

use super::notices::NoticeBoard;
use super::tabs::Tabs;
use super::topbar::{Lead, TopBar};
use crate::route::Route;

/// Layout of all screens but the welcome.
#[component]
pub fn Shell() -> Element {
    rsx! {
        div { class: "app",
            a { class: "skip", href: "#content", {tid!("skip")} }
            div { class: "frame",
                Outlet::<Route> {}
                Tabs {}
            }
            NoticeBoard {}
        }
    }
}

/// One screen: top bar, then the main landmark. `tools` stand in the bar beside SOS.
#[component]
pub fn Screen(
    lead: Lead,
    #[props(default)] section: Option<Section>,
    #[props(default)] tools: Option<Element>,
    #[props(default)] class: &'static str,
    children: Element,
) -> Element {
    rsx! {
        TopBar { lead, section, {tools} }
        main { id: "content", class: "screen {class}", tabindex: "-1", "data-section": section.map(Section::slug), {children} }
    }
}
