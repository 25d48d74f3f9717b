//! Secrets of second factors as the database holds them: ChaCha20-Poly1305 under `<keys>/staff.key`, which no backup has.
//!
//! Invariant: a sealed secret opens for the account that it was sealed for, and no other: its id is authenticated with it.
//! Hashing, as for passwords, cannot do: the server has to compute the codes itself.

use std::path::PathBuf;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::config::{Config, Secret};
use crate::entropy;
use crate::keyfile::{self, Key, KeyFileError};

/// Why a secret cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum SealError {
    /// The key.
    #[error("the key of staff's second factors: {0}")]
    Key(#[from] KeyFileError),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] getrandom::Error),
    /// Nothing to open it with: the folder of keys did not come along.
    #[error("{0} is missing")]
    Missing(PathBuf),
    /// Another key sealed it, or it was changed.
    #[error("this second factor was sealed with another key")]
    Sealed,
}

/// Seals and opens.
#[derive(Debug)]
pub(crate) struct Seal {
    file: PathBuf,
    given: Option<Secret>,
}

impl Seal {
    /// As configured. The key is made when the first secret is sealed, never to open one.
    pub(crate) fn new(config: &Config) -> Self {
        Self { file: config.keys_folder().join("staff.key"), given: config.staff_key.clone() }
    }

    /// `None`: there is no key yet.
    fn known(&self) -> Result<Option<Key>, SealError> {
        Ok(match &self.given {
            Some(text) => Some(keyfile::parse(text.reveal(), "GUICHET_STAFF_KEY")?),
            None => keyfile::read(&self.file)?,
        })
    }

    fn cipher(key: &Key) -> Result<LessSafeKey, SealError> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &**key).map_err(|_| SealError::Sealed)?;
        Ok(LessSafeKey::new(key))
    }

    /// Nonce, ciphertext and tag. Nonces are random: an office makes a few of its 2⁹⁶.
    pub(super) fn close(&self, secret: &[u8], whose: &str) -> Result<Vec<u8>, SealError> {
        let nonce = entropy::bytes::<NONCE_LEN>()?;
        let mut text = secret.to_vec();
        let key = match self.known()? {
            Some(key) => key,
            None => keyfile::make(&self.file)?,
        };
        Self::cipher(&key)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(whose), &mut text)
            .map_err(|_| SealError::Sealed)?;
        Ok([nonce.as_slice(), &text].concat())
    }

    /// What was sealed.
    pub(super) fn open(&self, sealed: &[u8], whose: &str) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or(SealError::Sealed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Sealed)?;
        let mut text = Zeroizing::new(text.to_vec());
        let key = self.known()?.ok_or_else(|| SealError::Missing(self.file.clone()))?;
        let opened = Self::cipher(&key)?.open_in_place(nonce, Aad::from(whose), &mut text).map(|text| text.len());
        let length = opened.map_err(|_| SealError::Sealed)?;
        text.truncate(length);
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(digit: char) -> Seal {
        let key = serde_json::from_value(serde_json::json!(digit.to_string().repeat(64))).unwrap();
        Seal::new(&Config { staff_key: Some(key), ..Config::default() })
    }

    #[test]
    fn a_secret_opens_with_its_key_for_its_account_alone() {
        let sealed = seal('a').close(b"secret", "NADIA").unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(seal('a').open(&sealed, "NADIA").unwrap().as_slice(), b"secret");
        assert_ne!(sealed, seal('a').close(b"secret", "NADIA").unwrap(), "another nonce");
        assert!(matches!(seal('a').open(&sealed, "SACHA"), Err(SealError::Sealed)));
        assert!(matches!(seal('b').open(&sealed, "NADIA"), Err(SealError::Sealed)));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(seal('a').open(&changed, "NADIA").is_err(), "byte {at}");
        }
        assert!(matches!(seal('a').open(b"short", "NADIA"), Err(SealError::Sealed)));
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_made_once_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().join("data"), ..Config::default() };
        let sealed = Seal::new(&config).close(b"secret", "NADIA").unwrap();
        let file = folder.path().join("data/keys/staff.key");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Seal::new(&config).open(&sealed, "NADIA").unwrap().as_slice(), b"secret");
    }
}
