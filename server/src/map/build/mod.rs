//! `guichet map build`: the map's file, from an extract of `OpenStreetMap`.
//!
//! Invariant: the file in use is replaced whole or not at all. Everything is made in a folder beside it, read back, and renamed
//! last; whatever goes wrong before is one sentence, and the old file stays. Tiles are cut by tilemaker, a child with limits:
//! cutting them here was rejected, for it would be a program of its own.

mod error;
mod extract;
mod gazetteer;
mod tilemaker;
mod ways;

use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use shared::domain::{Bounds, UnixSeconds};
use shared::map::{Archive, Writer};
use shared::protocol::Basemap;

pub use error::BuildError;
pub use tilemaker::Limits;

use super::glyphs;

/// Shown with every map that is drawn from it (ODbL, section 4.3).
const ATTRIBUTION: &str = "© les contributeurs d’OpenStreetMap";

/// How folders that a build works in begin; one that was killed leaves its own behind.
const WORK: &str = ".map-build-";

/// Age from which such a folder is nobody's any more.
const ABANDONED: Duration = Duration::from_hours(24);

/// What to build.
#[derive(Clone, Debug)]
pub struct Plan {
    /// `.osm.pbf`.
    pub extract: PathBuf,
    /// The file to make or replace.
    pub out: PathBuf,
    /// Font of the labels; one of the system's when not given.
    pub font: Option<PathBuf>,
    /// What is cut out.
    pub bounds: Bounds,
    /// Name of the town, for words.
    pub town: String,
    /// The program that cuts tiles.
    pub tilemaker: PathBuf,
    /// What it may take.
    pub limits: Limits,
}

/// What was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Length of the file.
    pub bytes: u64,
    /// Tiles in it.
    pub tiles: u64,
    /// Streets and places.
    pub spots: usize,
    /// House numbers.
    pub houses: usize,
}

/// Builds it. Takes as long as it takes: never on a thread that serves.
pub fn build(plan: &Plan, now: UnixSeconds) -> Result<Built, BuildError> {
    let font = glyphs::font(plan.font.as_deref())?;
    let folder = plan.out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(BuildError::writing)?;
    sweep(folder, now);
    let work = tempfile::Builder::new().prefix(WORK).tempdir_in(folder).map_err(BuildError::writing)?;

    let spots = extract::read(plan)?;
    let houses = spots.iter().map(|spot| spot.houses.len()).sum();
    let counted = spots.len();

    let cut = tilemaker::cut(plan, work.path())?;
    let made = work.path().join("map.mbtiles");
    let mut writer = Writer::create(&made)?;
    let tiles = tilemaker::copy(&cut, &mut writer, &plan.bounds)?;
    for range in glyphs::IN_FILE {
        writer.glyphs(&range.to_string(), &glyphs::draw(&font, range))?;
    }
    writer.spots(spots)?;
    let Bounds { west, south, east, north } = plan.bounds;
    let info = Basemap {
        version: now.to_string(),
        min_zoom: tilemaker::MIN_ZOOM,
        max_zoom: tilemaker::MAX_ZOOM,
        bounds: [west, south, east, north],
        attribution: ATTRIBUTION.to_owned(),
        online: false,
    };
    writer.finish(&info, now, &tilemaker::layers(&cut))?;

    drop(Archive::open(&made)?);
    let file = std::fs::File::open(&made).map_err(BuildError::writing)?;
    file.sync_all().map_err(BuildError::writing)?;
    let bytes = file.metadata().map_err(BuildError::writing)?.len();
    std::fs::rename(&made, &plan.out).map_err(BuildError::writing)?;
    Ok(Built { bytes, tiles, spots: counted, houses })
}

/// Removes what killed builds left.
fn sweep(folder: &Path, now: UnixSeconds) {
    let now = UNIX_EPOCH + Duration::from_secs(now.max(0).unsigned_abs());
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(WORK));
        let changed = entry.metadata().and_then(|about| about.modified()).ok();
        let old = changed.is_some_and(|changed| now.duration_since(changed).is_ok_and(|age| age > ABANDONED));
        if ours && old {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}
