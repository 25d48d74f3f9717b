//! Hearing that the log grew, whoever wrote: this process, another one on the same file, another node.
//!
//! Within the process a writer tells at once. Another process on the same SQLite file is noticed by the
//! file's `data_version`, looked at four times a second; other PostgreSQL nodes by LISTEN/NOTIFY.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use sqlx::{Connection, Row};
use tokio::sync::Notify;

use super::{Location, Storage, StorageError};

/// How often another process's writes are looked for in a SQLite file.
const POLL: Duration = Duration::from_millis(250);

/// How long to wait before listening again after PostgreSQL went away.
const RETRY: Duration = Duration::from_secs(2);

/// A bell that writers ring. A ring that nobody awaits is kept for the next who does.
#[derive(Clone, Debug)]
pub struct Notices(Arc<Notify>);

impl Notices {
    pub(super) fn new() -> Self {
        Self(Arc::new(Notify::new()))
    }

    pub(super) fn tell(&self) {
        self.0.notify_one();
    }

    /// Waits for the next ring. One task at a time may wait.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}

impl Storage {
    /// The bell of this storage.
    pub fn notices(&self) -> Notices {
        self.notices.clone()
    }

    /// Rings the bell for what other processes write, for ever. Losing the database is waited out.
    pub async fn watch_others(&self) {
        loop {
            let ended = match &self.location {
                Location::File { .. } => self.watch_file().await,
                Location::Postgres(address) => self.listen(address).await,
            };
            if let Err(error) = ended {
                tracing::warn!(%error, "cannot hear other writers, trying again");
            }
            tokio::time::sleep(RETRY).await;
            // Whatever was missed meanwhile.
            self.notices.tell();
        }
    }

    async fn watch_file(&self) -> Result<(), StorageError> {
        let mut connection = self.pool.acquire().await?.detach();
        let mut known: i64 = 0;
        while !self.pool.is_closed() {
            let version: i64 = sqlx::query("PRAGMA data_version").fetch_one(&mut connection).await?.try_get(0)?;
            if version != known {
                known = version;
                self.notices.tell();
            }
            tokio::time::sleep(POLL).await;
        }
        connection.close().await?;
        Ok(())
    }

    async fn listen(&self, address: &str) -> Result<(), StorageError> {
        let mut listener = PgListener::connect(address).await?;
        listener.listen("guichet").await?;
        self.notices.tell();
        // `None` tells of a lost connection, after which a notification may have been missed.
        while !self.pool.is_closed() {
            listener.try_recv().await?;
            self.notices.tell();
        }
        Ok(())
    }
}
