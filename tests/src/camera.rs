//! A camera's eye: what an independent reader finds in a picture of a code.

use anyhow::{Context, Result};
use image::imageops::FilterType;

/// The text of the one QR code in a PNG, by `rqrr`. `None`: it reads none.
///
/// Enlarged first, as a camera that is held close: a phone's screen has more points than a browser of tests.
pub fn read_code(png: &[u8]) -> Result<Option<String>> {
    let picture = image::load_from_memory(png).context("no picture")?.to_luma8();
    for times in [3, 2, 4, 1] {
        let (width, height) = (picture.width() * times, picture.height() * times);
        let near = image::imageops::resize(&picture, width, height, FilterType::Triangle);
        let (columns, rows) = (width as usize, height as usize);
        let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(columns, rows, |x, y| {
            near.get_pixel_checked(x as u32, y as u32).map_or(255, |point| {
                let [light] = point.0;
                light
            })
        });
        let read = prepared.detect_grids().first().and_then(|grid| grid.decode().ok());
        if let Some((_, text)) = read {
            return Ok(Some(text));
        }
    }
    Ok(None)
}
