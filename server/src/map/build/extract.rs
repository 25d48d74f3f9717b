//! Reading the extract: what has a name or a number inside the territory, and the communes around it.
//!
//! Three passes over the file (relations, lines of boundaries, everything else) keep in memory what lies in the territory alone,
//! however large the extract. A database of all nodes was rejected: it would be the largest file of the whole build.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use osmpbf::{BlobDecode, BlobReader, Element, RelMemberType, Relation};
use shared::domain::Point;
use shared::map::NewSpot;

use super::gazetteer::{Gazetteer, Tags};
use super::ways::Commune;
use super::{BuildError, Plan};

/// Level of communes in France, and of what is like them in most of Europe.
const COMMUNE_LEVEL: &str = "8";

/// Streets and places of the territory.
pub(super) fn read(plan: &Plan) -> Result<Vec<NewSpot>, BuildError> {
    let path = &plan.extract;
    let mut boundaries: Vec<(Commune, Vec<i64>)> = Vec::new();
    let mut streets_of: HashMap<(bool, i64), String> = HashMap::new();
    let mut ways = 0_u64;
    each(path, |element| match element {
        Element::Relation(relation) => {
            boundaries.extend(boundary(&relation));
            associated(&relation, &mut streets_of);
        }
        Element::Way(_) => ways += 1,
        Element::Node(_) | Element::DenseNode(_) => {}
    })?;
    // Nodes come first: a file that ends between two blocks has nothing but them.
    if ways == 0 {
        return Err(BuildError::CutShort(path.clone()));
    }

    let wanted: HashSet<i64> = boundaries.iter().flat_map(|(_, lines)| lines.iter().copied()).collect();
    let mut lines: HashMap<i64, Vec<i64>> = HashMap::new();
    each(path, |element| {
        if let Element::Way(way) = element
            && wanted.contains(&way.id())
        {
            lines.insert(way.id(), way.refs().collect());
        }
    })?;

    let corners: HashSet<i64> = lines.values().flatten().copied().collect();
    let mut points: HashMap<i64, Point> = HashMap::new();
    let mut gazetteer = Gazetteer::default();
    let met =
        |id: i64, lat: f64, lon: f64, tags: &Tags<'_>, points: &mut HashMap<i64, Point>, gazetteer: &mut Gazetteer| {
            let point = Point { lat, lon };
            let inside = plan.bounds.contains(point);
            if inside || corners.contains(&id) {
                points.insert(id, point);
            }
            if inside {
                gazetteer.node(tags, point, streets_of.get(&(true, id)));
            }
        };
    each(path, |element| match element {
        Element::DenseNode(node) => {
            met(node.id(), node.lat(), node.lon(), &node.tags().collect(), &mut points, &mut gazetteer);
        }
        Element::Node(node) => {
            met(node.id(), node.lat(), node.lon(), &node.tags().collect(), &mut points, &mut gazetteer);
        }
        Element::Way(way) => {
            let tags: Tags<'_> = way.tags().collect();
            if tags.is_empty() {
                return;
            }
            let all = way.refs().filter_map(|node| points.get(&node).copied());
            let inside: Vec<Point> = all.filter(|point| plan.bounds.contains(*point)).collect();
            gazetteer.way(&tags, &inside, streets_of.get(&(false, way.id())));
        }
        Element::Relation(_) => {}
    })?;

    let communes = boundaries.into_iter().map(|(mut commune, members)| {
        for line in members.iter().filter_map(|way| lines.get(way)) {
            let line: Vec<Point> = line.iter().filter_map(|node| points.get(node).copied()).collect();
            commune.line(&line);
        }
        commune
    });
    let spots = gazetteer.settle(communes.collect());
    if spots.is_empty() {
        return Err(BuildError::Elsewhere { extract: path.clone(), town: plan.town.clone() });
    }
    Ok(spots)
}

/// Everything in the file, in its order.
fn each(path: &Path, mut act: impl FnMut(Element<'_>)) -> Result<(), BuildError> {
    let file = File::open(path).map_err(|error| BuildError::Extract(path.to_owned(), error))?;
    let mut known = false;
    for blob in BlobReader::new(BufReader::with_capacity(1024 * 1024, file)) {
        // The first block says what the file is; from then on it can only be cut short or damaged.
        let fault = |_| if known { BuildError::CutShort(path.to_owned()) } else { BuildError::NotPbf(path.to_owned()) };
        match blob.map_err(fault)?.decode().map_err(fault)? {
            BlobDecode::OsmHeader(_) => known = true,
            BlobDecode::OsmData(block) if known => block.for_each_element(&mut act),
            BlobDecode::OsmData(_) => return Err(BuildError::NotPbf(path.to_owned())),
            BlobDecode::Unknown(_) => {}
        }
    }
    if known { Ok(()) } else { Err(BuildError::NotPbf(path.to_owned())) }
}

/// A commune and the lines of its boundary, if that is what the relation is.
fn boundary(relation: &Relation<'_>) -> Option<(Commune, Vec<i64>)> {
    let tags: Tags<'_> = relation.tags().collect();
    let tag = |key: &str| tags.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| *value);
    if tag("boundary") != "administrative" || tag("admin_level") != COMMUNE_LEVEL || tag("name").is_empty() {
        return None;
    }
    let postcode = [tag("addr:postcode"), tag("postal_code")].into_iter().find(|code| !code.is_empty()).unwrap_or("");
    let lines = relation.members().filter(|member| member.member_type == RelMemberType::Way);
    // Several codes: which one is the street's is said by its addresses.
    let postcode = if postcode.contains(';') { "" } else { postcode };
    Some((Commune::new(tag("name"), postcode), lines.map(|member| member.member_id).collect()))
}

/// The houses of an `associatedStreet`, which say their number alone. Nodes by `true`, ways by `false`.
fn associated(relation: &Relation<'_>, streets: &mut HashMap<(bool, i64), String>) {
    let tags: Tags<'_> = relation.tags().collect();
    let tag = |key: &str| tags.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| *value);
    if tag("type") != "associatedStreet" || tag("name").is_empty() {
        return;
    }
    for member in relation.members() {
        let of_nodes = match member.member_type {
            RelMemberType::Node => true,
            RelMemberType::Way => false,
            RelMemberType::Relation => continue,
        };
        if matches!(member.role(), Ok("house" | "address" | "")) {
            streets.insert((of_nodes, member.member_id), tag("name").to_owned());
        }
    }
}
