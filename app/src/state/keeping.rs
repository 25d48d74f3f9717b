//! Keeps what changes: settings into the store, and where there are no files the store's bytes into the browser.

use dioxus::prelude::*;
use shared::store::Which;

use super::{Local, settings};
use crate::hooks::{use_effect, use_future};
use crate::platform;

/// Writes settings to the store when they change, and hands changed databases to the platform.
pub fn use_keeping(local: Local) {
    use_effect(move || {
        let kept = local.store().set_setting(settings::NAME, &*local.settings.read());
        super::keep(local, kept);
    });
    use_effect(move || {
        let _ = local.personal.read();
        platform::keep(&local.store(), Which::Personal);
    });
    use_effect(move || {
        if *local.content.read() > 0 {
            platform::keep(&local.store(), Which::Public);
        }
    });
    use_future(move || async move {
        let mut minute = platform::now() / 60;
        loop {
            platform::sleep(std::time::Duration::from_secs(30)).await;
            if platform::now() / 60 != minute {
                minute = platform::now() / 60;
                local.look_at_the_clock();
            }
        }
    });
}
