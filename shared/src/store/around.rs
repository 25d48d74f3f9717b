//! What the map and its list show: places with a position, narrowed as a search is, nearest first when there is a point to be near to.
//!
//! One question answers both, so that list and map cannot differ. The order is made here: a screen that sorted for itself
//! would sort otherwise than the next one.

use std::collections::HashMap;

use super::find::{is_current, stands};
use super::{Question, Store, StoreError};
use crate::domain::{Offer, Place, Point, Record};

/// Farthest that anything is from a point one can be near to, in metres: over land, a day's ride.
const REACH: f64 = 150_000.0;

/// A place on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The place.
    pub place: Place,
    /// Its position.
    pub point: Point,
    /// What it gives to card holders, today or later.
    pub offers: Vec<Offer>,
    /// Metres from the point asked for, as the crow flies.
    pub metres: Option<f64>,
}

impl Store {
    /// Places on the map that a question's narrowing leaves: the nearest to `near` first, else by name. The question's words say nothing here.
    pub fn placed(&self, question: &Question<'_>, near: Option<Point>) -> Result<Vec<Placed>, StoreError> {
        let mut offers: HashMap<String, Vec<Offer>> = HashMap::new();
        for offer in self.offers()?.into_iter().filter(|offer| is_current(offer, question)) {
            offers.entry(offer.place.clone()).or_default().push(offer);
        }
        let places: Vec<(Place, Option<f64>)> = match near {
            Some(near) => {
                self.places_around(near, REACH)?.into_iter().map(|nearby| (nearby.place, Some(nearby.metres))).collect()
            }
            None => self.places()?.into_iter().map(|place| (place, None)).collect(),
        };
        let offered = offers.keys().cloned().collect();
        let mut shown = Vec::with_capacity(places.len());
        for (place, metres) in places {
            let Some(point) = place.point else { continue };
            if question.narrowing.section.is_some_and(|section| !place.sections.contains(&section)) {
                continue;
            }
            let record = Record::Place(place);
            let stays = stands(&record, question, &offered);
            if let (Record::Place(place), true) = (record, stays) {
                let offers = offers.remove(&place.id).unwrap_or_default();
                shown.push(Placed { place, point, offers, metres });
            }
        }
        Ok(shown)
    }
}
