//! A tile: where it lies, and whether bytes are one.

use std::io::{Read, Write};

use axum::http::{HeaderMap, header};
use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use shared::domain::Bounds;

/// Largest tile, unpacked. The fullest ones of a city are near half a megabyte.
pub(super) const LARGEST: usize = 4 * 1024 * 1024;

/// Deepest zoom that has a number here.
const DEEPEST: u8 = 22;

/// Its place in the grid; rows count from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Grid {
    pub(super) z: u8,
    pub(super) x: u32,
    pub(super) y: u32,
}

impl Grid {
    /// From three parts of an address; the last may end in `.pbf` or `.mvt`.
    pub(super) fn parse(z: &str, x: &str, y: &str) -> Option<Self> {
        let y = y.strip_suffix(".pbf").or_else(|| y.strip_suffix(".mvt")).unwrap_or(y);
        let digits =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().ok()).flatten();
        let z = u8::try_from(digits(z)?).ok().filter(|z| *z <= DEEPEST)?;
        let (x, y) = (digits(x)?, digits(y)?);
        let side = 1_u32 << z;
        (x < side && y < side).then_some(Self { z, x, y })
    }

    /// Whether it shows some of `bounds`, or of what lies around it by a quarter of its size.
    pub(super) fn touches(self, bounds: &Bounds) -> bool {
        let (wide, high) = ((bounds.east - bounds.west) / 4.0, (bounds.north - bounds.south) / 4.0);
        let side = f64::from(1_u32 << self.z);
        let west = f64::from(self.x) / side * 360.0 - 180.0;
        let east = f64::from(self.x + 1) / side * 360.0 - 180.0;
        let latitude = |row: u32| {
            let turned = std::f64::consts::PI * (1.0 - 2.0 * f64::from(row) / side);
            turned.sinh().atan().to_degrees()
        };
        let (north, south) = (latitude(self.y), latitude(self.y + 1));
        west <= bounds.east + wide
            && east >= bounds.west - wide
            && south <= bounds.north + high
            && north >= bounds.south - high
    }
}

/// What a source has at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tile {
    /// Nothing to draw.
    Nothing,
    /// A vector tile, gzip.
    Gzip(Bytes),
}

impl Tile {
    /// As the file keeps it.
    pub(super) fn of_file(kept: Option<Vec<u8>>) -> Self {
        kept.filter(|kept| !kept.is_empty()).map_or(Self::Nothing, |kept| Self::Gzip(kept.into()))
    }

    /// What an online source answered, packed; `None` when that is no vector tile.
    pub(super) fn of_answer(answer: Vec<u8>) -> Option<Self> {
        // Some say nothing of the gzip that they send.
        let plain = if answer.starts_with(&[0x1f, 0x8b]) { unpacked(&answer)? } else { answer };
        if plain.is_empty() {
            return Some(Self::Nothing);
        }
        if !is_tile(&plain) {
            return None;
        }
        let mut packed = GzEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::default());
        packed.write_all(&plain).ok()?;
        Some(Self::Gzip(packed.finish().ok()?.into()))
    }
}

/// Whether bytes are a Mapbox Vector Tile as far as its outermost shape: layers (field 3) that end where the bytes end.
fn is_tile(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((tag, after)) = rest.split_first() {
        if *tag != 0x1a {
            return false;
        }
        let Some(next) = length(after).and_then(|(length, after)| after.get(length..)) else { return false };
        rest = next;
    }
    true
}

/// A protobuf length and what follows it.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (at, byte) in bytes.iter().enumerate().take(4) {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return Some((length, bytes.get(at + 1..)?));
        }
    }
    None
}

/// The tile without gzip; `None` when it is none, or far too large.
pub(super) fn unpacked(gzip: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    GzDecoder::new(gzip).take(LARGEST as u64 + 1).read_to_end(&mut plain).ok()?;
    (plain.len() <= LARGEST).then_some(plain)
}

/// Whether the asker reads gzip (RFC 9110, section 12.5.3).
pub(super) fn reads_gzip(headers: &HeaderMap) -> bool {
    let said = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).any(|item| {
        let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0_f32));
        (coding.trim().eq_ignore_ascii_case("gzip") || coding.trim() == "*") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_grid_is_read_strictly() {
        assert_eq!(Grid::parse("14", "8390", "5622.pbf"), Some(Grid { z: 14, x: 8390, y: 5622 }));
        for (z, x, y) in
            [("0", "1", "0"), ("-1", "0", "0"), ("+1", "0", "0"), ("23", "0", "0"), ("1", "", "0"), ("1", "0", "é")]
        {
            assert_eq!(Grid::parse(z, x, y), None, "{z}/{x}/{y}");
        }
    }

    #[test]
    fn only_what_is_near_the_territory_is_asked_for() {
        let chalons = Bounds { south: 48.85, west: 4.20, north: 49.05, east: 4.55 };
        for inside in [(0, 0, 0), (8, 131, 87), (14, 8390, 5622)] {
            let (z, x, y) = inside;
            assert!(Grid { z, x, y }.touches(&chalons), "{inside:?}");
        }
        // Paris, Reims, the other side of the world.
        for outside in [(14, 8299, 5635), (14, 8375, 5588), (1, 1, 1), (14, 0, 0)] {
            let (z, x, y) = outside;
            assert!(!Grid { z, x, y }.touches(&chalons), "{outside:?}");
        }
    }

    #[test]
    fn a_page_is_no_tile() {
        let layer = [0x1a, 3, 1, 2, 3];
        let Some(Tile::Gzip(packed)) = Tile::of_answer(layer.to_vec()) else { panic!("a tile") };
        assert_eq!(unpacked(&packed).unwrap(), layer);
        assert_eq!(Tile::of_answer(packed.to_vec()), Some(Tile::Gzip(packed)), "gzip that nobody announced");
        assert_eq!(Tile::of_answer(Vec::new()), Some(Tile::Nothing));
        for other in [
            &b"<!doctype html><p>Sorry"[..],
            b"{}",
            &[0x1a],
            &[0x1a, 4, 1, 2, 3],
            &[0x1f, 0x8b, 1, 2],
            &[0x1a, 0xff, 0xff, 0xff, 0xff, 1],
        ] {
            assert_eq!(Tile::of_answer(other.to_vec()), None, "{other:?}");
        }
    }
}
