//! Messages to the youth service: sent once however often, answered by a promised time, erased by their sender.
//!
//! The sender's phone holds a token, the server only its SHA-256: nobody else reads a message back, and staff who
//! open one are audited. The text of a message is never logged.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::domain::UnixSeconds;
use shared::protocol::{MESSAGE_MAX_CHARS, MessageReceipt, MessageTopic, OutgoingMessage};
use std::net::SocketAddr;
use ulid::Ulid;

use crate::app::App;
use crate::http::{HttpError, limits};
use crate::storage::{Accepted, NewMessage, StoredMessage};
use crate::{digest, entropy};

/// Longest "how to be reached", in characters.
const REPLY_TO_MAX_CHARS: usize = 200;

/// Longest name of the record a message is about.
const ABOUT_MAX_CHARS: usize = 200;

/// Promise of a server that has no territory yet.
const ANSWER_WITHIN_HOURS: u16 = 72;

/// `POST /api/v1/messages`
pub async fn send(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    app.messages_limit.take(asker, app.clock.now()).map_err(HttpError::TooMany)?;
    if !app.takes_messages() {
        return Err(HttpError::Refused(
            StatusCode::FORBIDDEN,
            "messages-off",
            "this town takes no messages here".to_owned(),
        ));
    }
    let body = body.map_err(|_| {
        HttpError::Refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "message-too-large",
            "the request is larger than 64 KiB".to_owned(),
        )
    })?;
    let message: OutgoingMessage = serde_json::from_slice(&body)
        .map_err(|error| HttpError::bad_request("message-unreadable", error.to_string()))?;
    let header_key = headers.get("idempotency-key").map(|key| key.to_str().unwrap_or_default());
    verify(&message, header_key)?;
    let token = token()?;
    let hours = app.territory.as_ref().map_or(ANSWER_WITHIN_HOURS, |territory| territory.service.answer_within_hours);
    let new = NewMessage {
        key_hash: digest::raw(&message.key),
        token_hash: digest::raw(&token),
        topic: message.topic,
        text: message.text.trim().to_owned(),
        reply_to: message.reply_to.trim().to_owned(),
        about: message.about,
        due_at: app.clock.now() + UnixSeconds::from(hours) * 3600,
    };
    match app.storage.accept_message(&new).await? {
        Accepted::Stored { message, with_token } => {
            Ok(receipt(StatusCode::CREATED, *message, with_token.then_some(token)))
        }
        Accepted::OtherContent => Err(HttpError::unprocessable("key-reused", "this key was used for another message")),
        Accepted::Erased => Err(HttpError::Refused(
            StatusCode::GONE,
            "message-erased",
            "this message was erased by its sender".to_owned(),
        )),
    }
}

