//! News as the town's staff write them: drafts, what is due, what phones have, and who did what when.
//!
//! Invariants: what phones have and what is said here of it change in one transaction; nothing is saved over a version that
//! its writer has not seen; an article that was ever live keeps its id, so that phones replace it rather than show it twice.
//!
//! A record of the log with more fields was preferred to nothing but rejected: phones would be told of every keystroke.

mod due;
mod edit;
pub(super) mod source;

use serde::{Deserialize, Serialize};
use shared::domain::{Audience, Image, Link, News, RecordId, Sourced, UnixSeconds};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::StorageError;

pub use due::Due;
pub use edit::{Act as ArticleAct, Saved, Version};

/// An article, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// ULID: the id of the news that it becomes.
    pub id: String,
    /// Where it stands.
    pub state: ArticleState,
    /// Grows at each save.
    pub version: u64,
    /// The version that phones have; 0: none.
    pub live: u64,
    /// What is being written.
    pub draft: Draft,
    /// When it was begun.
    pub created_at: UnixSeconds,
    /// When it was last saved.
    pub changed_at: UnixSeconds,
    /// By whom.
    pub changed_by: String,
}

/// Where an article stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleState {
    /// Only staff see it.
    Draft,
    /// Phones get it at its moment.
    Scheduled,
    /// Phones have it.
    Published,
    /// Its time on phones is over.
    Ended,
}

impl ArticleState {
    /// As stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Ended => "ended",
        }
    }

    fn from_name(name: &str) -> Self {
        match name {
            "scheduled" => Self::Scheduled,
            "published" => Self::Published,
            "ended" => Self::Ended,
            _ => Self::Draft,
        }
    }
}

/// What is being written: complete or not, it can be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// Headline.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Category in words; empty: none.
    pub category: String,
    /// Ages concerned.
    pub audience: Audience,
    /// Communes concerned; empty: all.
    pub communes: Vec<String>,
    /// Ids of interests it speaks to; empty: everybody.
    pub interests: Vec<String>,
    /// Picture.
    pub image: Option<Image>,
    /// What pressing the button at its end does; empty: no button.
    pub link_label: String,
    /// Where that leads: an address of the web, or a path of the app.
    pub link_url: String,
    /// Stays on top.
    pub pinned: bool,
    /// When phones get it; none: as soon as it is published.
    pub publish_at: Option<UnixSeconds>,
    /// When phones lose it.
    pub expire_at: Option<UnixSeconds>,
    /// Its next publication notifies phones.
    pub push: bool,
    /// When phones were last notified of it.
    pub notified_at: Option<UnixSeconds>,
}

impl Draft {
    /// The record that phones get, shown from `publish_at` on.
    pub fn news(&self, id: &str, publish_at: UnixSeconds) -> News {
        let category = self.category.trim();
        let link = Link { label: self.link_label.trim().to_owned(), url: self.link_url.trim().to_owned() };
        News {
            id: id.to_owned(),
            title: self.title.trim().to_owned(),
            summary: self.summary.trim().to_owned(),
            body: self.body.trim().to_owned(),
            category: (!category.is_empty()).then(|| category.to_owned()),
            audience: self.audience,
            communes: self.communes.clone(),
            interests: self.interests.clone(),
            image: self.image.clone(),
            link: (!link.url.is_empty()).then_some(link),
            pinned: self.pinned,
            publish_at,
            expire_at: self.expire_at,
            notified_at: self.notified_at,
            sourced: Sourced::default(),
        }
    }

    /// What a record says, to be edited.
    pub fn of(news: &News) -> Self {
        let link = news.link.clone().unwrap_or(Link { label: String::new(), url: String::new() });
        Self {
            title: news.title.clone(),
            summary: news.summary.clone(),
            body: news.body.clone(),
            category: news.category.clone().unwrap_or_default(),
            audience: news.audience,
            communes: news.communes.clone(),
            interests: news.interests.clone(),
            image: news.image.clone(),
            link_label: link.label,
            link_url: link.url,
            pinned: news.pinned,
            publish_at: Some(news.publish_at),
            expire_at: news.expire_at,
            push: false,
            notified_at: news.notified_at,
        }
    }
}

impl Article {
    /// Phones have an older version than what is written.
    pub const fn has_news_to_publish(&self) -> bool {
        matches!(self.state, ArticleState::Published) && self.live < self.version
    }

    fn record_id(id: &str) -> RecordId {
        RecordId { kind: "news".to_owned(), id: id.to_owned() }
    }
}

const COLUMNS: &str = "id, state, version, live, body, created_at, changed_at, changed_by";

fn read(row: &AnyRow) -> Result<Article, StorageError> {
    let (state, body): (String, String) = (row.try_get("state")?, row.try_get("body")?);
    Ok(Article {
        id: row.try_get("id")?,
        state: ArticleState::from_name(&state),
        version: row.try_get::<i64, _>("version")?.unsigned_abs(),
        live: row.try_get::<i64, _>("live")?.unsigned_abs(),
        draft: serde_json::from_str(&body)?,
        created_at: row.try_get("created_at")?,
        changed_at: row.try_get("changed_at")?,
        changed_by: row.try_get("changed_by")?,
    })
}
