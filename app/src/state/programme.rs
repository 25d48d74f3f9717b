//! Events as the agenda shows them. Read once and again when content changes: which day it is does not change what was read.

use shared::calendar::{self, Occurrence};
use shared::domain::{Event, Section, UnixSeconds};
use shared::store::{Store, StoreError};

use super::query::use_content;
use super::{Asked, territory};

/// Days ahead in which an event is soon.
const SOON_DAYS: i64 = 30;

/// An event with what a list says of its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Announced {
    /// The event. A place that has a record has its name here too.
    pub event: Event,
    /// The section of its place.
    pub section: Option<Section>,
}

/// All events, by their first dates.
pub fn use_programme() -> Asked<Vec<Announced>> {
    use_content(|store| {
        let announce = |mut event: Event| {
            let section = name_place(store, &mut event)?;
            Ok(Announced { event, section })
        };
        store.events()?.into_iter().map(announce).collect()
    })
}

/// The next dates from `now` on, soonest first: of all events, or of those at a place.
pub fn soon(
    store: &Store,
    now: UnixSeconds,
    place: Option<&str>,
    limit: usize,
) -> Result<Vec<(Event, Occurrence)>, StoreError> {
    let timezone = &territory().timezone;
    let mut events = store.events()?;
    events.retain(|event| place.is_none() || event.place.as_deref() == place);
    let next = |event: Event| {
        let first = calendar::occurrences(&event, timezone, now, now + SOON_DAYS * 86_400).first().copied()?;
        Some((event, first))
    };
    let mut next: Vec<(Event, Occurrence)> = events.into_iter().filter_map(next).collect();
    next.sort_by_key(|(_, occurrence)| occurrence.start);
    next.truncate(limit);
    for (event, _) in &mut next {
        name_place(store, event)?;
    }
    Ok(next)
}

/// Gives an event the name of the place whose record it leads to, and tells that place's section.
fn name_place(store: &Store, event: &mut Event) -> Result<Option<Section>, StoreError> {
    let Some(place) = event.place.as_deref().map(|id| store.place(id)).transpose()?.flatten() else { return Ok(None) };
    event.place_name = Some(place.name);
    Ok(place.sections.first().copied())
}
