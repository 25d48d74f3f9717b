//! Where a request was sent from, as browsers say it: `Sec-Fetch-Site`, else `Origin`.
//!
//! Invariant: no page can make a browser say that it is this place. Tokens in forms were rejected: these headers cannot be
//! forgotten in a form.

use axum::http::{HeaderMap, header};

/// Where a request was sent from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A page of this server.
    Here,
    /// Another site.
    Elsewhere,
    /// Whoever sent it is no browser.
    Unsaid,
}

impl Origin {
    /// Of a request to the server that people reach at `public_url`.
    pub fn of(headers: &HeaderMap, public_url: &str) -> Self {
        let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if headers.contains_key("sec-fetch-site") {
            return if said("sec-fetch-site") == Some("same-origin") { Self::Here } else { Self::Elsewhere };
        }
        if !headers.contains_key(header::ORIGIN) {
            return Self::Unsaid;
        }
        let Some(origin) = said(header::ORIGIN.as_str()) else { return Self::Elsewhere };
        let named = origin.split_once("://").map(|(_, authority)| authority);
        let ours = origin == origin_of(public_url) || (named.is_some() && named == said(header::HOST.as_str()));
        if ours { Self::Here } else { Self::Elsewhere }
    }
}

/// Scheme and authority of an address.
fn origin_of(address: &str) -> &str {
    let begin = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(begin..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| begin + at);
    address.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_place_are_from_here() {
        for (pairs, expected) in [
            (vec![("sec-fetch-site", "same-origin"), ("origin", "null")], Origin::Here),
            (vec![("sec-fetch-site", "same-site"), ("origin", "https://carte.example.fr")], Origin::Elsewhere),
            (vec![("sec-fetch-site", "cross-site")], Origin::Elsewhere),
            (vec![("sec-fetch-site", "none")], Origin::Elsewhere),
            (vec![("sec-fetch-site", "\u{e9}")], Origin::Elsewhere),
            (vec![("origin", "https://carte.example.fr"), ("host", "127.0.0.1:8080")], Origin::Here),
            (vec![("origin", "http://10.0.0.8:8080"), ("host", "10.0.0.8:8080")], Origin::Here),
            (
                vec![("origin", "https://carte.example.fr.evil.example"), ("host", "carte.example.fr")],
                Origin::Elsewhere,
            ),
            (vec![("origin", "null"), ("host", "carte.example.fr")], Origin::Elsewhere),
            (vec![("host", "carte.example.fr")], Origin::Unsaid),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in &pairs {
                headers.insert(*name, axum::http::HeaderValue::from_bytes(value.as_bytes()).unwrap());
            }
            assert_eq!(Origin::of(&headers, "https://carte.example.fr/jeunes"), expected, "{pairs:?}");
        }
    }
}
