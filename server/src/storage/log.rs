//! The change log: public records in the order they last changed, and tombstones of the deleted ones.
//!
//! A record that is written again as it was takes no new position, so importing twice costs phones nothing.

use shared::domain::{Kind, Record, RecordId, UnixSeconds};
use sqlx::{Any, AnyConnection, Row, Transaction};

use super::{Location, Storage, StorageError, push};

/// Records a rebuild reads in its first page; tombstones above them are kept, whatever their age.
///
/// A phone that rebuilds continues from the end of its first page: had the horizon passed it, the phone would
/// be told `410 Gone` for ever.
const FIRST_PAGE: i64 = shared::protocol::SYNC_PAGE_RECORDS as i64;

/// Where the log stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Identity of the log.
    pub log: String,
    /// Last position.
    pub seq: u64,
    /// Cursors below it cannot be continued from.
    pub horizon: u64,
}

/// A record as the log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Position that last touched it.
    pub seq: u64,
    /// What it is.
    pub id: RecordId,
    /// JSON of the record without its `seq`; `None` when deleted.
    pub body: Option<String>,
}

/// A picture to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// A WebP file.
    pub bytes: Vec<u8>,
}

/// Changes to commit together.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Records to create or replace.
    pub upserts: Vec<Record>,
    /// Records to delete.
    pub deletes: Vec<RecordId>,
    /// Pictures they show.
    pub pictures: Vec<Picture>,
}

impl Storage {
    /// Where the log stands.
    pub async fn head(&self) -> Result<Head, StorageError> {
        let row = sqlx::query("SELECT id, seq, horizon FROM change_log WHERE one = 1").fetch_one(&self.pool).await?;
        Ok(Head { log: row.try_get("id")?, seq: position(&row, "seq")?, horizon: position(&row, "horizon")? })
    }

