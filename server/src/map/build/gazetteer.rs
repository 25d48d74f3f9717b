//! From tags to what people look for: streets with their numbers, named places, quarters, communes.
//!
//! A street is many lines of one name in one commune; two communes may each have a « Rue de la Marne ». Invariant: a spot lies in
//! the territory, and its number belongs to the street of that name in its own commune, or to the nearest one.

use std::collections::{BTreeMap, HashMap};

use shared::domain::{Point, fold};
use shared::map::{NewSpot, house_number};
use shared::protocol::SpotKind;

use super::ways::{Commune, mean, middle};

/// Tags of one element.
pub(super) type Tags<'a> = Vec<(&'a str, &'a str)>;

/// Longest name that is kept.
const LONGEST: usize = 120;

/// Rank of a street; what is more or less looked for stands around it.
const STREET: u8 = 5;

/// Places of one name nearer than so many metres are one: both sides of a bus stop, a school's building and its ground.
const SAME: f64 = 250.0;

/// What was read, before it is known which commune each part lies in.
#[derive(Debug, Default)]
pub(super) struct Gazetteer {
    streets: Vec<(String, Vec<Point>)>,
    houses: Vec<House>,
    places: Vec<(SpotKind, String, Point, u8)>,
    /// Communes by what addresses say of themselves, for where no boundary is known.
    said: Vec<(Point, String, String)>,
}

#[derive(Debug)]
struct House {
    street: String,
    number: String,
    point: Point,
}

fn tag<'a>(tags: &[(&'a str, &'a str)], key: &str) -> &'a str {
    tags.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| *value)
}

impl Gazetteer {
    /// A node inside the territory; `street` when a relation says which one it belongs to.
    pub(super) fn node(&mut self, tags: &[(&str, &str)], point: Point, street: Option<&String>) {
        if tags.is_empty() {
            return;
        }
        self.address(tags, point, street);
        self.place(tags, point);
    }

    /// A way, by those of its points that are inside.
    pub(super) fn way(&mut self, tags: &[(&str, &str)], inside: &[Point], street: Option<&String>) {
        let Some(center) = mean(inside) else { return };
        let name = tag(tags, "name");
        if is_street(tags) && !name.is_empty() {
            self.streets.push((name.chars().take(LONGEST).collect(), inside.to_vec()));
            return;
        }
        self.address(tags, center, street);
        self.place(tags, center);
    }

    fn address(&mut self, tags: &[(&str, &str)], point: Point, street: Option<&String>) {
        let city = tag(tags, "addr:city");
        let postcode = tag(tags, "addr:postcode");
        if !city.is_empty() || !postcode.is_empty() {
            self.said.push((point, city.to_owned(), postcode.to_owned()));
        }
        let named = [tag(tags, "addr:street"), tag(tags, "addr:place")].into_iter().find(|name| !name.is_empty());
        let Some(street) = named.or(street.map(String::as_str)) else { return };
        for number in tag(tags, "addr:housenumber").split([';', ',']).filter_map(house_number) {
            self.houses.push(House { street: street.chars().take(LONGEST).collect(), number, point });
        }
    }

    fn place(&mut self, tags: &[(&str, &str)], point: Point) {
        let name = tag(tags, "name");
        if name.is_empty() {
            return;
        }
        if let Some((kind, rank)) = kind(tags) {
            self.places.push((kind, name.chars().take(LONGEST).collect(), point, rank));
        }
    }

    /// Everything at its commune.
    pub(super) fn settle(self, mut communes: Vec<Commune>) -> Vec<NewSpot> {
        complete(&mut communes, &self.said);
        let around = |point: Point| communes.iter().find(|commune| commune.contains(point));
        let context = |point: Point| {
            around(point)
                .map_or_else(String::new, |commune| format!("{} {}", commune.postcode, commune.name).trim().to_owned())
        };

        let mut streets: BTreeMap<(String, String), (String, Vec<Point>)> = BTreeMap::new();
        for (name, points) in self.streets {
            let Some(at) = middle(&points) else { continue };
            let (_, all) = streets.entry((fold(&name), context(at))).or_insert_with(|| (name, Vec::new()));
            all.extend(points);
        }
        let mut spots: Vec<NewSpot> = streets
            .into_iter()
            .filter_map(|((_, context), (name, points))| {
                Some(spot(SpotKind::Street, name, context, middle(&points)?, STREET))
            })
            .collect();

        number(&mut spots, self.houses, &context);

        let mut places: Vec<NewSpot> = Vec::with_capacity(self.places.len());
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (kind, name, point, rank) in self.places {
            let alike = by_name.entry(fold(&name)).or_default();
            let known = alike.iter().filter_map(|at| places.get(*at)).any(|other| {
                other.kind == kind && (kind == SpotKind::Municipality || other.point.distance(point) < SAME)
            });
            if known {
                continue;
            }
            alike.push(places.len());
            let context = match kind {
                SpotKind::Municipality => around(point).map_or_else(String::new, |commune| commune.postcode.clone()),
                _ => context(point),
            };
            places.push(spot(kind, name, context, point, rank));
        }
        spots.extend(places);
        spots
    }
}

