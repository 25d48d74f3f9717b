//! The journal: what the audit says, searched, and forgotten when it is old.
//!
//! Invariant: lines are added by whatever does an act, in its transaction, and never changed; only [`Storage::retain_audit`]
//! deletes, only what is older than its limit, and the database itself refuses anything else (migration 0014).

use shared::domain::UnixSeconds;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::inbox::audit;
use super::{Storage, StorageError};

/// The setting that the database's triggers look at.
const KEPT_SINCE: &str = "audit_kept_since";

const DAY: i64 = 86_400;

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// ULID.
    pub id: String,
    /// When.
    pub at: UnixSeconds,
    /// Who: somebody's name, a command (`cli:…`) or a part of the server.
    pub actor: String,
    /// What, for example `card.approve`.
    pub action: String,
    /// On what: an id, a name, or nothing.
    pub subject: String,
}

/// Which lines. What is empty does not narrow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// By whom, exactly.
    pub actor: String,
    /// One of these acts; `None`: any.
    pub actions: Option<Vec<String>>,
    /// From this moment on.
    pub from: UnixSeconds,
    /// Before this moment.
    pub until: UnixSeconds,
    /// Part of an actor or a subject, whatever its case; or the act is one of `also`.
    pub part: String,
    /// See `part`.
    pub also: Vec<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { actor: String::new(), actions: None, from: 0, until: i64::MAX, part: String::new(), also: Vec::new() }
    }
}

impl Storage {
    /// At most `most` lines, the last first; with `before`, those that came before that line.
    pub async fn journal(
        &self,
        wanted: &Wanted,
        before: Option<&str>,
        most: usize,
    ) -> Result<Vec<Entry>, StorageError> {
        // Acts go in as one text, since both databases bind texts alike: `|card.read|card.print|`.
        let rows = sqlx::query(
            "SELECT id, at, actor, action, subject FROM audit
             WHERE ($1 = '' OR actor = $1)
               AND ($2 = '' OR $2 LIKE '%|' || action || '|%')
               AND at >= $3 AND at < $4
               AND ($5 = '' OR LOWER(actor) LIKE $5 ESCAPE '!' OR LOWER(subject) LIKE $5 ESCAPE '!'
                    OR $6 LIKE '%|' || action || '|%')
               AND ($7 = '' OR at < (SELECT b.at FROM audit b WHERE b.id = $7)
                    OR (at = (SELECT b.at FROM audit b WHERE b.id = $7) AND id < $7))
             ORDER BY at DESC, id DESC LIMIT $8",
        )
        .bind(&wanted.actor)
        .bind(wanted.actions.as_deref().map_or_else(String::new, listed))
        .bind(wanted.from)
        .bind(wanted.until)
        .bind(pattern(&wanted.part))
        .bind(listed(&wanted.also))
        .bind(before.unwrap_or_default())
        .bind(most as i64)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Everybody who is in the journal, by name.
    pub async fn journal_actors(&self) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query("SELECT DISTINCT actor FROM audit ORDER BY actor").fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(row.try_get("actor")?)).collect()
    }

    /// Every act that is in the journal.
    pub async fn journal_actions(&self) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query("SELECT DISTINCT action FROM audit ORDER BY action").fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok(row.try_get("action")?)).collect()
    }

    /// Notes that the journal leaves the console as a file.
    pub async fn note_journal_export(&self, actor: &str, days: &str) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        audit(&mut transaction, self.clock.now(), actor, "journal.export", days).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets lines from before `kept_since`, whole days. Returns how many.
    pub async fn retain_audit(&self, kept_since: UnixSeconds) -> Result<u64, StorageError> {
        let kept_since = kept_since.div_euclid(DAY) * DAY;
        let old = sqlx::query("SELECT id FROM audit WHERE at < $1 LIMIT 1").bind(kept_since);
        if old.fetch_optional(&self.pool).await?.is_none() {
            return Ok(0);
        }
        let (mut transaction, _) = self.begin_write().await?;
        sqlx::query(
            "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(KEPT_SINCE)
        .bind(kept_since.to_string())
        .execute(&mut *transaction)
        .await?;
        let forgotten =
            sqlx::query("DELETE FROM audit WHERE at < $1").bind(kept_since).execute(&mut *transaction).await?;
        // Closed again: what a fault deletes in a year is not what this allowed today.
        sqlx::query("DELETE FROM settings WHERE name = $1").bind(KEPT_SINCE).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(forgotten.rows_affected())
    }
}

/// None of them is not all of them.
fn listed(actions: &[String]) -> String {
    format!("|{}|", actions.join("|"))
}

/// A part as `LIKE` reads it; empty stays empty.
fn pattern(part: &str) -> String {
    if part.is_empty() {
        return String::new();
    }
    let escaped = part.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    // Both databases lower ASCII alike; SQLite lowers nothing else.
    format!("%{}%", escaped.to_ascii_lowercase())
}

fn read(row: &AnyRow) -> Result<Entry, StorageError> {
    Ok(Entry {
        id: row.try_get("id")?,
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        action: row.try_get("action")?,
        subject: row.try_get("subject")?,
    })
}
