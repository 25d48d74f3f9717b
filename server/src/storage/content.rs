//! Records that staff edit in the console: pages, places, events, help numbers.
//!
//! Invariants: nothing is saved over a position of the log that its writer has not seen; the record that phones get, its
//! line of history and the audit are written in one transaction. The position serves as the version, because imports and
//! commands move it too; a counter of the console's own would not notice them.

use shared::domain::{Kind, Record, RecordId, UnixSeconds};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::inbox::audit;
use super::log::{Batch, position, write_batch};
use super::{Storage, StorageError, offer_life};

/// Lines of history kept of one record.
const LINES: i64 = 50;

/// A record as the log holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Position that last touched it.
    pub seq: u64,
    /// What it says; `None`: it was deleted.
    pub record: Option<Record>,
    /// When it was last touched.
    pub changed_at: UnixSeconds,
}

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordAct {
    /// It is new.
    Create,
    /// It says something else.
    Change,
    /// It was read again in its source, and holds.
    Verify,
    /// It says again what it once said.
    Restore,
}

impl RecordAct {
    const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Verify => "verify",
            Self::Restore => "restore",
        }
    }
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq)]
pub enum Replaced {
    /// Phones have it, at this position.
    Saved(u64),
    /// It was touched in between: what it is now, and by whom if that is known.
    Conflict(Option<Box<Held>>, String),
}

/// A line of a record's history.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordVersion {
    /// Position in the log.
    pub version: u64,
    /// `import`, `create`, `change`, `verify`, `restore`, `withdraw`, `replace` (by what its source says), `sheet`, `proposal`,
    /// `suspend`, `resume`, `stock` (whether there are codes left).
    pub action: String,
    /// When.
    pub at: UnixSeconds,
    /// By whom; empty: an import or a command.
    pub actor: String,
    /// What it said then.
    pub record: Record,
}

impl Storage {
    /// A record with its position. `None`: there never was one.
    pub async fn held(&self, id: &RecordId) -> Result<Option<Held>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        find(&mut connection, id).await
    }

    /// Records of a kind with their positions, by position. What only a newer version can read is left out.
    pub async fn all_held(&self, kind: Kind) -> Result<Vec<Held>, StorageError> {
        let rows =
            sqlx::query("SELECT seq, body, changed_at FROM records WHERE kind = $1 AND body IS NOT NULL ORDER BY seq")
                .bind(kind.name())
                .fetch_all(&self.pool)
                .await?;
        Ok(rows.iter().filter_map(|row| read(row).ok()).collect())
    }

    /// Gives phones `record`, over position `seen` of it (0: there is none yet). The same words again change nothing.
    pub async fn replace(
        &self,
        actor: &str,
        act: RecordAct,
        record: &Record,
        seen: u64,
    ) -> Result<Replaced, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let id = record.record_id();
        let held = find(&mut transaction, &id).await?;
        let at = held.as_ref().map_or(0, |held| held.seq);
        if held.as_ref().and_then(|held| held.record.as_ref()) == Some(record) {
            return Ok(Replaced::Saved(at));
        }
        if at != seen {
            return conflict(&mut transaction, &id, held).await;
        }
        keep_former(&mut transaction, &id, held.as_ref()).await?;
        let now = self.clock.now();
        let batch = Batch { upserts: vec![record.clone()], ..Batch::default() };
        let seq = write_batch(&mut transaction, before, &batch, now).await?;
        note(&mut transaction, seq, act.name(), (now, actor), record).await?;
        offer_life::settle(&mut transaction, record).await?;
        self.finish(transaction, before, seq).await?;
        Ok(Replaced::Saved(seq))
    }

    /// Takes a record from phones, if it is still at position `seen`.
    pub async fn withdraw(&self, actor: &str, id: &RecordId, seen: u64) -> Result<Replaced, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let held = find(&mut transaction, id).await?;
        let at = held.as_ref().map_or(0, |held| held.seq);
        let (Some(record), true) = (held.as_ref().and_then(|held| held.record.clone()), at == seen) else {
            return conflict(&mut transaction, id, held).await;
        };
        keep_former(&mut transaction, id, held.as_ref()).await?;
        let now = self.clock.now();
        let batch = Batch { deletes: vec![id.clone()], ..Batch::default() };
        let seq = write_batch(&mut transaction, before, &batch, now).await?;
        note(&mut transaction, seq, "withdraw", (now, actor), &record).await?;
        self.finish(transaction, before, seq).await?;
        Ok(Replaced::Saved(seq))
    }

    /// What was done to a record, the last first.
    pub async fn record_versions(&self, id: &RecordId) -> Result<Vec<RecordVersion>, StorageError> {
        let rows = sqlx::query(
            "SELECT version, action, at, actor, body FROM record_versions WHERE kind = $1 AND id = $2 ORDER BY version DESC",
        )
        .bind(&id.kind)
        .bind(&id.id)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(line).collect()
    }

    /// What was withdrawn and did not come back, the last first; at most 200.
    pub async fn withdrawn(&self) -> Result<Vec<RecordVersion>, StorageError> {
        let rows = sqlx::query(
            "SELECT v.version, v.action, v.at, v.actor, v.body FROM record_versions v
             JOIN records r ON r.kind = v.kind AND r.id = v.id AND r.seq = v.version
             WHERE r.body IS NULL ORDER BY v.version DESC LIMIT 200",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(line).collect()
    }
}

