//! What happened week by week, as sums: apps, active cards, uses, messages. Never who.
//!
//! A week here is the ISO week in UTC, as in the sums that apps tell, so that every figure of a week is about the same days.
//!
//! What each figure lives from, and for how long:
//!
//! | figure | table | kept |
//! |---|---|---|
//! | apps of a week | `weekly_syncs` | for ever: a number |
//! | active cards of a week | `weekly_cards`, written by [`Storage::note_active_cards`] | for ever: a number |
//! | uses and savings | `redemptions` | for ever; whose they were is forgotten with the card, at the latest after two years (`retain_cards`) |
//! | reads | `read_counts` | for ever: numbers |
//! | searches in vain | `fruitless_searches` | for ever when at least [`FEW`](super::FEW) apps of a week sent them; else to the end of the week (`forget_rare_searches`) |
//! | messages | `messages` | as long as the message: one that is erased is in no figure any more |
//!
//! Counting cards back from `cards` and the audit was rejected: an erased card would have never been.

use shared::domain::UnixSeconds;
use sqlx::Row;

use super::log::position;
use super::{Storage, StorageError};

/// Length of a week, and the Monday that weeks are numbered from: 5 January 1970.
pub const WEEK: UnixSeconds = 7 * 86_400;
/// See [`WEEK`].
pub const FIRST_MONDAY: UnixSeconds = 4 * 86_400;

/// Uses of a week, of all shops.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekUses {
    /// How many.
    pub uses: u64,
    /// What they are estimated to have saved, in cents.
    pub saved_cents: u64,
}

/// What became of the messages received in a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeekMessages {
    /// Answered within the promise.
    pub in_time: u64,
    /// Answered after it.
    pub late: u64,
    /// Without an answer, the promise not over yet.
    pub waiting: u64,
    /// Without an answer, the promise broken.
    pub overdue: u64,
}

impl Storage {
    /// Writes down how many cards are active at `now` as the figure of an ISO week. Asked as often as one likes, by as many
    /// nodes as there are: the last count of a week stands. A week in which no server ran has none.
    pub async fn note_active_cards(&self, week: &str, now: UnixSeconds) -> Result<(), StorageError> {
        let active = self.active_cards(now).await?;
        sqlx::query(
            "INSERT INTO weekly_cards (week, active) VALUES ($1, $2)
             ON CONFLICT (week) DO UPDATE SET active = excluded.active WHERE weekly_cards.active <> excluded.active",
        )
        .bind(week)
        .bind(active as i64)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Active cards of each ISO week that was counted, the first one first.
    pub async fn weekly_cards(&self) -> Result<Vec<(String, u64)>, StorageError> {
        self.weekly("SELECT week, active AS figure FROM weekly_cards ORDER BY week").await
    }

    /// Apps opened in each ISO week that had any, the first one first.
    pub async fn weekly_apps(&self) -> Result<Vec<(String, u64)>, StorageError> {
        self.weekly("SELECT week, apps AS figure FROM weekly_syncs ORDER BY week").await
    }

    /// Uses since a moment, by the number of their week: weeks since [`FIRST_MONDAY`].
    pub async fn uses_by_week(&self, since: UnixSeconds) -> Result<Vec<(i64, WeekUses)>, StorageError> {
        let rows = sqlx::query(
            "SELECT (at - $1) / $2 AS week, COUNT(*) AS uses, CAST(SUM(saving_cents) AS BIGINT) AS saved
             FROM redemptions WHERE undone_at IS NULL AND at >= $3 GROUP BY 1 ORDER BY 1",
        )
        .bind(FIRST_MONDAY)
        .bind(WEEK)
        .bind(since)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let uses = WeekUses { uses: position(row, "uses")?, saved_cents: position(row, "saved")? };
                Ok((row.try_get("week")?, uses))
            })
            .collect()
    }

    /// What became, at `now`, of the messages received since a moment, by the number of the week that they came in.
    pub async fn messages_by_week(
        &self,
        since: UnixSeconds,
        now: UnixSeconds,
    ) -> Result<Vec<(i64, WeekMessages)>, StorageError> {
        let rows = sqlx::query(
            "SELECT (received_at - $1) / $2 AS week,
                COUNT(CASE WHEN answered_at <= due_at THEN 1 END) AS in_time,
                COUNT(CASE WHEN answered_at > due_at THEN 1 END) AS late,
                COUNT(CASE WHEN answered_at IS NULL AND due_at > $3 THEN 1 END) AS waiting,
                COUNT(CASE WHEN answered_at IS NULL AND due_at <= $3 THEN 1 END) AS overdue
             FROM messages WHERE received_at >= $4 GROUP BY 1 ORDER BY 1",
        )
        .bind(FIRST_MONDAY)
        .bind(WEEK)
        .bind(now)
        .bind(since)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let messages = WeekMessages {
                    in_time: position(row, "in_time")?,
                    late: position(row, "late")?,
                    waiting: position(row, "waiting")?,
                    overdue: position(row, "overdue")?,
                };
                Ok((row.try_get("week")?, messages))
            })
            .collect()
    }

    async fn weekly(&self, statement: &'static str) -> Result<Vec<(String, u64)>, StorageError> {
        let rows = sqlx::query(statement).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get("week")?, position(row, "figure")?))).collect()
    }
}
