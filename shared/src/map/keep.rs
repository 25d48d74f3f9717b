//! Bringing the map's file onto a phone, piece by piece, so that it may be interrupted anywhere and goes on from there.
//!
//! [`next`] decides and touches nothing, [`keep_map`] acts. A map that is there serves until the one that replaces it is whole
//! and has the sum that the server named; what is wrong is thrown away, what is merely short stays. One request for the
//! whole was rejected: a browser hands over nothing of an answer that breaks off.

use crate::protocol::MapFile;
use crate::sync::RemoteError;

/// Bytes asked for at once: some seconds of a slow network, which an interruption loses at most.
pub const PIECE: u64 = 512 * 1024;

/// What is on the phone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The map in use.
    pub whole: Option<MapFile>,
    /// The map being brought, and how many bytes of it are there.
    pub part: Option<(MapFile, u64)>,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is there.
    Done,
    /// Begin anew: nothing is there, or the beginning of another file.
    Begin,
    /// Ask for a piece.
    Fetch {
        /// Its first byte.
        from: u64,
        /// Its length.
        length: u64,
    },
    /// All is there: see whether it is right.
    Verify,
}

/// What to do next to have the map that the server offers.
pub fn next(offered: &MapFile, held: &Held) -> Step {
    if held.whole.as_ref().is_some_and(|whole| whole.sha256 == offered.sha256) {
        return Step::Done;
    }
    match &held.part {
        Some((part, bytes)) if part.sha256 == offered.sha256 && *bytes <= offered.bytes => {
            match offered.bytes - bytes {
                0 => Step::Verify,
                left => Step::Fetch { from: *bytes, length: left.min(PIECE) },
            }
        }
        _ => Step::Begin,
    }
}

/// Why the phone does not keep something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShelfFault {
    /// There is no more room.
    #[error("there is no more room")]
    Full,
    /// It cannot, for another reason.
    #[error("the device cannot keep it")]
    Failed,
}

/// Where a phone keeps the file: a folder, or a browser's database.
pub trait Shelf {
    /// What is there.
    fn held(&self) -> impl Future<Output = Result<Held, ShelfFault>>;
    /// Throws away what was being brought and begins this one.
    fn begin(&self, file: &MapFile) -> impl Future<Output = Result<(), ShelfFault>>;
    /// Adds a piece to the end.
    fn append(&self, piece: Vec<u8>) -> impl Future<Output = Result<(), ShelfFault>>;
    /// SHA-256 of all that was brought, in hexadecimal.
    fn sum(&self) -> impl Future<Output = Result<String, ShelfFault>>;
    /// What was brought is the map from now on.
    fn finish(&self) -> impl Future<Output = Result<(), ShelfFault>>;
    /// Throws away what was being brought.
    fn discard(&self) -> impl Future<Output = Result<(), ShelfFault>>;
    /// Throws away everything.
    fn remove(&self) -> impl Future<Output = Result<(), ShelfFault>>;
}

/// Where pieces come from.
pub trait Quarry {
    /// So many bytes of the file; `None`: the server has another one by now.
    fn piece(
        &self,
        file: &MapFile,
        from: u64,
        length: u64,
    ) -> impl Future<Output = Result<Option<Vec<u8>>, RemoteError>>;
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The map is there.
    Whole,
    /// Whoever watched said to stop.
    Paused,
    /// The server has another file by now: ask it again what it offers.
    Changed,
}

