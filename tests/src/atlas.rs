//! A small map of the town, written by the tests themselves: a canal, a street with its name, and two streets to be found.
//!
//! Tiles are real ones, in the OpenMapTiles schema, encoded here: nothing of what reads them had a hand in it.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use flate2::Compression;
use flate2::write::GzEncoder;
use shared::domain::{Bounds, Point};
use shared::map::{NewSpot, Writer};
use shared::protocol::{Basemap, SpotKind};

/// What its attribution says.
pub const MADE_BY: &str = "© les contributeurs d’OpenStreetMap";

/// Bytes that nothing can shorten, so that it takes more than a moment to bring: four pieces and a bit.
const BALLAST: usize = 2_300_000;

/// Units of a tile's side.
const EXTENT: u32 = 4_096;

/// Draws the map of these bounds into a file.
pub fn draw(path: &Path, bounds: Bounds) -> Result<()> {
    let mut writer = Writer::create(path)?;
    let tile = packed(&tile())?;
    for z in 0..=14_u8 {
        let (west, north) = at(z, bounds.west, bounds.north);
        let (east, south) = at(z, bounds.east, bounds.south);
        let tiles = (west..=east).flat_map(|x| (north..=south).map(move |y| (x, y)));
        writer.tiles(tiles.map(|(x, y)| (z, x, y, tile.clone())))?;
    }
    let mut chance = fastrand::Rng::with_seed(5);
    let ballast: Vec<u8> = (0..BALLAST).map(|_| chance.u8(..)).collect();
    writer.glyphs("0-255", &ballast)?;
    let middle = Point { lat: f64::midpoint(bounds.south, bounds.north), lon: f64::midpoint(bounds.west, bounds.east) };
    writer.spots(["Rue de l’Arquebuse", "Rue du Moulin Noir"].map(|name| street(name, middle)).into())?;
    let info = Basemap {
        version: "essai".to_owned(),
        min_zoom: 0,
        max_zoom: 14,
        bounds: [bounds.west, bounds.south, bounds.east, bounds.north],
        attribution: MADE_BY.to_owned(),
        online: false,
    };
    Ok(writer.finish(&info, 1_795_000_000, "")?)
}

fn street(name: &str, point: Point) -> NewSpot {
    let context = "Ville d’essai".to_owned();
    NewSpot { kind: SpotKind::Street, name: name.to_owned(), context, point, rank: 4, houses: BTreeMap::new() }
}

/// Column and row of the tile that a place is in.
fn at(z: u8, lon: f64, lat: f64) -> (u32, u32) {
    let side = f64::from(1_u32 << z);
    let lat = lat.to_radians();
    let x = (lon + 180.0) / 360.0 * side;
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0 * side;
    (x as u32, y as u32)
}

fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes)?;
    Ok(out.finish()?)
}

/// A canal over the western third, a street through the middle.
fn tile() -> Vec<u8> {
    let third = (EXTENT / 3) as i32;
    let side = EXTENT as i32;
    // Clockwise in the tile's own axes, as outer rings are.
    let canal = [
        command(1, 1),
        zigzag(0),
        zigzag(0),
        command(2, 3),
        zigzag(third),
        zigzag(0),
        zigzag(0),
        zigzag(side),
        zigzag(-third),
        zigzag(0),
        command(7, 1),
    ];
    let street = [command(1, 1), zigzag(0), zigzag(side / 2), command(2, 1), zigzag(side), zigzag(0)];
    let mut tile = layer("water", &[("class", "river")], 3, &canal);
    tile.extend(layer("transportation", &[("class", "primary")], 2, &street));
    tile.extend(layer("transportation_name", &[("class", "primary"), ("name", "Rue de l’Arquebuse")], 2, &street));
    tile
}

const fn command(id: u64, count: u64) -> u64 {
    (id & 7) | (count << 3)
}

const fn zigzag(value: i32) -> u64 {
    ((value << 1) ^ (value >> 31)) as u32 as u64
}

fn layer(name: &str, tags: &[(&str, &str)], shape: u64, geometry: &[u64]) -> Vec<u8> {
    let pairs: Vec<u64> = (0..tags.len() as u64).flat_map(|n| [n, n]).collect();
    let mut feature = field(2, &varints(&pairs));
    feature.extend(number(3, shape));
    feature.extend(field(4, &varints(geometry)));
    let mut layer = number(15, 2);
    layer.extend(field(1, name.as_bytes()));
    layer.extend(field(2, &feature));
    for (key, _) in tags {
        layer.extend(field(3, key.as_bytes()));
    }
    for (_, value) in tags {
        layer.extend(field(4, &field(1, value.as_bytes())));
    }
    layer.extend(number(5, u64::from(EXTENT)));
    field(3, &layer)
}

fn field(id: u64, bytes: &[u8]) -> Vec<u8> {
    let mut out = varint(id << 3 | 2);
    out.extend(varint(bytes.len() as u64));
    out.extend(bytes);
    out
}

fn number(id: u64, value: u64) -> Vec<u8> {
    let mut out = varint(id << 3);
    out.extend(varint(value));
    out
}

fn varints(values: &[u64]) -> Vec<u8> {
    values.iter().flat_map(|value| varint(*value)).collect()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(low);
            return out;
        }
        out.push(low | 0x80);
    }
}
