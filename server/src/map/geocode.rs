//! `GET /api/v1/geocode`: addresses, by the national geocoder.
//!
//! What goes out is the folded words and, to weigh answers, the territory's centre: never the place where somebody stands.
//! Answers outside the territory are left out. They are kept for some minutes in memory, for typing asks the same again and
//! again; nothing of it reaches a disk or a log.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use shared::domain::{Bounds, Point, Territory, fold};
use shared::protocol::{GEOCODE_MAX_CHARS, GEOCODE_MAX_SPOTS, Geocoded, Spot, SpotKind};
use url::Url;

use super::outside::{Outside, OutsideError};
use crate::app::App;
use crate::config::Config;
use crate::http::HttpError;
use crate::http::limits::asker;

/// Shortest question that is asked, as the national service itself wants it.
const SHORTEST: usize = 3;

/// Largest answer that is read.
const ANSWER: usize = 512 * 1024;

/// Answers asked for: some will lie outside the territory.
const ASKED: usize = 20;

/// Answers kept, and for how many seconds.
const KEPT: usize = 500;
const FOR: i64 = 600;

/// Seconds for which a geocoder that failed is not asked.
const REST: i64 = 10;

/// The geocoder.
#[derive(Debug)]
pub(super) struct Geocoder {
    outside: Arc<Outside>,
    address: Url,
    bounds: Bounds,
    center: Point,
    answers: Mutex<VecDeque<Answer>>,
    failure: Mutex<Option<(i64, OutsideError)>>,
}

#[derive(Debug)]
struct Answer {
    question: String,
    at: i64,
    spots: Vec<Spot>,
}

/// What is asked here.
#[derive(Debug, Deserialize)]
pub struct Question {
    #[serde(default)]
    q: String,
    #[serde(default)]
    lat: Option<String>,
    #[serde(default)]
    lon: Option<String>,
}

impl Question {
    /// Where answers shall be near; what is no position is none.
    fn near(&self) -> Option<Point> {
        let degrees = |text: &Option<String>, most: f64| {
            text.as_deref()?.trim().parse::<f64>().ok().filter(|degrees| degrees.is_finite() && degrees.abs() <= most)
        };
        Some(Point { lat: degrees(&self.lat, 90.0)?, lon: degrees(&self.lon, 180.0)? })
    }
}

/// `GET /api/v1/geocode?q=…&lat=…&lon=…`
pub async fn geocode(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>,
    headers: HeaderMap,
    question: Result<Query<Question>, QueryRejection>,
) -> Result<Response, HttpError> {
    let Query(question) = question.map_err(|fault| HttpError::bad_request("query-unreadable", fault.body_text()))?;
    let now = app.clock.now();
    app.maps.searches.take(asker(peer, &headers, app.config.trusted_proxies), now).map_err(HttpError::TooMany)?;
    let words = folded(&question.q);
    if question.q.chars().count() > GEOCODE_MAX_CHARS {
        return Err(HttpError::unprocessable("question-too-long", "an address has at most 120 characters"));
    }
    let mut spots = Vec::new();
    if words.chars().count() >= SHORTEST {
        let geocoder = app.maps.geocoder.as_ref().ok_or_else(|| {
            HttpError::Refused(
                StatusCode::SERVICE_UNAVAILABLE,
                "geocoder-off",
                "this server asks no geocoder".to_owned(),
            )
        })?;
        spots = geocoder.find(&words, now).await.map_err(|error| {
            let title = format!("the geocoder gives nothing now: {error}");
            HttpError::Refused(StatusCode::SERVICE_UNAVAILABLE, "geocoder-down", title)
        })?;
    }
    if let Some(near) = question.near() {
        // Answers keep their order of merit; among those of one name the nearest comes first.
        let names: Vec<String> = spots.iter().map(|spot| fold(&spot.name)).collect();
        spots.sort_by_cached_key(|spot| {
            let name = fold(&spot.name);
            (names.iter().position(|other| *other == name), near.distance(spot.point) as i64)
        });
    }
    spots.truncate(GEOCODE_MAX_SPOTS);
    let kind = HeaderValue::from_static("application/geo+json");
    let mut answer = Json(Geocoded::of(&spots)).into_response();
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    // On the phone alone: a cache between would know what was looked for.
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300"));
    Ok(answer)
}

