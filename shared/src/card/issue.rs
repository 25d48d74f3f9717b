//! Signing and the one way in which signatures are verified.

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use super::{
    Credential, CredentialId, IssuerKey, KeySet, Presentation, PublicKey, Revocations, Signature, SignedCredential,
    binding_message, proof_message,
};
use crate::domain::UnixSeconds;

/// Whether `signature` is `key`'s own over `message`, strictly: keys and signatures of small order and those not in
/// canonical form are refused, so that no code has a twin (RFC 8032, and "Taming the many EdDSAs", 2020).
pub fn verify_signature(key: &PublicKey, message: &[u8], signature: &Signature) -> bool {
    is_reduced(key)
        && VerifyingKey::from_bytes(key)
            .is_ok_and(|key| key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok())
}

/// Whether a key's y is below 2²⁵⁵ − 19, as RFC 8032 §5.1.3 demands and the library does not: nineteen numbers have a second
/// form.
fn is_reduced([first, middle @ .., last]: &PublicKey) -> bool {
    *first < 0xed || last & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

/// A private key: of a root, an issuer or a phone. Wiped from memory when dropped.
pub struct Signer(SigningKey);

impl std::fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Signer")
    }
}

impl Signer {
    /// The key of a 32-byte seed (RFC 8032 §5.1.5).
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The seed, to be kept where nobody else reads it.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        self.0.verifying_key().to_bytes()
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> Signature {
        self.0.sign(message).to_bytes()
    }

    /// Issues a credential, as a territory's issuer: its name is fitted, and of its entitlements four bits are kept.
    pub fn issue(&self, mut credential: Credential) -> SignedCredential {
        credential.first_name = Credential::fit_name(&credential.first_name);
        credential.entitlements &= 0x0f;
        let signature = self.sign(&credential.message());
        SignedCredential { credential, signature }
    }

    /// Shows a credential at `moment`, as the phone it was issued for. On paper there is no proof.
    pub fn present(&self, signed: &SignedCredential, moment: u32) -> Presentation {
        let proof = signed.credential.device_key.map(|_| (moment, self.sign(&proof_message(signed, moment))));
        Presentation { signed: signed.clone(), proof }
    }

    /// Shows the server that this phone holds its key.
    pub fn bind(&self, moment: UnixSeconds) -> Signature {
        self.sign(&binding_message(&self.public(), moment))
    }

    /// Signs a key set, as a territory's root. Of two keys with one id the first stays, and 255 keys at most: what is
    /// signed can be read.
    pub fn key_set(&self, territory: u16, version: u32, issued_at: u32, mut keys: Vec<IssuerKey>) -> KeySet {
        keys.sort_by_key(|key| key.id);
        keys.dedup_by_key(|key| key.id);
        keys.truncate(usize::from(u8::MAX));
        let mut set = KeySet { territory, version, issued_at, keys, signature: [0; 64] };
        set.signature = self.sign(&set.message());
        set
    }

    /// Signs a list of revoked credentials, as a territory's issuer.
    pub fn revocations(&self, territory: u16, key_id: u8, issued_at: u32, mut ids: Vec<CredentialId>) -> Revocations {
        ids.sort_unstable();
        ids.dedup();
        let mut list = Revocations { territory, key_id, issued_at, ids, signature: [0; 64] };
        list.signature = self.sign(&list.message());
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody knows a private key for any of the nineteen, so no signature could tell them apart.
    #[test]
    fn a_key_has_one_form() {
        let key = |first, last| {
            let mut key = [0xff; 32];
            (key[0], key[31]) = (first, last);
            key
        };
        for last in [0x7f, 0xff] {
            assert!(is_reduced(&key(0xec, last)));
            for first in 0xed..=0xff {
                assert!(!is_reduced(&key(first, last)));
            }
            assert!(is_reduced(&key(0xff, last ^ 1)));
        }
        let mut lower = key(0xff, 0x7f);
        lower[17] = 0xfe;
        assert!(is_reduced(&lower));
    }
}
