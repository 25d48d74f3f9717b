//! The personal database: settings, favourites, drafts, messages, the youth card, notifications. Nothing the server says can erase it.

use std::path::Path;

use rusqlite::{Connection, MAIN_DB, OptionalExtension, params};
use rusqlite_migration::{M, Migrations};
use serde::{Serialize, de::DeserializeOwned};

use super::{Store, StoreError, companions};
use crate::domain::{RecordId, UnixSeconds};
use crate::protocol::{MessageReceipt, OutgoingMessage};

pub(super) struct Personal {
    pub(super) connection: Connection,
}

/// Something the person keeps at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Favourite {
    /// What it names.
    pub id: RecordId,
    /// Its title when it was added, to name it after its record is gone.
    pub title: String,
    /// When it was added.
    pub added_at: UnixSeconds,
}

/// What was being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<T> {
    /// The form.
    pub form: T,
    /// When it was last changed.
    pub saved_at: UnixSeconds,
}

/// A message to the service, from writing to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// As it is or was sent.
    pub outgoing: OutgoingMessage,
    /// When it was written.
    pub written_at: UnixSeconds,
    /// Where it stands.
    pub state: MessageState,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// Waits for the network.
    Queued {
        /// Sends tried and failed.
        attempts: u32,
        /// Not before then.
        next_try_at: UnixSeconds,
    },
    /// The server has it; perhaps it is answered.
    Sent(MessageReceipt),
    /// The server will never take it, for this reason; its text stays here to be copied or corrected.
    Refused(String),
}

fn migrations() -> Migrations<'static> {
    Migrations::new(vec![
        M::up(include_str!("migrations/personal_1.sql")),
        M::up(include_str!("migrations/personal_2.sql")),
        M::up(include_str!("migrations/personal_3.sql")),
        M::up(include_str!("migrations/personal_4.sql")),
        M::up(include_str!("migrations/personal_5.sql")),
        M::up(include_str!("migrations/personal_6.sql")),
    ])
}

impl Personal {
    /// Opens or makes the file. A damaged one is set aside under a name with the time, never deleted.
    pub(super) fn open_file(path: &Path, now: UnixSeconds) -> Result<(Self, bool), StoreError> {
        match Connection::open(path).map_err(StoreError::from).and_then(prepare) {
            Ok(connection) => Ok((Self { connection }, false)),
            Err(StoreError::Corrupt) => {
                std::fs::rename(path, path.with_extension(format!("damaged-{now}.sqlite")))
                    .map_err(StoreError::Folder)?;
                for companion in companions(path) {
                    drop(std::fs::remove_file(companion));
                }
                Ok((Self { connection: prepare(Connection::open(path)?)? }, true))
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn open_bytes(bytes: &[u8]) -> Result<(Self, bool), StoreError> {
        let mut connection = Connection::open_in_memory()?;
        if !bytes.is_empty() {
            connection.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), false)?;
        }
        match prepare(connection) {
            Ok(connection) => Ok((Self { connection }, false)),
            Err(StoreError::Corrupt) => Ok((Self { connection: prepare(Connection::open_in_memory()?)? }, true)),
            Err(error) => Err(error),
        }
    }

    pub(super) fn export(&self) -> Result<Vec<u8>, StoreError> {
        Ok(self.connection.serialize(MAIN_DB)?.to_vec())
    }

    pub(super) fn erase(&mut self) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute_batch(super::push::END_SENT)?;
        transaction.execute_batch(
            "DELETE FROM setting; DELETE FROM favourite; DELETE FROM draft; DELETE FROM message; DELETE FROM card;
             DELETE FROM card_errand; DELETE FROM card_proof; DELETE FROM tally; DELETE FROM push; DELETE FROM inbox_read;
             DELETE FROM offer_met; DELETE FROM reminder;",
        )?;
        transaction.commit()?;
        // Deleted rows linger in free pages until the file is written anew.
        Ok(self.connection.execute_batch("VACUUM")?)
    }
}

fn prepare(mut connection: Connection) -> Result<Connection, StoreError> {
    connection
        .execute_batch("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
    migrations().to_latest(&mut connection).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
        other => StoreError::Migration(other),
    })?;
    connection.query_row("SELECT count(*) FROM setting", [], |row| row.get::<_, i64>(0))?;
    Ok(connection)
}

