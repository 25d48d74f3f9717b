//! The key that browsers know this town's notifications by (RFC 8292), made at the first start beside the card's keys.
//!
//! `<keys>/vapid.pem` (`0600`) is PKCS#8; `GUICHET_PUSH_VAPID_KEY` brings one instead, the same on every node. Its public half
//! is in the database: browsers subscribed with it, so a node with another key says so rather than send what no service
//! takes. Invariant: a key is never replaced by itself.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::Value;
use zeroize::Zeroizing;

use super::signed::{self, NotAKey, TokenKey};
use crate::config::Config;
use crate::storage::{Storage, StorageError};

/// Name of the setting that holds the public half.
const SETTING: &str = "push_vapid_key";

/// Why browsers cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum VapidError {
    /// The file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file or variable holds no key.
    #[error("{0} is not a key: PKCS#8 in PEM, on P-256")]
    NotAKey(String),
    /// Browsers subscribed with another one.
    #[error("browsers subscribed with another key than {0}: bring that one back, or run `guichet push renew-key`")]
    Other(String),
    /// There is a key already.
    #[error("{0} is there: move it away first")]
    InTheWay(PathBuf),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The key.
#[derive(Debug)]
pub struct VapidKey {
    key: TokenKey,
    /// Its point, 65 bytes, base64url without padding: the browsers' `applicationServerKey`.
    pub public: String,
}

impl VapidKey {
    /// The value of `Authorization` for the service at `origin`.
    pub(super) fn authorization(&self, claims: &Value) -> Result<String, NotAKey> {
        Ok(format!("vapid t={}, k={}", self.key.sign(None, claims)?, self.public))
    }
}

/// The town's key, made when there was never one.
pub async fn open(config: &Config, storage: &Storage) -> Result<VapidKey, VapidError> {
    let (pair, name) = if let Some(text) = &config.push_vapid_key {
        let name = "GUICHET_PUSH_VAPID_KEY".to_owned();
        (signed::p256(text.reveal().as_bytes()).map_err(|_| VapidError::NotAKey(name.clone()))?, name)
    } else {
        let path = file(config);
        (read_or_make(&path)?, path.display().to_string())
    };
    let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    if storage.settle(SETTING, &public).await? != public {
        return Err(VapidError::Other(name));
    }
    Ok(VapidKey { key: TokenKey::Es256(pair), public })
}

/// What is said of it without making one.
pub async fn status(config: &Config, storage: &Storage) -> Result<String, VapidError> {
    let path = file(config);
    if config.push_vapid_key.is_none() && !path.exists() {
        return Ok("no key yet, the first start makes it".to_owned());
    }
    Ok(format!("key {}", open(config, storage).await?.public))
}

/// Makes another key, for one that was lost or stolen. Browsers that subscribed with the former one are forgotten: each
/// subscribes anew when its app is next opened. Returns its public half.
pub async fn renew(config: &Config, storage: &Storage) -> Result<String, VapidError> {
    let path = file(config);
    if path.exists() {
        return Err(VapidError::InTheWay(path));
    }
    let pair = read_or_make(&path)?;
    let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    storage.replace_vapid_key(SETTING, &public).await?;
    Ok(public)
}

fn file(config: &Config) -> PathBuf {
    config.keys_folder().join("vapid.pem")
}

fn read_or_make(path: &Path) -> Result<EcdsaKeyPair, VapidError> {
    let failed = |source| VapidError::File { path: path.to_owned(), source };
    let mut text = Zeroizing::new(String::new());
    match std::fs::File::open(path).and_then(|file| file.take(4_096).read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => text = make(path)?,
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(VapidError::NotAKey(path.display().to_string()));
        }
        Err(source) => return Err(failed(source)),
    }
    signed::p256(text.as_bytes()).map_err(|_| VapidError::NotAKey(path.display().to_string()))
}

fn make(path: &Path) -> Result<Zeroizing<String>, VapidError> {
    let failed = |source| VapidError::File { path: path.to_owned(), source };
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
        .map_err(|_| failed(std::io::Error::other("the system gives no random bytes")))?;
    let mut text = Zeroizing::new("-----BEGIN PRIVATE KEY-----\n".to_owned());
    let encoded = Zeroizing::new(STANDARD.encode(made.as_ref()));
    for line in encoded.as_bytes().chunks(64) {
        text.extend(line.iter().map(|&letter| char::from(letter)));
        text.push('\n');
    }
    text.push_str("-----END PRIVATE KEY-----\n");
    if let Some(folder) = path.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(text)
}
