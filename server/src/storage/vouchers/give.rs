//! A code is given: to a card that is good now, within the offer's limit, in the transaction that counts the use.

use shared::domain::{Offer, UnixSeconds};
use shared::protocol::CardState;
use sqlx::Row;

use super::{alert, left, publish};
use crate::entropy;
use crate::storage::cards::card_by_id;
use crate::storage::redemptions::{Use, uses};
use crate::storage::{Storage, StorageError};

/// A code that a card asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVoucher<'a> {
    /// SHA-256 of the phone's idempotency key.
    pub key_hash: [u8; 32],
    /// The offer.
    pub offer: &'a Offer,
    /// The card.
    pub card: &'a str,
    /// Codes that one card may have in `period`.
    pub limit: u16,
    /// The day, week, month … that the limit counts in.
    pub period: String,
    /// When it is asked for.
    pub at: UnixSeconds,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The card has a code; `new`: by this call, not one before.
    Yes {
        /// By this call.
        new: bool,
    },
    /// The card had as many as it may.
    LimitReached,
    /// There are none left.
    Gone,
    /// The card is not one that is used now.
    NotActive,
    /// The key was used for something else.
    OtherContent,
}

impl Storage {
    /// Gives a card the next code of an offer, once per key.
    pub async fn give_voucher(&self, new: &NewVoucher<'_>) -> Result<Given, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let now = self.clock.now();
        let known = sqlx::query("SELECT offer, card FROM redemptions WHERE key_hash = $1")
            .bind(new.key_hash.to_vec())
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(row) = known {
            let (offer, card): (String, Option<String>) = (row.try_get("offer")?, row.try_get("card")?);
            let same = offer == new.offer.id && card.as_deref() == Some(new.card);
            return Ok(if same { Given::Yes { new: false } } else { Given::OtherContent });
        }
        let card = card_by_id(&mut transaction, new.card).await?;
        if card.is_none_or(|card| card.state_at(now) != CardState::Active) {
            return Ok(Given::NotActive);
        }
        if uses(&mut transaction, new.card, &new.offer.id, &new.period).await? >= u32::from(new.limit) {
            return Ok(Given::LimitReached);
        }
        let next = sqlx::query("SELECT id FROM vouchers WHERE offer = $1 AND given_at IS NULL ORDER BY id LIMIT 1")
            .bind(&new.offer.id)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(next) = next else {
            // A record that still says otherwise, brought back from its history for example, is put right.
            let seq = publish(&mut transaction, before, &new.offer.id, now).await?;
            self.finish(transaction, before, seq).await?;
            return Ok(Given::Gone);
        };
        let used = Use {
            id: entropy::ulid(now)?,
            key_hash: new.key_hash,
            offer: &new.offer.id,
            shop: &new.offer.place,
            card: new.card,
            period: &new.period,
            at: new.at,
            saving_cents: new.offer.saving_cents,
        };
        used.write(&mut transaction, now).await?;
        sqlx::query("UPDATE vouchers SET given_at = $1, card = $2, redemption = $3 WHERE id = $4 AND given_at IS NULL")
            .bind(now)
            .bind(new.card)
            .bind(&used.id)
            .bind(next.try_get::<String, _>("id")?)
            .execute(&mut *transaction)
            .await?;
        let left = left(&mut transaction, &new.offer.id).await?;
        alert::tell(&mut transaction, (&new.offer.id, &new.offer.place), left, now).await?;
        let seq = if left == 0 { publish(&mut transaction, before, &new.offer.id, now).await? } else { before };
        self.finish(transaction, before, seq).await?;
        Ok(Given::Yes { new: true })
    }
}
