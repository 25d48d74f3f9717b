//! Addresses that content names, and how trying them went.
//!
//! A lease ends by itself, so that a server that died does not keep an address, and two nodes never ask one host at the
//! same moment. Which record names which address is not kept here: records say it, and would be contradicted.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use shared::domain::UnixSeconds;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::inbox::audit;
use super::{Storage, StorageError};

const COLUMNS: &str = "url, next_try, lease_until, tried_at, failures, failing_since, failure, excused";

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Due addresses that are looked through for hosts that nobody is asking.
const LOOKED_THROUGH: i64 = 200;

/// An address that content names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address.
    pub url: String,
    /// When it is tried next.
    pub next_try: UnixSeconds,
    /// Until when somebody holds it.
    pub lease_until: UnixSeconds,
    /// When it was tried last.
    pub tried_at: Option<UnixSeconds>,
    /// Days in a row on which it failed.
    pub failures: u32,
    /// Since when.
    pub failing_since: Option<UnixSeconds>,
    /// What went wrong last, by its stable name; empty: nothing.
    pub failure: String,
    /// Somebody looked at it and does not want to hear of it again: it is not tried.
    pub excused: bool,
}

impl Storage {
    /// Takes note of what content names now: addresses with the host of each. New ones are tried when `first_try` says.
    /// Others are forgotten.
    pub async fn know_links(
        &self,
        named: &BTreeMap<String, String>,
        first_try: impl Fn(&str) -> UnixSeconds,
    ) -> Result<(), StorageError> {
        let rows = sqlx::query("SELECT url FROM links").fetch_all(&self.pool).await?;
        let known = rows.iter().map(|row| row.try_get("url")).collect::<Result<BTreeSet<String>, _>>()?;
        // Most of the time nothing changed, and nothing is locked for that.
        if known.len() == named.len() && named.keys().all(|url| known.contains(url)) {
            return Ok(());
        }
        let (mut transaction, _) = self.begin_write().await?;
        for (url, host) in named.iter().filter(|(url, _)| !known.contains(*url)) {
            sqlx::query(
                "INSERT INTO links (url, host, next_try, lease_until, failures, failure, excused)
                 VALUES ($1, $2, $3, 0, 0, '', 0) ON CONFLICT (url) DO NOTHING",
            )
            .bind(url)
            .bind(host)
            .bind(first_try(url))
            .execute(&mut *transaction)
            .await?;
        }
        for url in known.iter().filter(|url| !named.contains_key(*url)) {
            sqlx::query("DELETE FROM links WHERE url = $1").bind(url).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Takes the addresses that are due for longest, at most `most`, each of another host, for `seconds`.
    pub async fn lease_due_links(&self, most: usize, seconds: i64) -> Result<Vec<Link>, StorageError> {
        let now = self.clock.now();
        let due = sqlx::query(
            "SELECT url, host FROM links WHERE excused = 0 AND next_try <= $1 AND lease_until <= $1
             ORDER BY next_try, url LIMIT $2",
        )
        .bind(now)
        .bind(LOOKED_THROUGH)
        .fetch_all(&self.pool)
        .await?;
        let (mut leased, mut hosts) = (Vec::new(), HashSet::new());
        for row in due {
            if leased.len() == most {
                break;
            }
            if !hosts.insert(row.try_get::<String, _>("host")?) {
                continue;
            }
            leased.extend(self.lease_link(&row.try_get::<String, _>("url")?, seconds).await?);
        }
        Ok(leased)
    }

    /// Takes this address, for `seconds`. `None`: somebody asks its host already, or no record names it any more.
    pub async fn lease_link(&self, url: &str, seconds: i64) -> Result<Option<Link>, StorageError> {
        let now = self.clock.now();
        // The log's row puts nodes in line: two of them never see the same host free.
        let (mut transaction, _) = self.begin_write().await?;
        let row = sqlx::query(sqlx::AssertSqlSafe(format!(
            "UPDATE links SET lease_until = $1 WHERE url = $2 AND NOT EXISTS
                 (SELECT 1 FROM links o WHERE o.host = links.host AND o.lease_until > $3) RETURNING {COLUMNS}"
        )))
        .bind(now + seconds)
        .bind(url)
        .bind(now)
        .fetch_optional(&mut *transaction)
        .await?;
        transaction.commit().await?;
        row.as_ref().map(read).transpose()
    }

    /// Ends a try: `failure` by its stable name, or nothing. Two failures on one day count once. Whether the lease still held.
    pub async fn link_tried(&self, leased: &Link, failure: &str, next_try: UnixSeconds) -> Result<bool, StorageError> {
        let now = self.clock.now();
        let done = if failure.is_empty() {
            sqlx::query(
                "UPDATE links SET lease_until = 0, tried_at = $1, failed_on = NULL, failures = 0, failing_since = NULL,
                     failure = '', excused = 0, next_try = $2 WHERE url = $3 AND lease_until = $4",
            )
            .bind(now)
            .bind(next_try)
            .bind(&leased.url)
            .bind(leased.lease_until)
            .execute(&self.pool)
            .await?
        } else {
            sqlx::query(
                "UPDATE links SET lease_until = 0, tried_at = $1, failure = $5, next_try = $2,
                     failures = failures + CASE WHEN failed_on = $6 THEN 0 ELSE 1 END,
                     failed_on = $6, failing_since = COALESCE(failing_since, $1)
                 WHERE url = $3 AND lease_until = $4",
            )
            .bind(now)
            .bind(next_try)
            .bind(&leased.url)
            .bind(leased.lease_until)
            .bind(failure)
            .bind(now.div_euclid(DAY))
            .execute(&self.pool)
            .await?
        };
        Ok(done.rows_affected() == 1)
    }

    /// Addresses whose last try failed and that nobody excused, those that fail for longest first.
    pub async fn failing_links(&self) -> Result<Vec<Link>, StorageError> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM links WHERE failures > 0 AND excused = 0 ORDER BY failing_since, url"
        )))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// An address as it is known.
    pub async fn link(&self, url: &str) -> Result<Option<Link>, StorageError> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM links WHERE url = $1")))
            .bind(url)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Somebody looked at an address: it is fine as it is, and is not tried again. Whether it was being told of.
    pub async fn excuse_link(&self, actor: &str, url: &str) -> Result<bool, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let done = sqlx::query("UPDATE links SET excused = 1 WHERE url = $1 AND excused = 0 AND failures > 0")
            .bind(url)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        audit(&mut transaction, self.clock.now(), actor, "link.excuse", url).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Writes down that somebody asked for a try.
    pub async fn note_link_try(&self, actor: &str, url: &str) -> Result<(), StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        audit(&mut transaction, self.clock.now(), actor, "link.try", url).await?;
        transaction.commit().await?;
        Ok(())
    }
}

fn read(row: &AnyRow) -> Result<Link, StorageError> {
    Ok(Link {
        url: row.try_get("url")?,
        next_try: row.try_get("next_try")?,
        lease_until: row.try_get("lease_until")?,
        tried_at: row.try_get("tried_at")?,
        failures: u32::try_from(row.try_get::<i64, _>("failures")?).unwrap_or(u32::MAX),
        failing_since: row.try_get("failing_since")?,
        failure: row.try_get("failure")?,
        excused: row.try_get::<i64, _>("excused")? != 0,
    })
}
