//! Feeds that a web page names: what people paste is the address of a page, seldom that of its feed.
//!
//! Only `<link rel="alternate">` is believed, as browsers and feed readers do. A parser of whole pages was rejected: the
//! answer is shown to a person, who chooses.

use url::Url;

/// Most feeds that are named of one page.
const MOST: usize = 5;

const TYPES: [&str; 4] = ["application/rss+xml", "application/atom+xml", "application/feed+json", "text/calendar"];

/// Feeds that a page at `base` names, in its order.
pub(super) fn feeds(page: &[u8], base: &Url) -> Vec<Url> {
    let page = String::from_utf8_lossy(page);
    let mut found: Vec<Url> = Vec::new();
    for tag in page.split('<').filter(|tag| tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("link "))) {
        let tag = tag.split('>').next().unwrap_or_default();
        let named = attribute(tag, "type").is_some_and(|kind| TYPES.iter().any(|one| kind.eq_ignore_ascii_case(one)));
        if !named || !attribute(tag, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("alternate")) {
            continue;
        }
        let address = attribute(tag, "href").and_then(|href| base.join(&href.replace("&amp;", "&")).ok());
        if let Some(address) = address.filter(|one| matches!(one.scheme(), "http" | "https") && !found.contains(one)) {
            found.push(address);
        }
    }
    found.truncate(MOST);
    found
}

/// The value of an attribute of a tag, with or without quotes.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once('=')?;
        let is_it = before.split_whitespace().next_back().is_some_and(|word| word.eq_ignore_ascii_case(name));
        let after = after.trim_start();
        let (value, remaining) = match after.chars().next()? {
            quote @ ('"' | '\'') => after.get(1..)?.split_once(quote)?,
            _ => after.split_once(char::is_whitespace).unwrap_or((after.trim_end_matches('/'), "")),
        };
        if is_it {
            return Some(value);
        }
        rest = remaining;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feeds() {
        let page = br#"<html><head><link rel="stylesheet" href="/a.css"><LINK REL=alternate TYPE=application/rss+xml HREF=/flux.xml />
            <link title="x = y" type='application/atom+xml' rel='alternate' href='https://ailleurs.example/a?b=1&amp;c=2'>
            <link rel="alternate" hreflang="en" href="/en"><link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
            <link rel="alternate" type="application/rss+xml" href="/flux.xml"></head>"#;
        let found: Vec<String> =
            feeds(page, &Url::parse("https://ville.example/actus/").unwrap()).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["https://ville.example/flux.xml", "https://ailleurs.example/a?b=1&c=2"]);
        assert!(feeds(b"<link rel=\"alternate", &Url::parse("https://ville.example/").unwrap()).is_empty());
        assert!(feeds(b"", &Url::parse("https://ville.example/").unwrap()).is_empty());
    }
}
