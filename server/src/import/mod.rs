//! What comes in from elsewhere: feeds and calendars of the town's own tools.
//!
//! Whatever is read is either imported whole, in one transaction, or not at all and reported in words. Single
//! pictures or dates that cannot be used are left out with a warning: a broken picture is no reason to hide news.

pub mod feed;
mod fetch;
pub mod ical;
pub mod markdown;

use shared::domain::Link;

use crate::digest;
use crate::storage::{ImportCounts, StorageError};

pub use fetch::FetchError;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It could not be read from where it is.
    #[error("{0}; nothing was changed")]
    Fetch(#[from] FetchError),
    /// It is not what it should be.
    #[error("{address} is not {expected} ({reason}); nothing was changed")]
    Malformed {
        /// Where it came from.
        address: String,
        /// What it should have been.
        expected: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// It has more items than are taken at once.
    #[error("{address} has {found} items, more than {limit}; nothing was changed")]
    TooMany {
        /// Where it came from.
        address: String,
        /// Its items.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct ImportReport {
    /// Records.
    pub counts: ImportCounts,
    /// What could not be used, in words.
    pub warnings: Vec<String>,
}

/// Most items of one feed or calendar.
const MAX_ITEMS: usize = 2_000;

/// Id of the record made from an item: the item's own name when it is a slug and the source is the territory
/// itself, else a name that another source cannot take.
fn record_id(source: &str, external: &str) -> String {
    let slug = external.len() <= 60 && external.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if slug && source.starts_with("territory/") {
        return external.to_owned();
    }
    let digest = digest::hex(format!("{source}\n{external}"));
    format!("i-{}", digest.get(..20).unwrap_or_default())
}

/// An absolute web address, or nothing.
fn web_address(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then(|| url.to_string())
}

fn read_on(address: Option<&str>) -> Option<Link> {
    Some(Link { label: "Lire la suite".to_owned(), url: web_address(address?)? })
}

/// At most `max` characters, cut between words.
fn shorten(text: &str, max: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= max {
        return text;
    }
    // One letter more than kept: a space there says that the last word is whole.
    let cut: String = text.chars().take(max).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}…", whole.trim_end_matches([',', ';', ':', '.', '\u{202f}', '\u{a0}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sources_never_share_an_id() {
        assert_eq!(record_id("territory/news", "froid-115"), "froid-115");
        assert_ne!(record_id("https://a.example/", "1"), record_id("https://b.example/", "1"));
        assert_eq!(record_id("https://a.example/", "../../x").len(), 22);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(shorten("un  mot\nde plus", 40), "un mot de plus");
        assert_eq!(shorten("Grand froid, dormir dehors", 20), "Grand froid, dormir…");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address(" https://example.org/a "), Some("https://example.org/a".to_owned()));
    }
}
