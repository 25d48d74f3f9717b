//! Six-digit codes: TOTP (RFC 6238) with the only parameters that every authenticator app understands: HMAC-SHA-1,
//! thirty seconds, six digits.
//!
//! A crate for it was rejected: the algorithm is these lines over the HMAC that the server links anyway, and the RFC has
//! vectors for them.

use ring::hmac;
use shared::domain::UnixSeconds;
use subtle::ConstantTimeEq;

/// Seconds that one code lasts.
const STEP: i64 = 30;

/// Bytes of a secret: as long as the hash, as RFC 4226 advises.
pub(super) const SECRET_BYTES: usize = 20;

/// RFC 4648, which authenticator apps read secrets in.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What a typed code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The code of this time step, not accepted before.
    Fresh(i64),
    /// A code that was accepted already, or is older than one that was.
    Used,
    /// No code of now.
    Wrong,
}

/// Compares what was typed with the codes of now and of one step to each side: phones' clocks are not exact.
pub(super) fn read(secret: &[u8], typed: &str, now: UnixSeconds, last_step: i64) -> Reading {
    let typed: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    if typed.len() != 6 || !typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return Reading::Wrong;
    }
    let step = now.div_euclid(STEP);
    let mut reading = Reading::Wrong;
    // The newest first: an older step's reading does not replace a fresh one.
    for step in [step + 1, step, step - 1] {
        let same: bool = code(secret, step.unsigned_abs()).as_bytes().ct_eq(typed.as_bytes()).into();
        if same && reading == Reading::Wrong {
            reading = if step > last_step { Reading::Fresh(step) } else { Reading::Used };
        }
    }
    reading
}

fn code(secret: &[u8], step: u64) -> String {
    format!("{:06}", truncated(secret, step) % 1_000_000)
}

/// Dynamic truncation (RFC 4226, 5.3).
fn truncated(secret: &[u8], step: u64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = tag.last().map_or(0, |last| usize::from(last & 15));
    let four = tag.iter().skip(at).take(4);
    four.fold(0_u32, |number, byte| (number << 8) | u32::from(*byte)) & 0x7fff_ffff
}

/// The secret as it is typed by hand, in groups of four.
pub(super) fn spelt(secret: &[u8]) -> String {
    let letters = base32(secret);
    letters.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ")
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for group in bytes.chunks(5) {
        let bits = (0..5).fold(0_u64, |bits, at| (bits << 8) | group.get(at).copied().map_or(0, u64::from));
        for letter in 0..(group.len() * 8).div_ceil(5) {
            let index = (bits >> (35 - 5 * letter)) & 31;
            text.extend(BASE32.get(index as usize).map(|&letter| char::from(letter)));
        }
    }
    text
}

/// The address that a QR code carries to an app (`otpauth`, as Google Authenticator defined it).
pub(super) fn address(secret: &[u8], issuer: &str, account: &str) -> String {
    let (issuer, account) = (percent(issuer), percent(account));
    let secret = base32(secret);
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}")
}

/// Spaces as `%20`: apps show a `+` as it is.
fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut said, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            said.push(char::from(byte));
        } else {
            let _ = write!(said, "%{byte:02X}");
        }
        said
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1; its eight digits.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        let secret = b"12345678901234567890";
        for (moment, expected) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000_u64, 65_353_130),
        ] {
            assert_eq!(truncated(secret, moment / 30) % 100_000_000, expected, "{moment}");
        }
    }

    #[test]
    fn a_code_holds_for_one_step_to_each_side_and_once() {
        let secret = b"12345678901234567890";
        let typed = |moment: i64| code(secret, (moment / 30) as u64);
        let now = 1_234_567_890;
        let step = now / 30;
        for (moment, last, expected) in [
            (now, 0, Reading::Fresh(step)),
            (now - 30, 0, Reading::Fresh(step - 1)),
            (now + 30, 0, Reading::Fresh(step + 1)),
            (now - 60, 0, Reading::Wrong),
            (now + 60, 0, Reading::Wrong),
            (now, step, Reading::Used),
            (now - 30, step, Reading::Used),
            (now + 30, step, Reading::Fresh(step + 1)),
        ] {
            assert_eq!(read(secret, &typed(moment), now, last), expected, "{moment} after {last}");
        }
        let spaced = format!(" {} {}\n", &typed(now)[..3], &typed(now)[3..]);
        assert_eq!(read(secret, &spaced, now, 0), Reading::Fresh(step));
        for nonsense in ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345"] {
            assert_eq!(read(secret, nonsense, now, 0), Reading::Wrong, "{nonsense}");
        }
    }

    /// RFC 4648, section 10, without its padding.
    #[test]
    fn secrets_are_spelt_as_apps_read_them() {
        for (bytes, expected) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(bytes.as_bytes()), expected);
        }
        assert_eq!(spelt(b"foobar"), "MZXW 6YTB OI");
        assert_eq!(
            address(b"foobar", "Carte d’ici", "Zoé B"),
            "otpauth://totp/Carte%20d%E2%80%99ici:Zo%C3%A9%20B?secret=MZXW6YTBOI&issuer=Carte%20d%E2%80%99ici&algorithm=SHA1&digits=6&period=30"
        );
    }
}
