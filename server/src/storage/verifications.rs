//! Codes shown to the server: each proof once, and how many were verified with which answer. No name, no card.

use shared::card::CredentialId;
use sqlx::Row;

use super::{Storage, StorageError};
use crate::entropy;

impl Storage {
    /// Notes that a code was shown. `false`: it was shown before, in another scan.
    pub async fn present(&self, credential: CredentialId, moment: u32, scan: &str) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let before = sqlx::query("SELECT scan FROM presentations WHERE credential = $1 AND moment = $2")
            .bind(credential.0.to_vec())
            .bind(i64::from(moment))
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(row) = before {
            return Ok(row.try_get::<String, _>("scan")? == scan);
        }
        sqlx::query("INSERT INTO presentations (credential, moment, scan, seen_at) VALUES ($1, $2, $3, $4)")
            .bind(credential.0.to_vec())
            .bind(i64::from(moment))
            .bind(scan)
            .bind(self.clock.now())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Counts a verification.
    pub async fn count_verification(&self, shop: Option<&str>, verdict: &str) -> Result<(), StorageError> {
        let now = self.clock.now();
        sqlx::query("INSERT INTO verifications (id, at, shop, verdict) VALUES ($1, $2, $3, $4)")
            .bind(entropy::ulid(now)?)
            .bind(now)
            .bind(shop)
            .bind(verdict)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Verifications by answer.
    pub async fn verifications(&self) -> Result<Vec<(String, u64)>, StorageError> {
        let rows =
            sqlx::query("SELECT verdict, COUNT(*) AS times FROM verifications GROUP BY verdict ORDER BY verdict")
                .fetch_all(&self.pool)
                .await?;
        rows.iter().map(|row| Ok((row.try_get("verdict")?, row.try_get::<i64, _>("times")?.unsigned_abs()))).collect()
    }
}
