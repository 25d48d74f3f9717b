//! Pictures that ship with a territory.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::{ContentError, malformed, sorted_entries};
use crate::domain::{Image, Variant};

/// A WebP picture of the territory's `media/` folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// File name, by which content files call it.
    pub file: String,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Media {
    /// The picture as a record carries it.
    pub fn image(&self, alt: &str) -> Image {
        Image {
            alt: alt.to_owned(),
            variants: vec![Variant {
                sha256: self.sha256.clone(),
                width: self.width,
                height: self.height,
                bytes: u32::try_from(self.bytes.len()).unwrap_or(u32::MAX),
            }],
        }
    }
}

/// All `.webp` files of the folder. A territory without pictures has no such folder.
pub(super) fn read(folder: &Path) -> Result<Vec<Media>, ContentError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut media = Vec::new();
    for path in sorted_entries(folder)? {
        if path.extension().is_none_or(|extension| extension != "webp") {
            continue;
        }
        let bytes = std::fs::read(&path).map_err(|source| ContentError::Unreadable { path: path.clone(), source })?;
        let (width, height) = webp_size(&bytes).ok_or_else(|| malformed(&path, "not a WebP picture"))?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        media.push(Media { file, sha256: hexadecimal(&Sha256::digest(&bytes)), width, height, bytes });
    }
    Ok(media)
}

/// Lower-case hexadecimal.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Width and height in a WebP header (RFC 9649): simple lossy, simple lossless or extended.
fn webp_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.get(0..4)? != b"RIFF" || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let u16_at = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    match bytes.get(12..16)? {
        b"VP8 " => Some((u16_at(26)? & 0x3fff, u16_at(28)? & 0x3fff)),
        b"VP8L" => {
            let packed = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            Some(((packed & 0x3fff) + 1, ((packed >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let u24_at = |at: usize| Some(u16_at(at)? | u32::from(*bytes.get(at + 2)?) << 16);
            Some((u24_at(24)? + 1, u24_at(27)? + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::webp_size;

    #[test]
    fn the_size_is_read_from_the_extended_header_and_nothing_else_is_a_picture() {
        let mut bytes = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
        bytes.extend([0x7f, 0x02, 0x00, 0x8f, 0x01, 0x00]);
        assert_eq!(webp_size(&bytes), Some((640, 400)));
        assert_eq!(webp_size(b"GIF89a"), None);
        assert_eq!(webp_size(b"RIFF\0\0\0\0WEBPVP8X"), None);
    }
}
