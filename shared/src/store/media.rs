//! Pictures kept on the phone, by checksum, within a cap.

use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};
use crate::domain::{Image, UnixSeconds, Variant};

/// Most bytes of pictures kept. The longest unused go first; those that came with the app come back with it.
const CAP_BYTES: i64 = 48 * 1024 * 1024;

/// A picture is marked as used at most once in this many seconds, so that looking does not write each time.
const TOUCH_EVERY: i64 = 86_400;

impl Store {
    /// The picture with this SHA-256, if it is on the phone.
    pub fn media(&self, sha256: &str, now: UnixSeconds) -> Result<Option<Vec<u8>>, StoreError> {
        let public = self.public();
        let found: Option<(Vec<u8>, i64)> = public
            .connection
            .prepare_cached("SELECT bytes, used_at FROM media WHERE sha256 = ?1")?
            .query_row([sha256], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((bytes, used_at)) = found else { return Ok(None) };
        if now - used_at >= TOUCH_EVERY {
            public.connection.execute("UPDATE media SET used_at = ?2 WHERE sha256 = ?1", params![sha256, now])?;
        }
        Ok(Some(bytes))
    }

    /// Pictures of the content as it stands, in the width kept for a day without network; newest content first.
    pub fn pictures(&self) -> Result<Vec<Variant>, StoreError> {
        let records = self.list("body LIKE '%\"variants\"%' ORDER BY seq DESC, kind, id", [])?;
        let kept = |image: &Image| image.at_least(Image::KEPT_WIDTH).cloned();
        Ok(records.iter().filter_map(|record| record.image().and_then(kept)).collect())
    }

    /// Whether a picture is on the phone.
    pub fn has_media(&self, sha256: &str) -> Result<bool, StoreError> {
        let public = self.public();
        let found = public.connection.prepare_cached("SELECT 1 FROM media WHERE sha256 = ?1")?.exists([sha256])?;
        Ok(found)
    }

    /// Keeps a picture, making room when needed.
    pub fn keep_media(&self, sha256: &str, bytes: &[u8], now: UnixSeconds) -> Result<(), StoreError> {
        let mut public = self.public();
        let transaction = public.connection.transaction()?;
        transaction.execute(
            "INSERT INTO media (sha256, bytes, used_at) VALUES (?1, ?2, ?3) ON CONFLICT (sha256) DO UPDATE SET used_at = excluded.used_at",
            params![sha256, bytes, now],
        )?;
        // Summed here, the last used first: the web build has no window functions.
        let mut room = CAP_BYTES;
        let mut surplus: Vec<String> = Vec::new();
        {
            let mut all =
                transaction.prepare_cached("SELECT sha256, length(bytes) FROM media ORDER BY used_at DESC, sha256")?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                room -= row.get::<_, i64>(1)?;
                if room < 0 {
                    surplus.push(row.get(0)?);
                }
            }
        }
        for sha256 in surplus {
            transaction.execute("DELETE FROM media WHERE sha256 = ?1", [sha256])?;
        }
        Ok(transaction.commit()?)
    }
}
