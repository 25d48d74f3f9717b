//! How many apps were opened this week: a number, without anything about whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use shared::domain::UnixSeconds;
use shared::protocol::iso_week;

use crate::storage::{Storage, StorageError};

/// Apps counted since the last time the count was written down.
#[derive(Clone, Debug, Default)]
pub struct WeeklyCount(Arc<AtomicU64>);

impl WeeklyCount {
    /// One more app. Never waits: a count is not worth making a phone wait for the disk.
    pub fn add(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes the count down under the week of `now`. What cannot be written is kept for the next time.
    pub async fn save(&self, storage: &Storage, now: UnixSeconds) -> Result<(), StorageError> {
        let apps = self.0.swap(0, Ordering::Relaxed);
        if apps == 0 {
            return Ok(());
        }
        let saved = storage.count_apps(&iso_week(now), apps).await;
        if saved.is_err() {
            self.0.fetch_add(apps, Ordering::Relaxed);
        }
        saved
    }
}