/// `GET /api/v1/messages/<id>`
pub async fn read(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, HttpError> {
    let token_hash = bearer(&headers)?;
    let message = app.storage.message(&id, &token_hash).await?.ok_or(HttpError::NotFound)?;
    Ok(receipt(StatusCode::OK, message, None))
}

/// `DELETE /api/v1/messages/<id>`
pub async fn erase(
    State(app): State<App>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, HttpError> {
    let token_hash = bearer(&headers)?;
    if app.storage.erase_message(&id, &token_hash).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(HttpError::NotFound)
    }
}

/// Every limit has its own name, so that the app has words for each.
fn verify(message: &OutgoingMessage, header_key: Option<&str>) -> Result<(), HttpError> {
    if Ulid::from_string(&message.key).is_err() {
        return Err(HttpError::unprocessable("key-invalid", "the key must be a ULID"));
    }
    if header_key.is_some_and(|key| key != message.key) {
        return Err(HttpError::unprocessable("key-mismatch", "Idempotency-Key and key differ"));
    }
    let about = message.about.iter().flat_map(|about| [&about.kind, &about.id]);
    if [&message.text, &message.reply_to].into_iter().chain(about).any(|words| words.contains('\0')) {
        // No keyboard writes it, and not every database takes it.
        return Err(HttpError::unprocessable("message-unreadable", "the message has a character NUL in it"));
    }
    let text = message.text.trim();
    // A call back needs no words; everything else does.
    if text.is_empty() && message.topic != MessageTopic::Callback {
        return Err(HttpError::unprocessable("message-empty", "the message has no text"));
    }
    if text.chars().count() > MESSAGE_MAX_CHARS {
        return Err(HttpError::unprocessable(
            "message-too-long",
            format!("the text is longer than {MESSAGE_MAX_CHARS} characters"),
        ));
    }
    if message.topic == MessageTopic::Callback && message.reply_to.trim().is_empty() {
        return Err(HttpError::unprocessable("reply-to-missing", "a call back needs a number to call"));
    }
    if message.reply_to.chars().count() > REPLY_TO_MAX_CHARS {
        return Err(HttpError::unprocessable(
            "reply-to-too-long",
            format!("reply_to is longer than {REPLY_TO_MAX_CHARS} characters"),
        ));
    }
    if message
        .about
        .as_ref()
        .is_some_and(|about| about.kind.chars().count() + about.id.chars().count() > ABOUT_MAX_CHARS)
    {
        return Err(HttpError::unprocessable(
            "about-too-long",
            format!("about is longer than {ABOUT_MAX_CHARS} characters"),
        ));
    }
    Ok(())
}

/// 128 random bits, hexadecimal.
fn token() -> Result<String, HttpError> {
    let bytes = entropy::bytes::<16>().map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

fn bearer(headers: &HeaderMap) -> Result<[u8; 32], HttpError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    token.map(digest::raw).ok_or_else(|| {
        HttpError::Refused(StatusCode::UNAUTHORIZED, "token-missing", "the message's token is missing".to_owned())
    })
}

fn receipt(status: StatusCode, message: StoredMessage, token: Option<String>) -> Response {
    let receipt = MessageReceipt {
        id: message.id,
        token,
        received_at: message.received_at,
        due_at: message.due_at,
        answer: message.answer,
        answered_at: message.answered_at,
    };
    (status, [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Json(receipt)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(topic: MessageTopic, text: &str, reply_to: &str) -> OutgoingMessage {
        OutgoingMessage {
            key: "01KAS0000000000000000000AA".to_owned(),
            topic,
            text: text.to_owned(),
            reply_to: reply_to.to_owned(),
            about: None,
        }
    }

    #[test]
    fn each_limit_has_its_name() {
        let long = "é".repeat(MESSAGE_MAX_CHARS + 1);
        let just = "é".repeat(MESSAGE_MAX_CHARS);
        for (message, header, expected) in [
            (message(MessageTopic::Question, "Bonjour", ""), None, ""),
            (message(MessageTopic::Question, &just, ""), Some("01KAS0000000000000000000AA"), ""),
            (message(MessageTopic::Callback, "", "06 00 00 00 00"), None, ""),
            (message(MessageTopic::Question, " \n", ""), None, "message-empty"),
            (message(MessageTopic::Error, &long, ""), None, "message-too-long"),
            (message(MessageTopic::Callback, "Rappelez-moi", " "), None, "reply-to-missing"),
            (message(MessageTopic::Question, "Bonjour", &"x".repeat(201)), None, "reply-to-too-long"),
            (message(MessageTopic::Question, "Bonjour", ""), Some("autre"), "key-mismatch"),
            (
                OutgoingMessage { key: "1".to_owned(), ..message(MessageTopic::Question, "Bonjour", "") },
                None,
                "key-invalid",
            ),
        ] {
            let kind = match verify(&message, header) {
                Ok(()) => "",
                Err(HttpError::Refused(_, kind, _)) => kind,
                Err(other) => panic!("{other}"),
            };
            assert_eq!(kind, expected);
        }
    }
}
