//! The public database: opening, seeding, applying pages of changes, rebuilding.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, MAIN_DB, OptionalExtension, Transaction, named_params, params};
use rusqlite_migration::{M, Migrations};

use super::{Seed, Store, StoreError, remove_database};
use crate::domain::{Record, RecordId, UnixSeconds};
use crate::protocol::{SyncPage, WireRecord};
use crate::search;

/// Raise when the derived columns, positions or index change meaning: stores are then read again from their bodies.
const READER: i64 = 1;

/// Memory for pages of the file, as SQLite counts it (in kibibytes when negative): the index of a whole region stays in it.
const CACHE: i64 = -8_192;

/// Records applied to a staging database between two breaths of the screen.
const STAGING_CHUNK: usize = 25;

/// How far the server's change log was followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Identity of the log.
    pub log: String,
    /// Everything up to this position is in the store.
    pub seq: u64,
    /// When the server last answered, by the phone's clock.
    pub checked_at: UnixSeconds,
    /// Server's clock minus the phone's at that answer, in seconds.
    pub server_ahead: i64,
}

/// The public database with, while it is being rebuilt, its successor.
pub(super) struct Public {
    pub(super) connection: Connection,
    /// `None` in memory.
    path: Option<PathBuf>,
    staging: Option<Connection>,
}

fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("migrations/public_1.sql")),
        M::up(search::SCHEMA),
        M::up(search::NARROWING),
    ])
}

impl Public {
    /// Opens or makes the file. The flag tells that it was unreadable and made anew.
    pub(super) fn open_file(path: &Path, seed: &Seed) -> Result<(Self, bool), StoreError> {
        let opened = || Self { connection: open(path)?, path: Some(path.to_owned()), staging: None }.seeded(seed);
        match opened() {
            Ok(public) => Ok((public, false)),
            Err(StoreError::Full) => Err(StoreError::Full),
            Err(StoreError::Folder(error)) => Err(StoreError::Folder(error)),
            // Damaged, or made by a newer app: public content is worth a download, not a crash.
            Err(_) => {
                remove_database(path)?;
                remove_database(&staging_path(path))?;
                opened().map(|public| (public, true))
            }
        }
    }

    /// Opens bytes that [`Public::export`] gave. The flag tells that they were unreadable.
    pub(super) fn open_bytes(bytes: &[u8], seed: &Seed) -> Result<(Self, bool), StoreError> {
        let open = |bytes: &[u8]| -> Result<Self, StoreError> {
            Self { connection: prepare(connection_of(bytes)?)?, path: None, staging: None }.seeded(seed)
        };
        match open(bytes) {
            Ok(public) => Ok((public, false)),
            Err(_) if !bytes.is_empty() => open(&[]).map(|public| (public, true)),
            Err(error) => Err(error),
        }
    }

    pub(super) fn export(&self) -> Result<Vec<u8>, StoreError> {
        Ok(self.connection.serialize(MAIN_DB)?.to_vec())
    }

    /// Fills a store that never met the server, and reads again one that an older app derived.
    fn seeded(mut self, seed: &Seed) -> Result<Self, StoreError> {
        let origin: Option<(String, i64)> = self
            .connection
            .query_row("SELECT seed, reader FROM origin", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let followed = self.cursor()?.is_some();
        let transaction = self.connection.transaction()?;
        match origin {
            Some((checksum, READER)) if followed || checksum == seed.checksum => {
                drop(transaction);
                return Ok(self);
            }
            Some(_) if followed => read_again(&transaction)?,
            _ => {
                erase_records(&transaction)?;
                for record in (seed.records)() {
                    write(&transaction, &record)?;
                }
            }
        }
        for (sha256, bytes) in &seed.media {
            transaction.execute(
                "INSERT INTO media (sha256, bytes, used_at) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING",
                params![sha256, bytes],
            )?;
        }
        transaction.execute(
            "INSERT OR REPLACE INTO origin (one, seed, reader) VALUES (1, ?1, ?2)",
            params![seed.checksum, READER],
        )?;
        transaction.commit()?;
        Ok(self)
    }

    fn cursor(&self) -> Result<Option<Cursor>, StoreError> {
        read_cursor(&self.connection)
    }

    fn staging(&mut self) -> Result<&mut Connection, StoreError> {
        if self.staging.is_none() {
            let connection = match &self.path {
                None => prepare(Connection::open_in_memory()?)?,
                Some(path) => {
                    let path = staging_path(path);
                    let begun = Connection::open(&path).map_err(StoreError::from).and_then(prepare);
                    // Half-written by a crash of the machine: begin it again.
                    begun.or_else(|_| {
                        remove_database(&path)?;
                        prepare(Connection::open(&path)?)
                    })?
                }
            };
            self.staging = Some(connection);
        }
        self.staging.as_mut().ok_or(StoreError::Corrupt)
    }

    fn drop_staging(&mut self) -> Result<(), StoreError> {
        self.staging = None;
        self.path.as_deref().map_or(Ok(()), |path| remove_database(&staging_path(path)))
    }

    /// Puts the finished staging database in place of the current one. Pictures move along.
    fn swap(&mut self) -> Result<(), StoreError> {
        let Some(mut staging) = self.staging.take() else { return Ok(()) };
        carry_over(&self.connection, &mut staging)?;
        let Some(path) = self.path.clone() else {
            self.connection = staging;
            return Ok(());
        };
        // Both files are closed before the rename, so that no journal of one is taken for the other's.
        drop(staging);
        self.connection = Connection::open_in_memory()?;
        let renamed = std::fs::rename(staging_path(&path), &path).map_err(StoreError::Folder);
        self.connection = open(&path)?;
        renamed
    }
}

impl Store {
    /// How far the change log was followed. `None`: only what came with the app.
    pub fn cursor(&self) -> Result<Option<Cursor>, StoreError> {
        self.public().cursor()
    }

