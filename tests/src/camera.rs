//! A camera's eye: what independent readers find in a picture of a code.

use anyhow::{Context, Result};
use image::imageops::FilterType;

use crate::readers;

/// The text of the one QR code in a PNG. `None`: neither reader finds one.
///
/// Enlarged, as a camera that is held close: a phone's screen has more points than a browser of tests.
pub fn read_code(png: &[u8]) -> Result<Option<String>> {
    let picture = image::load_from_memory(png).context("no picture")?.to_luma8();
    for times in [3, 2, 4, 1] {
        let (width, height) = (picture.width() * times, picture.height() * times);
        let near = image::imageops::resize(&picture, width, height, FilterType::Triangle);
        for reader in [readers::rqrr, readers::rxing] {
            if let Some(text) = reader(near.as_raw(), width as usize, height as usize).into_iter().next() {
                return Ok(Some(text));
            }
        }
    }
    Ok(None)
}
