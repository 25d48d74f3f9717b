//! The form that writes to the youth service: a question, a call back, an error in a record.
//!
//! What is typed is saved as a draft at every change and found again after anything that can happen to a
//! phone. Sending queues the message on the phone first; the network comes later, or tomorrow. Errors stand
//! beside the field they speak of, tied by `aria-describedby`, and nothing typed is ever cleared by one.

use crate::words::tid;
use dioxus::prelude::*;
use serde::{Deserialize, Serialize};
use shared::domain::RecordId;
use shared::protocol::{MESSAGE_MAX_CHARS, MessageTopic};

use super::face::Face;
use super::icon::{Icon, Line};
use crate::pictograms::Mood;
use crate::route::Route;
use crate::state::{self, SyncState, territory, use_store, use_sync};

/// Longest way to be reached, in characters.
const REPLY_MAX_CHARS: usize = 200;

/// What is being typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Form {
    topic: MessageTopic,
    text: String,
    reply_to: String,
}

/// Where the form stands.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Writing,
    Wrong { text: Option<Fault>, reply_to: Option<Fault> },
    Queued,
    NotKept(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Empty,
    TooLong,
    NeedsPhone,
}

/// What is wrong with a form, field by field.
fn faults(form: &Form) -> (Option<Fault>, Option<Fault>) {
    let text = match form.text.trim().chars().count() {
        0 if form.topic != MessageTopic::Callback => Some(Fault::Empty),
        n if n > MESSAGE_MAX_CHARS => Some(Fault::TooLong),
        _ => None,
    };
    let digits = form.reply_to.chars().filter(char::is_ascii_digit).count();
    let reply_to = if form.reply_to.chars().count() > REPLY_MAX_CHARS {
        Some(Fault::TooLong)
    } else if form.topic == MessageTopic::Callback && digits < 10 {
        Some(Fault::NeedsPhone)
    } else {
        None
    };
    (text, reply_to)
}

