//! The file, open: tiles, letters, and who may ask for them.

use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, MAIN_DB, OpenFlags, OptionalExtension};

use super::schema::{APPLICATION_ID, VERSION};
use super::{MapError, gazetteer};
use crate::domain::{Point, UnixSeconds};
use crate::protocol::{Basemap, Spot};

/// What each SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Bytes of a database's header.
const HEADER: usize = 100;

/// Highest zoom that tiles may have: beyond, their numbers no longer fit.
const DEEPEST: u8 = 24;

/// The map's file, read only. Shared by reference: one reader at a time, each for some microseconds.
#[derive(Debug)]
pub struct Archive {
    connection: Mutex<Connection>,
    info: Basemap,
    built_at: UnixSeconds,
}

impl Archive {
    /// Opens the file at `path`.
    ///
    /// # Errors
    /// There is none, or it is cut short, foreign, newer or damaged.
    pub fn open(path: &Path) -> Result<Self, MapError> {
        let mut file = std::fs::File::open(path)?;
        let length = file.metadata()?.len();
        let mut header = Vec::with_capacity(HEADER);
        file.by_ref().take(HEADER as u64).read_to_end(&mut header)?;
        whole(&header, length)?;
        Self::read(Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?)
    }

    /// Opens the file from its bytes, where there are no files.
    ///
    /// # Errors
    /// They are cut short, foreign, newer or damaged.
    // The bytes are given away: a browser must not keep tens of megabytes twice.
    #[expect(clippy::needless_pass_by_value, reason = "freed as soon as SQLite has its copy")]
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, MapError> {
        whole(bytes.get(..HEADER).unwrap_or(&bytes), bytes.len() as u64)?;
        let mut connection = Connection::open_in_memory()?;
        connection.deserialize_read_exact(MAIN_DB, bytes.as_slice(), bytes.len(), true)?;
        Self::read(connection)
    }

    fn read(connection: Connection) -> Result<Self, MapError> {
        let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        if pragma("application_id")? != APPLICATION_ID {
            return Err(MapError::Foreign);
        }
        let version = pragma("user_version")?;
        if version > VERSION {
            return Err(MapError::Newer(version));
        }
        let (info, built_at) = {
            let value = |name: &str| -> Result<String, MapError> {
                let sql = "SELECT value FROM metadata WHERE name = ?1";
                Ok(connection.query_row(sql, [name], |row| row.get(0)).optional()?.unwrap_or_default())
            };
            let zoom = |text: String| text.parse::<u8>().ok().filter(|zoom| *zoom <= DEEPEST);
            let (Some(min_zoom), Some(max_zoom), Some(bounds)) =
                (zoom(value("minzoom")?), zoom(value("maxzoom")?), sides(&value("bounds")?))
            else {
                return Err(MapError::Foreign);
            };
            let (version, attribution) = (value("version")?, value("attribution")?);
            let info = Basemap { version, min_zoom, max_zoom, bounds, attribution, online: false };
            (info, value("built_at")?.parse().unwrap_or(0))
        };
        Ok(Self { connection: Mutex::new(connection), info, built_at })
    }

    /// What tiles there are.
    pub const fn info(&self) -> &Basemap {
        &self.info
    }

    /// When the file was built.
    pub const fn built_at(&self) -> UnixSeconds {
        self.built_at
    }

    /// The tile of that zoom, column and row (from the north), still gzip; `None` where there is nothing.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Result<Option<Vec<u8>>, MapError> {
        if z > DEEPEST {
            return Ok(None);
        }
        let Some(row) = ((1_u32 << z) - 1).checked_sub(y) else { return Ok(None) };
        let connection = self.lock();
        let mut ask = connection.prepare_cached(
            "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3",
        )?;
        Ok(ask.query_row((z, x, row), |row| row.get(0)).optional()?)
    }

    /// The letters of that range ("0-255"), as MapLibre reads them.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn glyphs(&self, range: &str) -> Result<Option<Vec<u8>>, MapError> {
        let connection = self.lock();
        let mut ask = connection.prepare_cached("SELECT data FROM glyphs WHERE range = ?1")?;
        Ok(ask.query_row([range], |row| row.get(0)).optional()?)
    }

    /// Streets, house numbers and named places that answer `query`: the best first, then the nearest to `near`.
    /// Nothing when the file is damaged there: a search has other sources.
    pub fn spots(&self, query: &str, near: Option<Point>, limit: usize) -> Vec<Spot> {
        gazetteer::find(&self.lock(), query, near, limit).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // Reading leaves nothing half done.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a file of that length can hold what its header says. SQLite itself would find out at the first page that is
/// missing, in the middle of somebody's map.
fn whole(header: &[u8], length: u64) -> Result<(), MapError> {
    let known = header.len().min(MAGIC.len());
    if length == 0 || header.get(..known) != MAGIC.get(..known) {
        return Err(MapError::Foreign);
    }
    let (Some(page), Some(pages)) = (number(header, 16..18), number(header, 28..32)) else {
        return Err(MapError::CutShort { expected: HEADER as u64, found: length });
    };
    // A size of 65,536 does not fit in its two bytes and is written as 1.
    let page = if page == 1 { 65_536 } else { page };
    match page * pages {
        expected if expected > length => Err(MapError::CutShort { expected, found: length }),
        _ => Ok(()),
    }
}

fn number(header: &[u8], at: std::ops::Range<usize>) -> Option<u64> {
    Some(header.get(at)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// "west,south,east,north".
fn sides(text: &str) -> Option<[f64; 4]> {
    let mut sides = [0.0; 4];
    let mut numbers = text.split(',');
    for side in &mut sides {
        *side = numbers.next()?.trim().parse().ok().filter(|degrees: &f64| degrees.is_finite())?;
    }
    numbers.next().is_none().then_some(sides)
}
