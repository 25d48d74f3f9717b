//! Why no map was built: one sentence each, for whoever typed the command.

use std::io;
use std::path::PathBuf;

use shared::map::MapError;

use crate::map::glyphs::FontError;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// No extract.
    #[error("l’extrait {0} ne peut pas être lu\u{a0}: {1}")]
    Extract(PathBuf, #[source] io::Error),
    /// It is something else.
    #[error("{0} n’est pas un extrait d’OpenStreetMap (.osm.pbf)")]
    NotPbf(PathBuf),
    /// It ends in the middle, or is damaged there.
    #[error("l’extrait {0} est incomplet ou abîmé\u{a0}: téléchargez-le de nouveau")]
    CutShort(PathBuf),
    /// Nothing of the territory is in it.
    #[error("l’extrait {extract} ne couvre pas {town}\u{a0}: il n’a ni rue ni lieu nommé dans ce périmètre")]
    Elsewhere {
        /// The extract.
        extract: PathBuf,
        /// The territory.
        town: String,
    },
    /// No program that cuts tiles.
    #[error("tilemaker n’est pas installé\u{a0}: sur Debian, «\u{202f}apt install tilemaker\u{202f}»")]
    NoTilemaker,
    /// It could not do it.
    #[error("tilemaker a échoué ({0})")]
    Tilemaker(String),
    /// It took too long.
    #[error(
        "tilemaker n’a pas fini en {0} minutes\u{a0}: prenez un extrait plus petit, ou donnez plus de temps avec --minutes"
    )]
    Slow(u64),
    /// It wanted more memory than it may have.
    #[error(
        "tilemaker a besoin de plus de {0} Mio de mémoire\u{a0}: prenez un extrait plus petit, ou donnez-lui plus avec --memory-mib"
    )]
    Memory(u64),
    /// The disk.
    #[error("le disque est plein")]
    Full,
    /// The folder.
    #[error("la carte ne peut pas être écrite\u{a0}: {0}")]
    Writing(#[source] io::Error),
    /// The database that is the file.
    #[error("la carte ne peut pas être écrite\u{a0}: {0}")]
    Database(#[source] rusqlite::Error),
    /// What was written cannot be read.
    #[error("la carte qui vient d’être faite n’est pas lisible\u{a0}: {0}")]
    Unreadable(#[from] MapError),
    /// Letters.
    #[error(transparent)]
    Font(#[from] FontError),
}

impl BuildError {
    pub(super) fn writing(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Writing(error),
        }
    }
}

impl From<rusqlite::Error> for BuildError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Database(error),
        }
    }
}
