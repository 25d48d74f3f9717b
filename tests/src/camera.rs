//! A camera's eye: what independent readers find in a picture of a code, and a film of a code for a browser's camera.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use image::imageops::FilterType;
use image::{GrayImage, Luma};
use qrcode::{EcLevel, QrCode};

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

/// Writes a film of one frame: a code on a grey counter, for [`crate::browser::Browser::open_with_camera`].
pub fn film(code: &str, file: &Path) -> Result<()> {
    const WIDTH: u32 = 640;
    const HEIGHT: u32 = 480;
    const GREY: u8 = 160;
    const MODULE: u32 = 6;
    const QUIET: u32 = 4;
    let code = QrCode::with_error_correction_level(code, EcLevel::L)?;
    let modules = u32::try_from(code.width())?;
    let side = (modules + 2 * QUIET) * MODULE;
    ensure!(side <= HEIGHT, "a code of {modules} modules does not fit into the film");
    let mut counter = GrayImage::from_pixel(WIDTH, HEIGHT, Luma([GREY]));
    let (left, top) = ((WIDTH - side) / 2, (HEIGHT - side) / 2);
    for (x, y) in (0..side).flat_map(|y| (0..side).map(move |x| (x, y))) {
        let (column, row) = ((x / MODULE).wrapping_sub(QUIET), (y / MODULE).wrapping_sub(QUIET));
        let dark = column < modules && row < modules && code[(column as usize, row as usize)] == qrcode::Color::Dark;
        counter.put_pixel(left + x, top + y, Luma([if dark { 0 } else { 255 }]));
    }
    // YUV4MPEG2: a line of text, then for each frame its brightness and a quarter as much of each colour, none here.
    let header = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\nFRAME\n");
    let colourless = vec![128; (WIDTH * HEIGHT / 2) as usize];
    Ok(std::fs::write(file, [header.as_bytes(), counter.as_raw(), &colourless].concat())?)
}
