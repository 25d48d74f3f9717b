//! Why the storage did not do what it was asked.

/// An error of the storage. [`StorageError::is_full`] is the one that callers treat apart.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// No room left: nothing was changed.
    #[error("the disk is full; nothing was changed")]
    Full,
    /// The database's own error.
    #[error(transparent)]
    Database(sqlx::Error),
    /// The tables cannot be brought up to date.
    #[error("the database cannot be brought to this version: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The address or path cannot be used.
    #[error("the database's address cannot be used: {0}")]
    Address(String),
    /// What is stored cannot be read back.
    #[error("stored data cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// No random bytes.
    #[error("the system gives no random bytes: {0}")]
    Entropy(#[from] getrandom::Error),
}

impl StorageError {
    /// No room left on the disk.
    pub const fn is_full(&self) -> bool {
        matches!(self, Self::Full)
    }
}

impl From<sqlx::Error> for StorageError {
    fn from(error: sqlx::Error) -> Self {
        // 13: SQLITE_FULL. 53100: PostgreSQL's disk_full. 778: SQLITE_IOERR_WRITE, how some file systems say it.
        let full = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code)
            .is_some_and(|code| ["13", "53100", "778"].contains(&&*code));
        if full { Self::Full } else { Self::Database(error) }
    }
}
