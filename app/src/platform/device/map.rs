//! The map in the web view: its program is embedded, its tiles are asked of the town's server, where the person is of the page.

use std::borrow::Cow;
use std::rc::Rc;

use dioxus::prelude::*;
use shared::api::Client;
use shared::domain::Point;
use shared::map::Seen;
use shared::protocol::{MapFile, MapInfo, Spot};

use super::page::{quoted, respond};
use super::view::{AssetRequest, use_asset_handler};
use super::{map_file, server_address};
use crate::hooks::use_future;
use crate::platform::LocationFault;
use crate::platform::location;

macro_rules! embedded {
    ($($kind:literal: $folder:literal / $name:literal),+ $(,)?) => {
        &[$(($name, $kind, include_bytes!(concat!("../../../../", $folder, "/", $name)))),+]
    };
}

/// Most bytes of tiles kept without the file.
const CAP: u64 = 48 * 1024 * 1024;

thread_local! {
    /// Tiles seen on this device, `None` where nothing can be kept.
    static SEEN: Option<Rc<Seen>> =
        Seen::open(&super::data_folder().join("map.sqlite"), CAP).inspect_err(|error| tracing::warn!(%error, "no cache of tiles")).ok().map(Rc::new);
}

/// Name, kind and bytes of each file.
const FILES: &[(&str, &str, &[u8])] = embedded![
    "text/javascript": "app/web/map" / "map.js",
    "text/javascript": "app/web/map" / "style.js",
    "text/javascript": "app/web/map" / "tiles.js",
    "text/javascript": "app/web/map" / "pins.js",
    "text/css": "app/web/map" / "map.css",
    "text/javascript": "assets/vendor/maplibre" / "maplibre-gl.mjs",
    "text/javascript": "assets/vendor/maplibre" / "maplibre-gl-worker.mjs",
    "text/css": "assets/vendor/maplibre" / "maplibre-gl.css",
];

/// Answers the page's questions under `/map/`.
pub(super) fn use_files() {
    use_asset_handler("map", |request: AssetRequest, responder| {
        let path = request.uri().path().to_owned();
        if let Some(asked) = path.strip_prefix("/map/api") {
            let asked = asked.to_owned();
            if let Some(answer) = from_file(&asked) {
                return match answer {
                    Some(bytes) => respond(responder, 200, "application/octet-stream", Cow::Owned(bytes)),
                    None => respond(responder, 204, "application/octet-stream", Cow::Borrowed(b"")),
                };
            }
            let address = format!("{asked}?{}", request.uri().query().unwrap_or_default());
            spawn(async move {
                match tile(&asked, &address).await {
                    Some(bytes) => respond(responder, 200, "application/octet-stream", Cow::Owned(bytes)),
                    None => respond(responder, 503, "text/plain", Cow::Borrowed(b"")),
                }
            });
            return;
        }
        let name = path.rsplit('/').next().unwrap_or_default();
        match FILES.iter().find(|(file, ..)| *file == name) {
            Some((_, kind, bytes)) => respond(responder, 200, kind, Cow::Borrowed(*bytes)),
            None => respond(responder, 404, "text/plain", Cow::Borrowed(b"")),
        }
    });
}

/// A tile that was seen before, else from the town's server. What can be had is asked first and seen last: it changes.
async fn tile(asked: &str, address: &str) -> Option<Vec<u8>> {
    let seen = SEEN.with(Clone::clone);
    let known = || seen.as_ref().and_then(|seen| seen.get(address));
    if !asked.is_empty()
        && let Some(bytes) = known()
    {
        return Some(bytes);
    }
    let answer = match Client::new(&server_address()) {
        Ok(client) => client.map(asked).await.ok(),
        Err(_) => None,
    };
    let Some(bytes) = answer else { return known() };
    if let Some(Err(error)) = seen.as_ref().map(|seen| seen.put(address, &bytes)) {
        tracing::warn!(%error, "a tile was not kept");
    }
    Some(bytes)
}

/// Forgets the tiles seen: they say where somebody looked.
pub(super) fn forget_seen() {
    if let Some(Err(error)) = SEEN.with(|seen| seen.as_ref().map(|seen| seen.clear())) {
        tracing::warn!(%error, "tiles are not forgotten");
    }
}

/// What the file kept here answers: `None` when there is none or it was asked something else, `Some(None)` for a tile without anything.
#[expect(clippy::option_option, reason = "an empty tile of the file is an answer: the network is not asked")]
fn from_file(asked: &str) -> Option<Option<Vec<u8>>> {
    let archive = map_file::archive()?;
    if asked.is_empty() {
        let info = MapInfo { basemap: Some(archive.info().clone()), file: None };
        return serde_json::to_vec(&info).ok().map(Some);
    }
    let mut numbers = asked.strip_prefix("/tiles/")?.split('/').map(str::parse::<u32>);
    let (Some(Ok(z)), Some(Ok(x)), Some(Ok(y))) = (numbers.next(), numbers.next(), numbers.next()) else { return None };
    archive.tile(u8::try_from(z).ok()?, x, y).ok()
}

/// The file that the town's server offers.
pub async fn offered_map() -> Option<MapFile> {
    Client::new(&server_address()).ok()?.map_info().await.ok()?.file
}

/// Addresses that answer a question, by way of the town's server. None when it cannot be reached.
pub async fn geocode(question: &str, near: Option<Point>) -> Vec<Spot> {
    match Client::new(&server_address()) {
        Ok(client) => client.geocode(question, near).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

/// The page asks here for each tile: nothing to be told.
pub async fn serve_kept_map() {}

/// Shows a scene on the map, loading what draws it the first time.
pub fn tell_map(scene: &str) {
    document::eval(&format!("tellMap({})", quoted(scene)));
}

/// What is done on the map: a word, a space, the rest.
pub fn use_map_told(told: Callback<String>) {
    use_future(move || async move {
        let mut page = document::eval("hearMap((text) => dioxus.send(text)); await new Promise(() => {})");
        while let Ok(text) = page.recv::<String>().await {
            told.call(text);
        }
    });
}

/// Where the person is.
pub async fn locate() -> Result<Point, LocationFault> {
    let answer = document::eval("return await locate()").join::<String>().await;
    location::answer(&answer.unwrap_or_default())
}
