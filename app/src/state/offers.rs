//! Offers as screens see them, and what is new among them.
//!
//! All of them are read once and again when content changes, never at each minute: which hold today is decided over what was read.

use dioxus::prelude::*;
use shared::domain::{Interest, Point, UnixSeconds};
use shared::store::{Bargain, Store};

use super::query::use_content;
use super::{Asked, Local, Query, territory};
use crate::hooks::use_effect;

/// All offers with their shops.
pub fn use_bargains() -> Asked<Vec<Bargain>> {
    use_content(Store::bargains)
}

/// How many offers were not shown yet of those that speak to the reader; whoever draws it is drawn again at each change.
pub fn use_unmet() -> usize {
    let local = use_context::<Local>();
    let _ = (local.personal.read(), local.content.read());
    let today = shared::calendar::local(&territory().timezone, *local.now.peek()).date();
    let settings = local.settings.read();
    local.store().offers_unmet(&chosen(&settings.interests), today).unwrap_or_default()
}

/// The interests that were chosen.
pub fn chosen(ids: &[String]) -> Vec<&'static Interest> {
    territory().interests.iter().filter(|interest| ids.contains(&interest.id)).collect()
}

/// Notes that the offers on the screen were shown, once they are there.
pub fn use_meeting() {
    let local = use_context::<Local>();
    meet(local, Store::meet_offers);
}

/// Begins to tell what is new, on a phone that has offers for the first time.
pub fn use_offers_keeping(local: Local) {
    meet(local, |store, _| store.begin_offers().map(|()| false));
}

fn meet(local: Local, act: fn(&Store, UnixSeconds) -> Result<bool, shared::store::StoreError>) {
    use_effect(move || {
        let _ = local.content.read();
        match act(&local.store(), *local.now.peek()) {
            Ok(true) => local.personal_moved(),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "offers that were shown are not noted"),
        }
    });
}

/// The middle of the reader's commune, if they said which.
pub fn use_home_point() -> Option<Point> {
    let settings = use_context::<Local>().settings;
    let point = use_content(move |store| match &settings.read().commune {
        Some(commune) => store.middle_of(commune),
        None => Ok(None),
    });
    match point.get() {
        Query::Ready(point) => point,
        Query::Failed(_) => None,
    }
}
