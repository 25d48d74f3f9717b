//! What is said of notifications: to phones, on the console's pages, to whoever watches the server. Numbers only.

use shared::domain::UnixSeconds;
use shared::protocol::{PushPayload, PushProvider, PushTopic, push_topic};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::listed;
use crate::storage::{Storage, StorageError};

/// Announcements that a list shows.
const LISTED: i64 = 50;

/// An announcement and how it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// Of the article.
    pub article: String,
    /// Its headline as phones read it.
    pub title: String,
    /// When it was asked for.
    pub begun_at: UnixSeconds,
    /// By whom.
    pub begun_by: String,
    /// What is not sent by then is not sent.
    pub deadline: UnixSeconds,
    /// Where it stands.
    pub state: SendState,
    /// Phones that were told.
    pub sent: u64,
    /// Phones still to be told.
    pub waiting: u64,
    /// Phones that are not there any more.
    pub gone: u64,
    /// Phones that a service would not tell.
    pub refused: u64,
    /// Phones given up at the deadline.
    pub late: u64,
}

/// Where an announcement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendState {
    /// Phones are being gathered.
    Spreading,
    /// It is being sent.
    Sending,
    /// Nothing is left to send.
    Done,
    /// Its article was taken back.
    Stopped,
}

/// Whoever carries notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Phones that it reaches.
    pub phones: u64,
    /// It is left alone until then.
    pub paused_until: UnixSeconds,
    /// Since when nothing went through.
    pub failing_since: Option<UnixSeconds>,
    /// What went wrong last, by its stable name; empty: nothing.
    pub failure: String,
    /// When something last went through.
    pub sent_at: Option<UnixSeconds>,
}

/// Phones that an announcement would be for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Of its topic.
    pub concerned: u64,
    /// All that asked to be told of anything.
    pub all: u64,
}

const COLUMNS: &str = "p.article, p.payload, p.begun_at, p.begun_by, p.deadline, p.state, p.sent, p.gone, p.refused, p.late, \
     (SELECT COUNT(*) FROM push_outbox o WHERE o.send = p.id) AS waiting";

impl Storage {
    /// How many phones of `providers` news of a topic would tell; an empty topic: news without a category.
    pub async fn push_reach(&self, topic: &str, providers: &[PushProvider]) -> Result<Reach, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT COUNT(*) AS phones, COUNT(CASE WHEN topics = '' OR topics LIKE '%,' || $1 || ',%' THEN 1 END) AS concerned
             FROM push_subscriptions WHERE provider IN ({})",
            listed(providers)
        )))
        .bind(topic)
        .fetch_one(&self.pool)
        .await?;
        Ok(Reach { concerned: count(&row, "concerned")?, all: count(&row, "phones")? })
    }

    /// The last announcements, the newest first.
    pub async fn push_sends(&self) -> Result<Vec<Send>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM push_sends p ORDER BY p.id DESC LIMIT {LISTED}"
        )))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The last announcement of an article.
    pub async fn last_push_send(&self, article: &str) -> Result<Option<Send>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM push_sends p WHERE p.article = $1 ORDER BY p.id DESC LIMIT 1"
        )))
        .bind(article)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Lines in the outbox.
    pub async fn push_waiting(&self) -> Result<u64, StorageError> {
        let row = sqlx::query("SELECT COUNT(*) AS waiting FROM push_outbox").fetch_one(&self.pool).await?;
        count(&row, "waiting")
    }

    /// Whoever carries notifications, the largest first.
    pub async fn push_services(&self) -> Result<Vec<Service>, StorageError> {
        let rows = sqlx::query(
            "SELECT v.name, v.paused_until, v.failing_since, v.failure, v.sent_at,
                 (SELECT COUNT(*) FROM push_subscriptions s WHERE s.service = v.name) AS phones
             FROM push_services v ORDER BY phones DESC, v.name LIMIT 50",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Service {
                    name: row.try_get("name")?,
                    phones: count(row, "phones")?,
                    paused_until: row.try_get("paused_until")?,
                    failing_since: row.try_get("failing_since")?,
                    failure: row.try_get("failure")?,
                    sent_at: row.try_get("sent_at")?,
                })
            })
            .collect()
    }

    /// Categories that news have, by title: what a phone may ask to hear of.
    pub async fn push_topics(&self) -> Result<Vec<PushTopic>, StorageError> {
        let mut topics: Vec<PushTopic> = Vec::new();
        for body in self.bodies("news").await? {
            let Ok(Categorised { category: Some(title) }) = serde_json::from_str(&body) else { continue };
            let id = push_topic(&title);
            if !id.is_empty() && topics.iter().all(|topic| topic.id != id) {
                topics.push(PushTopic { id, title: title.trim().to_owned() });
            }
        }
        topics.sort_by_cached_key(|topic| shared::domain::fold(&topic.title));
        Ok(topics)
    }
}

/// News as far as its category.
#[derive(serde::Deserialize)]
struct Categorised {
    category: Option<String>,
}

fn read(row: &AnyRow) -> Result<Send, StorageError> {
    let (payload, state): (String, String) = (row.try_get("payload")?, row.try_get("state")?);
    let payload: PushPayload = serde_json::from_str(&payload)?;
    Ok(Send {
        article: row.try_get("article")?,
        title: payload.title,
        begun_at: row.try_get("begun_at")?,
        begun_by: row.try_get("begun_by")?,
        deadline: row.try_get("deadline")?,
        state: match state.as_str() {
            "spreading" => SendState::Spreading,
            "sending" => SendState::Sending,
            "stopped" => SendState::Stopped,
            _ => SendState::Done,
        },
        sent: count(row, "sent")?,
        waiting: count(row, "waiting")?,
        gone: count(row, "gone")?,
        refused: count(row, "refused")?,
        late: count(row, "late")?,
    })
}

fn count(row: &AnyRow, column: &str) -> Result<u64, StorageError> {
    crate::storage::log::position(row, column)
}
