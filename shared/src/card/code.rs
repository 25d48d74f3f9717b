//! Bytes as decimal digits and as the address that a camera opens.
//!
//! A QR code packs digits at 3⅓ bits each, letters at 8: seven bytes become seventeen digits and cost 57 bits instead of
//! 112 in hexadecimal. Groups have a fixed width, so that the encoding is canonical: no leading zero is optional.

use std::fmt::Write as _;

use super::Malformed;

/// Digits of a group of `n` bytes, at index `n`.
const WIDTHS: [usize; 8] = [0, 3, 5, 8, 10, 13, 15, 17];

/// Bytes of a whole group.
const GROUP: usize = 7;

/// Digits of a whole group.
const GROUP_DIGITS: usize = 17;

/// The bytes as decimal digits.
pub fn to_digits(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * GROUP_DIGITS / GROUP + GROUP_DIGITS);
    for group in bytes.chunks(GROUP) {
        let value = group.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
        let width = WIDTHS.get(group.len()).copied().unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(digits, "{value:0width$}");
    }
    digits
}

/// The bytes of decimal digits.
///
/// # Errors
/// [`Malformed::NotDigits`], [`Malformed::DigitCount`] or [`Malformed::Overflow`].
pub fn from_digits(digits: &str) -> Result<Vec<u8>, Malformed> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Malformed::NotDigits);
    }
    let mut bytes = Vec::with_capacity(digits.len() * GROUP / GROUP_DIGITS + GROUP);
    for group in digits.as_bytes().chunks(GROUP_DIGITS) {
        let count = WIDTHS.iter().position(|width| *width == group.len()).ok_or(Malformed::DigitCount)?;
        let value = group.iter().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
        if value >> (8 * count) != 0 {
            return Err(Malformed::Overflow);
        }
        bytes.extend(value.to_be_bytes().iter().skip(8 - count));
    }
    Ok(bytes)
}

/// The address that a camera opens: `https://<host>/v#<digits>`. The fragment reaches no server and no log.
pub fn url(server: &str, bytes: &[u8]) -> String {
    format!("{}/v#{}", server.trim_end_matches('/'), to_digits(bytes))
}

/// The digits in what a camera read: an address ending in `/v#<digits>`, of whatever host, or the bare digits.
pub fn digits_of(text: &str) -> Option<&str> {
    let text = text.trim();
    let digits = text.rsplit_once("/v#").map_or(text, |(_, digits)| digits);
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn groups_have_the_width_that_their_bytes_need() {
        for (bytes, digits) in [
            (vec![0xff], "255"),
            (vec![0, 1], "00001"),
            (vec![0xff; 3], "16777215"),
            (vec![0xff; 4], "4294967295"),
            (vec![0xff; 5], "1099511627775"),
            (vec![0xff; 6], "281474976710655"),
            (vec![0xff; 7], "72057594037927935"),
            (vec![0, 0, 0, 0, 0, 0, 7, 9], "00000000000000007009"),
        ] {
            assert_eq!(to_digits(&bytes), digits);
            assert_eq!(from_digits(digits), Ok(bytes));
        }
    }

    #[test]
    fn what_is_not_canonical_is_refused() {
        for (digits, why) in [
            ("", Malformed::NotDigits),
            ("12a", Malformed::NotDigits),
            ("٣٣٣", Malformed::NotDigits),
            ("1", Malformed::DigitCount),
            ("1234567", Malformed::DigitCount),
            ("256", Malformed::Overflow),
            ("72057594037927936", Malformed::Overflow),
            ("99999999999999999", Malformed::Overflow),
        ] {
            assert_eq!(from_digits(digits), Err(why), "{digits}");
        }
    }

    #[test]
    fn a_camera_reads_an_address_or_digits() {
        assert_eq!(digits_of(" https://jeunes.example.fr/v#042\n"), Some("042"));
        assert_eq!(digits_of("https://jeunes.example.fr/v#"), None);
        assert_eq!(digits_of("https://example.fr/menu"), None);
        assert_eq!(digits_of("042"), Some("042"));
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 1..300)) {
            prop_assert_eq!(from_digits(&to_digits(&bytes)), Ok(bytes));
        }

        #[test]
        fn digits_that_are_read_are_written_alike(digits in "[0-9]{1,60}") {
            if let Ok(bytes) = from_digits(&digits) {
                prop_assert_eq!(to_digits(&bytes), digits);
            }
        }
    }
}
