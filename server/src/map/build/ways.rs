//! Communes as areas, and where along a line its middle is.
//!
//! A boundary in `OpenStreetMap` is a bag of lines in any order. Whether a point lies inside needs no rings: a ray from it
//! crosses the lines of the bag an odd number of times (even-odd rule), holes included.

use shared::domain::Point;

/// A commune, with the lines of its boundary.
#[derive(Clone, Debug, Default)]
pub(super) struct Commune {
    pub(super) name: String,
    pub(super) postcode: String,
    segments: Vec<(Point, Point)>,
    /// South, west, north, east.
    around: Option<[f64; 4]>,
}

impl Commune {
    pub(super) fn new(name: &str, postcode: &str) -> Self {
        Self { name: name.to_owned(), postcode: postcode.to_owned(), ..Self::default() }
    }

    /// Adds one of its lines.
    pub(super) fn line(&mut self, points: &[Point]) {
        for (from, to) in points.iter().zip(points.iter().skip(1)) {
            self.segments.push((*from, *to));
        }
        for point in points {
            let [south, west, north, east] = self.around.get_or_insert([point.lat, point.lon, point.lat, point.lon]);
            *south = south.min(point.lat);
            *west = west.min(point.lon);
            *north = north.max(point.lat);
            *east = east.max(point.lon);
        }
    }

    pub(super) fn contains(&self, point: Point) -> bool {
        let Some([south, west, north, east]) = self.around else { return false };
        if !(south..=north).contains(&point.lat) || !(west..=east).contains(&point.lon) {
            return false;
        }
        let crossings = self.segments.iter().filter(|(from, to)| {
            (from.lat > point.lat) != (to.lat > point.lat) && {
                let along = (point.lat - from.lat) / (to.lat - from.lat);
                point.lon < from.lon + along * (to.lon - from.lon)
            }
        });
        crossings.count() % 2 == 1
    }
}

/// The point of these that is nearest to the middle of all: on the street, not beside its bend.
pub(super) fn middle(points: &[Point]) -> Option<Point> {
    let mean = mean(points)?;
    points.iter().copied().min_by(|left, right| mean.distance(*left).total_cmp(&mean.distance(*right)))
}

/// The mean of these.
pub(super) fn mean(points: &[Point]) -> Option<Point> {
    let count = points.len() as f64;
    let sum = points.iter().fold((0.0, 0.0), |(lat, lon), point| (lat + point.lat, lon + point.lon));
    (!points.is_empty()).then(|| Point { lat: sum.0 / count, lon: sum.1 / count })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Point {
        Point { lat, lon }
    }

    #[test]
    fn a_bag_of_lines_in_any_order_is_an_area_with_its_hole() {
        let mut commune = Commune::new("Demo-Bourg", "18000");
        let corners = [at(0.0, 0.0), at(0.0, 4.0), at(4.0, 4.0), at(4.0, 0.0)];
        // Two lines of two sides each, one of them written backwards.
        commune.line(&[corners[2], corners[1], corners[0]]);
        commune.line(&[corners[2], corners[3], corners[0]]);
        let hole = [at(1.0, 1.0), at(1.0, 2.0), at(2.0, 2.0), at(2.0, 1.0), at(1.0, 1.0)];
        commune.line(&hole);
        for (point, inside) in [
            (at(3.0, 3.0), true),
            (at(0.5, 3.5), true),
            (at(1.5, 1.5), false),
            (at(5.0, 1.0), false),
            (at(2.0, -1.0), false),
        ] {
            assert_eq!(commune.contains(point), inside, "{point:?}");
        }
        assert!(!Commune::new("Vide", "").contains(at(1.0, 1.0)));
    }

    #[test]
    fn the_middle_of_a_bent_street_is_on_it() {
        let street = [at(0.0, 0.0), at(0.0, 1.0), at(0.0, 2.0), at(1.0, 2.0), at(2.0, 2.0)];
        assert!(middle(&street).is_some_and(|middle| street[1..4].contains(&middle)));
        assert_eq!(middle(&[]), None);
    }
}
