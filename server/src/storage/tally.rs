//! Sums of what apps told: how often a record was read, which searches found nothing. Nothing about anyone.
//!
//! Invariants: words that fewer than [`FEW`] apps sent in one week are given to nobody, and are deleted once the week is over.
//! The threshold holds for each week by itself, because an app tells a search once a week: over several weeks the sum
//! could be one person's. A table of events, summed when asked, was rejected: what is not kept cannot leak.

use std::collections::BTreeSet;

use shared::domain::{Kind, RecordId};
use shared::protocol::{Tally, tellable};
use sqlx::{AnyConnection, Row};

use super::log::position;
use super::{Storage, StorageError};

/// Fewer apps than this could be one person.
pub const FEW: u64 = 5;

/// Most different searches kept of a week. A flood of invented words ends here.
const MOST_SEARCHES: i64 = 5_000;

impl Storage {
    /// Adds a tally to the sums of an ISO week, for example `2026-W48`. What is unknown, told twice or not [`tellable`] is
    /// left out.
    pub async fn count_tally(&self, week: &str, tally: &Tally) -> Result<(), StorageError> {
        let reads: BTreeSet<&RecordId> = tally.reads.iter().filter(|id| is_counted(&id.kind)).collect();
        let searches: BTreeSet<&str> = tally
            .fruitless
            .iter()
            .map(String::as_str)
            .filter(|words| tellable(words).as_deref() == Some(words))
            .collect();
        if reads.is_empty() && searches.is_empty() {
            return Ok(());
        }
        let (mut transaction, _) = self.begin_write().await?;
        for id in reads {
            sqlx::query(
                "INSERT INTO read_counts (week, kind, id, count)
                 SELECT $1, kind, id, 1 FROM records WHERE kind = $2 AND id = $3 AND body IS NOT NULL
                 ON CONFLICT (week, kind, id) DO UPDATE SET count = read_counts.count + 1",
            )
            .bind(week)
            .bind(&id.kind)
            .bind(&id.id)
            .execute(&mut *transaction)
            .await?;
        }
        for words in searches {
            count_search(&mut transaction, week, words).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// What was read in a week and since, the most read first: the sum, over the weeks, of the apps that opened it.
    pub async fn reads_since(&self, week: &str) -> Result<Vec<(RecordId, u64)>, StorageError> {
        let rows = sqlx::query(
            "SELECT kind, id, CAST(SUM(count) AS BIGINT) AS times FROM read_counts WHERE week >= $1
             GROUP BY kind, id ORDER BY times DESC, kind, id",
        )
        .bind(week)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let id = RecordId { kind: row.try_get("kind")?, id: row.try_get("id")? };
                Ok((id, position(row, "times")?))
            })
            .collect()
    }

    /// Searches that found nothing in a week and since, the most frequent first, of weeks in which at least [`FEW`] apps
    /// sent them.
    pub async fn fruitless_since(&self, week: &str) -> Result<Vec<(String, u64)>, StorageError> {
        let rows = sqlx::query(
            "SELECT words, CAST(SUM(count) AS BIGINT) AS times FROM fruitless_searches WHERE week >= $1 AND count >= $2
             GROUP BY words ORDER BY times DESC, words",
        )
        .bind(week)
        .bind(FEW as i64)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("words")?, position(row, "times")?))).collect()
    }

    /// Deletes searches of few apps in weeks before `week`. Returns how many.
    pub async fn forget_rare_searches(&self, week: &str) -> Result<u64, StorageError> {
        let gone = sqlx::query("DELETE FROM fruitless_searches WHERE count < $1 AND week < $2")
            .bind(FEW as i64)
            .bind(week)
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected())
    }
}

/// Whether openings of this kind are counted.
fn is_counted(kind: &str) -> bool {
    matches!(Kind::from_name(kind), Some(Kind::News | Kind::Page))
}

async fn count_search(connection: &mut AnyConnection, week: &str, words: &str) -> Result<(), StorageError> {
    let known = sqlx::query("UPDATE fruitless_searches SET count = count + 1 WHERE week = $1 AND words = $2")
        .bind(week)
        .bind(words)
        .execute(&mut *connection)
        .await?;
    if known.rows_affected() > 0 {
        return Ok(());
    }
    let row = sqlx::query("SELECT COUNT(*) AS kept FROM fruitless_searches WHERE week = $1")
        .bind(week)
        .fetch_one(&mut *connection)
        .await?;
    if row.try_get::<i64, _>("kept")? < MOST_SEARCHES {
        sqlx::query("INSERT INTO fruitless_searches (week, words, count) VALUES ($1, $2, 1)")
            .bind(week)
            .bind(words)
            .execute(connection)
            .await?;
    }
    Ok(())
}
