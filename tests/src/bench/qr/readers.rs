//! Two readers of QR codes that share no code: rqrr (after quirc) and rxing (after ZXing, which most phones descend from).

use rxing::common::HybridBinarizer;
use rxing::qrcode::QRCodeReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader};

use super::camera::Picture;

/// What rqrr reads.
pub fn rqrr(picture: &Picture) -> Vec<String> {
    let side = picture.side;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
        picture.luma.get(y * side + x).copied().unwrap_or_default()
    });
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

/// What rxing reads, at its most patient.
pub fn rxing(picture: &Picture) -> Vec<String> {
    let side = picture.side as u32;
    let Ok(source) = Luma8LuminanceSource::new(picture.luma.clone(), side, side) else { return Vec::new() };
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let read = QRCodeReader.decode_with_hints(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints);
    read.map(|read| read.getText().to_owned()).into_iter().collect()
}
