//! The browser: databases in memory, their bytes in IndexedDB, everything else through `page.js`.

mod map_file;
mod push;
mod tabs;

use std::cell::RefCell;
use std::future::{Ready, ready};
use std::time::Duration;

use crate::words::tid;
use dioxus::prelude::*;
use js_sys::{Promise, Uint8Array};
use shared::card::{PublicKey, Signature};
use shared::domain::{Event, Point, UnixSeconds, Variant};
use shared::store::{Location, Store, StoreError, Which};
use shared::sync::{DeviceKey, KeyFault};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

pub use map_file::{MapShelf, geocode, kept_map, offered_map, serve_kept_map};
pub use push::{PushReceiver, push_ask, push_brief, push_state, push_unsubscribe};

use super::{Guide, LocationFault, PhotoFault, Shape};
use crate::state::{Local, Opened, Settings};
use crate::{App, embedded};

#[wasm_bindgen(module = "/src/platform/page.js")]
extern "C" {
    async fn load(name: &str) -> JsValue;
    #[wasm_bindgen(catch)]
    async fn save(name: &str, bytes: Uint8Array) -> Result<(), JsValue>;
    fn look(theme: &str, size: u16, language: &str, motion: &str);
    #[wasm_bindgen(js_name = words)]
    async fn fetch_words(language: &str) -> JsValue;
    #[wasm_bindgen(js_name = share)]
    async fn share_with(title: &str, text: &str, url: &str) -> JsValue;
    #[wasm_bindgen(js_name = speak)]
    fn speak_aloud(text: &str, language: &str) -> bool;
    fn hush();
    #[wasm_bindgen(js_name = openUrl)]
    fn open_address(url: &str);
    fn guide() -> u32;
    #[wasm_bindgen(js_name = holdScroll)]
    fn hold();
    fn reveal();
    #[wasm_bindgen(js_name = hearPreview)]
    fn hear_preview(heard: &JsValue);
    #[wasm_bindgen(js_name = keepPictures)]
    fn keep_addresses(addresses: Vec<String>);
    #[wasm_bindgen(js_name = cardKey)]
    async fn card_key() -> JsValue;
    #[wasm_bindgen(js_name = cardSign)]
    async fn card_sign(message: Uint8Array) -> JsValue;
    #[wasm_bindgen(js_name = forgetCardKey)]
    async fn forget_card_key();
    #[wasm_bindgen(js_name = holdScreen)]
    fn hold_awake(on: bool);
    #[wasm_bindgen(js_name = readPhoto)]
    async fn read_file(id: &str, whole: bool) -> JsValue;
    #[wasm_bindgen(js_name = saveFile)]
    fn save_text(name: &str, text: &str);
    #[wasm_bindgen(js_name = remind)]
    fn remind_outside(text: &str, path: &str);
    #[wasm_bindgen(js_name = copyText)]
    async fn copy(text: &str) -> JsValue;
    #[wasm_bindgen(js_name = tellMap)]
    fn tell(scene: &str);
    #[wasm_bindgen(js_name = hearMap)]
    fn hear_map(heard: &JsValue);
    #[wasm_bindgen(js_name = locate)]
    async fn ask_location() -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &JsValue, milliseconds: f64) -> JsValue;
}