impl Store {
    /// The setting of this name. `None` when it was never set, or by a version that wrote it otherwise.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        let value: Option<String> = self
            .personal()
            .connection
            .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
            .optional()?;
        Ok(value.and_then(|value| serde_json::from_str(&value).ok()))
    }

    /// Sets a setting. One that says so already is not written again: a start without a change waits for no disk.
    pub fn set_setting<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "INSERT INTO setting (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            params![name, serde_json::to_string(value)?],
        )?;
        Ok(())
    }

    /// Favourites, last added first.
    pub fn favourites(&self) -> Result<Vec<Favourite>, StoreError> {
        let personal = self.personal();
        let mut statement = personal
            .connection
            .prepare_cached("SELECT kind, id, title, added_at FROM favourite ORDER BY added_at DESC, kind, id")?;
        let favourites = statement
            .query_map([], |row| {
                Ok(Favourite {
                    id: RecordId { kind: row.get(0)?, id: row.get(1)? },
                    title: row.get(2)?,
                    added_at: row.get(3)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(favourites)
    }

    /// Whether a record is a favourite.
    pub fn is_favourite(&self, id: &RecordId) -> Result<bool, StoreError> {
        Ok(self.personal().connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM favourite WHERE kind = ?1 AND id = ?2)",
            params![id.kind, id.id],
            |row| row.get(0),
        )?)
    }

    /// Adds a favourite, or updates its title.
    pub fn add_favourite(&self, favourite: &Favourite) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "INSERT INTO favourite (kind, id, title, added_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (kind, id) DO UPDATE SET title = excluded.title",
            params![favourite.id.kind, favourite.id.id, favourite.title, favourite.added_at],
        )?;
        Ok(())
    }

    /// Removes a favourite.
    pub fn remove_favourite(&self, id: &RecordId) -> Result<(), StoreError> {
        self.personal()
            .connection
            .execute("DELETE FROM favourite WHERE kind = ?1 AND id = ?2", params![id.kind, id.id])?;
        Ok(())
    }

    /// What was typed in a form, if it was not sent yet.
    pub fn draft<T: DeserializeOwned>(&self, form: &str) -> Result<Option<Draft<T>>, StoreError> {
        let row: Option<(String, UnixSeconds)> = self
            .personal()
            .connection
            .query_row("SELECT body, saved_at FROM draft WHERE form = ?1", [form], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(row.and_then(|(body, saved_at)| Some(Draft { form: serde_json::from_str(&body).ok()?, saved_at })))
    }

    /// Saves what is being typed in a form.
    pub fn save_draft<T: Serialize>(&self, form: &str, body: &T, now: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "INSERT OR REPLACE INTO draft (form, body, saved_at) VALUES (?1, ?2, ?3)",
            params![form, serde_json::to_string(body)?, now],
        )?;
        Ok(())
    }

    /// Queues a message and drops the draft it came from, in one transaction: it is never in both or neither.
    pub fn queue_message(&self, message: &OutgoingMessage, form: &str, now: UnixSeconds) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute(
            "INSERT INTO message (key, body, written_at, attempts, next_try_at) VALUES (?1, ?2, ?3, 0, ?3)",
            params![message.key, serde_json::to_string(message)?, now],
        )?;
        transaction.execute("DELETE FROM draft WHERE form = ?1", [form])?;
        Ok(transaction.commit()?)
    }

    /// Messages, last written first.
    pub fn messages(&self) -> Result<Vec<Message>, StoreError> {
        let personal = self.personal();
        let mut statement = personal
            .connection
            .prepare_cached("SELECT body, written_at, refused, receipt, attempts, next_try_at FROM message ORDER BY written_at DESC, key DESC")?;
        let mut rows = statement.query([])?;
        let mut messages = Vec::new();
        while let Some(row) = rows.next()? {
            let (refused, receipt): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
            messages.push(Message {
                outgoing: serde_json::from_str(&row.get::<_, String>(0)?)?,
                written_at: row.get(1)?,
                state: match (refused, receipt) {
                    (Some(reason), _) => MessageState::Refused(reason),
                    (None, Some(receipt)) => MessageState::Sent(serde_json::from_str(&receipt)?),
                    (None, None) => MessageState::Queued { attempts: row.get(4)?, next_try_at: row.get(5)? },
                },
            });
        }
        Ok(messages)
    }

    /// Notes that the server has a message, or what it answered since.
    pub fn message_received(&self, key: &str, receipt: &MessageReceipt) -> Result<(), StoreError> {
        self.personal()
            .connection
            .execute("UPDATE message SET receipt = ?2 WHERE key = ?1", params![key, serde_json::to_string(receipt)?])?;
        Ok(())
    }

    /// Notes that the server will never take a message.
    pub fn message_refused(&self, key: &str, reason: &str) -> Result<(), StoreError> {
        self.personal().connection.execute("UPDATE message SET refused = ?2 WHERE key = ?1", params![key, reason])?;
        Ok(())
    }

    /// Notes a failed send, to be tried again at `next_try_at`.
    pub fn message_delayed(&self, key: &str, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "UPDATE message SET attempts = attempts + 1, next_try_at = ?2 WHERE key = ?1",
            params![key, next_try_at],
        )?;
        Ok(())
    }

    /// Forgets a message on this phone.
    pub fn forget_message(&self, key: &str) -> Result<(), StoreError> {
        self.personal().connection.execute("DELETE FROM message WHERE key = ?1", [key])?;
        Ok(())
    }
}
