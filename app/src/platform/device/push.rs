//! Notifications in windows and in the phones' own apps: none yet.
//!
//! No provider reaches a window on a desk. A phone's app gets its target from Firebase's library (`google-services.json`
//! and a Gradle plugin) or from Apple (an entitlement, and a call of the application's delegate, which `tao` owns): both come
//! with the town's accounts, and a build without them that asked for permission would ask for nothing. The server sends to
//! both already. What is missing is this file's `target`; what screens say meanwhile is true.

use std::future::{Ready, ready};

use shared::protocol::{PushProvider, PushTarget};
use shared::store::PushFault;
use shared::sync::Receiver;

use crate::platform::{PushDevice, PushUnable};

/// This build cannot.
pub const fn push_state() -> PushDevice {
    PushDevice::Unable(if cfg!(any(target_os = "android", target_os = "ios")) {
        PushUnable::App
    } else {
        PushUnable::Window
    })
}

/// Nothing to ask for.
pub fn push_ask() -> Ready<PushDevice> {
    ready(push_state())
}

/// Reached by nobody.
#[derive(Clone, Copy, Debug)]
pub struct PushReceiver;

impl Receiver for PushReceiver {
    fn provider(&self) -> Option<PushProvider> {
        None
    }

    async fn target(&self, _: Option<&str>) -> Result<PushTarget, PushFault> {
        Err(PushFault::Failed)
    }
}

/// No subscription.
pub const fn push_unsubscribe() {}

/// Nothing is shown while the app is closed.
pub fn push_brief(_: Option<String>) {}
