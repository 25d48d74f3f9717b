//! One-time codes that give a card to another phone: shown by staff (activation) or kept by the holder (rescue).

use shared::domain::UnixSeconds;
use shared::protocol::CardState;
use sqlx::{AnyConnection, Row};

use super::apply::{add_token, card_by_id};
use super::credentials::revoke_all;
use super::{Card, state_name};
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Shown by staff, for a phone to scan.
    Activation,
    /// Kept by the holder, away from the phone.
    Rescue,
}

/// What became of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeUse {
    /// The card is this phone's now; the former one's token tells it so.
    Taken(Box<Card>),
    /// There is no such code.
    Unknown,
    /// It was used.
    Used,
    /// It has ended.
    Stale,
    /// The card cannot be given to a phone: it was withdrawn.
    Blocked,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::Rescue => "rescue",
        }
    }
}

impl Storage {
    /// Makes `code_hash` the card's only code for this purpose. By staff: audited under their name.
    pub async fn set_card_code(
        &self,
        card: &str,
        purpose: Purpose,
        code_hash: [u8; 32],
        expires_at: UnixSeconds,
        actor: Option<&str>,
    ) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        if card_by_id(&mut transaction, card).await?.is_none() {
            return Ok(false);
        }
        replace_code(&mut transaction, card, purpose, code_hash, expires_at).await?;
        if let Some(actor) = actor {
            audit(&mut transaction, self.clock.now(), actor, "card.activation", card).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Gives a card to the phone that offers `token_hash`, once per code.
    pub async fn take_card(
        &self,
        purpose: Purpose,
        code_hash: [u8; 32],
        token_hash: [u8; 32],
    ) -> Result<CodeUse, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let (id, card) = match found(&mut transaction, purpose, code_hash, now).await? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
        // A holder who lost the phone blocked the card; with the rescue code it lives again. Staff's word stands.
        let by_holder = card.state == CardState::Suspended && card.reason.is_empty();
        let movable = matches!(card.state, CardState::Approved | CardState::Active) || by_holder;
        if !movable {
            return Ok(CodeUse::Blocked);
        }
        sqlx::query("UPDATE card_codes SET used_at = $1 WHERE code_hash = $2")
            .bind(now)
            .bind(code_hash.to_vec())
            .execute(&mut *transaction)
            .await?;
        release(&mut transaction, &id, now).await?;
        add_token(&mut transaction, &id, token_hash).await?;
        let card = card_by_id(&mut transaction, &id).await?;
        transaction.commit().await?;
        Ok(card.map_or(CodeUse::Unknown, |card| CodeUse::Taken(Box::new(card))))
    }

    /// Blocks the card of a rescue code: its holder lost the phone. The code goes on working, to move the card later.
    pub async fn block_by_code(&self, code_hash: [u8; 32]) -> Result<CodeUse, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let (id, _) = match found(&mut transaction, Purpose::Rescue, code_hash, now).await? {
            Ok(found) => found,
            Err(refused) => return Ok(refused),
        };
        block(&mut transaction, &id, now).await?;
        let card = card_by_id(&mut transaction, &id).await?;
        transaction.commit().await?;
        Ok(card.map_or(CodeUse::Unknown, |card| CodeUse::Taken(Box::new(card))))
    }

    /// Blocks a card in its holder's name.
    pub async fn block_card(&self, card: &str) -> Result<Option<Card>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        block(&mut transaction, card, self.clock.now()).await?;
        let card = card_by_id(&mut transaction, card).await?;
        transaction.commit().await?;
        Ok(card)
    }
}

/// Suspends without words: by the holder. What staff decided before stays decided.
async fn block(connection: &mut AnyConnection, card: &str, now: UnixSeconds) -> Result<(), StorageError> {
    sqlx::query("UPDATE cards SET state = 'suspended', reason = '', changed_at = $1 WHERE id = $2 AND state IN ('approved', 'active')")
        .bind(now)
        .bind(card)
        .execute(&mut *connection)
        .await?;
    revoke_all(connection, card, now).await
}

async fn found(
    connection: &mut AnyConnection,
    purpose: Purpose,
    code_hash: [u8; 32],
    now: UnixSeconds,
) -> Result<Result<(String, Card), CodeUse>, StorageError> {
    let row = sqlx::query("SELECT card, expires_at, used_at FROM card_codes WHERE code_hash = $1 AND purpose = $2")
        .bind(code_hash.to_vec())
        .bind(purpose.name())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(Err(CodeUse::Unknown)) };
    if row.try_get::<Option<i64>, _>("used_at")?.is_some() {
        return Ok(Err(CodeUse::Used));
    }
    if row.try_get::<i64, _>("expires_at")? <= now {
        return Ok(Err(CodeUse::Stale));
    }
    let id: String = row.try_get("card")?;
    Ok(card_by_id(connection, &id).await?.map_or(Err(CodeUse::Unknown), |card| Ok((id, card))))
}

/// Takes the card from whichever phone has it.
pub(super) async fn release(connection: &mut AnyConnection, card: &str, now: UnixSeconds) -> Result<(), StorageError> {
    sqlx::query("UPDATE card_tokens SET moved = 1 WHERE card = $1").bind(card).execute(&mut *connection).await?;
    sqlx::query(
        "UPDATE cards SET device_key = NULL, bound_at = NULL, state = $1, reason = '', changed_at = $2 WHERE id = $3",
    )
    .bind(state_name(CardState::Approved))
    .bind(now)
    .bind(card)
    .execute(&mut *connection)
    .await?;
    revoke_all(connection, card, now).await
}

pub(super) async fn replace_code(
    connection: &mut AnyConnection,
    card: &str,
    purpose: Purpose,
    code_hash: [u8; 32],
    expires_at: UnixSeconds,
) -> Result<(), StorageError> {
    // Used ones stay, so that a code used twice is told from one that never was.
    sqlx::query("DELETE FROM card_codes WHERE card = $1 AND purpose = $2 AND used_at IS NULL")
        .bind(card)
        .bind(purpose.name())
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO card_codes (code_hash, card, purpose, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(code_hash.to_vec())
        .bind(card)
        .bind(purpose.name())
        .bind(expires_at)
        .execute(connection)
        .await?;
    Ok(())
}
