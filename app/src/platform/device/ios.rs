//! iOS: what only its system can do, asked of `UIApplication`.

use std::path::PathBuf;
use std::sync::Mutex;

use dioxus::mobile::Config;
use objc2::{MainThreadMarker, rc::Retained, runtime::AnyObject};
use objc2_foundation::{NSArray, NSDictionary, NSString, NSURL};
use objc2_ui_kit::{UIActivityViewController, UIApplication, UIScreen};
use shared::domain::Event;

use super::page;

/// Nothing to set before the view.
pub(super) const fn prepare() {}

pub(super) fn configuration() -> Config {
    Config::new().with_custom_index(page::index()).with_background_color((255, 247, 234, 255))
}

pub(super) fn data_folder() -> PathBuf {
    dirs::data_dir().unwrap_or_default()
}

/// Dials, writes or browses: a web view ignores such links silently.
pub(super) fn open(url: &str) -> bool {
    let Some(main) = MainThreadMarker::new() else { return false };
    let Some(url) = NSURL::URLWithString(&NSString::from_str(url)) else { return false };
    #[expect(unsafe_code, reason = "UIKit: on the main thread, with an empty dictionary of options")]
    unsafe {
        UIApplication::sharedApplication(main).openURL_options_completionHandler(&url, &NSDictionary::new(), None);
    }
    true
}

/// The system's sharing sheet.
pub(super) fn share(_title: &str, text: &str) -> bool {
    offer(NSString::from_str(text).into())
}

/// The sharing sheet again, with a file that Calendar is among the takers of.
pub(super) fn add_to_calendar(name: &str, file: &str, _: Event, _: &str) -> bool {
    let path = std::env::temp_dir().join(name);
    if let Err(error) = std::fs::write(&path, file) {
        tracing::error!(%error, "an event was not written");
        return false;
    }
    offer(NSURL::fileURLWithPath(&NSString::from_str(&path.to_string_lossy())).into())
}

fn offer(item: Retained<AnyObject>) -> bool {
    let Some(main) = MainThreadMarker::new() else { return false };
    #[expect(
        unsafe_code,
        deprecated,
        reason = "UIKit: on the main thread; one window, so its root is the key window's"
    )]
    unsafe {
        let sheet = UIActivityViewController::initWithActivityItems_applicationActivities(
            main.alloc(),
            &NSArray::from_retained_slice(&[item]),
            None,
        );
        let root = UIApplication::sharedApplication(main).keyWindow().and_then(|window| window.rootViewController());
        root.is_some_and(|root| {
            root.presentViewController_animated_completion(&sheet, true, None);
            true
        })
    }
}

/// Brightness that the person had set, while a card is shown.
static BRIGHTNESS: Mutex<Option<f64>> = Mutex::new(None);

/// Keeps the screen on and bright while `on`; afterwards as the person set it.
pub(super) fn hold_screen(on: bool) {
    let Some(main) = MainThreadMarker::new() else { return };
    let mut before = BRIGHTNESS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    UIApplication::sharedApplication(main).setIdleTimerDisabled(on);
    #[expect(deprecated, reason = "one screen, and the app's window has no scene to ask before iOS 26")]
    let screen = UIScreen::mainScreen(main);
    if on {
        before.get_or_insert_with(|| screen.brightness());
        screen.setBrightness(1.0);
    } else if let Some(brightness) = before.take() {
        screen.setBrightness(brightness);
    }
}

/// The keychain.
pub(super) fn credential_store() -> Result<std::sync::Arc<keyring_core::CredentialStore>, keyring_core::Error> {
    Ok(apple_native_keyring_store::protected::Store::new()?)
}
