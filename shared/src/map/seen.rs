//! Tiles that were looked at, kept in a database of their own, within a cap: the least lately used go first.
//!
//! Invariant: it is a cache. Whatever is wrong with it costs a tile asked for again, never a map that is not drawn; so it is
//! thrown away and begun anew rather than mended, and nothing in it needs to survive a power cut.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OptionalExtension, params};

/// The schema of this version. Another one is begun anew.
const VERSION: i64 = 1;

const SCHEMA: &str = "
    CREATE TABLE tile (
        -- Path and version of the tile, as it was asked for.
        address TEXT PRIMARY KEY,
        data BLOB NOT NULL,
        -- Rises with each use: what is lowest was used longest ago.
        used INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX tile_used ON tile (used);
";

/// The cache, open.
#[derive(Debug)]
pub struct Seen {
    connection: Mutex<Connection>,
    cap: u64,
}

impl Seen {
    /// Opens the cache at `path`, or begins it; `cap` is the most bytes of tiles that it holds.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn open(path: &Path, cap: u64) -> rusqlite::Result<Self> {
        let connection = Self::read(path).or_else(|_| {
            drop(std::fs::remove_file(path));
            Self::read(path)
        })?;
        Ok(Self { connection: Mutex::new(connection), cap })
    }

    fn read(path: &Path) -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != VERSION {
            connection.execute_batch("DROP TABLE IF EXISTS tile;")?;
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "user_version", VERSION)?;
        }
        Ok(connection)
    }

    /// What was kept under an address, which counts as a use.
    pub fn get(&self, address: &str) -> Option<Vec<u8>> {
        let connection = self.lock();
        let found = connection
            .prepare_cached("SELECT data FROM tile WHERE address = ?1")
            .and_then(|mut ask| ask.query_row([address], |row| row.get(0)).optional());
        let data = found.ok().flatten()?;
        let used = "UPDATE tile SET used = (SELECT max(used) + 1 FROM tile) WHERE address = ?1";
        // A full disk may refuse even that: the tile is there all the same.
        drop(connection.execute(used, [address]));
        Some(data)
    }

    /// Forgets all of it.
    ///
    /// # Errors
    /// The disk.
    pub fn clear(&self) -> rusqlite::Result<()> {
        self.lock().execute_batch("DELETE FROM tile; VACUUM;")
    }

    /// Keeps a tile, and lets go of those used longest ago.
    ///
    /// # Errors
    /// The disk is full: nothing changed.
    pub fn put(&self, address: &str, data: &[u8]) -> rusqlite::Result<()> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT OR REPLACE INTO tile (address, data, used) VALUES (?1, ?2, coalesce((SELECT max(used) + 1 FROM tile), 1))",
            params![address, data],
        )?;
        // Those that the cap has no room for once all used after them are counted.
        transaction.execute(
            "DELETE FROM tile WHERE address IN (
                SELECT address FROM (SELECT address, sum(length(data)) OVER (ORDER BY used DESC) AS bytes FROM tile)
                WHERE bytes > ?1)",
            [i64::try_from(self.cap).unwrap_or(i64::MAX)],
        )?;
        transaction.commit()
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A transaction that panicked was rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let seen = Seen::open(&folder.path().join("map.sqlite"), 250).unwrap();
        for name in ["a", "b"] {
            seen.put(name, &[1; 100]).unwrap();
        }
        assert!(seen.get("a").is_some(), "used again, after b");
        seen.put("c", &[1; 100]).unwrap();
        assert_eq!((seen.get("a").is_some(), seen.get("b"), seen.get("c").is_some()), (true, None, true));
    }

    #[test]
    fn it_is_there_the_next_time_and_a_newer_tile_takes_the_place_of_the_older() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.sqlite");
        Seen::open(&path, 1_000).unwrap().put("14/1/2?v=a", b"old").unwrap();
        let seen = Seen::open(&path, 1_000).unwrap();
        assert_eq!(seen.get("14/1/2?v=a").as_deref(), Some(&b"old"[..]));
        seen.put("14/1/2?v=a", b"new").unwrap();
        assert_eq!(seen.get("14/1/2?v=a").as_deref(), Some(&b"new"[..]));
        assert_eq!(seen.get("14/1/2?v=b"), None);
    }

    #[test]
    fn nothing_of_it_is_in_the_file_once_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.sqlite");
        let seen = Seen::open(&path, 1_000).unwrap();
        seen.put("14/1/2", b"a street of somebody").unwrap();
        seen.clear().unwrap();
        assert_eq!(seen.get("14/1/2"), None);
        let there = std::fs::read(&path).unwrap();
        assert!(!there.windows(6).any(|bytes| bytes == b"street"), "not even in a free page");
        seen.put("14/1/3", b"and on").unwrap();
    }

    #[test]
    fn rubbish_in_its_place_is_thrown_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("map.sqlite");
        std::fs::write(&path, "no database at all, but long enough to be taken for a header of one").unwrap();
        let seen = Seen::open(&path, 1_000).unwrap();
        seen.put("a", b"tile").unwrap();
        assert!(seen.get("a").is_some());
    }

    #[test]
    fn a_tile_larger_than_the_cap_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let seen = Seen::open(&folder.path().join("map.sqlite"), 10).unwrap();
        seen.put("a", &[1; 11]).unwrap();
        assert_eq!(seen.get("a"), None);
    }
}
