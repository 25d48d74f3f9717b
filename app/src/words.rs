//! The app's words in each language.
//!
//! French is complete and stands in for what another language lacks. Both scripts here run from left to right, so
//! Fluent's isolation marks around inserted words are left out: they are invisible, and travel along when a
//! sentence is copied, shared or read aloud.

use dioxus::prelude::*;
use dioxus_i18n::fluent::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use dioxus_i18n::prelude::{i18n_bundle, use_init_i18n_from_bundle};
use unic_langid::{LanguageIdentifier, langid};

use crate::hooks::use_effect;
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

/// A sentence by its name, with what is told in it: `tid!("open-until", hour: hour)`.
///
/// In place of the library's own macro, which writes its search for the words and its answer to their absence into every
/// place that speaks: a browser downloads each of them.
macro_rules! tid {
    ($name:expr) => {
        $crate::words::sentence($name)
    };
    ($name:expr, $( $key:ident : $value:expr ),+ ) => {
        $crate::words::sentence_with($name, [$( (stringify!($key), $crate::words::Told::from($value)) ),+].into())
    };
}
pub(crate) use tid;

/// What is told in a sentence.
pub(crate) enum Told {
    /// Words.
    Text(String),
    /// A number, which decides between singular and plural.
    Number(i64),
}

impl From<String> for Told {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Told {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Told {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

macro_rules! told_numbers {
    ($( $number:ty ),+) => {
        $(impl From<$number> for Told {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })+
    };
}
told_numbers!(u8, u16, u32, i32, i64, u64, usize);

/// A sentence by its name, or the name of the one that is missing.
#[inline(never)]
pub(crate) fn sentence(name: &str) -> String {
    sentence_if_any(name).unwrap_or_else(|| name.to_owned())
}

/// A sentence by its name, for names that a town may have made.
#[inline(never)]
pub(crate) fn sentence_if_any(name: &str) -> Option<String> {
    i18n_bundle().try_translate(name).ok()
}

/// A sentence by its name, with what is told in it.
#[inline(never)]
pub(crate) fn sentence_with(name: &str, told: Vec<(&'static str, Told)>) -> String {
    let told: FluentArgs<'_> = told
        .into_iter()
        .map(|(key, told)| match told {
            Told::Text(text) => (key, FluentValue::from(text)),
            Told::Number(number) => (key, FluentValue::from(number)),
        })
        .collect();
    i18n_bundle().try_translate_with_args(name, Some(&told)).unwrap_or_else(|_| name.to_owned())
}
