//! The phone's own key: made once, kept where nobody else reads it, wiped from memory after each use.
//!
//! Where that is, is one file for each system: phones have a key store, a desk a file of its user alone. The signature is
//! made here rather than inside the phone's chip, because neither Android's Keystore (below API 33) nor the Secure Enclave
//! signs by Ed25519: what their stores protect is the seed.

use shared::card::{PublicKey, Signature, Signer};
use shared::sync::{DeviceKey, KeyFault};
use zeroize::Zeroizing;

use super::secret;

/// This phone's key.
#[derive(Clone, Copy, Debug)]
pub struct CardKey;

impl DeviceKey for CardKey {
    async fn public(&self) -> Result<PublicKey, KeyFault> {
        Ok(signer().await?.public())
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyFault> {
        Ok(signer().await?.sign(message))
    }
}

impl CardKey {
    /// Ends the key.
    pub async fn forget(&self) {
        if let Err(error) = tokio::task::spawn_blocking(secret::forget).await {
            tracing::warn!(%error, "the card's key was not forgotten");
        }
    }
}

/// Stores answer slowly, and on Android through the activity's thread: never on the screen's own.
async fn signer() -> Result<Signer, KeyFault> {
    tokio::task::spawn_blocking(kept_or_new).await.unwrap_or(Err(KeyFault::Failed))
}

fn kept_or_new() -> Result<Signer, KeyFault> {
    if let Some(seed) = secret::read().map_err(not_kept)? {
        return Ok(Signer::from_seed(&seed));
    }
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *seed).map_err(|_| KeyFault::Failed)?;
    secret::write(&seed).map_err(not_kept)?;
    Ok(Signer::from_seed(&seed))
}

#[expect(clippy::needless_pass_by_value, reason = "as `map_err` hands it over")]
fn not_kept(error: Box<dyn std::error::Error + Send + Sync>) -> KeyFault {
    tracing::error!(%error, "the card's key cannot be kept");
    KeyFault::NotKept
}
