//! What this console edits by a form, and the one place that knows which form is whose.
//!
//! A shop is a place: [`Noun::Shop`] is the same form for those who deal with shops, at an address of theirs.

use dioxus::prelude::*;
use shared::content::record_faults;
use shared::domain::{Kind, Place, PlaceKind, Record, RecordId};

use super::setting::Setting;
use super::{event, number, offer, page, place};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;

/// What a form edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::staff) enum Noun {
    Page,
    Place,
    Event,
    Number,
    Offer,
    Shop,
}

impl Noun {
    /// What « Contenus » lists. Offers and shops have pages of their own.
    pub(super) const CONTENTS: [Self; 4] = [Self::Page, Self::Place, Self::Event, Self::Number];

    /// The noun of an address of the console.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/staff/")?.split('/');
        match parts.next()? {
            "bons-plans" => Some(Self::Offer),
            "commerces" => Some(Self::Shop),
            "contenus" => {
                let slug = parts.next()?;
                Self::CONTENTS.into_iter().find(|noun| noun.slug() == slug)
            }
            _ => None,
        }
    }

    /// Whether a record is one: a place may be no shop.
    pub(in crate::staff) fn holds(self, record: &Record) -> bool {
        match (self, record) {
            (Self::Shop, Record::Place(place)) => place.kind == PlaceKind::Shop,
            (noun, record) => noun.kind() == record.kind(),
        }
    }

    pub(super) const fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Page => Some(Self::Page),
            Kind::Place => Some(Self::Place),
            Kind::Event => Some(Self::Event),
            Kind::Number => Some(Self::Number),
            Kind::Offer => Some(Self::Offer),
            Kind::News => None,
        }
    }

    pub(in crate::staff) const fn kind(self) -> Kind {
        match self {
            Self::Page => Kind::Page,
            Self::Place | Self::Shop => Kind::Place,
            Self::Event => Kind::Event,
            Self::Number => Kind::Number,
            Self::Offer => Kind::Offer,
        }
    }

    /// In addresses of the console.
    pub(in crate::staff) const fn slug(self) -> &'static str {
        match self {
            Self::Page => "fiches",
            Self::Place => "lieux",
            Self::Event => "evenements",
            Self::Number => "numeros",
            Self::Offer => "bons-plans",
            Self::Shop => "commerces",
        }
    }

    /// The list that it stands in.
    pub(super) const fn list(self) -> &'static str {
        match self {
            Self::Page | Self::Place | Self::Event | Self::Number => "/staff/contenus",
            Self::Offer => "/staff/bons-plans",
            Self::Shop => "/staff/commerces",
        }
    }

    /// Where the form of a new one is.
    pub(super) fn new_address(self) -> String {
        match self {
            Self::Offer | Self::Shop => format!("{}/nouveau", self.list()),
            _ => format!("/staff/contenus/{}/nouveau", self.slug()),
        }
    }

    /// Where the form of one is.
    pub(in crate::staff) fn address(self, id: &str) -> String {
        match self {
            Self::Offer => format!("/staff/bons-plans/{id}"),
            // The page of a shop says more than its form.
            Self::Shop => format!("/staff/commerces/{id}/fiche"),
            _ => format!("/staff/contenus/{}/{id}", self.slug()),
        }
    }

    /// One, in words, and the colour that it is shown on.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Page => ("fiche", "sun"),
            Self::Place => ("lieu", "sky"),
            Self::Event => ("événement", "mint"),
            Self::Number => ("numéro", "coral"),
            Self::Offer => ("bon plan", "sun"),
            Self::Shop => ("commerce", "sky"),
        }
    }

    /// A new one, in words.
    pub(super) const fn new_one(self) -> &'static str {
        match self {
            Self::Page => "Nouvelle fiche",
            Self::Place => "Nouveau lieu",
            Self::Event => "Nouvel événement",
            Self::Number => "Nouveau numéro",
            Self::Offer => "Nouveau bon plan",
            Self::Shop => "Nouveau commerce",
        }
    }

    /// Where the app shows one.
    pub(super) fn public_path(self, id: &str) -> String {
        match self {
            Self::Page => format!("/page/{id}"),
            Self::Place | Self::Shop => format!("/lieu/{id}"),
            Self::Event => format!("/agenda/{id}"),
            Self::Number => "/aide".to_owned(),
            Self::Offer => format!("/bons-plans/{id}"),
        }
    }

    pub(in crate::staff) fn record_id(self, id: &str) -> RecordId {
        RecordId { kind: self.kind().name().to_owned(), id: id.to_owned() }
    }

    /// What the form of a new one says.
    pub(in crate::staff) fn blank(self, setting: &Setting) -> Fields {
        let city = setting.territory.map_or("", |territory| territory.name.as_str());
        let pairs: &[(&str, &str)] = match self {
            Self::Page => &[("ordre", "100")],
            Self::Place => &[("ville", city)],
            Self::Event => &[],
            Self::Number => &[("ordre", "100"), ("onglet", "parler")],
            Self::Offer => &[("ordre", "100"), ("limite", "1"), ("par", "jour"), ("avantage", "pourcentage")],
            Self::Shop => &[("ville", city), ("sorte", "shop"), ("rubriques", "se-divertir")],
        };
        Fields::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// The record that a form says, over what it was `before`; what is wrong with it goes to `faults`.
    pub(in crate::staff) fn read(
        self,
        fields: &Fields,
        before: Option<&Record>,
        id: &str,
        setting: &Setting,
        faults: &mut Faults,
    ) -> Record {
        macro_rules! of {
            ($variant:ident, $form:ident) => {{
                let before = if let Some(Record::$variant(before)) = before { Some(before) } else { None };
                Record::$variant($form::read(fields, before, id, setting, faults))
            }};
        }
        let record = match self {
            Self::Page => of!(Page, page),
            Self::Place => of!(Place, place),
            Self::Shop => match of!(Place, place) {
                Record::Place(shop) => Record::Place(Place { kind: PlaceKind::Shop, ..shop }),
                other => other,
            },
            Self::Event => of!(Event, event),
            Self::Number => of!(Number, number),
            Self::Offer => of!(Offer, offer),
        };
        let objections = record_faults(&record, setting.territory, |kind, id| setting.knows(kind, id));
        super::faults::object(&record, objections, faults);
        record
    }
}

