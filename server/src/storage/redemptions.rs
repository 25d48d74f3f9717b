//! Redemptions: an offer used by a card, once per limit and period whoever asks at the same instant.
//!
//! Invariant: whether a use is within its limit is decided and written in one transaction that holds the writers' lock
//! (`begin_write`), on both databases. An index that forbids a second row was rejected: limits are not always one.

use std::collections::HashMap;

use shared::card::CredentialId;
use shared::domain::UnixSeconds;
use shared::protocol::{ShopCounts, UNDO_SECONDS};
use sqlx::{AnyConnection, Row};

use super::cards::issued_to;
use super::{Storage, StorageError};
use crate::entropy;

/// A use to record. What the code and the offer allow at all was verified before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRedemption {
    /// SHA-256 of the page's idempotency key.
    pub key_hash: [u8; 32],
    /// The offer.
    pub offer: String,
    /// Id of the shop's place.
    pub shop: String,
    /// The credential shown.
    pub credential: CredentialId,
    /// Its proof's moment and the scan it was seen in. `None`: printed on paper.
    pub proof: Option<(u32, String)>,
    /// Who a partner territory's card is, across its credentials; `None` for one's own.
    pub partner: Option<String>,
    /// Uses allowed in `period`, if limited.
    pub limit: Option<u16>,
    /// The day, week, month … that the limit counts in.
    pub period: String,
    /// When the shop pressed.
    pub at: UnixSeconds,
    /// Estimated saving, in cents.
    pub saving_cents: u32,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redeemed {
    /// Recorded, now or before under the same key.
    Recorded {
        /// ULID.
        id: String,
        /// When.
        recorded_at: UnixSeconds,
        /// Uses left in the period, if limited.
        left: Option<u32>,
        /// By this call.
        new: bool,
    },
    /// The card has used the offer as often as it may.
    LimitReached,
    /// The code was used for something else, or scanned by somebody else.
    CodeUsed,
    /// The card was blocked before the shop pressed, or is not known any more.
    Revoked,
}

/// What became of taking a use back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// It does not count any more.
    Yes,
    /// The minute is over.
    TooLate,
    /// There is no such use of this shop.
    Unknown,
}

impl Storage {
    /// Records a use once per key, within its limit.
    pub async fn redeem(&self, new: &NewRedemption) -> Result<Redeemed, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        if let Some(known) = known(&mut transaction, new).await? {
            return Ok(known);
        }
        let card = match (&new.partner, issued_to(&mut transaction, new.credential).await?) {
            (Some(partner), _) => partner.clone(),
            (None, Some(issued)) if !issued.was_revoked(new.at) => issued.card,
            (None, _) => return Ok(Redeemed::Revoked),
        };
        let mut left = None;
        if let Some(limit) = new.limit {
            let used = uses(&mut transaction, &card, &new.offer, &new.period).await?;
            if used >= u32::from(limit) {
                return Ok(Redeemed::LimitReached);
            }
            left = Some(u32::from(limit) - used - 1);
        }
        let id = entropy::ulid(now)?;
        if let Some((moment, scan)) = &new.proof
            && !spend(&mut transaction, new.credential, *moment, scan, &id, now).await?
        {
            return Ok(Redeemed::CodeUsed);
        }
        let used = Use {
            id: id.clone(),
            key_hash: new.key_hash,
            offer: &new.offer,
            shop: &new.shop,
            card: &card,
            period: &new.period,
            at: new.at,
            saving_cents: new.saving_cents,
        };
        used.write(&mut transaction, now).await?;
        transaction.commit().await?;
        Ok(Redeemed::Recorded { id, recorded_at: now, left, new: true })
    }

    /// Takes a use back within a minute of its recording. The code may then be used again, while it is fresh.
    pub async fn undo_redemption(&self, shop: &str, id: &str) -> Result<Undone, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let row = sqlx::query("SELECT recorded_at, undone_at FROM redemptions WHERE id = $1 AND shop = $2")
            .bind(id)
            .bind(shop)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(row) = row else { return Ok(Undone::Unknown) };
        if row.try_get::<Option<i64>, _>("undone_at")?.is_some() {
            return Ok(Undone::Yes);
        }
        if now - row.try_get::<i64, _>("recorded_at")? > UNDO_SECONDS {
            return Ok(Undone::TooLate);
        }
        sqlx::query("UPDATE redemptions SET undone_at = $1 WHERE id = $2")
            .bind(now)
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("UPDATE presentations SET redemption = NULL WHERE redemption = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(Undone::Yes)
    }

    /// Uses of a shop since three moments: the beginnings of its day, week and month.
    pub async fn shop_counts(
        &self,
        shop: &str,
        day: UnixSeconds,
        week: UnixSeconds,
        month: UnixSeconds,
    ) -> Result<ShopCounts, StorageError> {
        let row = sqlx::query(
            "SELECT COUNT(CASE WHEN at >= $1 THEN 1 END) AS today, COUNT(CASE WHEN at >= $2 THEN 1 END) AS week,
                COUNT(CASE WHEN at >= $3 THEN 1 END) AS month
             FROM redemptions WHERE shop = $4 AND undone_at IS NULL AND at >= $5",
        )
        .bind(day)
        .bind(week)
        .bind(month)
        .bind(shop)
        .bind(week.min(month))
        .fetch_one(&self.pool)
        .await?;
        let count = |name: &str| Ok::<_, StorageError>(row.try_get::<i64, _>(name)? as u32);
        Ok(ShopCounts { today: count("today")?, week: count("week")?, month: count("month")? })
    }

    /// Uses of a shop's offers between two moments, by offer.
    pub async fn uses_by_offer(
        &self,
        shop: &str,
        from: UnixSeconds,
        until: UnixSeconds,
    ) -> Result<HashMap<String, u64>, StorageError> {
        let rows = sqlx::query(
            "SELECT offer, COUNT(*) AS uses FROM redemptions
             WHERE shop = $1 AND undone_at IS NULL AND at >= $2 AND at < $3 GROUP BY offer",
        )
        .bind(shop)
        .bind(from)
        .bind(until)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("offer")?, row.try_get::<i64, _>("uses")?.unsigned_abs()))).collect()
    }

    /// Uses per shop since a moment, most first. Never who.
    pub async fn uses_per_shop(&self, since: UnixSeconds) -> Result<Vec<(String, u64)>, StorageError> {
        let rows = sqlx::query(
            "SELECT shop, COUNT(*) AS uses FROM redemptions WHERE undone_at IS NULL AND at >= $1
             GROUP BY shop ORDER BY uses DESC, shop",
        )
        .bind(since)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| Ok((row.try_get("shop")?, row.try_get::<i64, _>("uses")?.unsigned_abs()))).collect()
    }
}

