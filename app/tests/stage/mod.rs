//! A stage to play screens on: the real store filled from the real seed, drawn to markup at a fixed moment.

#[allow(dead_code, reason = "each test file compiles the stage for itself")]
pub(crate) mod holder;
#[allow(dead_code, reason = "each test file compiles the stage for itself")]
pub(crate) mod told;

use std::rc::Rc;

use app::state::{Opened, Settings};
use app::{App, embedded, platform};
use dioxus::history::MemoryHistory;
use dioxus::prelude::*;
use shared::domain::Record;
use shared::protocol::{SyncPage, WireRecord};
use shared::store::{Location, Seed, Store};

/// Monday 23 November 2026, 17 h 10 in Châlons.
pub(crate) const NOW: i64 = 1_795_450_200;

/// A phone whose owner reads French and has left the welcome screen, its content as shipped.
#[allow(dead_code, reason = "each test file compiles the stage for itself")]
pub(crate) fn phone() -> Store {
    phone_in("fr")
}

/// The same in another language.
#[allow(dead_code, reason = "each test file compiles the stage for itself")]
pub(crate) fn phone_in(language: &str) -> Store {
    phone_with(&embedded::seed(), language)
}

/// The same with other content.
pub(crate) fn phone_with(seed: &Seed, language: &str) -> Store {
    platform::set_now(NOW);
    let phone = Store::open(Location::memory(), seed, NOW).unwrap();
    phone
        .set_setting("settings", &Settings { language: language.to_owned(), welcome_done: true, ..Settings::default() })
        .unwrap();
    phone
}

/// What a screen looks like on this phone.
pub(crate) fn draw(phone: &Store, path: &str) -> String {
    platform::set_now(NOW);
    let history = Rc::new(MemoryHistory::with_initial_path(path)) as Rc<dyn History>;
    let mut dom = VirtualDom::new(App).with_root_context(Opened { store: phone.clone() }).with_root_context(history);
    dom.rebuild_in_place();
    dioxus_ssr::render(&dom).replace("&#x27;", "’")
}

/// Start tags of an element, each with its attributes.
#[allow(dead_code, reason = "each test file compiles the stage for itself")]
pub(crate) fn tags<'a>(markup: &'a str, name: &str) -> Vec<&'a str> {
    markup
        .match_indices('<')
        .filter_map(|(at, _)| {
            let rest = &markup[at + 1..];
            let after = rest.strip_prefix(name)?;
            (after.starts_with(' ') || after.starts_with('>')).then(|| &rest[..rest.find('>').unwrap_or(rest.len())])
        })
        .collect()
}

/// The town publishes records; each time its log is at another `seq`.
#[allow(dead_code, reason = "each test file compiles the stage for itself")]
pub(crate) fn put(phone: &Store, seq: u64, records: &[serde_json::Value]) {
    let upserts = records
        .iter()
        .map(|record| WireRecord::from_record(seq, &serde_json::from_value::<Record>(record.clone()).unwrap()).unwrap())
        .collect();
    let page = SyncPage { log: "L".to_owned(), next: seq, more: false, server_time: NOW, upserts, deletes: Vec::new() };
    phone.apply(&page, NOW).unwrap();
}
