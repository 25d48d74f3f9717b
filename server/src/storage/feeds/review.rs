//! Reading over what feeds brought: what waits, and what someone decides of it.

use shared::domain::{Record, UnixSeconds};
use sqlx::{AnyConnection, Row};

use super::take::{is_news, to_phones};
use super::{FeedItem, ITEM_COLUMNS, ItemState, read_item};
use crate::digest;
use crate::storage::articles::source;
use crate::storage::content;
use crate::storage::inbox::audit;
use crate::storage::log::{Batch, stored, write_batch};
use crate::storage::origin::remember;
use crate::storage::{Imported, Storage, StorageError};

/// Most lines of a list.
const LINES: i64 = 100;

/// What someone decides of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Phones get it as it is. What was written on it stays in its history.
    Publish,
    /// It becomes words in an article of the same id: phones keep what they have until that is published.
    Edit,
    /// It is set aside: it comes back only when it changes at its source.
    Dismiss,
    /// Phones lose it.
    Withdraw,
}

/// What became of a decision.
#[derive(Clone, Debug, PartialEq)]
pub enum Decided {
    /// It is done.
    Done,
    /// The item is another by now, or somebody was quicker: as it is.
    Conflict(Box<FeedItem>),
    /// This cannot be done with it.
    Unfit,
    /// There is no such item any more.
    Gone,
}

impl Storage {
    /// What waits to be read over, the newest first, of one feed or of all; and how many wait.
    pub async fn feed_items_to_read(&self, feed: Option<&str>) -> Result<(Vec<FeedItem>, u64), StorageError> {
        let open = "(i.state = 'waiting' OR i.changed = 1) AND ($1 = '' OR i.feed = $1)";
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {ITEM_COLUMNS} FROM feed_items i JOIN feeds f ON f.id = i.feed WHERE {open}
             ORDER BY i.changed_at DESC, i.id LIMIT {LINES}"
        )))
        .bind(feed.unwrap_or_default())
        .fetch_all(&self.pool)
        .await?;
        let count =
            sqlx::query(sqlx::AssertSqlSafe(format!("SELECT COUNT(*) AS waiting FROM feed_items i WHERE {open}")))
                .bind(feed.unwrap_or_default())
                .fetch_one(&self.pool)
                .await?;
        let items = rows.iter().map(read_item).collect::<Result<Vec<_>, _>>()?;
        Ok((items, count.try_get::<i64, _>("waiting")?.unsigned_abs()))
    }

    /// An item by the id of its record, with the version of the article that was made of it.
    pub async fn feed_item(&self, id: &str) -> Result<Option<(FeedItem, Option<u64>)>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let Some(item) = find(&mut connection, id).await? else { return Ok(None) };
        let version = source::version(&mut connection, &item.record.record_id()).await?;
        Ok(Some((item, version)))
    }

    /// Sets aside what a feed brought up to a moment, as far as nobody decided about it. How much it was.
    pub async fn dismiss_feed_items(&self, actor: &str, feed: &str, until: UnixSeconds) -> Result<usize, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {ITEM_COLUMNS} FROM feed_items i JOIN feeds f ON f.id = i.feed
             WHERE i.feed = $1 AND i.state = 'waiting' AND i.changed_at <= $2"
        )))
        .bind(feed)
        .bind(until)
        .fetch_all(&mut *transaction)
        .await?;
        let now = self.clock.now();
        for row in &rows {
            let item = read_item(row)?;
            let (_, state) = carry_out(&mut transaction, before, actor, &item, Choice::Dismiss, now).await?;
            put_state(&mut transaction, item.record.id(), state).await?;
        }
        if !rows.is_empty() {
            audit(&mut transaction, now, actor, "feed.dismiss", feed).await?;
        }
        transaction.commit().await?;
        Ok(rows.len())
    }

    /// Decides about the item as it was `seen`.
    pub async fn decide_feed_item(
        &self,
        actor: &str,
        id: &str,
        seen: &str,
        choice: Choice,
    ) -> Result<Decided, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let Some(item) = find(&mut transaction, id).await? else { return Ok(Decided::Gone) };
        let version = source::version(&mut transaction, &item.record.record_id()).await?;
        if !item.is_open() || item.seen(version) != seen {
            return Ok(Decided::Conflict(Box::new(item)));
        }
        let fits = match choice {
            Choice::Publish => !item.cancelled,
            Choice::Edit => is_news(&item.record) && !item.cancelled,
            Choice::Dismiss => true,
            Choice::Withdraw => item.cancelled,
        };
        if !fits {
            return Ok(Decided::Unfit);
        }
        let now = self.clock.now();
        let (seq, state) = carry_out(&mut transaction, before, actor, &item, choice, now).await?;
        put_state(&mut transaction, id, state).await?;
        let action = match choice {
            Choice::Publish => "item.publish",
            Choice::Edit => "item.edit",
            Choice::Dismiss => "item.dismiss",
            Choice::Withdraw => "item.withdraw",
        };
        audit(&mut transaction, now, actor, action, id).await?;
        self.finish(transaction, before, seq).await?;
        Ok(Decided::Done)
    }
}

