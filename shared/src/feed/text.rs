//! Words, addresses and names of what comes from elsewhere.

use sha2::{Digest, Sha256};

/// Id of the record made from an item: the item's own name when it is a slug and the source is the territory
/// itself, else a name that another source cannot take.
pub fn record_id(source: &str, external: &str) -> String {
    let slug = external.len() <= 60
        && external.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if slug && source.starts_with("territory/") {
        return external.to_owned();
    }
    let digest = fingerprint(format!("{source}\n{external}"));
    format!("i-{}", digest.get(..20).unwrap_or_default())
}

/// SHA-256 in lower-case hexadecimal.
pub fn fingerprint(bytes: impl AsRef<[u8]>) -> String {
    crate::content::hexadecimal(&Sha256::digest(bytes))
}

/// An absolute web address, or nothing.
pub fn web_address(address: &str) -> Option<String> {
    let url = url::Url::parse(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then(|| url.to_string())
}

/// At most `max` characters, cut between words. No-break spaces are part of words: French typography needs them.
pub fn shorten(text: &str, max: usize) -> String {
    let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
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
        assert_eq!(shorten("Ça va\u{202f}?", 40), "Ça va\u{202f}?");
        assert_eq!(shorten("Grand froid, dormir dehors", 20), "Grand froid, dormir…");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(web_address("javascript:alert(1)"), None);
        assert_eq!(web_address(" https://example.org/a "), Some("https://example.org/a".to_owned()));
    }
}
