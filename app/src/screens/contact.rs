//! Contact: the humans behind the counter, a form that works offline, and what was written before.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::YouthService;
use shared::store::{Message, MessageState};

use crate::components::dates::{self, use_moment};
use crate::components::icon::{Icon, Line};
use crate::components::message_form::MessageForm;
use crate::components::opening::OpenTag;
use crate::components::outside::Outside;
use crate::components::row::Honesty;
use crate::components::shell::Screen;
use crate::components::topbar::Lead;
use crate::route::Route;
use crate::state::{self, Query, territory};

/// The Contact tab.
#[component]
pub fn ContactScreen() -> Element {
    let messages = state::use_messages();
    rsx! {
        Screen { lead: Lead::Brand,
            h1 { {tid!("contact-title")} }
            p { class: "lead", {tid!("contact-lead")} }
            div { class: "page-cols",
                div {
                    if territory().features.messages {
                        h2 { {tid!("contact-write")} }
                        MessageForm { draft: "contact" }
                    }
                }
                aside { "aria-label": tid!("contact-service"),
                    Service { service: territory().service.clone() }
                    if let Query::Ready(messages) = messages.get() {
                        Written { messages }
                    }
                    p { class: "banner",
                        Line { icon: Icon::Warning }
                        span {
                            {tid!("contact-urgent")}
                            " "
                            Link { to: Route::Help {}, {tid!("help-title")} }
                        }
                    }
                }
            }
        }
    }
}

#[component]
fn Service(service: YouthService) -> Element {
    rsx! {
        section { class: "sheet stack", "aria-labelledby": "service",
            h2 { id: "service", "{service.name}" }
            div { class: "cluster",
                OpenTag { hours: service.opening_hours.clone() }
                Honesty { sourced: service.sourced.clone() }
            }
            if let Some(note) = service.hours_note.clone() {
                p { class: "quiet", "{note}" }
            }
            for phone in service.phones.iter() {
                a { class: "btn btn-line btn-wide", key: "{phone.number}", href: phone.href(),
                    Line { icon: Icon::Phone }
                    span { class: "nowrap", "{phone.number}" }
                }
            }
            if let Some(email) = service.email.clone() {
                Outside { class: "btn btn-line btn-wide", url: format!("mailto:{email}"), Line { icon: Icon::Mail } "{email}" }
            }
            if let Some(website) = service.website.clone() {
                Outside { class: "btn btn-line btn-wide", url: website, span { {tid!("place-site")} } Line { icon: Icon::Outside } }
            }
            if let Some(place) = service.place.clone() {
                Link { class: "btn btn-line btn-wide", to: Route::Place { id: place }, Line { icon: Icon::Pin } {tid!("contact-place")} }
            }
        }
    }
}

#[component]
fn Written(messages: Vec<Message>) -> Element {
    if messages.is_empty() {
        return rsx! {};
    }
    rsx! {
        section { class: "stack", "aria-labelledby": "written",
            h2 { id: "written", {tid!("messages-title")} }
            ul { class: "sheets", role: "list",
                for message in messages {
                    li { key: "{message.outgoing.key}", OneMessage { message } }
                }
            }
        }
    }
}

#[component]
fn OneMessage(message: Message) -> Element {
    let today = use_moment().local.date();
    let day = |at| dates::day(dates::local(at).date(), today);
    let (class, status, answer) = match &message.state {
        MessageState::Queued { .. } => ("tag tag-soon", tid!("message-state-queued"), None),
        MessageState::Refused(_) => ("tag", tid!("message-state-refused"), None),
        MessageState::Sent(receipt) => match &receipt.answer {
            Some(answer) => ("tag tag-open", tid!("message-state-answered"), Some(answer.clone())),
            None => ("tag", tid!("message-state-due", day: day(receipt.due_at)), None),
        },
    };
    let key = message.outgoing.key.clone();
    rsx! {
        div { class: "sheet stack",
            div { class: "cluster",
                span { class, "{status}" }
                span { class: "quiet", {day(message.written_at)} }
            }
            p { class: "said", "{message.outgoing.text}" }
            if let Some(answer) = answer {
                p { class: "sheet-note said", strong { {tid!("message-answer")} } " {answer}" }
            }
            button { class: "btn btn-line", r#type: "button", onclick: move |_| state::forget_message(&key), Line { icon: Icon::Bin } {tid!("message-forget")} }
        }
    }
}
