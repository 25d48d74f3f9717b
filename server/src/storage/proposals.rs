//! What shops propose: offers that wait for somebody's decision.
//!
//! Invariant: a proposal is decided once, and what accepting it gives to phones is written in the transaction that says so.

use shared::domain::{Offer, Record, UnixSeconds};
use shared::protocol::{PROPOSALS_MAX_WAITING, ProposalState};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::content::{find, keep_former, write_line};
use super::inbox::audit;
use super::log::{Batch, write_batch};
use super::{Storage, StorageError};

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
    /// Somebody was quicker, or the shop took it back.
    TooLate,
    /// The offer was touched after the look.
    Moved,
}

impl Storage {
    /// Keeps a proposal once per key.
    pub async fn propose(&self, new: &NewProposal) -> Result<Proposed, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let known = sqlx::query("SELECT * FROM offer_proposals WHERE id = $1")
            .bind(&new.id)
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(row) = known {
            let known = read(&row)?;
            if known.new != *new {
                return Ok(Proposed::OtherContent);
            }
            return Ok(Proposed::Kept { proposal: Box::new(known), new: false });
        }
        let waiting = sqlx::query("SELECT COUNT(*) AS n FROM offer_proposals WHERE shop = $1 AND state = 'waiting'")
            .bind(&new.shop)
            .fetch_one(&mut *transaction)
            .await?;
        if waiting.try_get::<i64, _>("n")? >= PROPOSALS_MAX_WAITING as i64 {
            return Ok(Proposed::TooMany);
        }
        let now = self.clock.now();
        sqlx::query(
            "INSERT INTO offer_proposals (id, shop, offer, body, words, state, reason, sent_at, decided_by)
             VALUES ($1, $2, $3, $4, $5, 'waiting', '', $6, '')",
        )
        .bind(&new.id)
        .bind(&new.shop)
        .bind(new.changes.as_deref().unwrap_or_default())
        .bind(serde_json::to_string(&new.offer)?)
        .bind(&new.words)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        let proposal = Proposal {
            new: new.clone(),
            state: ProposalState::Waiting,
            reason: String::new(),
            sent_at: now,
            decided_at: None,
            decided_by: String::new(),
        };
        Ok(Proposed::Kept { proposal: Box::new(proposal), new: true })
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
            "SELECT * FROM offer_proposals WHERE state <> 'waiting' ORDER BY decided_at DESC, id DESC LIMIT $1"
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

    /// Accepts a proposal and gives phones `offer`, over position `seen` of it (0: there is none yet).
    pub async fn accept_proposal(
        &self,
        actor: &str,
        id: &str,
        offer: &Offer,
        seen: u64,
    ) -> Result<Decided, StorageError> {
        let (mut transaction, before) = self.begin_write().await?;
        let now = self.clock.now();
        if !decide(&mut transaction, id, "accepted", "", (now, actor)).await? {
            return Ok(Decided::TooLate);
        }
        let record = Record::Offer(offer.clone());
        let record_id = record.record_id();
        let held = find(&mut transaction, &record_id).await?;
        if held.as_ref().map_or(0, |held| held.seq) != seen {
            return Ok(Decided::Moved);
        }
        keep_former(&mut transaction, &record_id, held.as_ref()).await?;
        let batch = Batch { upserts: vec![record.clone()], ..Batch::default() };
        let seq = write_batch(&mut transaction, before, &batch, now).await?;
        if seq > before {
            write_line(&mut transaction, seq, "proposal", (now, actor), &record).await?;
        }
        audit(&mut transaction, now, actor, "proposal.accept", id).await?;
        self.finish(transaction, before, seq).await?;
        Ok(Decided::Done)
    }

    /// Refuses a proposal; its shop reads why.
    pub async fn refuse_proposal(&self, actor: &str, id: &str, reason: &str) -> Result<Decided, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        if !decide(&mut transaction, id, "refused", reason, (now, actor)).await? {
            return Ok(Decided::TooLate);
        }
        audit(&mut transaction, now, actor, "proposal.refuse", id).await?;
        transaction.commit().await?;
        Ok(Decided::Done)
    }
}

async fn decide(
    connection: &mut sqlx::AnyConnection,
    id: &str,
    state: &str,
    reason: &str,
    (now, actor): (UnixSeconds, &str),
) -> Result<bool, StorageError> {
    let done = sqlx::query(
        "UPDATE offer_proposals SET state = $1, reason = $2, decided_at = $3, decided_by = $4
         WHERE id = $5 AND state = 'waiting'",
    )
    .bind(state)
    .bind(reason)
    .bind(now)
    .bind(actor)
    .bind(id)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
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
        state: match state.as_str() {
            "waiting" => ProposalState::Waiting,
            "accepted" => ProposalState::Accepted,
            "refused" => ProposalState::Refused,
            "withdrawn" => ProposalState::Withdrawn,
            _ => ProposalState::Unknown,
        },
        reason: row.try_get("reason")?,
        sent_at: row.try_get("sent_at")?,
        decided_at: row.try_get("decided_at")?,
        decided_by: row.try_get("decided_by")?,
    })
}
