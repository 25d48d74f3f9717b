//! Making the file, once: for `guichet map build`, and for tests that need a small one.
//!
//! Nothing is durable before [`Writer::finish`], and the file says what it is only then: one that was given up half-way is
//! refused by [`super::Archive`] as foreign.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::schema::{APPLICATION_ID, GAZETTEER, TILES, VERSION};
use super::words::{folded, words};
use crate::domain::{Point, UnixSeconds};
use crate::protocol::{Basemap, SpotKind};

/// A file being made.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
}

/// What the gazetteer shall find.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSpot {
    /// What it is.
    pub kind: SpotKind,
    /// Its name.
    pub name: String,
    /// Postal code and commune.
    pub context: String,
    /// Position.
    pub point: Point,
    /// 0 for a town, up to 9: among answers that are as good, the lower comes first.
    pub rank: u8,
    /// Of a street: its numbers, as [`super::house_number`] writes them.
    pub houses: BTreeMap<String, Point>,
}

impl Writer {
    /// Begins a file at `path`, where there is none.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn create(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        // Whoever finds it unfinished throws it away: there is nothing to go back to.
        connection.execute_batch("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
        connection.execute_batch(TILES)?;
        connection.execute_batch(GAZETTEER)?;
        Ok(Self { connection })
    }

    /// Tiles by zoom, column and row (from the north), gzip.
    ///
    /// # Errors
    /// The disk is full, or two are the same.
    pub fn tiles(&mut self, tiles: impl IntoIterator<Item = (u8, u32, u32, Vec<u8>)>) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let mut insert = transaction
                .prepare("INSERT INTO tiles (zoom_level, tile_column, tile_row, tile_data) VALUES (?1, ?2, ?3, ?4)")?;
            for (z, x, y, data) in tiles {
                insert.execute((z, x, (1_i64 << z) - 1 - i64::from(y), data))?;
            }
        }
        transaction.commit()
    }

    /// Letters of a range ("0-255").
    ///
    /// # Errors
    /// The disk is full, or the range is there.
    pub fn glyphs(&mut self, range: &str, data: &[u8]) -> rusqlite::Result<()> {
        self.connection.execute("INSERT INTO glyphs (range, data) VALUES (?1, ?2)", (range, data))?;
        Ok(())
    }

    /// The whole gazetteer.
    ///
    /// # Errors
    /// The disk is full.
    pub fn spots(&mut self, mut spots: Vec<NewSpot>) -> rusqlite::Result<()> {
        spots.sort_by(|left, right| {
            (left.rank, &left.name, &left.context).cmp(&(right.rank, &right.name, &right.context))
        });
        let transaction = self.connection.transaction()?;
        let mut terms: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
        for (spot, id) in spots.iter().zip(1..) {
            insert_spot(&transaction, id, spot)?;
            for word in words(&spot.name).into_iter().chain(words(&spot.context)) {
                terms.entry(word).or_default().insert(id);
            }
        }
        {
            let mut term =
                transaction.prepare("INSERT INTO spot_term (id, word, letters, spots) VALUES (?1, ?2, ?3, ?4)")?;
            let mut posting = transaction.prepare("INSERT INTO spot_word (term, spot) VALUES (?1, ?2)")?;
            for ((word, spots), id) in terms.iter().zip(1_i64..) {
                term.execute((id, word, word.chars().count() as i64, spots.len() as i64))?;
                for spot in spots {
                    posting.execute((id, spot))?;
                }
            }
        }
        transaction.commit()
    }

    /// Says what the file is, and puts it on the disk. `json` is `MBTiles`' description of layers, may be empty.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(self, info: &Basemap, built_at: UnixSeconds, json: &str) -> rusqlite::Result<()> {
        let bounds = info.bounds.map(|degrees| degrees.to_string()).join(",");
        {
            let mut insert = self.connection.prepare("INSERT INTO metadata (name, value) VALUES (?1, ?2)")?;
            for (name, value) in [
                ("name", "Guichet Jeunes"),
                ("type", "baselayer"),
                ("format", "pbf"),
                ("version", &info.version),
                ("minzoom", &info.min_zoom.to_string()),
                ("maxzoom", &info.max_zoom.to_string()),
                ("bounds", &bounds),
                ("attribution", &info.attribution),
                ("built_at", &built_at.to_string()),
                ("json", json),
            ] {
                insert.execute((name, value))?;
            }
        }
        // From here on each write is on the disk before the next: what the file is comes last.
        self.connection.execute_batch("PRAGMA synchronous = FULL; ANALYZE;")?;
        self.connection.pragma_update(None, "user_version", VERSION)?;
        self.connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        self.connection.close().map_err(|(_, error)| error)
    }
}

fn insert_spot(transaction: &Transaction<'_>, id: i64, spot: &NewSpot) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO spot (id, kind, name, context, folded, lat, lon, rank) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            id,
            spot.kind.name(),
            &spot.name,
            &spot.context,
            folded(&spot.name, &spot.context),
            spot.point.lat,
            spot.point.lon,
            spot.rank,
        ))?;
    let mut insert =
        transaction.prepare_cached("INSERT INTO house (street, number, lat, lon) VALUES (?1, ?2, ?3, ?4)")?;
    for (number, point) in &spot.houses {
        insert.execute((id, number, point.lat, point.lon))?;
    }
    Ok(())
}
