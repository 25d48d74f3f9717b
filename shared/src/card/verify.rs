//! Verifying a code, in one of twelve answers. To add one: here, its words and face on the shop's page, its line in
//! `docs/youth-card.md`.
//!
//! Order: can it be read, whose is it, is it genuine, is it blocked, does it hold today, is it shown now. A forger is
//! never told what else is wrong.

use super::{
    AgeBand, Credential, CredentialId, KeySet, Malformed, PROOF_PERIOD, Presentation, Trust, proof_message,
    verify_signature,
};
use crate::domain::UnixSeconds;

/// How old or how far ahead a proof may be, seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Oldest.
    pub past: i64,
    /// Furthest ahead.
    pub ahead: i64,
}

impl Window {
    /// Without a network: two clocks that nobody compares.
    pub const OFFLINE: Self = Self { past: 60, ahead: 30 };

    /// On the server, whose clock the phone has compared its own with.
    pub const ONLINE: Self = Self { past: 30, ahead: 15 };
}

/// What the answer says of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The card is good. `checked_at`: when the verifier's data was last current; `None`: the server itself said so.
    Valid {
        /// Whose it is.
        holder: Holder,
        /// Data from then.
        checked_at: Option<UnixSeconds>,
    },
    /// The credential has ended.
    Expired {
        /// When, unix seconds.
        at: UnixSeconds,
    },
    /// The credential does not hold yet.
    NotYetValid {
        /// From then on, unix seconds.
        from: UnixSeconds,
    },
    /// The card is blocked.
    Revoked,
    /// A screenshot, or a code shown too long ago.
    Stale(Staleness),
    /// The holder's clock is wrong by so many seconds; ahead when positive. The card itself may well be good.
    ClockWrong {
        /// Seconds ahead of the verifier's clock.
        seconds: i64,
    },
    /// A signature does not hold.
    Forged,
    /// Signed by a key, or written in a version, that this verifier does not know: it should refresh.
    UnknownKey,
    /// Of a territory whose cards are not accepted here.
    OtherTerritory {
        /// Its number.
        territory: u16,
    },
    /// A genuine card on paper: only the server can tell whether it still holds.
    NeedsNetwork,
    /// Not a youth card.
    NotACard(Malformed),
}

/// Why a code is too old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// Shown so many seconds ago.
    Old {
        /// Seconds.
        seconds: i64,
    },
    /// Presented already.
    Replayed,
}

/// What a shop learns of a holder, and all that it learns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// First name.
    pub first_name: String,
    /// How old.
    pub band: AgeBand,
    /// Four bits that the territory gives a meaning.
    pub entitlements: u8,
    /// Name of the territory that the card is of, when it is another one.
    pub territory: Option<String>,
    /// Printed on paper: the name should be compared with another document.
    pub printed: bool,
}

/// A code seen before by the same verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Which credential.
    pub id: CredentialId,
    /// Its proof's moment.
    pub moment: u32,
    /// When it was seen, by the verifier's clock.
    pub seen_at: UnixSeconds,
}

/// A code whose signatures hold: what only a server asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// What the credential says.
    pub credential: Credential,
    /// The proof's moment. `None`: on paper.
    pub moment: Option<u32>,
}

/// Verifies the bytes of a code, at `now` by the verifier's clock.
///
/// `before` is the code that this verifier saw just before, if any: one picture shown twice stands still, while a phone
/// whose clock is late moves on, and should be told so.
pub fn verify(bytes: &[u8], trust: &Trust, now: UnixSeconds, window: Window, before: Option<Sighting>) -> Verdict {
    let (proven, partner) = match inspect(bytes, trust) {
        Ok(genuine) => genuine,
        Err(verdict) => return verdict,
    };
    let credential = proven.credential;
    if partner.is_none() && trust.revocations.as_ref().is_some_and(|list| list.contains(credential.id)) {
        return Verdict::Revoked;
    }
    if credential.is_over(now) {
        return Verdict::Expired { at: UnixSeconds::from(credential.expires) };
    }
    if credential.is_early(now) {
        return Verdict::NotYetValid { from: credential.begins() };
    }
    let Some(moment) = proven.moment else { return Verdict::NeedsNetwork };
    let age = now - UnixSeconds::from(moment);
    if age < -window.ahead {
        return Verdict::ClockWrong { seconds: -age };
    }
    if age > window.past {
        return late(credential.id, moment, now, before);
    }
    let holder = Holder::of(credential, partner);
    Verdict::Valid { holder, checked_at: Some(trust.as_of()) }
}

impl Holder {
    /// What a shop learns of a credential, of a partner territory or of one's own.
    pub fn of(credential: Credential, partner: Option<String>) -> Self {
        Self {
            printed: credential.device_key.is_none(),
            first_name: credential.first_name,
            band: credential.band,
            entitlements: credential.entitlements,
            territory: partner,
        }
    }
}

/// Whether the bytes are a genuine code, of whatever moment, and the partner's name if it is one's.
///
/// # Errors
/// The verdict, when they are not.
pub fn inspect(bytes: &[u8], trust: &Trust) -> Result<(Proven, Option<String>), Verdict> {
    let Presentation { signed, proof } = Presentation::from_bytes(bytes).map_err(|malformed| match malformed {
        // Tomorrow's versions begin with the same high digit.
        Malformed::Version(version) if version >> 4 == 1 => Verdict::UnknownKey,
        other => Verdict::NotACard(other),
    })?;
    let credential = &signed.credential;
    let (keys, partner) =
        keys_of(credential.territory, trust).ok_or(Verdict::OtherTerritory { territory: credential.territory })?;
    let issuer = keys
        .key(credential.key_id)
        .filter(|issuer| credential.expires <= issuer.not_after)
        .ok_or(Verdict::UnknownKey)?;
    if !verify_signature(&issuer.key, &credential.message(), &signed.signature) {
        return Err(Verdict::Forged);
    }
    let moment = match (&credential.device_key, &proof) {
        (Some(key), Some((moment, signature))) => {
            if !verify_signature(key, &proof_message(&signed, *moment), signature) {
                return Err(Verdict::Forged);
            }
            Some(*moment)
        }
        // What reads a code gives a phone's credential its proof; should that ever change, none is not a good one.
        (Some(_), None) => return Err(Verdict::Forged),
        (None, _) => None,
    };
    Ok((Proven { credential: signed.credential, moment }, partner))
}

fn keys_of(territory: u16, trust: &Trust) -> Option<(&KeySet, Option<String>)> {
    if trust.keys.territory == territory {
        return Some((&trust.keys, None));
    }
    let partner = trust.partners.iter().find(|partner| partner.keys.territory == territory)?;
    Some((&partner.keys, Some(partner.name.clone())))
}

/// A late code: a screenshot, or a phone whose clock is late and which has moved on as time did since `before`.
fn late(id: CredentialId, moment: u32, now: UnixSeconds, before: Option<Sighting>) -> Verdict {
    let seconds = now - UnixSeconds::from(moment);
    let moved_on = before.is_some_and(|before| {
        let (elapsed, moved) = (now - before.seen_at, i64::from(moment) - i64::from(before.moment));
        before.id == id && moved > 0 && elapsed >= 0 && (elapsed - moved).abs() <= PROOF_PERIOD
    });
    if moved_on { Verdict::ClockWrong { seconds: -seconds } } else { Verdict::Stale(Staleness::Old { seconds }) }
}
