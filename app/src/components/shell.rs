//! The frame around every screen: skip link, tabs, quiet notices.
//!
//! Screens bring their own top bar and main landmark through [`Screen`], because both take the paper of the
//! section; the frame never moves when content changes, so nothing jumps while being read.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;

use super::notices::NoticeBoard;
use super::tabs::Tabs;
use super::topbar::{Lead, TopBar};
use crate::route::Route;

/// Whether a screen was shown before: the first one leaves the focus where the page starts, so that the skip
/// link comes first; each later one takes it, so that a screen reader says where it is.
#[derive(Clone, Copy)]
struct Arrived(CopyValue<bool>);

/// Layout of all screens but the welcome.
#[component]
pub fn Shell() -> Element {
    use_context_provider(|| Arrived(CopyValue::new(false)));
    use_hook(|| {
        // The router writes an address that can carry choices with a question mark, also when it carries none; links do not.
        let history = history();
        if let Some(plain) = history.current_route().strip_suffix('?') {
            history.replace(plain.to_owned());
        }
    });
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

/// One screen: top bar, then the main landmark. `tools` stand in the bar beside SOS. A screen that gives the
/// focus to a field of its own says `own_focus`.
#[component]
pub fn Screen(
    lead: Lead,
    #[props(default)] section: Option<Section>,
    #[props(default)] tools: Option<Element>,
    #[props(default)] class: &'static str,
    #[props(default)] own_focus: bool,
    children: Element,
) -> Element {
    let arrived = use_hook(try_consume_context::<Arrived>);
    rsx! {
        TopBar { lead, section, {tools} }
        main {
            id: "content",
            class: "screen {class}",
            tabindex: "-1",
            "data-section": section.map(Section::slug),
            onmounted: move |event| async move {
                let Some(Arrived(mut arrived)) = arrived else { return };
                let first = !arrived();
                arrived.set(true);
                if !first && !own_focus {
                    // Without a renderer that can focus there is nobody to tell.
                    let _ = event.set_focus(true).await;
                }
            },
            {children}
        }
    }
}
