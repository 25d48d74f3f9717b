//! The map's server side: basemap, letters, the file that phones keep, and addresses.
//!
//! Invariant: a phone asks its town's server alone. What the server asks elsewhere carries a tile's number or the words of a
//! search, nothing of who asks, and nothing is logged of either. The file of `guichet map build` comes first; without it tiles
//! come from an online source, through a cache. Leading phones to that source themselves was rejected: it would learn who
//! looks where.

pub mod build;
mod cache;
mod download;
mod geocode;
mod glyphs;
mod held;
mod online;
mod outside;
mod tile;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use shared::domain::Territory;
use shared::protocol::{MapInfo, Spot, SpotKind};

use crate::app::App;
use crate::config::Config;
use crate::http::HttpError;
use crate::http::limits::{RateLimit, asker};
use held::{Held, HeldFile};
use online::{Online, OnlineError};
use tile::{Grid, Tile};

pub use download::file;
pub use geocode::geocode;
pub use outside::{Outside, OutsideError};

/// Tiles and letters one address may ask for at once, and then one each second: a school behind one address looks too.
const TILES: u32 = 6_000;

/// Parts of the file one address may ask for at once, and then one each second: a bad line takes it in many.
const PARTS: u32 = 600;

/// Searches for an address that one address may make at once, and then one each second: typing asks a few times.
const SEARCHES: u32 = 240;

/// Kept for good when its address names the version, else asked for again after an hour.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
const AN_HOUR: &str = "public, max-age=3600";

/// What the handlers of the map share.
#[derive(Debug)]
pub struct Maps {
    held: HeldFile,
    /// `None`: switched off, misconfigured, or there is no territory to keep to.
    online: Option<Online>,
    geocoder: Option<geocode::Geocoder>,
    glyphs: glyphs::Letters,
    tiles: RateLimit,
    parts: RateLimit,
    searches: RateLimit,
}

impl Maps {
    /// As configured. Opens no connection and reads no file yet.
    pub fn new(config: &Config, territory: Option<&Territory>) -> Self {
        let outside = Arc::new(Outside::new(config.private_map, Duration::from_secs(config.map_timeout_seconds)));
        let bounds = territory.map(|territory| territory.bounds);
        Self {
            held: HeldFile::new(config.map_file()),
            online: bounds.and_then(|bounds| Online::new(config, bounds, &outside)),
            geocoder: territory.and_then(|territory| geocode::Geocoder::new(config, territory, &outside)),
            glyphs: glyphs::Letters::new(config.map_font.clone()),
            tiles: RateLimit::new(TILES, 1),
            parts: RateLimit::new(PARTS, 1),
            searches: RateLimit::new(SEARCHES, 1),
        }
    }

    async fn info(&self, now: i64) -> MapInfo {
        if let Some(held) = self.held.look().await {
            return MapInfo { basemap: Some(held.archive.info().clone()), file: Some(held.file.clone()) };
        }
        let basemap = match &self.online {
            Some(online) => online.basemap(now).await.ok(),
            None => None,
        };
        MapInfo { basemap, file: None }
    }
}

/// The version that an address names, as `MapInfo` told it.
#[derive(Debug, Default, Deserialize)]
pub struct Version {
    #[serde(default)]
    v: Option<String>,
}

impl Version {
    /// How long an answer of the present version may be kept.
    fn keep(&self, version: &str) -> HeaderValue {
        HeaderValue::from_static(if self.v.as_deref() == Some(version) { FOR_GOOD } else { AN_HOUR })
    }
}

/// `GET /api/v1/map`: what there is.
pub async fn info(State(app): State<App>) -> Response {
    let info = app.maps.info(app.clock.now()).await;
    ([(header::CACHE_CONTROL, "no-cache")], Json(info)).into_response()
}

/// `GET /api/v1/map/tiles/{z}/{x}/{y}`
pub async fn tile(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>,
    headers: HeaderMap,
    Path((z, x, y)): Path<(String, String, String)>,
    version: Result<Query<Version>, QueryRejection>,
) -> Result<Response, HttpError> {
    let version = version.map(|Query(version)| version).unwrap_or_default();
    let now = app.clock.now();
    app.maps.tiles.take(asker(peer, &headers, app.config.trusted_proxies), now).map_err(HttpError::TooMany)?;
    let grid = Grid::parse(&z, &x, &y).ok_or(HttpError::NotFound)?;
    let (tile, version) = if let Some(held) = app.maps.held.look().await {
        let info = held.archive.info();
        if !(info.min_zoom..=info.max_zoom).contains(&grid.z) {
            return Err(HttpError::NotFound);
        }
        let keep = version.keep(&info.version);
        (from_file(held, grid).await?, keep)
    } else {
        let online = app.maps.online.as_ref().ok_or(HttpError::NotFound)?;
        let basemap = online.basemap(now).await.map_err(unavailable)?;
        if !(basemap.min_zoom..=basemap.max_zoom).contains(&grid.z) {
            return Err(HttpError::NotFound);
        }
        (online.tile(grid, now).await.map_err(unavailable)?, version.keep(&basemap.version))
    };
    Ok(give(tile, version, &headers))
}