thread_local! {
    /// Databases whose bytes are on their way to IndexedDB, and those that changed again meanwhile.
    static SAVING: RefCell<[Saving; 2]> = const { RefCell::new([Saving::Idle, Saving::Idle]) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Saving {
    Idle,
    Running,
    RunningAndChanged,
}

/// Loads what the browser kept, then shows the app.
pub fn launch() {
    spawn_local(async {
        let public = Uint8Array::new(&load(name(Which::Public)).await).to_vec();
        let (personal, version) = tabs::load().await;
        match open(public, personal.clone()) {
            Ok(store) => {
                if store.mended().personal {
                    set_aside(&personal).await;
                }
                tabs::begin(&store, version);
                push::take_ahead(&store).await;
                reveal();
                LaunchBuilder::web().with_context(Opened { store }).launch(App);
            }
            Err(error) => wasm_bindgen::throw_str(&error.to_string()),
        }
    });
}

/// Keeps bytes that could not be read: someone may still get a favourite out of them.
async fn set_aside(bytes: &[u8]) {
    if let Err(error) = save("personal-damaged", Uint8Array::from(bytes)).await {
        tracing::error!(?error, "the damaged database was not set aside");
    }
}

fn open(public: Vec<u8>, personal: Vec<u8>) -> Result<Store, StoreError> {
    Store::open(Location::Memory { public, personal }, &embedded::seed(), now())
}

const fn name(which: Which) -> &'static str {
    match which {
        Which::Public => "public",
        Which::Personal => "personal",
    }
}

/// Unix seconds.
pub fn now() -> UnixSeconds {
    (js_sys::Date::now() / 1_000.0) as UnixSeconds
}

/// Between 0 and 1.
pub fn random() -> f64 {
    js_sys::Math::random()
}

/// Waits.
pub async fn sleep(duration: Duration) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, duration.as_secs_f64() * 1_000.0);
    });
    drop(JsFuture::from(promise).await);
}

/// A browser fetches what it shows beside painting it: nothing to wait for.
pub fn painted() -> Ready<()> {
    ready(())
}

/// The server that served this page.
pub fn server_address() -> String {
    let location = js_sys::Reflect::get(&js_sys::global(), &"location".into());
    let origin = location.and_then(|location| js_sys::Reflect::get(&location, &"origin".into()));
    origin.ok().and_then(|origin| origin.as_string()).map(|origin| format!("{origin}/")).unwrap_or_default()
}

/// Writes a database's bytes to IndexedDB; changes that come while writing are written once, after.
pub fn keep(store: &Store, which: Which) {
    let index = which as usize;
    let idle = SAVING.with_borrow_mut(|saving| match saving.get_mut(index) {
        Some(state @ Saving::Idle) => {
            *state = Saving::Running;
            true
        }
        Some(state) => {
            *state = Saving::RunningAndChanged;
            false
        }
        None => false,
    });
    if !idle {
        return;
    }
    let store = store.clone();
    spawn_local(async move {
        loop {
            match which {
                Which::Public => write_public(&store).await,
                Which::Personal => tabs::write(&store).await,
            }
            let again = SAVING.with_borrow_mut(|saving| match saving.get_mut(index) {
                Some(state @ Saving::RunningAndChanged) => {
                    *state = Saving::Running;
                    true
                }
                Some(state) => {
                    *state = Saving::Idle;
                    false
                }
                None => false,
            });
            if !again {
                return;
            }
        }
    });
}

/// Public content needs no care for other tabs: each has a whole copy with its cursor, and any of them will do.
async fn write_public(store: &Store) {
    match store.export(Which::Public) {
        Ok(bytes) => {
            if let Err(error) = save(name(Which::Public), Uint8Array::from(bytes.as_slice())).await {
                tracing::error!(?error, "the browser did not keep a database");
            }
        }
        Err(error) => tracing::error!(%error, "a database could not be read out"),
    }
}

/// Asks the service worker to fetch the pictures that it does not keep yet.
pub fn keep_pictures(store: &Store) {
    match store.pictures() {
        Ok(pictures) => keep_addresses(pictures.iter().map(Variant::path).collect()),
        Err(error) => tracing::error!(%error, "pictures are not kept"),
    }
}

/// Words of a language that the app does not carry; `None` when the network is away and they were never fetched.
pub async fn words(language: &str) -> Option<String> {
    fetch_words(language).await.as_string()
}

/// Theme, text size, language and motion on the page's root.
pub fn apply_look(settings: &Settings) {
    let motion = if settings.reduced_motion { "reduced" } else { "auto" };
    look(settings.theme.name(), settings.text_size, &settings.language, motion);
}

/// Opens an address outside the app, or dials, or writes.
pub fn open_url(url: &str) {
    open_address(url);
}

