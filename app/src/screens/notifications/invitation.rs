//! The invitation to be told of news: once, quietly, above the list, gone for good when it is declined.
//!
//! The device asks its owner only after « Oui ». Asking at the start was rejected: most people say no to a question that
//! they did not ask, and a browser never lets it be asked again.

use crate::words::tid;
use dioxus::prelude::*;

use crate::components::icon::{Icon, Line};
use crate::route::Route;
use crate::state::{PushFace, Query, switch_push, use_push, use_push_offer, use_settings};

/// The invitation, where notifications can be had and are not yet; after « Oui », what became of it.
#[component]
pub fn Invitation() -> Element {
    use_push_offer();
    let mut settings = use_settings();
    let mut accepted = use_signal(|| false);
    let Query::Ready(view) = use_push() else { return rsx! {} };
    let invited = view.face == PushFace::Off && view.is_offered() && !settings.read().push_declined;
    if !accepted() && !invited {
        return rsx! {};
    }
    rsx! {
        div { class: "invitation",
            Line { icon: Icon::Bell }
            div { class: "stack", role: "status",
                match view.face {
                    PushFace::Denied => rsx! {
                        p { strong { {tid!("notify-denied")} } }
                        p { {tid!("notify-denied-how")} }
                    },
                    PushFace::Asking => rsx! {
                        p { {tid!("notify-asking")} }
                    },
                    PushFace::On(_) => rsx! {
                        p {
                            {tid!("invite-done")}
                            " "
                            Link { to: Route::Settings {}, {tid!("invite-choose")} }
                        }
                    },
                    PushFace::Off | PushFace::Unable(_) => rsx! {
                        p { strong { {tid!("invite-title")} } }
                        p { {tid!("invite-text")} }
                        div { class: "cluster",
                            button {
                                class: "chip chip-full",
                                r#type: "button",
                                onclick: move |_| {
                                    accepted.set(true);
                                    switch_push(true);
                                },
                                {tid!("invite-yes")}
                            }
                            button {
                                class: "chip",
                                r#type: "button",
                                onclick: move |_| {
                                    accepted.set(false);
                                    settings.write().push_declined = true;
                                },
                                {tid!("invite-no")}
                            }
                        }
                    },
                }
            }
        }
    }
}