fn spot(kind: SpotKind, name: String, context: String, point: Point, rank: u8) -> NewSpot {
    NewSpot { kind, name, context, point, rank, houses: BTreeMap::new() }
}

/// Puts each number into its street, which is made when only its numbers are known.
fn number(spots: &mut Vec<NewSpot>, houses: Vec<House>, context: &impl Fn(Point) -> String) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, spot) in spots.iter().enumerate() {
        by_name.entry(fold(&spot.name)).or_default().push(at);
    }
    for House { street, number, point } in houses {
        let here = context(point);
        let alike = by_name.entry(fold(&street)).or_default();
        let best = alike
            .iter()
            .filter_map(|at| Some((*at, spots.get(*at)?)))
            .min_by(|(_, left), (_, right)| {
                let strange = |spot: &NewSpot| spot.context != here;
                strange(left)
                    .cmp(&strange(right))
                    .then(left.point.distance(point).total_cmp(&right.point.distance(point)))
            })
            .map(|(at, _)| at);
        let at = best.unwrap_or_else(|| {
            alike.push(spots.len());
            spots.push(spot(SpotKind::Street, street, here, point, STREET));
            spots.len() - 1
        });
        if let Some(street) = spots.get_mut(at) {
            street.houses.entry(number).or_insert(point);
        }
    }
}

/// The postal code that more than half of a commune’s addresses say, where its boundary says none.
fn complete(communes: &mut [Commune], said: &[(Point, String, String)]) {
    for commune in communes.iter_mut().filter(|commune| commune.postcode.is_empty()) {
        let (mut counted, mut all): (BTreeMap<&str, usize>, usize) = (BTreeMap::new(), 0);
        let inside = said.iter().filter(|(point, city, postcode)| {
            !postcode.is_empty() && (city.is_empty() || fold(city) == fold(&commune.name)) && commune.contains(*point)
        });
        for (_, _, postcode) in inside {
            *counted.entry(postcode).or_default() += 1;
            all += 1;
        }
        // A city of many codes has none.
        if let Some((postcode, count)) = counted.into_iter().max_by_key(|(_, count)| *count)
            && count * 2 > all
        {
            commune.postcode = postcode.to_owned();
        }
    }
}

fn is_street(tags: &[(&str, &str)]) -> bool {
    let highway = tag(tags, "highway");
    let other =
        ["", "bus_stop", "platform", "construction", "proposed", "rest_area", "services", "elevator", "corridor"];
    !other.contains(&highway) || tag(tags, "place") == "square"
}

