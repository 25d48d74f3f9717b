//! The heart in the top bar. What is kept stays on the phone.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::RecordId;

use super::icon::{Icon, Line};
use crate::state;

/// Adds a record to the favourites, or takes it out.
#[component]
pub fn Heart(id: RecordId, title: String) -> Element {
    let kept = state::use_favourite(id.clone());
    rsx! {
        button {
            class: "tool",
            r#type: "button",
            "aria-pressed": if kept() { "true" } else { "false" },
            "aria-label": tid!("favourite-toggle", title: title.clone()),
            onclick: move |_| state::toggle_favourite(&id, &title),
            Line { icon: Icon::Heart }
        }
    }
}