/// Why it did not.
#[derive(Debug, thiserror::Error)]
pub enum KeepFault {
    /// The phone.
    #[error(transparent)]
    Shelf(#[from] ShelfFault),
    /// The network or the server.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// What came is not what was named: it was thrown away.
    #[error("the map that came is not the one that was named")]
    Wrong,
}

/// Brings the map. `watch` hears how many bytes are there and says whether to go on.
pub async fn keep_map(
    quarry: &impl Quarry,
    shelf: &impl Shelf,
    offered: &MapFile,
    mut watch: impl FnMut(u64) -> bool,
) -> Result<Kept, KeepFault> {
    loop {
        let held = shelf.held().await?;
        match next(offered, &held) {
            Step::Done => return Ok(Kept::Whole),
            Step::Begin => shelf.begin(offered).await?,
            Step::Verify => {
                if shelf.sum().await? == offered.sha256 {
                    shelf.finish().await?;
                    return Ok(Kept::Whole);
                }
                shelf.discard().await?;
                return Err(KeepFault::Wrong);
            }
            Step::Fetch { from, length } => {
                if !watch(from) {
                    return Ok(Kept::Paused);
                }
                let Some(piece) = quarry.piece(offered, from, length).await? else { return Ok(Kept::Changed) };
                if piece.len() as u64 != length {
                    return Err(KeepFault::Remote(RemoteError::Unreadable));
                }
                shelf.append(piece).await?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
    use std::cell::{Cell, RefCell};

    use sha2::{Digest, Sha256};

    use super::*;

    fn file(bytes: &[u8]) -> MapFile {
        MapFile { bytes: bytes.len() as u64, sha256: format!("{:x}", Sha256::digest(bytes)), built_at: 0 }
    }

    fn map() -> Vec<u8> {
        (0..PIECE * 2 + 77).map(|at| (at % 251) as u8).collect()
    }

    /// A phone with so much room.
    #[derive(Default)]
    struct Phone {
        whole: RefCell<Option<(MapFile, Vec<u8>)>>,
        part: RefCell<Option<(MapFile, Vec<u8>)>>,
        room: Option<usize>,
    }

    impl Shelf for Phone {
        async fn held(&self) -> Result<Held, ShelfFault> {
            let (whole, part) = (self.whole.borrow(), self.part.borrow());
            Ok(Held {
                whole: whole.as_ref().map(|(file, _)| file.clone()),
                part: part.as_ref().map(|(file, bytes)| (file.clone(), bytes.len() as u64)),
            })
        }

        async fn begin(&self, file: &MapFile) -> Result<(), ShelfFault> {
            *self.part.borrow_mut() = Some((file.clone(), Vec::new()));
            Ok(())
        }

        async fn append(&self, piece: Vec<u8>) -> Result<(), ShelfFault> {
            let mut part = self.part.borrow_mut();
            let (_, bytes) = part.as_mut().unwrap();
            if self.room.is_some_and(|room| bytes.len() + piece.len() > room) {
                return Err(ShelfFault::Full);
            }
            bytes.extend(piece);
            Ok(())
        }

        async fn sum(&self) -> Result<String, ShelfFault> {
            Ok(format!("{:x}", Sha256::digest(&self.part.borrow().as_ref().unwrap().1)))
        }

        async fn finish(&self) -> Result<(), ShelfFault> {
            *self.whole.borrow_mut() = self.part.borrow_mut().take();
            Ok(())
        }

        async fn discard(&self) -> Result<(), ShelfFault> {
            self.part.borrow_mut().take();
            Ok(())
        }

        async fn remove(&self) -> Result<(), ShelfFault> {
            self.whole.borrow_mut().take();
            self.discard().await
        }
    }

    /// A server whose line breaks after so many pieces.
    struct Town {
        bytes: Vec<u8>,
        pieces: Cell<usize>,
    }

    impl Town {
        fn new(bytes: Vec<u8>, pieces: usize) -> Self {
            Self { bytes, pieces: Cell::new(pieces) }
        }
    }

    impl Quarry for Town {
        async fn piece(&self, file: &MapFile, from: u64, length: u64) -> Result<Option<Vec<u8>>, RemoteError> {
            if self.pieces.get() == 0 {
                return Err(RemoteError::Unreachable);
            }
            self.pieces.set(self.pieces.get() - 1);
            if file.bytes != self.bytes.len() as u64 {
                return Ok(None);
            }
            Ok(Some(self.bytes[from as usize..(from + length) as usize].to_vec()))
        }
    }

    #[test]
    fn what_is_there_decides_what_comes_next() {
        let (offered, older) = (file(&map()), file(b"older"));
        let held = |whole: Option<&MapFile>, part: Option<(&MapFile, u64)>| Held {
            whole: whole.cloned(),
            part: part.map(|(file, bytes)| (file.clone(), bytes)),
        };
        for (held, expected) in [
            (held(None, None), Step::Begin),
            (held(Some(&older), None), Step::Begin),
            (held(Some(&offered), None), Step::Done),
            (held(Some(&offered), Some((&older, 3))), Step::Done),
            (held(None, Some((&older, 3))), Step::Begin),
            (held(None, Some((&offered, 0))), Step::Fetch { from: 0, length: PIECE }),
            (held(Some(&older), Some((&offered, PIECE * 2))), Step::Fetch { from: PIECE * 2, length: 77 }),
            (held(None, Some((&offered, offered.bytes))), Step::Verify),
            (held(None, Some((&offered, offered.bytes + 1))), Step::Begin),
        ] {
            assert_eq!(next(&offered, &held), expected, "{held:?}");
        }
    }

    #[tokio::test]
    async fn a_line_that_breaks_loses_only_the_piece_under_way() {
        let (bytes, phone) = (map(), Phone::default());
        let offered = file(&bytes);
        let broken = keep_map(&Town::new(bytes.clone(), 1), &phone, &offered, |_| true).await;
        assert!(matches!(broken, Err(KeepFault::Remote(RemoteError::Unreachable))), "{broken:?}");
        assert_eq!(phone.held().await.unwrap().part, Some((offered.clone(), PIECE)));

        let mut seen = Vec::new();
        let town = Town::new(bytes.clone(), 9);
        let kept = keep_map(&town, &phone, &offered, |there| {
            seen.push(there);
            true
        })
        .await;
        assert_eq!(kept.unwrap(), Kept::Whole);
        assert_eq!(seen, [PIECE, PIECE * 2], "it went on where it was");
        assert_eq!(phone.whole.borrow().as_ref().unwrap().1, bytes);
    }

    #[tokio::test]
    async fn a_pause_is_no_failure_and_goes_on_later() {
        let (bytes, phone) = (map(), Phone::default());
        let (offered, town) = (file(&bytes), Town::new(bytes, 9));
        assert_eq!(keep_map(&town, &phone, &offered, |there| there < PIECE).await.unwrap(), Kept::Paused);
        assert_eq!(keep_map(&town, &phone, &offered, |_| true).await.unwrap(), Kept::Whole);
    }

    #[tokio::test]
    async fn a_full_phone_keeps_the_map_it_had() {
        let bytes = map();
        let older = (file(b"older"), b"older".to_vec());
        let phone = Phone { whole: RefCell::new(Some(older.clone())), room: Some(PIECE as usize), ..Phone::default() };
        let full = keep_map(&Town::new(bytes.clone(), 9), &phone, &file(&bytes), |_| true).await;
        assert!(matches!(full, Err(KeepFault::Shelf(ShelfFault::Full))), "{full:?}");
        assert_eq!(phone.whole.borrow().as_ref(), Some(&older));
    }

    #[tokio::test]
    async fn a_map_with_another_sum_is_never_used() {
        let (bytes, phone) = (map(), Phone::default());
        let offered = MapFile { sha256: "0".repeat(64), ..file(&bytes) };
        let wrong = keep_map(&Town::new(bytes, 9), &phone, &offered, |_| true).await;
        assert!(matches!(wrong, Err(KeepFault::Wrong)), "{wrong:?}");
        assert_eq!(phone.held().await.unwrap(), Held::default());
    }

    #[tokio::test]
    async fn a_map_that_changed_meanwhile_is_asked_for_anew() {
        let (bytes, phone) = (map(), Phone::default());
        let changed = keep_map(&Town::new(b"newer".to_vec(), 9), &phone, &file(&bytes), |_| true).await;
        assert_eq!(changed.unwrap(), Kept::Changed);
    }
}
