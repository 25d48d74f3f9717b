//! A point as people have it: two numbers, or an address copied from a map.
//!
//! The point of an address is `locate`'s.

use shared::domain::Point;

/// The point that a text names. `None`: no two numbers that are one.
pub(super) fn read(text: &str) -> Option<Point> {
    let text = text.trim();
    let found = match text.split_once(':') {
        Some(("geo", rest)) => pair(rest),
        Some(("http" | "https", _)) => of_map(text),
        _ => pair(text),
    };
    found.filter(|point| (-90.0..=90.0).contains(&point.lat) && (-180.0..=180.0).contains(&point.lon))
}

/// As the field shows it: seven decimals are a centimetre.
pub(super) fn write(point: Point) -> String {
    let short = |degrees: f64| format!("{degrees:.7}").trim_end_matches('0').trim_end_matches('.').to_owned();
    format!("{}, {}", short(point.lat), short(point.lon))
}

/// The page of a map that shows it.
pub(super) fn map(point: Point) -> String {
    format!("https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=18/{0}/{1}", point.lat, point.lon)
}

/// Latitude and longitude, with a comma or a semicolon between, else a space: `48.9566, 4.3634`, `48,9566 ; 4,3634`.
fn pair(text: &str) -> Option<Point> {
    let text = text.split(['?', '&']).next()?.trim();
    let parts: Vec<&str> = match text.matches([';', ' ', '\u{a0}']).count() {
        0 => text.split(',').collect(),
        _ if text.contains(';') => text.split(';').collect(),
        _ if text.contains(", ") => text.split(", ").collect(),
        _ => text.split_whitespace().collect(),
    };
    let mut parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    let (lat, lon) = (degrees(parts.next()?)?, degrees(parts.next()?)?);
    // A third number is a height.
    Some(Point { lat, lon })
}

fn degrees(text: &str) -> Option<f64> {
    text.trim_end_matches([',', '°']).replace(',', ".").parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

/// What OpenStreetMap, Google, Apple and the French state's maps write into their addresses.
fn of_map(address: &str) -> Option<Point> {
    let url = url::Url::parse(address).ok()?;
    let query = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    if let (Some(lat), Some(lon)) = (query("mlat"), query("mlon")) {
        return Some(Point { lat: degrees(&lat)?, lon: degrees(&lon)? });
    }
    // The pin of a place, rather than the middle of the window.
    if let Some((_, pin)) = url.path().split_once("!3d") {
        let (lat, rest) = pin.split_once("!4d")?;
        return Some(Point { lat: degrees(lat)?, lon: degrees(rest.split(['!', '/']).next()?)? });
    }
    if let Some((_, at)) = url.path().split_once("/@") {
        return pair(&at.splitn(3, ',').take(2).collect::<Vec<_>>().join(", "));
    }
    if let Some(found) = ["ll", "q", "query", "sll", "center"].iter().find_map(|name| pair(&query(name)?)) {
        return Some(found);
    }
    let (_, map) = url.fragment()?.split_once("map=")?;
    let mut parts = map.split(['/', '&']).skip(1);
    Some(Point { lat: degrees(parts.next()?)?, lon: degrees(parts.next()?)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_as_people_paste_them() {
        for text in [
            "48.9566, 4.3634",
            "48.9566,4.3634",
            "48,9566 ; 4,3634",
            "48,9566 4,3634",
            "48,9566, 4,3634",
            " 48.9566 4.3634 ",
            "geo:48.9566,4.3634?z=17",
            "geo:48.9566,4.3634,82",
            "https://www.openstreetmap.org/?mlat=48.9566&mlon=4.3634#map=18/48.9/4.3",
            "https://www.openstreetmap.org/#map=18/48.9566/4.3634",
            "https://www.google.com/maps/@48.9566,4.3634,17z",
            "https://www.google.com/maps/place/Mairie/@48.9,4.3,17z/data=!3m1!4b1!3d48.9566!4d4.3634!16s",
            "https://maps.google.com/?q=48.9566,4.3634",
            "https://maps.apple.com/?ll=48.9566,4.3634",
        ] {
            assert_eq!(read(text), Some(Point { lat: 48.9566, lon: 4.3634 }), "{text}");
        }
        for text in ["", "place Foch", "48.9566", "148.9, 4.3", "https://maps.app.goo.gl/abc", "NaN, 4"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_the_field_shows_is_read_again() {
        let point = Point { lat: 46.5, lon: -2.487_012_3 };
        assert_eq!((write(point).as_str(), read(&write(point))), ("46.5, -2.4870123", Some(point)));
    }
}
