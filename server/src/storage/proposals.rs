//! What shops propose: drafts that they alone see, offers that wait for somebody's decision, and what was approved for a day
//! to come.
//!
//! Invariant: a proposal is decided once, and what accepting it gives to phones is written in the transaction that says so.
//! A table of states beside the records was rejected for what is on phones: an offer is there, rests or has ended by what its
//! record says, and two places would disagree one day.

use chrono::NaiveDate;
use shared::domain::{Offer, Record, UnixSeconds};
use shared::protocol::{PROPOSALS_MAX_WAITING, ProposalState};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

use super::content::{find, keep_former, write_line};
use super::inbox::audit;
use super::log::{Batch, write_batch};
use super::vouchers::with_stock;
use super::{Storage, StorageError};

/// Drafts that a shop may keep.
const DRAFTS: i64 = 20;

/// Proposals that a list shows.
const LISTED: i64 = 200;

/// A proposal as it comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProposal {
    /// ULID of the page.
    pub id: String,
    /// Id of the shop's place.
    pub shop: String,
    /// Id of the offer that it would change.
    pub changes: Option<String>,
    /// The offer as it would be.
    pub offer: Offer,
    /// What the team should know besides.
    pub words: String,
}

/// A proposal as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What came.
    pub new: NewProposal,
    /// Where it stands.
    pub state: ProposalState,
    /// Why it was refused.
    pub reason: String,
    /// When it came.
    pub sent_at: UnixSeconds,
    /// When somebody decided.
    pub decided_at: Option<UnixSeconds>,
    /// Who.
    pub decided_by: String,
    /// The day from which phones have what was approved.
    pub due_on: Option<NaiveDate>,
}

/// What became of a proposal that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposed {
    /// It waits; `new`: by this call.
    Kept {
        /// As it stands.
        proposal: Box<Proposal>,
        /// By this call, not one before.
        new: bool,
    },
    /// The key was used for something else.
    OtherContent,
    /// This shop has as many waiting as it may.
    TooMany,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It is done.
    Done,
    /// It is approved: phones get it on its first day.
    Later,
    /// Somebody was quicker, or the shop took it back.
    TooLate,
    /// The offer was touched after the look.
    Moved,
}

impl Storage {
    /// Sends a proposal once per key; a draft of that key becomes it.
    pub async fn propose(&self, new: &NewProposal) -> Result<Proposed, StorageError> {
        self.keep_proposal(new, ProposalState::Waiting).await
    }

    /// Keeps what a shop is writing. What it sent already is no draft any more.
    pub async fn save_draft(&self, new: &NewProposal) -> Result<Proposed, StorageError> {
        self.keep_proposal(new, ProposalState::Draft).await
    }

