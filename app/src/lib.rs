//! Guichet Jeunes: screens over the shared core.
//!
//! `screens` and `components` draw, `state` holds what they draw from, `platform` alone knows the target.
//! No SQL, no HTTP and no rule of the domain stands in this crate.

// The web build leaves `Debug` out (ADR 0010): a key or a text that rests on it would be empty there.
#![cfg_attr(not(test), warn(clippy::use_debug))]

pub mod components;
pub mod embedded;
mod hooks;
mod markdown;
pub mod pictograms;
pub mod platform;
pub mod route;
pub mod screens;
pub mod state;
mod words;

use crate::hooks::use_effect;
use crate::words::tid;
use dioxus::prelude::*;

use route::Route;
use state::{Local, Opened};

/// The app. Expects [`Opened`] in its context: the store is opened before the first frame.
#[component]
pub fn App() -> Element {
    let local = use_hook(|| provide_context(Local::new(consume_context::<Opened>())));
    words::use_words(local);
    use_effect(move || platform::apply_look(&local.settings.read()));
    use_hook(|| {
        if local.store().mended().personal {
            local.notify(tid!("mended-personal"));
        }
    });
    state::use_keeping(local);
    state::use_following(local);
    state::use_card_keeping(local);
    state::use_push_keeping(local);
    state::use_offers_keeping(local);
    state::use_reminding(local);
    platform::use_platform(local);
    use_hook(|| {
        // Only the front door leads to the welcome: a deep link leads where it says.
        let history = history();
        if !local.settings.peek().welcome_done && history.current_route() == "/" {
            history.replace("/bienvenue".to_owned());
        }
    });
    rsx! {
        Router::<Route> {}
    }
}