/// What a named element is, and how much it matters; `None` for what nobody looks for by name.
fn kind(tags: &[(&str, &str)]) -> Option<(SpotKind, u8)> {
    let place = match tag(tags, "place") {
        "city" => Some((SpotKind::Municipality, 0)),
        "town" | "village" => Some((SpotKind::Municipality, 1)),
        "suburb" | "borough" | "quarter" => Some((SpotKind::Locality, 2)),
        "neighbourhood" | "hamlet" => Some((SpotKind::Locality, 3)),
        "isolated_dwelling" | "locality" | "farm" | "island" => Some((SpotKind::Locality, 7)),
        "square" => Some((SpotKind::Street, STREET)),
        _ => None,
    };
    if place.is_some() {
        return place;
    }
    let rank = match (tag(tags, "railway"), tag(tags, "amenity"), tag(tags, "leisure"), tag(tags, "highway")) {
        ("station" | "halt", ..) | (_, "bus_station", ..) => 3,
        (
            _,
            "hospital" | "university" | "college" | "townhall" | "library" | "school" | "police" | "theatre" | "cinema"
            | "arts_centre" | "community_centre" | "social_facility",
            ..,
        )
        | (.., "park" | "stadium" | "sports_centre" | "swimming_pool" | "ice_rink", _) => 4,
        ("tram_stop", ..) | (.., "bus_stop") => 7,
        (_, "bench" | "waste_basket" | "parking_space" | "bicycle_parking" | "vending_machine" | "grit_bin", ..) => {
            return None;
        }
        (_, amenity, leisure, _) if !amenity.is_empty() || !leisure.is_empty() => 6,
        _ if ["shop", "tourism", "office", "healthcare", "craft", "historic", "club", "aeroway", "sport"]
            .iter()
            .any(|key| !tag(tags, key).is_empty()) =>
        {
            6
        }
        _ if matches!(tag(tags, "landuse"), "cemetery" | "industrial" | "commercial" | "retail" | "allotments") => 7,
        _ if matches!(tag(tags, "natural"), "water" | "peak" | "beach" | "bay" | "wood") => 7,
        _ if !tag(tags, "building").is_empty() => 8,
        _ => return None,
    };
    Some((SpotKind::Place, rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    /// Two communes side by side, each with its « Rue de la Marne ».
    fn communes() -> Vec<Commune> {
        [("Châlons-en-Champagne", "51000", 0.0), ("Fagnières", "", 1.0)]
            .into_iter()
            .map(|(name, postcode, west)| {
                let mut commune = Commune::new(name, postcode);
                commune.line(&[at(0.0, west), at(0.0, west + 1.0), at(1.0, west + 1.0), at(1.0, west), at(0.0, west)]);
                commune
            })
            .collect()
    }

    #[test]
    fn streets_of_one_name_are_told_apart_by_their_commune_and_numbers_go_to_their_own() {
        let mut read = Gazetteer::default();
        let street = [("highway", "residential"), ("name", "Rue de la Marne")];
        read.way(&street, &[at(0.1, 0.1), at(0.1, 0.2)], None);
        read.way(&street, &[at(0.1, 0.2), at(0.1, 0.3)], None);
        read.way(&street, &[at(0.1, 1.1), at(0.1, 1.2)], None);
        let house = [("addr:housenumber", "12 bis;14"), ("addr:street", "RUE DE LA MARNE"), ("addr:postcode", "51510")];
        read.node(&house, at(0.11, 1.15), None);
        read.node(&[("addr:housenumber", "3")], at(0.11, 0.15), Some(&"Rue de la Marne".to_owned()));
        read.node(&[("addr:housenumber", "1"), ("addr:street", "Rue Neuve")], at(0.5, 0.5), None);
        let spots = read.settle(communes());
        let said: Vec<(&str, &str, Vec<&str>)> = spots
            .iter()
            .map(|spot| (spot.name.as_str(), spot.context.as_str(), spot.houses.keys().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            said,
            [
                ("Rue de la Marne", "51000 Châlons-en-Champagne", vec!["3"]),
                ("Rue de la Marne", "51510 Fagnières", vec!["12bis", "14"]),
                ("Rue Neuve", "51000 Châlons-en-Champagne", vec!["1"]),
            ]
        );
    }

    #[test]
    fn a_place_is_one_however_often_it_is_drawn() {
        let mut read = Gazetteer::default();
        let stop = [("highway", "bus_stop"), ("name", "Gare")];
        read.node(&stop, at(0.5, 0.5), None);
        read.node(&stop, at(0.5, 0.5001), None);
        read.node(&stop, at(0.5, 0.9), None);
        read.node(&[("amenity", "bench"), ("name", "Banc")], at(0.5, 0.5), None);
        read.node(&[("place", "town"), ("name", "Châlons-en-Champagne")], at(0.6, 0.6), None);
        read.way(&[("building", "yes"), ("amenity", "school"), ("name", "Lycée Oehmichen")], &[at(0.2, 0.2)], None);
        let spots = read.settle(communes());
        let said: Vec<(SpotKind, &str, &str, u8)> =
            spots.iter().map(|spot| (spot.kind, spot.name.as_str(), spot.context.as_str(), spot.rank)).collect();
        let town = "51000 Châlons-en-Champagne";
        assert_eq!(
            said,
            [
                (SpotKind::Place, "Gare", town, 7),
                (SpotKind::Place, "Gare", town, 7),
                (SpotKind::Municipality, "Châlons-en-Champagne", "51000", 1),
                (SpotKind::Place, "Lycée Oehmichen", town, 4),
            ]
        );
    }
}