/// A use as it is written: at a till, or a code that was given.
pub(super) struct Use<'a> {
    pub(super) id: String,
    pub(super) key_hash: [u8; 32],
    pub(super) offer: &'a str,
    pub(super) shop: &'a str,
    pub(super) card: &'a str,
    pub(super) period: &'a str,
    pub(super) at: UnixSeconds,
    pub(super) saving_cents: u32,
}

impl Use<'_> {
    pub(super) async fn write(&self, connection: &mut AnyConnection, now: UnixSeconds) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO redemptions (id, key_hash, offer, shop, card, period, at, recorded_at, saving_cents)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(&self.id)
        .bind(self.key_hash.to_vec())
        .bind(self.offer)
        .bind(self.shop)
        .bind(self.card)
        .bind(self.period)
        .bind(self.at)
        .bind(now)
        .bind(i64::from(self.saving_cents))
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// What this key recorded before: the same use, or another one, or one that was taken back.
async fn known(connection: &mut AnyConnection, new: &NewRedemption) -> Result<Option<Redeemed>, StorageError> {
    let row = sqlx::query("SELECT id, offer, shop, recorded_at, undone_at, card FROM redemptions WHERE key_hash = $1")
        .bind(new.key_hash.to_vec())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (offer, shop): (String, String) = (row.try_get("offer")?, row.try_get("shop")?);
    let (undone, card): (Option<i64>, Option<String>) = (row.try_get("undone_at")?, row.try_get("card")?);
    if undone.is_some() || (&offer, &shop) != (&new.offer, &new.shop) {
        return Ok(Some(Redeemed::CodeUsed));
    }
    let left = match (new.limit, card) {
        (Some(limit), Some(card)) => {
            Some(u32::from(limit).saturating_sub(uses(connection, &card, &new.offer, &new.period).await?))
        }
        _ => None,
    };
    Ok(Some(Redeemed::Recorded { id: row.try_get("id")?, recorded_at: row.try_get("recorded_at")?, left, new: false }))
}

pub(super) async fn uses(
    connection: &mut AnyConnection,
    card: &str,
    offer: &str,
    period: &str,
) -> Result<u32, StorageError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS uses FROM redemptions WHERE card = $1 AND offer = $2 AND period = $3 AND undone_at IS NULL",
    )
    .bind(card)
    .bind(offer)
    .bind(period)
    .fetch_one(connection)
    .await?;
    Ok(row.try_get::<i64, _>("uses")? as u32)
}

/// Uses a proof up. `false`: it was used for something else, or scanned by somebody else.
async fn spend(
    connection: &mut AnyConnection,
    credential: CredentialId,
    moment: u32,
    scan: &str,
    redemption: &str,
    now: UnixSeconds,
) -> Result<bool, StorageError> {
    // A shop that was off line when it scanned has shown the server nothing yet.
    sqlx::query(
        "INSERT INTO presentations (credential, moment, scan, seen_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (credential, moment) DO NOTHING",
    )
    .bind(credential.0.to_vec())
    .bind(i64::from(moment))
    .bind(scan)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let spent = sqlx::query(
        "UPDATE presentations SET redemption = $1 WHERE credential = $2 AND moment = $3 AND scan = $4 AND redemption IS NULL",
    )
    .bind(redemption)
    .bind(credential.0.to_vec())
    .bind(i64::from(moment))
    .bind(scan)
    .execute(connection)
    .await?;
    Ok(spent.rows_affected() == 1)
}
