//! The map's file in this browser: pieces in a database of their own, read whole into memory when a map is opened.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use shared::api::geocode_query;
use shared::domain::Point;
use shared::map::{Archive, Held, Shelf, ShelfFault};
use shared::protocol::{Basemap, MapFile, Spot, SpotKind};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/page.js")]
extern "C" {
    /// One act of a script of the map: its answer, or the name of what went wrong.
    #[wasm_bindgen(js_name = mapAct, catch)]
    async fn act(script: &str, name: &str, argument: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = serveTiles)]
    fn serve(tile: &JsValue);
}

thread_local! {
    static OPEN: RefCell<Option<Rc<Archive>>> = const { RefCell::new(None) };
}

/// Where this browser keeps the map.
#[derive(Clone, Copy, Debug)]
pub struct MapShelf;

async fn ask(name: &str, argument: JsValue) -> Result<JsValue, ShelfFault> {
    act("file.js", name, argument).await.map_err(|fault| {
        if fault.as_string().as_deref() == Some("full") { ShelfFault::Full } else { ShelfFault::Failed }
    })
}

/// A file in the script's words: its bytes, its sum, when it was built.
fn file(words: &str) -> Option<MapFile> {
    let mut words = words.split(' ');
    Some(MapFile {
        bytes: words.next()?.parse().ok()?,
        sha256: words.next()?.to_owned(),
        built_at: words.next()?.parse().ok()?,
    })
}

/// The file that the town's server offers.
pub async fn offered_map() -> Option<MapFile> {
    file(&ask("offered", JsValue::NULL).await.ok()?.as_string()?)
}

/// Addresses that answer a question, by way of the town's server. None when it cannot be reached.
pub async fn geocode(question: &str, near: Option<Point>) -> Vec<Spot> {
    let answer = act("lookup.js", "geocode", geocode_query(question, near).into()).await;
    let lines = answer.ok().and_then(|lines| lines.as_string()).unwrap_or_default();
    lines.lines().filter_map(spot).collect()
}

fn spot(line: &str) -> Option<Spot> {
    let mut words = line.split('\t');
    let (kind, name, context) = (words.next()?, words.next()?, words.next()?);
    let point = Point::read(words.next()?)?;
    Some(Spot { kind: SpotKind::of(kind), name: name.to_owned(), context: context.to_owned(), point })
}

/// What the file has, as the map's script reads it.
fn told(info: &Basemap) -> String {
    let Basemap { version, min_zoom, max_zoom, bounds: [west, south, east, north], attribution, .. } = info;
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    format!(
        r#"{{"version":{},"min_zoom":{min_zoom},"max_zoom":{max_zoom},"bounds":[{west},{south},{east},{north}],"attribution":{}}}"#,
        quoted(version),
        quoted(attribution)
    )
}

/// The map in use, opened from its bytes the first time.
pub async fn kept_map() -> Option<Rc<Archive>> {
    let open = OPEN.with_borrow(Clone::clone);
    if open.is_some() {
        return open;
    }
    let bytes = ask("bytes", JsValue::NULL).await.ok().filter(|bytes| !bytes.is_null())?;
    let archive = Rc::new(Archive::from_bytes(Uint8Array::new(&bytes).to_vec()).ok()?);
    OPEN.set(Some(archive.clone()));
    Some(archive)
}

/// Lets the map's script draw from the file kept, if there is one.
pub async fn serve_kept_map() {
    if kept_map().await.is_none() {
        return;
    }
    let tile = Closure::<dyn Fn(u8, u32, u32) -> JsValue>::new(|z, x, y| {
        OPEN.with_borrow(|open| match open.as_ref().and_then(|archive| archive.tile(z, x, y).ok()) {
            Some(Some(bytes)) => Uint8Array::from(bytes.as_slice()).into(),
            Some(None) => JsValue::NULL,
            None => JsValue::UNDEFINED,
        })
    });
    let info = OPEN.with_borrow(|open| open.as_ref().map(|archive| told(archive.info())));
    let served = js_sys::Array::of2(&info.unwrap_or_default().into(), tile.as_ref());
    serve(&served);
    // The script asks as long as the page lives.
    tile.forget();
}

impl Shelf for MapShelf {
    async fn held(&self) -> Result<Held, ShelfFault> {
        let text = ask("held", JsValue::NULL).await?.as_string().unwrap_or_default();
        let mut lines = text.lines();
        let (whole, part) = (lines.next().and_then(file), lines.next().and_then(file));
        let bytes = lines.next().and_then(|bytes| bytes.parse().ok());
        Ok(Held { whole, part: part.zip(bytes) })
    }

    async fn begin(&self, file: &MapFile) -> Result<(), ShelfFault> {
        let MapFile { bytes, sha256, built_at } = file;
        ask("begin", format!("{bytes} {sha256} {built_at}").into()).await.map(drop)
    }

    async fn append(&self, piece: Vec<u8>) -> Result<(), ShelfFault> {
        ask("append", Uint8Array::from(piece.as_slice()).into()).await.map(drop)
    }

    async fn sum(&self) -> Result<String, ShelfFault> {
        ask("sum", JsValue::NULL).await?.as_string().ok_or(ShelfFault::Failed)
    }

    async fn finish(&self) -> Result<(), ShelfFault> {
        OPEN.take();
        ask("finish", JsValue::NULL).await.map(drop)
    }

    async fn discard(&self) -> Result<(), ShelfFault> {
        ask("discard", JsValue::NULL).await.map(drop)
    }

    async fn remove(&self) -> Result<(), ShelfFault> {
        OPEN.take();
        ask("remove", JsValue::NULL).await.map(drop)
    }
}
