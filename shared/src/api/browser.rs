//! The wire of browsers: their own `fetch`.

use futures_util::{Stream, stream};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, Headers, ReadableStreamDefaultReader, RequestInit, Response};

use super::Ask;
use crate::sync::RemoteError;

/// The client cannot be made. Never in a browser.
#[derive(Debug, thiserror::Error)]
#[error("this browser cannot fetch")]
pub struct ClientError;

#[derive(Clone, Debug)]
pub(super) struct Wire {
    base: String,
}

pub(super) struct Reply(Response);

impl Wire {
    pub(super) fn new(base: &str) -> Result<Self, ClientError> {
        Ok(Self { base: base.to_owned() })
    }

    pub(super) async fn send(&self, ask: Ask<'_>) -> Result<Reply, RemoteError> {
        fetch(&format!("{}{}", self.base, ask.path), &ask).await.map(Reply).map_err(|_| RemoteError::Unreachable)
    }
}

/// Calls the global `fetch`, which pages and service workers both have.
async fn fetch(address: &str, ask: &Ask<'_>) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    for (name, value) in &ask.headers {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method(if ask.method.is_empty() { "GET" } else { ask.method });
    init.set_headers(&headers);
    if let Some(body) = &ask.body {
        init.set_body(&Uint8Array::from(body.as_slice()));
    }
    let global = js_sys::global();
    if ask.endless {
        init.set_signal(Some(&until_left(&global)?));
    }
    let fetch: Function = Reflect::get(&global, &"fetch".into())?.dyn_into()?;
    let promise: Promise = fetch.call2(&global, &address.into(), &init)?.dyn_into()?;
    JsFuture::from(promise).await?.dyn_into()
}

/// Ends a stream when its page is left. Browsers keep a few pages to go back to, each with its connections, and open six
/// to a server: the seventh page would wait in vain. One that is gone back to finds its stream broken and opens another.
fn until_left(global: &Object) -> Result<AbortSignal, JsValue> {
    let controller = AbortController::new()?;
    let signal = controller.signal();
    let left = Closure::once_into_js(move || controller.abort());
    let listen: Function = Reflect::get(global, &"addEventListener".into())?.dyn_into()?;
    listen.call2(global, &"pagehide".into(), &left)?;
    Ok(signal)
}

impl Reply {
    pub(super) fn status(&self) -> u16 {
        self.0.status()
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.0.headers().get(name).ok().flatten()
    }

    pub(super) fn pieces(self) -> impl Stream<Item = Result<Vec<u8>, RemoteError>> {
        let reader = self.0.body().map(|body| body.get_reader().unchecked_into::<ReadableStreamDefaultReader>());
        stream::unfold(reader, |reader| async {
            let reader = reader?;
            match piece(&reader).await {
                Ok(None) => None,
                Ok(Some(bytes)) => Some((Ok(bytes), Some(reader))),
                Err(_) => Some((Err(RemoteError::Unreachable), None)),
            }
        })
    }
}

/// The next piece of a body, `None` at its end.
async fn piece(reader: &ReadableStreamDefaultReader) -> Result<Option<Vec<u8>>, JsValue> {
    let read: Object = JsFuture::from(reader.read()).await?.dyn_into()?;
    if Reflect::get(&read, &"done".into())?.is_truthy() {
        return Ok(None);
    }
    let value: Uint8Array = Reflect::get(&read, &"value".into())?.dyn_into()?;
    Ok(Some(value.to_vec()))
}
