//! How many apps were opened this week: a number, without anything about whom.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Datelike};
use shared::domain::UnixSeconds;

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

/// ISO 8601 week, for example `2026-W48`.
pub fn iso_week(now: UnixSeconds) -> String {
    let week = DateTime::from_timestamp(now, 0).unwrap_or_default().iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_first_days_of_january_may_belong_to_last_year() {
        assert_eq!(super::iso_week(1_795_392_000), "2026-W48");
        assert_eq!(super::iso_week(1_798_761_600), "2026-W53", "Friday 1 January 2027");
    }
}
