//! What the page calls. Answers go out as the JSON of `shared::protocol`, so that one from here and one from the server
//! are the same to the page.

use shared::card::{Window, from_hex};
use wasm_bindgen::prelude::*;

use crate::{Refused, Verifier, lines};

/// A [`Verifier`] in a page. Bundles come as [`lines`], moments as unix seconds; errors are the names of [`Refused`].
#[wasm_bindgen(js_name = Verifier)]
pub struct Held(Verifier);

#[wasm_bindgen(js_class = Verifier)]
impl Held {
    /// From a bundle and the root kept since the first one, hexadecimal; empty: none yet.
    #[wasm_bindgen(constructor)]
    pub fn new(bundle: &str, pinned: &str, checked_at: f64) -> Result<Held, JsValue> {
        let pinned = from_hex(pinned).and_then(|bytes| bytes.try_into().ok());
        lines::bundle(bundle)
            .ok_or(Refused::Unreadable)
            .and_then(|bundle| Verifier::new(&bundle, pinned, checked_at as i64))
            .map(Self)
            .map_err(named)
    }

    /// Takes a newer bundle.
    pub fn take(&mut self, bundle: &str, checked_at: f64) -> Result<(), JsValue> {
        lines::bundle(bundle)
            .ok_or(Refused::Unreadable)
            .and_then(|bundle| self.0.take(&bundle, checked_at as i64))
            .map_err(named)
    }

    /// The server said that what is known is still current.
    pub fn confirm(&mut self, checked_at: f64) {
        self.0.confirm(checked_at as i64);
    }

    /// Verifies what a camera read; the JSON of a `CheckAnswer`.
    pub fn verify(&mut self, text: &str, now: f64, online: bool) -> String {
        let window = if online { Window::ONLINE } else { Window::OFFLINE };
        serde_json::to_string(&self.0.verify(text, now as i64, window)).unwrap_or_default()
    }
}

fn named(refused: Refused) -> JsValue {
    JsValue::from_str(refused.name())
}
