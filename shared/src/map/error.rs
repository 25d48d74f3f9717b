//! Why a file is not the map of this territory, in the few ways somebody can act on.

/// The file cannot be used, or a reading of it failed.
#[derive(Debug, thiserror::Error)]
pub enum MapError {
    /// There is no such file.
    #[error("there is no map file")]
    Missing,
    /// It ends before its own header says: a download or a copy that did not finish.
    #[error("the map file is cut short: {found} bytes of {expected}")]
    CutShort {
        /// Bytes that its header speaks of.
        expected: u64,
        /// Bytes that there are.
        found: u64,
    },
    /// It is something else.
    #[error("this is not a map file of `guichet map build`")]
    Foreign,
    /// A newer version wrote it.
    #[error("the map file is of version {0}, newer than this program reads")]
    Newer(i64),
    /// It is one, but what is read makes no sense.
    #[error("the map file is damaged: {0}")]
    Damaged(#[source] rusqlite::Error),
    /// The system does not let it be read.
    #[error("the map file cannot be read: {0}")]
    Unreadable(#[source] std::io::Error),
}

impl From<rusqlite::Error> for MapError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign,
            _ => Self::Damaged(error),
        }
    }
}

impl From<std::io::Error> for MapError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Unreadable(error),
        }
    }
}
