//! Letters of the map: a font drawn as signed distance fields, in the protobuf that `MapLibre` reads.
//!
//! They are put in the map's file when it is built; without a file they are drawn here, each range once. One font for all labels
//! keeps a phone's download small. `FreeType` was rejected for `ab_glyph`: no C library for what is done once a year.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ab_glyph::{Font, FontVec, Glyph, PxScale, ScaleFont};
use bytes::Bytes;
use sdf_glyph_renderer::{BitmapGlyph, clamp_to_u8};

/// Pixels of an em, of the border around a letter, and of the distances told: what the renderer counts on.
const SIZE: f32 = 24.0;
const BORDER: usize = 3;
const RADIUS: usize = 8;
const CUTOFF: f64 = 0.25;

/// Name of the font's stack in each answer; a style may call it as it likes, the address knows but one.
const STACK: &str = "Carte";

/// Where a font is looked for: Debian's packages, then macOS.
const FONTS: [&str; 5] = [
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/open-sans/OpenSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
    "/System/Library/Fonts/Supplemental/Arial.ttf",
];

/// Ranges that go into a file: European languages, their punctuation, signs of currency.
pub(super) const IN_FILE: [Range; 4] = [Range(0), Range(1), Range(30), Range(32)];

/// 256 letters, by the number of the first divided by 256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Range(u16);

impl Range {
    /// "0-255", "256-511", … "65280-65535".
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, _) = text.split_once('-')?;
        let range = Self(first.parse::<u16>().ok()? / 256);
        (range.to_string() == text).then_some(range)
    }

    fn letters(self) -> impl Iterator<Item = char> {
        let first = u32::from(self.0) * 256;
        (first..first + 256).filter_map(char::from_u32)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = u32::from(self.0) * 256;
        write!(formatter, "{first}-{}", first + 255)
    }
}

/// Why no letters can be drawn.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// No font was found.
    #[error(
        "aucune police de caractères n’a été trouvée\u{a0}: installez fonts-dejavu-core, ou donnez --font FICHIER.ttf"
    )]
    None,
    /// The one that was given is none.
    #[error("{0} n’est pas une police TrueType ou OpenType lisible")]
    Unreadable(PathBuf),
}

/// The font at `path`, else the first one known on this machine.
pub(super) fn font(path: Option<&Path>) -> Result<FontVec, FontError> {
    let path = match path {
        Some(path) => path,
        None => FONTS.iter().map(Path::new).find(|path| path.is_file()).ok_or(FontError::None)?,
    };
    let bytes = std::fs::read(path).map_err(|_| FontError::Unreadable(path.to_owned()))?;
    FontVec::try_from_vec(bytes).map_err(|_| FontError::Unreadable(path.to_owned()))
}

/// Letters of a server without a file.
#[derive(Debug)]
pub(super) struct Letters {
    named: Option<PathBuf>,
    drawn: Arc<Mutex<HashMap<Range, Bytes>>>,
}

impl Letters {
    pub(super) fn new(named: Option<PathBuf>) -> Self {
        Self { named, drawn: Arc::default() }
    }

    pub(super) fn has_font(&self) -> bool {
        self.named.as_deref().map_or_else(|| FONTS.iter().any(|path| Path::new(path).is_file()), Path::is_file)
    }

    /// The letters of a range; `None` without a font. Drawn once: all ranges together take a few megabytes.
    pub(super) async fn of(&self, range: Range) -> Option<Bytes> {
        if let Some(drawn) = self.drawn.lock().unwrap_or_else(PoisonError::into_inner).get(&range) {
            return Some(drawn.clone());
        }
        let named = self.named.clone();
        let drawn =
            tokio::task::spawn_blocking(move || Some(draw(&font(named.as_deref()).ok()?, range))).await.ok()??;
        let drawn = Bytes::from(drawn);
        self.drawn.lock().unwrap_or_else(PoisonError::into_inner).insert(range, drawn.clone());
        Some(drawn)
    }
}

/// The letters of a range that the font has, as the message `glyphs` of MapLibre's glyphs.proto.
pub(super) fn draw(font: &FontVec, range: Range) -> Vec<u8> {
    let mut stack = Vec::new();
    text(&mut stack, 1, STACK.as_bytes());
    text(&mut stack, 2, range.to_string().as_bytes());
    for letter in range.letters() {
        if let Some(drawn) = draw_letter(font, letter) {
            text(&mut stack, 3, &drawn);
        }
    }
    let mut out = Vec::with_capacity(stack.len() + 8);
    text(&mut out, 1, &stack);
    out
}

fn draw_letter(font: &FontVec, letter: char) -> Option<Vec<u8>> {
    let id = font.glyph_id(letter);
    if id.0 == 0 || letter.is_control() {
        return None;
    }
    // `ab_glyph` scales by height, the renderer counts in ems.
    let units = font.units_per_em()?;
    let scale = PxScale::from(SIZE * font.height_unscaled() / units);
    let scaled = font.as_scaled(scale);
    let advance = scaled.h_advance(id).round().max(0.0) as u64;
    let mut out = Vec::new();
    number(&mut out, 1, u64::from(u32::from(letter)));
    let glyph = Glyph { id, scale, position: ab_glyph::point(0.0, 0.0) };
    let outlined = font.outline_glyph(glyph);
    let (mut width, mut height, mut left, mut top) = (0, 0, 0, 0);
    if let Some(outlined) = outlined {
        let bounds = outlined.px_bounds();
        (width, height) = (bounds.width() as usize, bounds.height() as usize);
        (left, top) = (bounds.min.x as i64, -bounds.min.y as i64);
        let mut alpha = vec![0_u8; width * height];
        outlined.draw(|x, y, covered| {
            if let Some(pixel) = alpha.get_mut(y as usize * width + x as usize) {
                *pixel = (covered.clamp(0.0, 1.0) * 255.0).round() as u8;
            }
        });
        let bitmap = BitmapGlyph::from_unbuffered(&alpha, width, height, BORDER).ok()?;
        text(&mut out, 2, &clamp_to_u8(&bitmap.render_sdf(RADIUS), CUTOFF).ok()?);
    }
    number(&mut out, 3, width as u64);
    number(&mut out, 4, height as u64);
    signed(&mut out, 5, left);
    // From the top of the line, which the renderer puts at the ascender.
    signed(&mut out, 6, top - scaled.ascent().round() as i64);
    number(&mut out, 7, advance);
    Some(out)
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

/// A signed number, zigzag.
fn signed(out: &mut Vec<u8>, field: u64, value: i64) {
    number(out, field, ((value << 1) ^ (value >> 63)) as u64);
}

fn text(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_those_that_a_renderer_asks_for() {
        assert_eq!(Range::parse("0-255"), Some(Range(0)));
        assert_eq!(Range::parse("8192-8447"), Some(Range(32)));
        assert_eq!(Range::parse("65280-65535"), Some(Range(255)));
        for other in ["0-256", "1-255", "0", "", "-255", "65536-65791", "00-255", "../0-255"] {
            assert_eq!(Range::parse(other), None, "{other}");
        }
    }
}
