//! The HTTP client of `/api/v1`: the only module that speaks to the network, and only to the town's server.
//!
//! What is asked and how answers are sorted stands here; the wire itself is one file for each world.
//! Devices use reqwest with TLS by ring. Browsers have `fetch`, and calling it directly rather than through reqwest
//! spares each visitor its URL parser and Unicode tables.

#[cfg(target_family = "wasm")]
mod browser;
mod card;
mod date;
mod map;
#[cfg(not(target_family = "wasm"))]
mod native;
mod push;
mod tally;

use futures_util::{Stream, StreamExt};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::protocol::{MessageReceipt, OutgoingMessage, Problem};
use crate::sync::{Answer, Postman, Remote, RemoteError};

#[cfg(target_family = "wasm")]
use browser::{Reply, Wire};
#[cfg(not(target_family = "wasm"))]
use native::{Reply, Wire};

pub use map::encoded;

#[cfg(target_family = "wasm")]
pub use browser::ClientError;
#[cfg(not(target_family = "wasm"))]
pub use native::ClientError;

/// Largest answer read. The whole content of a region is under 2 MB before compression.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// A connection to one server.
#[derive(Clone, Debug)]
pub struct Client {
    wire: Wire,
}

/// A question to the server.
#[derive(Debug, Default)]
struct Ask<'a> {
    /// `GET` when empty.
    method: &'a str,
    /// Path and query under the server's address, without a leading slash.
    path: String,
    /// Names in lower case.
    headers: Vec<(&'a str, String)>,
    /// JSON, or a picture.
    body: Option<Vec<u8>>,
    /// The answer is a stream without end: no limit of time, but that of the page in browsers.
    endless: bool,
}

impl Client {
    /// A client of the server at `base`, for example `https://jeunes.example.fr/`.
    pub fn new(base: &str) -> Result<Self, ClientError> {
        Ok(Self { wire: Wire::new(base)? })
    }

    /// The picture with this SHA-256. Other bytes than those asked for are [`RemoteError::Unreadable`].
    pub async fn media(&self, sha256: &str) -> Result<Vec<u8>, RemoteError> {
        let bytes = read(self.ask(Ask { path: format!("media/{sha256}.webp"), ..Ask::default() }).await?).await?;
        if format!("{:x}", Sha256::digest(&bytes)) == sha256 { Ok(bytes) } else { Err(RemoteError::Unreadable) }
    }

    /// Opens the live stream. Ends when the line breaks.
    pub async fn live(&self) -> Result<impl Stream<Item = Result<Vec<u8>, RemoteError>> + use<>, RemoteError> {
        let ask = Ask {
            path: "api/v1/live".to_owned(),
            headers: vec![("accept", "text/event-stream".to_owned())],
            endless: true,
            ..Ask::default()
        };
        Ok(self.ask(ask).await?.pieces())
    }

    /// Erases a message on the server.
    pub async fn erase_message(&self, id: &str, token: &str) -> Result<(), RemoteError> {
        let ask = Ask {
            method: "DELETE",
            path: format!("api/v1/messages/{id}"),
            headers: vec![bearer(token)],
            ..Ask::default()
        };
        match self.ask(ask).await {
            Ok(_) | Err(RemoteError::Refused { status: 404, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Sorts statuses into what a caller can do about them.
    async fn ask(&self, ask: Ask<'_>) -> Result<Reply, RemoteError> {
        let reply = self.wire.send(ask).await?;
        let status = reply.status();
        match status {
            200..=299 | 304 => Ok(reply),
            408 | 429 | 500.. => Err(RemoteError::Busy {
                status,
                retry_after: reply.header("retry-after").and_then(|value| value.parse().ok()),
            }),
            _ => {
                let problem = read(reply).await.ok().and_then(|body| parse::<Problem>(&body).ok());
                Err(RemoteError::Refused { status, kind: problem.map(|problem| problem.kind).unwrap_or_default() })
            }
        }
    }

    async fn json<T: DeserializeOwned>(&self, ask: Ask<'_>) -> Result<T, RemoteError> {
        let body = read(self.ask(ask).await?).await?;
        parse(&body)
    }
}

impl Remote for Client {
    async fn page(&self, since: u64, log: Option<&str>) -> Result<Answer, RemoteError> {
        let mut ask = Ask { path: format!("api/v1/sync?since={since}"), ..Ask::default() };
        if let Some(log) = log {
            ask.path.push_str("&log=");
            ask.path.extend(log.chars().filter(char::is_ascii_alphanumeric));
            // The entity tag of a sync answer is its log and cursor: what we hold, if nothing came after it.
            ask.headers.push(("if-none-match", entity_tag(log, since)));
        }
        match self.ask(ask).await {
            Ok(reply) if matches!(reply.status(), 204 | 304) => {
                Ok(Answer::NotModified(reply.header("date").and_then(|date| date::http_date(&date))))
            }
            Ok(reply) => parse(&read(reply).await?).map(Answer::Page),
            Err(RemoteError::Refused { status: 410, .. }) => Ok(Answer::Gone),
            Err(error) => Err(error),
        }
    }
}

impl Postman for Client {
    async fn send(&self, message: &OutgoingMessage) -> Result<MessageReceipt, RemoteError> {
        let body = serde_json::to_vec(message).map_err(|_| RemoteError::Unreadable)?;
        let headers = vec![("idempotency-key", message.key.clone()), ("content-type", "application/json".to_owned())];
        self.json(Ask { method: "POST", path: "api/v1/messages".to_owned(), headers, body: Some(body), endless: false })
            .await
    }

    async fn receipt(&self, id: &str, token: &str) -> Result<MessageReceipt, RemoteError> {
        self.json(Ask { path: format!("api/v1/messages/{id}"), headers: vec![bearer(token)], ..Ask::default() }).await
    }
}

/// Entity tag of the sync answer that ends at `seq` of `log`.
pub fn entity_tag(log: &str, seq: u64) -> String {
    format!("\"{log}.{seq}\"")
}

fn bearer(token: &str) -> (&'static str, String) {
    ("authorization", format!("Bearer {token}"))
}

/// JSON. As text, not as bytes: the store reads the same types from text, and a second reader of each would be downloaded.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, RemoteError> {
    let text = std::str::from_utf8(body).map_err(|_| RemoteError::Unreadable)?;
    serde_json::from_str(text).map_err(|_| RemoteError::Unreadable)
}

/// Reads a body within the limit.
async fn read(reply: Reply) -> Result<Vec<u8>, RemoteError> {
    let mut body = Vec::new();
    let pieces = reply.pieces();
    futures_util::pin_mut!(pieces);
    while let Some(piece) = pieces.next().await {
        body.extend_from_slice(&piece?);
        if body.len() > MAX_ANSWER_BYTES {
            return Err(RemoteError::Unreadable);
        }
    }
    Ok(body)
}
