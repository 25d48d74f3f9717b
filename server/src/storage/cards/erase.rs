//! A holder's rights: everything out, everything gone. And retention, which does the same by itself.

use serde::Serialize;
use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use super::Card;
use super::apply::card_by_id;
use super::credentials::revoke_all;
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

/// Everything the server holds about a holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardExport {
    /// The card.
    pub card: Card,
    /// The picture that came with the application, while nobody has decided: WebP.
    pub proof: Option<Vec<u8>>,
    /// Its uses, last first.
    pub uses: Vec<ExportedUse>,
    /// When credentials were signed for it, and until when.
    pub credentials: Vec<(UnixSeconds, UnixSeconds)>,
    /// What staff did with it, and when: never who.
    pub acts: Vec<(UnixSeconds, String)>,
}

/// One use, as exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedUse {
    /// Id of the offer.
    pub offer: String,
    /// Id of the shop's place.
    pub shop: String,
    /// When.
    pub at: UnixSeconds,
    /// Estimated saving, in cents.
    pub saving_cents: u32,
}

impl Storage {
    /// Everything about a card.
    pub async fn export_card(&self, id: &str) -> Result<Option<CardExport>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        let Some(card) = card_by_id(&mut connection, id).await? else { return Ok(None) };
        let proof = super::proof::picture(&mut connection, id).await?;
        let uses = self.uses_of(id, i64::MAX).await?;
        let credentials = sqlx::query("SELECT issued_at, expires FROM credentials WHERE card = $1 ORDER BY issued_at")
            .bind(id)
            .fetch_all(&mut *connection)
            .await?;
        let credentials = credentials
            .iter()
            .map(|row| Ok((row.try_get("issued_at")?, row.try_get("expires")?)))
            .collect::<Result<_, StorageError>>()?;
        let acts = sqlx::query("SELECT at, action FROM audit WHERE subject = $1 ORDER BY at, id")
            .bind(id)
            .fetch_all(&mut *connection)
            .await?;
        let acts = acts
            .iter()
            .map(|row| Ok((row.try_get("at")?, row.try_get("action")?)))
            .collect::<Result<_, StorageError>>()?;
        Ok(Some(CardExport { card, proof, uses, credentials, acts }))
    }

    /// Uses of a card, last first.
    pub async fn uses_of(&self, card: &str, most: i64) -> Result<Vec<ExportedUse>, StorageError> {
        let rows = sqlx::query(
            "SELECT offer, shop, at, saving_cents FROM redemptions WHERE card = $1 AND undone_at IS NULL
             ORDER BY at DESC, id DESC LIMIT $2",
        )
        .bind(card)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(ExportedUse {
                    offer: row.try_get("offer")?,
                    shop: row.try_get("shop")?,
                    at: row.try_get("at")?,
                    saving_cents: row.try_get::<i64, _>("saving_cents")? as u32,
                })
            })
            .collect()
    }

    /// Estimated savings of all uses of a card, in cents.
    pub async fn saved_by(&self, card: &str) -> Result<u64, StorageError> {
        let row = sqlx::query(
            "SELECT CAST(COALESCE(SUM(saving_cents), 0) AS BIGINT) AS saved FROM redemptions WHERE card = $1 AND undone_at IS NULL",
        )
        .bind(card)
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get::<i64, _>("saved")?.unsigned_abs())
    }

    /// Erases a card and everything about its holder. What was signed for it stays refused. `actor`: staff who did it;
    /// none when the holder or retention did.
    pub async fn erase_card(&self, card: &str, actor: Option<&str>) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        if card_by_id(&mut transaction, card).await?.is_none() {
            return Ok(false);
        }
        erase(&mut transaction, card, now).await?;
        if let Some(actor) = actor {
            audit(&mut transaction, now, actor, "card.erase", card).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// What time undoes by itself, at `now`: verifications after thirty days, presentations after two weeks (a shop off
    /// line may be late by one), proofs after ninety, ended revocations and credentials, refused applications after a year, cards without
    /// sign of life for two years, sessions and codes that ended. Returns how many cards were erased.
    pub async fn retain_cards(&self, now: UnixSeconds) -> Result<u64, StorageError> {
        const DAY: i64 = 86_400;
        let (mut transaction, _) = self.begin_write().await?;
        for (statement, before) in [
            ("DELETE FROM verifications WHERE at < $1", now - 30 * DAY),
            ("DELETE FROM presentations WHERE seen_at < $1", now - 14 * DAY),
            // A week longer than they end: what a shop sends late is still judged.
            ("DELETE FROM revocations WHERE expires < $1", now - 8 * DAY),
            ("DELETE FROM credentials WHERE expires < $1", now - 8 * DAY),
            // An application that nobody decides for so long needs a newer proof anyway.
            ("DELETE FROM card_proofs WHERE received_at < $1", now - 90 * DAY),
            ("DELETE FROM card_codes WHERE expires_at < $1", now - 30 * DAY),
            ("DELETE FROM shop_invitations WHERE expires_at < $1", now - 30 * DAY),
            ("DELETE FROM shop_sessions WHERE expires_at < $1", now),
            // A use counts for its holder and the shop for two years, then only for the shop.
            ("UPDATE redemptions SET card = NULL WHERE at < $1 AND card IS NOT NULL", now - 730 * DAY),
            ("UPDATE vouchers SET card = NULL, code = '' WHERE given_at < $1 AND card IS NOT NULL", now - 730 * DAY),
        ] {
            sqlx::query(statement).bind(before).execute(&mut *transaction).await?;
        }
        let idle = sqlx::query(
            "SELECT id FROM cards WHERE (state IN ('refused', 'asked') AND changed_at < $1)
                OR (COALESCE(valid_until, 0) < $2 AND changed_at < $3)",
        )
        .bind(now - 365 * DAY)
        .bind(now - 730 * DAY)
        .bind(now - 730 * DAY)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &idle {
            erase(&mut transaction, &row.try_get::<String, _>("id")?, now).await?;
        }
        transaction.commit().await?;
        Ok(idle.len() as u64)
    }
}

async fn erase(connection: &mut AnyConnection, card: &str, now: UnixSeconds) -> Result<(), StorageError> {
    revoke_all(connection, card, now).await?;
    for statement in [
        "UPDATE redemptions SET card = NULL WHERE card = $1",
        "UPDATE vouchers SET card = NULL, code = '' WHERE card = $1",
        "DELETE FROM card_tokens WHERE card = $1",
        "DELETE FROM card_codes WHERE card = $1",
        "DELETE FROM card_proofs WHERE card = $1",
        "DELETE FROM credentials WHERE card = $1",
        "DELETE FROM cards WHERE id = $1",
    ] {
        sqlx::query(statement).bind(card).execute(&mut *connection).await?;
    }
    Ok(())
}
