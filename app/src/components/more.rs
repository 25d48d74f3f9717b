//! Long lists, drawn as far as they are read.
//!
//! A list begins with forty rows and grows by as many whenever its end comes into view, by scrolling or by keyboard; where nothing tells
//! what is in view, a press does it. How far a list was drawn outlives its screen, so that coming back from one of its rows finds the
//! row again.

use dioxus::prelude::*;

use crate::words::tid;

/// Rows drawn at first and at each step.
const STEP: usize = 40;

/// The list that was last drawn further than its first step, and how far.
static DRAWN: GlobalSignal<(String, usize)> = GlobalSignal::with_name(Default::default, "drawn");

/// How many rows of a list are drawn. A list is named by its screen and what was chosen on it.
pub fn drawn(list: &str) -> usize {
    let drawn = DRAWN.read();
    if drawn.0 == list { drawn.1.max(STEP) } else { STEP }
}

/// The end of a list of `total` rows: a button while there are more.
#[component]
pub fn More(list: String, total: usize) -> Element {
    let rows = drawn(&list);
    let grow = use_callback(move |()| *DRAWN.write() = (list.clone(), rows + STEP));
    if total <= rows {
        return rsx! {};
    }
    rsx! {
        // A new button at each step: one that stays in view, as for who scrolls fast, would never come into view again.
        for step in [rows] {
            button {
                key: "{step}",
                class: "btn btn-line btn-wide",
                r#type: "button",
                onclick: move |_| grow(()),
                onvisible: move |event| {
                    if event.data().is_intersecting().unwrap_or(false) {
                        grow(());
                    }
                },
                {tid!("list-more", n: total - rows)}
            }
        }
    }
}
