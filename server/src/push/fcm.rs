//! Android, through Firebase Cloud Messaging's HTTP v1: an access token that the service account's key buys for an hour,
//! then one request a phone.

use std::path::Path;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use shared::domain::UnixSeconds;
use shared::protocol::{PushPayload, PushProvider, PushTarget};
use tokio::sync::Mutex;

use super::outside;
use super::provider::{Answer, Message, Provider, ask};
use super::signed::TokenKey;
use super::verdict::Verdict;

/// What the access token is good for.
const SCOPE: &str = "https://www.googleapis.com/auth/firebase.messaging";

/// Seconds for which one is asked.
const TOKEN_SECONDS: i64 = 3_600;

/// Seconds before its end from which on another one is bought.
const MARGIN: i64 = 300;

/// Largest file of a service account.
const FILE_MAX_BYTES: u64 = 64 * 1024;

/// Tells Android phones.
#[derive(Debug)]
pub(super) struct Fcm {
    http: reqwest::Client,
    base: String,
    account: Account,
    key: TokenKey,
    /// The access token and when it ends. One buys, the others wait.
    bought: Mutex<Option<(String, UnixSeconds)>>,
}

/// The file that Google gives for a service account, as far as it matters.
#[derive(Deserialize)]
struct Account {
    project_id: String,
    private_key_id: String,
    private_key: String,
    client_email: String,
    token_uri: String,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Account").field("project_id", &self.project_id).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Bought {
    access_token: String,
    expires_in: i64,
}

impl Fcm {
    /// With the service account of that file; why not, in words.
    pub(super) fn open(base: &str, file: &Path) -> Result<Self, String> {
        let say = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
        let size = std::fs::metadata(file).map_err(|error| say(&error))?.len();
        if size > FILE_MAX_BYTES {
            return Err(say(&"it is too large for a service account"));
        }
        let bytes = std::fs::read(file).map_err(|error| say(&error))?;
        let account: Account = serde_json::from_slice(&bytes)
            .map_err(|error| say(&format!("it is not the file of a service account ({error})")))?;
        let key = TokenKey::rs256(account.private_key.as_bytes()).map_err(|error| say(&error))?;
        let http = outside::to_provider(base, false)?;
        Ok(Self { http, base: base.trim_end_matches('/').to_owned(), account, key, bought: Mutex::new(None) })
    }

    /// The access token in force at `now`; another one than `refused`.
    async fn token(&self, now: UnixSeconds, refused: Option<&str>) -> Result<String, Verdict> {
        let mut bought = self.bought.lock().await;
        if let Some((token, until)) = bought.as_ref()
            && now + MARGIN < *until
            && refused != Some(token.as_str())
        {
            return Ok(token.clone());
        }
        let claims = json!({
            "iss": self.account.client_email, "scope": SCOPE, "aud": self.account.token_uri,
            "iat": now, "exp": now + TOKEN_SECONDS,
        });
        let credentials = || Verdict::Credentials("credentials".to_owned());
        let signed = self.key.sign(Some(&self.account.private_key_id), &claims).map_err(|_| credentials())?;
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
            .append_pair("assertion", &signed)
            .finish();
        let request = self
            .http
            .post(&self.account.token_uri)
            .header(reqwest::header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form);
        let answer = ask(request, now).await?;
        match answer.status {
            200 => {}
            // Google does not know this account or its key, or the clock here is wrong.
            400 | 401 | 403 => return Err(credentials()),
            status => return Err(Verdict::of(status, answer.retry_after)),
        }
        let Ok(Bought { access_token, expires_in }) = serde_json::from_value(answer.body) else {
            return Err(credentials());
        };
        *bought = Some((access_token.clone(), now + expires_in));
        Ok(access_token)
    }

    async fn tell(&self, message: Message<'_>, token: &str) -> Result<Answer, Verdict> {
        let PushTarget::Fcm { token: phone } = message.target else { return Err(Verdict::Gone) };
        let address = format!("{}/v1/projects/{}/messages:send", self.base, self.account.project_id);
        let body = body(phone, message.payload, message.lifetime());
        ask(self.http.post(address).bearer_auth(token).json(&body), message.now).await
    }
}

impl Provider for Fcm {
    fn kind(&self) -> PushProvider {
        PushProvider::Fcm
    }

