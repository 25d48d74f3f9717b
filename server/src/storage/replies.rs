//! Messages as staff deal with them: what waits, what was answered, and answering.
//!
//! Invariants: an answer is given once and never written over, whoever was about to give another; it and its line in the
//! audit are one transaction. Who answered is in the audit only, and is forgotten when the audit forgets.

use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use super::inbox::{COLUMNS, audit, read};
use super::log::position;
use super::{Storage, StorageError, StoredMessage};

/// Which messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pile {
    /// Without an answer, the first due first.
    Waiting,
    /// With one, the last answered first.
    Answered,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// Without an answer.
    pub waiting: u64,
    /// Of these, the ones whose promise is over.
    pub late: u64,
    /// With an answer.
    pub answered: u64,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// It is the message's answer.
    Done,
    /// There was one already, and it stays.
    Before {
        /// What it says.
        answer: String,
        /// Who gave it, while the audit knows.
        by: Option<String>,
    },
    /// There is no such message: its sender may have erased it.
    Unknown,
}

impl Storage {
    /// Messages without an answer, the first due first. The reading is written to the audit.
    pub async fn open_messages(&self, actor: &str) -> Result<Vec<StoredMessage>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM messages WHERE answer IS NULL ORDER BY due_at, id"
        )))
        .fetch_all(&mut *transaction)
        .await?;
        let messages = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        for message in &messages {
            audit(&mut transaction, self.clock.now(), actor, "message.read", &message.id).await?;
        }
        transaction.commit().await?;
        Ok(messages)
    }

    /// A page of a pile, for a list. A list is not audited, as that of cards is not: opening a message is.
    pub async fn message_pile(&self, pile: Pile, from: usize, most: usize) -> Result<Vec<StoredMessage>, StorageError> {
        let which = match pile {
            Pile::Waiting => "answer IS NULL ORDER BY due_at, id",
            Pile::Answered => "answer IS NOT NULL ORDER BY answered_at DESC, id DESC",
        };
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM messages WHERE {which} LIMIT $1 OFFSET $2"
        )))
        .bind(most as i64)
        .bind(from as i64)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// How many wait, are late, were answered.
    pub async fn message_counts(&self, now: UnixSeconds) -> Result<MessageCounts, StorageError> {
        let row = sqlx::query(
            "SELECT COUNT(CASE WHEN answer IS NULL THEN 1 END) AS waiting,
                COUNT(CASE WHEN answer IS NULL AND due_at <= $1 THEN 1 END) AS late,
                COUNT(answer) AS answered
             FROM messages",
        )
        .bind(now)
        .fetch_one(&self.pool)
        .await?;
        Ok(MessageCounts {
            waiting: position(&row, "waiting")?,
            late: position(&row, "late")?,
            answered: position(&row, "answered")?,
        })
    }

    /// One message, opened by staff: the reading is written to the audit.
    pub async fn open_message(&self, actor: &str, id: &str) -> Result<Option<StoredMessage>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM messages WHERE id = $1")))
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(row) = row else { return Ok(None) };
        audit(&mut transaction, self.clock.now(), actor, "message.read", id).await?;
        transaction.commit().await?;
        Ok(Some(read(&row)?))
    }

    /// Answers a message that has no answer yet.
    pub async fn answer_message(&self, actor: &str, id: &str, answer: &str) -> Result<Answered, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let row = sqlx::query("SELECT answer FROM messages WHERE id = $1").bind(id);
        let Some(row) = row.fetch_optional(&mut *transaction).await? else { return Ok(Answered::Unknown) };
        if let Some(answer) = row.try_get("answer")? {
            return Ok(Answered::Before { answer, by: answerer(&mut transaction, id).await? });
        }
        let now = self.clock.now();
        sqlx::query("UPDATE messages SET answer = $1, answered_at = $2 WHERE id = $3")
            .bind(answer)
            .bind(now)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        audit(&mut transaction, now, actor, "message.answer", id).await?;
        transaction.commit().await?;
        Ok(Answered::Done)
    }
}

async fn answerer(connection: &mut AnyConnection, id: &str) -> Result<Option<String>, StorageError> {
    let row = sqlx::query(
        "SELECT actor FROM audit WHERE subject = $1 AND action = 'message.answer' ORDER BY at DESC, id DESC LIMIT 1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| row.try_get("actor")).transpose()?)
}
