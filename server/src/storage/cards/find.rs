//! Looking cards up: by a phone's token, for the queue, by name.

use chrono::NaiveDate;
use shared::domain::UnixSeconds;
use sqlx::Row;

use super::{COLUMNS, Card, read};
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

/// Most lines of a search or of the queue at once.
const LINES: i64 = 200;

/// A card as the bearer of a token may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The card.
    pub card: Card,
    /// Another phone has it now: this one is only told so.
    pub moved: bool,
    /// The last credential signed for it was revoked: its phone needs another one.
    pub credential_revoked: bool,
    /// Which key signed that credential.
    pub signed_by: Option<u8>,
}

/// One line of the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueLine {
    /// The card.
    pub card: Card,
    /// Other cards with the same name and day of birth: perhaps the same person asked twice.
    pub twins: u32,
}

impl Storage {
    /// The card of a token.
    pub async fn held_card(&self, token_hash: &[u8; 32]) -> Result<Option<Holding>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS}, (SELECT moved FROM card_tokens WHERE token_hash = $1) AS moved,
                (SELECT r.revoked_at FROM credentials c LEFT JOIN revocations r ON r.credential = c.id
                 WHERE c.card = cards.id AND c.printed = 0 ORDER BY c.issued_at DESC, r.revoked_at LIMIT 1) AS last_revoked,
                (SELECT key_id FROM credentials WHERE card = cards.id AND printed = 0 ORDER BY issued_at DESC LIMIT 1) AS key_id
             FROM cards WHERE id = (SELECT card FROM card_tokens WHERE token_hash = $1)"
        )))
        .bind(token_hash.to_vec())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| {
            Ok(Holding {
                card: read(&row)?,
                moved: row.try_get::<i64, _>("moved")? != 0,
                credential_revoked: row.try_get::<Option<i64>, _>("last_revoked")?.is_some(),
                signed_by: row.try_get::<Option<i64>, _>("key_id")?.and_then(|key| u8::try_from(key).ok()),
            })
        })
        .transpose()
    }

    /// A card, for staff: the reading is audited.
    pub async fn open_card(&self, actor: &str, id: &str) -> Result<Option<QueueLine>, StorageError> {
        let mut lines = self.lines("id = $1", id, 1).await?;
        let Some(line) = lines.pop() else { return Ok(None) };
        let (mut transaction, _) = self.begin_write().await?;
        audit(&mut transaction, self.clock.now(), actor, "card.read", id).await?;
        transaction.commit().await?;
        Ok(Some(line))
    }

    /// What waits for a decision, the longest wait first.
    pub async fn card_queue(&self) -> Result<Vec<QueueLine>, StorageError> {
        self.lines("(state IN ('submitted', 'asked') OR renewal_at IS NOT NULL) AND $1 = ''", "", LINES).await
    }

    /// Cards whose holder's name holds every word of `words`, newest first. The search is audited, without its words.
    pub async fn find_cards(&self, actor: &str, words: &str) -> Result<Vec<Card>, StorageError> {
        let folded = shared::domain::fold(words);
        let mut found = self.lines("name_folded LIKE $1 ESCAPE '!'", &like(&folded), LINES).await?;
        found.sort_by(|one, other| other.card.id.cmp(&one.card.id));
        let (mut transaction, _) = self.begin_write().await?;
        audit(&mut transaction, self.clock.now(), actor, "card.search", "").await?;
        transaction.commit().await?;
        Ok(found.into_iter().map(|line| line.card).collect())
    }

    /// Other cards with the same name and day of birth: perhaps the same person, asked or entered twice.
    pub async fn twins_of(
        &self,
        first_name: &str,
        last_name: &str,
        birth_date: NaiveDate,
        but: &str,
    ) -> Result<Vec<Card>, StorageError> {
        let folded = shared::domain::fold(&format!("{first_name} {last_name}"));
        let found = self.lines("name_folded = $1", &folded, LINES).await?;
        Ok(found
            .into_iter()
            .map(|line| line.card)
            .filter(|card| card.birth_date == birth_date && card.id != but)
            .collect())
    }

    /// Approved cards that no phone holds and that were not printed, the longest wait first.
    pub async fn unheld_cards(&self) -> Result<Vec<Card>, StorageError> {
        let found = self.lines("state = 'approved' AND $1 = ''", "", LINES).await?;
        Ok(found.into_iter().map(|line| line.card).collect())
    }

    /// How many cards are active at `now`.
    pub async fn active_cards(&self, now: UnixSeconds) -> Result<u64, StorageError> {
        let row = sqlx::query("SELECT COUNT(*) AS cards FROM cards WHERE state = 'active' AND valid_until > $1")
            .bind(now)
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get::<i64, _>("cards")?.unsigned_abs())
    }

    async fn lines(&self, condition: &str, value: &str, limit: i64) -> Result<Vec<QueueLine>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS}, (SELECT COUNT(*) FROM cards t WHERE t.name_folded = cards.name_folded
                AND t.birth_date = cards.birth_date AND t.id <> cards.id) AS twins
             FROM cards WHERE {condition} ORDER BY COALESCE(renewal_at, submitted_at), id LIMIT {limit}"
        )))
        .bind(value)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| Ok(QueueLine { card: read(row)?, twins: row.try_get::<i64, _>("twins")? as u32 }))
            .collect()
    }
}

/// Words in this order, anything between.
fn like(folded: &str) -> String {
    let words = folded.split_whitespace().map(|word| word.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    format!("%{}%", words.collect::<Vec<_>>().join("%"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_typed_is_a_wildcard() {
        assert_eq!(super::like("lea 100%_!"), "%lea%100!%!_!!%");
    }
}
