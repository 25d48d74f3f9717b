//! What the map is asked, as its address says it: going back, sharing and reloading find the same map again.
//!
//! A point chosen by hand is part of it, where the person is never: an address is kept by browsers and sent to friends.

use std::fmt;

use shared::domain::{Point, Section};
use shared::store::Narrowing;

/// Filters, a point to be near to, and the place that is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Only this section.
    pub section: Option<Section>,
    /// Only what is open now.
    pub open: bool,
    /// Only places with an offer.
    pub discount: bool,
    /// Only places where something happens soon.
    pub events: bool,
    /// The point chosen by hand.
    pub near: Option<Point>,
    /// Id of the place whose sheet is open.
    pub place: Option<String>,
}

impl Asked {
    /// The map with one place open.
    pub fn place(id: &str) -> Self {
        Self { place: Some(id.to_owned()), ..Self::default() }
    }

    /// The map of one section.
    pub fn section(section: Section) -> Self {
        Self { section: Some(section), ..Self::default() }
    }

    /// The map of what card holders get.
    pub fn discount() -> Self {
        Self { discount: true, ..Self::default() }
    }

    /// The map of what happens soon.
    pub fn events() -> Self {
        Self { events: true, ..Self::default() }
    }

    /// The same as a search narrows.
    pub(super) fn narrowing(&self) -> Narrowing {
        Narrowing { section: self.section, open_now: self.open, discount: self.discount, ..Narrowing::default() }
    }
}

impl From<&str> for Asked {
    fn from(query: &str) -> Self {
        let mut asked = Self::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "rubrique" => asked.section = Section::from_slug(value),
                "ouvert" => asked.open = value == "oui",
                "reduction" => asked.discount = value == "oui",
                "agenda" => asked.events = value == "oui",
                "pres" => asked.near = Point::read(&value.replace("%2C", ",")),
                "lieu" => asked.place = Some(value.to_owned()).filter(|id| !id.is_empty()),
                _ => {}
            }
        }
        asked
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |on: bool, name: &str| on.then(|| format!("{name}=oui"));
        let parts = [
            self.section.map(|section| format!("rubrique={section}")),
            said(self.open, "ouvert"),
            said(self.discount, "reduction"),
            said(self.events, "agenda"),
            self.near.map(|near| format!("pres={near}")),
            self.place.as_ref().map(|id| format!("lieu={id}")),
        ];
        f.write_str(&parts.into_iter().flatten().collect::<Vec<_>>().join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_survives_its_address() {
        let all = Asked {
            section: Some(Section::Bouger),
            open: true,
            discount: true,
            events: true,
            near: Some(Point { lat: 48.956_71, lon: 4.358_83 }),
            place: Some("la-comete".to_owned()),
        };
        for asked in [all, Asked::default(), Asked::place("gare"), Asked::discount(), Asked::events()] {
            assert_eq!(Asked::from(asked.to_string().as_str()), asked);
        }
    }

    #[test]
    fn an_address_of_somebody_else_s_making_asks_for_nothing_wrong() {
        for query in ["", "rubrique=nulle&pres=91,4&lieu=", "ouvert=1&x", "pres=48.9", "&&=&"] {
            assert_eq!(Asked::from(query), Asked::default(), "{query}");
        }
        assert!(Asked::from("pres=48.9%2C4.3").near.is_some());
    }
}