    fn send<'a>(&'a self, message: Message<'a>) -> BoxFuture<'a, Verdict> {
        async move {
            let once = async |refused: Option<&str>| {
                let token = self.token(message.now, refused).await?;
                let answer = self.tell(message, &token).await?;
                Ok::<_, Verdict>((answer, token))
            };
            let asked = match once(None).await {
                // A token that was taken back before its time: another one, once.
                Ok((answer, token)) if answer.status == 401 => once(Some(&token)).await,
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

/// The message: what the phone shows by itself, and the same as data for the app.
fn body(phone: &str, payload: &PushPayload, lifetime: i64) -> Value {
    let mut data = Map::new();
    if let Ok(Value::Object(fields)) = serde_json::to_value(payload) {
        for (name, value) in fields {
            // Data are texts, whatever they say.
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            data.insert(name, text.into());
        }
    }
    json!({ "message": {
        "token": phone,
        "notification": { "title": payload.title, "body": payload.body },
        "data": data,
        "android": {
            "collapse_key": payload.id,
            "priority": "HIGH",
            "ttl": format!("{lifetime}s"),
            "notification": { "tag": payload.id },
        },
    } })
}

/// What Google means.
fn verdict(answer: &Answer) -> Verdict {
    let details = answer.body.pointer("/error/details").and_then(Value::as_array);
    let mut codes = details.into_iter().flatten().filter_map(|detail| detail.get("errorCode")?.as_str());
    let code = codes.next().unwrap_or_default();
    match (answer.status, code) {
        (_, "UNREGISTERED") => Verdict::Gone,
        // A wrong project answers 404 too, but not so.
        (404, "") if answer.said("/error/status") == "NOT_FOUND" => Verdict::Gone,
        (404, _) => Verdict::Credentials("answer-404".to_owned()),
        (403, "SENDER_ID_MISMATCH") => Verdict::Refused("sender".to_owned()),
        (401 | 403, _) => Verdict::Credentials("credentials".to_owned()),
        (status, _) => Verdict::of(status, answer.retry_after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_that_is_gone_is_told_from_a_project_that_is_wrong() {
        let answer = |status, code: &str, name: &str| {
            let details = if code.is_empty() { json!([]) } else { json!([{ "errorCode": code }]) };
            Answer { status, retry_after: None, body: json!({ "error": { "status": name, "details": details } }) }
        };
        for (answer, expected) in [
            (Answer { status: 200, ..Answer::default() }, Verdict::Sent),
            (answer(404, "UNREGISTERED", "NOT_FOUND"), Verdict::Gone),
            (answer(404, "", "NOT_FOUND"), Verdict::Gone),
            (Answer { status: 404, ..Answer::default() }, Verdict::Credentials("answer-404".to_owned())),
            (answer(400, "INVALID_ARGUMENT", "INVALID_ARGUMENT"), Verdict::Refused("answer-400".to_owned())),
            (answer(403, "SENDER_ID_MISMATCH", "PERMISSION_DENIED"), Verdict::Refused("sender".to_owned())),
            (answer(403, "", "PERMISSION_DENIED"), Verdict::Credentials("credentials".to_owned())),
            (answer(429, "QUOTA_EXCEEDED", "RESOURCE_EXHAUSTED"), Verdict::Busy(None)),
            (answer(500, "INTERNAL", "INTERNAL"), Verdict::Later("answer-500".to_owned(), None)),
        ] {
            assert_eq!(verdict(&answer), expected, "{answer:?}");
        }
    }

    #[test]
    fn data_are_texts_and_the_audience_is_json() {
        let payload: PushPayload = serde_json::from_value(json!({
            "v": 1, "kind": "news", "id": "n1", "title": "Concert", "body": "Samedi.", "topic": "culture",
            "audience": { "from": 15 },
        }))
        .unwrap();
        let body = body("phone", &payload, 3_600);
        let data = &body["message"]["data"];
        assert_eq!((&data["v"], &data["id"], &data["audience"]), (&"1".into(), &"n1".into(), &"{\"from\":15}".into()));
        assert_eq!(body["message"]["notification"], json!({ "title": "Concert", "body": "Samedi." }));
        assert_eq!(body["message"]["android"]["ttl"], "3600s");
    }
}
