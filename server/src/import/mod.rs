//! What comes in from elsewhere: feeds and calendars of the town's own tools.
//!
//! Whatever is read is either imported whole, in one transaction, or not at all and reported in words. Single
//! pictures or dates that cannot be used are left out with a warning: a broken picture is no reason to hide news.

mod announce;
pub mod feed;
mod fetch;
pub(crate) mod follow;
pub mod ical;
pub(crate) mod links;

use crate::storage::{ImportCounts, StorageError};

pub use fetch::FetchError;
pub(crate) use fetch::{Outside, leads_outside};

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read from where it is.
    #[error("{0}; nothing was changed")]
    Fetch(#[from] FetchError),
    /// It is not what it should be.
    #[error("{address} is not {expected} ({reason}); nothing was changed")]
    Malformed {
        /// Where it came from.
        address: String,
        /// What it should have been.
        expected: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// It has more items than are taken at once.
    #[error("{address} has {found} items, more than {limit}; nothing was changed")]
    TooMany {
        /// Where it came from.
        address: String,
        /// Its items.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Records.
    pub counts: ImportCounts,
    /// What could not be used, in words.
    pub warnings: Vec<String>,
}

/// Most items of one feed or calendar.
const MAX_ITEMS: usize = 2_000;
