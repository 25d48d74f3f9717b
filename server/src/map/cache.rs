//! Tiles that an online source gave, kept over restarts within a number of bytes.
//!
//! A database of its own beside the server's: it may be thrown away at any time, and what is lost is asked for again. A folder of
//! small files was rejected: finding the least used among a hundred thousand files reads the whole folder.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::tile::{Grid, Tile};

/// Seconds between two notes that a tile is still used: a write for each look would be one too many.
const NOTED: i64 = 3_600;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS tile (
    z INTEGER NOT NULL,
    x INTEGER NOT NULL,
    y INTEGER NOT NULL,
    version TEXT NOT NULL, -- of the source that gave it
    data BLOB, -- gzip; NULL: there is nothing at that place
    bytes INTEGER NOT NULL, -- what it counts for
    at INTEGER NOT NULL, -- when it was given
    used INTEGER NOT NULL, -- when somebody last looked, to the hour
    PRIMARY KEY (z, x, y)
) STRICT;
CREATE INDEX IF NOT EXISTS tile_used ON tile (used);
";

/// What a row counts for beside its tile.
const ROW: u64 = 100;

/// The cache. Cloning shares it.
#[derive(Clone, Debug)]
pub(super) struct Cache(Arc<Mutex<Inside>>);

#[derive(Debug)]
struct Inside {
    path: PathBuf,
    most: u64,
    held: u64,
    connection: Option<Connection>,
}

/// A tile that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) tile: Tile,
    pub(super) version: String,
    pub(super) at: i64,
}

impl Cache {
    /// In that file, opened when it is first needed; at most so many bytes, none at 0.
    pub(super) fn new(path: PathBuf, most: u64) -> Self {
        Self(Arc::new(Mutex::new(Inside { path, most, held: 0, connection: None })))
    }

    /// The tile that was kept.
    pub(super) async fn get(&self, grid: Grid, now: i64) -> Option<Kept> {
        self.inside(move |inside| inside.get(grid, now)).await.flatten()
    }

    /// Keeps a tile. A cache that cannot be written to keeps nothing, and the map goes on.
    pub(super) async fn put(&self, grid: Grid, version: String, tile: Tile, now: i64) {
        self.inside(move |inside| inside.put(grid, &version, &tile, now)).await;
    }

    async fn inside<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Inside) -> rusqlite::Result<T> + Send + 'static,
    ) -> Option<T> {
        let shared = Arc::clone(&self.0);
        let done = tokio::task::spawn_blocking(move || {
            let mut inside = shared.lock().unwrap_or_else(PoisonError::into_inner);
            if inside.most == 0 {
                return None;
            }
            match act(&mut inside) {
                Ok(done) => Some(done),
                Err(error) => {
                    tracing::warn!(%error, "the map's cache is begun anew");
                    inside.throw_away();
                    None
                }
            }
        });
        done.await.ok().flatten()
    }
}

impl Inside {
    fn connection(&mut self) -> rusqlite::Result<&mut Connection> {
        if self.connection.is_none() {
            let connection = open(&self.path)?;
            self.held = connection
                .query_row("SELECT coalesce(sum(bytes), 0) FROM tile", [], |row| row.get::<_, i64>(0))?
                .max(0) as u64;
            self.connection = Some(connection);
        }
        self.connection.as_mut().ok_or(rusqlite::Error::InvalidQuery)
    }

    fn get(&mut self, grid: Grid, now: i64) -> rusqlite::Result<Option<Kept>> {
        let connection = self.connection()?;
        let mut ask =
            connection.prepare_cached("SELECT version, data, at, used FROM tile WHERE z = ?1 AND x = ?2 AND y = ?3")?;
        let found = ask
            .query_row((grid.z, grid.x, grid.y), |row| {
                let kept = Kept { version: row.get(0)?, tile: Tile::of_file(row.get(1)?), at: row.get(2)? };
                Ok((kept, row.get::<_, i64>(3)?))
            })
            .optional()?;
        drop(ask);
        let Some((kept, used)) = found else { return Ok(None) };
        if !(used..used + NOTED).contains(&now) {
            let sql = "UPDATE tile SET used = ?4 WHERE z = ?1 AND x = ?2 AND y = ?3";
            connection.execute(sql, (grid.z, grid.x, grid.y, now))?;
        }
        Ok(Some(kept))
    }

