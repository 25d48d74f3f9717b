//! The offline store: two SQLite databases, one that can be rebuilt and one that cannot.
//!
//! *Public* content comes with the app and from the server; losing it costs a download. *Personal* data
//! (settings, favourites, drafts, messages, the youth card) exists nowhere else, so nothing the server says ever touches its
//! file. A page of changes and its cursor are one transaction: after a crash the store is either before or
//! after it, never between, and a failed refresh never looks like a fresh one.
//!
//! The same code runs on phones, on desktops and in browsers. A browser has no files: there the databases
//! live in memory and [`Store::export`] hands their bytes to whoever keeps them.
//!
//! One mutex around each connection was kept over a pool: a phone has one reader, its screen.

#[cfg(feature = "calendar")]
mod around;
mod browse;
mod card;
mod error;
#[cfg(test)]
mod faults;
#[cfg(feature = "calendar")]
mod find;
mod inbox;
mod media;
mod personal;
mod public;
mod push;
mod read;
mod reminder;
mod seed;
mod standing;
mod tabs;
mod tally;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[cfg(feature = "calendar")]
pub use around::Placed;
pub use browse::{Bargain, Browse, Here, Shop, Sort};
pub use card::{CARD_DRAFT, CARD_PHOTO_DRAFT, Errand, ErrandKind, HeldCard, PHOTO_MAX_BYTES, Sending, ServerClock};
pub use error::StoreError;
#[cfg(feature = "calendar")]
pub use find::{Answer, Group, Narrowing, Question};
pub use inbox::Notified;
pub use personal::{Draft, Favourite, Message, MessageState};
pub use public::Cursor;
pub(crate) use push::as_sent;
pub use push::{HeldPush, PushEnding, PushFault, QUIET_BY_DEFAULT};
pub use read::{Found, Nearby};
pub use reminder::Reminder;
pub use seed::Seed;
pub use standing::{ClockFault, Shown, Standing};
pub use tally::Untold;

use crate::domain::UnixSeconds;
use personal::Personal;
use public::Public;

/// Where the databases live.
#[derive(Clone, Debug)]
pub enum Location {
    /// Files in this folder, which must exist.
    Folder(PathBuf),
    /// Memory, starting from bytes that [`Store::export`] gave earlier.
    Memory {
        /// Public database, empty for a new one.
        public: Vec<u8>,
        /// Personal database, empty for a new one.
        personal: Vec<u8>,
    },
}

impl Location {
    /// New databases in memory.
    pub const fn memory() -> Self {
        Self::Memory { public: Vec::new(), personal: Vec::new() }
    }
}

/// What had to be mended while opening. Both `false` on a good day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// The public database was unreadable and was made anew from what came with the app.
    pub public: bool,
    /// The personal database was unreadable: it was set aside, not deleted, and a new one begun.
    pub personal: bool,
}

/// Which database a change was made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Public content.
    Public,
    /// Personal data.
    Personal,
}

/// Handle to both databases. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    public: Arc<Mutex<Public>>,
    personal: Arc<Mutex<Personal>>,
    mended: Mended,
}

impl Store {
    /// Opens the store, filling a new or unreadable public database from `seed`.
    ///
    /// # Errors
    /// The folder cannot be written, or the disk is full.
    pub fn open(location: Location, seed: &Seed, now: UnixSeconds) -> Result<Self, StoreError> {
        let ((public, public_mended), (personal, personal_mended)) = match location {
            Location::Folder(folder) => (
                Public::open_file(&folder.join("public.sqlite"), seed)?,
                Personal::open_file(&folder.join("personal.sqlite"), now)?,
            ),
            Location::Memory { public, personal } => {
                (Public::open_bytes(&public, seed)?, Personal::open_bytes(&personal)?)
            }
        };
        Ok(Self {
            public: Arc::new(Mutex::new(public)),
            personal: Arc::new(Mutex::new(personal)),
            mended: Mended { public: public_mended, personal: personal_mended },
        })
    }

    /// What had to be mended while opening.
    pub const fn mended(&self) -> Mended {
        self.mended
    }

    /// The whole database as bytes, to be kept where there are no files.
    pub fn export(&self, which: Which) -> Result<Vec<u8>, StoreError> {
        match which {
            Which::Public => self.public().export(),
            Which::Personal => self.personal().export(),
        }
    }

    /// Erases everything personal. Public content stays.
    pub fn erase_personal(&self) -> Result<(), StoreError> {
        self.personal().erase()
    }

    fn public(&self) -> MutexGuard<'_, Public> {
        // A panic while holding the lock leaves SQLite itself consistent: its transaction rolled back.
        self.public.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn personal(&self) -> MutexGuard<'_, Personal> {
        self.personal.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The files SQLite keeps beside a database.
fn companions(path: &Path) -> [PathBuf; 3] {
    ["-journal", "-wal", "-shm"].map(|suffix| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    })
}

fn remove_database(path: &Path) -> Result<(), StoreError> {
    for file in companions(path).iter().map(PathBuf::as_path).chain([path]) {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::Folder(error)),
            _ => {}
        }
    }
    Ok(())
}