    async fn keep_proposal(&self, new: &NewProposal, state: ProposalState) -> Result<Proposed, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let known = sqlx::query("SELECT * FROM offer_proposals WHERE id = $1")
            .bind(&new.id)
            .fetch_optional(&mut *transaction)
            .await?;
        let known = known.as_ref().map(read).transpose()?;
        let writing =
            known.as_ref().is_some_and(|known| known.state == ProposalState::Draft && known.new.shop == new.shop);
        if let Some(known) = known.filter(|_| !writing) {
            if known.new != *new {
                return Ok(Proposed::OtherContent);
            }
            return Ok(Proposed::Kept { proposal: Box::new(known), new: false });
        }
        let most = if state == ProposalState::Draft { DRAFTS } else { PROPOSALS_MAX_WAITING as i64 };
        let same = sqlx::query("SELECT COUNT(*) AS n FROM offer_proposals WHERE shop = $1 AND state = $2 AND id <> $3")
            .bind(&new.shop)
            .bind(name(state))
            .bind(&new.id)
            .fetch_one(&mut *transaction)
            .await?;
        if same.try_get::<i64, _>("n")? >= most {
            return Ok(Proposed::TooMany);
        }
        let now = self.clock.now();
        sqlx::query(
            "INSERT INTO offer_proposals (id, shop, offer, body, words, state, reason, sent_at, decided_by, due_on)
             VALUES ($1, $2, $3, $4, $5, $6, '', $7, '', '')
             ON CONFLICT (id) DO UPDATE SET offer = excluded.offer, body = excluded.body, words = excluded.words,
                state = excluded.state, sent_at = excluded.sent_at",
        )
        .bind(&new.id)
        .bind(&new.shop)
        .bind(new.changes.as_deref().unwrap_or_default())
        .bind(serde_json::to_string(&new.offer)?)
        .bind(&new.words)
        .bind(name(state))
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let proposal = Proposal {
            new: new.clone(),
            state,
            reason: String::new(),
            sent_at: now,
            decided_at: None,
            decided_by: String::new(),
            due_on: None,
        };
        Ok(Proposed::Kept { proposal: Box::new(proposal), new: true })
    }

    /// Makes a draft again of what a shop sent, while nobody has decided. Whether it did.
    pub async fn take_proposal_back(&self, shop: &str, id: &str) -> Result<bool, StorageError> {
        let done =
            sqlx::query("UPDATE offer_proposals SET state = 'draft' WHERE id = $1 AND shop = $2 AND state = 'waiting'")
                .bind(id)
                .bind(shop)
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Throws a draft away. Whether there was one.
    pub async fn drop_draft(&self, shop: &str, id: &str) -> Result<bool, StorageError> {
        let done = sqlx::query("DELETE FROM offer_proposals WHERE id = $1 AND shop = $2 AND state = 'draft'")
            .bind(id)
            .bind(shop)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// What a shop proposed, the last first.
    pub async fn proposals_of(&self, shop: &str) -> Result<Vec<Proposal>, StorageError> {
        let rows = sqlx::query("SELECT * FROM offer_proposals WHERE shop = $1 ORDER BY sent_at DESC, id DESC LIMIT $2")
            .bind(shop)
            .bind(LISTED)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// What waits for a decision, the first first; or what was decided, the last first.
    pub async fn proposals(&self, waiting: bool) -> Result<Vec<Proposal>, StorageError> {
        let asked = if waiting {
            "SELECT * FROM offer_proposals WHERE state = 'waiting' ORDER BY sent_at, id LIMIT $1"
        } else {
            "SELECT * FROM offer_proposals WHERE state NOT IN ('waiting', 'draft') ORDER BY decided_at DESC, id DESC LIMIT $1"
        };
        let rows = sqlx::query(asked).bind(LISTED).fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }

    /// A proposal.
    pub async fn proposal(&self, id: &str) -> Result<Option<Proposal>, StorageError> {
        let row =
            sqlx::query("SELECT * FROM offer_proposals WHERE id = $1").bind(id).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// Takes back what a shop proposed. Whether it still waited.
    pub async fn withdraw_proposal(&self, shop: &str, id: &str) -> Result<bool, StorageError> {
        let done = sqlx::query(
            "UPDATE offer_proposals SET state = 'withdrawn', decided_at = $1
             WHERE id = $2 AND shop = $3 AND state = 'waiting'",
        )
        .bind(self.clock.now())
        .bind(id)
        .bind(shop)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Accepts a proposal and gives phones `offer`, over position `seen` of it (0: there is none yet); on its first day, when
    /// that is after `today`.
    pub async fn accept_proposal(
        &self,
        actor: &str,
        id: &str,
        offer: &Offer,
        seen: u64,
        today: NaiveDate,
    ) -> Result<Decided, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let now = self.clock.now();
        let due_on = offer.valid_from.filter(|from| *from > today);
        let state = if due_on.is_some() { ProposalState::Approved } else { ProposalState::Accepted };
        if !decide(&mut transaction, id, state, "", (now, actor)).await? {
            return Ok(Decided::TooLate);
        }
        let record_id = Record::Offer(offer.clone()).record_id();
        let held = find(&mut transaction, &record_id).await?;
        if held.as_ref().map_or(0, |held| held.seq) != seen {
            return Ok(Decided::Moved);
        }
        let seq = if let Some(due_on) = due_on {
            sqlx::query("UPDATE offer_proposals SET body = $1, due_on = $2 WHERE id = $3")
                .bind(serde_json::to_string(offer)?)
                .bind(due_on.to_string())
                .bind(id)
                .execute(&mut *transaction)
                .await?;
            before
        } else {
            give(&mut transaction, before, offer, (now, actor)).await?
        };
        audit(&mut transaction, now, actor, "proposal.accept", id).await?;
        self.finish(transaction, before, seq).await?;
        Ok(if due_on.is_some() { Decided::Later } else { Decided::Done })
    }

    /// Gives phones what was approved for `today` or before: two servers on one database do it once. How many.
    pub async fn publish_approved(&self, today: NaiveDate) -> Result<usize, StorageError> {
        const DUE: &str = "SELECT * FROM offer_proposals WHERE state = 'approved' AND due_on <= $1 ORDER BY due_on, id";
        // Most looks find nothing, and nothing is locked for them.
        if sqlx::query(DUE).bind(today.to_string()).fetch_optional(&self.pool).await?.is_none() {
            return Ok(0);
        }
        let (mut transaction, before) = self.begin_write().await?;
        let (now, mut seq) = (self.clock.now(), before);
        let due = sqlx::query(DUE).bind(today.to_string()).fetch_all(&mut *transaction).await?;
        for row in &due {
            let proposal = read(row)?;
            // The name of whoever approved it: nobody else did anything since.
            seq = give(&mut transaction, seq, &proposal.new.offer, (now, &proposal.decided_by)).await?;
            sqlx::query("UPDATE offer_proposals SET state = 'accepted', due_on = '' WHERE id = $1")
                .bind(&proposal.new.id)
                .execute(&mut *transaction)
                .await?;
        }
        self.finish(transaction, before, seq).await?;
        Ok(due.len())
    }

    /// Refuses a proposal; its shop reads why.
    pub async fn refuse_proposal(&self, actor: &str, id: &str, reason: &str) -> Result<Decided, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        if !decide(&mut transaction, id, ProposalState::Refused, reason, (now, actor)).await? {
            return Ok(Decided::TooLate);
        }
        audit(&mut transaction, now, actor, "proposal.refuse", id).await?;
        transaction.commit().await?;
        Ok(Decided::Done)
    }
}

/// Writes an offer for phones, in place of what they have. An offer that its shop let rest meanwhile goes on resting.
async fn give(
    connection: &mut AnyConnection,
    before: u64,
    offer: &Offer,
    (now, actor): (UnixSeconds, &str),
) -> Result<u64, StorageError> {
    let held = find(&mut *connection, &Record::Offer(offer.clone()).record_id()).await?;
    let rests = match held.as_ref().and_then(|held| held.record.as_ref()) {
        Some(Record::Offer(known)) => known.suspended,
        _ => false,
    };
    let offer = Offer { suspended: offer.suspended || rests, ..with_stock(&mut *connection, offer).await? };
    let record = Record::Offer(offer);
    keep_former(&mut *connection, &record.record_id(), held.as_ref()).await?;
    let batch = Batch { upserts: vec![record.clone()], ..Batch::default() };
    let seq = write_batch(&mut *connection, before, &batch, now).await?;
    if seq > before {
        write_line(connection, seq, "proposal", (now, actor), &record).await?;
    }
    Ok(seq)
}

async fn decide(
    connection: &mut AnyConnection,
    id: &str,
    state: ProposalState,
    reason: &str,
    (now, actor): (UnixSeconds, &str),
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE offer_proposals SET state = $1, reason = $2, decided_at = $3, decided_by = $4
         WHERE id = $5 AND state = 'waiting'",
    )
    .bind(name(state))
    .bind(reason)
    .bind(now)
    .bind(actor)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// States as the table names them.
const STATES: [(ProposalState, &str); 6] = [
    (ProposalState::Draft, "draft"),
    (ProposalState::Waiting, "waiting"),
    (ProposalState::Approved, "approved"),
    (ProposalState::Accepted, "accepted"),
    (ProposalState::Refused, "refused"),
    (ProposalState::Withdrawn, "withdrawn"),
];

fn name(state: ProposalState) -> &'static str {
    STATES.iter().find(|(one, _)| *one == state).map_or("withdrawn", |(_, name)| name)
}

fn read(row: &AnyRow) -> Result<Proposal, StorageError> {
    let (offer, body): (String, String) = (row.try_get("offer")?, row.try_get("body")?);
    let state: String = row.try_get("state")?;
    Ok(Proposal {
        new: NewProposal {
            id: row.try_get("id")?,
            shop: row.try_get("shop")?,
            changes: Some(offer).filter(|offer| !offer.is_empty()),
            offer: serde_json::from_str(&body)?,
            words: row.try_get("words")?,
        },
        state: STATES.iter().find(|(_, name)| *name == state).map_or(ProposalState::Unknown, |(one, _)| *one),
        reason: row.try_get("reason")?,
        sent_at: row.try_get("sent_at")?,
        decided_at: row.try_get("decided_at")?,
        decided_by: row.try_get("decided_by")?,
        due_on: row.try_get::<String, _>("due_on")?.parse().ok(),
    })
}
