//! Events as the agenda shows them. Read once and again when content changes: which day it is does not change what was read.

use shared::domain::{Event, Section};

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
            let place = match &event.place {
                Some(place) => store.place(place)?,
                None => None,
            };
            let section = place.as_ref().and_then(|place| place.sections.first().copied());
            event.place_name = place.map(|place| place.name).or(event.place_name);
            Ok(Announced { event, section })
        };
        store.events()?.into_iter().map(announce).collect()
    })
}
