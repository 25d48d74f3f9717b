//! What a feed names now, taken in: new items, changed ones, cancelled ones.

use std::collections::{HashMap, HashSet};

use shared::domain::{Event, Kind, Record, RecordId, UnixSeconds};
use sqlx::{AnyConnection, Row};

use super::lease::succeed;
use super::{Feed, FeedItem, ITEM_COLUMNS, ItemState, Outcome, Rule, Validators, read_item};
use crate::digest;
use crate::storage::articles::source;
use crate::storage::inbox::audit;
use crate::storage::log::{Batch, stored, write_batch};
use crate::storage::origin::{Origin, origin, remember};
use crate::storage::{Imported, Storage, StorageError};

/// Who publishes what nobody reads over.
const BY_RULE: &str = "flux";

/// What a try found.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// New and changed items.
    pub items: Vec<Imported>,
    /// Identifiers of all that it names.
    pub named: HashSet<String>,
    /// Identifiers of what will not be.
    pub cancelled: HashSet<String>,
    /// What it is marked with.
    pub validators: Validators,
    /// What could not be used, in words.
    pub warnings: Vec<String>,
}

impl Storage {
    /// Items known of a feed, with the hash they had.
    pub async fn known_feed_items(&self, feed: &str) -> Result<HashMap<String, String>, StorageError> {
        let rows = sqlx::query("SELECT external, item_hash FROM feed_items WHERE feed = $1")
            .bind(feed)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((row.try_get("external")?, row.try_get("item_hash")?))).collect()
    }

    /// Takes in what a try found, by the feed's rule. `None`: the lease does not hold any more, and nothing was changed.
    pub async fn take_feed(
        &self,
        leased: &Feed,
        taken: &Taken,
        next_try: UnixSeconds,
    ) -> Result<Option<Outcome>, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let now = self.clock.now();
        if !succeed(&mut transaction, leased, now, next_try).await? {
            return Ok(None);
        }
        let outcome = Outcome { items: taken.named.len(), warnings: taken.warnings.clone(), ..Outcome::default() };
        let mut taking = Taking { connection: &mut transaction, feed: leased, seq: before, now, outcome };
        for item in &taken.items {
            taking.item(item).await?;
        }
        taking.still_there(&taken.named).await?;
        for external in &taken.cancelled {
            taking.cancel(external).await?;
        }
        let Taking { seq, outcome, .. } = taking;
        sqlx::query("UPDATE feeds SET outcome = $1, entity_tag = $2, last_modified = $3 WHERE id = $4")
            .bind(serde_json::to_string(&outcome)?)
            .bind(&taken.validators.entity_tag)
            .bind(&taken.validators.last_modified)
            .bind(&leased.id)
            .execute(&mut *transaction)
            .await?;
        self.finish(transaction, before, seq).await?;
        Ok(Some(outcome))
    }
}

/// What is known of an item that is new or changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Past {
    /// What became of it before.
    known: Option<ItemState>,
    /// A record was made of it before, of the very same item or of a former one.
    origin_is_same: Option<bool>,
    /// Phones have that record, and nobody here wrote on it.
    untouched: bool,
    /// There is a record or an article of its id.
    ours: bool,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plan {
    state: ItemState,
    changed: bool,
    publish: bool,
}

impl Past {
    fn plan(self, rule: Rule) -> Plan {
        let by_rule = rule == Rule::Publish;
        let is = |state, changed| Plan { state, changed, publish: false };
        let left = if self.ours { ItemState::Edited } else { ItemState::Dismissed };
        match (self.known, self.origin_is_same) {
            (Some(ItemState::Dismissed), _) => is(ItemState::Dismissed, true),
            (Some(ItemState::Edited), _) => is(ItemState::Edited, true),
            // Brought by hand before the feed was followed, and as it was then.
            (None, Some(true)) => is(if self.untouched { ItemState::Published } else { left }, false),
            (_, Some(_)) if self.untouched => Plan { state: ItemState::Published, changed: !by_rule, publish: by_rule },
            (Some(ItemState::Published), _) => is(ItemState::Edited, true),
            (_, Some(_)) => is(left, true),
            // Somebody gave phones another record of that id.
            (_, None) if self.ours => is(ItemState::Edited, true),
            (_, None) if by_rule => Plan { state: ItemState::Published, changed: false, publish: true },
            (_, None) => is(ItemState::Waiting, false),
        }
    }
}

struct Taking<'a> {
    connection: &'a mut AnyConnection,
    feed: &'a Feed,
    seq: u64,
    now: UnixSeconds,
    outcome: Outcome,
}

