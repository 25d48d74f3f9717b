//! Adding a feed, choosing what becomes of its items, pausing and removing it.

use shared::domain::{Kind, RecordId, UnixSeconds};
use sqlx::{AnyConnection, Row};

use super::take::is_untouched;
use super::{FEED_COLUMNS, Feed, FeedFormat, FeedSettings, read_feed};
use crate::entropy;
use crate::storage::inbox::audit;
use crate::storage::log::{Batch, write_batch};
use crate::storage::origin::{externals, origin};
use crate::storage::{Storage, StorageError};

/// Seconds until a new feed is tried without being asked.
const FIRST_TRY: i64 = 60;

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is kept.
    Kept,
    /// Somebody changed it in between: theirs.
    Conflict(Box<Feed>),
    /// There is no such feed any more.
    Gone,
}

impl Storage {
    /// Follows a feed from now on. `None`: its address is followed already.
    pub async fn add_feed(
        &self,
        actor: &str,
        url: &str,
        format: FeedFormat,
        settings: &FeedSettings,
    ) -> Result<Option<Feed>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let known = sqlx::query("SELECT id FROM feeds WHERE url = $1").bind(url).fetch_optional(&mut *transaction);
        if known.await?.is_some() {
            return Ok(None);
        }
        let id = entropy::ulid(now)?;
        sqlx::query(
            "INSERT INTO feeds (id, url, format, title, rule, category, every_minutes, version, paused, next_try, lease_until,
                 failures, failure, detail, outcome, entity_tag, last_modified, added_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0, $8, 0, 0, '', '', '{}', '', '', $9)",
        )
        .bind(&id)
        .bind(url)
        .bind(format.name())
        .bind(&settings.title)
        .bind(settings.rule.name())
        .bind(&settings.category)
        .bind(i64::from(settings.every_minutes))
        // Whoever adds it tries it at once; a server that stops in between tries it by itself.
        .bind(now + FIRST_TRY)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        audit(&mut transaction, now, actor, "feed.add", &id).await?;
        let feed = find(&mut transaction, &id).await?;
        transaction.commit().await?;
        Ok(feed)
    }

    /// Feeds that are followed, by name.
    pub async fn feeds(&self) -> Result<Vec<Feed>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {FEED_COLUMNS} FROM feeds ORDER BY title, id")))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read_feed).collect()
    }

    /// A feed.
    pub async fn feed(&self, id: &str) -> Result<Option<Feed>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        find(&mut connection, id).await
    }

    /// Whether an address is followed.
    pub async fn follows(&self, url: &str) -> Result<bool, StorageError> {
        let row = sqlx::query("SELECT id FROM feeds WHERE url = $1").bind(url).fetch_optional(&self.pool).await?;
        Ok(row.is_some())
    }

    /// Feeds that are tried and fail since `before` or longer, by name.
    pub async fn failing_feeds(&self, before: UnixSeconds) -> Result<Vec<Feed>, StorageError> {
        let mut feeds = self.feeds().await?;
        feeds.retain(|feed| !feed.paused && feed.failing_since.is_some_and(|since| since <= before));
        Ok(feeds)
    }

    /// Changes what is chosen of a feed, over version `seen`. What waits already goes on waiting.
    pub async fn change_feed(
        &self,
        actor: &str,
        id: &str,
        seen: u64,
        settings: &FeedSettings,
    ) -> Result<Changed, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let Some(feed) = find(&mut transaction, id).await? else { return Ok(Changed::Gone) };
        if feed.settings == *settings {
            return Ok(Changed::Kept);
        }
        if feed.version != seen {
            return Ok(Changed::Conflict(Box::new(feed)));
        }
        let now = self.clock.now();
        // Tried sooner when it is to be tried more often. A try under way followed the former rule: it is let go.
        let next = feed.next_try.min(now + i64::from(settings.every_minutes) * 60);
        sqlx::query(
            "UPDATE feeds SET title = $1, rule = $2, category = $3, every_minutes = $4, next_try = $5, version = version + 1,
                 lease_until = 0 WHERE id = $6",
        )
        .bind(&settings.title)
        .bind(settings.rule.name())
        .bind(&settings.category)
        .bind(i64::from(settings.every_minutes))
        .bind(next)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        audit(&mut transaction, now, actor, "feed.change", id).await?;
        transaction.commit().await?;
        Ok(Changed::Kept)
    }

    /// Pauses a feed, or goes on with it. `false`: there is none, or it is so already.
    pub async fn pause_feed(&self, actor: &str, id: &str, paused: bool) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let done = sqlx::query(
            "UPDATE feeds SET paused = $1, next_try = $2, lease_until = 0, version = version + 1 WHERE id = $3 AND paused <> $1",
        )
        .bind(i64::from(paused))
        .bind(now)
        .bind(id)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, now, actor, if paused { "feed.pause" } else { "feed.resume" }, id).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Follows a feed no longer. What it brought stays on phones, or goes: all but what someone here wrote on.
    pub async fn remove_feed(&self, actor: &str, id: &str, keep: bool) -> Result<bool, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let Some(feed) = find(&mut transaction, id).await? else { return Ok(false) };
        let (now, mut seq) = (self.clock.now(), before);
        if !keep {
            for external in externals(&mut transaction, &feed.url).await? {
                let Some(origin) = origin(&mut transaction, &feed.url, &external).await? else { continue };
                if is_untouched(&mut transaction, &origin).await? {
                    let batch = Batch { deletes: vec![origin.id.clone()], ..Batch::default() };
                    seq = write_batch(&mut transaction, seq, &batch, now).await?;
                    forget_article(&mut transaction, &origin.id).await?;
                }
            }
            sqlx::query("DELETE FROM origins WHERE source = $1").bind(&feed.url).execute(&mut *transaction).await?;
        }
        for statement in ["DELETE FROM feed_items WHERE feed = $1", "DELETE FROM feeds WHERE id = $1"] {
            sqlx::query(statement).bind(id).execute(&mut *transaction).await?;
        }
        audit(&mut transaction, now, actor, if keep { "feed.remove" } else { "feed.clear" }, id).await?;
        self.finish(transaction, before, seq).await?;
        Ok(true)
    }

    /// How much of a feed is on phones as it came, and how much waits.
    pub async fn feed_counts(&self, id: &str) -> Result<(u64, u64), StorageError> {
        let row = sqlx::query(
            "SELECT COALESCE(SUM(CASE WHEN state = 'published' THEN 1 ELSE 0 END), 0) AS live,
                    COALESCE(SUM(CASE WHEN state = 'waiting' OR changed = 1 THEN 1 ELSE 0 END), 0) AS waiting
             FROM feed_items WHERE feed = $1",
        )
        .bind(id)
        .fetch_one(&self.pool)
        .await?;
        Ok((row.try_get::<i64, _>("live")?.unsigned_abs(), row.try_get::<i64, _>("waiting")?.unsigned_abs()))
    }
}

/// What was opened in the console and never written on goes with its news.
async fn forget_article(connection: &mut AnyConnection, id: &RecordId) -> Result<(), StorageError> {
    if id.kind == Kind::News.name() {
        for statement in ["DELETE FROM article_versions WHERE article = $1", "DELETE FROM articles WHERE id = $1"] {
            sqlx::query(statement).bind(&id.id).execute(&mut *connection).await?;
        }
    }
    Ok(())
}

pub(super) async fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<Feed>, StorageError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {FEED_COLUMNS} FROM feeds WHERE id = $1")))
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read_feed).transpose()
}
