//! Notifications in a browser: Web Push through `page.js`, shown by the service worker while the app is closed.

use js_sys::{Array, Promise};
use shared::protocol::{PushProvider, PushTarget, SyncPage};
use shared::store::{PushFault, Store};
use shared::sync::{Receiver, take_delta};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::platform::PushDevice;

#[wasm_bindgen(module = "/src/platform/page.js")]
extern "C" {
    #[wasm_bindgen(js_name = pushDevice)]
    fn device() -> String;
    #[wasm_bindgen(js_name = askToNotify)]
    fn ask() -> Promise;
    #[wasm_bindgen(js_name = pushSubscribe)]
    async fn subscribe(key: &str) -> JsValue;
    #[wasm_bindgen(js_name = pushUnsubscribe)]
    async fn unsubscribe();
    #[wasm_bindgen(js_name = brief)]
    async fn keep_briefing(text: &str);
    #[wasm_bindgen(js_name = ahead)]
    async fn read_ahead() -> JsValue;
}

/// Whether this browser may show notifications.
pub fn push_state() -> PushDevice {
    PushDevice::from_page(&device())
}

/// Lets the browser ask, if it still may. Called from the press itself: browsers ask nobody out of the blue.
pub fn push_ask() -> impl Future<Output = PushDevice> {
    let answer = JsFuture::from(ask());
    async { PushDevice::from_page(&answer.await.ok().and_then(|answer| answer.as_string()).unwrap_or_default()) }
}

/// Where this browser is reached.
#[derive(Clone, Copy, Debug)]
pub struct PushReceiver;

impl Receiver for PushReceiver {
    fn provider(&self) -> Option<PushProvider> {
        (!matches!(push_state(), PushDevice::Unable(_))).then_some(PushProvider::Web)
    }

    async fn target(&self, key: Option<&str>) -> Result<PushTarget, PushFault> {
        let answer = subscribe(key.ok_or(PushFault::Failed)?).await;
        match answer.as_string() {
            Some(fault) if fault == "denied" => return Err(PushFault::Denied),
            Some(_) => return Err(PushFault::Failed),
            None => {}
        }
        let parts = Array::from(&answer);
        let part = |at| parts.get(at).as_string().ok_or(PushFault::Failed);
        Ok(PushTarget::Web { endpoint: part(0)?, p256dh: part(1)?, auth: part(2)? })
    }
}

/// Ends the browser's own subscription.
pub fn push_unsubscribe() {
    spawn_local(unsubscribe());
}

/// Leaves a word for the service worker, which shows notifications while the app is closed; nothing: forget it.
pub fn push_brief(briefing: Option<String>) {
    spawn_local(async move { keep_briefing(&briefing.unwrap_or_default()).await });
}

/// Takes in what the service worker fetched when a notification came, so that its news are there without a network.
pub(super) async fn take_ahead(store: &Store) {
    let answer = read_ahead().await;
    if !Array::is_array(&answer) {
        return;
    }
    let answer = Array::from(&answer);
    let (since, at) = (answer.get(0).as_f64().unwrap_or(-1.0), answer.get(2).as_f64().unwrap_or_default());
    let Some(page) = answer.get(1).as_string().and_then(|text| serde_json::from_str::<SyncPage>(&text).ok()) else {
        return;
    };
    if let Err(error) = take_delta(store, since as u64, &page, at as i64) {
        tracing::error!(%error, "what came with a notification was not kept");
    }
}
