//! A stock that runs low is told at half, a quarter, a tenth and nothing, each once to the shop and once to the team.

use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use crate::entropy;
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

/// Parts of a stock that are told, in per cent.
const TOLD: [u32; 4] = [50, 25, 10, 0];

/// What `told` is before anything was.
pub(super) const NOTHING_YET: i64 = 100;

/// A line that is shown until it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The offer.
    pub offer: String,
    /// Id of its shop's place.
    pub shop: String,
    /// Which part of the stock was reached, in per cent.
    pub percent: u8,
    /// Codes left then.
    pub left: u32,
    /// When.
    pub at: UnixSeconds,
}

/// Whose lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watcher<'a> {
    /// This shop's own.
    Shop(&'a str),
    /// The team's, by this member of it.
    Staff(&'a str),
}

/// The part that is told now, if any: the lowest that was reached. One code that is the last of four says it all by «10 %»
/// when it says «0 %».
fn reached(left: u32, size: u32, told: u32) -> Option<u32> {
    let reached = TOLD.into_iter().filter(|percent| u64::from(left) * 100 <= u64::from(size) * u64::from(*percent));
    reached.min().filter(|percent| *percent < told)
}

/// Writes down that a stock reached a part of itself.
pub(super) async fn tell(
    connection: &mut AnyConnection,
    (offer, shop): (&str, &str),
    left: u32,
    now: UnixSeconds,
) -> Result<(), StorageError> {
    let row = sqlx::query("SELECT size, told FROM voucher_stocks WHERE offer = $1")
        .bind(offer)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(()) };
    let (size, told): (i64, i64) = (row.try_get("size")?, row.try_get("told")?);
    let Some(percent) = reached(left, size as u32, told as u32) else { return Ok(()) };
    sqlx::query("UPDATE voucher_stocks SET told = $1 WHERE offer = $2")
        .bind(i64::from(percent))
        .bind(offer)
        .execute(&mut *connection)
        .await?;
    // A lower part says more than the one before.
    settle(&mut *connection, offer, now).await?;
    sqlx::query("INSERT INTO voucher_alerts (id, offer, shop, percent, remaining, at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(entropy::ulid(now)?)
        .bind(offer)
        .bind(shop)
        .bind(i64::from(percent))
        .bind(i64::from(left))
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// What was told of a stock speaks of it no more.
pub(super) async fn settle(connection: &mut AnyConnection, offer: &str, now: UnixSeconds) -> Result<(), StorageError> {
    sqlx::query(
        "UPDATE voucher_alerts SET shop_seen = COALESCE(shop_seen, $1), staff_seen = COALESCE(staff_seen, $1)
         WHERE offer = $2",
    )
    .bind(now)
    .bind(offer)
    .execute(connection)
    .await?;
    Ok(())
}

impl Storage {
    /// What was not seen yet, the last first.
    pub async fn voucher_alerts(&self, watcher: Watcher<'_>) -> Result<Vec<Alert>, StorageError> {
        let (unseen, shop) = match watcher {
            Watcher::Shop(shop) => ("shop_seen IS NULL AND shop = $1", shop),
            Watcher::Staff(_) => ("staff_seen IS NULL AND $1 = ''", ""),
        };
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT offer, shop, percent, remaining, at FROM voucher_alerts WHERE {unseen} ORDER BY at DESC, id DESC LIMIT 50"
        )))
        .bind(shop)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Alert {
                    offer: row.try_get("offer")?,
                    shop: row.try_get("shop")?,
                    percent: row.try_get::<i64, _>("percent")? as u8,
                    left: row.try_get::<i64, _>("remaining")? as u32,
                    at: row.try_get("at")?,
                })
            })
            .collect()
    }

    /// Notes that they were seen.
    pub async fn see_voucher_alerts(&self, watcher: Watcher<'_>, offer: &str) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let (statement, shop) = match watcher {
            Watcher::Shop(shop) => {
                ("UPDATE voucher_alerts SET shop_seen = $1 WHERE shop_seen IS NULL AND offer = $2 AND shop = $3", shop)
            }
            Watcher::Staff(_) => {
                ("UPDATE voucher_alerts SET staff_seen = $1 WHERE staff_seen IS NULL AND offer = $2 AND $3 = ''", "")
            }
        };
        let seen = sqlx::query(statement).bind(now).bind(offer).bind(shop).execute(&mut *transaction).await?;
        if let Watcher::Staff(actor) = watcher
            && seen.rows_affected() > 0
        {
            audit(&mut transaction, now, actor, "voucher.seen", offer).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_a_stock_is_told_once() {
        let mut told = 100;
        let mut heard = Vec::new();
        for left in (0..200).rev() {
            if let Some(percent) = reached(left, 200, told) {
                heard.push((percent, left));
                told = percent;
            }
        }
        assert_eq!(heard, [(50, 100), (25, 50), (10, 20), (0, 0)]);
        assert_eq!(reached(1, 2, 100), Some(50), "a small stock jumps");
        assert_eq!(reached(0, 1, 100), Some(0), "over all of them, and says the lowest");
        assert_eq!(reached(5, 9, 100), None);
        assert_eq!(reached(0, 9, 0), None, "not twice");
    }
}
