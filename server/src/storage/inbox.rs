//! Messages to the youth service, as stored: personal data that their sender can read back and erase. What staff do with
//! them is in `replies.rs`.
//!
//! The idempotency key and the tokens are kept as SHA-256 only. A phone that sends again because the answer
//! was lost gets another token, up to [`MAX_TOKENS`]; the first ones go on working.

use shared::domain::{RecordId, UnixSeconds};
use shared::protocol::MessageTopic;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use subtle::ConstantTimeEq;

use super::{Storage, StorageError};
use crate::entropy;

/// Most tokens of one message.
const MAX_TOKENS: usize = 5;

/// A message to store.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// SHA-256 of the idempotency key.
    pub key_hash: [u8; 32],
    /// SHA-256 of the token to give.
    pub token_hash: [u8; 32],
    /// What it is about.
    pub topic: MessageTopic,
    /// What was written.
    pub text: String,
    /// How to be reached.
    pub reply_to: String,
    /// Record it is about.
    pub about: Option<RecordId>,
    /// Promise.
    pub due_at: UnixSeconds,
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredMessage {
    /// ULID.
    pub id: String,
    /// What it is about.
    pub topic: String,
    /// What was written.
    pub text: String,
    /// How to be reached.
    pub reply_to: String,
    /// Record it is about.
    pub about: Option<RecordId>,
    /// When it was stored.
    pub received_at: UnixSeconds,
    /// Promise.
    pub due_at: UnixSeconds,
    /// The answer, once given.
    pub answer: Option<String>,
    /// When it was given.
    pub answered_at: Option<UnixSeconds>,
}

/// What became of a sent message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accepted {
    /// Stored, now or before; `with_token`: the offered token reads it.
    Stored {
        /// As it stands.
        message: Box<StoredMessage>,
        /// The offered token was taken.
        with_token: bool,
    },
    /// The key was used for other words.
    OtherContent,
    /// The message was erased by its sender.
    Erased,
}

pub(super) const COLUMNS: &str =
    "id, topic, text, reply_to, about_kind, about_id, received_at, due_at, answer, answered_at";

impl Storage {
    /// Stores a message once per key.
    pub async fn accept_message(&self, new: &NewMessage) -> Result<Accepted, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let erased =
            sqlx::query("SELECT erased_at FROM erased_messages WHERE key_hash = $1").bind(new.key_hash.to_vec());
        if erased.fetch_optional(&mut *transaction).await?.is_some() {
            return Ok(Accepted::Erased);
        }
        let topic = topic_name(new.topic);
        let known = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM messages WHERE key_hash = $1")))
            .bind(new.key_hash.to_vec())
            .fetch_optional(&mut *transaction)
            .await?;
        let message = match known {
            Some(row) => {
                let message = read(&row)?;
                if (message.topic.as_str(), &message.text, &message.reply_to, &message.about)
                    != (topic, &new.text, &new.reply_to, &new.about)
                {
                    return Ok(Accepted::OtherContent);
                }
                message
            }
            None => insert(&mut transaction, new, topic, self.clock.now()).await?,
        };
        let tokens = sqlx::query("SELECT token_hash FROM message_tokens WHERE message = $1").bind(&message.id);
        let with_token = tokens.fetch_all(&mut *transaction).await?.len() < MAX_TOKENS;
        if with_token {
            sqlx::query("INSERT INTO message_tokens (message, token_hash) VALUES ($1, $2)")
                .bind(&message.id)
                .bind(new.token_hash.to_vec())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(Accepted::Stored { message: Box::new(message), with_token })
    }

