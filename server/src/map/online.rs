//! Tiles of an online source, for a town that has no file yet.
//!
//! Invariant: only tiles that show the territory or its surroundings are asked for, each once however many wait for it, and a
//! source that failed is left in peace for a while. What it gave stays in [`Cache`], and is given while the source is down,
//! however old.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::domain::Bounds;
use shared::protocol::Basemap;
use tokio::sync::{OnceCell, Semaphore};
use url::Url;

use super::cache::{Cache, Kept};
use super::outside::{Outside, OutsideError};
use super::tile::{Grid, LARGEST, Tile};
use crate::config::Config;

/// Largest description of a source.
const DESCRIPTION: usize = 512 * 1024;

/// Seconds for which a description is believed. A source that renews its tiles gives them another address.
const BELIEVED: i64 = 86_400;

/// Seconds for which a tile of the same address is not asked for again.
const KEPT: i64 = 30 * 86_400;

/// Seconds for which a source that failed is not asked.
const REST: i64 = 15;

/// Tiles asked for at once.
const AT_ONCE: usize = 8;

/// Highest zoom when a source does not say: the schema's own.
const MAX_ZOOM: u8 = 14;

/// What is shown with tiles that say nothing of whose they are.
const ATTRIBUTION: &str = "© les contributeurs d’OpenStreetMap";

/// Why there is no tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the map's source gives nothing now: {0}")]
pub struct OnlineError(pub OutsideError);

type Waiting = Arc<OnceCell<Result<Tile, OnlineError>>>;

/// The source.
#[derive(Debug)]
pub(super) struct Online {
    outside: Arc<Outside>,
    source: Source,
    bounds: Bounds,
    cache: Cache,
    described: tokio::sync::Mutex<Option<Described>>,
    waiting: Mutex<HashMap<Grid, Waiting>>,
    places: Semaphore,
    failure: Mutex<Option<(i64, OutsideError)>>,
}

/// What the configuration names.
#[derive(Clone, Debug)]
enum Source {
    TileJson(Url),
    Template(String),
}

/// What a source said of itself.
#[derive(Clone, Debug)]
struct Described {
    at: i64,
    template: String,
    basemap: Basemap,
}

impl Described {
    /// Whether a tile that was kept is as good as a new one.
    fn is_fresh(&self, kept: &Kept, now: i64) -> bool {
        kept.version == self.basemap.version && (kept.at..kept.at + KEPT).contains(&now)
    }
}

/// `TileJSON` 3.0, as much as is read.
#[derive(Debug, Deserialize)]
struct TileJson {
    tiles: Vec<String>,
    #[serde(default)]
    minzoom: u8,
    #[serde(default)]
    maxzoom: Option<u8>,
    #[serde(default)]
    attribution: Option<String>,
}

