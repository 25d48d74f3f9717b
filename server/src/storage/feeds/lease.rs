//! Who tries a feed, and how a try without new content ends.
//!
//! A lease ends by itself, so that a server that died does not keep a feed. What a try found is written only while its
//! lease holds and nobody changed the feed meanwhile.

use shared::domain::UnixSeconds;
use sqlx::AnyConnection;

use super::{FEED_COLUMNS, Feed, read_feed};
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

impl Storage {
    /// Takes the feed that is due for longest, for `seconds`.
    pub async fn lease_due_feed(&self, seconds: i64) -> Result<Option<Feed>, StorageError> {
        let now = self.clock.now();
        // Most looks find nothing, and nothing is locked for them.
        let due = sqlx::query(
            "SELECT id FROM feeds WHERE paused = 0 AND next_try <= $1 AND lease_until <= $1 ORDER BY next_try, id LIMIT 1",
        )
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        match due {
            Some(row) => self.lease_feed(&sqlx::Row::try_get::<String, _>(&row, "id")?, seconds).await,
            None => Ok(None),
        }
    }

    /// Takes this feed, for `seconds`. `None`: somebody tries it already, or it is gone.
    pub async fn lease_feed(&self, id: &str, seconds: i64) -> Result<Option<Feed>, StorageError> {
        let now = self.clock.now();
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE feeds SET lease_until = $1 WHERE id = $2 AND lease_until <= $3 RETURNING {FEED_COLUMNS}"
        )))
        .bind(now + seconds)
        .bind(id)
        .bind(now)
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read_feed).transpose()
    }

    /// Writes down that somebody asked for a try.
    pub async fn note_feed_try(&self, actor: &str, id: &str) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        audit(&mut transaction, self.clock.now(), actor, "feed.try", id).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A try found what is known already.
    pub async fn feed_is_the_same(&self, leased: &Feed, next_try: UnixSeconds) -> Result<bool, StorageError> {
        let mut connection = self.pool.acquire().await?;
        succeed(&mut connection, leased, self.clock.now(), next_try).await
    }

    /// A try failed. `failure`: what went wrong, by its stable name; `detail`: as the machine says it.
    pub async fn feed_failed(
        &self,
        leased: &Feed,
        failure: &str,
        detail: &str,
        next_try: UnixSeconds,
    ) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let done = sqlx::query(
            "UPDATE feeds SET lease_until = 0, tried_at = $1, failures = failures + 1, failure = $2, detail = $3,
                 failing_since = COALESCE(failing_since, $1), next_try = $4
             WHERE id = $5 AND lease_until = $6 AND version = $7",
        )
        .bind(now)
        .bind(failure)
        .bind(detail)
        .bind(next_try)
        .bind(&leased.id)
        .bind(leased.lease_until)
        .bind(leased.version as i64)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Ends a try that went well. `false`: the lease does not hold any more.
pub(super) async fn succeed(
    connection: &mut AnyConnection,
    leased: &Feed,
    now: UnixSeconds,
    next_try: UnixSeconds,
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE feeds SET lease_until = 0, tried_at = $1, succeeded_at = $1, failures = 0, failure = '', detail = '',
             failing_since = NULL, next_try = $2
         WHERE id = $3 AND lease_until = $4 AND version = $5",
    )
    .bind(now)
    .bind(next_try)
    .bind(&leased.id)
    .bind(leased.lease_until)
    .bind(leased.version as i64)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
