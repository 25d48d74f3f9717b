//! Events as the agenda shows them. Read once and again when content changes: which day it is does not change what was read.

use dioxus::prelude::*;
use shared::domain::{Event, Section};

use super::{Local, Query, answer};

/// An event with what a list says of its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Announced {
    /// The event. A place that has a record has its name here too.
    pub event: Event,
    /// The section of its place.
    pub section: Option<Section>,
}

/// All events, by their first dates.
pub fn use_programme() -> Memo<Query<Vec<Announced>>> {
    let local = use_context::<Local>();
    use_memo(move || {
        let _ = local.content.read();
        let store = local.store();
        answer(store.events().and_then(|events| {
            let mut announced = Vec::with_capacity(events.len());
            for mut event in events {
                let place = match &event.place {
                    Some(place) => store.place(place)?,
                    None => None,
                };
                let section = place.as_ref().and_then(|place| place.sections.first().copied());
                event.place_name = place.map(|place| place.name).or(event.place_name);
                announced.push(Announced { event, section });
            }
            Ok(announced)
        }))
    })
}
