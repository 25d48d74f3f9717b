//! What can go wrong with the store, in the few ways a screen can speak of.

use rusqlite::ErrorCode;

/// A store operation failed. Nothing it began was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No room left on the device.
    #[error("the device has no room left")]
    Full,
    /// The database file is damaged.
    #[error("the database is damaged")]
    Corrupt,
    /// The folder cannot be read or written.
    #[error("the data folder cannot be used: {0}")]
    Folder(#[source] std::io::Error),
    /// A stored value is not what it should be.
    #[error("a stored value cannot be read: {0}")]
    Value(#[from] serde_json::Error),
    /// Anything else SQLite says.
    #[error("database: {0}")]
    Database(#[source] rusqlite::Error),
    /// The database was made by a newer version of the app.
    #[error("migration: {0}")]
    Migration(#[from] rusqlite_migration::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            _ => Self::Database(error),
        }
    }
}
