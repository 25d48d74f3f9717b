//! The key set: which keys of a territory sign credentials, signed itself by the territory's root.
//!
//! The root stays off line; the set carries a version that never goes back, so that nobody can bring back a key that was
//! taken out.

use super::reader::Reader;
use super::{Malformed, PublicKey, Signature};

const FORMAT: u8 = 0x21;
const SIGNED_AS: &[u8] = b"yc1-keys\0";

/// A key that signs credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerKey {
    /// Its number in credentials.
    pub id: u8,
    /// Credentials that end later and lists signed later are not its own, unix seconds.
    pub not_after: u32,
    /// The key.
    pub key: PublicKey,
}

/// The keys of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySet {
    /// Number of the territory.
    pub territory: u16,
    /// Rises with each change.
    pub version: u32,
    /// When it was signed, unix seconds.
    pub issued_at: u32,
    /// By ascending id, at most 255.
    pub keys: Vec<IssuerKey>,
    /// The root's Ed25519 over [`KeySet::message`].
    pub signature: Signature,
}

impl KeySet {
    /// The key with this number.
    pub fn key(&self, id: u8) -> Option<&IssuerKey> {
        self.keys.iter().find(|key| key.id == id)
    }

    fn unsigned(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        bytes.extend(self.territory.to_be_bytes());
        bytes.extend(self.version.to_be_bytes());
        bytes.extend(self.issued_at.to_be_bytes());
        bytes.push(self.keys.len() as u8);
        for key in &self.keys {
            bytes.push(key.id);
            bytes.extend(key.not_after.to_be_bytes());
            bytes.extend(key.key);
        }
        bytes
    }

    /// What the root signs.
    pub fn message(&self) -> Vec<u8> {
        [SIGNED_AS, &self.unsigned()].concat()
    }

    /// Its bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.unsigned().as_slice(), &self.signature].concat()
    }

    /// Reads exactly one, without verifying it.
    ///
    /// # Errors
    /// [`Malformed`] when the bytes are not one key set and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let format = reader.u8()?;
        if format != FORMAT {
            return Err(Malformed::Version(format));
        }
        let (territory, version, issued_at, count) = (reader.u16()?, reader.u32()?, reader.u32()?, reader.u8()?);
        let keys = (0..count)
            .map(|_| Ok(IssuerKey { id: reader.u8()?, not_after: reader.u32()?, key: reader.array()? }))
            .collect::<Result<Vec<_>, Malformed>>()?;
        if !keys.is_sorted_by(|one, other| one.id < other.id) {
            return Err(Malformed::Order);
        }
        let signature = reader.array()?;
        reader.end()?;
        Ok(Self { territory, version, issued_at, keys, signature })
    }
}
