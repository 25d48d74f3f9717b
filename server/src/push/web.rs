//! Browsers, each through its own service: Web Push (RFC 8030), sealed (RFC 8291), known by the town's key (RFC 8292).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::json;
use shared::protocol::{PushProvider, PushTarget};
use url::Url;

use super::envelope::seal_for;
use super::keys::VapidKey;
use super::provider::{Message, Provider, ask};
use super::verdict::Verdict;
use crate::digest;

/// Seconds for which a signature is good: a day at most by the standard; a clock may be a little off.
const SIGNED_FOR: i64 = 12 * 3_600;

/// Longest `Topic`, in letters of base64url.
const TOPIC_MAX: usize = 32;

/// Tells browsers.
#[derive(Debug)]
pub(super) struct WebPush {
    pub(super) http: reqwest::Client,
    pub(super) key: VapidKey,
    /// Whom a service writes to when something is wrong: `mailto:` or `https:`.
    pub(super) contact: String,
}

impl Provider for WebPush {
    fn kind(&self) -> PushProvider {
        PushProvider::Web
    }

    fn send<'a>(&'a self, message: Message<'a>) -> BoxFuture<'a, Verdict> {
        async move {
            let request = match self.request(message) {
                Ok(request) => request,
                Err(verdict) => return verdict,
            };
            match ask(request, message.now).await {
                Ok(answer) => verdict(answer.status, answer.retry_after),
                Err(verdict) => verdict,
            }
        }
        .boxed()
    }
}

impl WebPush {
    fn request(&self, message: Message<'_>) -> Result<reqwest::RequestBuilder, Verdict> {
        let PushTarget::Web { endpoint, p256dh, auth } = message.target else { return Err(Verdict::Gone) };
        // What cannot be sealed for never can: its subscription is of no use to anyone.
        let (Ok(url), Some(point), Some(auth)) = (Url::parse(endpoint), decode(p256dh), decode(auth)) else {
            return Err(Verdict::Gone);
        };
        let refused = |_| Verdict::Refused("payload".to_owned());
        let text = serde_json::to_vec(message.payload).map_err(|_| Verdict::Refused("payload".to_owned()))?;
        let sealed = seal_for(&text, &point, &auth).map_err(|_| Verdict::Gone)?;
        let claims = json!({
            "aud": url.origin().ascii_serialization(),
            "exp": message.now + SIGNED_FOR,
            "sub": self.contact,
        });
        let authorization = self.key.authorization(&claims).map_err(refused)?;
        Ok(self
            .http
            .post(url)
            .header(AUTHORIZATION, authorization)
            .header("TTL", message.lifetime())
            .header("Urgency", "normal")
            .header("Topic", topic(&message.payload.id))
            .header(CONTENT_ENCODING, "aes128gcm")
            .header(CONTENT_TYPE, "application/octet-stream")
            .body(sealed))
    }
}

/// Base64url as browsers write it, and as some libraries do, with padding.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}

/// What a later notification takes the place of: the article, in the letters and the length that are allowed.
fn topic(id: &str) -> String {
    let allowed = id.len() <= TOPIC_MAX && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if allowed && !id.is_empty() {
        return id.to_owned();
    }
    let mut name = URL_SAFE_NO_PAD.encode(digest::raw(id));
    name.truncate(TOPIC_MAX);
    name
}

/// What a browser's service means. An answer that none gives is of something else, which somebody named to have it written
/// to: it is not written to again.
fn verdict(status: u16, retry_after: Option<u64>) -> Verdict {
    match status {
        400 | 401 | 403 | 408 | 413 | 429 => Verdict::of(status, retry_after),
        300..=499 => Verdict::Gone,
        _ => Verdict::of(status, retry_after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_is_gone_is_told_from_one_that_refuses() {
        for (status, expected) in [
            (201, Verdict::Sent),
            (404, Verdict::Gone),
            (410, Verdict::Gone),
            (301, Verdict::Gone),
            (405, Verdict::Gone),
            (400, Verdict::Refused("answer-400".to_owned())),
            (403, Verdict::Refused("answer-403".to_owned())),
            (413, Verdict::Refused("answer-413".to_owned())),
        ] {
            assert_eq!(verdict(status, None), expected, "{status}");
        }
        assert_eq!(verdict(429, Some(9)), Verdict::Busy(Some(9)));
    }

    #[test]
    fn an_article_is_one_topic_whatever_its_id() {
        assert_eq!(topic("01KAS0000000000000000000AA"), "01KAS0000000000000000000AA");
        let long = topic("i-ville-example-actualites-concert-gratuit");
        assert_eq!(long.len(), 32);
        assert_ne!(long, topic("i-ville-example-actualites-concert-payant"));
        assert_eq!(topic("été").len(), 32);
    }
}
