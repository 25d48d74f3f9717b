//! An event of the agenda.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Audience, Image, Sourced, UnixSeconds};

/// Something that happens at a time, once or again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Stable slug, ULID, or a slug made from the calendar's UID.
    pub id: String,
    /// Name of the event.
    pub title: String,
    /// One or two sentences, plain text.
    pub summary: String,
    /// Markdown without raw HTML.
    #[serde(default)]
    pub body: String,
    /// Start of the first occurrence.
    pub start: UnixSeconds,
    /// End of the first occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<UnixSeconds>,
    /// The hours do not matter.
    #[serde(default, skip_serializing_if = "super::source::is_false")]
    pub all_day: bool,
    /// RFC 5545 recurrence rule without its `RRULE:` name, evaluated in the territory's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rrule: Option<String>,
    /// Days of the territory on which the series skips its turn. An older app shows them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<NaiveDate>,
    /// Id of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Name of the place when it has no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_name: Option<String>,
    /// Address when the place has no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Price in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<String>,
    /// Costs nothing.
    #[serde(default, skip_serializing_if = "super::source::is_false")]
    pub free: bool,
    /// Where to read on or to book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What became of it, when it does not happen as it was announced. An app from before this field shows it as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<EventChange>,
    /// The same in words: why, where or when instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_note: Option<String>,
    /// Ages concerned.
    #[serde(default, skip_serializing_if = "Audience::is_everyone")]
    pub audience: Audience,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventChange {
    /// It does not happen.
    Cancelled,
    /// It happens elsewhere or at another time, which the other fields say already.
    Moved,
    /// Something of a newer server, which its words say.
    #[serde(other)]
    Other,
}

impl Event {
    /// Whether it does not happen.
    pub fn is_cancelled(&self) -> bool {
        self.change == Some(EventChange::Cancelled)
    }
}