impl Taking<'_> {
    async fn item(&mut self, item: &Imported) -> Result<(), StorageError> {
        let known = find(self.connection, &self.feed.id, &item.external).await?;
        if known.as_ref().is_some_and(|known| known.item_hash == item.item_hash) {
            return Ok(());
        }
        let id = item.record.record_id();
        let origin = origin(self.connection, &self.feed.url, &item.external).await?;
        let untouched = match &origin {
            Some(origin) => is_untouched(self.connection, origin).await?,
            None => false,
        };
        let past = Past {
            known: known.map(|known| known.state),
            origin_is_same: origin.map(|origin| origin.item_hash == item.item_hash),
            untouched,
            ours: stored(self.connection, &id).await?.is_some()
                || source::version(self.connection, &id).await?.is_some(),
        };
        if past == Past::default() && is_over(&item.record, self.now) {
            return Ok(());
        }
        let Plan { state, changed, publish } = past.plan(self.feed.settings.rule);
        let pictures = Batch { pictures: item.pictures.clone(), ..Batch::default() };
        self.seq = write_batch(self.connection, self.seq, &pictures, self.now).await?;
        keep(self.connection, &self.feed.id, item, state, changed, self.now).await?;
        if publish {
            self.publish(item, untouched).await?;
        } else if state == ItemState::Waiting || changed {
            self.outcome.waiting += 1;
        }
        Ok(())
    }

    async fn publish(&mut self, item: &Imported, again: bool) -> Result<(), StorageError> {
        let seq = self.seq;
        self.seq = to_phones(self.connection, seq, &self.feed.url, item, self.now).await?;
        if self.seq > seq {
            source::follow(self.connection, &item.record, self.now, BY_RULE).await?;
            let action = if again { "item.update" } else { "item.publish" };
            audit(self.connection, self.now, BY_RULE, action, item.record.id()).await?;
            *(if again { &mut self.outcome.updated } else { &mut self.outcome.published }) += 1;
        }
        Ok(())
    }

    /// What was said to be cancelled and is named again will be after all.
    async fn still_there(&mut self, named: &HashSet<String>) -> Result<(), StorageError> {
        let rows = sqlx::query("SELECT external FROM feed_items WHERE feed = $1 AND cancelled = 1")
            .bind(&self.feed.id)
            .fetch_all(&mut *self.connection)
            .await?;
        for row in rows {
            let external: String = row.try_get("external")?;
            if named.contains(&external) {
                sqlx::query("UPDATE feed_items SET cancelled = 0, changed = 0 WHERE feed = $1 AND external = $2")
                    .bind(&self.feed.id)
                    .bind(&external)
                    .execute(&mut *self.connection)
                    .await?;
            }
        }
        Ok(())
    }

    /// What will not be goes from phones at once, whatever the rule: nobody should stand before a closed door. What
    /// someone here wrote on is theirs to take back, and they are told.
    async fn cancel(&mut self, external: &str) -> Result<(), StorageError> {
        let Some(known) = find(self.connection, &self.feed.id, external).await? else { return Ok(()) };
        let origin = origin(self.connection, &self.feed.url, external).await?;
        let untouched = match &origin {
            Some(origin) => is_untouched(self.connection, origin).await?,
            None => false,
        };
        let id = known.record.record_id();
        if untouched {
            let batch = Batch { deletes: vec![id.clone()], ..Batch::default() };
            self.seq = write_batch(self.connection, self.seq, &batch, self.now).await?;
            sqlx::query("DELETE FROM origins WHERE source = $1 AND external = $2")
                .bind(&self.feed.url)
                .bind(external)
                .execute(&mut *self.connection)
                .await?;
            audit(self.connection, self.now, BY_RULE, "item.cancel", &id.id).await?;
            self.outcome.cancelled += 1;
        }
        if untouched || known.state == ItemState::Waiting {
            sqlx::query("DELETE FROM feed_items WHERE feed = $1 AND external = $2")
                .bind(&self.feed.id)
                .bind(external)
                .execute(&mut *self.connection)
                .await?;
        } else if !known.cancelled && stored(self.connection, &id).await?.is_some() {
            sqlx::query(
                "UPDATE feed_items SET cancelled = 1, changed = 1, changed_at = $1 WHERE feed = $2 AND external = $3",
            )
            .bind(self.now)
            .bind(&self.feed.id)
            .bind(external)
            .execute(&mut *self.connection)
            .await?;
            self.outcome.waiting += 1;
        }
        Ok(())
    }
}

