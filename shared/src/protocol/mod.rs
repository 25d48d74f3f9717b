//! What travels between a phone and its server: `/api/v1`.
//!
//! Compatibility rule: fields are only ever added, with a default; a kind of record that this version does
//! not know is kept as it came ([`WireRecord::body`]) so that a newer app finds it in the store. JSON
//! answers of every released server are frozen under `shared/tests/wire/` and must still be read.
//! JSON was kept over a binary format: with brotli a page edit is well under 2 KB, and anyone can read it.

mod card;
mod map;
mod proposal;
mod push;
mod tally;
#[cfg(feature = "card-crypto")]
mod verdict;
mod voucher;

use serde::{Deserialize, Serialize};
use serde_json::value::Map;

use crate::domain::{Kind, Record, RecordId, UnixSeconds};

pub use card::*;
pub use map::*;
pub use proposal::*;
pub use push::*;
pub use tally::*;
pub use voucher::*;

/// Largest page of a sync, in records. A server may send fewer.
pub const SYNC_PAGE_RECORDS: usize = 500;

/// Largest message, in characters.
pub const MESSAGE_MAX_CHARS: usize = 4_000;

/// Answer to `GET /api/v1/sync?since=<seq>[&log=<id>]`.
///
/// `since=0` is the whole content, for an empty store. `410 Gone` says that `since` cannot be continued from:
/// older than the oldest tombstone kept, newer than the log's end, or of another log. A rebuild reads several
/// pages, so a server never forgets tombstones beyond the end of the first page of `since=0`: the cursor that
/// page gives can always be continued from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SyncPage {
    /// Identity of the change log: changes when a backup is restored, for then `seq` starts to repeat.
    pub log: String,
    /// Cursor to continue from: the highest `seq` this page covers.
    pub next: u64,
    /// Another page follows at once.
    pub more: bool,
    /// Server's clock when it answered.
    pub server_time: UnixSeconds,
    /// Records created or changed, in `seq` order.
    pub upserts: Vec<WireRecord>,
    /// Records deleted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deletes: Vec<RecordId>,
}

/// A record with the change log position that last touched it.
///
/// Kept as JSON: the store writes it as it came, known kind or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WireRecord {
    /// Position in the change log.
    pub seq: u64,
    /// Wire name of the kind.
    pub kind: String,
    /// Id inside the kind.
    pub id: String,
    /// All other fields.
    #[serde(flatten)]
    pub body: Map<String, serde_json::Value>,
}

/// Event of `GET /api/v1/live`, an SSE stream; the event's id is its `seq`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum LiveEvent {
    /// A change small enough to travel whole: the sync page that `since` = `from` would give.
    Delta {
        /// Cursor the page continues from. A client elsewhere asks `/sync` instead.
        from: u64,
        /// The page.
        page: SyncPage,
    },
    /// Something changed: ask `/sync`.
    Changed {
        /// Log identity.
        log: String,
        /// End of the log.
        seq: u64,
    },
}

/// Body of `POST /api/v1/messages`. `Idempotency-Key` carries [`OutgoingMessage::key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingMessage {
    /// ULID chosen by the phone: sending twice stores once.
    pub key: String,
    /// What it is about.
    pub topic: MessageTopic,
    /// At most [`MESSAGE_MAX_CHARS`] characters.
    pub text: String,
    /// How to be reached, in the sender's words: a first name, a phone number, an e-mail address. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
    /// Record the message is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<RecordId>,
}

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageTopic {
    /// A question to the youth service.
    Question,
    /// Please call me back.
    Callback,
    /// « Signaler une erreur » on a record.
    Error,
}

/// Answer to `POST /api/v1/messages` and to `GET /api/v1/messages/<id>` (`Authorization: Bearer <token>`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReceipt {
    /// Server's id.
    pub id: String,
    /// Secret that reads the answer and erases the message. Only in the answer to the first `POST`s of a key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// When the server stored it.
    pub received_at: UnixSeconds,
    /// Promise: answered by then.
    pub due_at: UnixSeconds,
    /// The answer, once given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// When it was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<UnixSeconds>,
}

/// Error body, RFC 9457 `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stable name of the error, for example `cursor-gone`. Clients find their own words for it.
    #[serde(rename = "type")]
    pub kind: String,
    /// In English, for developers.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Request id, to find the line in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
}

impl WireRecord {
    /// Writes a record for the wire.
    ///
    /// # Errors
    /// Never in practice: a record is a JSON object by construction.
    pub fn from_record(seq: u64, record: &Record) -> Result<Self, serde_json::Error> {
        let mut value = serde_json::to_value(record)?;
        if let Some(object) = value.as_object_mut() {
            object.insert("seq".to_owned(), seq.into());
        }
        serde_json::from_value(value)
    }

    /// Reads the record. `None`: a kind or shape of a newer server.
    ///
    /// By kind rather than by serde's tagged enum, whose detour through a generic value would put a second
    /// reader of each struct in what every phone downloads.
    pub fn to_record(&self) -> Option<Record> {
        let mut object = self.body.clone();
        object.insert("id".to_owned(), self.id.clone().into());
        read_as(&self.kind, serde_json::Value::Object(object))
    }

    /// Reads a record from its text on the wire. `None`: a kind or shape of a newer server.
    ///
    /// The same as reading a `WireRecord` and then its record, without the copies in between: lists are thousands of them.
    pub fn record_of(text: &str) -> Result<Option<Record>, serde_json::Error> {
        let value: serde_json::Value = serde_json::from_str(text)?;
        let kind = value.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        Ok(read_as(&kind, value))
    }

    /// Kind and id.
    pub fn record_id(&self) -> RecordId {
        RecordId { kind: self.kind.clone(), id: self.id.clone() }
    }
}

fn read_as(kind: &str, value: serde_json::Value) -> Option<Record> {
    Some(match Kind::from_name(kind)? {
        Kind::Page => Record::Page(serde_json::from_value(value).ok()?),
        Kind::News => Record::News(serde_json::from_value(value).ok()?),
        Kind::Event => Record::Event(serde_json::from_value(value).ok()?),
        Kind::Place => Record::Place(serde_json::from_value(value).ok()?),
        Kind::Offer => Record::Offer(serde_json::from_value(value).ok()?),
        Kind::Number => Record::Number(serde_json::from_value(value).ok()?),
    })
}

impl SyncPage {
    /// Whether the page brings nothing.
    pub fn is_empty(&self) -> bool {
        self.upserts.is_empty() && self.deletes.is_empty()
    }
}
