//! No target: screens are rendered to markup, in tests and for the first picture of the web build.
//!
//! Time stands still at the moment given, and nothing leaves the process.

#![expect(clippy::unused_async, reason = "other platforms wait here")]

use std::cell::Cell;
use std::future::{Ready, ready};
use std::rc::Rc;
use std::time::Duration;

use dioxus::prelude::*;
use shared::card::{PublicKey, Signature};
use shared::domain::{Event, Point, UnixSeconds};
use shared::map::{Archive, Held, Shelf, ShelfFault};
use shared::protocol::{MapFile, PushProvider, PushTarget, Spot};
use shared::store::{PushFault, Store, Which};
use shared::sync::{DeviceKey, KeyFault, Receiver};

use super::{Guide, LocationFault, PhotoFault, PushDevice, Shape};
use crate::state::{Local, Settings};

thread_local! {
    static NOW: Cell<UnixSeconds> = const { Cell::new(0) };
    static PUSH: Cell<PushDevice> = const { Cell::new(PushDevice::Unasked) };
}

/// Sets the moment at which markup is rendered on this thread.
pub fn set_now(now: UnixSeconds) {
    NOW.set(now);
}

/// There is nothing to launch.
pub fn launch() {}

/// The moment set.
pub fn now() -> UnixSeconds {
    NOW.get()
}

/// No chance in markup.
pub fn random() -> f64 {
    0.5
}

/// Markup does not wait: what comes after never happens.
pub async fn sleep(_: Duration) {
    std::future::pending::<()>().await;
}

/// Markup is not painted.
pub fn painted() -> Ready<()> {
    ready(())
}

/// No server.
pub fn server_address() -> String {
    String::new()
}

/// Nothing to keep.
pub fn keep(_: &Store, _: Which) {}

/// Nothing to fetch.
pub fn keep_pictures(_: &Store) {}

/// Every language is here.
pub async fn words(_: &str) -> Option<String> {
    None
}

/// No page.
pub fn apply_look(_: &Settings) {}

/// Nowhere to go.
pub fn open_url(_: &str) {}

/// Nobody to share with.
pub fn share(_: &str, _: &str, _: &str) {}

/// No voice.
pub fn speak(_: &str, _: &str) {}

/// No voice.
pub fn stop_speaking() {}

/// No scroll.
pub fn hold_scroll() {}

/// A key that signs nothing that a verifier would take, the same way each time.
#[derive(Clone, Copy, Debug)]
pub struct CardKey;

impl DeviceKey for CardKey {
    async fn public(&self) -> Result<PublicKey, KeyFault> {
        Ok([7; 32])
    }

    async fn sign(&self, _: &[u8]) -> Result<Signature, KeyFault> {
        Ok([9; 64])
    }
}

impl CardKey {
    /// Nothing to end.
    pub async fn forget(&self) {}
}

/// No screen.
pub fn hold_screen(_: bool) {}

/// No file.
pub async fn read_photo(_: &str, _: Shape) -> Option<Result<Vec<u8>, PhotoFault>> {
    None
}

/// Nowhere to save.
pub fn save_file(_: &str, _: &str) {}

/// No calendar.
pub fn add_to_calendar(_: &str, _: &str, _: &Event, _: &str) {}

/// Nobody to remind.
pub fn remind(_: &str, _: &str) {}

/// Nowhere to copy to.
pub async fn copy_text(_: &str) -> bool {
    false
}

/// Sets what the device of this thread says about notifications.
pub fn set_push_state(device: PushDevice) {
    PUSH.set(device);
}

/// What was set.
pub fn push_state() -> PushDevice {
    PUSH.get()
}

/// Nobody to ask: what was set.
pub fn push_ask() -> Ready<PushDevice> {
    ready(PUSH.get())
}

/// Reached by nobody.
#[derive(Clone, Copy, Debug)]
pub struct PushReceiver;

impl Receiver for PushReceiver {
    fn provider(&self) -> Option<PushProvider> {
        Some(PushProvider::Web)
    }

    async fn target(&self, _: Option<&str>) -> Result<PushTarget, PushFault> {
        Err(PushFault::Failed)
    }
}

/// No subscription.
pub fn push_unsubscribe() {}

/// Nothing is shown while the app is closed.
pub fn push_brief(_: Option<String>) {}

/// Nobody tells of anything.
pub fn use_preview() -> ReadSignal<Option<String>> {
    use_signal(|| None).into()
}

/// No map.
pub fn tell_map(_: &str) {}

/// Nothing is done on it.
pub fn use_map_told(_: Callback<String>) {}

/// No map is kept.
#[derive(Clone, Copy, Debug)]
pub struct MapShelf;

impl Shelf for MapShelf {
    async fn held(&self) -> Result<Held, ShelfFault> {
        Ok(Held::default())
    }

    async fn begin(&self, _: &MapFile) -> Result<(), ShelfFault> {
        Err(ShelfFault::Failed)
    }

    async fn append(&self, _: Vec<u8>) -> Result<(), ShelfFault> {
        Err(ShelfFault::Failed)
    }

    async fn sum(&self) -> Result<String, ShelfFault> {
        Err(ShelfFault::Failed)
    }

    async fn finish(&self) -> Result<(), ShelfFault> {
        Err(ShelfFault::Failed)
    }

    async fn discard(&self) -> Result<(), ShelfFault> {
        Ok(())
    }

    async fn remove(&self) -> Result<(), ShelfFault> {
        Ok(())
    }
}

/// None.
pub async fn kept_map() -> Option<Rc<Archive>> {
    None
}

/// Nobody offers one.
pub async fn offered_map() -> Option<MapFile> {
    None
}

/// Nobody knows addresses.
pub async fn geocode(_: &str, _: Option<Point>) -> Vec<Spot> {
    Vec::new()
}

/// Nothing to draw from.
pub async fn serve_kept_map() {}

/// Nobody is anywhere.
pub async fn locate() -> Result<Point, LocationFault> {
    Err(LocationFault::Unavailable)
}

/// Nothing to listen to.
pub fn use_platform(_: Local) {}

/// No browser.
pub(super) const fn browsers_guide() -> Guide {
    Guide::Choice
}
