//! What travels of the map: what there is of it, and what the geocoder found.
//!
//! A phone asks its town's server alone, for the basemap as for addresses: no map company learns who looks where.
//! An answer of the geocoder keeps the shape of the national one (GeoJSON, [Géoplateforme]), less what nobody shows.
//!
//! [Géoplateforme]: https://geoservices.ign.fr/documentation/services/services-geoplateforme/geocodage

use serde::{Deserialize, Serialize};

use crate::domain::{Point, UnixSeconds};

/// Characters of a search for an address that are read.
pub const GEOCODE_MAX_CHARS: usize = 120;

/// Answers of the geocoder at most.
pub const GEOCODE_MAX_SPOTS: usize = 8;

/// Answer to `GET /api/v1/map`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MapInfo {
    /// Where tiles can be had from; `None`: there are none, and a map shows its places on an empty ground.
    #[serde(default)]
    pub basemap: Option<Basemap>,
    /// The file that a phone may keep, to have the map without a network.
    #[serde(default)]
    pub file: Option<MapFile>,
}

/// Tiles under `/api/v1/map/tiles/{z}/{x}/{y}`, in the OpenMapTiles schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Basemap {
    /// Changes with the tiles: put behind their addresses as `?v=`, it lets them be kept for good.
    pub version: String,
    /// Lowest zoom of a tile.
    pub min_zoom: u8,
    /// Highest zoom of a tile; a map that is closer enlarges these.
    pub max_zoom: u8,
    /// West, south, east and north, in degrees: tiles outside are empty.
    pub bounds: [f64; 4],
    /// Always shown with the map.
    pub attribution: String,
    /// The tiles are another server's, by way of this one.
    #[serde(default)]
    pub online: bool,
}

/// The map in one file, at `/api/v1/map/file`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapFile {
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal, which is its entity tag too.
    pub sha256: String,
    /// When it was built.
    pub built_at: UnixSeconds,
}

/// What somebody may look for on a map by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// What it is.
    pub kind: SpotKind,
    /// "12 Rue de la Marne", "Gare de Châlons".
    pub name: String,
    /// Where that is: "51000 Châlons-en-Champagne". May be empty.
    pub context: String,
    /// Position.
    pub point: Point,
}

/// What a spot is, the more precise the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SpotKind {
    /// A number in a street.
    House,
    /// A street.
    Street,
    /// A building, a park, a stop: something with a name of its own.
    Place,
    /// A quarter, a hamlet.
    Locality,
    /// A commune.
    Municipality,
}

impl SpotKind {
    /// As the national geocoder and the file's `kind` write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::House => "housenumber",
            Self::Street => "street",
            Self::Place => "place",
            Self::Locality => "locality",
            Self::Municipality => "municipality",
        }
    }

    /// The kind of that name; what is not known is a locality.
    pub fn of(name: &str) -> Self {
        match name {
            "housenumber" => Self::House,
            "street" => Self::Street,
            "place" => Self::Place,
            "municipality" => Self::Municipality,
            _ => Self::Locality,
        }
    }
}

/// Answer to `GET /api/v1/geocode?q=…`: a GeoJSON `FeatureCollection`, the best first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Geocoded {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: String,
    /// At most [`GEOCODE_MAX_SPOTS`].
    pub features: Vec<GeocodedSpot>,
}

/// One feature of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeocodedSpot {
    /// `Feature`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where.
    pub geometry: GeocodedPoint,
    /// What.
    pub properties: GeocodedWords,
}

/// A GeoJSON point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeocodedPoint {
    /// `Point`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Longitude, then latitude: GeoJSON's order.
    pub coordinates: [f64; 2],
}

/// The words of a geocoded spot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeocodedWords {
    /// All in one line.
    pub label: String,
    /// `housenumber`, `street`, `locality` or `municipality`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Number and street, or the commune.
    pub name: String,
    /// Postal code.
    #[serde(default)]
    pub postcode: String,
    /// Commune.
    #[serde(default)]
    pub city: String,
}

impl Geocoded {
    /// A collection of these.
    pub fn of(spots: &[Spot]) -> Self {
        Self { kind: "FeatureCollection".to_owned(), features: spots.iter().map(GeocodedSpot::of).collect() }
    }

    /// As the file's own search gives them, so that both can stand in one list.
    pub fn into_spots(self) -> Vec<Spot> {
        self.features.into_iter().map(GeocodedSpot::into_spot).collect()
    }
}

impl GeocodedSpot {
    fn of(spot: &Spot) -> Self {
        let (postcode, city) = match spot.context.split_once(' ') {
            Some((code, city)) if code.bytes().all(|byte| byte.is_ascii_digit()) => (code, city),
            _ => ("", spot.context.as_str()),
        };
        let label = if spot.context.is_empty() { spot.name.clone() } else { format!("{} {}", spot.name, spot.context) };
        Self {
            kind: "Feature".to_owned(),
            geometry: GeocodedPoint { kind: "Point".to_owned(), coordinates: [spot.point.lon, spot.point.lat] },
            properties: GeocodedWords {
                label,
                kind: spot.kind.name().to_owned(),
                name: spot.name.clone(),
                postcode: postcode.to_owned(),
                city: city.to_owned(),
            },
        }
    }

    fn into_spot(self) -> Spot {
        let [lon, lat] = self.geometry.coordinates;
        let GeocodedWords { kind, name, postcode, city, .. } = self.properties;
        let mut context = postcode;
        // A commune is not placed in itself.
        if !city.is_empty() && city != name {
            if !context.is_empty() {
                context.push(' ');
            }
            context.push_str(&city);
        }
        Spot { kind: SpotKind::of(&kind), name, context, point: Point { lat, lon } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_national_geocoder_says_becomes_a_spot() {
        let said = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[4.36,48.95]},
            "properties":{"label":"12 Rue de la Marne 51000 Châlons-en-Champagne","type":"housenumber","name":"12 Rue de la Marne","postcode":"51000","city":"Châlons-en-Champagne"}}]}"#;
        let spots = serde_json::from_str::<Geocoded>(said).unwrap().into_spots();
        let expected = Spot {
            kind: SpotKind::House,
            name: "12 Rue de la Marne".to_owned(),
            context: "51000 Châlons-en-Champagne".to_owned(),
            point: Point { lat: 48.95, lon: 4.36 },
        };
        assert_eq!(spots, [expected]);
        assert_eq!(Geocoded::of(&spots).into_spots(), spots);
    }

    #[test]
    fn a_server_without_a_map_says_so_in_two_words() {
        let none = serde_json::to_string(&MapInfo::default()).unwrap();
        assert_eq!(none, r#"{"basemap":null,"file":null}"#);
        assert_eq!(serde_json::from_str::<MapInfo>("{}").unwrap(), MapInfo::default());
    }

    #[test]
    fn every_kind_has_one_name() {
        for kind in [SpotKind::House, SpotKind::Street, SpotKind::Place, SpotKind::Locality, SpotKind::Municipality] {
            assert_eq!(SpotKind::of(kind.name()), kind);
        }
        assert_eq!(SpotKind::of("oronyme"), SpotKind::Locality);
    }
}
