//! Answers about one question from several sources, each said once.
//!
//! The first source is believed: the town's own places, then the file, which is there off line and at once, then the
//! geocoder, which knows more and comes later. So nothing moves under a finger when the last of them arrives.

use super::words::words;
use crate::domain::{Place, Point};
use crate::protocol::{Spot, SpotKind};

/// Two names alike this near to each other, in metres, are one thing: the middle of a street is not everybody's.
const SAME: f64 = 400.0;

/// Spots of `later` that neither `first` nor one of the town's places said, after those of `first`; at most so many.
pub fn merged(places: &[Place], first: Vec<Spot>, later: Vec<Spot>, limit: usize) -> Vec<Spot> {
    let mut said: Vec<(Vec<String>, Option<Point>)> =
        places.iter().map(|place| (words(&place.name), place.point)).collect();
    let mut spots = Vec::new();
    for spot in first.into_iter().chain(later) {
        let name = words(&spot.name);
        let again = said.iter().any(|(known, point)| {
            *known == name && point.is_none_or(|point| point.distance(spot.point) < reach(spot.kind))
        });
        if !again && spots.len() < limit {
            said.push((name, Some(spot.point)));
            spots.push(spot);
        }
    }
    spots
}

/// A commune's middle is farther from another's idea of it than a street's.
const fn reach(kind: SpotKind) -> f64 {
    match kind {
        SpotKind::Municipality | SpotKind::Locality => SAME * 10.0,
        SpotKind::House | SpotKind::Street | SpotKind::Place => SAME,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    fn spot(kind: SpotKind, name: &str, lat: f64) -> Spot {
        Spot { kind, name: name.to_owned(), context: String::new(), point: Point { lat, lon: 4.36 } }
    }

    fn names(spots: &[Spot]) -> Vec<&str> {
        spots.iter().map(|spot| spot.name.as_str()).collect()
    }

    #[test]
    fn what_two_sources_know_is_said_once_by_the_first() {
        let file = vec![spot(SpotKind::Street, "Rue de l’Arquebuse", 48.950)];
        let geocoder = vec![
            spot(SpotKind::Street, "Rue de l'Arquebuse", 48.952),
            spot(SpotKind::House, "3 Rue de l’Arquebuse", 48.951),
        ];
        let all = merged(&[], file, geocoder, 9);
        assert_eq!(names(&all), ["Rue de l’Arquebuse", "3 Rue de l’Arquebuse"]);
    }

    #[test]
    fn streets_of_one_name_in_two_communes_are_two() {
        let all = merged(
            &[],
            vec![spot(SpotKind::Street, "Rue de la Gare", 48.95)],
            vec![spot(SpotKind::Street, "Rue de la Gare", 48.99)],
            9,
        );
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn a_place_of_the_town_s_is_not_said_again_and_the_list_ends() {
        let place: Place = serde_json::from_value(serde_json::json!({
            "id": "gare", "name": "Gare de Châlons", "place_kind": "transport", "sections": ["bouger"], "summary": "Trains.",
            "city": "Châlons", "point": { "lat": 48.95, "lon": 4.36 }, "sources": [], "verified_on": "2026-11-01",
        }))
        .unwrap();
        let found =
            vec![spot(SpotKind::Place, "Gare de Chalons", 48.951), spot(SpotKind::Place, "Gare routière", 48.95)];
        assert_eq!(names(&merged(&[place], found, Vec::new(), 9)), ["Gare routière"]);
        let many = (0..9).map(|n| spot(SpotKind::Street, &format!("Rue {n}"), 48.9)).collect();
        assert_eq!(merged(&[], many, Vec::new(), 4).len(), 4);
    }
}
