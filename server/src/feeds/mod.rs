//! What goes out to other tools: news as RSS 2.0 and JSON Feed 1.1, events as iCalendar, places as GeoJSON.
//!
//! Made from what phones get, nothing more, and once for each end of the log.

mod agenda;
mod news;
mod places;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use shared::domain::Kind;

use crate::app::App;
use crate::http::HttpError;
use crate::sync::entity_tag;

/// Feed readers ask each few minutes at most.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// `GET /feeds/news.rss`
pub async fn news_rss(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let items = shown_news(&app).await?;
    answer(&app, &headers, "application/rss+xml; charset=utf-8", || Ok(news::rss(&Channel::of(&app), &items)))
}

/// `GET /feeds/news.json`
pub async fn news_json(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let items = shown_news(&app).await?;
    answer(&app, &headers, "application/feed+json", || news::json(&Channel::of(&app), &items))
}

/// `GET /feeds/agenda.ics`
pub async fn agenda_ics(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let events = records(&app, Kind::Event).await?;
    let places = records(&app, Kind::Place).await?;
    answer(&app, &headers, "text/calendar; charset=utf-8", || {
        Ok(agenda::ics(&Channel::of(&app), &events, &places, app.clock.now()))
    })
}

/// `GET /feeds/places.geojson`
pub async fn places_geojson(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let places = records(&app, Kind::Place).await?;
    answer(&app, &headers, "application/geo+json", || places::geojson(&places))
}

/// What all feeds say of themselves.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    /// Name of the app.
    name: String,
    /// Address of the app, without a final slash.
    url: String,
    /// IANA zone.
    timezone: String,
    /// BCP 47.
    language: String,
}

impl Channel {
    fn of(app: &App) -> Arc<Self> {
        let territory = app.territory.as_ref();
        Arc::new(Self {
            name: territory.map_or_else(|| "Guichet Jeunes".to_owned(), |territory| territory.app_name.clone()),
            url: app.public_url.clone(),
            timezone: territory.map_or_else(|| "Europe/Paris".to_owned(), |territory| territory.timezone.clone()),
            language: territory
                .and_then(|territory| territory.languages.first().cloned())
                .unwrap_or_else(|| "fr".to_owned()),
        })
    }
}

async fn shown_news(app: &App) -> Result<Vec<shared::domain::News>, HttpError> {
    let mut items: Vec<shared::domain::News> = records(app, Kind::News).await?;
    let now = app.clock.now();
    items.retain(|news| news.is_shown(now));
    items.sort_by_key(|news| std::cmp::Reverse(news.publish_at));
    items.truncate(100);
    Ok(items)
}

async fn records<T: DeserializeOwned>(app: &App, kind: Kind) -> Result<Vec<T>, HttpError> {
    let bodies = app.storage.bodies(kind.name()).await?;
    bodies
        .iter()
        .map(|body| serde_json::from_str(body).map_err(|error| HttpError::Internal(error.to_string())))
        .collect()
}

fn answer(
    app: &App,
    asked: &HeaderMap,
    kind: &'static str,
    make: impl FnOnce() -> Result<String, serde_json::Error>,
) -> Result<Response, HttpError> {
    let head = app.library.head();
    let tag = entity_tag(&head.log, head.seq);
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, CACHE);
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).map_err(|error| HttpError::Internal(error.to_string()))?);
    // Feed readers of other sites are welcome.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if asked.get(header::IF_NONE_MATCH).is_some_and(|held| held.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let body = make().map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok((headers, Bytes::from(body)).into_response())
}
