//! The code that a shop scans: signed anew every fifteen seconds, drawn as one SVG path.

use std::fmt::Write as _;

use qrcode::types::Color;
use qrcode::{EcLevel, QrCode, Version};
use shared::card::{Presentation, SignedCredential, proof_message, url};
use shared::sync::{DeviceKey, KeyFault};

/// Modules of white around the code (ISO/IEC 18004).
const QUIET: usize = 4;

/// Smallest version drawn: a code that does not change its size from one proof to the next.
const VERSION: i16 = 9;

/// A code drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Drawn {
    /// Moment of its proof, unix seconds.
    pub moment: i64,
    /// Side in modules, the white around included.
    pub side: usize,
    /// Black modules as an SVG path.
    pub path: String,
}

/// Shows `signed` at `moment`, signed by `key`, as an address of `server`.
pub(super) async fn draw<K: DeviceKey>(
    signed: &SignedCredential,
    moment: i64,
    key: &K,
    server: &str,
) -> Result<Drawn, KeyFault> {
    let at = u32::try_from(moment).map_err(|_| KeyFault::Failed)?;
    let signature = key.sign(&proof_message(signed, at)).await?;
    let bytes = Presentation { signed: signed.clone(), proof: Some((at, signature)) }.to_bytes();
    let (side, path) = path(&url(server, &bytes)).ok_or(KeyFault::Failed)?;
    Ok(Drawn { moment, side, path })
}

/// Side and path of the code of a text. `None`: too long for any code worth scanning.
fn path(text: &str) -> Option<(usize, String)> {
    let code = (VERSION..=VERSION + 4)
        .find_map(|version| QrCode::with_version(text, Version::Normal(version), EcLevel::L).ok())?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    Some((width + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_code_of_two_hundred_bytes_is_version_nine_with_its_quiet_zone() {
        let (side, path) = path(&url("https://jeunes.fr", &[7; 190])).unwrap();
        assert_eq!(side, 17 + 4 * 9 + 8);
        assert!(path.starts_with("M4 4h7v1h-7z"), "the finder's upper edge");
        assert!(path.len() < 40_000);
    }

    #[test]
    fn what_no_camera_would_read_is_not_drawn() {
        assert_eq!(path(&"x".repeat(2_000)), None);
    }
}
