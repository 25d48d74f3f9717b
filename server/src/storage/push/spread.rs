//! From an announcement to a line for each phone: in steps over the numbers of subscriptions, so that memory stays flat, no
//! other writer waits long, and whoever is killed in between goes on from the step before.

use std::collections::BTreeSet;

use chrono::Timelike;
use shared::calendar;
use shared::domain::UnixSeconds;
use shared::protocol::{PushProvider, QuietHours};
use sqlx::{AnyConnection, Row};

use super::listed;
use crate::storage::{Storage, StorageError};

/// Subscriptions of one step.
const STEP: i64 = 500;

impl Storage {
    /// One step of the oldest announcement that is not in the outbox yet, to phones of `providers`. `None`: there is none;
    /// else how many phones the step found.
    pub async fn spread_push(&self, zone: &str, providers: &[PushProvider]) -> Result<Option<u64>, StorageError> {
        // Most looks find nothing, and nothing is locked for them.
        let waiting = sqlx::query("SELECT id FROM push_sends WHERE state = 'spreading' ORDER BY id LIMIT 1")
            .fetch_optional(&self.pool)
            .await?;
        let Some(waiting) = waiting else { return Ok(None) };
        let send: i64 = waiting.try_get("id")?;
        let mut transaction = self.pool.begin().await?;
        // Holds the announcement until the step is whole.
        let row = sqlx::query(
            "UPDATE push_sends SET spread_to = spread_to WHERE id = $1 AND state = 'spreading'
             RETURNING article, topic, spread_to, spread_end",
        )
        .bind(send)
        .fetch_optional(&mut *transaction)
        .await?;
        let Some(row) = row else { return Ok(Some(0)) };
        let (from, end): (i64, i64) = (row.try_get("spread_to")?, row.try_get("spread_end")?);
        let step = Step {
            send,
            article: row.try_get("article")?,
            topic: row.try_get("topic")?,
            from,
            to: from.saturating_add(STEP).min(end),
            providers: listed(providers),
        };
        let found = step.take(&mut transaction, zone, self.clock.now()).await?;
        sqlx::query("UPDATE push_sends SET spread_to = $1, state = $2 WHERE id = $3")
            .bind(step.to)
            .bind(if step.to >= end { "sending" } else { "spreading" })
            .bind(send)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Some(found))
    }
}

struct Step {
    send: i64,
    article: String,
    topic: String,
    from: i64,
    to: i64,
    providers: String,
}

impl Step {
    /// Phones of this step that want to hear of it. Topics are letters, digits and hyphens: nothing in them is a pattern.
    fn wanted(&self) -> String {
        format!(
            "id > $1 AND id <= $2 AND provider IN ({}) AND (topics = '' OR topics LIKE '%,' || $3 || ',%')",
            self.providers
        )
    }

    /// Writes a line for each, due at once or at the end of its quiet hours.
    async fn take(&self, connection: &mut AnyConnection, zone: &str, now: UnixSeconds) -> Result<u64, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT DISTINCT quiet_from, quiet_to FROM push_subscriptions WHERE {}",
            self.wanted()
        )))
        .bind(self.from)
        .bind(self.to)
        .bind(&self.topic)
        .fetch_all(&mut *connection)
        .await?;
        let mut nights = BTreeSet::new();
        for row in rows {
            nights.insert((row.try_get::<i64, _>("quiet_from")?, row.try_get::<i64, _>("quiet_to")?));
        }
        let mut found = 0;
        for (from, to) in nights {
            let due = quiet(from, to).map_or(now, |quiet| due_at(quiet, zone, now));
            let done = sqlx::query(sqlx::AssertSqlSafe(format!(
                "INSERT INTO push_outbox (subscription, article, send, service, due_at, attempts)
                 SELECT id, CAST($4 AS TEXT), CAST($5 AS BIGINT), service, CAST($6 AS BIGINT), 0 FROM push_subscriptions
                 WHERE {} AND quiet_from = $7 AND quiet_to = $8
                 ON CONFLICT (subscription, article) DO UPDATE
                 SET send = excluded.send, service = excluded.service, due_at = excluded.due_at, attempts = 0",
                self.wanted()
            )))
            .bind(self.from)
            .bind(self.to)
            .bind(&self.topic)
            .bind(&self.article)
            .bind(self.send)
            .bind(due)
            .bind(from)
            .bind(to)
            .execute(&mut *connection)
            .await?;
            found += done.rows_affected();
        }
        Ok(found)
    }
}

/// As stored.
pub(super) fn quiet(from: i64, to: i64) -> Option<QuietHours> {
    Some(QuietHours { from: u16::try_from(from).ok()?, to: u16::try_from(to).ok()? })
}

/// `now`, or the end of the quiet hours that it lies in.
pub(super) fn due_at(quiet: QuietHours, zone: &str, now: UnixSeconds) -> UnixSeconds {
    let local = calendar::local(zone, now);
    let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
    quiet.left(minute).map_or(now, |left| now - i64::from(local.second()) + i64::from(left) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_at_night_waits_for_the_morning_of_the_town() {
        let night = QuietHours { from: 22 * 60, to: 7 * 60 };
        // 2026-11-23T00:00:30Z is half past one in the morning there, less thirty seconds.
        let now = 1_795_392_030;
        assert_eq!(due_at(night, "Europe/Paris", now), 1_795_392_000 + 6 * 3_600);
        assert_eq!(due_at(night, "Europe/Paris", now + 12 * 3_600), now + 12 * 3_600);
        assert_eq!(quiet(-1, -1), None);
    }
}