/// The form. `draft` names what it saves; with `about` it reports an error in that record.
#[component]
pub fn MessageForm(draft: String, #[props(default)] about: Option<RecordId>) -> Element {
    let store = use_store();
    let first = if about.is_some() { MessageTopic::Error } else { MessageTopic::Question };
    let name = draft.clone();
    let saved = move || store.draft::<Form>(&name).ok().flatten().map(|draft| draft.form);
    let empty = move || Form { topic: first, text: String::new(), reply_to: String::new() };
    let mut known = use_hook(|| CopyValue::new(saved()));
    let mut form = use_signal(|| known.peek().clone().unwrap_or_else(empty));
    let mut stage = use_signal(|| Stage::Writing);
    // Another tab wrote on, or sent it. A draft that merely could not be saved stays on the screen.
    state::use_personal_change(move || {
        let saved = saved();
        if *known.peek() != saved {
            form.set(saved.clone().unwrap_or_else(empty));
            known.set(saved);
        }
    });
    let name = draft.clone();
    let mut change = move |new: Form| {
        if state::save_draft(&name, &new) {
            known.set(Some(new.clone()));
        }
        let was_wrong = matches!(*stage.peek(), Stage::Wrong { .. });
        if was_wrong {
            let (text, reply_to) = faults(&new);
            stage.set(if text.is_none() && reply_to.is_none() {
                Stage::Writing
            } else {
                Stage::Wrong { text, reply_to }
            });
        }
        form.set(new);
    };
    let send = move |event: FormEvent| {
        event.prevent_default();
        let typed = form();
        let (text, reply_to) = faults(&typed);
        if text.is_some() || reply_to.is_some() {
            stage.set(Stage::Wrong { text, reply_to });
            return;
        }
        match state::send_message(typed.topic, &typed.text, &typed.reply_to, about.clone(), &draft) {
            Ok(()) => {
                known.set(None);
                form.set(empty());
                stage.set(Stage::Queued);
            }
            Err(reason) => stage.set(Stage::NotKept(reason)),
        }
    };
    let (text_fault, reply_fault) = match stage() {
        Stage::Wrong { text, reply_to } => (text, reply_to),
        _ => (None, None),
    };
    if stage() == Stage::Queued {
        return rsx! {
            Sent { onagain: move |()| stage.set(Stage::Writing) }
        };
    }
    let topic = form.read().topic;
    let (for_topic, for_text) = (change.clone(), change.clone());
    rsx! {
        form { class: "form", novalidate: true, onsubmit: send,
            if topic != MessageTopic::Error {
                Topics { topic, onpick: {
                    let mut change = for_topic;
                    move |topic| { let new = Form { topic, ..form() }; change(new); }
                } }
            }
            div { class: "field",
                label { r#for: "message-text", {text_label(topic)} }
                p { class: "quiet", id: "message-text-hint", {tid!("message-text-hint")} }
                div { class: if text_fault.is_some() { "input wrong" } else { "input" },
                    textarea {
                        id: "message-text",
                        name: "text",
                        rows: "6",
                        value: "{form.read().text}",
                        "aria-describedby": "message-text-hint message-text-error",
                        "aria-invalid": if text_fault.is_some() { "true" },
                        oninput: {
                            let mut change = for_text;
                            move |event: FormEvent| { let new = Form { text: event.value(), ..form() }; change(new); }
                        },
                    }
                }
                FaultLine { id: "message-text-error", fault: text_fault }
            }
            div { class: "field",
                label { r#for: "message-reply", if topic == MessageTopic::Callback { {tid!("message-phone")} } else { {tid!("message-reply")} } }
                p { class: "quiet", id: "message-reply-hint", {tid!("message-reply-hint")} }
                div { class: if reply_fault.is_some() { "input wrong" } else { "input" },
                    input {
                        id: "message-reply",
                        name: "reply_to",
                        r#type: if topic == MessageTopic::Callback { "tel" } else { "text" },
                        autocomplete: if topic == MessageTopic::Callback { "tel" } else { "email" },
                        value: "{form.read().reply_to}",
                        "aria-describedby": "message-reply-hint message-reply-error",
                        "aria-invalid": if reply_fault.is_some() { "true" },
                        oninput: move |event| { let new = Form { reply_to: event.value(), ..form() }; change(new); },
                    }
                }
                FaultLine { id: "message-reply-error", fault: reply_fault }
            }
            if let Stage::NotKept(reason) = stage() {
                p { class: "error", role: "alert", Line { icon: Icon::Warning } span { {tid!("message-not-kept", reason: reason)} } }
            }
            p { class: "quiet", {tid!("message-promise", hours: i64::from(territory().service.answer_within_hours))} }
            button { class: "btn btn-wide", r#type: "submit", {tid!("message-send")} }
        }
    }
}

fn text_label(topic: MessageTopic) -> String {
    match topic {
        MessageTopic::Question => tid!("message-question"),
        MessageTopic::Callback => tid!("message-callback-text"),
        MessageTopic::Error => tid!("message-error-text"),
    }
}

#[component]
fn Topics(topic: MessageTopic, onpick: EventHandler<MessageTopic>) -> Element {
    rsx! {
        fieldset { class: "field",
            legend { {tid!("message-topic")} }
            div { class: "chips chips-wrap",
                for (this , words) in [(MessageTopic::Question, tid!("topic-question")), (MessageTopic::Callback, tid!("topic-callback"))] {
                    label { class: "chip",
                        input { r#type: "radio", name: "topic", checked: topic == this, onchange: move |_| onpick.call(this) }
                        "{words}"
                    }
                }
            }
        }
    }
}

/// The region is always there, so that what comes to stand in it is announced.
#[component]
fn FaultLine(id: &'static str, fault: Option<Fault>) -> Element {
    rsx! {
        div { id, role: "status",
            if let Some(fault) = fault {
                p { class: "error",
                    Line { icon: Icon::Warning }
                    span {
                        match fault {
                            Fault::Empty => tid!("message-fault-empty"),
                            Fault::TooLong => tid!("message-fault-long"),
                            Fault::NeedsPhone => tid!("message-fault-phone"),
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Sent(onagain: EventHandler<()>) -> Element {
    let offline = matches!(use_sync()(), SyncState::Offline { .. } | SyncState::Never | SyncState::Failed { .. });
    let hours = i64::from(territory().service.answer_within_hours);
    rsx! {
        div { role: "status",
            if offline {
                Face { mood: Mood::Asleep, title: tid!("message-queued-title"), text: tid!("message-queued-text"),
                    button { class: "btn", r#type: "button", onclick: move |_| onagain.call(()), {tid!("message-again")} }
                    Link { class: "btn btn-line", to: Route::Home {}, {tid!("go-home")} }
                }
            } else {
                Face { mood: Mood::Laughing, title: tid!("message-sent-title"), text: tid!("message-sent-text", hours: hours),
                    button { class: "btn", r#type: "button", onclick: move |_| onagain.call(()), {tid!("message-again")} }
                    Link { class: "btn btn-line", to: Route::Home {}, {tid!("go-home")} }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(topic: MessageTopic, text: &str, reply_to: &str) -> Form {
        Form { topic, text: text.to_owned(), reply_to: reply_to.to_owned() }
    }

    #[test]
    fn a_question_needs_words_and_nothing_else() {
        assert_eq!(faults(&form(MessageTopic::Question, "  ", "")), (Some(Fault::Empty), None));
        assert_eq!(faults(&form(MessageTopic::Question, "Bonjour", "")), (None, None));
    }

    #[test]
    fn a_call_back_needs_a_number_and_no_words() {
        assert_eq!(faults(&form(MessageTopic::Callback, "", "Lina")), (None, Some(Fault::NeedsPhone)));
        assert_eq!(faults(&form(MessageTopic::Callback, "", "06 12 34 56 78")), (None, None));
    }

    #[test]
    fn limits_are_told_not_cut() {
        let long = "a".repeat(MESSAGE_MAX_CHARS + 1);
        assert_eq!(faults(&form(MessageTopic::Error, &long, &long)), (Some(Fault::TooLong), Some(Fault::TooLong)));
    }
}
