//! iOS: what only its system can do, asked of `UIApplication`.

use std::path::PathBuf;

use dioxus::mobile::Config;
use objc2::{MainThreadMarker, rc::Retained, runtime::AnyObject};
use objc2_foundation::{NSArray, NSDictionary, NSString, NSURL};
use objc2_ui_kit::{UIActivityViewController, UIApplication};

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
    let Some(main) = MainThreadMarker::new() else { return false };
    let text: Retained<AnyObject> = NSString::from_str(text).into();
    #[expect(
        unsafe_code,
        deprecated,
        reason = "UIKit: on the main thread; one window, so its root is the key window's"
    )]
    unsafe {
        let sheet = UIActivityViewController::initWithActivityItems_applicationActivities(
            main.alloc(),
            &NSArray::from_retained_slice(&[text]),
            None,
        );
        let root = UIApplication::sharedApplication(main).keyWindow().and_then(|window| window.rootViewController());
        root.is_some_and(|root| {
            root.presentViewController_animated_completion(&sheet, true, None);
            true
        })
    }
}
