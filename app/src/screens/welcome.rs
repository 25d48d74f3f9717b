//! Welcome: two sheets of paper, both can be skipped. No account, nothing leaves the phone.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::Section;

use crate::pictograms::{self, Pictogram};
use crate::route::Route;
use crate::state::{territory, use_settings};

/// Which sheet lies on top.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Hello,
    Interests,
}

/// The first screen of the first launch.
#[component]
pub fn WelcomeScreen() -> Element {
    let mut step = use_signal(|| Step::Hello);
    let mut settings = use_settings();
    let mut leave = move || {
        settings.write().welcome_done = true;
        navigator().replace(Route::Home {});
    };
    match step() {
        Step::Hello => rsx! {
            main { class: "welcome on-paper", id: "content", "data-step": "hello",
                div { class: "welcome-art", "aria-hidden": "true",
                    for section in Section::ALL {
                        span { class: "welcome-paper", "data-section": section.slug(), key: "{section}",
                            Pictogram { cuts: pictograms::section(section) }
                        }
                    }
                }
                div { class: "welcome-inner",
                    h1 { "{territory().app_name}" }
                    p { class: "lead", "{territory().tagline}" }
                    p { {tid!("welcome-text")} }
                    button { class: "btn btn-wide", r#type: "button", onclick: move |_| step.set(Step::Interests), {tid!("welcome-start")} }
                    button { class: "btn btn-line btn-wide", r#type: "button", onclick: move |_| leave(), {tid!("welcome-skip")} }
                }
            }
        },
        Step::Interests => rsx! {
            main { class: "welcome on-paper", id: "content", "data-step": "interests",
                div { class: "welcome-inner welcome-choose",
                    h1 { {tid!("welcome-interests")} }
                    p { class: "lead", {tid!("welcome-interests-text")} }
                    div { class: "chips chips-wrap", role: "group", "aria-label": tid!("welcome-interests"),
                        for interest in territory().interests.iter() {
                            label { class: "chip", key: "{interest.id}",
                                input {
                                    r#type: "checkbox",
                                    checked: settings.read().interests.contains(&interest.id),
                                    onchange: move |event| {
                                        let mut settings = settings.write();
                                        settings.interests.retain(|kept| *kept != interest.id);
                                        if event.checked() {
                                            settings.interests.push(interest.id.clone());
                                        }
                                    },
                                }
                                "{interest.title}"
                            }
                        }
                    }
                    button { class: "btn btn-wide", r#type: "button", onclick: move |_| leave(), {tid!("welcome-done")} }
                }
            }
        },
    }
}
