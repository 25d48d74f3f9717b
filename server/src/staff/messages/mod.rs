//! `/staff/messages`: what young people write to the service, and what they are answered.
//!
//! The list shows the first words only and is not audited, as that of cards is not; opening a message is. A town that takes
//! no messages has none of these pages.

mod answer;
mod list;
mod one;

use dioxus::prelude::*;
use shared::domain::UnixSeconds;

pub(super) use answer::answer;
pub(super) use list::list;
pub(super) use one::open;

use super::page::{CARD_ROLES, Refusal};
use super::words;
use crate::app::App;
use crate::http::HttpError;
use crate::storage::{MessageCounts, Role, StoredMessage};

/// Nothing is here where no messages are taken.
fn taken(app: &App) -> Result<(), Refusal> {
    if app.takes_messages() { Ok(()) } else { Err(HttpError::NotFound.into()) }
}

/// What a message is, in words.
fn topic(message: &StoredMessage) -> &str {
    match message.topic.as_str() {
        "question" => "Question",
        "callback" => "Demande de rappel",
        "error" => "Erreur signalée",
        other => other,
    }
}

/// Where it stands in words, and the colour that it is shown on.
fn state(message: &StoredMessage, now: UnixSeconds) -> (String, &'static str) {
    match (message.answered_at, now - message.due_at) {
        (Some(_), _) => ("répondu".to_owned(), "mint"),
        (None, ..0) => ("à répondre".to_owned(), "sun"),
        (None, 0..120) => ("en retard depuis peu".to_owned(), "coral"),
        (None, late) => (format!("en retard {}", words::since(late)), "coral"),
    }
}

/// How many wait, for the pages that lead here; `None` for whom it is no matter.
pub(super) async fn told(app: &App, role: Role) -> Result<Option<MessageCounts>, Refusal> {
    if !CARD_ROLES.contains(&role) || !app.takes_messages() {
        return Ok(None);
    }
    Ok(Some(app.storage.message_counts(app.clock.now()).await?))
}

/// On the start page, when a promise is over.
pub(super) fn late_notice(counts: Option<MessageCounts>) -> Element {
    let late = counts.map_or(0, |counts| counts.late);
    rsx! {
        if late > 0 {
            p { class: "notice bad",
                {words::counted(late, "message attend", "messages attendent")}
                " une réponse au-delà du délai promis. "
                a { href: "/staff/messages", "Répondre" }
            }
        }
    }
}

/// On the start page.
pub(super) fn tile(counts: Option<MessageCounts>) -> Element {
    let Some(MessageCounts { waiting, late, .. }) = counts else { return rsx! {} };
    rsx! {
        a { class: "tile coral", href: "/staff/messages",
            strong { {words::grouped(waiting)} }
            span { if waiting < 2 { "message à répondre" } else { "messages à répondre" } }
            small {
                match (waiting, late) {
                    (0, _) => "personne n’attend".to_owned(),
                    (_, 0) => "dans le délai promis".to_owned(),
                    (_, late) => format!("dont {} en retard", words::grouped(late)),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_that_is_over_is_said_in_words() {
        let message = |answered_at| StoredMessage {
            id: String::new(),
            topic: "question".to_owned(),
            text: String::new(),
            reply_to: String::new(),
            about: None,
            received_at: 0,
            due_at: 1_000_000,
            answer: None,
            answered_at,
        };
        for (now, answered_at, expected) in [
            (999_999, None, "à répondre"),
            (1_000_000, None, "en retard depuis peu"),
            (1_000_300, None, "en retard depuis 5 min"),
            (1_200_000, None, "en retard depuis 2 jours"),
            (1_200_000, Some(1_100_000), "répondu"),
        ] {
            assert_eq!(state(&message(answered_at), now).0, expected);
        }
    }
}
