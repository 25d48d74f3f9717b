//! Any record, under its kind.

use serde::{Deserialize, Serialize};

use super::{Event, HelpNumber, Image, News, Offer, Page, Place, Section, Sourced};

/// Kind of a record, written in lower case on the wire and in addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "each kind is documented at its struct")]
pub enum Kind {
    Page,
    News,
    Event,
    Place,
    Offer,
    Number,
}

impl Kind {
    /// All kinds this version knows.
    pub const ALL: [Self; 6] = [Self::Page, Self::News, Self::Event, Self::Place, Self::Offer, Self::Number];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::News => "news",
            Self::Event => "event",
            Self::Place => "place",
            Self::Offer => "offer",
            Self::Number => "number",
        }
    }

    /// The kind of a wire name, `None` for one that a newer server may know.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A record of any kind: on the wire `{"kind": "page", "id": …, …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(missing_docs, reason = "each kind is documented at its struct")]
pub enum Record {
    Page(Page),
    News(News),
    Event(Event),
    Place(Place),
    Offer(Offer),
    Number(HelpNumber),
}

/// What names a record for ever: its kind and its id inside the kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RecordId {
    /// Wire name of the kind. A `String`, because a newer server may name kinds this version does not know.
    pub kind: String,
    /// Stable slug or ULID.
    pub id: String,
}

impl Record {
    /// Kind.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Page(_) => Kind::Page,
            Self::News(_) => Kind::News,
            Self::Event(_) => Kind::Event,
            Self::Place(_) => Kind::Place,
            Self::Offer(_) => Kind::Offer,
            Self::Number(_) => Kind::Number,
        }
    }

    /// Id inside the kind.
    pub fn id(&self) -> &str {
        match self {
            Self::Page(page) => &page.id,
            Self::News(news) => &news.id,
            Self::Event(event) => &event.id,
            Self::Place(place) => &place.id,
            Self::Offer(offer) => &offer.id,
            Self::Number(number) => &number.id,
        }
    }

    /// Kind and id.
    pub fn record_id(&self) -> RecordId {
        RecordId { kind: self.kind().name().to_owned(), id: self.id().to_owned() }
    }

    /// Title as lists show it.
    pub fn title(&self) -> &str {
        match self {
            Self::Page(page) => &page.title,
            Self::News(news) => &news.title,
            Self::Event(event) => &event.title,
            Self::Place(place) => &place.name,
            Self::Offer(offer) => &offer.title,
            Self::Number(number) => &number.title,
        }
    }

    /// Short text as lists show it.
    pub fn summary(&self) -> &str {
        match self {
            Self::Page(page) => &page.summary,
            Self::News(news) => &news.summary,
            Self::Event(event) => &event.summary,
            Self::Place(place) => &place.summary,
            Self::Offer(offer) => &offer.terms,
            Self::Number(number) => &number.summary,
        }
    }

    /// Section the record stands in, for kinds that have one.
    pub fn section(&self) -> Option<Section> {
        match self {
            Self::Page(page) => Some(page.section),
            Self::Place(place) => place.sections.first().copied(),
            _ => None,
        }
    }

    /// Where the record stands in lists of its kind, ascending: the explicit order, or the time.
    pub fn sort_key(&self) -> i64 {
        match self {
            Self::Page(page) => i64::from(page.order),
            Self::News(news) => -news.publish_at,
            Self::Event(event) => event.start,
            Self::Place(_) => 0,
            Self::Offer(offer) => i64::from(offer.order),
            Self::Number(number) => i64::from(number.order),
        }
    }

    /// Picture, if any.
    pub fn image(&self) -> Option<&Image> {
        match self {
            Self::Page(page) => page.image.as_ref(),
            Self::News(news) => news.image.as_ref(),
            Self::Event(event) => event.image.as_ref(),
            Self::Place(place) => place.image.as_ref(),
            Self::Offer(offer) => offer.image.as_ref(),
            Self::Number(_) => None,
        }
    }

    /// Where it was read, and when.
    pub fn sourced(&self) -> &Sourced {
        match self {
            Self::Page(page) => &page.sourced,
            Self::News(news) => &news.sourced,
            Self::Event(event) => &event.sourced,
            Self::Place(place) => &place.sourced,
            Self::Offer(offer) => &offer.sourced,
            Self::Number(number) => &number.sourced,
        }
    }

    /// The same, to be changed.
    pub fn sourced_mut(&mut self) -> &mut Sourced {
        match self {
            Self::Page(page) => &mut page.sourced,
            Self::News(news) => &mut news.sourced,
            Self::Event(event) => &mut event.sourced,
            Self::Place(place) => &mut place.sourced,
            Self::Offer(offer) => &mut offer.sourced,
            Self::Number(number) => &mut number.sourced,
        }
    }

    /// Long text a search looks in, beside title and summary.
    pub fn search_text(&self) -> String {
        match self {
            Self::Page(page) => {
                let mut text = page.steps.join("\n");
                text.push('\n');
                text.push_str(&page.body);
                text
            }
            Self::News(news) => news.body.clone(),
            Self::Event(event) => {
                [Some(&event.body), event.place_name.as_ref(), event.address.as_ref(), event.price.as_ref()]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            Self::Place(place) => {
                [place.address.as_ref(), Some(&place.city), place.hours_note.as_ref(), place.accessibility.as_ref()]
                    .into_iter()
                    .flatten()
                    .cloned()
                    .collect::<Vec<_>>()
                    .join("\n")
            }
            Self::Offer(offer) => offer.category.clone(),
            Self::Number(number) => [Some(&number.number), number.for_whom.as_ref(), number.hours.as_ref()]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// Words people type that the text lacks.
    pub fn keywords(&self) -> &[String] {
        match self {
            Self::Page(page) => &page.keywords,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{OfferKind, PlaceKind};

    #[test]
    fn records_whose_struct_has_a_kind_of_its_own_survive_the_wire() {
        let place = Record::Place(Place {
            id: "mjc".to_owned(),
            name: "MJC".to_owned(),
            kind: PlaceKind::Culture,
            sections: vec![Section::SeDivertir],
            summary: String::new(),
            address: None,
            postcode: None,
            city: "Bourg".to_owned(),
            point: None,
            opening_hours: None,
            hours_note: None,
            phones: Vec::new(),
            email: None,
            website: None,
            accessibility: None,
            image: None,
            sourced: Sourced::default(),
        });
        let offer = Record::Offer(Offer {
            id: "pain".to_owned(),
            place: "mjc".to_owned(),
            title: "Un pain".to_owned(),
            terms: String::new(),
            kind: OfferKind::Gift,
            value: None,
            category: "manger".to_owned(),
            order: 0,
            limit: None,
            saving_cents: 0,
            days: Vec::new(),
            valid_from: None,
            valid_until: None,
            suspended: false,
            image: None,
            vouchers: None,
            sourced: Sourced::default(),
        });
        for record in [place, offer] {
            let text = serde_json::to_string(&record).unwrap();
            assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record, "{text}");
        }
    }
}
