//! What narrows map and list: open now, with a discount, a section.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;

use super::{Asked, ask};
use crate::components::icon::{Icon, Line};
use crate::components::tile::section_name;
use crate::state::territory;

#[component]
pub(super) fn Filters(asked: ReadSignal<Asked>) -> Element {
    let Asked { section: chosen, open, discount, events, .. } = asked();
    rsx! {
        div { class: "chips", role: "group", "aria-label": tid!("filter"),
            button { class: "chip", r#type: "button", "aria-pressed": pressed(open), onclick: move |_| ask(asked, |asked| asked.open = !asked.open),
                Line { icon: Icon::Clock }
                {tid!("map-open")}
            }
            button { class: "chip", r#type: "button", "aria-pressed": pressed(discount), onclick: move |_| ask(asked, |asked| asked.discount = !asked.discount),
                Line { icon: Icon::Offers }
                {tid!("map-discount")}
            }
            if territory().features.events {
                button { class: "chip", r#type: "button", "aria-pressed": pressed(events), onclick: move |_| ask(asked, |asked| asked.events = !asked.events),
                    Line { icon: Icon::Calendar }
                    {tid!("agenda-title")}
                }
            }
            for section in Section::ALL {
                button {
                    class: "chip",
                    key: "{section}",
                    r#type: "button",
                    "data-section": section.slug(),
                    "aria-pressed": pressed(chosen == Some(section)),
                    onclick: move |_| ask(asked, |asked| asked.section = Some(section).filter(|_| chosen != Some(section))),
                    span { class: "map-scrap", "aria-hidden": "true" }
                    {section_name(section)}
                }
            }
        }
    }
}

const fn pressed(on: bool) -> &'static str {
    if on { "true" } else { "false" }
}