impl Online {
    /// The source that the configuration names; `None` when it is off.
    pub(super) fn new(config: &Config, bounds: Bounds, outside: &Arc<Outside>) -> Option<Self> {
        let named = config.map_source.trim();
        let source = match named {
            "" | "off" => return None,
            template if template.contains("{z}") => Source::Template(template.to_owned()),
            address => match Url::parse(address) {
                Ok(url) => Source::TileJson(url),
                Err(error) => {
                    tracing::error!(%error, "map_source is no web address: the map has no online source");
                    return None;
                }
            },
        };
        Some(Self {
            outside: Arc::clone(outside),
            source,
            bounds,
            cache: Cache::new(config.data.join("map-cache.sqlite"), config.map_cache_mib.saturating_mul(1024 * 1024)),
            described: tokio::sync::Mutex::default(),
            waiting: Mutex::default(),
            places: Semaphore::new(AT_ONCE),
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

    /// What tiles there are.
    pub(super) async fn basemap(&self, now: i64) -> Result<Basemap, OnlineError> {
        self.describe(now).await.map(|described| described.basemap)
    }

    /// The tile at that place.
    pub(super) async fn tile(&self, grid: Grid, now: i64) -> Result<Tile, OnlineError> {
        if !grid.touches(&self.bounds) {
            return Ok(Tile::Nothing);
        }
        let described = self.describe(now).await?;
        let kept = self.cache.get(grid, now).await;
        if let Some(kept) = &kept
            && described.is_fresh(kept, now)
        {
            return Ok(kept.tile.clone());
        }
        let waiting = {
            let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry(grid).or_default())
        };
        // Whoever came first asks; if they go away, the next one of those who wait does.
        let answer = waiting.get_or_init(|| self.ask(grid, &described, now)).await.clone();
        let mut all = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // Another question of the same tile may stand there already, for those who came after this answer.
        if all.get(&grid).is_some_and(|other| Arc::ptr_eq(other, &waiting)) {
            all.remove(&grid);
        }
        drop(all);
        match (answer, kept) {
            (Err(_), Some(old)) => Ok(old.tile),
            (answer, _) => answer,
        }
    }

    async fn ask(&self, grid: Grid, described: &Described, now: i64) -> Result<Tile, OnlineError> {
        // Somebody's question may have been answered between the look into the cache and this one.
        if let Some(kept) = self.cache.get(grid, now).await.filter(|kept| described.is_fresh(kept, now)) {
            return Ok(kept.tile);
        }
        self.rested(now)?;
        let _place = self.places.acquire().await.map_err(|_| OnlineError(OutsideError::Unreachable))?;
        self.rested(now)?;
        let address = described
            .template
            .replace("{z}", &grid.z.to_string())
            .replace("{x}", &grid.x.to_string())
            .replace("{y}", &grid.y.to_string());
        let url = Url::parse(&address).map_err(|_| self.failed(OutsideError::Address, now))?;
        let answer = self.outside.get(&url, LARGEST).await.map_err(|error| self.failed(error, now))?;
        let tile = match answer {
            None => Tile::Nothing,
            Some(bytes) => Tile::of_answer(bytes).ok_or_else(|| self.failed(OutsideError::Foreign, now))?,
        };
        self.cache.put(grid, described.basemap.version.clone(), tile.clone(), now).await;
        self.succeeded();
        Ok(tile)
    }

    async fn describe(&self, now: i64) -> Result<Described, OnlineError> {
        // One at a time: a source that is asked for its description by many is asked once.
        let mut known = self.described.lock().await;
        if let Some(described) = known.as_ref().filter(|known| (known.at..known.at + BELIEVED).contains(&now)) {
            return Ok(described.clone());
        }
        let url = match &self.source {
            Source::Template(template) => {
                let described = self.of(template.clone(), 0, MAX_ZOOM, ATTRIBUTION.to_owned(), now);
                return Ok(known.insert(described).clone());
            }
            Source::TileJson(url) => url,
        };
        match self.read(url, now).await {
            Ok(described) => Ok(known.insert(described).clone()),
            // What it said yesterday is better than nothing, today.
            Err(error) => known.clone().ok_or(error),
        }
    }

    async fn read(&self, url: &Url, now: i64) -> Result<Described, OnlineError> {
        self.rested(now)?;
        let answer = self.outside.get(url, DESCRIPTION).await.map_err(|error| self.failed(error, now))?;
        let said: Option<TileJson> = answer.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let template = said
            .as_ref()
            .and_then(|said| said.tiles.first())
            .filter(|first| ["{z}", "{x}", "{y}"].iter().all(|part| first.contains(part)));
        let (Some(said), Some(template)) = (&said, template) else {
            return Err(self.failed(OutsideError::Foreign, now));
        };
        self.succeeded();
        let attribution = said.attribution.as_deref().map(plain).filter(|words| !words.is_empty());
        let attribution = attribution.unwrap_or_else(|| ATTRIBUTION.to_owned());
        let max_zoom = said.maxzoom.unwrap_or(MAX_ZOOM).min(MAX_ZOOM);
        Ok(self.of(template.clone(), said.minzoom.min(max_zoom), max_zoom, attribution, now))
    }

    fn of(&self, template: String, min_zoom: u8, max_zoom: u8, attribution: String, at: i64) -> Described {
        let version = Sha256::digest(&template).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let Bounds { west, south, east, north } = self.bounds;
        let bounds = [west, south, east, north];
        Described { at, template, basemap: Basemap { version, min_zoom, max_zoom, bounds, attribution, online: true } }
    }

    fn rested(&self, now: i64) -> Result<(), OnlineError> {
        match &*self.failure.lock().unwrap_or_else(PoisonError::into_inner) {
            Some((at, error)) if (*at..at + REST).contains(&now) => Err(OnlineError(error.clone())),
            _ => Ok(()),
        }
    }

    fn failed(&self, error: OutsideError, now: i64) -> OnlineError {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if failure.is_none() {
            tracing::warn!(%error, "the map's source gives nothing");
        }
        *failure = Some((now, error.clone()));
        OnlineError(error)
    }

    fn succeeded(&self) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// An attribution without its links, in one line.
fn plain(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(html).to_string();
    let text = text.replace("&copy;", "©").replace("&nbsp;", " ").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attribution_loses_its_links_and_keeps_its_words() {
        let said = r#"<a href="https://openfreemap.org" target="_blank">OpenFreeMap</a> <a href="https://www.openmaptiles.org/">&copy; OpenMapTiles</a> Data from <a href="https://www.openstreetmap.org/copyright">OpenStreetMap</a><script>x</script>"#;
        assert_eq!(plain(said), "OpenFreeMap © OpenMapTiles Data from OpenStreetMap");
    }
}
