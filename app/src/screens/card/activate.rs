//! Putting a card on this phone by a code: the one that staff show as a QR code, or read aloud.

use crate::words::tid;
use dioxus::prelude::*;
use shared::store::Standing;

use crate::components::face::Face;
use crate::components::icon::{Icon, Line};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{CardRefusal, Query, activate_card, use_card};

/// Where an activation stands.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Ready,
    Asking,
    Failed(CardRefusal),
}

/// The screen that the activation QR code leads to. It waits for a press: a link that is merely opened changes nothing.
#[component]
pub fn CardActivateScreen(code: ReadSignal<String>) -> Element {
    let card = use_card();
    let mut stage = use_signal(|| Stage::Ready);
    let held = matches!(card.get(), Query::Ready(view) if !matches!(view.standing, Standing::None | Standing::Erased));
    let activate = move |_| async move {
        if *stage.peek() == Stage::Asking {
            return;
        }
        stage.set(Stage::Asking);
        match activate_card(code.peek().clone()).await {
            Ok(()) => {
                navigator().replace(Route::Card {});
            }
            Err(refusal) => stage.set(Stage::Failed(refusal)),
        }
    };
    let (mood, title, text) = match stage() {
        Stage::Ready | Stage::Asking if held => {
            (Mood::Curious, tid!("card-activate-title"), tid!("card-activate-replaces"))
        }
        Stage::Ready | Stage::Asking => (Mood::Laughing, tid!("card-activate-title"), tid!("card-activate-text")),
        Stage::Failed(CardRefusal::Later) => (Mood::Asleep, tid!("card-later-title"), tid!("card-later-text")),
        Stage::Failed(CardRefusal::NotKept) => (Mood::Dizzy, tid!("broken-title"), tid!("not-kept")),
        Stage::Failed(CardRefusal::No(kind)) => {
            let name = match kind.as_str() {
                "activation-used" => "used",
                "activation-stale" => "stale",
                _ => "unknown",
            };
            (Mood::Dizzy, tid!(&format!("card-activate-{name}-title")), tid!(&format!("card-activate-{name}-text")))
        }
    };
    rsx! {
        Screen { lead: Lead::Back(Route::Card {}),
            h1 { {tid!("card-activate")} }
            div { role: "status",
                Face { mood, title, text,
                    match stage() {
                        Stage::Failed(CardRefusal::No(_)) => rsx! {
                            Link { class: "btn btn-wide", to: Route::Contact {}, {tid!("card-ask")} }
                            Link { class: "btn btn-line btn-wide", to: Route::CardCode {}, {tid!("card-other-code")} }
                        },
                        Stage::Asking => rsx! {
                            button { class: "btn btn-wide", r#type: "button", "aria-disabled": "true", {tid!("card-asking")} }
                        },
                        Stage::Ready => rsx! {
                            button { class: "btn btn-wide", r#type: "button", onclick: activate, {tid!("card-activate-do")} }
                        },
                        Stage::Failed(_) => rsx! {
                            button { class: "btn btn-wide", r#type: "button", onclick: activate, {tid!("try-again")} }
                        },
                    }
                }
            }
        }
    }
}

/// « J’ai déjà une carte ou un code »: by hand when no camera opens the link.
#[component]
pub fn CardCodeScreen() -> Element {
    let mut code = use_signal(String::new);
    let mut empty = use_signal(|| false);
    let go = move |event: FormEvent| {
        event.prevent_default();
        // The whole address is as good as the code at its end.
        let typed = code.peek().trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        if typed.is_empty() {
            empty.set(true);
        } else {
            navigator().push(Route::CardActivate { code: typed });
        }
    };
    rsx! {
        Screen { lead: Lead::Back(Route::Card {}),
            h1 { {tid!("card-code-title")} }
            div { class: "stack reading",
                p { class: "lead", {tid!("card-code-lead")} }
                form { class: "form", novalidate: true, onsubmit: go,
                    div { class: "field",
                        label { r#for: "card-code", {tid!("card-code-field")} }
                        div { class: if empty() { "input wrong" } else { "input" },
                            input {
                                id: "card-code",
                                r#type: "text",
                                autocomplete: "off",
                                autocapitalize: "characters",
                                spellcheck: "false",
                                value: "{code}",
                                "aria-describedby": "card-code-error",
                                oninput: move |event| { empty.set(false); code.set(event.value()) },
                            }
                        }
                        div { id: "card-code-error", role: "status",
                            if empty() {
                                p { class: "error", Line { icon: Icon::Warning } span { {tid!("card-code-empty")} } }
                            }
                        }
                    }
                    button { class: "btn btn-wide", r#type: "submit", {tid!("card-activate-do")} }
                }
                h2 { {tid!("card-code-rescue-title")} }
                p { {tid!("card-code-rescue-text")} }
                Link { class: "btn btn-line btn-wide", to: Route::CardRescue {}, {tid!("card-use-rescue")} }
            }
        }
    }
}
