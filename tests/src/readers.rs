//! Two readers of QR codes that share no code: rqrr (after quirc) and rxing (after ZXing, which most phones descend from).
//!
//! Each takes a grey picture row by row, one byte a point, and gives every text it finds.

use rxing::common::HybridBinarizer;
use rxing::qrcode::QRCodeReader;
use rxing::{BinaryBitmap, DecodeHints, Luma8LuminanceSource, Reader};

/// What rqrr reads.
pub fn rqrr(luma: &[u8], width: usize, height: usize) -> Vec<String> {
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        luma.get(y * width + x).copied().unwrap_or_default()
    });
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

/// What rxing reads, at its most patient.
pub fn rxing(luma: &[u8], width: usize, height: usize) -> Vec<String> {
    let Ok(source) = Luma8LuminanceSource::new(luma.to_vec(), width as u32, height as u32) else { return Vec::new() };
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    let read = QRCodeReader.decode_with_hints(&mut BinaryBitmap::new(HybridBinarizer::new(source)), &hints);
    read.map(|read| read.getText().to_owned()).into_iter().collect()
}
