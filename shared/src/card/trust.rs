//! What a verifier believes: roots, the key sets they signed, the revocations those keys signed.
//!
//! Invariant: nothing in a [`Trust`] is unverified, and nothing in it goes back: an older key set or an older list never
//! replaces a newer one, whoever brings it.

use super::{KeySet, Malformed, PublicKey, Revocations, verify_signature};
use crate::domain::UnixSeconds;

/// What one verifier believes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The territory's root key, which came with the verifier.
    pub root: PublicKey,
    /// Its keys.
    pub keys: KeySet,
    /// Its revoked credentials; none known yet.
    pub revocations: Option<Revocations>,
    /// Other territories whose cards are accepted.
    pub partners: Vec<Partner>,
    /// When the server last said that all this is current, by the server's clock.
    pub checked_at: Option<UnixSeconds>,
}

/// Another territory whose cards are accepted. Its revocations are its own business: only its server knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Its name, to be read in a shop.
    pub name: String,
    /// Its root key.
    pub root: PublicKey,
    /// Its keys.
    pub keys: KeySet,
}

/// Why something is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// Not in the format.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// Signed by somebody else.
    #[error("signed by another key")]
    Signature,
    /// Of another territory.
    #[error("of another territory")]
    Territory,
    /// Older than what is believed already.
    #[error("older than what is known")]
    RollBack,
}

impl Trust {
    /// Believes what `root` signed.
    ///
    /// # Errors
    /// [`TrustError`] when the key set is not the root's own.
    pub fn new(root: PublicKey, keys: &[u8]) -> Result<Self, TrustError> {
        Ok(Self { keys: key_set(&root, keys)?, root, revocations: None, partners: Vec::new(), checked_at: None })
    }

    /// Takes a newer key set; the same again changes nothing.
    ///
    /// # Errors
    /// [`TrustError`], and nothing is changed.
    pub fn take_keys(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let keys = key_set(&self.root, bytes)?;
        if keys.territory != self.keys.territory {
            return Err(TrustError::Territory);
        }
        replaces(&self.keys, &keys)?;
        self.keys = keys;
        Ok(())
    }

    /// Takes a newer list of revocations; the same again changes nothing. Of two lists of one second, the one that
    /// revokes what the other does and more is the newer.
    ///
    /// # Errors
    /// [`TrustError`], and nothing is changed.
    pub fn take_revocations(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let list = Revocations::from_bytes(bytes)?;
        if list.territory != self.keys.territory {
            return Err(TrustError::Territory);
        }
        if !self.has_signed(&list) {
            return Err(TrustError::Signature);
        }
        // A list of a key that was taken out since goes on blocking cards until another comes, but it holds none up:
        // whoever stole that key could have dated it far ahead.
        if self.revocations.as_ref().is_some_and(|known| goes_back(known, &list) && self.has_signed(known)) {
            return Err(TrustError::RollBack);
        }
        self.revocations = Some(list);
        Ok(())
    }

    /// Accepts the cards of another territory from now on. Another root for the same number replaces what was known of it:
    /// whoever calls this vouches for the root.
    ///
    /// # Errors
    /// [`TrustError`], and nothing is changed.
    pub fn accept(&mut self, name: &str, root: PublicKey, keys: &[u8]) -> Result<(), TrustError> {
        let keys = key_set(&root, keys)?;
        if keys.territory == self.keys.territory {
            return Err(TrustError::Territory);
        }
        let known = self.partners.iter().find(|known| known.keys.territory == keys.territory && known.root == root);
        if known.is_some_and(|known| replaces(&known.keys, &keys).is_err()) {
            return Err(TrustError::RollBack);
        }
        self.partners.retain(|partner| partner.keys.territory != keys.territory);
        self.partners.push(Partner { name: name.to_owned(), root, keys });
        Ok(())
    }

    /// When this was last known to be current: when the server said so, else when the newest of it was signed. Never the
    /// first day of 1970 for want of better.
    pub fn as_of(&self) -> UnixSeconds {
        let signed_at = self.revocations.as_ref().map_or(0, |list| list.issued_at).max(self.keys.issued_at);
        self.checked_at.unwrap_or_else(|| signed_at.into())
    }

    /// Whether one of the keys, in its time, signed the list.
    fn has_signed(&self, list: &Revocations) -> bool {
        self.keys.key(list.key_id).is_some_and(|issuer| {
            list.issued_at <= issuer.not_after && verify_signature(&issuer.key, &list.message(), &list.signature)
        })
    }
}

/// The same version with other keys is two truths: the first one stays.
fn replaces(known: &KeySet, keys: &KeySet) -> Result<(), TrustError> {
    if keys.version < known.version || (keys.version == known.version && keys != known) {
        return Err(TrustError::RollBack);
    }
    Ok(())
}

fn goes_back(known: &Revocations, list: &Revocations) -> bool {
    list.issued_at < known.issued_at
        || (list.issued_at == known.issued_at && !known.ids.iter().all(|id| list.contains(*id)))
}

fn key_set(root: &PublicKey, bytes: &[u8]) -> Result<KeySet, TrustError> {
    let keys = KeySet::from_bytes(bytes)?;
    if verify_signature(root, &keys.message(), &keys.signature) { Ok(keys) } else { Err(TrustError::Signature) }
}
