//! Tabs of one browser: each has the personal database in memory, IndexedDB keeps one.
//!
//! Invariant: bytes are saved only over the version this tab knows, in one transaction. A tab that comes second takes
//! in what the first saved, repeats its own changes on it ([`Store::take_in`]) and saves again. A tab hears when
//! another saved, and looks when it wakes, so that its screens show what is kept.
//!
//! Rejected: a lock that lets one tab write, for whoever types in the other would be turned away.

use std::cell::RefCell;

use dioxus::prelude::*;
use futures_util::StreamExt;
use js_sys::{Array, Uint8Array};
use shared::store::{Store, StoreError, Which};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::set_aside;
use crate::state::Local;

#[wasm_bindgen(module = "/src/platform/page.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = loadPersonal)]
    async fn load_personal() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = savePersonal)]
    async fn save_personal(bytes: Uint8Array, over: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = hearTabs)]
    fn hear_tabs(heard: &JsValue);
}

/// The personal database as this tab last read or saved it: what its own changes are told from.
#[derive(Default)]
struct Kept {
    version: f64,
    bytes: Vec<u8>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
    /// To the screens: something personal came from another tab.
    static SCREENS: RefCell<Option<Coroutine<()>>> = const { RefCell::new(None) };
}

/// The bytes kept and their version; nothing where the browser keeps nothing.
pub(super) async fn load() -> (Vec<u8>, f64) {
    match read().await {
        Ok(kept) => kept,
        Err(error) => {
            // Private windows of some browsers have no IndexedDB: the app works, and forgets when it is closed.
            tracing::warn!(?error, "nothing kept here");
            (Vec::new(), 0.0)
        }
    }
}

async fn read() -> Result<(Vec<u8>, f64), JsValue> {
    let both = Array::from(&load_personal().await?);
    Ok((Uint8Array::new(&both.get(0)).to_vec(), both.get(1).as_f64().unwrap_or_default()))
}

/// Notes what this tab starts from.
pub(super) fn begin(store: &Store, version: f64) {
    match store.export(Which::Personal) {
        Ok(bytes) => drop(KEPT.replace(Kept { version, bytes })),
        Err(error) => tracing::error!(%error, "a database could not be read out"),
    }
}

/// Saves what this tab changed, after what another saved first.
pub(super) async fn write(store: &Store) {
    loop {
        let bytes = match store.export(Which::Personal) {
            Ok(bytes) => bytes,
            Err(error) => return tracing::error!(%error, "a database could not be read out"),
        };
        let (over, saved) = KEPT.with_borrow(|kept| (kept.version, kept.bytes == bytes));
        if saved {
            return;
        }
        match save_personal(Uint8Array::from(bytes.as_slice()), over).await {
            Ok(done) if done.is_truthy() => {
                KEPT.with_borrow_mut(|kept| {
                    // While the browser wrote, this tab may have read a later version already.
                    if kept.version <= over {
                        *kept = Kept { version: over + 1.0, bytes };
                    }
                });
                return;
            }
            Ok(_) => {
                if !take_in(store).await {
                    return;
                }
            }
            Err(error) => return tracing::error!(?error, "the browser did not keep a database"),
        }
    }
}

/// Takes in what another tab saved since. `false`: the browser gives nothing.
async fn take_in(store: &Store) -> bool {
    let (theirs, version) = match read().await {
        Ok(kept) => kept,
        Err(error) => {
            tracing::error!(?error, "the browser did not give a database");
            return false;
        }
    };
    let Kept { version: known, bytes: base } = KEPT.take();
    let (bytes, moved) = if version.total_cmp(&known).is_eq() {
        (base, false)
    } else {
        match store.take_in(&base, &theirs) {
            Ok(bytes) => (bytes, true),
            Err(error) => {
                tracing::error!(%error, "what another tab saved cannot be read: this tab's state replaces it");
                if matches!(error, StoreError::Corrupt) {
                    spawn_local(async move { set_aside(&theirs).await });
                }
                (base, false)
            }
        }
    };
    KEPT.set(Kept { version, bytes });
    if moved {
        SCREENS.with_borrow(|screens| {
            if let Some(screens) = screens {
                screens.send(());
            }
        });
    }
    true
}

/// Shows what other tabs change.
pub(super) fn use_tabs(local: Local) {
    let screens = use_coroutine(move |mut changes: UnboundedReceiver<()>| async move {
        while changes.next().await.is_some() {
            local.changed_elsewhere();
        }
    });
    use_hook(|| {
        SCREENS.set(Some(screens));
        let store = local.store();
        let heard = Closure::<dyn FnMut()>::new(move || {
            let store = store.clone();
            spawn_local(async move {
                take_in(&store).await;
            });
        });
        hear_tabs(heard.as_ref());
        // It listens as long as the page lives.
        heard.forget();
    });
}