    /// At most `limit` changes after `since` and up to `until`, in order. From 0, deleted records are left out:
    /// an empty store has nothing to delete.
    pub async fn changes(&self, since: u64, until: u64, limit: usize) -> Result<Vec<Change>, StorageError> {
        let rows = sqlx::query(
            "SELECT seq, kind, id, body FROM records
             WHERE seq > $1 AND seq <= $2 AND (body IS NOT NULL OR $1 > 0) ORDER BY seq LIMIT $3",
        )
        .bind(since as i64)
        .bind(until as i64)
        .bind(limit as i64)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Change {
                    seq: position(row, "seq")?,
                    id: RecordId { kind: row.try_get("kind")?, id: row.try_get("id")? },
                    body: row.try_get("body")?,
                })
            })
            .collect()
    }

    /// A record, as JSON. `None`: there is none, or it was deleted.
    pub async fn record(&self, kind: &str, id: &str) -> Result<Option<String>, StorageError> {
        let row = sqlx::query("SELECT body FROM records WHERE kind = $1 AND id = $2")
            .bind(kind)
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get::<Option<String>, _>("body")).transpose()?.flatten())
    }

    /// Records of a kind, as JSON, by position.
    pub async fn bodies(&self, kind: &str) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query("SELECT body FROM records WHERE kind = $1 AND body IS NOT NULL ORDER BY seq")
            .bind(kind)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get("body")?)).collect()
    }

    /// Creates or replaces records; returns the log's end. Unchanged ones keep their position.
    pub async fn upsert(&self, records: &[Record]) -> Result<u64, StorageError> {
        self.commit(&Batch { upserts: records.to_vec(), ..Batch::default() }).await
    }

    /// Deletes a record. Whether there was one.
    pub async fn delete(&self, id: &RecordId) -> Result<bool, StorageError> {
        let before = self.head().await?.seq;
        Ok(self.commit(&Batch { deletes: vec![id.clone()], ..Batch::default() }).await? > before)
    }

    /// Commits a batch in one transaction; returns the log's end.
    pub async fn commit(&self, batch: &Batch) -> Result<u64, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let seq = write_batch(&mut transaction, before, batch, self.clock.now()).await?;
        self.finish(transaction, before, seq).await?;
        Ok(seq)
    }

    /// Forgets tombstones of records deleted before `deleted_before`. Returns how many.
    pub async fn prune(&self, deleted_before: UnixSeconds) -> Result<u64, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        // With no more live records than one page holds, any tombstone may go.
        let row = sqlx::query("SELECT seq FROM records WHERE body IS NOT NULL ORDER BY seq LIMIT 1 OFFSET $1")
            .bind(FIRST_PAGE - 1)
            .fetch_optional(&mut *transaction)
            .await?;
        let ceiling = match row {
            Some(row) => row.try_get::<i64, _>("seq")?,
            None => before as i64,
        };
        let oldest = sqlx::query(
            "SELECT seq FROM records WHERE body IS NULL AND changed_at < $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1",
        )
        .bind(deleted_before)
        .bind(ceiling)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(oldest) = oldest else { return Ok(0) };
        let horizon: i64 = oldest.try_get("seq")?;
        let pruned = sqlx::query("DELETE FROM records WHERE body IS NULL AND seq <= $1")
            .bind(horizon)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE change_log SET horizon = $1 WHERE one = 1")
            .bind(horizon)
            .execute(&mut *transaction)
            .await?;
        self.finish(transaction, before, before).await?;
        self.notices.tell();
        Ok(pruned.rows_affected())
    }

    /// A picture's bytes.
    pub async fn picture(&self, sha256: &str) -> Result<Option<Vec<u8>>, StorageError> {
        let row =
            sqlx::query("SELECT bytes FROM media WHERE sha256 = $1").bind(sha256).fetch_optional(&self.pool).await?;
        row.map(|row| row.try_get("bytes")).transpose().map_err(Into::into)
    }

    /// Starts a write: takes the log's row, so that writers commit one after the other. Returns the log's end.
    pub(super) async fn begin_write(&self) -> Result<(Transaction<'static, Any>, u64), StorageError> {
        let mut transaction = self.pool.begin().await?;
        let row = sqlx::query("UPDATE change_log SET seq = seq WHERE one = 1 RETURNING seq")
            .fetch_one(&mut *transaction)
            .await?;
        let seq = position(&row, "seq")?;
        Ok((transaction, seq))
    }

    /// Ends a write: moves the log's end, commits, tells whoever listens.
    pub(super) async fn finish(
        &self,
        mut transaction: Transaction<'static, Any>,
        before: u64,
        seq: u64,
    ) -> Result<(), StorageError> {
        if seq != before {
            sqlx::query("UPDATE change_log SET seq = $1 WHERE one = 1")
                .bind(seq as i64)
                .execute(&mut *transaction)
                .await?;
            if matches!(self.location, Location::Postgres(_)) {
                sqlx::query("SELECT CAST(pg_notify('guichet', '') AS TEXT)").execute(&mut *transaction).await?;
            }
        }
        transaction.commit().await?;
        if seq != before {
            self.notices.tell();
        }
        Ok(())
    }

    /// Names the log of a new database. An existing one keeps its name.
    pub(super) async fn begin_log(&self, id: &str) -> Result<(), StorageError> {
        sqlx::query("INSERT INTO change_log (one, id, seq, horizon) VALUES (1, $1, 0, 0) ON CONFLICT (one) DO NOTHING")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Writes a batch after position `seq`; returns the position reached.
pub(super) async fn write_batch(
    connection: &mut AnyConnection,
    mut seq: u64,
    batch: &Batch,
    now: UnixSeconds,
) -> Result<u64, StorageError> {
    for picture in &batch.pictures {
        sqlx::query("INSERT INTO media (sha256, bytes) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING")
            .bind(&picture.sha256)
            .bind(&picture.bytes)
            .execute(&mut *connection)
            .await?;
        // Chosen again, it is new again: the form that carries it may be saved late.
        sqlx::query("DELETE FROM idle_media WHERE sha256 = $1").bind(&picture.sha256).execute(&mut *connection).await?;
    }
    for record in &batch.upserts {
        let body = serde_json::to_string(record)?;
        let id = record.record_id();
        if stored(connection, &id).await?.is_some_and(|old| old == body) {
            continue;
        }
        seq += 1;
        sqlx::query(
            "INSERT INTO records (kind, id, seq, body, changed_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, body = excluded.body, changed_at = excluded.changed_at",
        )
        .bind(&id.kind)
        .bind(&id.id)
        .bind(seq as i64)
        .bind(&body)
        .bind(now)
        .execute(&mut *connection)
        .await?;
    }
    for id in &batch.deletes {
        // Nobody is told of what is not there.
        if id.kind == Kind::News.name() {
            push::stop(connection, &id.id).await?;
        }
        let gone = sqlx::query("UPDATE records SET body = NULL, seq = $1, changed_at = $2 WHERE kind = $3 AND id = $4 AND body IS NOT NULL")
            .bind(seq as i64 + 1)
            .bind(now)
            .bind(&id.kind)
            .bind(&id.id)
            .execute(&mut *connection)
            .await?;
        seq += gone.rows_affected();
    }
    Ok(seq)
}

/// The record's JSON, `None` when there is none or it was deleted.
pub(super) async fn stored(connection: &mut AnyConnection, id: &RecordId) -> Result<Option<String>, StorageError> {
    let row = sqlx::query("SELECT body FROM records WHERE kind = $1 AND id = $2 AND body IS NOT NULL")
        .bind(&id.kind)
        .bind(&id.id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get("body")).transpose().map_err(Into::into)
}

pub(super) fn position(row: &sqlx::any::AnyRow, column: &str) -> Result<u64, StorageError> {
    Ok(row.try_get::<i64, _>(column)?.unsigned_abs())
}
