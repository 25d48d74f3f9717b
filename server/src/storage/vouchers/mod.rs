//! Codes of shops on the web: brought by the shop or the team, each given to one card, once.
//!
//! Invariants: a code is given in the transaction that counts the use and holds the writers' lock, so that two phones never
//! get the same one and none gets more than its limit; nothing here is logged, and no list shows a code that was not given
//! to whoever asks. Codes are kept as written, not as hashes: one that was not given has to be shown for the first time,
//! one that was given again, to a phone that lost the answer (ADR 0026).

mod alert;
mod bring;
mod give;

use std::collections::HashMap;

use shared::domain::{Kind, Offer, Record, RecordId, UnixSeconds, Vouchers};
use shared::protocol::CardVoucher;
use sqlx::{AnyConnection, Row};

use super::content::{find, keep_former, write_line};
use super::log::{Batch, write_batch};
use super::{Storage, StorageError};

pub use alert::{Alert, Watcher};
pub use bring::{Brought, CODE_MAX_CHARS, CODES_MAX, LineFault, read_codes};
pub use give::{Given, NewVoucher};

/// How a stock stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stock {
    /// Codes that can still be given.
    pub left: u32,
    /// Codes that were.
    pub given: u32,
    /// Codes that could be given after the last were brought.
    pub size: u32,
}

impl Storage {
    /// How the stock of an offer stands. None was ever brought: all zero.
    pub async fn stock(&self, offer: &str) -> Result<Stock, StorageError> {
        Ok(self.stocks().await?.remove(offer).unwrap_or_default())
    }

    /// Stocks by offer.
    pub async fn stocks(&self) -> Result<HashMap<String, Stock>, StorageError> {
        let rows = sqlx::query(
            "SELECT s.offer, s.size, COUNT(v.id) AS brought, COUNT(v.given_at) AS given
             FROM voucher_stocks s LEFT JOIN vouchers v ON v.offer = s.offer GROUP BY s.offer, s.size",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let count = |name: &str| Ok::<_, StorageError>(row.try_get::<i64, _>(name)? as u32);
                let (brought, given) = (count("brought")?, count("given")?);
                Ok((row.try_get("offer")?, Stock { left: brought - given, given, size: count("size")? }))
            })
            .collect()
    }

    /// Codes that a card was given, the last first.
    pub async fn vouchers_of(&self, card: &str) -> Result<Vec<CardVoucher>, StorageError> {
        let rows = sqlx::query(
            "SELECT offer, code, given_at FROM vouchers WHERE card = $1 AND given_at IS NOT NULL
             ORDER BY given_at DESC, id DESC",
        )
        .bind(card)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(CardVoucher {
                    offer: row.try_get("offer")?,
                    code: row.try_get("code")?,
                    at: row.try_get("given_at")?,
                })
            })
            .collect()
    }
}

async fn left(connection: &mut AnyConnection, offer: &str) -> Result<u32, StorageError> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM vouchers WHERE offer = $1 AND given_at IS NULL")
        .bind(offer)
        .fetch_one(connection)
        .await?;
    Ok(row.try_get::<i64, _>("n")? as u32)
}

/// An offer that is used by codes says whether there are any.
pub(super) async fn with_stock(connection: &mut AnyConnection, offer: &Offer) -> Result<Offer, StorageError> {
    let vouchers = match offer.vouchers {
        None => None,
        Some(_) if left(connection, &offer.id).await? > 0 => Some(Vouchers::Left),
        Some(_) => Some(Vouchers::Gone),
    };
    Ok(Offer { vouchers, ..offer.clone() })
}

/// Tells phones when the record says otherwise than the stock. Returns the position reached.
async fn publish(
    connection: &mut AnyConnection,
    before: u64,
    offer: &str,
    now: UnixSeconds,
) -> Result<u64, StorageError> {
    let id = RecordId { kind: Kind::Offer.name().to_owned(), id: offer.to_owned() };
    let held = find(&mut *connection, &id).await?;
    let Some(Record::Offer(known)) = held.as_ref().and_then(|held| held.record.as_ref()) else { return Ok(before) };
    let told = with_stock(&mut *connection, known).await?;
    if told == *known {
        return Ok(before);
    }
    keep_former(&mut *connection, &id, held.as_ref()).await?;
    let record = Record::Offer(told);
    let batch = Batch { upserts: vec![record.clone()], ..Batch::default() };
    let seq = write_batch(&mut *connection, before, &batch, now).await?;
    write_line(connection, seq, "stock", (now, ""), &record).await?;
    Ok(seq)
}