async fn from_file(held: Arc<Held>, grid: Grid) -> Result<Tile, HttpError> {
    let read = tokio::task::spawn_blocking(move || held.archive.tile(grid.z, grid.x, grid.y)).await;
    let tile = read.map_err(|error| HttpError::Internal(error.to_string()))?;
    let tile = tile.map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok(Tile::of_file(tile))
}

fn unavailable(error: OnlineError) -> HttpError {
    HttpError::Refused(StatusCode::SERVICE_UNAVAILABLE, "map-source-down", error.to_string())
}

/// A tile as it is kept, to whoever reads gzip; unpacked to the others.
fn give(tile: Tile, keep: HeaderValue, headers: &HeaderMap) -> Response {
    let kind = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
    let vary = (header::VARY, HeaderValue::from_static("accept-encoding"));
    match tile {
        Tile::Nothing => (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, keep)]).into_response(),
        Tile::Gzip(bytes) if tile::reads_gzip(headers) => {
            let gzip = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep), vary, gzip], bytes).into_response()
        }
        Tile::Gzip(bytes) => match tile::unpacked(&bytes) {
            Some(bytes) => ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep), vary], bytes).into_response(),
            None => HttpError::Internal("a tile of the map cannot be unpacked".to_owned()).into_response(),
        },
    }
}

/// `GET /api/v1/map/glyphs/{range}`
pub async fn glyphs(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>,
    headers: HeaderMap,
    Path(range): Path<String>,
    version: Result<Query<Version>, QueryRejection>,
) -> Result<Response, HttpError> {
    let version = version.map(|Query(version)| version).unwrap_or_default();
    let now = app.clock.now();
    app.maps.tiles.take(asker(peer, &headers, app.config.trusted_proxies), now).map_err(HttpError::TooMany)?;
    let range = glyphs::Range::parse(range.strip_suffix(".pbf").unwrap_or(&range)).ok_or(HttpError::NotFound)?;
    let held = app.maps.held.look().await;
    let keep =
        held.as_ref().map_or(HeaderValue::from_static(AN_HOUR), |held| version.keep(&held.archive.info().version));
    let from_file = match held {
        Some(held) => {
            held.archive.glyphs(&range.to_string()).map_err(|error| HttpError::Internal(error.to_string()))?
        }
        None => None,
    };
    let letters = match from_file {
        Some(letters) => Bytes::from(letters),
        None => app.maps.glyphs.of(range).await.ok_or(HttpError::NotFound)?,
    };
    let kind = HeaderValue::from_static("application/x-protobuf");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], letters).into_response())
}

/// How each part is, for `/readyz` and for the console.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The file's length and when it was built, what is wrong with it in French, or that there is none.
    pub file: Result<Option<(u64, i64)>, &'static str>,
    /// Whether the online source answers; `None`: it is off.
    pub source: Option<Result<(), OutsideError>>,
    /// The same of the geocoder.
    pub geocoder: Option<Result<(), OutsideError>>,
    /// Whether letters can be drawn without a file.
    pub font: bool,
}

impl Maps {
    /// Where an address of the territory is: by the file, and by the geocoder when the file knows no more than its street.
    pub(crate) async fn locate(&self, words: &str, now: i64) -> Option<Spot> {
        let of_file = match self.held.look().await {
            Some(held) => {
                let asked = words.to_owned();
                tokio::task::spawn_blocking(move || held.archive.spots(&asked, None, 1)).await.ok()?.pop()
            }
            None => None,
        };
        if of_file.as_ref().is_some_and(|spot| spot.kind == SpotKind::House) {
            return of_file;
        }
        let asked = match &self.geocoder {
            Some(geocoder) => geocoder.best(words, now).await,
            None => None,
        };
        asked.or(of_file)
    }

    /// How each part is. Asks nothing outside: what was seen last counts.
    pub async fn standing(&self) -> Standing {
        let held = self.held.look().await;
        let file = match held {
            Some(held) => Ok(Some((held.file.bytes, held.file.built_at))),
            None => self.held.fault().map_or(Ok(None), Err),
        };
        Standing {
            file,
            source: self.online.as_ref().map(Online::standing),
            geocoder: self.geocoder.as_ref().map(geocode::Geocoder::standing),
            font: self.glyphs.has_font(),
        }
    }
}
