//! The rescue code: blocks a card whose phone is gone, or moves it to this one.

use crate::words::tid;
use dioxus::prelude::*;
use shared::protocol::RescueAction;

use crate::components::face::Face;
use crate::components::icon::{Icon, Line};
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{CardRefusal, rescue_card};

/// Where a rescue stands.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Typing,
    Empty,
    Asking,
    Blocked,
    Failed(CardRefusal),
}

/// The screen of the rescue code.
#[component]
pub fn CardRescueScreen() -> Element {
    let mut code = use_signal(String::new);
    let mut stage = use_signal(|| Stage::Typing);
    let mut ask = move |action: RescueAction| {
        if *stage.peek() == Stage::Asking {
            return;
        }
        let typed = code.peek().trim().to_owned();
        if typed.is_empty() {
            stage.set(Stage::Empty);
            return;
        }
        stage.set(Stage::Asking);
        spawn(async move {
            match (rescue_card(typed, action).await, action) {
                (Ok(()), RescueAction::Move) => {
                    navigator().replace(Route::Card {});
                }
                (Ok(()), RescueAction::Block) => stage.set(Stage::Blocked),
                (Err(refusal), _) => stage.set(Stage::Failed(refusal)),
            }
        });
    };
    let fault = match stage() {
        Stage::Empty => Some(tid!("card-code-empty")),
        Stage::Failed(CardRefusal::No(_)) => Some(tid!("card-rescue-unknown")),
        Stage::Failed(CardRefusal::Later) => Some(tid!("card-rescue-later")),
        Stage::Failed(CardRefusal::NotKept) => Some(tid!("not-kept")),
        Stage::Typing | Stage::Asking | Stage::Blocked => None,
    };
    rsx! {
        Screen { lead: Lead::Back(Route::Card {}),
            h1 { {tid!("card-rescue-title")} }
            div { role: "status",
                if stage() == Stage::Blocked {
                    Face { mood: Mood::Laughing, title: tid!("card-blocked-title"), text: tid!("card-blocked-text"),
                        Link { class: "btn btn-wide", to: Route::Contact {}, {tid!("card-ask")} }
                        Link { class: "btn btn-line btn-wide", to: Route::Card {}, {tid!("card-see")} }
                    }
                }
            }
            if stage() != Stage::Blocked {
                form { class: "form", novalidate: true, onsubmit: move |event| event.prevent_default(),
                    p { class: "lead", {tid!("card-rescue-lead")} }
                    div { class: "field",
                        label { r#for: "rescue-code", {tid!("card-rescue")} }
                        p { class: "quiet", id: "rescue-code-hint", {tid!("card-rescue-hint")} }
                        div { class: if fault.is_some() { "input wrong" } else { "input" },
                            input {
                                id: "rescue-code",
                                r#type: "text",
                                autocomplete: "off",
                                autocapitalize: "characters",
                                spellcheck: "false",
                                value: "{code}",
                                "aria-describedby": "rescue-code-hint rescue-code-error",
                                "aria-invalid": if fault.is_some() { "true" },
                                oninput: move |event| code.set(event.value()),
                            }
                        }
                        div { id: "rescue-code-error", role: "status",
                            if let Some(fault) = fault.clone() {
                                p { class: "error", Line { icon: Icon::Warning } span { "{fault}" } }
                            }
                        }
                    }
                    button { class: "btn btn-wide", r#type: "button", onclick: move |_| ask(RescueAction::Block), {tid!("card-rescue-block")} }
                    p { class: "quiet", {tid!("card-rescue-block-text")} }
                    button { class: "btn btn-line btn-wide", r#type: "button", onclick: move |_| ask(RescueAction::Move), {tid!("card-rescue-move")} }
                    p { class: "quiet", {tid!("card-rescue-move-text")} }
                    p { class: "quiet", {tid!("card-rescue-none")} }
                }
            }
        }
    }
}
