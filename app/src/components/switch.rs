//! Something that is on or off.

use dioxus::prelude::*;

/// A switch with its words. `hint` is the id of what explains it.
#[component]
pub fn Switch(
    label: String,
    on: bool,
    turn: EventHandler<bool>,
    #[props(default)] hint: Option<&'static str>,
) -> Element {
    rsx! {
        label { class: "setting",
            span { "{label}" }
            span { class: "switch",
                input {
                    r#type: "checkbox",
                    role: "switch",
                    "aria-describedby": hint,
                    checked: on,
                    onchange: move |event| turn.call(event.checked()),
                }
                span {}
            }
        }
    }
}
