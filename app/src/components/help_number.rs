//! A help number: large, with what it is for, and the button that dials.

use crate::words::tid;
use dioxus::prelude::*;
use shared::domain::HelpNumber;

use super::icon::{Icon, Line};
use super::outside::Outside;
use super::row::content_language;

/// One number. The button is a plain `tel:` link, so that it works even if everything else is broken.
#[component]
pub fn NumberRow(number: HelpNumber) -> Element {
    let long = number.number.chars().count() > 6;
    let facts: Vec<String> = [&number.hours, &number.cost].into_iter().flatten().cloned().collect();
    rsx! {
        div { class: "sheet help-row",
            span { class: if long { "help-num long" } else { "help-num" }, "{number.number}" }
            div { class: "help-words", lang: content_language(),
                h3 { "{number.title}" }
                p { "{number.summary}" }
                if !facts.is_empty() {
                    p { class: "help-facts", {facts.join("\u{a0}· ")} }
                }
            }
            a { class: "call", href: number.href(), "aria-label": tid!("call-number", number: number.number.clone(), title: number.title.clone()),
                Line { icon: Icon::Phone }
            }
            if number.sms.is_some() || number.chat.is_some() {
                div { class: "cluster help-more",
                    if let Some(sms) = &number.sms {
                        a { class: "chip", href: format!("sms:{}", digits(sms)),
                            Line { icon: Icon::Text }
                            {tid!("text-number", number: sms.clone())}
                        }
                    }
                    if let Some(chat) = number.chat.clone() {
                        Outside { class: "chip", url: chat,
                            Line { icon: Icon::Contact }
                            {tid!("chat")}
                        }
                    }
                }
            }
        }
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
