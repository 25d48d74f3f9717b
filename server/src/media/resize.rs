//! A picture from outside, as WebP files of a few widths.
//!
//! Limits come before work: the size in bytes, then the pixels told by the header, then memory while decoding.
//! Everything is decoded and encoded anew, so nothing that rode along in the file (places, cameras, scripts)
//! reaches a phone.

use std::io::Cursor;

use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use shared::domain::{Image, Variant};

use crate::digest;
use crate::storage::Picture;

/// Widths made, in pixels. A narrower picture is kept as wide as it is.
const WIDTHS: [u32; 3] = [320, 640, 1280];

/// Largest file read.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Largest side, and with it 50 megapixels at most.
const MAX_SIDE: u32 = 10_000;

/// Most pixels.
const MAX_PIXELS: u64 = 50_000_000;

/// Most memory for one picture while decoding.
const MAX_ALLOC: u64 = 256 * 1024 * 1024;

/// WebP quality, 0 to 100.
const QUALITY: f32 = 78.0;

/// Why a picture cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// Too many bytes.
    #[error("the picture is larger than 10 MB")]
    TooManyBytes,
    /// Too many pixels.
    #[error("the picture is {0} × {1} pixels, more than 50 megapixels or 10 000 on a side")]
    TooManyPixels(u32, u32),
    /// Not a picture of a known format, or a broken one.
    #[error("not a picture that can be read: {0}")]
    Unreadable(String),
}

/// A picture and its files.
#[derive(Clone, Debug)]
pub struct Resized {
    /// As a record carries it.
    pub image: Image,
    /// The files.
    pub pictures: Vec<Picture>,
}

/// Draws a JPEG, PNG, GIF or WebP picture anew, upright, as one WebP file of at most `most_side` pixels a side. Slow: not
/// for an async task.
pub fn redraw(bytes: &[u8], most_side: u32) -> Result<Vec<u8>, PictureError> {
    let picture = decode(bytes)?;
    let fits = picture.width() <= most_side && picture.height() <= most_side;
    encode(&if fits { picture } else { picture.resize(most_side, most_side, FilterType::Lanczos3) })
}

/// Decodes within the limits, upright: phones write pictures as the sensor lay and note how to turn them.
fn decode(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooManyBytes);
    }
    let unreadable = |error: &dyn std::fmt::Display| PictureError::Unreadable(error.to_string());
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| unreadable(&error));
    let (width, height) = reader()?.into_dimensions().map_err(|error| unreadable(&error))?;
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooManyPixels(width, height));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    let mut reader = reader()?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| unreadable(&error))?;
    // A file that says nonsense of its turn is shown as it lies.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| unreadable(&error))?;
    picture.apply_orientation(turn);
    Ok(picture)
}

/// Makes the files of a JPEG, PNG, GIF or WebP picture. Slow: not for an async task.
pub fn resize(bytes: &[u8], alt: &str) -> Result<Resized, PictureError> {
    let picture = decode(bytes)?;
    let mut resized = Resized { image: Image { alt: alt.to_owned(), variants: Vec::new() }, pictures: Vec::new() };
    for wanted in widths(picture.width()) {
        let height =
            (u64::from(picture.height()) * u64::from(wanted) / u64::from(picture.width().max(1))).max(1) as u32;
        let scaled = if wanted == picture.width() {
            picture.clone()
        } else {
            picture.resize_exact(wanted, height, FilterType::Lanczos3)
        };
        let bytes = encode(&scaled)?;
        let sha256 = digest::hex(&bytes);
        resized.image.variants.push(Variant {
            sha256: sha256.clone(),
            width: wanted,
            height: scaled.height(),
            bytes: bytes.len() as u32,
        });
        resized.pictures.push(Picture { sha256, bytes });
    }
    Ok(resized)
}

/// The widths below the picture's own, and its own when that is under the widest.
fn widths(own: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|&width| width < own).collect();
    let [.., widest] = WIDTHS;
    if own <= widest {
        widths.push(own);
    }
    widths
}

fn encode(picture: &DynamicImage) -> Result<Vec<u8>, PictureError> {
    let pixels = picture.to_rgba8();
    let encoder = webp::Encoder::from_rgba(&pixels, pixels.width(), pixels.height());
    let file = encoder.encode_simple(false, QUALITY).map_err(|error| PictureError::Unreadable(format!("{error:?}")))?;
    Ok(file.to_vec())
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage};

    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(width, height)).write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn widths_never_exceed_the_picture() {
        assert_eq!(widths(200), [200]);
        assert_eq!(widths(640), [320, 640]);
        assert_eq!(widths(700), [320, 640, 700]);
        assert_eq!(widths(4000), [320, 640, 1280]);
    }

    #[test]
    fn a_picture_becomes_webp_files_named_by_their_content() {
        let resized = resize(&png(700, 350), "Le marché").unwrap();
        let sizes: Vec<_> = resized.image.variants.iter().map(|variant| (variant.width, variant.height)).collect();
        assert_eq!(sizes, [(320, 160), (640, 320), (700, 350)]);
        for (variant, picture) in resized.image.variants.iter().zip(&resized.pictures) {
            assert_eq!(variant.sha256, digest::hex(&picture.bytes));
            assert_eq!(&picture.bytes[8..12], b"WEBP");
        }
    }

    #[test]
    fn a_picture_is_drawn_anew_upright_and_within_its_size() {
        let mut jpeg = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(RgbImage::new(60, 30)).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
        let jpeg = jpeg.into_inner();
        // An Exif segment with one entry, orientation 6: turn it by 90°.
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let turned = [&jpeg[..2], &[0xff, 0xe1], &length, exif, &jpeg[2..]].concat();
        for (file, most, size) in [(&jpeg, 100, (60, 30)), (&jpeg, 20, (20, 10)), (&turned, 100, (30, 60))] {
            let drawn = redraw(file, most).unwrap();
            let drawn = ImageReader::with_format(Cursor::new(drawn), ImageFormat::WebP);
            assert_eq!(drawn.into_dimensions().unwrap(), size);
        }
    }

    #[test]
    fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() {
        // A PNG header of 60 000 × 60 000 pixels with nothing behind it.
        let mut bytes = png(1, 1);
        bytes[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let crc = {
            let mut crc = flate2::Crc::new();
            crc.update(&bytes[12..29]);
            crc.sum()
        };
        bytes[29..33].copy_from_slice(&crc.to_be_bytes());
        assert!(matches!(resize(&bytes, ""), Err(PictureError::TooManyPixels(60_000, 60_000))));
        assert!(matches!(resize(&vec![0; MAX_BYTES + 1], ""), Err(PictureError::TooManyBytes)));
        assert!(matches!(resize(b"<svg onload=alert(1)>", ""), Err(PictureError::Unreadable(_))));
    }
}
