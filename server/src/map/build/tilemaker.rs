//! Tiles, cut by [tilemaker]: a child process with a limit of time and one of memory, whose answer is read over.
//!
//! [tilemaker]: https://github.com/systemed/tilemaker

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension};
use shared::domain::Bounds;
use shared::map::Writer;

use super::{BuildError, Plan};
use crate::map::tile::Grid;

/// Zooms of the tiles, as `tiles.json` has them.
pub(super) const MIN_ZOOM: u8 = 5;
pub(super) const MAX_ZOOM: u8 = 14;

const CONFIG: &str = include_str!("tiles.json");
const PROCESS: &str = include_str!("tiles.lua");

/// From this size on tilemaker keeps what it reads on the disk: slower, and within its memory.
const LARGE: u64 = 64 * 1024 * 1024;

/// Bytes of its words that are looked at when it failed.
const WORDS: u64 = 4_000;

/// Tiles written in one transaction.
const AT_ONCE: usize = 2_000;

/// What tilemaker may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Minutes.
    pub minutes: u64,
    /// Memory that it may write to, in MiB.
    pub memory_mib: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { minutes: 60, memory_mib: 4_096 }
    }
}

/// Cuts the tiles; the database they are in.
pub(super) fn cut(plan: &Plan, work: &Path) -> Result<PathBuf, BuildError> {
    let (config, process, tiles) = (work.join("tiles.json"), work.join("tiles.lua"), work.join("cut.mbtiles"));
    std::fs::write(&config, CONFIG).map_err(BuildError::writing)?;
    std::fs::write(&process, PROCESS).map_err(BuildError::writing)?;
    let words = work.join("tilemaker.log");
    let log = File::create(&words).map_err(BuildError::writing)?;
    let extract =
        std::path::absolute(&plan.extract).map_err(|error| BuildError::Extract(plan.extract.clone(), error))?;
    let size = std::fs::metadata(&extract).map_err(|error| BuildError::Extract(plan.extract.clone(), error))?.len();
    let Bounds { west, south, east, north } = plan.bounds;
    let mut arguments: Vec<OsString> = Vec::new();
    for (name, value) in [("--input", &extract), ("--output", &tiles), ("--config", &config), ("--process", &process)] {
        arguments.push(name.into());
        arguments.push(value.as_os_str().to_owned());
    }
    arguments.push("--bbox".into());
    arguments.push(format!("{west},{south},{east},{north}").into());
    if size > LARGE {
        let store = work.join("store");
        std::fs::create_dir(&store).map_err(BuildError::writing)?;
        arguments.push("--store".into());
        arguments.push(store.into());
    }
    let mut command = Command::new(&plan.tilemaker);
    command.args(arguments).current_dir(work).stdin(Stdio::null());
    command.stdout(log.try_clone().map_err(BuildError::writing)?).stderr(log);
    let status = run(command, plan)?;
    if status.success() && tiles.is_file() {
        return Ok(tiles);
    }
    Err(why(&status, &tail(&words), plan))
}

/// Runs it to its end, or to the end of its time.
fn run(mut command: Command, plan: &Plan) -> Result<ExitStatus, BuildError> {
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => BuildError::NoTilemaker,
        _ => BuildError::Tilemaker(error.to_string()),
    })?;
    let process = child.id();
    limit(process, plan.limits.memory_mib);
    let (ended, wait) = channel();
    let waiting = std::thread::spawn(move || drop(ended.send(child.wait())));
    match wait.recv_timeout(Duration::from_secs(plan.limits.minutes.saturating_mul(60))) {
        Ok(status) => status.map_err(|error| BuildError::Tilemaker(error.to_string())),
        Err(RecvTimeoutError::Timeout) => {
            end(process);
            drop(waiting.join());
            Err(BuildError::Slow(plan.limits.minutes))
        }
        Err(RecvTimeoutError::Disconnected) => Err(BuildError::Tilemaker("on n’a pas pu l’attendre".to_owned())),
    }
}

/// What it may write to, without the files that it maps: those are the disk's.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn limit(process: u32, mib: u64) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let most = Some(mib.saturating_mul(1024 * 1024));
    let process = i32::try_from(process).ok().and_then(Pid::from_raw);
    if prlimit(process, Resource::Data, Rlimit { current: most, maximum: most }).is_err() {
        tracing::debug!("tilemaker has no limit of memory");
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn limit(_process: u32, _mib: u64) {}

#[cfg(unix)]
fn end(process: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
        let _ = kill_process(process, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end(_process: u32) {}

fn tail(path: &Path) -> String {
    let read = || -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(WORDS)))?;
        let mut tail = Vec::new();
        file.take(WORDS).read_to_end(&mut tail)?;
        Ok(tail)
    };
    read().map(|tail| String::from_utf8_lossy(&tail).into_owned()).unwrap_or_default()
}

/// What its last words mean.
fn why(status: &ExitStatus, words: &str, plan: &Plan) -> BuildError {
    if words.contains("bad_alloc") || words.contains("Cannot allocate memory") {
        return BuildError::Memory(plan.limits.memory_mib);
    }
    if words.contains("No space left") || words.contains("disk is full") || words.contains("disk full") {
        return BuildError::Full;
    }
    let last = words.split(['\n', '\r']).map(str::trim).rfind(|line| !line.is_empty());
    BuildError::Tilemaker(last.map_or_else(|| status.to_string(), |line| line.chars().take(200).collect()))
}

/// Puts the tiles of the territory into the file; how many there are.
pub(super) fn copy(cut: &Path, writer: &mut Writer, bounds: &Bounds) -> Result<u64, BuildError> {
    let connection = Connection::open_with_flags(cut, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut ask = connection.prepare(
        "SELECT zoom_level, tile_column, tile_row, tile_data FROM tiles ORDER BY zoom_level, tile_column, tile_row",
    )?;
    let mut rows = ask.query([])?;
    let (mut tiles, mut count) = (Vec::new(), 0);
    loop {
        let row = rows.next()?;
        let ended = row.is_none();
        if let Some(row) = row {
            let (z, x, row_from_south, data): (u8, u32, u32, Vec<u8>) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let rows_at_zoom = 1_u32.checked_shl(u32::from(z)).unwrap_or_default();
            let grid = rows_at_zoom.checked_sub(row_from_south + 1).map(|y| Grid { z, x, y });
            if let Some(grid) = grid.filter(|grid| grid.touches(bounds)) {
                tiles.push((grid.z, grid.x, grid.y, data));
                count += 1;
            }
        }
        if ended || tiles.len() >= AT_ONCE {
            writer.tiles(tiles.drain(..))?;
        }
        if ended {
            break;
        }
    }
    if count == 0 {
        return Err(BuildError::Tilemaker("il n’a fait aucune tuile".to_owned()));
    }
    Ok(count)
}

/// Its description of the layers, as `MBTiles` wants it.
pub(super) fn layers(cut: &Path) -> String {
    let read = || -> rusqlite::Result<Option<String>> {
        let connection = Connection::open_with_flags(cut, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.query_row("SELECT value FROM metadata WHERE name = 'json'", [], |row| row.get(0)).optional()
    };
    read().ok().flatten().unwrap_or_default()
}
