//! Feeds that the town follows, and what they named.
//!
//! Invariants: what a feed named, what phones have of it and how the try went are written in one transaction, or none of
//! them is; whoever tries holds the feed's lease, so that several servers on one database try once; nothing that someone
//! here wrote or decided is changed by a feed, only marked as changed at its source.
//!
//! A flag on the records themselves was rejected: what waits to be read over is nobody's news yet, and phones would be
//! sent it.

mod lease;
mod review;
mod subscribe;
mod take;

use serde::{Deserialize, Serialize};
use shared::domain::{Record, UnixSeconds};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::StorageError;

pub use review::{Choice, Decided};
pub use subscribe::Changed;
pub use take::Taken;

/// A feed that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// ULID.
    pub id: String,
    /// Where it is.
    pub url: String,
    /// How it is written.
    pub format: FeedFormat,
    /// What staff choose.
    pub settings: FeedSettings,
    /// Grows at each change by hand.
    pub version: u64,
    /// It is not tried.
    pub paused: bool,
    /// When it is tried next.
    pub next_try: UnixSeconds,
    /// Whoever tries it holds it until then.
    pub lease_until: UnixSeconds,
    /// When it was tried last.
    pub tried_at: Option<UnixSeconds>,
    /// When that last went well.
    pub succeeded_at: Option<UnixSeconds>,
    /// Failures in a row.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<UnixSeconds>,
    /// What went wrong, by its stable name; empty: nothing.
    pub failure: String,
    /// The same, as the machine says it.
    pub detail: String,
    /// What the last new content brought.
    pub outcome: Outcome,
    /// What that content was marked with.
    pub validators: Validators,
    /// When it was added.
    pub added_at: UnixSeconds,
}

/// What staff choose of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedSettings {
    /// Its name in the console.
    pub title: String,
    /// What becomes of new items.
    pub rule: Rule,
    /// For news that come without a category; empty: none.
    pub category: String,
    /// Minutes between two tries.
    pub every_minutes: u32,
}

/// What becomes of new items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rule {
    /// Someone reads them over first.
    #[default]
    Review,
    /// Phones get them.
    Publish,
}

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "names of formats")]
pub enum FeedFormat {
    Rss,
    Atom,
    Json,
    Ical,
}

/// What a former answer was marked with, so that the same again need not be sent (RFC 9110, section 13). Empty: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`
    pub entity_tag: String,
    /// `Last-Modified`
    pub last_modified: String,
}

/// What a try brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Items in the feed that can be used.
    pub items: usize,
    /// New or changed, and waiting to be read over.
    pub waiting: usize,
    /// New on phones.
    pub published: usize,
    /// Changed on phones.
    pub updated: usize,
    /// Taken from phones because they were cancelled.
    pub cancelled: usize,
    /// What could not be used, in words.
    pub warnings: Vec<String>,
}

/// Something that a feed named.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedItem {
    /// Its feed.
    pub feed: String,
    /// The feed's name.
    pub feed_title: String,
    /// Its own identifier inside the feed.
    pub external: String,
    /// The record that it makes, as it came last.
    pub record: Record,
    /// SHA-256 of it as it came last.
    pub item_hash: String,
    /// What became of it.
    pub state: ItemState,
    /// It changed at its source since that was decided.
    pub changed: bool,
    /// Its source says that it will not be.
    pub cancelled: bool,
    /// When it came first.
    pub came_at: UnixSeconds,
    /// When it came last as something new.
    pub changed_at: UnixSeconds,
}

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// Nobody decided yet.
    Waiting,
    /// Phones got it as it came.
    Published,
    /// Someone made it their own.
    Edited,
    /// Nobody wants it.
    Dismissed,
}

impl Rule {
    /// As stored and typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Publish => "publish",
        }
    }

    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Review, Self::Publish].into_iter().find(|rule| rule.name() == name)
    }
}

impl FeedFormat {
    const ALL: [Self; 4] = [Self::Rss, Self::Atom, Self::Json, Self::Ical];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
            Self::Ical => "ical",
        }
    }
}

impl ItemState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Published, Self::Edited, Self::Dismissed];

    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Published => "published",
            Self::Edited => "edited",
            Self::Dismissed => "dismissed",
        }
    }
}

impl FeedItem {
    /// Somebody has to decide.
    pub fn is_open(&self) -> bool {
        self.state == ItemState::Waiting || self.changed
    }

    /// Names what is shown, so that nobody decides about something else. `article`: the version of what was written of it.
    pub fn seen(&self, article: Option<u64>) -> String {
        let hash = self.item_hash.get(..16).unwrap_or(&self.item_hash);
        let flags = u8::from(self.changed) + 2 * u8::from(self.cancelled);
        format!("{hash}-{}-{flags}-{}", self.state.name(), article.unwrap_or_default())
    }
}

const FEED_COLUMNS: &str = "id, url, format, title, rule, category, every_minutes, version, paused, next_try, lease_until, \
     tried_at, succeeded_at, failures, failing_since, failure, detail, outcome, entity_tag, last_modified, added_at";

const ITEM_COLUMNS: &str = "i.feed, f.title AS feed_title, i.external, i.item_hash, i.body, i.state, i.changed, i.cancelled, \
     i.came_at, i.changed_at";

fn read_feed(row: &AnyRow) -> Result<Feed, StorageError> {
    let (format, rule, outcome): (String, String, String) =
        (row.try_get("format")?, row.try_get("rule")?, row.try_get("outcome")?);
    Ok(Feed {
        id: row.try_get("id")?,
        url: row.try_get("url")?,
        format: FeedFormat::ALL.into_iter().find(|one| one.name() == format).unwrap_or(FeedFormat::Rss),
        settings: FeedSettings {
            title: row.try_get("title")?,
            rule: Rule::from_name(&rule).unwrap_or_default(),
            category: row.try_get("category")?,
            every_minutes: number(row, "every_minutes")?,
        },
        version: row.try_get::<i64, _>("version")?.unsigned_abs(),
        paused: row.try_get::<i64, _>("paused")? == 1,
        next_try: row.try_get("next_try")?,
        lease_until: row.try_get("lease_until")?,
        tried_at: row.try_get("tried_at")?,
        succeeded_at: row.try_get("succeeded_at")?,
        failures: number(row, "failures")?,
        failing_since: row.try_get("failing_since")?,
        failure: row.try_get("failure")?,
        detail: row.try_get("detail")?,
        outcome: serde_json::from_str(&outcome)?,
        validators: Validators { entity_tag: row.try_get("entity_tag")?, last_modified: row.try_get("last_modified")? },
        added_at: row.try_get("added_at")?,
    })
}

fn read_item(row: &AnyRow) -> Result<FeedItem, StorageError> {
    let (body, state): (String, String) = (row.try_get("body")?, row.try_get("state")?);
    Ok(FeedItem {
        feed: row.try_get("feed")?,
        feed_title: row.try_get("feed_title")?,
        external: row.try_get("external")?,
        record: serde_json::from_str(&body)?,
        item_hash: row.try_get("item_hash")?,
        state: ItemState::ALL.into_iter().find(|one| one.name() == state).unwrap_or(ItemState::Waiting),
        changed: row.try_get::<i64, _>("changed")? == 1,
        cancelled: row.try_get::<i64, _>("cancelled")? == 1,
        came_at: row.try_get("came_at")?,
        changed_at: row.try_get("changed_at")?,
    })
}

fn number(row: &AnyRow, column: &str) -> Result<u32, StorageError> {
    Ok(u32::try_from(row.try_get::<i64, _>(column)?).unwrap_or(u32::MAX))
}