    /// The message with this id, when the token is one of its own.
    pub async fn message(&self, id: &str, token_hash: &[u8; 32]) -> Result<Option<StoredMessage>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        if !holds_token(&mut connection, id, token_hash).await? {
            return Ok(None);
        }
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM messages WHERE id = $1")))
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Erases a message. `false`: no such message with this token.
    pub async fn erase_message(&self, id: &str, token_hash: &[u8; 32]) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        if !holds_token(&mut transaction, id, token_hash).await? {
            return Ok(false);
        }
        sqlx::query("INSERT INTO erased_messages (key_hash, erased_at) SELECT key_hash, CAST($1 AS BIGINT) FROM messages WHERE id = $2")
            .bind(self.clock.now())
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM message_tokens WHERE message = $1").bind(id).execute(&mut *transaction).await?;
        sqlx::query("DELETE FROM messages WHERE id = $1").bind(id).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The audit's lines about a subject: actor and action, oldest first.
    pub async fn audited(&self, subject: &str) -> Result<Vec<(String, String)>, StorageError> {
        let rows = sqlx::query("SELECT actor, action FROM audit WHERE subject = $1 ORDER BY at, id")
            .bind(subject)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((row.try_get("actor")?, row.try_get("action")?))).collect()
    }
}

async fn insert(
    connection: &mut AnyConnection,
    new: &NewMessage,
    topic: &str,
    now: UnixSeconds,
) -> Result<StoredMessage, StorageError> {
    let message = StoredMessage {
        id: entropy::ulid(now)?,
        topic: topic.to_owned(),
        text: new.text.clone(),
        reply_to: new.reply_to.clone(),
        about: new.about.clone(),
        received_at: now,
        due_at: new.due_at,
        answer: None,
        answered_at: None,
    };
    sqlx::query(
        "INSERT INTO messages (id, key_hash, topic, text, reply_to, about_kind, about_id, received_at, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&message.id)
    .bind(new.key_hash.to_vec())
    .bind(topic)
    .bind(&message.text)
    .bind(&message.reply_to)
    .bind(message.about.as_ref().map(|about| about.kind.clone()))
    .bind(message.about.as_ref().map(|about| about.id.clone()))
    .bind(message.received_at)
    .bind(message.due_at)
    .execute(connection)
    .await?;
    Ok(message)
}

async fn holds_token(connection: &mut AnyConnection, id: &str, token_hash: &[u8; 32]) -> Result<bool, StorageError> {
    let rows =
        sqlx::query("SELECT token_hash FROM message_tokens WHERE message = $1").bind(id).fetch_all(connection).await?;
    let mut held = false;
    for row in rows {
        let hash: Vec<u8> = row.try_get("token_hash")?;
        held |= bool::from(hash.ct_eq(token_hash));
    }
    Ok(held)
}

pub(super) async fn audit(
    connection: &mut AnyConnection,
    now: UnixSeconds,
    actor: &str,
    action: &str,
    subject: &str,
) -> Result<(), StorageError> {
    // Writers stand in line, so lines of one second keep the order in which they were written.
    let last = sqlx::query("SELECT MAX(id) AS last FROM audit").fetch_one(&mut *connection).await?;
    let last: Option<String> = last.try_get("last")?;
    sqlx::query("INSERT INTO audit (id, at, actor, action, subject) VALUES ($1, $2, $3, $4, $5)")
        .bind(entropy::ulid_after(last.as_deref(), now)?)
        .bind(now)
        .bind(actor)
        .bind(action)
        .bind(subject)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) fn read(row: &AnyRow) -> Result<StoredMessage, StorageError> {
    let (kind, id): (Option<String>, Option<String>) = (row.try_get("about_kind")?, row.try_get("about_id")?);
    Ok(StoredMessage {
        id: row.try_get("id")?,
        topic: row.try_get("topic")?,
        text: row.try_get("text")?,
        reply_to: row.try_get("reply_to")?,
        about: kind.zip(id).map(|(kind, id)| RecordId { kind, id }),
        received_at: row.try_get("received_at")?,
        due_at: row.try_get("due_at")?,
        answer: row.try_get("answer")?,
        answered_at: row.try_get("answered_at")?,
    })
}

const fn topic_name(topic: MessageTopic) -> &'static str {
    match topic {
        MessageTopic::Question => "question",
        MessageTopic::Callback => "callback",
        MessageTopic::Error => "error",
    }
}
