//! The app's words in each language.
//!
//! French is complete and stands in for what another language lacks. Both scripts here run from left to right, so
//! Fluent's isolation marks around inserted words are left out: they are invisible, and travel along when a
//! sentence is copied, shared or read aloud.

use dioxus::prelude::*;
use dioxus_i18n::fluent::{FluentBundle, FluentResource};
use dioxus_i18n::prelude::use_init_i18n_from_bundle;
use dioxus_i18n::tid;
use unic_langid::{LanguageIdentifier, langid};

use crate::platform;
use crate::state::Local;

const FRENCH: (LanguageIdentifier, &str) = (langid!("fr"), include_str!(concat!(env!("OUT_DIR"), "/fr.ftl")));

/// Words of the other languages. To add one: its file, a line here, and its code in `territory.toml`.
#[cfg(not(all(feature = "web", not(feature = "device"))))]
const CARRIED: [(LanguageIdentifier, &str); 1] = [(langid!("en"), include_str!(concat!(env!("OUT_DIR"), "/en.ftl")))];

/// In browsers they are files beside the app, fetched by whoever chooses one: most people would download them for nothing.
#[cfg(all(feature = "web", not(feature = "device")))]
const CARRIED: [(LanguageIdentifier, &str); 0] = [];

/// Gives the words of the language in the settings to the screens, and others when it changes.
pub(crate) fn use_words(local: Local) {
    let mut words = use_init_i18n_from_bundle(|| bundle(carried(&local.settings.peek().language)));
    let mut shown = use_hook(|| {
        let language = local.settings.peek().language.clone();
        CopyValue::new(carried(&language).map_or_else(|| FRENCH.0.to_string(), |_| language))
    });
    use_effect(move || {
        let language = local.settings.read().language.clone();
        if *shown.peek() == language {
            return;
        }
        spawn(async move {
            let over = match carried(&language) {
                Some((code, words)) => Some((code, words.to_owned())),
                None if FRENCH.0 == language.as_str() => None,
                None => match (language.parse(), platform::words(&language).await) {
                    (Ok(code), Some(words)) => Some((code, words)),
                    _ => return local.notify(tid!("language-later")),
                },
            };
            // Another one may have been chosen meanwhile.
            if local.settings.peek().language == language {
                words.set_bundle(bundle(over));
                shown.set(language);
            }
        });
    });
}

fn carried(language: &str) -> Option<(LanguageIdentifier, &'static str)> {
    CARRIED.into_iter().find(|(code, _)| *code == language)
}

/// The words of a language over the French ones; of French alone without another.
fn bundle<W: AsRef<str>>(over: Option<(LanguageIdentifier, W)>) -> FluentBundle<FluentResource> {
    let (french, words) = FRENCH;
    let locales = over.iter().map(|(code, _)| code.clone()).chain([french]).collect();
    let mut bundle = FluentBundle::new(locales);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(parsed(words));
    if let Some((_, words)) = over {
        bundle.add_resource_overriding(parsed(words.as_ref()));
    }
    bundle
}

/// What can be read of a file; `tests/words.rs` shows that all of it can.
fn parsed(words: &str) -> FluentResource {
    FluentResource::try_new(words.to_owned()).unwrap_or_else(|(readable, _)| readable)
}
