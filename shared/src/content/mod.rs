//! Reads a territory's folder: `territory.toml`, pages in Markdown with TOML front matter, tables in TOML, pictures, and
//! the words of search.
//!
//! The server seeds from it and the app embeds it, so both start from the same records. Reading is strict:
//! an unknown key, a dangling reference or a missing source is an error that names its file, because a
//! content author should hear of it at once and a young person never. News live in `content/news.xml`, a
//! feed like those that the server imports.

mod front_matter;
mod media;
mod news;
mod pages;
mod tables;
mod verify;

use std::path::{Path, PathBuf};

use crate::domain::{Lexicon, Record, Territory};

pub use media::Media;
pub(crate) use media::hexadecimal;
pub use news::SOURCE as NEWS_SOURCE;
pub use verify::{RecordFault, SUMMARY_MAX, TITLE_MAX, record_faults, references};

/// Everything in a territory's folder.
#[derive(Clone, Debug)]
pub struct Content {
    /// `territory.toml`.
    pub territory: Territory,
    /// All records, by kind in [`crate::domain::Kind::ALL`]'s order, then by id.
    pub records: Vec<Record>,
    /// Pictures of `media/`, by file name.
    pub media: Vec<Media>,
    /// `content/words.toml`.
    pub lexicon: Lexicon,
}

/// Why a territory's folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    /// A file is missing or unreadable.
    #[error("{path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file is not what its format asks.
    #[error("{path}: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its place when known.
        reason: String,
    },
    /// Records are well formed but do not hold together.
    #[error("the content does not hold together:\n{}", .0.join("\n"))]
    Inconsistent(Vec<String>),
}

/// Reads and verifies the territory in `folder`.
///
/// # Errors
/// The first file that cannot be read, else every inconsistency at once.
pub fn read_territory(folder: &Path) -> Result<Content, ContentError> {
    let territory: Territory = tables::read(&folder.join("territory.toml"))?;
    let media = media::read(&folder.join("media"))?;
    let content = folder.join("content");
    let mut records = pages::read(&content.join("pages"))?;
    records.extend(news::read(&content.join("news.xml"), &media)?);
    records.extend(tables::events(&content.join("events.toml"), &territory, &media)?);
    records.extend(tables::places(&content.join("places.toml"))?);
    records.extend(tables::offers(&content.join("offers.toml"))?);
    records.extend(tables::numbers(&content.join("numbers.toml"))?);
    let lexicon = tables::read(&content.join("words.toml"))?;
    let content = Content { territory, records, media, lexicon };
    let faults = verify::faults(&content);
    if faults.is_empty() { Ok(content) } else { Err(ContentError::Inconsistent(faults)) }
}

fn read_text(path: &Path) -> Result<String, ContentError> {
    std::fs::read_to_string(path).map_err(|source| ContentError::Unreadable { path: path.to_owned(), source })
}

#[expect(clippy::needless_pass_by_value, reason = "errors are handed over where they are caught")]
fn malformed(path: &Path, reason: impl ToString) -> ContentError {
    ContentError::Malformed { path: path.to_owned(), reason: reason.to_string() }
}

/// Entries of a folder in name order, so that every machine reads the same content the same way.
fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, ContentError> {
    let unreadable = |source| ContentError::Unreadable { path: folder.to_owned(), source };
    let mut paths = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}
