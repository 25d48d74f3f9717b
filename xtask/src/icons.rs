//! The app's icons, drawn from one SVG in the territory's colours.
//!
//! A territory may bring its own `icon.svg`; otherwise `app/web/icon.svg` is tinted. Committing PNG files was
//! rejected: another town changes one folder, not a set of pictures.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs;

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use crate::site::{self, File};
use crate::territory::Territory;
use crate::workspace::Workspace;

/// Name and side in pixels. The picture is safe to mask: what matters stays in its middle 80 %.
const SIZES: [(&str, u32); 3] =
    [("icons/icon-192.png", 192), ("icons/icon-512.png", 512), ("icons/apple-touch-icon.png", 180)];

/// The sign beside a notification, of which phones keep only the shape.
const BADGE: (&str, u32) = ("icons/badge-96.png", 96);

/// The SVG itself and its pictures.
pub(crate) fn draw(workspace: &Workspace, territory: &Territory) -> Result<Vec<File>> {
    let own = workspace.territory(&territory.slug)?.join("icon.svg");
    let source = if own.is_file() { own } else { workspace.path("app/web/icon.svg") };
    let template =
        fs::read_to_string(&source).with_context(|| format!("could not read {}", workspace.shown(&source)))?;
    let svg = site::fill(&template, &territory.words())?;
    let mut files = vec![File::new("icons/icon.svg", svg.clone().into_bytes())];
    for (name, side) in SIZES {
        files.push(File::new(name, picture(&svg, side)?));
    }
    let badge = fs::read_to_string(workspace.path("app/web/badge.svg")).context("could not read the badge")?;
    files.push(File::new(BADGE.0, picture(&badge, BADGE.1)?));
    Ok(files)
}

/// A square PNG of a picture.
pub(crate) fn picture(svg: &str, side: u32) -> Result<Vec<u8>> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).context("the icon is no readable SVG")?;
    let mut pixels = Pixmap::new(side, side).context("no room for the icon")?;
    let scale = Transform::from_scale(side as f32 / tree.size().width(), side as f32 / tree.size().height());
    resvg::render(&tree, scale, &mut pixels.as_mut());
    Ok(match palette(&pixels) {
        Some(file) => file?,
        None => pixels.encode_png().context("the icon could not be written as PNG")?,
    })
}

/// The same picture by a table of its colours, a third of the size: papers are flat. `None`: there are more than a table holds.
fn palette(pixels: &Pixmap) -> Option<Result<Vec<u8>>> {
    let mut places: HashMap<[u8; 4], u8> = HashMap::new();
    let (mut colours, mut opacities, mut points) = (Vec::new(), Vec::new(), Vec::new());
    for pixel in pixels.pixels() {
        let plain = pixel.demultiply();
        let colour = [plain.red(), plain.green(), plain.blue(), plain.alpha()];
        let next = u8::try_from(places.len());
        let place = match places.entry(colour) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                colours.extend(colour.get(..3)?);
                opacities.push(plain.alpha());
                *new.insert(next.ok()?)
            }
        };
        points.push(place);
    }
    Some(indexed(pixels.width(), &colours, opacities, &points))
}

fn indexed(side: u32, colours: &[u8], opacities: Vec<u8>, points: &[u8]) -> Result<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Best);
    encoder.set_palette(colours);
    encoder.set_trns(opacities);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(points)?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_side_asked_for() {
        let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#f00"/></svg>"##;
        let png = picture(svg, 96).unwrap();
        // PNG: width and height are the first two numbers of the IHDR chunk.
        assert_eq!(png.get(16..24).unwrap(), [0, 0, 0, 96, 0, 0, 0, 96]);
    }

    #[test]
    fn every_territory_gets_its_icons() {
        let workspace = Workspace::find().unwrap();
        let territory = Territory::read(&workspace, "chalons").unwrap();
        let files = draw(&workspace, &territory).unwrap();
        assert_eq!(files.len(), SIZES.len() + 2);
        let svg = String::from_utf8(files.first().unwrap().bytes.clone()).unwrap();
        assert!(svg.contains(&territory.brand.accent), "{svg}");
    }
}
