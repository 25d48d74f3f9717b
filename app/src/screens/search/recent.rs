//! The last questions, on this device alone, each to be asked again or forgotten.

use crate::words::tid;
use dioxus::prelude::*;

use super::Filters;
use crate::components::icon::{Icon, Line};
use crate::route::Route;
use crate::state::{Query, forget_question, forget_questions, use_kept_questions};

/// The list; nothing when there is none.
#[component]
pub(super) fn Recent() -> Element {
    let kept = use_kept_questions();
    let Query::Ready(questions) = kept.get() else { return rsx! {} };
    if questions.is_empty() {
        return rsx! {};
    }
    rsx! {
        div { class: "heading",
            h2 { {tid!("search-recent")} }
            button { r#type: "button", class: "more-link", onclick: move |_| forget_questions(), {tid!("search-forget-all")} }
        }
        p { class: "quiet", {tid!("search-recent-text")} }
        ul { class: "recents", role: "list",
            for question in questions {
                li { key: "{question}", class: "recent",
                    Link { class: "recent-link", to: Route::Search { q: question.clone(), filtre: Filters::default() }, Line { icon: Icon::Clock } span { "{question}" } }
                    button {
                        r#type: "button",
                        class: "recent-forget",
                        "aria-label": tid!("search-forget", question: question.clone()),
                        onclick: move |_| forget_question(&question),
                        Line { icon: Icon::Close }
                    }
                }
            }
        }
    }
}
