//! The choice to be told of news: on or off, of what, and not when.

use crate::words::tid;
use dioxus::prelude::*;
use shared::protocol::{PUSH_TOPICS_MAX, PushTopic};
use shared::store::{HeldPush, QUIET_BY_DEFAULT};

use super::hours::hours;
use crate::components::icon::{Icon, Line};
use crate::components::switch::Switch;
use crate::platform::PushUnable;
use crate::route::Route;
use crate::state::{PushDelivery, PushFace, PushObstacle, Query, choose_push, switch_push, use_push, use_push_offer};

/// The part of the settings about notifications.
#[component]
pub fn PushChoices() -> Element {
    use_push_offer();
    let Query::Ready(view) = use_push() else { return rsx! {} };
    rsx! {
        section { class: "stack", "aria-labelledby": "notifications",
            div { class: "heading", h2 { id: "notifications", {tid!("notify-title")} } }
            match view.face {
                PushFace::Unable(obstacle) => rsx! {
                    p { {why_not(obstacle)} }
                },
                face => rsx! {
                    Switch {
                        label: tid!("notify-switch"),
                        on: matches!(face, PushFace::Asking | PushFace::On(_)),
                        turn: switch_push,
                        hint: "notify-state",
                    }
                    // In the page before its words change: a region that appears with them is not announced.
                    div { id: "notify-state", role: "status", {state(face)} }
                    if let PushFace::On(_) = face {
                        {topics(&view.held)}
                        {quiet(&view.held)}
                    }
                    p { class: "quiet", {tid!("notify-private")} }
                },
            }
            Link { class: "setting-link", to: Route::Notifications {},
                Line { icon: Icon::Bell }
                span { {tid!("notify-inbox")} }
                Line { icon: Icon::Next }
            }
        }
    }
}

/// Where they stand, in a sentence; what to do about it where someone can.
fn state(face: PushFace) -> Element {
    let (trouble, words) = match face {
        PushFace::Denied => (true, tid!("notify-denied")),
        PushFace::On(PushDelivery::Failed) => (true, tid!("notify-failed")),
        PushFace::On(PushDelivery::Refused) => (true, tid!("notify-refused")),
        PushFace::On(PushDelivery::NoServer) => (true, tid!("notify-unable-server")),
        PushFace::On(PushDelivery::Waiting) => (false, tid!("notify-waiting")),
        PushFace::On(PushDelivery::Settled) => (false, tid!("notify-on")),
        PushFace::Asking => (false, tid!("notify-asking")),
        PushFace::Off | PushFace::Unable(_) => (false, tid!("notify-off")),
    };
    rsx! {
        p { class: if trouble { "error" } else { "quiet" },
            if trouble {
                Line { icon: Icon::Warning }
            }
            span { "{words}" }
        }
        if face == PushFace::Denied {
            p { {tid!("notify-denied-how")} }
        }
    }
}

fn why_not(obstacle: PushObstacle) -> String {
    match obstacle {
        PushObstacle::Device(PushUnable::Window) => tid!("notify-unable-window"),
        PushObstacle::Device(PushUnable::Browser) => tid!("notify-unable-browser"),
        PushObstacle::Device(PushUnable::HomeScreen) => tid!("notify-unable-home-screen"),
        PushObstacle::Device(PushUnable::App) => tid!("notify-unable-app"),
        PushObstacle::Server => tid!("notify-unable-server"),
    }
}

/// Of what: everything, or some categories. Letting go of the last one is wanting everything again.
fn topics(held: &HeldPush) -> Element {
    let topics = offered(held);
    if topics.is_empty() {
        return rsx! {};
    }
    let (chosen, quiet) = (held.topics.clone(), held.quiet);
    rsx! {
        div { class: "field setting-block",
            h3 { id: "notify-topics", {tid!("notify-topics")} }
            div { class: "chips chips-wrap", role: "group", "aria-labelledby": "notify-topics",
                button {
                    class: "chip",
                    r#type: "button",
                    "aria-pressed": if chosen.is_empty() { "true" } else { "false" },
                    onclick: move |_| choose_push(&[], quiet),
                    {tid!("notify-topics-all")}
                }
                for topic in topics {
                    button {
                        key: "{topic.id}",
                        class: "chip",
                        r#type: "button",
                        "aria-pressed": if chosen.contains(&topic.id) { "true" } else { "false" },
                        onclick: {
                            let topics = toggled(&chosen, &topic.id);
                            move |_| choose_push(&topics, quiet)
                        },
                        "{topic.title}"
                    }
                }
            }
        }
    }
}

/// Categories to choose from: what the server has, and what was chosen when it had it.
fn offered(held: &HeldPush) -> Vec<PushTopic> {
    let mut topics = held.offer.as_ref().map(|offer| offer.topics.clone()).unwrap_or_default();
    for id in &held.topics {
        if !topics.iter().any(|topic| topic.id == *id) {
            topics.push(PushTopic { id: id.clone(), title: id.clone() });
        }
    }
    topics
}

fn toggled(chosen: &[String], topic: &str) -> Vec<String> {
    let mut topics: Vec<String> = chosen.iter().filter(|one| *one != topic).cloned().collect();
    if topics.len() == chosen.len() && topics.len() < PUSH_TOPICS_MAX {
        topics.push(topic.to_owned());
        topics.sort_unstable();
    }
    topics
}

/// Not when: hours in which what comes waits.
fn quiet(held: &HeldPush) -> Element {
    let topics = held.topics.clone();
    rsx! {
        div { class: "stack",
            Switch {
                label: tid!("notify-quiet"),
                on: held.quiet.is_some(),
                turn: move |on: bool| choose_push(&topics, on.then_some(QUIET_BY_DEFAULT)),
                hint: "notify-quiet-text",
            }
            p { class: "quiet", id: "notify-quiet-text", {tid!("notify-quiet-text")} }
            if let Some(quiet) = held.quiet {
                {hours(quiet, &held.topics)}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letting_go_of_the_last_category_is_wanting_everything() {
        let none: [String; 0] = [];
        let one = toggled(&none, "sport");
        let two = toggled(&one, "culture");
        assert_eq!(
            (one.as_slice(), two.as_slice()),
            (&["sport".to_owned()][..], &["culture".to_owned(), "sport".to_owned()][..])
        );
        assert_eq!(toggled(&toggled(&two, "culture"), "sport"), none);
        let many: Vec<String> = (0..PUSH_TOPICS_MAX).map(|n| n.to_string()).collect();
        assert_eq!(toggled(&many, "sport"), many, "no more than a subscription holds");
    }

    #[test]
    fn a_category_that_the_server_forgot_can_still_be_let_go() {
        let held = HeldPush { topics: vec!["cirque".to_owned()], ..HeldPush::default() };
        assert_eq!(offered(&held).len(), 1);
    }
}