    fn put(&mut self, grid: Grid, version: &str, tile: &Tile, now: i64) -> rusqlite::Result<()> {
        let data = match tile {
            Tile::Nothing => None,
            Tile::Gzip(bytes) => Some(bytes.as_ref()),
        };
        let bytes = ROW + data.map_or(0, <[u8]>::len) as u64;
        let (most, held) = (self.most, self.held);
        let transaction = self.connection()?.transaction()?;
        let place = (grid.z, grid.x, grid.y);
        let before: Option<i64> = transaction
            .query_row("SELECT bytes FROM tile WHERE z = ?1 AND x = ?2 AND y = ?3", place, |row| row.get(0))
            .optional()?;
        transaction.execute(
            "INSERT OR REPLACE INTO tile (z, x, y, version, data, bytes, at, used) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
            (grid.z, grid.x, grid.y, version, data, bytes as i64, now),
        )?;
        let mut held = (held + bytes).saturating_sub(before.unwrap_or_default().max(0) as u64);
        if held > most {
            // A tenth at once: not a deletion for each tile from here on.
            let goal = most / 10 * 9;
            let mut oldest = transaction.prepare("SELECT rowid, bytes FROM tile ORDER BY used, at, rowid")?;
            let mut rows = oldest.query([])?;
            let mut gone = Vec::new();
            while held > goal
                && let Some(row) = rows.next()?
            {
                gone.push(row.get::<_, i64>(0)?);
                held = held.saturating_sub(row.get::<_, i64>(1)?.max(0) as u64);
            }
            for row in gone {
                transaction.execute("DELETE FROM tile WHERE rowid = ?1", [row])?;
            }
        }
        transaction.commit()?;
        self.held = held;
        Ok(())
    }

    /// Whatever is wrong with it, nothing in it is needed.
    fn throw_away(&mut self) {
        self.connection = None;
        self.held = 0;
        for suffix in ["", "-wal", "-shm"] {
            let mut name = self.path.as_os_str().to_owned();
            name.push(suffix);
            drop(std::fs::remove_file(PathBuf::from(name)));
        }
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    // A machine that stops without warning may lose it; a killed server does not.
    connection
        .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA journal_size_limit = 4194304;")?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSION: &str = "a";

    fn at(x: u32) -> Grid {
        Grid { z: 14, x, y: 1 }
    }

    fn tile(bytes: usize) -> Tile {
        Tile::Gzip(vec![7; bytes].into())
    }

    async fn there(cache: &Cache, tiles: std::ops::Range<u32>, now: i64) -> Vec<u32> {
        let mut there = Vec::new();
        for x in tiles {
            if cache.get(at(x), now).await.is_some() {
                there.push(x);
            }
        }
        there
    }

    #[tokio::test]
    async fn what_was_given_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache");
        let cache = Cache::new(path.clone(), 1_000_000);
        cache.put(at(1), VERSION.to_owned(), tile(500), 10).await;
        cache.put(at(2), VERSION.to_owned(), Tile::Nothing, 11).await;
        drop(cache);
        let again = Cache::new(path, 1_000_000);
        assert_eq!(again.get(at(1), 12).await, Some(Kept { tile: tile(500), version: VERSION.to_owned(), at: 10 }));
        assert_eq!(again.get(at(2), 12).await.map(|kept| kept.tile), Some(Tile::Nothing));
        assert_eq!(again.get(at(3), 12).await, None);
    }

    #[tokio::test]
    async fn the_least_looked_at_goes_first_when_it_is_full() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path().join("cache"), 10_000);
        for x in 0..9 {
            cache.put(at(x), VERSION.to_owned(), tile(1_000), i64::from(x)).await;
        }
        assert_eq!(there(&cache, 0..9, 20).await.len(), 9, "room for nine");
        assert!(cache.get(at(0), 10_000).await.is_some(), "somebody looks at the oldest");
        cache.put(at(9), VERSION.to_owned(), tile(1_000), 10_001).await;
        assert_eq!(there(&cache, 0..10, 10_002).await, [0, 3, 4, 5, 6, 7, 8, 9]);
    }

    #[tokio::test]
    async fn a_damaged_cache_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache");
        std::fs::write(&path, vec![b'x'; 9_000]).unwrap();
        let cache = Cache::new(path, 10_000);
        assert_eq!(cache.get(at(1), 1).await, None);
        cache.put(at(1), VERSION.to_owned(), tile(10), 1).await;
        assert!(cache.get(at(1), 1).await.is_some());
    }

    #[tokio::test]
    async fn none_is_kept_when_none_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache");
        let cache = Cache::new(path.clone(), 0);
        cache.put(at(1), VERSION.to_owned(), tile(10), 1).await;
        assert_eq!(cache.get(at(1), 1).await, None);
        assert!(!path.exists());
    }
}