/// What the form of a record says.
pub(in crate::staff) fn write(record: &Record, zone: &str) -> Fields {
    match record {
        Record::Page(page) => page::write(page),
        Record::Place(place) => place::write(place),
        Record::Event(event) => event::write(event, zone),
        Record::Number(number) => number::write(number),
        Record::Offer(offer) => offer::write(offer),
        Record::News(_) => Fields::default(),
    }
}

/// The fields of a form; `record` is what phones have.
pub(in crate::staff) fn form(noun: Noun, form: &Form, setting: &Setting, record: Option<&Record>) -> Element {
    match (noun, record) {
        (Noun::Page, _) => page::form(form, setting),
        (Noun::Event, _) => event::form(form, setting),
        (Noun::Place | Noun::Shop, Some(Record::Place(place))) => place::form(form, setting, noun, Some(place)),
        (Noun::Place | Noun::Shop, _) => place::form(form, setting, noun, None),
        (Noun::Offer, _) => offer::form(form, setting),
        (Noun::Number, Some(Record::Number(number))) => number::form(form, setting, Some(number)),
        (Noun::Number, _) => number::form(form, setting, None),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every record of both territories goes through its form and comes back the same, without a fault.
    #[test]
    fn what_the_folders_hold_is_read_as_it_was_written() {
        for slug in ["chalons", "demo-bourg"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories").join(slug);
            let content = shared::content::read_territory(&folder).unwrap();
            let named = |kind: Kind| {
                let of_kind = content.records.iter().filter(|record| record.kind() == kind);
                of_kind.map(|record| (record.id().to_owned(), record.title().to_owned())).collect::<Vec<_>>()
            };
            let setting = Setting {
                territory: Some(&content.territory),
                zone: &content.territory.timezone,
                today: "2026-11-25".parse().unwrap(),
                places: named(Kind::Place),
                numbers: named(Kind::Number),
                groups: Vec::new(),
            };
            let mut seen = 0;
            for record in &content.records {
                let Some(noun) = Noun::of(record.kind()) else { continue };
                let (fields, mut faults) = (write(record, setting.zone), Faults::default());
                let back = noun.read(&fields, Some(record), record.id(), &setting, &mut faults);
                assert_eq!((&back, faults.all()), (record, &[][..]), "{:?}", record.record_id());
                assert!(fields.names().iter().all(|name| super::super::label::field(name).is_some()));
                seen += 1;
            }
            assert!(seen > 5);
        }
    }
}
