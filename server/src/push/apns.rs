//! iOS, through Apple's own service: HTTP/2, and a token that this server signs itself and keeps for most of an hour.

use std::path::Path;
use std::sync::Mutex;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde_json::{Value, json};
use shared::domain::UnixSeconds;
use shared::protocol::{PushPayload, PushProvider, PushTarget};

use super::outside;
use super::provider::{Answer, Message, Provider, ask};
use super::signed::TokenKey;
use super::verdict::Verdict;
use crate::digest;

/// Seconds after which another token is signed: Apple takes one for an hour, and does not want one more often than every
/// twenty minutes.
const TOKEN_SECONDS: i64 = 40 * 60;

/// How long Apple is left alone that was sent new tokens too often.
const TOKENS_WAIT: u64 = 20 * 60;

/// Longest `apns-collapse-id`, in bytes.
const COLLAPSE_MAX: usize = 64;

/// Tells iPhones.
#[derive(Debug)]
pub(super) struct Apns {
    http: reqwest::Client,
    base: String,
    key: TokenKey,
    key_id: String,
    team: String,
    bundle: String,
    /// The token and when it was signed.
    signed: Mutex<Option<(String, UnixSeconds)>>,
}

/// What Apple gave the town.
#[derive(Clone, Copy, Debug)]
pub(super) struct Identity<'a> {
    pub(super) key_file: &'a Path,
    pub(super) key_id: &'a str,
    pub(super) team: &'a str,
    pub(super) bundle: &'a str,
}

impl Apns {
    /// With that key; why not, in words.
    pub(super) fn open(base: &str, identity: Identity<'_>) -> Result<Self, String> {
        let say = |error: &dyn std::fmt::Display| format!("{}: {error}", identity.key_file.display());
        let pem = std::fs::read(identity.key_file).map_err(|error| say(&error))?;
        Ok(Self {
            http: outside::to_provider(base, true)?,
            base: base.trim_end_matches('/').to_owned(),
            key: TokenKey::es256(&pem).map_err(|error| say(&error))?,
            key_id: identity.key_id.to_owned(),
            team: identity.team.to_owned(),
            bundle: identity.bundle.to_owned(),
            signed: Mutex::new(None),
        })
    }

    /// The token in force at `now`; another one than `refused`.
    fn token(&self, now: UnixSeconds, refused: Option<&str>) -> Result<String, Verdict> {
        let credentials = |_| Verdict::Credentials("credentials".to_owned());
        let mut signed = self.signed.lock().map_err(|_| Verdict::Later("credentials".to_owned(), None))?;
        if let Some((token, at)) = signed.as_ref()
            && (0..TOKEN_SECONDS).contains(&(now - at))
            && refused != Some(token.as_str())
        {
            return Ok(token.clone());
        }
        let claims = json!({ "iss": self.team, "iat": now });
        let token = self.key.sign(Some(&self.key_id), &claims).map_err(credentials)?;
        *signed = Some((token.clone(), now));
        Ok(token)
    }

    async fn tell(&self, message: Message<'_>, token: &str) -> Result<Answer, Verdict> {
        let PushTarget::Apns { token: phone } = message.target else { return Err(Verdict::Gone) };
        let request = self
            .http
            .post(format!("{}/3/device/{phone}", self.base))
            .bearer_auth(token)
            .header("apns-topic", &self.bundle)
            .header("apns-push-type", "alert")
            .header("apns-priority", "10")
            .header("apns-expiration", message.deadline)
            .header("apns-collapse-id", collapse(&message.payload.id))
            .json(&body(message.payload));
        ask(request, message.now).await
    }
}

impl Provider for Apns {
    fn kind(&self) -> PushProvider {
        PushProvider::Apns
    }

    fn send<'a>(&'a self, message: Message<'a>) -> BoxFuture<'a, Verdict> {
        async move {
            let once = async |refused: Option<&str>| {
                let token = self.token(message.now, refused)?;
                let answer = self.tell(message, &token).await?;
                Ok::<_, Verdict>((answer, token))
            };
            let asked = match once(None).await {
                // Its clock and ours differ: another token, once.
                Ok((answer, token)) if answer.said("/reason") == "ExpiredProviderToken" => once(Some(&token)).await,
                asked => asked,
            };
            match asked {
                Ok((answer, _)) => verdict(&answer),
                Err(verdict) => verdict,
            }
        }
        .boxed()
    }
}

/// What the phone shows by itself, and beside it the same for the app.
fn body(payload: &PushPayload) -> Value {
    let mut body = serde_json::to_value(payload).unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        let aps = json!({ "alert": { "title": payload.title, "body": payload.body }, "sound": "default" });
        fields.insert("aps".to_owned(), aps);
    }
    body
}

/// What a later notification takes the place of: the article.
fn collapse(id: &str) -> String {
    if id.len() <= COLLAPSE_MAX && id.bytes().all(|byte| byte.is_ascii_graphic()) {
        id.to_owned()
    } else {
        digest::hex(id)
    }
}

/// What Apple means.
fn verdict(answer: &Answer) -> Verdict {
    match (answer.status, answer.said("/reason")) {
        (410, _) | (400, "BadDeviceToken") => Verdict::Gone,
        (400, "BadTopic" | "MissingTopic" | "TopicDisallowed" | "DeviceTokenNotForTopic") => {
            Verdict::Refused("bundle".to_owned())
        }
        (403, _) => Verdict::Credentials("credentials".to_owned()),
        (429, "TooManyProviderTokenUpdates") => Verdict::Busy(Some(answer.retry_after.unwrap_or(TOKENS_WAIT))),
        // Too many to this very phone: the others need not wait.
        (429, "TooManyRequests") if answer.retry_after.is_none() => Verdict::Later("answer-429".to_owned(), None),
        (status, _) => Verdict::of(status, answer.retry_after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apples_reasons_are_told_apart() {
        for (status, reason, expected) in [
            (200, "", Verdict::Sent),
            (410, "Unregistered", Verdict::Gone),
            (410, "ExpiredToken", Verdict::Gone),
            (400, "BadDeviceToken", Verdict::Gone),
            (400, "DeviceTokenNotForTopic", Verdict::Refused("bundle".to_owned())),
            (400, "PayloadEmpty", Verdict::Refused("answer-400".to_owned())),
            (403, "InvalidProviderToken", Verdict::Credentials("credentials".to_owned())),
            (413, "PayloadTooLarge", Verdict::Refused("answer-413".to_owned())),
            (429, "TooManyRequests", Verdict::Later("answer-429".to_owned(), None)),
            (429, "TooManyProviderTokenUpdates", Verdict::Busy(Some(1_200))),
            (500, "InternalServerError", Verdict::Later("answer-500".to_owned(), None)),
            (503, "Shutdown", Verdict::Later("answer-503".to_owned(), None)),
        ] {
            let answer = Answer { status, retry_after: None, body: json!({ "reason": reason }) };
            assert_eq!(verdict(&answer), expected, "{status} {reason}");
        }
    }

    #[test]
    fn an_article_with_a_long_id_still_takes_its_own_place() {
        assert_eq!(collapse("01KAS0000000000000000000AA"), "01KAS0000000000000000000AA");
        assert_eq!(collapse(&"x".repeat(65)).len(), 64);
    }
}
