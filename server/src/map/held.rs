//! The map's file as it lies in the data folder, picked up again when it is replaced while the server runs.
//!
//! Invariant: bytes given under an entity tag are those that were summed. The file is kept open from the summing on and read
//! at positions, so that a new one in its place is another answer, never the rest of this one.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use shared::map::{Archive, MapError};
use shared::protocol::MapFile;

/// The file, open.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) archive: Archive,
    pub(super) file: MapFile,
    pub(super) handle: File,
}

/// The place where the file is, or will be.
#[derive(Debug)]
pub(super) struct HeldFile {
    path: PathBuf,
    seen: Mutex<Seen>,
    /// One reading at a time: a large file is summed once, however many ask.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Seen {
    mark: Option<Mark>,
    held: Option<Arc<Held>>,
    fault: Option<&'static str>,
}

/// What changes when a file is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    length: u64,
    modified: Option<SystemTime>,
    node: u64,
}

impl HeldFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, seen: Mutex::default(), reading: tokio::sync::Mutex::default() }
    }

    /// What is wrong with the file that is there.
    pub(super) fn fault(&self) -> Option<&'static str> {
        self.seen().fault
    }

    /// The file as it is now; `None` when there is none that can be used. Costs a look at the folder each time: nobody waits
    /// for a file that was just built.
    pub(super) async fn look(&self) -> Option<Arc<Held>> {
        let mark = tokio::fs::metadata(&self.path).await.ok().map(|about| Mark::of(&about));
        if let Some(held) = self.known(mark) {
            return held;
        }
        let _one = self.reading.lock().await;
        if let Some(held) = self.known(mark) {
            return held;
        }
        let path = self.path.clone();
        let found = tokio::task::spawn_blocking(move || open(&path)).await;
        let mut seen = self.seen();
        match found {
            Ok(Ok((mark, held))) => {
                tracing::info!(bytes = held.file.bytes, built_at = held.file.built_at, "the map's file is in use");
                *seen = Seen { mark: Some(mark), held: Some(Arc::new(held)), fault: None };
            }
            Ok(Err(MapError::Missing)) => *seen = Seen::default(),
            Ok(Err(error)) => {
                tracing::warn!(%error, "the map's file is not used");
                *seen = Seen { mark, held: None, fault: Some(words(&error)) };
            }
            Err(error) => tracing::warn!(%error, "the map's file was not looked at"),
        }
        seen.held.clone()
    }

    /// What was found when the file bore that mark, if it was.
    fn known(&self, mark: Option<Mark>) -> Option<Option<Arc<Held>>> {
        let seen = self.seen();
        (seen.mark == mark).then(|| seen.held.clone())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mark {
    fn of(about: &Metadata) -> Self {
        Self { length: about.len(), modified: about.modified().ok(), node: node(about) }
    }
}

/// What a colleague reads of it.
const fn words(error: &MapError) -> &'static str {
    match error {
        MapError::Missing => "il n’y en a pas",
        MapError::CutShort { .. } => "il est incomplet",
        MapError::Foreign => "ce n’est pas une carte faite par «\u{202f}guichet map build\u{202f}»",
        MapError::Newer(_) => "il vient d’une version plus récente du serveur",
        MapError::Damaged(_) => "il est abîmé",
        MapError::Unreadable(_) => "le système ne permet pas de le lire",
    }
}

fn open(path: &Path) -> Result<(Mark, Held), MapError> {
    let mut handle = File::open(path)?;
    let mark = Mark::of(&handle.metadata()?);
    let archive = Archive::open(path)?;
    let mut sum = Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = handle.read(&mut piece)?;
        let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else { break };
        bytes += read.len() as u64;
        sum.update(read);
    }
    let sha256 = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    let built_at = archive.built_at();
    Ok((mark, Held { archive, file: MapFile { bytes, sha256, built_at }, handle }))
}

#[cfg(unix)]
fn node(about: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn node(_about: &Metadata) -> u64 {
    0
}