    /// Applies a page and moves the cursor, in one transaction.
    pub fn apply(&self, page: &SyncPage, now: UnixSeconds) -> Result<(), StoreError> {
        let mut public = self.public();
        let transaction = public.connection.transaction()?;
        for record in &page.upserts {
            write(&transaction, record)?;
        }
        for id in &page.deletes {
            delete(&transaction, id)?;
        }
        write_cursor(&transaction, page, now)?;
        Ok(transaction.commit()?)
    }

    /// Notes that the server answered and had nothing new, and what its clock said.
    pub fn mark_checked(&self, now: UnixSeconds, server_time: Option<UnixSeconds>) -> Result<(), StoreError> {
        self.public().connection.execute(
            "UPDATE cursor SET checked_at = ?1, server_ahead = COALESCE(?2, server_ahead)",
            rusqlite::params![now, server_time.map(|moment| moment - now)],
        )?;
        Ok(())
    }

    /// How far a rebuild that was begun has come.
    pub fn staging_cursor(&self) -> Result<Option<Cursor>, StoreError> {
        read_cursor(self.public().staging()?)
    }

    /// Abandons a rebuild.
    pub fn drop_staging(&self) -> Result<(), StoreError> {
        self.public().drop_staging()
    }

    /// Applies a page to the database being rebuilt, in chunks; `breathe` is awaited between two.
    ///
    /// Chunks without the cursor are safe here: nobody reads this database yet, and writing a record twice is
    /// writing it once.
    pub async fn apply_to_staging<F: Future<Output = ()>>(
        &self,
        page: &SyncPage,
        now: UnixSeconds,
        breathe: impl Fn() -> F,
    ) -> Result<(), StoreError> {
        for chunk in page.upserts.chunks(STAGING_CHUNK) {
            {
                let mut public = self.public();
                let transaction = public.staging()?.transaction()?;
                for record in chunk {
                    write(&transaction, record)?;
                }
                transaction.commit()?;
            }
            breathe().await;
        }
        let mut public = self.public();
        let transaction = public.staging()?.transaction()?;
        for id in &page.deletes {
            delete(&transaction, id)?;
        }
        write_cursor(&transaction, page, now)?;
        Ok(transaction.commit()?)
    }

    /// Puts the rebuilt database in place of the current one.
    pub fn swap_staging(&self) -> Result<(), StoreError> {
        let swapped = self.public().swap();
        // The new database counts its changes anew.
        #[cfg(feature = "calendar")]
        self.forget_offered();
        swapped
    }
}

fn staging_path(path: &Path) -> PathBuf {
    path.with_extension("next.sqlite")
}

/// Opens a file to be read from: a browser's memory needs no cache beside it.
fn open(path: &Path) -> Result<Connection, StoreError> {
    let connection = prepare(Connection::open(path)?)?;
    connection.pragma_update(None, "cache_size", CACHE)?;
    Ok(connection)
}

fn connection_of(bytes: &[u8]) -> Result<Connection, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    if !bytes.is_empty() {
        connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), false)?;
    }
    Ok(connection)
}

fn prepare(mut connection: Connection) -> Result<Connection, StoreError> {
    // TRUNCATE rather than WAL: a rename then moves the whole database, and a browser's memory has no WAL.
    connection
        .execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")?;
    connection.set_prepared_statement_cache_capacity(64);
    migrations().to_latest(&mut connection)?;
    // Reads the schema and both ends of the file: enough to notice a file cut short, in well under a millisecond.
    connection.query_row("SELECT count(*) FROM cursor", [], |row| row.get::<_, i64>(0))?;
    Ok(connection)
}

