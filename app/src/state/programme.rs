//! Events as the agenda shows them. Read once and again when content changes: which day it is does not change what was read.

use shared::domain::{Event, Section};
use shared::store::{Store, StoreError};

use super::Asked;
use super::query::use_content;

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

/// Gives an event the name of the place whose record it leads to, and tells that place's section.
pub fn name_place(store: &Store, event: &mut Event) -> Result<Option<Section>, StoreError> {
    let Some(place) = event.place.as_deref().map(|id| store.place(id)).transpose()?.flatten() else { return Ok(None) };
    event.place_name = Some(place.name);
    Ok(place.sections.first().copied())
}
