//! What all carriers have in common: one message, one answer.

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use reqwest::header::RETRY_AFTER;
use shared::domain::UnixSeconds;
use shared::protocol::{PushPayload, PushProvider, PushTarget};

use super::verdict::Verdict;

/// Most of an answer that is read: its reason is in a few words.
const ANSWER_MAX_BYTES: usize = 8 * 1024;

/// One notification for one phone.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// Where to.
    pub target: &'a PushTarget,
    /// What.
    pub payload: &'a PushPayload,
    /// Not after that.
    pub deadline: UnixSeconds,
    /// When it is sent.
    pub now: UnixSeconds,
}

/// Whoever carries notifications to phones.
pub trait Provider: Send + Sync + std::fmt::Debug {
    /// Whose targets it takes.
    fn kind(&self) -> PushProvider;

    /// Sends once and says what the answer means. Whoever calls ends it when it takes too long.
    fn send<'a>(&'a self, message: Message<'a>) -> BoxFuture<'a, Verdict>;
}

impl Message<'_> {
    /// Seconds for which it is worth keeping.
    pub fn lifetime(&self) -> i64 {
        (self.deadline - self.now).max(0)
    }
}

/// An answer, read as far as it matters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// HTTP status.
    pub(super) status: u16,
    /// Seconds that it asks to wait.
    pub(super) retry_after: Option<u64>,
    /// Its body, JSON from all who give a reason.
    pub(super) body: serde_json::Value,
}

impl Answer {
    /// A text in its body, by its path.
    pub(super) fn said(&self, path: &str) -> &str {
        self.body.pointer(path).and_then(serde_json::Value::as_str).unwrap_or_default()
    }
}

/// Sends a request; an error of the network is a verdict already.
pub(super) async fn ask(request: reqwest::RequestBuilder, now: UnixSeconds) -> Result<Answer, Verdict> {
    let failed = |error: reqwest::Error| {
        Verdict::Later(if error.is_timeout() { "slow" } else { "unreachable" }.to_owned(), None)
    };
    let response = request.send().await.map_err(failed)?;
    let status = response.status().as_u16();
    let said = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = said.and_then(|value| wait(value, now));
    // Read to its end, so that the connection serves again; what is longer than any reason is left.
    let (mut bytes, mut pieces) = (Vec::new(), response.bytes_stream());
    while let Some(Ok(piece)) = pieces.next().await {
        bytes.extend_from_slice(&piece);
        if bytes.len() > ANSWER_MAX_BYTES {
            break;
        }
    }
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    Ok(Answer { status, retry_after, body })
}

/// Seconds of a `Retry-After`, which says them or a date (RFC 9110, section 10.2.3).
fn wait(value: &str, now: UnixSeconds) -> Option<u64> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(seconds);
    }
    let until = chrono::DateTime::parse_from_rfc2822(value).ok()?.timestamp();
    Some(until.saturating_sub(now).max(0).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::wait;

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_date() {
        let now = 1_795_392_000;
        for (value, expected) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Mon, 23 Nov 2026 00:02:00 GMT", Some(120)),
            ("Sun, 22 Nov 2026 00:00:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
        ] {
            assert_eq!(wait(value, now), expected, "{value}");
        }
    }
}
