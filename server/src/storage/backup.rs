//! Backup and restore: one file, while running; one command back.
//!
//! Everything is in the database, pictures too, so SQLite's `VACUUM INTO` gives a whole, consistent copy at
//! the moment it starts. PostgreSQL has its own tools, which do it better than any program beside it.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions, Connection, Row};

use super::{Location, Storage, StorageError};
use crate::clock::Clock;
use crate::entropy;

/// Why there is no backup, or no restoring.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL.
    #[error("this database is PostgreSQL: back it up with pg_dump, restore it with pg_restore")]
    Postgres,
    /// The target is there already.
    #[error("{0} is there already; a backup never replaces a file")]
    Exists(PathBuf),
    /// A server holds the data.
    #[error("a server is running on this data; stop it first")]
    Running,
    /// Not a backup, or a damaged one. Nothing was changed.
    #[error("{path} is not a sound backup ({reason}); nothing was changed")]
    Unsound {
        /// The file.
        path: PathBuf,
        /// In SQLite's words.
        reason: String,
    },
    /// The storage's own error.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file system's error.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

/// Held by the one server that runs on a data folder; the system lets go of it however the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of the folder of the database file.
    pub fn take(database: &Path) -> Result<Self, BackupError> {
        let path = database.with_extension("lock");
        let failed = |source| BackupError::File { path: path.clone(), source };
        let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(BackupError::Running),
            Err(TryLockError::Error(source)) => Err(BackupError::File { path, source }),
        }
    }
}

impl Storage {
    /// Copies everything into `target`, which must not be there, while reads and writes go on.
    pub async fn backup(&self, target: &Path) -> Result<(), BackupError> {
        if let Location::Postgres(_) = self.location {
            return Err(BackupError::Postgres);
        }
        if target.exists() {
            return Err(BackupError::Exists(target.to_owned()));
        }
        // Under its name only once whole: what stands there is a backup, never half of one.
        let partial = beside(target, "partial");
        remove(&partial)?;
        sqlx::query("VACUUM INTO $1")
            .bind(partial.to_string_lossy().into_owned())
            .execute(&self.pool)
            .await
            .map_err(StorageError::from)?;
        settle(&partial, target)
    }
}

/// Puts a backup in the place of `database`, under a new log id: phones that synced since then rebuild.
pub async fn restore(backup: &Path, database: &Path, clock: Clock) -> Result<(), BackupError> {
    let _lock = Lock::take(database)?;
    let staged = beside(database, "restoring");
    remove(&staged)?;
    std::fs::copy(backup, &staged).map_err(|source| BackupError::File { path: backup.to_owned(), source })?;
    let unsound = |reason: String| BackupError::Unsound { path: backup.to_owned(), reason };
    let sound = verify(&staged).await;
    if let Err(reason) = sound {
        remove(&staged)?;
        return Err(unsound(reason));
    }
    let storage = Storage::open(Location::File { path: staged.clone(), max_bytes: None }, clock).await?;
    storage.forget_unsent_push().await?;
    storage.rename_log(&entropy::log_id().map_err(StorageError::from)?).await?;
    storage.close().await;
    for suffix in ["-wal", "-shm"] {
        remove(&with_suffix(database, suffix))?;
        remove(&with_suffix(&staged, suffix))?;
    }
    settle(&staged, database)
}

impl Storage {
    async fn rename_log(&self, id: &str) -> Result<(), StorageError> {
        sqlx::query("UPDATE change_log SET id = $1 WHERE one = 1").bind(id).execute(&self.pool).await?;
        // The log must be in the file itself, not beside it, before the file is moved.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.pool).await?;
        Ok(())
    }
}

async fn verify(path: &Path) -> Result<(), String> {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path).read_only(true);
    let mut connection = options.connect().await.map_err(|error| error.to_string())?;
    let said =
        sqlx::query("PRAGMA integrity_check").fetch_one(&mut connection).await.map_err(|error| error.to_string())?;
    let said: String = said.try_get(0).map_err(|error| error.to_string())?;
    if said != "ok" {
        return Err(said);
    }
    sqlx::query("SELECT seq FROM change_log")
        .fetch_one(&mut connection)
        .await
        .map_err(|_| "it has no change log".to_owned())?;
    connection.close().await.map_err(|error| error.to_string())
}

/// Moves a finished file under its name, so that it is there after a power cut.
fn settle(from: &Path, to: &Path) -> Result<(), BackupError> {
    let failed = |source| BackupError::File { path: to.to_owned(), source };
    File::open(from).and_then(|file| file.sync_all()).map_err(failed)?;
    std::fs::rename(from, to).map_err(failed)?;
    match to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        Some(folder) => File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed),
        None => Ok(()),
    }
}

fn beside(path: &Path, extension: &str) -> PathBuf {
    with_suffix(path, &format!(".{extension}"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(BackupError::File { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}
