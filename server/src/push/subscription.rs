//! `GET /api/v1/push`, `PUT` and `DELETE /api/v1/push/subscription`: phones ask to be told, and not to be.
//!
//! Whoever knows a token may change or end its subscription, so none is said back, and an answer does not tell whether there
//! was one. An address that a browser names leads outside this network, or is not taken.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::protocol::{
    PUSH_ENDPOINT_MAX_BYTES, PUSH_TOKEN_MAX_BYTES, PUSH_TOPIC_MAX_CHARS, PUSH_TOPICS_MAX, PushOffer, PushProvider,
    PushSubscription, PushTarget, QuietHours,
};
use url::Url;

use super::envelope::POINT;
use super::web::decode;
use crate::app::App;
use crate::http::{HttpError, limits};
use crate::import;

/// Longest language tag.
const LANG_MAX_BYTES: usize = 12;

/// Minutes of a day.
const DAY: u16 = 1_440;

/// `GET /api/v1/push`
pub async fn offer(State(app): State<App>) -> Result<Response, HttpError> {
    let offer = PushOffer {
        providers: app.push.providers.on(),
        vapid_key: app.push.providers.vapid_key().map(str::to_owned),
        topics: app.push.topics(&app.storage, app.library.head().seq).await?,
    };
    Ok(([(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))], Json(offer)).into_response())
}

/// `PUT /api/v1/push/subscription`
pub async fn subscribe(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, HttpError> {
    let wanted = read(&app, peer, &headers, body)?;
    let provider = wanted.target.provider();
    if !app.push.providers.wanted().contains(&provider) {
        return Err(HttpError::unprocessable("push-provider-off", "this server sends nothing through that provider"));
    }
    verify(&wanted, app.config.private_push)?;
    if app.storage.subscribe_to_push(&wanted).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(HttpError::unprocessable("push-endpoint-invalid", "the endpoint names no host"))
    }
}

