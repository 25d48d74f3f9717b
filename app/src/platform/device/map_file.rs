//! The map's file in the app's folder: `map.mbtiles` in use, `map.part` being brought, and of which file that is.
//!
//! A piece is on the disk before the next is asked for. Pieces are added to the end, so that a file killed between two of
//! them is short, never wrong; its sum is asked at the end in any case.

use std::cell::RefCell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::rc::Rc;

use sha2::{Digest, Sha256};
use shared::map::{Archive, Held, Shelf, ShelfFault};
use shared::protocol::MapFile;

const WHOLE: &str = "map.mbtiles";
const PART: &str = "map.part";

thread_local! {
    static OPEN: RefCell<Option<Rc<Archive>>> = const { RefCell::new(None) };
}

/// Where this device keeps the map.
#[derive(Clone, Copy, Debug)]
pub struct MapShelf;

/// The map in use, `None` when there is none or it cannot be read.
pub(super) fn archive() -> Option<Rc<Archive>> {
    OPEN.with_borrow_mut(|open| {
        if open.is_none() {
            *open = Archive::open(&path(WHOLE)).ok().map(Rc::new);
        }
        open.clone()
    })
}

/// The map in use, to look for places in.
pub async fn kept_map() -> Option<Rc<Archive>> {
    archive()
}

fn path(name: &str) -> PathBuf {
    super::data_folder().join(name)
}

/// Which file that is, beside it.
fn label(name: &str) -> PathBuf {
    path(&format!("{name}.json"))
}

fn labelled(name: &str) -> Option<MapFile> {
    serde_json::from_slice(&fs::read(label(name)).ok()?).ok()
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn fault(error: io::Error) -> ShelfFault {
    tracing::warn!(%error, "the map's file");
    if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
        ShelfFault::Full
    } else {
        ShelfFault::Failed
    }
}

fn gone(path: PathBuf) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Shelf for MapShelf {
    async fn held(&self) -> Result<Held, ShelfFault> {
        let there = |name| fs::metadata(path(name)).ok().map(|found| found.len());
        Ok(Held { whole: labelled(WHOLE).filter(|_| there(WHOLE).is_some()), part: labelled(PART).zip(there(PART)) })
    }

    async fn begin(&self, file: &MapFile) -> Result<(), ShelfFault> {
        self.discard().await?;
        let text = serde_json::to_vec(file).map_err(|_| ShelfFault::Failed)?;
        fs::write(label(PART), text).and_then(|()| File::create(path(PART)).map(drop)).map_err(fault)
    }

    async fn append(&self, piece: Vec<u8>) -> Result<(), ShelfFault> {
        let add = || -> io::Result<()> {
            let mut file = OpenOptions::new().append(true).open(path(PART))?;
            let before = file.metadata()?.len();
            let added = file.write_all(&piece).and_then(|()| file.sync_data());
            if added.is_err() {
                // Half a piece would be taken for its beginning. Should it stay all the same, the sum tells; why it is half matters more.
                drop(file.set_len(before));
            }
            added
        };
        add().map_err(fault)
    }

    async fn sum(&self) -> Result<String, ShelfFault> {
        let read = || -> io::Result<String> {
            let (mut file, mut sum, mut piece) = (File::open(path(PART))?, Sha256::new(), vec![0; 64 * 1024]);
            loop {
                let count = file.read(&mut piece)?;
                if count == 0 {
                    return Ok(format!("{:x}", sum.finalize()));
                }
                sum.update(piece.get(..count).unwrap_or_default());
            }
        };
        read().map_err(fault)
    }

    async fn finish(&self) -> Result<(), ShelfFault> {
        OPEN.take();
        // The file first: a label that names another one brings it again, at worst.
        fs::rename(path(PART), path(WHOLE)).and_then(|()| fs::rename(label(PART), label(WHOLE))).map_err(fault)
    }

    async fn discard(&self) -> Result<(), ShelfFault> {
        gone(label(PART)).and_then(|()| gone(path(PART))).map_err(fault)
    }

    async fn remove(&self) -> Result<(), ShelfFault> {
        OPEN.take();
        super::map::forget_seen();
        self.discard().await?;
        gone(label(WHOLE)).and_then(|()| gone(path(WHOLE))).map_err(fault)
    }
}
