//! YC1, the youth card's code: what a phone shows and any other phone verifies without a network.
//!
//! `docs/youth-card.md` is the specification; this module is its reference implementation, the same on the server that
//! issues, the phone that shows and the browser page that verifies. Everything here is a function of bytes, keys and a
//! moment. Invariant: the encoding is canonical. One card has one string of bytes and one string of digits, so that a
//! code seen twice is recognised and nothing can be hidden in spare bits.
//!
//! A signed JSON token was rejected: at the size of the same claims its QR code needs a phone held still, in good light.
//! The format itself needs no cryptography and is always here: a browser signs with a key that never leaves it. Issuing
//! and verifying do (feature `card-crypto`).

mod code;
mod credential;
mod eligibility;
mod hex;
mod keys;
mod malformed;
mod proof;
mod reader;
mod revocations;

#[cfg(feature = "card-crypto")]
mod issue;
#[cfg(feature = "card-crypto")]
mod trust;
#[cfg(feature = "card-crypto")]
mod verify;

pub use code::{digits_of, from_digits, to_digits, url};
pub use credential::{AgeBand, Credential, CredentialId, NAME_MAX_BYTES, SignedCredential};
pub use eligibility::{Eligibility, eligibility};
pub use hex::{from_hex, to_hex};
pub use keys::{IssuerKey, KeySet};
pub use malformed::Malformed;
pub use proof::{Presentation, binding_message, proof_message};
pub use revocations::Revocations;

#[cfg(feature = "card-crypto")]
pub use issue::{Signer, verify_signature};
#[cfg(feature = "card-crypto")]
pub use trust::{Partner, Trust, TrustError};
#[cfg(feature = "card-crypto")]
pub use verify::{Holder, Proven, Sighting, Staleness, Verdict, Window, inspect, verify};

/// Bytes of an Ed25519 public key.
pub type PublicKey = [u8; 32];

/// Bytes of an Ed25519 signature (RFC 8032).
pub type Signature = [u8; 64];

/// A credential of a phone is signed for so many hours: fourteen days.
pub const DEVICE_LIFETIME_HOURS: u16 = 14 * 24;

/// Seconds between two proofs of a phone that shows its card.
pub const PROOF_PERIOD: i64 = 15;
