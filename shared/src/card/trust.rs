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
        // The same version with other keys is two truths: the first one stays.
        if keys.version < self.keys.version || (keys.version == self.keys.version && keys != self.keys) {
            return Err(TrustError::RollBack);
        }
        self.keys = keys;
        Ok(())
    }

    /// Takes a newer list of revocations; the same again changes nothing.
    ///
    /// # Errors
    /// [`TrustError`], and nothing is changed.
    pub fn take_revocations(&mut self, bytes: &[u8]) -> Result<(), TrustError> {
        let list = Revocations::from_bytes(bytes)?;
        if list.territory != self.keys.territory {
            return Err(TrustError::Territory);
        }
        let key = self.keys.key(list.key_id).ok_or(TrustError::Signature)?;
        if !verify_signature(&key.key, &list.message(), &list.signature) {
            return Err(TrustError::Signature);
        }
        if self.revocations.as_ref().is_some_and(|known| list.issued_at < known.issued_at) {
            return Err(TrustError::RollBack);
        }
        self.revocations = Some(list);
        Ok(())
    }

    /// Accepts the cards of another territory from now on.
    ///
    /// # Errors
    /// [`TrustError`], and nothing is changed.
    pub fn accept(&mut self, name: &str, root: PublicKey, keys: &[u8]) -> Result<(), TrustError> {
        let keys = key_set(&root, keys)?;
        if keys.territory == self.keys.territory {
            return Err(TrustError::Territory);
        }
        self.partners.retain(|partner| partner.keys.territory != keys.territory);
        self.partners.push(Partner { name: name.to_owned(), root, keys });
        Ok(())
    }
}

fn key_set(root: &PublicKey, bytes: &[u8]) -> Result<KeySet, TrustError> {
    let keys = KeySet::from_bytes(bytes)?;
    if verify_signature(root, &keys.message(), &keys.signature) { Ok(keys) } else { Err(TrustError::Signature) }
}
