//! Tables that staff brought: kept between a look and an import, and imported whole or not at all.
//!
//! Invariant: the records, their lines of history, the audit and that the import is done are one transaction, so a server
//! that is killed leaves either all of it or nothing; `running` without anybody at work means nothing. A queue of lines
//! that are imported one by one was rejected: half a table on phones is worse than none.

use shared::domain::{Record, UnixSeconds};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::content::{find, keep_former, write_line};
use super::inbox::audit;
use super::log::{Batch, write_batch};
use super::{Storage, StorageError};

/// Seconds that a table is kept: the time of a lunch between a look and a decision.
pub const UPLOAD_SECONDS: UnixSeconds = 6 * 3600;

/// Tables of one person that are kept at once.
const MOST_UPLOADS: i64 = 5;

/// A table that somebody brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    /// ULID.
    pub id: String,
    /// Id of whoever brings it.
    pub owner: String,
    /// `shops`, `offers`, `places`.
    pub noun: String,
    /// As their machine calls it.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Which column says what, JSON.
    pub mapping: String,
}

/// Where a table stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// To be looked at.
    Ready,
    /// An import of it began.
    Running,
    /// All of it is in.
    Done,
    /// Nothing is in: what it would change was changed by somebody else meanwhile.
    Moved,
    /// Nothing is in: the disk is full.
    Full,
    /// Nothing is in: a fault of the server.
    Failed,
}

impl UploadState {
    const ALL: [Self; 6] = [Self::Ready, Self::Running, Self::Done, Self::Moved, Self::Full, Self::Failed];

    const fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Moved => "moved",
            Self::Full => "full",
            Self::Failed => "failed",
        }
    }
}

/// A table as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// What was brought.
    pub brought: NewUpload,
    /// Where it stands.
    pub state: UploadState,
    /// When its import last began; 0: never.
    pub started_at: UnixSeconds,
    /// What the import did, JSON.
    pub outcome: String,
    /// When it was brought.
    pub created_at: UnixSeconds,
}

/// One try to import a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The table.
    pub upload: String,
    /// When it began.
    pub started_at: UnixSeconds,
    /// What to say of it when it is done, JSON.
    pub outcome: String,
}

/// What became of records that came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// Phones have all of them.
    Taken,
    /// Nothing was written: one of them was touched after the look.
    Moved,
    /// Nothing was written: the import was given up, or another began.
    GivenUp,
}

