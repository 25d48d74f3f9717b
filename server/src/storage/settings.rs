//! Settings and counters: small facts by name.

use shared::domain::Territory;
use sqlx::Row;

use super::{Storage, StorageError};

impl Storage {
    /// A setting's value.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, StorageError> {
        let row =
            sqlx::query("SELECT value FROM settings WHERE name = $1").bind(name).fetch_optional(&self.pool).await?;
        row.map(|row| row.try_get("value")).transpose().map_err(Into::into)
    }

    /// Sets a setting.
    pub async fn set(&self, name: &str, value: &str) -> Result<(), StorageError> {
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Sets a setting that has no value yet; returns what it is then.
    pub async fn settle(&self, name: &str, value: &str) -> Result<String, StorageError> {
        sqlx::query("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await?;
        Ok(self.setting(name).await?.unwrap_or_default())
    }

    /// The territory that was seeded last.
    pub async fn territory(&self) -> Result<Option<Territory>, StorageError> {
        Ok(self.setting("territory").await?.map(|json| serde_json::from_str(&json)).transpose()?)
    }

    /// Remembers the territory.
    pub async fn set_territory(&self, territory: &Territory) -> Result<(), StorageError> {
        self.set("territory", &serde_json::to_string(territory)?).await
    }

    /// Adds apps to an ISO week's count, for example `2026-W48`.
    pub async fn count_apps(&self, week: &str, apps: u64) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO weekly_syncs (week, apps) VALUES ($1, $2)
             ON CONFLICT (week) DO UPDATE SET apps = weekly_syncs.apps + excluded.apps",
        )
        .bind(week)
        .bind(apps as i64)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Apps counted in an ISO week.
    pub async fn apps_in(&self, week: &str) -> Result<u64, StorageError> {
        let row =
            sqlx::query("SELECT apps FROM weekly_syncs WHERE week = $1").bind(week).fetch_optional(&self.pool).await?;
        row.map_or(Ok(0), |row| super::log::position(&row, "apps"))
    }
}
