//! Guichet Jeunes: screens over the shared core.
//!
//! `screens` and `components` draw, `state` holds what they draw from, `platform` alone knows the target.
//! No SQL, no HTTP and no rule of the domain stands in this crate.

// The web build leaves `Debug` out (ADR 0010): a key or a text that rests on it would be empty there.
#![cfg_attr(not(test), warn(clippy::use_debug))]

pub mod components;
pub mod embedded;
pub mod pictograms;
pub mod platform;
pub mod route;
pub mod screens;
pub mod state;

use dioxus::prelude::*;
use dioxus_i18n::prelude::{I18nConfig, use_init_i18n};
use unic_langid::{LanguageIdentifier, langid};

use route::Route;
use state::{Local, Opened};

/// Words of each language. To add one: its file, a line here, and its code in `territory.toml`.
const WORDS: [(LanguageIdentifier, &str); 2] = [
    (langid!("fr"), include_str!("../../assets/i18n/fr.ftl")),
    (langid!("en"), include_str!("../../assets/i18n/en.ftl")),
];

/// The app. Expects [`Opened`] in its context: the store is opened before the first frame.
#[component]
pub fn App() -> Element {
    let local = use_hook(|| provide_context(Local::new(consume_context::<Opened>())));
    let mut i18n = use_init_i18n(|| {
        let language = local.settings.peek().language.parse().unwrap_or(langid!("fr"));
        WORDS.iter().fold(I18nConfig::new(language).with_fallback(langid!("fr")), |config, (language, words)| {
            config.with_locale((language.clone(), *words))
        })
    });
    use_effect(move || {
        let settings = local.settings.read();
        platform::apply_look(&settings);
        if let Ok(language) = settings.language.parse() {
            i18n.set_language(language);
        }
    });
    state::use_keeping(local);
    state::use_following(local);
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