/// Gives phones an item as it came; returns the log's end.
pub(super) async fn to_phones(
    connection: &mut AnyConnection,
    seq: u64,
    url: &str,
    item: &Imported,
    now: UnixSeconds,
) -> Result<u64, StorageError> {
    let batch = Batch { upserts: vec![item.record.clone()], ..Batch::default() };
    let seq = write_batch(connection, seq, &batch, now).await?;
    remember(connection, url, item, &digest::hex(serde_json::to_string(&item.record)?)).await?;
    Ok(seq)
}

/// Whether phones have what the feed made, and nobody here wrote on it.
pub(super) async fn is_untouched(connection: &mut AnyConnection, origin: &Origin) -> Result<bool, StorageError> {
    let Some(current) = stored(connection, &origin.id).await? else { return Ok(false) };
    if digest::hex(&current) != origin.body_hash {
        return Ok(false);
    }
    Ok(!source::is_written_on(connection, &origin.id, &current).await?)
}

/// An event that is over when it is first heard of: nobody needs to read it over.
fn is_over(record: &Record, now: UnixSeconds) -> bool {
    const DAY: i64 = 86_400;
    matches!(record, Record::Event(Event { rrule: None, start, end, .. }) if end.unwrap_or(start + DAY) < now)
}

async fn keep(
    connection: &mut AnyConnection,
    feed: &str,
    item: &Imported,
    state: ItemState,
    changed: bool,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    let RecordId { kind, id } = item.record.record_id();
    sqlx::query(
        "INSERT INTO feed_items (feed, external, kind, id, item_hash, body, title, state, changed, cancelled, came_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10)
         ON CONFLICT (feed, external) DO UPDATE SET kind = excluded.kind, id = excluded.id, item_hash = excluded.item_hash,
             body = excluded.body, title = excluded.title, state = excluded.state, changed = excluded.changed, cancelled = 0,
             changed_at = excluded.changed_at",
    )
    .bind(feed)
    .bind(&item.external)
    .bind(kind)
    .bind(id)
    .bind(&item.item_hash)
    .bind(serde_json::to_string(&item.record)?)
    .bind(item.record.title())
    .bind(state.name())
    .bind(i64::from(changed))
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

async fn find(connection: &mut AnyConnection, feed: &str, external: &str) -> Result<Option<FeedItem>, StorageError> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT {ITEM_COLUMNS} FROM feed_items i JOIN feeds f ON f.id = i.feed WHERE i.feed = $1 AND i.external = $2"
    )))
    .bind(feed)
    .bind(external)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(read_item).transpose()
}

/// Whether an article can be made of it.
pub(super) fn is_news(record: &Record) -> bool {
    record.kind() == Kind::News
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_decided_is_never_undone_by_a_feed() {
        use ItemState::{Dismissed, Edited, Published, Waiting};
        let past = |known, origin_is_same, untouched, ours| Past { known, origin_is_same, untouched, ours };
        for (past, review, publish) in [
            (past(None, None, false, false), (Waiting, false, false), (Published, false, true)),
            (past(Some(Waiting), None, false, false), (Waiting, false, false), (Published, false, true)),
            (past(Some(Published), Some(false), true, true), (Published, true, false), (Published, false, true)),
            (past(Some(Published), Some(false), false, true), (Edited, true, false), (Edited, true, false)),
            (past(Some(Published), Some(false), false, false), (Edited, true, false), (Edited, true, false)),
            (past(Some(Edited), Some(false), false, true), (Edited, true, false), (Edited, true, false)),
            (past(Some(Dismissed), Some(false), false, false), (Dismissed, true, false), (Dismissed, true, false)),
            (past(None, Some(true), true, true), (Published, false, false), (Published, false, false)),
            (past(None, Some(true), false, true), (Edited, false, false), (Edited, false, false)),
            (past(None, Some(true), false, false), (Dismissed, false, false), (Dismissed, false, false)),
            (past(None, Some(false), true, true), (Published, true, false), (Published, false, true)),
            (past(None, Some(false), false, false), (Dismissed, true, false), (Dismissed, true, false)),
            (past(None, None, false, true), (Edited, true, false), (Edited, true, false)),
        ] {
            for (rule, (state, changed, publish)) in [(Rule::Review, review), (Rule::Publish, publish)] {
                assert_eq!(past.plan(rule), Plan { state, changed, publish }, "{past:?} {rule:?}");
            }
        }
    }
}
