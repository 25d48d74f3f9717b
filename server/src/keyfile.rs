//! A secret of thirty-two bytes in a file of its own: hexadecimal, `0600`, in a folder that is `0700`.
//!
//! Invariant: a file that is there is never written over, so a key is made once, whoever is first.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use shared::card::{from_hex, to_hex};
use zeroize::Zeroizing;

use crate::entropy;

/// The secret.
pub type Key = Zeroizing<[u8; 32]>;

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file or variable holds no key.
    #[error("{0} is not a key: 64 hexadecimal digits")]
    NotAKey(String),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] getrandom::Error),
}

/// Makes a key, or takes the one that is there.
pub fn make(path: &Path) -> Result<Key, KeyFileError> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let failed = |source| KeyFileError::File { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(failed)?;
    }
    let key = Zeroizing::new(entropy::bytes::<32>()?);
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed)?;
    let text = Zeroizing::new(format!("{}\n", to_hex(&*key)));
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(key)
}

/// The key in a file; `None` when there is no file.
pub fn read(path: &Path) -> Result<Option<Key>, KeyFileError> {
    let mut text = Zeroizing::new(String::new());
    match std::fs::File::open(path).and_then(|file| file.take(1_024).read_to_string(&mut text)) {
        Ok(_) => parse(&text, &path.display().to_string()).map(Some),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(KeyFileError::NotAKey(path.display().to_string())),
        Err(source) => Err(KeyFileError::File { path: path.to_owned(), source }),
    }
}

/// The key that a text is; `name` says where it stood.
pub fn parse(text: &str, name: &str) -> Result<Key, KeyFileError> {
    let bytes = from_hex(text.trim()).map(Zeroizing::new);
    let key = bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    key.map(Zeroizing::new).ok_or_else(|| KeyFileError::NotAKey(name.to_owned()))
}
