//! The list of revoked credentials that have not ended by themselves: eight bytes each, signed by an issuer's key.
//!
//! A credential lives fourteen days at most, so the list stays short: for a million cards of which one in a hundred is
//! revoked a year, some two hundred ids. The whole list was preferred to a filter with false positives: nobody is told
//! by mistake that their card is blocked.

use super::reader::Reader;
use super::{CredentialId, Malformed, Signature};

const FORMAT: u8 = 0x31;
const SIGNED_AS: &[u8] = b"yc1-revo\0";

/// Revoked credentials of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocations {
    /// Number of the territory.
    pub territory: u16,
    /// Which of its keys signs the list.
    pub key_id: u8,
    /// When it was signed, unix seconds: a list never replaces a later one.
    pub issued_at: u32,
    /// In ascending order.
    pub ids: Vec<CredentialId>,
    /// The issuer's Ed25519 over [`Revocations::message`].
    pub signature: Signature,
}

impl Revocations {
    /// Whether a credential is on the list.
    pub fn contains(&self, id: CredentialId) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    fn unsigned(&self) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        bytes.extend(self.territory.to_be_bytes());
        bytes.push(self.key_id);
        bytes.extend(self.issued_at.to_be_bytes());
        bytes.extend((self.ids.len() as u32).to_be_bytes());
        for id in &self.ids {
            bytes.extend(id.0);
        }
        bytes
    }

    /// What the issuer signs.
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
    /// [`Malformed`] when the bytes are not one list and nothing else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let format = reader.u8()?;
        if format != FORMAT {
            return Err(Malformed::Version(format));
        }
        let (territory, key_id, issued_at, count) = (reader.u16()?, reader.u8()?, reader.u32()?, reader.u32()?);
        // Not reserved by the count: it is a stranger's word.
        let ids = (0..count).map(|_| Ok(CredentialId(reader.array()?))).collect::<Result<Vec<_>, Malformed>>()?;
        if !ids.is_sorted_by(|one, other| one < other) {
            return Err(Malformed::Order);
        }
        let signature = reader.array()?;
        reader.end()?;
        Ok(Self { territory, key_id, issued_at, ids, signature })
    }
}
