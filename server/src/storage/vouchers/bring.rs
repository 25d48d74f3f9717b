//! Codes that are brought: read line by line, all of them taken or none.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use shared::domain::UnixSeconds;
use sqlx::{AnyConnection, Row};

use super::{alert, left, publish};
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};
use crate::{digest, entropy};

/// Most codes brought at once.
pub const CODES_MAX: usize = 5_000;

/// Longest code, in characters: somebody has to copy it.
pub const CODE_MAX_CHARS: usize = 64;

/// Rows of one statement: five values each, far below what either database binds at once.
const ROWS: usize = 200;

/// What is wrong with a line. Lines are counted from 1, as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// Nothing is written there, between others.
    Blank,
    /// The same code stands on an earlier line.
    Twice(usize),
    /// This offer had that code before.
    Known,
    /// It is too long.
    Long,
    /// There is a space in it, or something that is no letter, digit or sign.
    Letter,
}

/// What became of codes that were brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// All are there.
    Taken {
        /// How many.
        added: u32,
        /// How many can be given now.
        left: u32,
    },
    /// None is, because of these lines.
    Faults(Vec<(usize, LineFault)>),
}

/// One code a line. Empty lines at the end are how files end; those between others are faults, because something was lost
/// there.
pub fn read_codes(text: &str) -> Result<Vec<String>, Vec<(usize, LineFault)>> {
    let text = text.trim_start_matches('\u{feff}').trim_end();
    let (mut codes, mut faults, mut seen) = (Vec::new(), Vec::new(), HashMap::new());
    for (at, line) in text.lines().enumerate().filter(|_| !text.is_empty()) {
        let (number, code) = (at + 1, line.trim());
        let fault = if code.is_empty() {
            Some(LineFault::Blank)
        } else if code.chars().count() > CODE_MAX_CHARS {
            Some(LineFault::Long)
        } else if !code.chars().all(|letter| letter.is_ascii_graphic() || letter.is_alphanumeric()) {
            Some(LineFault::Letter)
        } else {
            seen.insert(code, number).map(|first| {
                seen.insert(code, first);
                LineFault::Twice(first)
            })
        };
        match fault {
            Some(fault) => faults.push((number, fault)),
            None => codes.push(code.to_owned()),
        }
    }
    if faults.is_empty() { Ok(codes) } else { Err(faults) }
}

impl Storage {
    /// Adds codes, one a line as [`read_codes`] gave them, to the stock of an offer of `shop`. `actor`: of the team; none
    /// when the shop itself brings them.
    pub async fn bring_vouchers(
        &self,
        actor: Option<&str>,
        offer: &str,
        codes: &[String],
    ) -> Result<Brought, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let now = self.clock.now();
        let known = known(&mut transaction, offer).await?;
        let hashes: Vec<[u8; 32]> = codes.iter().map(digest::raw).collect();
        let faults: Vec<_> = hashes
            .iter()
            .enumerate()
            .filter(|(_, hash)| known.contains(hash.as_slice()))
            .map(|(at, _)| (at + 1, LineFault::Known))
            .collect();
        if !faults.is_empty() {
            return Ok(Brought::Faults(faults));
        }
        let rows: Vec<_> = codes.iter().zip(hashes).collect();
        let mut last = None;
        for rows in rows.chunks(ROWS) {
            last = insert(&mut transaction, offer, rows, last, now).await?;
        }
        let left = left(&mut transaction, offer).await?;
        sqlx::query(
            "INSERT INTO voucher_stocks (offer, size, told) VALUES ($1, $2, $3)
             ON CONFLICT (offer) DO UPDATE SET size = excluded.size, told = excluded.told",
        )
        .bind(offer)
        .bind(i64::from(left))
        .bind(alert::NOTHING_YET)
        .execute(&mut *transaction)
        .await?;
        alert::settle(&mut transaction, offer, now).await?;
        let seq = publish(&mut transaction, before, offer, now).await?;
        if let Some(actor) = actor {
            audit(&mut transaction, now, actor, "voucher.bring", offer).await?;
        }
        self.finish(transaction, before, seq).await?;
        Ok(Brought::Taken { added: codes.len() as u32, left })
    }

    /// Takes away the codes that were not given. How many.
    pub async fn drop_vouchers(&self, actor: Option<&str>, offer: &str) -> Result<u64, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let now = self.clock.now();
        // With their hashes: they may be brought again.
        let gone = sqlx::query("DELETE FROM vouchers WHERE offer = $1 AND given_at IS NULL")
            .bind(offer)
            .execute(&mut *transaction)
            .await?;
        // Whoever empties a stock need not be told that it is empty.
        sqlx::query("UPDATE voucher_stocks SET size = 0, told = 0 WHERE offer = $1")
            .bind(offer)
            .execute(&mut *transaction)
            .await?;
        alert::settle(&mut transaction, offer, now).await?;
        let seq = publish(&mut transaction, before, offer, now).await?;
        if let Some(actor) = actor {
            audit(&mut transaction, now, actor, "voucher.drop", offer).await?;
        }
        self.finish(transaction, before, seq).await?;
        Ok(gone.rows_affected())
    }
}

async fn known(connection: &mut AnyConnection, offer: &str) -> Result<HashSet<Vec<u8>>, StorageError> {
    let rows = sqlx::query("SELECT code_hash FROM vouchers WHERE offer = $1").bind(offer).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(row.try_get("code_hash")?)).collect()
}

/// Writes some codes after the one that was `last`; returns the last one's id.
async fn insert(
    connection: &mut AnyConnection,
    offer: &str,
    rows: &[(&String, [u8; 32])],
    mut last: Option<String>,
    now: UnixSeconds,
) -> Result<Option<String>, StorageError> {
    let mut statement = "INSERT INTO vouchers (id, offer, code, code_hash, added_at) VALUES ".to_owned();
    for at in 0..rows.len() {
        let [id, offer, code, hash, added] = [1, 2, 3, 4, 5].map(|column| at * 5 + column);
        let comma = if at == 0 { "" } else { ", " };
        let _ = write!(statement, "{comma}(${id}, ${offer}, ${code}, ${hash}, ${added})");
    }
    let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
    for (code, hash) in rows {
        let id = entropy::ulid_after(last.as_deref(), now)?;
        query = query.bind(id.clone()).bind(offer).bind(code.as_str()).bind(hash.to_vec()).bind(now);
        last = Some(id);
    }
    query.execute(connection).await?;
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_that_is_no_code_is_named() {
        assert_eq!(
            read_codes("\u{feff}AB-1\r\n CD_2 \nÉTÉ3\n\n"),
            Ok(vec!["AB-1".into(), "CD_2".into(), "ÉTÉ3".into()])
        );
        assert_eq!(read_codes(" \n"), Ok(Vec::new()));
        let long = "x".repeat(65);
        assert_eq!(
            read_codes(&format!("A\n\nB C\nA\n{long}\nA\u{fffd}\nB")),
            Err(vec![
                (2, LineFault::Blank),
                (3, LineFault::Letter),
                (4, LineFault::Twice(1)),
                (5, LineFault::Long),
                (6, LineFault::Letter),
            ])
        );
    }
}
