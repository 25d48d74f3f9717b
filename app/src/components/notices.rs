//! Quiet notices: what changed, said once, at the bottom, without taking the focus or moving what is read.

use dioxus::prelude::*;
use dioxus_i18n::tid;

use super::icon::{Icon, Line};
use crate::state::use_notices;

/// The live region that speaks notices. It is in the page from the start, empty: a region that appears with
/// its words is not announced.
#[component]
pub fn NoticeBoard() -> Element {
    let notices = use_notices();
    rsx! {
        div { class: "notices", role: "status", "aria-live": "polite",
            for notice in notices.list() {
                div { class: "notice", key: "{notice.id}",
                    span { "{notice.text}" }
                    button {
                        r#type: "button",
                        "aria-label": tid!("close"),
                        onclick: move |_| notices.dismiss(notice.id),
                        Line { icon: Icon::Close }
                    }
                }
            }
        }
    }
}
