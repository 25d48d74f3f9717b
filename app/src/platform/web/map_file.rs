//! The map's file in this browser: pieces in a database of their own, read whole into memory when a map is opened.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use serde::Deserialize;
use shared::map::{Archive, Held, Shelf, ShelfFault};
use shared::protocol::MapFile;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/page.js")]
extern "C" {
    /// One act of the file's script: its answer, or the name of what went wrong.
    #[wasm_bindgen(js_name = mapFile, catch)]
    async fn act(name: &str, argument: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = serveTiles)]
    fn serve(tile: &JsValue);
}

thread_local! {
    static OPEN: RefCell<Option<Rc<Archive>>> = const { RefCell::new(None) };
}

/// Where this browser keeps the map.
#[derive(Clone, Copy, Debug)]
pub struct MapShelf;

#[derive(Default, Deserialize)]
struct Told {
    whole: Option<MapFile>,
    part: Option<MapFile>,
    bytes: u64,
}

async fn ask(name: &str, argument: JsValue) -> Result<JsValue, ShelfFault> {
    act(name, argument).await.map_err(|fault| {
        if fault.as_string().as_deref() == Some("full") { ShelfFault::Full } else { ShelfFault::Failed }
    })
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
    let info = OPEN.with_borrow(|open| open.as_ref().and_then(|archive| serde_json::to_string(archive.info()).ok()));
    let served = js_sys::Array::of2(&info.unwrap_or_default().into(), tile.as_ref());
    serve(&served);
    // The script asks as long as the page lives.
    tile.forget();
}

impl Shelf for MapShelf {
    async fn held(&self) -> Result<Held, ShelfFault> {
        let text = ask("held", JsValue::NULL).await?.as_string().unwrap_or_default();
        let Told { whole, part, bytes } = serde_json::from_str(&text).unwrap_or_default();
        Ok(Held { whole, part: part.map(|part| (part, bytes)) })
    }

    async fn begin(&self, file: &MapFile) -> Result<(), ShelfFault> {
        let text = serde_json::to_string(file).map_err(|_| ShelfFault::Failed)?;
        ask("begin", text.into()).await.map(drop)
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
