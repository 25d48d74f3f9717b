//! What the page calls. Bundles come in and answers go out as the JSON of `shared::protocol`, so that an answer from
//! here and one from the server are the same to the page.

use shared::card::{Window, from_hex};
use shared::protocol::TrustBundle;
use wasm_bindgen::prelude::*;

use crate::{Refused, Verifier};

/// A [`Verifier`] in a page. Moments are unix seconds; errors are the names of [`Refused`].
#[wasm_bindgen(js_name = Verifier)]
pub struct Held(Verifier);

#[wasm_bindgen(js_class = Verifier)]
impl Held {
    /// From a bundle's JSON and the root kept since the first one, hexadecimal; empty: none yet.
    #[wasm_bindgen(constructor)]
    pub fn new(bundle: &str, pinned: &str, checked_at: f64) -> Result<Held, String> {
        let pinned = from_hex(pinned).and_then(|bytes| bytes.try_into().ok());
        Verifier::new(&read(bundle)?, pinned, checked_at as i64).map(Self).map_err(|refused| refused.to_string())
    }

    /// Takes a newer bundle.
    pub fn take(&mut self, bundle: &str, checked_at: f64) -> Result<(), String> {
        self.0.take(&read(bundle)?, checked_at as i64).map_err(|refused| refused.to_string())
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

fn read(bundle: &str) -> Result<TrustBundle, String> {
    serde_json::from_str(bundle).map_err(|_| Refused::Unreadable.to_string())
}
