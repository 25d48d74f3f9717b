//! What the server keeps: the change log of public records, articles being written, feeds, notifications, pictures, messages, youth cards, redemptions, settings.
//!
//! One implementation speaks to SQLite (one file, the default) and to PostgreSQL (by address), through
//! `sqlx::Any`: the SQL they share is all that is needed, and one suite of tests (`tests/storage.rs`) holds
//! for both. Two implementations behind a trait were rejected: every rule would be written twice.
//!
//! Invariants: `seq` grows in commit order, because a writer holds the log's row from its first statement;
//! a record, its picture and its origin are committed together or not at all; what was answered as stored
//! is on the disk (`synchronous = FULL`).

pub mod articles;
mod backup;
pub mod cards;
pub mod content;
mod error;
pub mod feeds;
mod inbox;
pub mod journal;
pub mod links;
mod log;
mod media;
mod notice;
pub mod offer_life;
mod origin;
pub mod proposals;
pub mod push;
mod redemptions;
mod replies;
pub mod second_factor;
mod settings;
mod shops;
mod staff;
pub mod stats;
mod tally;
pub mod team;
pub mod uploads;
mod verifications;
pub mod vouchers;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::AnyPool;
use sqlx::any::AnyPoolOptions;
use sqlx::migrate::Migrator;

use crate::clock::Clock;
use crate::entropy;

pub use backup::{BackupError, Lock, restore};
pub use error::StorageError;
pub use inbox::{Accepted, NewMessage, StoredMessage};
pub use log::{Batch, Change, Head, Picture};
pub use notice::Notices;
pub use origin::{ImportCounts, Imported};
pub use redemptions::{NewRedemption, Redeemed, Undone};
pub use replies::{Answered, MessageCounts, Pile};
pub use shops::InvitationUse;
pub use staff::{Act, Role, StaffMember};
pub use tally::FEW;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Longest wait for a connection, then `503`.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Where the data is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file, created when missing.
    File {
        /// The file.
        path: PathBuf,
        /// Largest size in bytes, then writes answer that the disk is full. `None`: as much as there is.
        max_bytes: Option<u64>,
    },
    /// `postgres://…`
    Postgres(String),
}

/// The open storage. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Storage {
    pool: AnyPool,
    location: Location,
    clock: Clock,
    notices: Notices,
}

impl Storage {
    /// Opens it and brings its tables up to date.
    pub async fn open(location: Location, clock: Clock) -> Result<Self, StorageError> {
        sqlx::any::install_default_drivers();
        let (address, pragmas, connections) = match &location {
            Location::File { path, max_bytes } => (sqlite_address(path)?, pragmas(*max_bytes), 8),
            Location::Postgres(address) => (address.clone(), String::new(), 16),
        };
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .after_connect(move |connection, _| {
                let pragmas = pragmas.clone();
                Box::pin(async move {
                    if !pragmas.is_empty() {
                        sqlx::Executor::execute(connection, sqlx::raw_sql(sqlx::AssertSqlSafe(pragmas))).await?;
                    }
                    Ok(())
                })
            })
            .connect(&address)
            .await?;
        match location {
            Location::File { .. } => SQLITE.run(&pool).await?,
            Location::Postgres(_) => POSTGRES.run(&pool).await?,
        }
        let storage = Self { pool, location, clock, notices: Notices::new() };
        storage.begin_log(&entropy::log_id()?).await?;
        Ok(storage)
    }

    /// Waits until every connection is closed.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Where the data is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// `sqlite` or `postgresql`.
    pub fn kind(&self) -> &'static str {
        match self.location {
            Location::File { .. } => "sqlite",
            Location::Postgres(_) => "postgresql",
        }
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        sqlx::query("SELECT seq FROM change_log WHERE one = 1").fetch_one(&self.pool).await?;
        Ok(())
    }
}

/// WAL, so that readers never wait for the writer; FULL, so that what was acknowledged survives a power cut;
/// `secure_delete`, so that an erased message leaves no trace in free pages.
fn pragmas(max_bytes: Option<u64>) -> String {
    let mut pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA cache_size = -2000;"
        .to_owned();
    if let Some(bytes) = max_bytes {
        let _ = write!(pragmas, "PRAGMA max_page_count = {};", (bytes / 4096).max(1));
    }
    pragmas
}

fn sqlite_address(path: &Path) -> Result<String, StorageError> {
    let mut address = url::Url::parse("sqlite:///").map_err(|error| StorageError::Address(error.to_string()))?;
    let absolute = std::path::absolute(path).map_err(|error| StorageError::Address(error.to_string()))?;
    address.set_path(&absolute.to_string_lossy());
    address.set_query(Some("mode=rwc"));
    Ok(address.into())
}
