//! How it went: many answers in one transaction, which is what makes a hundred thousand of them quick.

use std::collections::BTreeMap;

use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use super::Leased;
use crate::storage::{Storage, StorageError};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The service took it.
    Sent,
    /// The phone is not there any more: its subscription goes.
    Gone,
    /// The service will never take it.
    Refused,
    /// Tried in vain: again at that moment.
    Again(UnixSeconds),
    /// Not tried: at that moment.
    Held(UnixSeconds),
}

/// A line whose answer is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landed {
    /// Of the line.
    pub id: i64,
    /// Of its announcement.
    pub send: i64,
    /// Of the phone.
    pub subscription: i64,
    /// What became of it.
    pub outcome: Outcome,
}

/// What was learned of a service meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceNews {
    /// It took something.
    pub sent: bool,
    /// What went wrong last, by its stable name.
    pub failure: Option<String>,
    /// It is left alone until then.
    pub paused_until: Option<UnixSeconds>,
}

#[derive(Default)]
struct Counts {
    sent: i64,
    gone: i64,
    refused: i64,
    over: Vec<i64>,
}

impl Leased {
    /// It came to that.
    pub const fn landed(&self, outcome: Outcome) -> Landed {
        Landed { id: self.id, send: self.send, subscription: self.subscription, outcome }
    }
}

impl Storage {
    /// Writes down answers and what they say of services.
    pub async fn record_push(
        &self,
        landed: &[Landed],
        services: &BTreeMap<String, ServiceNews>,
    ) -> Result<(), StorageError> {
        let mut sends: BTreeMap<i64, Counts> = BTreeMap::new();
        for one in landed {
            let counts = sends.entry(one.send).or_default();
            match one.outcome {
                Outcome::Sent => counts.sent += 1,
                Outcome::Gone => counts.gone += 1,
                Outcome::Refused => counts.refused += 1,
                Outcome::Again(_) | Outcome::Held(_) => continue,
            }
            counts.over.push(one.id);
        }
        let mut transaction = self.pool.begin().await?;
        let now = self.clock.now();
        for (send, counts) in &sends {
            end(&mut transaction, *send, counts).await?;
        }
        for one in landed {
            let (at, tried) = match one.outcome {
                Outcome::Again(at) => (at, 1),
                Outcome::Held(at) => (at, 0),
                _ => continue,
            };
            sqlx::query("UPDATE push_outbox SET due_at = $1, attempts = attempts + $2 WHERE id = $3 AND send = $4")
                .bind(at)
                .bind(tried)
                .bind(one.id)
                .bind(one.send)
                .execute(&mut *transaction)
                .await?;
        }
        for (name, news) in services {
            tell(&mut transaction, name, news, now).await?;
        }
        for one in landed.iter().filter(|one| one.outcome == Outcome::Gone) {
            sqlx::query("DELETE FROM push_subscriptions WHERE id = $1")
                .bind(one.subscription)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Closes announcements that have nothing left to send, and gives up what is past its deadline. Returns how many lines
    /// were given up.
    pub async fn close_push_sends(&self) -> Result<u64, StorageError> {
        let now = self.clock.now();
        let rows = sqlx::query(
            "SELECT id FROM push_sends WHERE (state IN ('spreading', 'sending') AND deadline <= $1)
                OR (state = 'sending' AND NOT EXISTS (SELECT 1 FROM push_outbox o WHERE o.send = push_sends.id))",
        )
        .bind(now)
        .fetch_all(&self.pool)
        .await?;
        let mut late = 0;
        for row in rows {
            let id: i64 = row.try_get("id")?;
            let mut transaction = self.pool.begin().await?;
            let mine = sqlx::query(
                "UPDATE push_sends SET state = 'done' WHERE id = $1 AND state IN ('spreading', 'sending') RETURNING id",
            )
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await?;
            if mine.is_none() {
                continue;
            }
            let left =
                sqlx::query("DELETE FROM push_outbox WHERE send = $1").bind(id).execute(&mut *transaction).await?;
            sqlx::query("UPDATE push_sends SET late = late + $1 WHERE id = $2")
                .bind(left.rows_affected() as i64)
                .bind(id)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            late += left.rows_affected();
        }
        Ok(late)
    }
}

/// Lines that are over leave the outbox; a line that a later announcement took over in between stays, for it is that one's.
async fn end(connection: &mut AnyConnection, send: i64, counts: &Counts) -> Result<(), StorageError> {
    let listed = counts.over.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    if listed.is_empty() {
        return Ok(());
    }
    let delete = format!("DELETE FROM push_outbox WHERE send = $1 AND id IN ({listed})");
    sqlx::query(sqlx::AssertSqlSafe(delete)).bind(send).execute(&mut *connection).await?;
    sqlx::query("UPDATE push_sends SET sent = sent + $1, gone = gone + $2, refused = refused + $3 WHERE id = $4")
        .bind(counts.sent)
        .bind(counts.gone)
        .bind(counts.refused)
        .bind(send)
        .execute(connection)
        .await?;
    Ok(())
}

async fn tell(
    connection: &mut AnyConnection,
    name: &str,
    news: &ServiceNews,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    sqlx::query(if news.sent {
        "UPDATE push_services SET tried_at = $1, sent_at = $1, failing_since = NULL, failure = $2 WHERE name = $3"
    } else {
        "UPDATE push_services SET tried_at = $1, failure = $2,
             failing_since = CASE WHEN $2 = '' THEN failing_since ELSE COALESCE(failing_since, $1) END
         WHERE name = $3"
    })
    .bind(now)
    .bind(news.failure.clone().unwrap_or_default())
    .bind(name)
    .execute(&mut *connection)
    .await?;
    if let Some(until) = news.paused_until {
        sqlx::query("UPDATE push_services SET paused_until = $1 WHERE name = $2 AND paused_until < $1")
            .bind(until)
            .bind(name)
            .execute(connection)
            .await?;
    }
    Ok(())
}
