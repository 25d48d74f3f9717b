//! A place: an organisation, a facility or a shop.

use serde::{Deserialize, Serialize};

use super::{Image, Phone, Section, Sourced};

/// Somewhere one can go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Stable slug or ULID.
    pub id: String,
    /// Name.
    pub name: String,
    /// What sort of place.
    // `kind` alone is the record's on the wire.
    #[serde(rename = "place_kind")]
    pub kind: PlaceKind,
    /// Sections it helps with, at least one.
    pub sections: Vec<Section>,
    /// At most 160 characters.
    pub summary: String,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// Commune.
    pub city: String,
    /// Position.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
    /// OSM `opening_hours`, in the territory's time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<String>,
    /// What the hours do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_note: Option<String>,
    /// Phone numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Web site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Access with a wheelchair and other needs, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<String>,
    /// Picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

/// Sort of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// Public or associative service.
    Service,
    /// Health.
    Health,
    /// School, university, training.
    Study,
    /// Culture.
    Culture,
    /// Sport.
    Sport,
    /// Transport.
    Transport,
    /// Housing.
    Housing,
    /// Help and solidarity.
    Help,
    /// Shop that accepts the card.
    Shop,
}

/// A position on Earth, WGS 84, decimal degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

impl Point {
    /// A point as addresses write it: `48.95671,4.35883`. `None`: that is no place on Earth.
    pub fn read(text: &str) -> Option<Self> {
        let (lat, lon) = text.split_once(',')?;
        let (lat, lon) = (lat.trim().parse::<f64>().ok()?, lon.trim().parse::<f64>().ok()?);
        (lat.abs() <= 90.0 && lon.abs() <= 180.0).then_some(Self { lat, lon })
    }

    /// Distance in metres, over a map that is flat at the middle between both: within a region under 0.6 % off, enough to say "900 m".
    ///
    /// The cosine is its series. The library's own are written for any angle at all, and a browser downloads them.
    pub fn distance(self, other: Self) -> f64 {
        const METRES_PER_DEGREE: f64 = 6_371_000.0 * std::f64::consts::PI / 180.0;
        let x = self.lat.midpoint(other.lat).to_radians().powi(2);
        let cosine = 1.0 - x / 2.0 * (1.0 - x / 12.0 * (1.0 - x / 30.0 * (1.0 - x / 56.0 * (1.0 - x / 90.0))));
        let (north, east) = (other.lat - self.lat, (other.lon - self.lon) * cosine);
        METRES_PER_DEGREE * (north * north + east * east).sqrt()
    }
}

impl std::fmt::Display for Point {
    /// To the metre: `48.95671,4.35883`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.5},{:.5}", self.lat, self.lon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_as_it_is_written() {
        let point = Point { lat: 48.956_71, lon: -4.358_83 };
        assert_eq!(point.to_string(), "48.95671,-4.35883");
        assert_eq!(Point::read(&point.to_string()), Some(point));
        for wrong in ["", "48.9", "91,0", "0,181", "NaN,0", "a,b", "1,2,3"] {
            assert_eq!(Point::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn distance_between_two_known_cathedrals() {
        // Châlons (Saint-Étienne) to Reims (Notre-Dame): 41 km as the crow flies.
        let chalons = Point { lat: 48.9567, lon: 4.3588 };
        let reims = Point { lat: 49.2539, lon: 4.0340 };
        let metres = chalons.distance(reims);
        assert!((40_000.0..42_000.0).contains(&metres), "{metres}");
    }

    #[test]
    fn a_degree_of_longitude_is_as_long_as_its_parallel() {
        // WGS 84 says 111.3 km at the equator, 55.8 km at 60°, 19.4 km at 80°; the sphere is 0.6 % off at most.
        for (lat, km) in [(0.0, 111.3), (60.0, 55.8), (-60.0, 55.8), (80.0, 19.4)] {
            let found = Point { lat, lon: 5.0 }.distance(Point { lat, lon: 6.0 }) / 1_000.0;
            assert!((found / km - 1.0_f64).abs() < 0.006, "{lat}: {found} for {km}");
        }
    }
}