/// Shares a screen by the phone's own sheet, else copies its address.
pub fn share(title: &str, text: &str, path: &str) {
    let (title, text, path) = (title.to_owned(), text.to_owned(), path.to_owned());
    let local = consume_context::<Local>();
    let (copied, failed) = (tid!("link-copied"), tid!("share-failed"));
    spawn_local(async move {
        match share_with(&title, &text, &path).await.as_string().as_deref() {
            Some("copied") => local.notify(copied),
            Some("failed") => local.notify(failed),
            _ => {}
        }
    });
}

/// Reads aloud.
pub fn speak(text: &str, language: &str) {
    if !speak_aloud(text, language) {
        consume_context::<Local>().notify(tid!("no-voice"));
    }
}

/// Stops reading aloud.
pub fn stop_speaking() {
    hush();
}

/// Keeps what is being read where it is.
pub fn hold_scroll() {
    hold();
}

/// The browser's own key: kept in IndexedDB, unreadable even here.
#[derive(Clone, Copy, Debug)]
pub struct CardKey;

impl DeviceKey for CardKey {
    async fn public(&self) -> Result<PublicKey, KeyFault> {
        key_bytes(&card_key().await)
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyFault> {
        key_bytes(&card_sign(Uint8Array::from(message)).await)
    }
}

impl CardKey {
    /// Ends the key.
    pub async fn forget(&self) {
        forget_card_key().await;
    }
}

/// So many bytes, or the fault that the page named.
fn key_bytes<const N: usize>(answer: &JsValue) -> Result<[u8; N], KeyFault> {
    match answer.as_string().as_deref() {
        Some("unsupported") => Err(KeyFault::Unsupported),
        Some("not-kept") => Err(KeyFault::NotKept),
        Some(_) => Err(KeyFault::Failed),
        None => Uint8Array::new(answer).to_vec().try_into().map_err(|_| KeyFault::Failed),
    }
}

/// Keeps the screen on. Its brightness is not a page's to change.
pub fn hold_screen(on: bool) {
    hold_awake(on);
}

/// The photo chosen in the field `id`. `None`: none was.
pub async fn read_photo(id: &str, shape: Shape) -> Option<Result<Vec<u8>, PhotoFault>> {
    super::photo::answer(&read_file(id, shape == Shape::Whole).await.as_string().unwrap_or_default(), shape)
}

/// Hands a text over as a file.
pub fn save_file(name: &str, text: &str) {
    save_text(name, text);
}

/// A browser takes the file, and the system asks which calendar it is for.
pub fn add_to_calendar(name: &str, file: &str, _: &Event, _: &str) {
    save_text(name, file);
}

/// A notification, while the app is open behind something else and its owner allowed notifications.
pub fn remind(text: &str, path: &str) {
    remind_outside(text, path);
}

/// Copies a text. Whether it worked.
pub async fn copy_text(text: &str) -> bool {
    copy(text).await.is_truthy()
}

/// The article that the page around this frame tells of, as JSON.
pub fn use_preview() -> ReadSignal<Option<String>> {
    let mut told = use_signal(|| None);
    use_hook(|| {
        let heard = Closure::<dyn FnMut(String)>::new(move |text| told.set(Some(text)));
        hear_preview(heard.as_ref());
        // It listens as long as the page lives.
        heard.forget();
    });
    told.into()
}

/// Shows a scene on the map, loading what draws it the first time.
pub fn tell_map(scene: &str) {
    tell(scene);
}

/// What is done on the map: a word, a space, the rest.
pub fn use_map_told(told: Callback<String>) {
    use_hook(|| {
        let heard = Closure::<dyn FnMut(String)>::new(move |text| told.call(text));
        hear_map(heard.as_ref());
        // The page holds it until the next map is heard.
        heard.forget();
    });
}

/// Where the person is.
pub async fn locate() -> Result<Point, LocationFault> {
    super::location::answer(&ask_location().await.as_string().unwrap_or_default())
}

/// Listens to other tabs; addresses and scroll the browser keeps itself.
pub fn use_platform(local: Local) {
    tabs::use_tabs(local);
}

/// Who leads the way on the phone that this browser runs on.
pub(super) fn browsers_guide() -> Guide {
    match guide() {
        1 => Guide::Phone,
        2 => Guide::Apple,
        _ => Guide::Choice,
    }
}
