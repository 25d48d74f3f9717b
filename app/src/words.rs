//! The app's words in each language.
//!
//! French is complete and stands in for what another language lacks. Both scripts here run from left to right, so
//! Fluent's isolation marks around inserted words are left out: they are invisible, and travel along when a
//! sentence is copied, shared or read aloud.

use dioxus::prelude::*;
use dioxus_i18n::fluent::{FluentBundle, FluentResource};
use dioxus_i18n::prelude::use_init_i18n_from_bundle;
use unic_langid::{LanguageIdentifier, langid};

use crate::state::Local;

const FRENCH: (LanguageIdentifier, &str) = (langid!("fr"), include_str!(concat!(env!("OUT_DIR"), "/fr.ftl")));

/// Words of the other languages. To add one: its file, a line here, and its code in `territory.toml`.
const OTHERS: [(LanguageIdentifier, &str); 1] = [(langid!("en"), include_str!(concat!(env!("OUT_DIR"), "/en.ftl")))];

/// Gives the words of the language in the settings to the screens, and others when it changes.
pub(crate) fn use_words(local: Local) {
    let mut words = use_init_i18n_from_bundle(|| bundle(&local.settings.peek().language));
    let mut shown = use_hook(|| CopyValue::new(local.settings.peek().language.clone()));
    use_effect(move || {
        let language = local.settings.read().language.clone();
        if *shown.peek() != language {
            words.set_bundle(bundle(&language));
            shown.set(language);
        }
    });
}

/// The words of a language over the French ones; of French alone when the language is unknown.
fn bundle(language: &str) -> FluentBundle<FluentResource> {
    let (french, words) = FRENCH;
    let over = OTHERS.into_iter().find(|(code, _)| *code == language);
    let locales = over.iter().map(|(code, _)| code.clone()).chain([french]).collect();
    let mut bundle = FluentBundle::new(locales);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(parsed(words));
    if let Some((_, words)) = over {
        bundle.add_resource_overriding(parsed(words));
    }
    bundle
}

/// What can be read of a file; `tests/words.rs` shows that all of it can.
fn parsed(words: &str) -> FluentResource {
    FluentResource::try_new(words.to_owned()).unwrap_or_else(|(readable, _)| readable)
}
