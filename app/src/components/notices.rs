//! Quiet notices: what changed, said once, at the bottom, without taking the focus or moving what is read.

use std::time::Duration;

use crate::hooks::use_future;
use crate::words::tid;
use dioxus::prelude::*;

use super::icon::{Icon, Line};
use crate::platform;
use crate::state::{Notice, use_notices};

/// Time to read two lines slowly, and to reach the button.
const STAY: Duration = Duration::from_secs(12);

/// The live region that speaks notices. It is in the page from the start, empty: a region that appears with
/// its words is not announced.
#[component]
pub fn NoticeBoard() -> Element {
    let notices = use_notices();
    rsx! {
        div { class: "notices", role: "status", "aria-live": "polite",
            for notice in notices.list() {
                Card { key: "{notice.id}", notice }
            }
        }
    }
}

/// One notice. It leaves by itself, unless a finger or the focus rests on it.
#[component]
fn Card(notice: Notice) -> Element {
    let notices = use_notices();
    let mut held = use_signal(|| false);
    let id = notice.id;
    use_future(move || async move {
        platform::sleep(STAY).await;
        while *held.peek() {
            platform::sleep(STAY).await;
        }
        notices.dismiss(id);
    });
    rsx! {
        div {
            class: "notice",
            onpointerenter: move |_| held.set(true),
            onpointerleave: move |_| held.set(false),
            onfocusin: move |_| held.set(true),
            onfocusout: move |_| held.set(false),
            span { "{notice.text}" }
            button {
                r#type: "button",
                "aria-label": tid!("close"),
                onclick: move |_| notices.dismiss(id),
                Line { icon: Icon::Close }
            }
        }
    }
}
