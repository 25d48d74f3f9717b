//! One verifier: what it believes, and the code it saw last.
//!
//! Invariant: a bundle is taken whole or not at all, and the root key that came first stays. A server that suddenly has
//! another root is either another town's or an attacker's: the page says so instead of following it.

use shared::card::{PublicKey, Sighting, Trust, TrustError, Window, digits_of, from_digits, from_hex, inspect, verify};
use shared::domain::UnixSeconds;
use shared::protocol::{CheckAnswer, TrustBundle};

/// Why a bundle was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not a bundle, or something in it is not what it should be.
    Unreadable,
    /// Signed under another root than the one that is known.
    OtherRoot,
    /// A signature in it does not hold.
    Signature,
    /// Older than what is known already.
    RollBack,
}

impl Refused {
    /// The name that the page has words for.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::OtherRoot => "other-root",
            Self::Signature => "signature",
            Self::RollBack => "roll-back",
        }
    }
}

impl From<TrustError> for Refused {
    fn from(error: TrustError) -> Self {
        match error {
            TrustError::Malformed(_) | TrustError::Territory => Self::Unreadable,
            TrustError::Signature => Self::Signature,
            TrustError::RollBack => Self::RollBack,
        }
    }
}

/// What one shop's page believes, and the code it saw last.
#[derive(Clone, Debug)]
pub struct Verifier {
    trust: Trust,
    before: Option<Sighting>,
}

impl Verifier {
    /// Believes a bundle, the first one or the one kept since. `pinned`: the root kept since the first one. `checked_at`:
    /// when the server said that the bundle is current, by its clock.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn new(bundle: &TrustBundle, pinned: Option<PublicKey>, checked_at: UnixSeconds) -> Result<Self, Refused> {
        let root = key(&bundle.root)?;
        if pinned.is_some_and(|pinned| pinned != root) {
            return Err(Refused::OtherRoot);
        }
        let keys = from_hex(&bundle.keys).ok_or(Refused::Unreadable)?;
        let trust = filled(Trust::new(root, &keys)?, bundle, checked_at)?;
        if trust.keys.territory != bundle.territory {
            return Err(Refused::Unreadable);
        }
        Ok(Self { trust, before: None })
    }

    /// Takes a newer bundle.
    ///
    /// # Errors
    /// [`Refused`], and nothing is changed.
    pub fn take(&mut self, bundle: &TrustBundle, checked_at: UnixSeconds) -> Result<(), Refused> {
        if key(&bundle.root)? != self.trust.root {
            return Err(Refused::OtherRoot);
        }
        let mut trust = self.trust.clone();
        trust.take_keys(&from_hex(&bundle.keys).ok_or(Refused::Unreadable)?)?;
        self.trust = filled(trust, bundle, checked_at)?;
        Ok(())
    }

    /// The server said that what is known is still current.
    pub fn confirm(&mut self, checked_at: UnixSeconds) {
        self.trust.checked_at = Some(checked_at);
    }

    /// Verifies what a camera read, at `now` by the server's clock as this page knows it.
    pub fn verify(&mut self, text: &str, now: UnixSeconds, window: Window) -> CheckAnswer {
        let digits = digits_of(text).unwrap_or_default();
        let bytes = from_digits(digits).unwrap_or_default();
        let verdict = verify(&bytes, &self.trust, now, window, self.before);
        // Only genuine codes are remembered, or anybody could make a late phone look honest.
        if let Ok((proven, _)) = inspect(&bytes, &self.trust)
            && let Some(moment) = proven.moment
            && self.before.is_none_or(|before| (before.id, before.moment) != (proven.credential.id, moment))
        {
            self.before = Some(Sighting { id: proven.credential.id, moment, seen_at: now });
        }
        CheckAnswer::of(&verdict, now)
    }
}

/// `trust` with the revocations and partners of a bundle.
fn filled(mut trust: Trust, bundle: &TrustBundle, checked_at: UnixSeconds) -> Result<Trust, Refused> {
    if !bundle.revocations.is_empty() {
        trust.take_revocations(&from_hex(&bundle.revocations).ok_or(Refused::Unreadable)?)?;
    }
    for partner in &bundle.partners {
        trust.accept(&partner.name, key(&partner.root)?, &from_hex(&partner.keys).ok_or(Refused::Unreadable)?)?;
    }
    // The town chooses its partners: one that it names no more is none.
    trust.partners.retain(|known| bundle.partners.iter().any(|partner| partner.territory == known.keys.territory));
    trust.checked_at = Some(checked_at);
    Ok(trust)
}

fn key(hex: &str) -> Result<PublicKey, Refused> {
    from_hex(hex).and_then(|bytes| bytes.try_into().ok()).ok_or(Refused::Unreadable)
}
