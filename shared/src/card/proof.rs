//! What a phone shows: its credential and a proof, a few seconds old, that it holds the key in it.

use super::reader::Reader;
use super::{Malformed, PublicKey, Signature, SignedCredential};
use crate::domain::UnixSeconds;

/// What a proof's signature begins with.
const SIGNED_AS: &[u8] = b"yc1-pop\0";

/// What the signature begins with by which a phone shows the server that it holds a key.
const BINDING_SIGNED_AS: &[u8] = b"yc1-bind\0";

/// The bytes of a code: a credential and, from a phone, a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presentation {
    /// The credential.
    pub signed: SignedCredential,
    /// The phone's moment (unix seconds) and its Ed25519 over [`proof_message`]. `None`: printed on paper.
    pub proof: Option<(u32, Signature)>,
}

impl Presentation {
    /// Its bytes: at most 196.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.signed.to_bytes();
        if let Some((moment, signature)) = &self.proof {
            bytes.extend(moment.to_be_bytes());
            bytes.extend(signature);
        }
        bytes
    }

    /// Reads exactly one.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are not one presentation and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let signed = SignedCredential::read(&mut reader)?;
        let proof = if signed.credential.device_key.is_some() { Some((reader.u32()?, reader.array()?)) } else { None };
        reader.end()?;
        Ok(Self { signed, proof })
    }
}

/// What a phone signs to show its card at `moment`, unix seconds.
pub fn proof_message(signed: &SignedCredential, moment: u32) -> Vec<u8> {
    [SIGNED_AS, &signed.to_bytes(), &moment.to_be_bytes()].concat()
}

/// What a phone signs to show the server, at `moment`, that it holds the key that it asks a credential for.
pub fn binding_message(key: &PublicKey, moment: UnixSeconds) -> Vec<u8> {
    [BINDING_SIGNED_AS, key, &moment.to_be_bytes()].concat()
}
