//! Youth cards: from an application to what its holder's phone may sign with.
//!
//! Invariants: each act is one transaction with its line in the audit when staff did it; tokens and codes are kept as
//! SHA-256 only; whatever blocks a card puts its living credentials among the revocations in the same transaction;
//! an erased card leaves no name anywhere, and its codes stay refused.
//!
//! One row for the application and the card: they are one thing to the person who waits for it.

mod apply;
mod codes;
mod credentials;
mod decide;
mod erase;
mod find;
mod proof;

use chrono::NaiveDate;
use shared::card::PublicKey;
use shared::domain::UnixSeconds;
use shared::protocol::{CardApplication, CardState, ParentConsent};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::StorageError;

pub(super) use apply::card_by_id;
pub use apply::{Applied, Corrected};
pub use codes::{CodeUse, Purpose};
pub(super) use credentials::issued_to;
pub use credentials::{Bound, IssuedCredential, NewCredential};
pub use decide::{Decision, DeskCard};
pub use erase::{CardExport, ExportedUse};
pub use find::{Holding, QueueLine};

/// A card as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// ULID.
    pub id: String,
    /// Where the application came from: `app` or `desk`.
    pub origin: String,
    /// Where it stands; never [`CardState::Expired`] or [`CardState::Moved`], which depend on the asker and the moment.
    pub state: CardState,
    /// Staff's words; empty without.
    pub reason: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Day of birth.
    pub birth_date: NaiveDate,
    /// Commune.
    pub commune: String,
    /// Who agreed for a child.
    pub parent: Option<ParentConsent>,
    /// Which words were agreed to.
    pub consent_version: String,
    /// When.
    pub consented_at: UnixSeconds,
    /// Four bits with the territory's meaning.
    pub entitlements: u8,
    /// When it was applied for.
    pub submitted_at: UnixSeconds,
    /// When staff decided.
    pub decided_at: Option<UnixSeconds>,
    /// End of its term.
    pub valid_until: Option<UnixSeconds>,
    /// Another term was asked for then.
    pub renewal_at: Option<UnixSeconds>,
    /// Key of the phone that holds it.
    pub device_key: Option<PublicKey>,
    /// When that phone took it.
    pub bound_at: Option<UnixSeconds>,
    /// When the picture that the town asks for came; none: it did not, or staff have decided since.
    pub proof_at: Option<UnixSeconds>,
}

impl Card {
    /// Where it stands at `now`: a card whose term is over has expired, unless another term was asked for.
    pub fn state_at(&self, now: UnixSeconds) -> CardState {
        let over = self.valid_until.is_some_and(|until| until <= now);
        match self.state {
            CardState::Approved | CardState::Active if over && self.renewal_at.is_some() => CardState::Submitted,
            CardState::Approved | CardState::Active if over => CardState::Expired,
            state => state,
        }
    }
}

pub(super) const COLUMNS: &str = "id, origin, state, reason, first_name, last_name, birth_date, commune, parent_name, \
     parent_contact, consent_version, consented_at, entitlements, submitted_at, decided_at, valid_until, renewal_at, \
     device_key, bound_at, (SELECT received_at FROM card_proofs WHERE card = cards.id) AS proof_at";

pub(super) fn read(row: &AnyRow) -> Result<Card, StorageError> {
    let (parent_name, parent_contact): (Option<String>, Option<String>) =
        (row.try_get("parent_name")?, row.try_get("parent_contact")?);
    let device_key: Option<Vec<u8>> = row.try_get("device_key")?;
    let state: String = row.try_get("state")?;
    let birth_date: String = row.try_get("birth_date")?;
    Ok(Card {
        id: row.try_get("id")?,
        origin: row.try_get("origin")?,
        state: state_from(&state),
        reason: row.try_get("reason")?,
        first_name: row.try_get("first_name")?,
        last_name: row.try_get("last_name")?,
        birth_date: birth_date.parse().map_err(|_| StorageError::Address(format!("birth date {birth_date}")))?,
        commune: row.try_get("commune")?,
        parent: parent_name.zip(parent_contact).map(|(name, contact)| ParentConsent { name, contact }),
        consent_version: row.try_get("consent_version")?,
        consented_at: row.try_get("consented_at")?,
        entitlements: row.try_get::<i64, _>("entitlements")? as u8,
        submitted_at: row.try_get("submitted_at")?,
        decided_at: row.try_get("decided_at")?,
        valid_until: row.try_get("valid_until")?,
        renewal_at: row.try_get("renewal_at")?,
        device_key: device_key.and_then(|key| key.try_into().ok()),
        bound_at: row.try_get("bound_at")?,
        proof_at: row.try_get("proof_at")?,
    })
}

const fn state_name(state: CardState) -> &'static str {
    match state {
        CardState::Submitted | CardState::Unknown => "submitted",
        CardState::Asked => "asked",
        CardState::Refused => "refused",
        CardState::Approved => "approved",
        CardState::Active | CardState::Expired | CardState::Moved => "active",
        CardState::Suspended => "suspended",
        CardState::Revoked => "revoked",
    }
}

fn state_from(name: &str) -> CardState {
    match name {
        "submitted" => CardState::Submitted,
        "asked" => CardState::Asked,
        "refused" => CardState::Refused,
        "approved" => CardState::Approved,
        "active" => CardState::Active,
        "suspended" => CardState::Suspended,
        "revoked" => CardState::Revoked,
        _ => CardState::Unknown,
    }
}

/// "First last" as it is searched for and compared.
fn folded(application: &CardApplication) -> String {
    shared::domain::fold(&format!("{} {}", application.first_name, application.last_name))
}