async fn conflict(connection: &mut AnyConnection, id: &RecordId, held: Option<Held>) -> Result<Replaced, StorageError> {
    let Some(held) = held else { return Ok(Replaced::Conflict(None, String::new())) };
    let row = sqlx::query("SELECT actor FROM record_versions WHERE kind = $1 AND id = $2 AND version = $3")
        .bind(&id.kind)
        .bind(&id.id)
        .bind(held.seq as i64)
        .fetch_optional(connection)
        .await?;
    let by = row.map(|row| row.try_get("actor")).transpose()?.unwrap_or_default();
    Ok(Replaced::Conflict(Some(Box::new(held)), by))
}

/// What an import or a command wrote has no line of its own until somebody writes over it.
pub(super) async fn keep_former(
    connection: &mut AnyConnection,
    id: &RecordId,
    held: Option<&Held>,
) -> Result<(), StorageError> {
    let Some(Held { seq, record: Some(record), changed_at }) = held else { return Ok(()) };
    let row = sqlx::query("SELECT version FROM record_versions WHERE kind = $1 AND id = $2 AND version = $3")
        .bind(&id.kind)
        .bind(&id.id)
        .bind(*seq as i64)
        .fetch_optional(&mut *connection)
        .await?;
    if row.is_none() {
        write_line(connection, *seq, "import", (*changed_at, ""), record).await?;
    }
    Ok(())
}

/// Writes down what was done, in the record's history and in the audit.
async fn note(
    connection: &mut AnyConnection,
    version: u64,
    action: &str,
    (at, actor): (UnixSeconds, &str),
    record: &Record,
) -> Result<(), StorageError> {
    write_line(connection, version, action, (at, actor), record).await?;
    let id = record.record_id();
    sqlx::query(
        "DELETE FROM record_versions WHERE kind = $1 AND id = $2 AND version NOT IN
         (SELECT version FROM record_versions WHERE kind = $1 AND id = $2 ORDER BY version DESC LIMIT $3)",
    )
    .bind(&id.kind)
    .bind(&id.id)
    .bind(LINES)
    .execute(&mut *connection)
    .await?;
    audit(connection, at, actor, &format!("content.{action}"), &format!("{}/{}", id.kind, id.id)).await
}

/// Writes into a record's history that what its source says now took the place of `former`.
pub(super) async fn note_source(
    connection: &mut AnyConnection,
    former: &Held,
    version: u64,
    (at, actor): (UnixSeconds, &str),
    record: &Record,
) -> Result<(), StorageError> {
    keep_former(connection, &record.record_id(), Some(former)).await?;
    note(connection, version, "replace", (at, actor), record).await
}

pub(super) async fn write_line(
    connection: &mut AnyConnection,
    version: u64,
    action: &str,
    (at, actor): (UnixSeconds, &str),
    record: &Record,
) -> Result<(), StorageError> {
    let id = record.record_id();
    sqlx::query(
        "INSERT INTO record_versions (kind, id, version, action, at, actor, body) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id.kind)
    .bind(&id.id)
    .bind(version as i64)
    .bind(action)
    .bind(at)
    .bind(actor)
    .bind(serde_json::to_string(record)?)
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn find(connection: &mut AnyConnection, id: &RecordId) -> Result<Option<Held>, StorageError> {
    let row = sqlx::query("SELECT seq, body, changed_at FROM records WHERE kind = $1 AND id = $2")
        .bind(&id.kind)
        .bind(&id.id)
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Held, StorageError> {
    let body: Option<String> = row.try_get("body")?;
    Ok(Held {
        seq: position(row, "seq")?,
        record: body.map(|body| serde_json::from_str(&body)).transpose()?,
        changed_at: row.try_get("changed_at")?,
    })
}

fn line(row: &AnyRow) -> Result<RecordVersion, StorageError> {
    let body: String = row.try_get("body")?;
    Ok(RecordVersion {
        version: position(row, "version")?,
        action: row.try_get("action")?,
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        record: serde_json::from_str(&body)?,
    })
}