/// `DELETE /api/v1/push/subscription`
pub async fn unsubscribe(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, HttpError> {
    let ended = read(&app, peer, &headers, body)?;
    app.storage.unsubscribe_from_push(&ended.target).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn read(
    app: &App,
    peer: SocketAddr,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<PushSubscription, HttpError> {
    let asker = limits::asker(peer, headers, app.config.trusted_proxies);
    app.push.limit.take(asker, app.clock.now()).map_err(HttpError::TooMany)?;
    let body = body.map_err(|_| {
        let title = "the request is larger than 64 KiB".to_owned();
        HttpError::Refused(StatusCode::PAYLOAD_TOO_LARGE, "push-too-large", title)
    })?;
    // What was wrong is not said back: serde would quote the token.
    serde_json::from_slice(&body)
        .map_err(|_| HttpError::bad_request("push-unreadable", "the body is not a subscription"))
}

/// Every limit has its own name.
fn verify(wanted: &PushSubscription, allow_private: bool) -> Result<(), HttpError> {
    verify_target(&wanted.target, allow_private)?;
    if wanted.replaces.as_ref().is_some_and(|token| token.len() > longest(wanted.target.provider())) {
        return Err(HttpError::unprocessable("push-token-too-long", "replaces is longer than any token"));
    }
    if wanted.topics.len() > PUSH_TOPICS_MAX {
        let title = format!("at most {PUSH_TOPICS_MAX} topics");
        return Err(HttpError::unprocessable("push-topics-too-many", title));
    }
    let is_topic = |topic: &String| {
        !topic.is_empty()
            && topic.len() <= PUSH_TOPIC_MAX_CHARS
            && topic.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if !wanted.topics.iter().all(is_topic) {
        let title = format!("a topic is 1 to {PUSH_TOPIC_MAX_CHARS} of a-z, 0-9 and -");
        return Err(HttpError::unprocessable("push-topic-invalid", title));
    }
    if wanted.lang.len() > LANG_MAX_BYTES
        || !wanted.lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        return Err(HttpError::unprocessable("push-lang-invalid", "lang is not a language tag"));
    }
    match wanted.quiet {
        Some(QuietHours { from, to }) if from >= DAY || to >= DAY || from == to => {
            Err(HttpError::unprocessable("push-quiet-invalid", "quiet hours are two minutes of the day, 0 to 1439"))
        }
        _ => Ok(()),
    }
}

const fn longest(provider: PushProvider) -> usize {
    match provider {
        PushProvider::Web => PUSH_ENDPOINT_MAX_BYTES,
        _ => PUSH_TOKEN_MAX_BYTES,
    }
}

fn verify_target(target: &PushTarget, allow_private: bool) -> Result<(), HttpError> {
    let length = target.token().len();
    match target {
        PushTarget::Web { endpoint, p256dh, auth } => {
            if length > PUSH_ENDPOINT_MAX_BYTES {
                let title = format!("the endpoint is longer than {PUSH_ENDPOINT_MAX_BYTES} bytes");
                return Err(HttpError::unprocessable("push-endpoint-too-long", title));
            }
            if !is_outside(endpoint, allow_private) {
                let title = "the endpoint is not an https address of the public internet";
                return Err(HttpError::unprocessable("push-endpoint-invalid", title));
            }
            let point = decode(p256dh).filter(|point| point.len() == POINT && point.first() == Some(&4));
            let secret = decode(auth).filter(|secret| secret.len() == 16);
            if point.is_none() || secret.is_none() {
                let title = "p256dh is a point of 65 bytes, auth a secret of 16, both base64url";
                return Err(HttpError::unprocessable("push-key-invalid", title));
            }
        }
        PushTarget::Fcm { token } | PushTarget::Apns { token } => {
            if length > PUSH_TOKEN_MAX_BYTES {
                let title = format!("the token is longer than {PUSH_TOKEN_MAX_BYTES} bytes");
                return Err(HttpError::unprocessable("push-token-too-long", title));
            }
            let shaped = match target.provider() {
                PushProvider::Apns => {
                    token.len().is_multiple_of(2) && token.bytes().all(|byte| byte.is_ascii_hexdigit())
                }
                _ => token.bytes().all(|byte| byte.is_ascii_graphic()),
            };
            if token.is_empty() || !shaped {
                let title = "the token is not one of that provider's";
                return Err(HttpError::unprocessable("push-token-invalid", title));
            }
        }
    }
    Ok(())
}

/// Names are looked at again when they are resolved to send.
fn is_outside(endpoint: &str, allow_private: bool) -> bool {
    let Ok(url) = Url::parse(endpoint) else { return false };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let scheme = url.scheme() == "https" || (allow_private && url.scheme() == "http");
    plain && scheme && import::leads_outside(&url, allow_private)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT_OF_A_BROWSER: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    fn browser(endpoint: &str, p256dh: &str, auth: &str) -> PushSubscription {
        let (endpoint, p256dh, auth) = (endpoint.to_owned(), p256dh.to_owned(), auth.to_owned());
        phone(PushTarget::Web { endpoint, p256dh, auth })
    }

    fn at(endpoint: &str) -> PushSubscription {
        browser(endpoint, POINT_OF_A_BROWSER, "BTBZMqHH6r4Tts7J_aSIgg==")
    }

    fn phone(target: PushTarget) -> PushSubscription {
        PushSubscription { target, topics: Vec::new(), lang: String::new(), quiet: None, replaces: None }
    }

    #[test]
    fn each_limit_has_its_name() {
        let good = at("https://push.example/abc");
        let apns = |token: &str| phone(PushTarget::Apns { token: token.to_owned() });
        let fcm = |token: &str| phone(PushTarget::Fcm { token: token.to_owned() });
        let topics = |topics: &[&str]| PushSubscription {
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
            ..good.clone()
        };
        let quiet = |from, to| PushSubscription { quiet: Some(QuietHours { from, to }), ..good.clone() };
        for (wanted, expected) in [
            (good.clone(), ""),
            (apns("0aF9"), ""),
            (fcm("dQw4:APA91b-_x"), ""),
            (topics(&["sante-bien-etre", "culture"]), ""),
            (quiet(1_320, 420), ""),
            (at("http://push.example/abc"), "push-endpoint-invalid"),
            (at("https://user@push.example/abc"), "push-endpoint-invalid"),
            (at("https://127.0.0.1/abc"), "push-endpoint-invalid"),
            (at("https://[::ffff:10.0.0.1]/abc"), "push-endpoint-invalid"),
            (at("https://2130706433/abc"), "push-endpoint-invalid"),
            (at("mailto:someone"), "push-endpoint-invalid"),
            (at(&format!("https://push.example/{}", "x".repeat(1_024))), "push-endpoint-too-long"),
            (browser("https://push.example/abc", "AAAA", "BTBZMqHH6r4Tts7J_aSIgg"), "push-key-invalid"),
            (browser("https://push.example/abc", POINT_OF_A_BROWSER, "BTBZ"), "push-key-invalid"),
            (apns("0aF"), "push-token-invalid"),
            (apns("0a/../f"), "push-token-invalid"),
            (fcm(""), "push-token-invalid"),
            (fcm("with space"), "push-token-invalid"),
            (fcm(&"x".repeat(1_025)), "push-token-too-long"),
            (PushSubscription { replaces: Some("x".repeat(1_025)), ..good.clone() }, "push-token-too-long"),
            (topics(&["culture"; 33]), "push-topics-too-many"),
            (topics(&["Culture"]), "push-topic-invalid"),
            (topics(&["a,b"]), "push-topic-invalid"),
            (topics(&["%"]), "push-topic-invalid"),
            (PushSubscription { lang: "français".to_owned(), ..good.clone() }, "push-lang-invalid"),
            (quiet(0, 1_440), "push-quiet-invalid"),
            (quiet(60, 60), "push-quiet-invalid"),
        ] {
            let name = match verify(&wanted, false) {
                Ok(()) => "",
                Err(HttpError::Refused(_, name, _)) => name,
                Err(other) => panic!("{other}"),
            };
            assert_eq!(name, expected, "{:?}", wanted.target.token());
        }
        assert!(verify(&at("http://127.0.0.1:8080/abc"), true).is_ok(), "for towns that test inside their network");
    }
}