/// The words of a question, as they are asked and remembered.
fn folded(text: &str) -> String {
    let kept: String = fold(text)
        .chars()
        .take(GEOCODE_MAX_CHARS)
        .map(|letter| if letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '-') { letter } else { ' ' })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Geocoder {
    /// The one that the configuration names; `None` when it is off.
    pub(super) fn new(config: &Config, territory: &Territory, outside: &Arc<Outside>) -> Option<Self> {
        let named = config.geocoder.trim();
        if matches!(named, "" | "off") {
            return None;
        }
        let address =
            Url::parse(named).inspect_err(|error| tracing::error!(%error, "geocoder is no web address")).ok()?;
        Some(Self {
            outside: Arc::clone(outside),
            address,
            bounds: territory.bounds,
            center: territory.center,
            answers: Mutex::default(),
            failure: Mutex::default(),
        })
    }

    /// What went wrong last, if it did.
    pub(super) fn standing(&self) -> Result<(), OutsideError> {
        match &*self.failure.lock().unwrap_or_else(PoisonError::into_inner) {
            None => Ok(()),
            Some((_, error)) => Err(error.clone()),
        }
    }

    /// The best answer, if there is one: what fails is as if nobody knew.
    pub(super) async fn best(&self, words: &str, now: i64) -> Option<Spot> {
        let words = folded(words);
        if words.chars().count() < SHORTEST {
            return None;
        }
        self.find(&words, now).await.ok()?.into_iter().next()
    }

    /// Addresses of the territory for these words, the best first.
    async fn find(&self, words: &str, now: i64) -> Result<Vec<Spot>, OutsideError> {
        if let Some(spots) = self.recall(words, now) {
            return Ok(spots);
        }
        if let Some((at, error)) = &*self.failure.lock().unwrap_or_else(PoisonError::into_inner)
            && (*at..at + REST).contains(&now)
        {
            return Err(error.clone());
        }
        let answer = self.outside.get(&self.question(words), ANSWER).await;
        let spots = answer.and_then(|answer| {
            answer.as_deref().and_then(|answer| read(answer, &self.bounds)).ok_or(OutsideError::Foreign)
        });
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        match &spots {
            Ok(spots) => {
                *failure = None;
                self.remember(words, now, spots);
            }
            Err(error) => *failure = Some((now, error.clone())),
        }
        drop(failure);
        spots
    }

    fn question(&self, words: &str) -> Url {
        let mut url = self.address.clone();
        url.query_pairs_mut()
            .append_pair("q", words)
            .append_pair("limit", &ASKED.to_string())
            .append_pair("autocomplete", "1")
            .append_pair("lat", &format!("{:.3}", self.center.lat))
            .append_pair("lon", &format!("{:.3}", self.center.lon));
        url
    }

    fn recall(&self, words: &str, now: i64) -> Option<Vec<Spot>> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answers.iter().find(|answer| answer.question == words)?;
        (known.at..known.at + FOR).contains(&now).then(|| known.spots.clone())
    }

    fn remember(&self, words: &str, now: i64, spots: &[Spot]) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.retain(|answer| answer.question != words && (answer.at..answer.at + FOR).contains(&now));
        answers.push_front(Answer { question: words.to_owned(), at: now, spots: spots.to_vec() });
        answers.truncate(KEPT);
    }
}

/// The spots of an answer in the national format that lie in the territory; `None` when it is none.
fn read(answer: &[u8], bounds: &Bounds) -> Option<Vec<Spot>> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    if answer.get("type")? != "FeatureCollection" {
        return None;
    }
    let features = answer.get("features")?.as_array()?;
    Some(features.iter().filter_map(spot).filter(|spot| bounds.contains(spot.point)).collect())
}

/// One feature. What a newer service adds is not looked at; what is no named point is left out.
fn spot(feature: &Value) -> Option<Spot> {
    let geometry = feature.get("geometry")?;
    let coordinates = geometry.get("coordinates")?.as_array()?;
    let point = Point { lon: coordinates.first()?.as_f64()?, lat: coordinates.get(1)?.as_f64()? };
    let said = feature.get("properties")?;
    // Named places give lists where addresses give words.
    let words = |name: &str| match said.get(name) {
        Some(Value::Array(all)) => all.first().and_then(Value::as_str),
        other => other.and_then(Value::as_str),
    };
    let name =
        ["name", "toponym", "label"].into_iter().find_map(words).map(str::trim).filter(|name| !name.is_empty())?;
    let kind = match words("type") {
        Some(kind) => SpotKind::of(kind),
        None => SpotKind::Place,
    };
    let (postcode, city) = (words("postcode").unwrap_or_default(), words("city").unwrap_or_default());
    let context = if city == name { postcode.to_owned() } else { format!("{postcode} {city}").trim().to_owned() };
    Some(Spot { kind, name: name.chars().take(200).collect(), context: context.chars().take(200).collect(), point })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_words_alone() {
        assert_eq!(folded("  12, Rue de la MARNE ?! "), "12 rue de la marne");
        assert_eq!(folded("rue de l’Épine\r\nX-Evil: 1"), "rue de l’epine x-evil 1");
        assert_eq!(folded("&lat=1#%00"), "lat 1 00");
    }

    #[test]
    fn a_position_is_two_numbers_or_none() {
        let near = |lat: &str, lon: &str| {
            Question { q: String::new(), lat: Some(lat.to_owned()), lon: Some(lon.to_owned()) }.near()
        };
        assert_eq!(near("48.95", "4.36"), Some(Point { lat: 48.95, lon: 4.36 }));
        for (lat, lon) in [("NaN", "1"), ("91", "1"), ("1", "181"), ("", ""), ("1e400", "0"), ("nord", "est")] {
            assert_eq!(near(lat, lon), None, "{lat} {lon}");
        }
    }
}
