//! Who sends what: a few lines at a time, each held by one node until a moment that is past any answer.
//!
//! Taking a line moves it to that moment, so a node that dies gives it back by doing nothing. The lines of one service are
//! taken apart from the others', so that one that is paused or slow holds nobody up.

use std::collections::HashMap;
use std::sync::Arc;

use shared::domain::UnixSeconds;
use shared::protocol::{PushPayload, PushProvider};
use sqlx::Row;

use super::spread::{due_at, quiet};
use super::{Leased, listed};
use crate::storage::{Location, Storage, StorageError};

/// Most services that one look names; the others come at the next, because these were tried since.
const SERVICES: i64 = 32;

impl Storage {
    /// Services of `providers` that something is due for and that do not ask to wait, the longest untried first.
    pub async fn due_push_services(&self, providers: &[PushProvider]) -> Result<Vec<String>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT s.name FROM push_services s
             WHERE s.paused_until <= $1 AND s.provider IN ({})
               AND EXISTS (SELECT 1 FROM push_outbox o WHERE o.service = s.name AND o.due_at <= $1)
             ORDER BY s.tried_at, s.name LIMIT {SERVICES}",
            listed(providers)
        )))
        .bind(self.clock.now())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok(row.try_get("name")?)).collect()
    }

    /// Takes at most `most` lines of a service that are due, for `seconds`.
    pub async fn lease_push(&self, service: &str, most: usize, seconds: i64) -> Result<Vec<Leased>, StorageError> {
        let now = self.clock.now();
        let skip = if matches!(self.location, Location::Postgres(_)) { "FOR UPDATE SKIP LOCKED" } else { "" };
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE push_outbox SET due_at = $1 WHERE id IN
               (SELECT id FROM push_outbox WHERE service = $2 AND due_at <= $3 ORDER BY due_at LIMIT $4 {skip})
             RETURNING id"
        )))
        .bind(now + seconds)
        .bind(service)
        .bind(now)
        .bind(most as i64)
        .fetch_all(&self.pool)
        .await?;
        let ids = rows.iter().map(|row| row.try_get::<i64, _>("id")).collect::<Result<Vec<_>, _>>()?;
        self.leased(&ids).await
    }

    async fn leased(&self, ids: &[i64]) -> Result<Vec<Leased>, StorageError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let listed = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT o.id, o.send, o.subscription, o.service, o.attempts, s.target, s.quiet_from, s.quiet_to, p.payload,
                 p.deadline
             FROM push_outbox o JOIN push_subscriptions s ON s.id = o.subscription JOIN push_sends p ON p.id = o.send
             WHERE o.id IN ({listed})"
        )))
        .fetch_all(&self.pool)
        .await?;
        // One announcement to many phones is kept once.
        let mut payloads: HashMap<String, Arc<PushPayload>> = HashMap::new();
        let mut leased = Vec::with_capacity(rows.len());
        for row in &rows {
            let body: String = row.try_get("payload")?;
            let payload = if let Some(payload) = payloads.get(&body) {
                Arc::clone(payload)
            } else {
                let payload: Arc<PushPayload> = Arc::new(serde_json::from_str(&body)?);
                payloads.insert(body, Arc::clone(&payload));
                payload
            };
            let target: String = row.try_get("target")?;
            leased.push(Leased {
                id: row.try_get("id")?,
                send: row.try_get("send")?,
                subscription: row.try_get("subscription")?,
                service: row.try_get("service")?,
                attempts: u32::try_from(row.try_get::<i64, _>("attempts")?).unwrap_or(u32::MAX),
                target: serde_json::from_str(&target).ok(),
                quiet: quiet(row.try_get("quiet_from")?, row.try_get("quiet_to")?),
                payload,
                deadline: row.try_get("deadline")?,
            });
        }
        Ok(leased)
    }
}

impl Leased {
    /// `now`, or the end of its quiet hours when they have begun meanwhile.
    pub fn due_at(&self, zone: &str, now: UnixSeconds) -> UnixSeconds {
        self.quiet.map_or(now, |quiet| due_at(quiet, zone, now))
    }
}
