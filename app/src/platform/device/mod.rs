//! Window and phones: databases in files, the page in the system's web view.
//!
//! The page is the app's own; a link that leads elsewhere is handed to the system and the view stays. What
//! only a phone's system can do (dial, share, the data folder) stands in one file for each system.

#[cfg(target_os = "android")]
mod android;
#[cfg(target_os = "ios")]
mod ios;
mod key;
mod map;
mod map_file;
mod page;
mod push;
mod remember;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
mod secret_file;
#[cfg(any(target_os = "android", target_os = "ios"))]
mod secret_store;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
mod window;

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use dioxus::prelude::*;
use shared::domain::UnixSeconds;
use shared::store::{Location, Store, StoreError, Which};

#[cfg(feature = "desktop")]
use dioxus::desktop as view;
#[cfg(not(feature = "desktop"))]
use dioxus::mobile as view;

#[cfg(target_os = "android")]
use android as system;
#[cfg(target_os = "ios")]
use ios as system;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
use window as system;

#[cfg(not(any(target_os = "android", target_os = "ios")))]
use secret_file as secret;
#[cfg(any(target_os = "android", target_os = "ios"))]
use secret_store as secret;

pub use key::CardKey;
pub use map::{geocode, locate, offered_map, serve_kept_map, tell_map, use_map_told};
pub use map_file::{MapShelf, kept_map};
pub use page::{
    add_to_calendar, apply_look, copy_text, hold_scroll, keep_pictures, painted, read_photo, remind, save_file, share,
    speak, stop_speaking, tell_paint, use_platform, use_preview, words,
};
pub use push::{PushReceiver, push_ask, push_brief, push_state, push_unsubscribe};

use crate::state::Opened;
use crate::{App, embedded};

/// Opens the store, then shows the app.
pub fn launch() {
    system::prepare();
    let store = match open() {
        Ok(store) => store,
        // Better the content that came with the app, forgotten at closing, than no emergency number at all.
        Err(error) => {
            tracing::error!(%error, "the data folder cannot be used: nothing will be kept");
            match Store::open(Location::memory(), &embedded::seed(), now()) {
                Ok(store) => store,
                Err(error) => {
                    tracing::error!(%error, "no store at all");
                    return;
                }
            }
        }
    };
    dioxus::LaunchBuilder::new().with_cfg(system::configuration()).with_context(Opened { store }).launch(App);
}

fn open() -> Result<Store, StoreError> {
    let folder = data_folder();
    std::fs::create_dir_all(&folder).map_err(StoreError::Folder)?;
    Store::open(Location::Folder(folder), &embedded::seed(), now())
}

/// Where the app keeps its files; `GUICHET_DATA` says otherwise on a desk.
fn data_folder() -> PathBuf {
    let asked = std::env::var_os("GUICHET_DATA").map(PathBuf::from);
    asked.unwrap_or_else(|| system::data_folder().join(&embedded::territory().bundle_id))
}

/// Unix seconds.
pub fn now() -> UnixSeconds {
    #[expect(clippy::disallowed_methods, reason = "the platform is where the clock is read")]
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as UnixSeconds)
}

/// Between 0 and 1.
pub fn random() -> f64 {
    fastrand::f64()
}

/// Waits.
pub async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// The town's server: `GUICHET_SERVER` at run time on a desk, else the address given when the app was built.
pub fn server_address() -> String {
    let asked = std::env::var("GUICHET_SERVER").ok();
    asked.unwrap_or_else(|| option_env!("GUICHET_SERVER").unwrap_or("http://127.0.0.1:8080/").to_owned())
}

/// Files keep themselves.
pub fn keep(_: &Store, _: Which) {}

/// Hands an address to the system: browser, dialler, mail.
pub fn open_url(url: &str) {
    if !system::open(url) {
        consume_context::<crate::state::Local>().notify(crate::words::tid!("cannot-open", address: url));
    }
}

/// Keeps the screen on and as bright as it goes; `false`: as the person set it.
pub fn hold_screen(on: bool) {
    system::hold_screen(on);
}

/// No browser.
pub(super) const fn browsers_guide() -> super::Guide {
    super::Guide::Choice
}
