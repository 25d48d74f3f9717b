//! What staff decide, each with its line in the audit.

use shared::domain::UnixSeconds;
use shared::protocol::{CardApplication, CardState};

use super::apply::{card_by_id, insert};
use super::codes::release;
use super::credentials::revoke_all;
use super::{Card, proof, state_name};
use crate::entropy;
use crate::storage::inbox::audit;
use crate::storage::{Storage, StorageError};

/// A decision about a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The card is given, until then.
    Approve {
        /// End of its term.
        valid_until: UnixSeconds,
        /// Four bits with the territory's meaning.
        entitlements: u8,
    },
    /// It is not, for this reason.
    Refuse(String),
    /// Something is missing.
    Ask(String),
    /// Blocked for now.
    Suspend(String),
    /// Blocked no longer.
    Resume,
    /// Withdrawn for good.
    Revoke(String),
    /// Taken from the phone that has it, to be given to another.
    Reissue,
}

/// A card entered at the desk, approved at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskCard {
    /// What its holder said.
    pub application: CardApplication,
    /// End of its term.
    pub valid_until: UnixSeconds,
}

impl Decision {
    const fn action(&self) -> &'static str {
        match self {
            Self::Approve { .. } => "card.approve",
            Self::Refuse(_) => "card.refuse",
            Self::Ask(_) => "card.ask",
            Self::Suspend(_) => "card.suspend",
            Self::Resume => "card.resume",
            Self::Revoke(_) => "card.revoke",
            Self::Reissue => "card.reissue",
        }
    }

    /// Whether it makes sense for a card that stands there.
    pub fn fits(&self, card: &Card, now: UnixSeconds) -> bool {
        use CardState::{Active, Approved, Asked, Expired, Refused, Revoked, Submitted, Suspended};
        let state = card.state_at(now);
        let renewing = card.renewal_at.is_some();
        match self {
            Self::Approve { .. } => matches!(state, Submitted | Asked | Refused) || renewing,
            Self::Refuse(_) | Self::Ask(_) => matches!(state, Submitted | Asked) || renewing,
            Self::Suspend(_) => matches!(state, Approved | Active),
            Self::Resume => matches!(state, Suspended),
            Self::Revoke(_) => !matches!(state, Revoked | Submitted | Asked | Refused),
            Self::Reissue => matches!(state, Approved | Active | Expired | Suspended),
        }
    }
}

impl Storage {
    /// Carries out a decision. `Ok(None)`: there is no such card, or the decision does not fit where it stands now,
    /// because somebody else was quicker.
    pub async fn decide_card(
        &self,
        actor: &str,
        card: &str,
        decision: &Decision,
    ) -> Result<Option<Card>, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let Some(before) = card_by_id(&mut transaction, card).await? else { return Ok(None) };
        if !decision.fits(&before, now) {
            return Ok(None);
        }
        // Whoever asks for another term keeps the present one whatever is decided about the next.
        let living = matches!(before.state, CardState::Approved | CardState::Active);
        let held = if before.device_key.is_some() { CardState::Active } else { CardState::Approved };
        let (state, reason, until) = match decision {
            Decision::Approve { valid_until, .. } => (held, "", Some(*valid_until)),
            Decision::Refuse(reason) | Decision::Ask(reason) if living => {
                (before.state, reason.as_str(), before.valid_until)
            }
            Decision::Refuse(reason) => (CardState::Refused, reason.as_str(), before.valid_until),
            Decision::Ask(reason) => (CardState::Asked, reason.as_str(), before.valid_until),
            Decision::Suspend(reason) => (CardState::Suspended, reason.as_str(), before.valid_until),
            Decision::Resume => (held, "", before.valid_until),
            Decision::Revoke(reason) => (CardState::Revoked, reason.as_str(), before.valid_until),
            Decision::Reissue => (CardState::Approved, "", before.valid_until),
        };
        let entitlements = match decision {
            Decision::Approve { entitlements, .. } => *entitlements & 0x0f,
            _ => before.entitlements,
        };
        sqlx::query(
            "UPDATE cards SET state = $1, reason = $2, valid_until = $3, entitlements = $4, decided_at = $5,
                renewal_at = NULL, changed_at = $6 WHERE id = $7",
        )
        .bind(state_name(state))
        .bind(reason)
        .bind(until)
        .bind(i64::from(entitlements))
        .bind(now)
        .bind(now)
        .bind(card)
        .execute(&mut *transaction)
        .await?;
        match decision {
            Decision::Suspend(_) | Decision::Revoke(_) => revoke_all(&mut transaction, card, now).await?,
            Decision::Reissue => release(&mut transaction, card, now).await?,
            _ => {}
        }
        // Whoever was asked something may yet be judged by it; all others are judged.
        if !matches!(decision, Decision::Ask(_)) {
            proof::delete(&mut transaction, card).await?;
        }
        audit(&mut transaction, now, actor, decision.action(), card).await?;
        let after = card_by_id(&mut transaction, card).await?;
        transaction.commit().await?;
        Ok(after)
    }

    /// Enters a card at the desk.
    pub async fn enter_card(&self, actor: &str, desk: &DeskCard) -> Result<Card, StorageError> {
        let (mut transaction, _) = self.begin_write().await?;
        let now = self.clock.now();
        let key = entropy::bytes::<32>()?;
        let card = insert(&mut transaction, &desk.application, key, "desk", CardState::Approved, now).await?;
        sqlx::query("UPDATE cards SET valid_until = $1, decided_at = $2 WHERE id = $3")
            .bind(desk.valid_until)
            .bind(now)
            .bind(&card.id)
            .execute(&mut *transaction)
            .await?;
        audit(&mut transaction, now, actor, "card.enter", &card.id).await?;
        transaction.commit().await?;
        Ok(Card { valid_until: Some(desk.valid_until), decided_at: Some(now), ..card })
    }
}
