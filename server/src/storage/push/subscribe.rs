//! Phones come, change their mind, and go.
//!
//! A subscription is found by the hash of its token, which is all that a phone has to know: whoever knows the token may
//! change or end it.

use shared::domain::UnixSeconds;
use shared::protocol::{PUSH_KEPT_DAYS, PushProvider, PushSubscription, PushTarget};
use sqlx::{AnyConnection, Row};

use super::service;
use crate::digest;
use crate::storage::{Storage, StorageError};

/// How long announcements stay in the console's list.
const SENDS_KEPT_SECONDS: i64 = 400 * 86_400;

impl Storage {
    /// Keeps what a phone wants, in the place of what it wanted before or of the subscription that it `replaces`: what waits
    /// for it goes to its new token. `false`: its address names nobody who could carry it.
    pub async fn subscribe_to_push(&self, wanted: &PushSubscription) -> Result<bool, StorageError> {
        let Some(service) = service(&wanted.target) else { return Ok(false) };
        let hash = token_hash(wanted.target.provider(), wanted.target.token());
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        sqlx::query(
            "INSERT INTO push_services (name, provider, paused_until, failure, tried_at) VALUES ($1, $2, 0, '', 0)
             ON CONFLICT (name) DO NOTHING",
        )
        .bind(&service)
        .bind(wanted.target.provider().name())
        .execute(&mut *transaction)
        .await?;
        let former = wanted.replaces.as_deref().map(|token| token_hash(wanted.target.provider(), token));
        let former = match former.filter(|former| *former != hash) {
            Some(former) => find(&mut transaction, &former).await?,
            None => None,
        };
        let known = find(&mut transaction, &hash).await?;
        let row = match (known, former) {
            (Some(known), Some(former)) => {
                delete(&mut transaction, former).await?;
                Some(known)
            }
            (Some(row), None) | (None, Some(row)) => Some(row),
            (None, None) => None,
        };
        write(&mut transaction, row, &hash, &service, wanted, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Forgets a phone, and what waits for it. Whether there was one.
    pub async fn unsubscribe_from_push(&self, target: &PushTarget) -> Result<bool, StorageError> {
        let gone = sqlx::query("DELETE FROM push_subscriptions WHERE token_hash = $1")
            .bind(token_hash(target.provider(), target.token()).to_vec())
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    /// Puts another key in the place of the one that browsers subscribed with, in the setting `name`, and forgets them: no
    /// service would take what is signed with the new one.
    pub async fn replace_vapid_key(&self, name: &str, public: &str) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(name)
            .bind(public)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM push_subscriptions WHERE provider = 'web'").execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Forgets phones that were not heard of for [`PUSH_KEPT_DAYS`], services that no phone is at, and announcements of
    /// long ago. Returns how many phones.
    pub async fn retain_push(&self) -> Result<u64, StorageError> {
        let now = self.clock.now();
        let gone = sqlx::query("DELETE FROM push_subscriptions WHERE seen_at < $1")
            .bind(now - i64::from(PUSH_KEPT_DAYS) * 86_400)
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "DELETE FROM push_services
             WHERE NOT EXISTS (SELECT 1 FROM push_subscriptions s WHERE s.service = push_services.name)",
        )
        .execute(&self.pool)
        .await?;
        sqlx::query("DELETE FROM push_sends WHERE begun_at < $1 AND state IN ('done', 'stopped')")
            .bind(now - SENDS_KEPT_SECONDS)
            .execute(&self.pool)
            .await?;
        Ok(gone.rows_affected())
    }
}

/// The same token of two providers is two.
fn token_hash(provider: PushProvider, token: &str) -> [u8; 32] {
    digest::raw(format!("{}:{token}", provider.name()))
}

async fn find(connection: &mut AnyConnection, hash: &[u8; 32]) -> Result<Option<i64>, StorageError> {
    let row = sqlx::query("SELECT id FROM push_subscriptions WHERE token_hash = $1")
        .bind(hash.to_vec())
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.try_get("id")).transpose().map_err(Into::into)
}

async fn delete(connection: &mut AnyConnection, id: i64) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM push_subscriptions WHERE id = $1").bind(id).execute(connection).await?;
    Ok(())
}

async fn write(
    connection: &mut AnyConnection,
    row: Option<i64>,
    hash: &[u8; 32],
    service: &str,
    wanted: &PushSubscription,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    let topics = if wanted.topics.is_empty() { String::new() } else { format!(",{},", wanted.topics.join(",")) };
    let (from, to) = wanted.quiet.map_or((-1, -1), |quiet| (i64::from(quiet.from), i64::from(quiet.to)));
    let statement = match row {
        Some(_) => {
            "UPDATE push_subscriptions SET token_hash = $1, provider = $2, service = $3, target = $4, topics = $5, lang = $6,
                 quiet_from = $7, quiet_to = $8, seen_at = $9 WHERE id = $10"
        }
        None => {
            "INSERT INTO push_subscriptions (token_hash, provider, service, target, topics, lang, quiet_from, quiet_to, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        }
    };
    let mut query = sqlx::query(statement)
        .bind(hash.to_vec())
        .bind(wanted.target.provider().name())
        .bind(service)
        .bind(serde_json::to_string(&wanted.target)?)
        .bind(topics)
        .bind(&wanted.lang)
        .bind(from)
        .bind(to)
        .bind(now);
    if let Some(row) = row {
        query = query.bind(row);
    }
    query.execute(&mut *connection).await?;
    if let Some(row) = row {
        // What waits goes by whoever carries it now.
        sqlx::query("UPDATE push_outbox SET service = $1 WHERE subscription = $2 AND service <> $1")
            .bind(service)
            .bind(row)
            .execute(connection)
            .await?;
    }
    Ok(())
}
