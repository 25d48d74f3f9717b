//! Which compression the asker accepts (RFC 9110, section 12.5.3).

use axum::http::{HeaderMap, HeaderValue, header};

/// A content encoding this server makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// `br`
    Brotli,
    /// `gzip`
    Gzip,
    /// None.
    Identity,
}

impl Encoding {
    /// The best one accepted. Weights are not compared: whoever accepts Brotli gets it.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let offered = headers.get_all(header::ACCEPT_ENCODING);
        let accepts = |name: &str| {
            offered.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')).any(|item| {
                let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
                let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
                coding.trim().eq_ignore_ascii_case(name) && !refused
            })
        };
        if accepts("br") {
            Self::Brotli
        } else if accepts("gzip") {
            Self::Gzip
        } else {
            Self::Identity
        }
    }

    /// Says in the answer's headers how its body is encoded.
    pub fn name_in(self, headers: &mut HeaderMap) {
        match self {
            Self::Brotli => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"))),
            Self::Gzip => drop(headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"))),
            Self::Identity => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_and_what_is_refused() {
        for (value, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("GZIP", Encoding::Gzip),
            ("identity", Encoding::Identity),
            ("", Encoding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, value.parse().unwrap());
            assert_eq!(Encoding::accepted(&headers), expected, "{value}");
        }
    }
}