/// Does it; returns the log's end and what became of the item.
async fn carry_out(
    connection: &mut AnyConnection,
    seq: u64,
    actor: &str,
    item: &FeedItem,
    choice: Choice,
    now: UnixSeconds,
) -> Result<(u64, ItemState), StorageError> {
    let url = url_of(connection, &item.feed).await?;
    let imported = Imported {
        external: item.external.clone(),
        item_hash: item.item_hash.clone(),
        record: item.record.clone(),
        pictures: Vec::new(),
    };
    if choice == Choice::Publish {
        // An article that is there says the same; none is made where none is.
        if let Record::News(news) = &item.record
            && source::version(connection, &item.record.record_id()).await?.is_some()
        {
            source::replace(connection, news, true, now, actor).await?;
        }
        // What somebody wrote on an event stays in its history, where it comes back from.
        let former = content::find(connection, &item.record.record_id()).await?;
        let end = to_phones(connection, seq, &url, &imported, now).await?;
        if let Some(former) = former.filter(|_| end > seq && !is_news(&item.record)) {
            content::note_source(connection, &former, end, (now, actor), &item.record).await?;
        }
        return Ok((end, ItemState::Published));
    }
    let (mut seq, mut state) = (seq, item.state);
    match (choice, &item.record) {
        (Choice::Edit, Record::News(news)) => {
            source::replace(connection, news, false, now, actor).await?;
            state = ItemState::Edited;
        }
        (Choice::Withdraw, record) => {
            let batch = Batch { deletes: vec![record.record_id()], ..Batch::default() };
            seq = write_batch(connection, seq, &batch, now).await?;
            state = ItemState::Dismissed;
        }
        _ if state == ItemState::Waiting => state = ItemState::Dismissed,
        _ => {}
    }
    // An import by hand leaves alone what was decided here: phones do not have what it would make.
    if stored(connection, &item.record.record_id()).await?.is_none() {
        remember(connection, &url, &imported, &digest::hex(serde_json::to_string(&item.record)?)).await?;
    }
    Ok((seq, state))
}

async fn put_state(connection: &mut AnyConnection, id: &str, state: ItemState) -> Result<(), StorageError> {
    sqlx::query("UPDATE feed_items SET state = $1, changed = 0 WHERE id = $2")
        .bind(state.name())
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

async fn url_of(connection: &mut AnyConnection, feed: &str) -> Result<String, StorageError> {
    let row = sqlx::query("SELECT url FROM feeds WHERE id = $1").bind(feed).fetch_one(connection).await?;
    Ok(row.try_get("url")?)
}

async fn find(connection: &mut AnyConnection, id: &str) -> Result<Option<FeedItem>, StorageError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {ITEM_COLUMNS} FROM feed_items i JOIN feeds f ON f.id = i.feed WHERE i.id = $1"
    )))
    .bind(id)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(read_item).transpose()
}
