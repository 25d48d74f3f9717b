//! A photo on its way between the page, which decodes and scales it, and the store, which keeps its bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use shared::protocol::CARD_PROOF_MAX_BYTES;
use shared::store::PHOTO_MAX_BYTES;

/// Type of what the page makes.
const JPEG: &str = "data:image/jpeg;base64,";

/// What becomes of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Cropped to a card's photo.
    Portrait,
    /// Whole, so large that small print can be read.
    Whole,
}

impl Shape {
    const fn most_bytes(self) -> usize {
        match self {
            Self::Portrait => PHOTO_MAX_BYTES,
            Self::Whole => CARD_PROOF_MAX_BYTES,
        }
    }
}

/// Why there is no photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFault {
    /// The file is something else.
    NotAnImage,
    /// The file is over 20 MB.
    TooLarge,
    /// The file cannot be decoded here.
    Unreadable,
}

/// The address by which markup shows a JPEG.
pub fn data_url(jpeg: &[u8]) -> String {
    format!("{JPEG}{}", STANDARD.encode(jpeg))
}

/// What the page answered: a data address, or the name of a fault. `None`: nothing was chosen.
#[cfg_attr(not(any(feature = "device", feature = "web", test)), expect(dead_code, reason = "markup has no page"))]
pub(super) fn answer(text: &str, shape: Shape) -> Option<Result<Vec<u8>, PhotoFault>> {
    match text {
        "none" => None,
        "not-an-image" => Some(Err(PhotoFault::NotAnImage)),
        "too-large" => Some(Err(PhotoFault::TooLarge)),
        other => {
            let jpeg = other.strip_prefix(JPEG).and_then(|data| STANDARD.decode(data).ok());
            Some(jpeg.filter(|jpeg| jpeg.len() <= shape.most_bytes()).ok_or(PhotoFault::Unreadable))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_comes_back_as_it_went_and_faults_have_names() {
        let portrait = |text: &str| answer(text, Shape::Portrait);
        assert_eq!(portrait(&data_url(&[0xff, 0xd8, 7])), Some(Ok(vec![0xff, 0xd8, 7])));
        assert_eq!(portrait("none"), None);
        assert_eq!(portrait("too-large"), Some(Err(PhotoFault::TooLarge)));
        assert_eq!(portrait("data:image/jpeg;base64,%%%"), Some(Err(PhotoFault::Unreadable)));
        let large = data_url(&vec![0; PHOTO_MAX_BYTES + 1]);
        assert_eq!(portrait(&large), Some(Err(PhotoFault::Unreadable)));
        assert!(matches!(answer(&large, Shape::Whole), Some(Ok(_))));
    }
}
