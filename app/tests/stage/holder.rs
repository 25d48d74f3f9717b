//! Phones whose owner has a card, in each state one can be in. What the town signs here is a test's own key's.

use chrono::NaiveDate;
use shared::card::{AgeBand, Credential, CredentialId, Signer, to_hex};
use shared::protocol::{CardApplication, CardReceipt, CardState, CardStatus, CardUse, CredentialAnswer};
use shared::store::{ErrandKind, Store, StoreError};

const DAY: i64 = 86_400;

/// A state of a card, by the name of its picture.
pub(crate) const STATES: [&str; 19] = [
    "none",
    "waiting",
    "not-taken",
    "submitted",
    "asked",
    "refused",
    "activating",
    "active",
    "active-offline",
    "active-renewal",
    "active-clock",
    "ended",
    "lost-here",
    "suspended",
    "revoked",
    "expired",
    "moved",
    "other-key",
    "erased",
];

/// What the applicant sent.
pub(crate) fn application() -> CardApplication {
    CardApplication {
        key: "01KATT0000000000000000000A".to_owned(),
        first_name: "Inès".to_owned(),
        last_name: "Morel".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(2009, 5, 2).unwrap_or_default(),
        commune: "Fagnières".to_owned(),
        parent: None,
        consent_version: "2026-11".to_owned(),
    }
}

fn status(state: CardState, reason: &str, now: i64, uses: Vec<CardUse>) -> CardStatus {
    CardStatus {
        state,
        reason: reason.to_owned(),
        first_name: "Inès".to_owned(),
        last_name: "Morel".to_owned(),
        birth_date: application().birth_date,
        commune: "Fagnières".to_owned(),
        submitted_at: now - 3 * DAY,
        proof_held: false,
        valid_until: matches!(state, CardState::Active).then_some(now + 280 * DAY),
        renewal_due: false,
        renew_now: false,
        saved_cents: uses.iter().map(|used| u64::from(used.saving_cents)).sum(),
        vouchers: Vec::new(),
        uses,
    }
}

/// Two uses of the seed's first offers, and one of an offer that is gone.
fn uses(phone: &Store, now: i64) -> Result<Vec<CardUse>, StoreError> {
    let mut uses: Vec<CardUse> = phone
        .offers()?
        .into_iter()
        .take(2)
        .zip([now - 5_400, now - 2 * DAY])
        .map(|(offer, at)| CardUse { offer: offer.id, shop: offer.place, at, saving_cents: 350 })
        .collect();
    uses.push(CardUse {
        offer: "disparue".to_owned(),
        shop: "disparu".to_owned(),
        at: now - 30 * DAY,
        saving_cents: 0,
    });
    Ok(uses)
}

/// Puts a phone into a state at `now`.
pub(crate) fn put(phone: &Store, state: &str, now: i64) -> Result<(), StoreError> {
    phone.forget_card()?;
    if state == "none" {
        return Ok(());
    }
    phone.queue_application(&application())?;
    let take = |state: CardState, reason: &str| {
        let card = status(state, reason, now, Vec::new());
        phone.application_received(&CardReceipt { token: Some("test".to_owned()), card }, now)
    };
    match state {
        "waiting" => {}
        "not-taken" => phone.application_refused("commune-unknown")?,
        "submitted" => take(CardState::Submitted, "")?,
        "asked" => take(CardState::Asked, "Il manque le nom complet : peux-tu écrire ton deuxième prénom ?")?,
        "refused" => take(CardState::Refused, "Nous n’avons pas trouvé ton adresse à Fagnières.")?,
        "activating" => take(CardState::Approved, "")?,
        "suspended" => take(CardState::Suspended, "Passe nous voir avec ta carte d’identité.")?,
        "revoked" => take(CardState::Revoked, "")?,
        "expired" => take(CardState::Expired, "")?,
        "moved" => take(CardState::Moved, "")?,
        "other-key" => {
            take(CardState::Active, "")?;
            phone.credential_refused("device-differs")?;
        }
        "erased" => {
            take(CardState::Submitted, "")?;
            phone.credential_refused("not-found")?;
        }
        shown => {
            take(CardState::Approved, "")?;
            let (left, ahead) = match shown {
                "active-offline" => (2 * DAY + 3_600, 0),
                "ended" => (-DAY, 0),
                "active-clock" => (13 * DAY, 420),
                _ => (13 * DAY, 0),
            };
            let mut card = status(CardState::Active, "", now, uses(phone, now)?);
            if shown == "active-renewal" {
                card.renewal_due = true;
                card.valid_until = Some(now + 20 * DAY);
            }
            give(phone, card, now + left, now + ahead, now)?;
            if shown == "lost-here" {
                phone.queue_errand("test", ErrandKind::Lost)?;
            }
        }
    }
    Ok(())
}

fn give(phone: &Store, card: CardStatus, expires: i64, server_time: i64, now: i64) -> Result<(), StoreError> {
    // A test's key: no verifier knows it.
    let signed = Signer::from_seed(&[1; 32]).issue(Credential {
        territory: 51_108,
        key_id: 1,
        id: CredentialId([1; 8]),
        expires: u32::try_from(expires).unwrap_or_default(),
        lifetime_hours: 14 * 24,
        band: AgeBand::From15,
        entitlements: 0,
        device_key: Some([7; 32]),
        first_name: "Inès".to_owned(),
    });
    let answer = CredentialAnswer {
        credential: to_hex(&signed.to_bytes()),
        renew_from: expires - 7 * DAY,
        server_time,
        rescue_code: Some("K7QM-2XPD-9F4T".to_owned()),
        card,
    };
    phone.keep_credential(&signed, &answer, now)
}