impl Storage {
    /// Keeps a table, and forgets the oldest of whoever has too many.
    pub async fn add_upload(&self, new: &NewUpload) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        sqlx::query(
            "INSERT INTO uploads (id, owner, noun, file_name, bytes, mapping, state, started_at, outcome, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'ready', 0, '', $7)",
        )
        .bind(&new.id)
        .bind(&new.owner)
        .bind(&new.noun)
        .bind(&new.file_name)
        .bind(&new.bytes)
        .bind(&new.mapping)
        .bind(self.clock.now())
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "DELETE FROM uploads WHERE owner = $1 AND state <> 'running' AND id NOT IN
             (SELECT id FROM uploads WHERE owner = $1 ORDER BY created_at DESC, id DESC LIMIT $2)",
        )
        .bind(&new.owner)
        .bind(MOST_UPLOADS)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A table of this person's.
    pub async fn upload(&self, owner: &str, id: &str) -> Result<Option<Upload>, StorageError> {
        let row = sqlx::query("SELECT * FROM uploads WHERE id = $1 AND owner = $2 AND created_at > $3")
            .bind(id)
            .bind(owner)
            .bind(self.clock.now() - UPLOAD_SECONDS)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Says which column says what, while nothing was imported.
    pub async fn map_upload(&self, owner: &str, id: &str, mapping: &str) -> Result<bool, StorageError> {
        let done = sqlx::query("UPDATE uploads SET mapping = $1 WHERE id = $2 AND owner = $3 AND state <> 'done'")
            .bind(mapping)
            .bind(id)
            .bind(owner)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Begins the import of a table, if none of it began after `stale`. `None`: one is under way, or done.
    pub async fn begin_import(
        &self,
        owner: &str,
        id: &str,
        stale: UnixSeconds,
    ) -> Result<Option<UnixSeconds>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let begun = sqlx::query(
            "UPDATE uploads SET state = 'running', outcome = '',
                started_at = CASE WHEN started_at < $1 THEN $1 ELSE started_at + 1 END
             WHERE id = $2 AND owner = $3 AND state <> 'done' AND (state <> 'running' OR started_at <= $4)
             RETURNING started_at",
        )
        .bind(now)
        .bind(id)
        .bind(owner)
        .bind(stale)
        .fetch_optional(&mut *transaction)
        .await?;
        let started = begun.map(|row| row.try_get("started_at")).transpose()?;
        transaction.commit().await?;
        Ok(started)
    }

    /// Says why an import did nothing, if it is still this one.
    pub async fn end_import(&self, attempt: &Attempt, state: UploadState) -> Result<(), StorageError> {
        sqlx::query(
            "UPDATE uploads SET state = $1, outcome = $2 WHERE id = $3 AND state = 'running' AND started_at = $4",
        )
        .bind(state.name())
        .bind(&attempt.outcome)
        .bind(&attempt.upload)
        .bind(attempt.started_at)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Gives phones all of `records`, unless one of them was touched after position `seen`: then none. `tell` hears how many
    /// are written so far.
    pub async fn take_together(
        &self,
        actor: &str,
        records: &[Record],
        seen: u64,
        attempt: Option<&Attempt>,
        tell: &(dyn Fn(usize) + Sync),
    ) -> Result<Together, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let (mut seq, now) = (before, self.clock.now());
        for (at, record) in records.iter().enumerate() {
            let id = record.record_id();
            let held = find(&mut transaction, &id).await?;
            if held.as_ref().is_some_and(|held| held.seq > seen && held.record.as_ref() != Some(record)) {
                return Ok(Together::Moved);
            }
            keep_former(&mut transaction, &id, held.as_ref()).await?;
            let batch = Batch { upserts: vec![record.clone()], ..Batch::default() };
            let reached = write_batch(&mut transaction, seq, &batch, now).await?;
            if reached > seq {
                write_line(&mut transaction, reached, "sheet", (now, actor), record).await?;
            }
            seq = reached;
            tell(at + 1);
        }
        let subject = attempt.map_or("command", |attempt| attempt.upload.as_str());
        audit(&mut transaction, now, actor, "sheet.import", subject).await?;
        if let Some(attempt) = attempt {
            let done = sqlx::query(
                "UPDATE uploads SET state = 'done', outcome = $1, bytes = $2
                 WHERE id = $3 AND state = 'running' AND started_at = $4",
            )
            .bind(&attempt.outcome)
            .bind(Vec::<u8>::new())
            .bind(&attempt.upload)
            .bind(attempt.started_at)
            .execute(&mut *transaction)
            .await?;
            if done.rows_affected() == 0 {
                return Ok(Together::GivenUp);
            }
        }
        self.finish(transaction, before, seq).await?;
        Ok(Together::Taken)
    }

    /// Forgets tables that nobody came back to. Returns how many.
    pub async fn forget_uploads(&self) -> Result<u64, StorageError> {
        let gone = sqlx::query("DELETE FROM uploads WHERE created_at <= $1")
            .bind(self.clock.now() - UPLOAD_SECONDS)
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected())
    }
}

fn read(row: &AnyRow) -> Result<Upload, StorageError> {
    let state: String = row.try_get("state")?;
    Ok(Upload {
        brought: NewUpload {
            id: row.try_get("id")?,
            owner: row.try_get("owner")?,
            noun: row.try_get("noun")?,
            file_name: row.try_get("file_name")?,
            bytes: row.try_get("bytes")?,
            mapping: row.try_get("mapping")?,
        },
        state: UploadState::ALL.into_iter().find(|one| one.name() == state).unwrap_or(UploadState::Failed),
        started_at: row.try_get("started_at")?,
        outcome: row.try_get("outcome")?,
        created_at: row.try_get("created_at")?,
    })
}
