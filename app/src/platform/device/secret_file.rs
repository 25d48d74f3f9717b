//! A secret on a desk: a file that only its user can read, written whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

type Fault = Box<dyn std::error::Error + Send + Sync>;

fn path() -> PathBuf {
    super::data_folder().join("card.key")
}

/// The secret, when there is one.
pub(super) fn read() -> Result<Option<Zeroizing<[u8; 32]>>, Fault> {
    read_from(&path())
}

/// Keeps it.
pub(super) fn write(secret: &[u8; 32]) -> Result<(), Fault> {
    write_to(&path(), secret)
}

/// Ends it.
pub(super) fn forget() {
    drop(std::fs::remove_file(path()));
}

fn read_from(path: &Path) -> Result<Option<Zeroizing<[u8; 32]>>, Fault> {
    match std::fs::read(path).map(Zeroizing::new) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes.as_slice().try_into()?))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn write_to(path: &Path, secret: &[u8; 32]) -> Result<(), Fault> {
    let new = path.with_extension("key.new");
    drop(std::fs::remove_file(&new));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&new)?;
    file.write_all(secret)?;
    file.sync_all()?;
    Ok(std::fs::rename(new, path)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    #[cfg(unix)]
    fn the_file_is_its_users_alone_and_a_cut_one_is_no_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("card.key");
        assert!(read_from(&path).unwrap().is_none());
        write_to(&path, &[5; 32]).unwrap();
        assert_eq!(*read_from(&path).unwrap().unwrap(), [5; 32]);
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, [5; 12]).unwrap();
        assert!(read_from(&path).is_err(), "another key would not be the card's");
    }
}
