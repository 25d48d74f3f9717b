//! An offer on phones rests, goes on, or is taken away: by its shop at once, by the team with a reason that the shop reads.
//!
//! Invariant: whether an offer rests is what its record says; the line beside it only says who wished so, and why. What the
//! team suspended, its shop does not bring back.

use shared::domain::{Kind, Offer, Record, RecordId, UnixSeconds};
use sqlx::{AnyConnection, Row};

use super::content::{Held, find, keep_former, write_line};
use super::inbox::audit;
use super::log::{Batch, write_batch};
use super::{Storage, StorageError};

/// How the shop is called in the history of its offers.
pub const BY_SHOP: &str = "le commerce";

/// Who does something with an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose<'a> {
    /// Its shop, by the id of its place.
    Shop(&'a str),
    /// The team, by this member of it.
    Staff(&'a str),
}

/// Why an offer rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// The team suspended it; else its shop did.
    pub by_staff: bool,
    /// Why; empty when its shop did.
    pub reason: String,
    /// Since when.
    pub at: UnixSeconds,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// It is done.
    Done,
    /// It was so already.
    Already,
    /// The team suspended it: the shop asks the team.
    NotYours,
    /// There is no such offer of this shop on phones.
    Unknown,
}

impl Storage {
    /// Lets an offer rest: phones and the till do not have it, its codes are not given.
    pub async fn suspend_offer(&self, whose: Whose<'_>, offer: &str, reason: &str) -> Result<Moved, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let Some((held, known)) = on_phones(&mut transaction, whose, offer).await? else { return Ok(Moved::Unknown) };
        // The team's word stands above the shop's own, and is written down even over it.
        if known.suspended && matches!(whose, Whose::Shop(_)) {
            return Ok(Moved::Already);
        }
        let now = self.clock.now();
        let by = if matches!(whose, Whose::Staff(_)) { "staff" } else { "shop" };
        sqlx::query(
            "INSERT INTO offer_suspensions (offer, by_whom, reason, at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (offer) DO UPDATE SET by_whom = excluded.by_whom, reason = excluded.reason, at = excluded.at",
        )
        .bind(offer)
        .bind(by)
        .bind(reason)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        let rested = Offer { suspended: true, ..known };
        let seq = write(&mut transaction, before, &held, rested, ("suspend", whose), now).await?;
        if let Whose::Staff(actor) = whose {
            audit(&mut transaction, now, actor, "offer.suspend", offer).await?;
        }
        self.finish(transaction, before, seq).await?;
        Ok(Moved::Done)
    }

    /// Brings a resting offer back.
    pub async fn resume_offer(&self, whose: Whose<'_>, offer: &str) -> Result<Moved, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let Some((held, known)) = on_phones(&mut transaction, whose, offer).await? else { return Ok(Moved::Unknown) };
        if !known.suspended {
            return Ok(Moved::Already);
        }
        // Suspended by the form or a table, without a line beside it: by the team all the same.
        let by_shop = suspension(&mut transaction, offer).await?.is_some_and(|suspension| !suspension.by_staff);
        if matches!(whose, Whose::Shop(_)) && !by_shop {
            return Ok(Moved::NotYours);
        }
        let now = self.clock.now();
        forget(&mut transaction, offer).await?;
        let again = Offer { suspended: false, ..known };
        let seq = write(&mut transaction, before, &held, again, ("resume", whose), now).await?;
        if let Whose::Staff(actor) = whose {
            audit(&mut transaction, now, actor, "offer.resume", offer).await?;
        }
        self.finish(transaction, before, seq).await?;
        Ok(Moved::Done)
    }

    /// Takes a shop's own offer from phones for good. The team can bring it back from its history.
    pub async fn end_offer(&self, shop: &str, offer: &str) -> Result<Moved, StorageError> {
        let whose = Whose::Shop(shop);
        let (mut transaction, before) = self.begin_write().await?;
        let Some((held, known)) = on_phones(&mut transaction, whose, offer).await? else { return Ok(Moved::Unknown) };
        let now = self.clock.now();
        let record = Record::Offer(known);
        keep_former(&mut transaction, &record.record_id(), Some(&held)).await?;
        let batch = Batch { deletes: vec![record.record_id()], ..Batch::default() };
        let seq = write_batch(&mut transaction, before, &batch, now).await?;
        write_line(&mut transaction, seq, "withdraw", (now, BY_SHOP), &record).await?;
        forget(&mut transaction, offer).await?;
        self.finish(transaction, before, seq).await?;
        Ok(Moved::Done)
    }

    /// Why an offer rests, when somebody said so.
    pub async fn suspension(&self, offer: &str) -> Result<Option<Suspension>, StorageError> {
        let mut connection = self.pool.acquire().await?;
        suspension(&mut connection, offer).await
    }
}

/// An offer that goes on has no reason to rest: whatever wrote it, nothing of the old one is said of a later rest.
pub(super) async fn settle(connection: &mut AnyConnection, record: &Record) -> Result<(), StorageError> {
    match record {
        Record::Offer(offer) if !offer.suspended => forget(connection, &offer.id).await,
        _ => Ok(()),
    }
}

async fn forget(connection: &mut AnyConnection, offer: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM offer_suspensions WHERE offer = $1").bind(offer).execute(connection).await?;
    Ok(())
}

async fn suspension(connection: &mut AnyConnection, offer: &str) -> Result<Option<Suspension>, StorageError> {
    let row = sqlx::query("SELECT by_whom, reason, at FROM offer_suspensions WHERE offer = $1")
        .bind(offer)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Suspension {
            by_staff: row.try_get::<String, _>("by_whom")? == "staff",
            reason: row.try_get("reason")?,
            at: row.try_get("at")?,
        })
    })
    .transpose()
}

async fn on_phones(
    connection: &mut AnyConnection,
    whose: Whose<'_>,
    offer: &str,
) -> Result<Option<(Held, Offer)>, StorageError> {
    let id = RecordId { kind: Kind::Offer.name().to_owned(), id: offer.to_owned() };
    let Some(held) = find(connection, &id).await? else { return Ok(None) };
    let Some(Record::Offer(known)) = held.record.clone() else { return Ok(None) };
    let theirs = match whose {
        Whose::Shop(shop) => known.place == shop,
        Whose::Staff(_) => true,
    };
    Ok(theirs.then_some((held, known)))
}

async fn write(
    connection: &mut AnyConnection,
    before: u64,
    held: &Held,
    offer: Offer,
    (action, whose): (&str, Whose<'_>),
    now: UnixSeconds,
) -> Result<u64, StorageError> {
    let record = Record::Offer(offer);
    keep_former(&mut *connection, &record.record_id(), Some(held)).await?;
    let batch = Batch { upserts: vec![record.clone()], ..Batch::default() };
    let seq = write_batch(&mut *connection, before, &batch, now).await?;
    let actor = match whose {
        Whose::Shop(_) => BY_SHOP,
        Whose::Staff(actor) => actor,
    };
    if seq > before {
        write_line(connection, seq, action, (now, actor), &record).await?;
    }
    Ok(seq)
}