fn read_cursor(connection: &Connection) -> Result<Option<Cursor>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT log, seq, checked_at, server_ahead FROM cursor")?
        .query_row([], |row| {
            Ok(Cursor {
                log: row.get(0)?,
                seq: row.get::<_, i64>(1)?.max(0) as u64,
                checked_at: row.get(2)?,
                server_ahead: row.get(3)?,
            })
        })
        .optional()?)
}

fn write_cursor(transaction: &Transaction<'_>, page: &SyncPage, now: UnixSeconds) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT OR REPLACE INTO cursor (one, log, seq, checked_at, server_ahead) VALUES (1, :log, :seq, :now, :ahead)",
        named_params! { ":log": page.log, ":seq": page.next as i64, ":now": now, ":ahead": page.server_time - now },
    )?;
    Ok(())
}

/// Writes a record of any kind, known or not, with all that is derived from it.
fn write(transaction: &Transaction<'_>, wire: &WireRecord) -> Result<(), StoreError> {
    let record = wire.to_record();
    let rowid: i64 = transaction
        .prepare_cached(
            "INSERT INTO record (kind, id, seq, section, sort, body) VALUES (:kind, :id, :seq, :section, :sort, :body)
             ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, section = excluded.section, sort = excluded.sort, body = excluded.body
             RETURNING rowid",
        )?
        .query_row(
            named_params! {
                ":kind": wire.kind,
                ":id": wire.id,
                ":seq": wire.seq as i64,
                ":section": record.as_ref().and_then(Record::section).map(crate::domain::Section::slug),
                ":sort": record.as_ref().map_or(0, Record::sort_key),
                ":body": serde_json::to_string(wire)?,
            },
            |row| row.get(0),
        )?;
    derive(transaction, rowid, record.as_ref())
}

/// Position and search index of a record; none for a kind this version cannot read.
fn derive(transaction: &Transaction<'_>, rowid: i64, record: Option<&Record>) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM place_position WHERE record = ?1")?.execute([rowid])?;
    if let Some(Record::Place(place)) = record
        && let Some(point) = place.point
    {
        transaction
            .prepare_cached(
                "INSERT INTO place_position (record, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)",
            )?
            .execute(params![rowid, point.lat, point.lon])?;
    }
    match record {
        None => search::remove(transaction, rowid)?,
        Some(record) => search::index(
            transaction,
            &search::Document {
                record: rowid,
                title: record.title(),
                summary: record.summary(),
                body: &record.search_text(),
                keywords: record.keywords(),
                kind: record.kind().name(),
                section: record.section().map(crate::domain::Section::slug),
            },
        )?,
    }
    Ok(())
}

fn delete(transaction: &Transaction<'_>, id: &RecordId) -> Result<(), StoreError> {
    let rowid: Option<i64> = transaction
        .prepare_cached("DELETE FROM record WHERE kind = ?1 AND id = ?2 RETURNING rowid")?
        .query_row(params![id.kind, id.id], |row| row.get(0))
        .optional()?;
    rowid.map_or(Ok(()), |rowid| derive(transaction, rowid, None))
}

fn erase_records(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let rowids: Vec<i64> =
        transaction.prepare("SELECT rowid FROM record")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for rowid in rowids {
        derive(transaction, rowid, None)?;
    }
    transaction.execute("DELETE FROM record", [])?;
    Ok(())
}

/// Derives everything again from the bodies, after the app learnt to read more.
fn read_again(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let bodies: Vec<String> =
        transaction.prepare("SELECT body FROM record")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for body in bodies {
        write(transaction, &serde_json::from_str(&body)?)?;
    }
    Ok(())
}

/// Copies pictures and origin to the successor.
fn carry_over(current: &Connection, successor: &mut Connection) -> Result<(), StoreError> {
    let transaction = successor.transaction()?;
    let (seed, reader): (String, i64) =
        current.query_row("SELECT seed, reader FROM origin", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    transaction
        .execute("INSERT OR REPLACE INTO origin (one, seed, reader) VALUES (1, ?1, ?2)", params![seed, reader])?;
    let mut pictures = current.prepare("SELECT sha256, bytes, used_at FROM media")?;
    let mut rows = pictures.query([])?;
    while let Some(row) = rows.next()? {
        transaction.execute(
            "INSERT INTO media (sha256, bytes, used_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)?],
        )?;
    }
    Ok(transaction.commit()?)
}
