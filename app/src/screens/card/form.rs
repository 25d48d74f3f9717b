//! What is typed to ask for a card, and what is wrong with it: said in the form, field by field, before anything is sent.
//!
//! Who may have a card is [`shared::card::eligibility`]'s to say; the limits are the protocol's. The server's refusals come
//! back to the same fields.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::card::{Eligibility, eligibility};
use shared::domain::Territory;
use shared::protocol::{CARD_CONTACT_MAX_CHARS, CARD_NAME_MAX_CHARS, CardApplication, CardStatus, ParentConsent};

/// What is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Form {
    pub first_name: String,
    pub last_name: String,
    pub day: String,
    pub month: String,
    pub year: String,
    pub commune: String,
    pub parent_name: String,
    pub parent_contact: String,
    pub parent_agrees: bool,
    pub agrees: bool,
}

/// What is typed somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    FirstName,
    LastName,
    Day,
    Month,
    Year,
    Commune,
    ParentName,
    ParentContact,
}

/// A field, or the form as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    FirstName,
    LastName,
    Birth,
    Commune,
    ParentName,
    ParentContact,
    ParentAgrees,
    Proof,
    Agrees,
    Whole,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Empty,
    TooLong,
    ImpossibleDate,
    TooYoung(u8),
    TooOld(u8),
    Elsewhere,
    Needed,
    /// The server says no for a reason of its own.
    NotTaken,
}

/// Faults in the order of the fields.
pub(super) type Faults = Vec<(Field, Fault)>;

impl Form {
    /// What was sent before, to be corrected.
    pub(super) fn of(application: &CardApplication) -> Self {
        let parent = application.parent.clone();
        Self {
            parent_agrees: parent.is_some(),
            parent_name: parent.as_ref().map(|parent| parent.name.clone()).unwrap_or_default(),
            parent_contact: parent.map(|parent| parent.contact).unwrap_or_default(),
            ..Self::born(&application.first_name, &application.last_name, application.birth_date, &application.commune)
        }
    }

    /// The same with another value in one place.
    ///
    /// Not inlined: each field of the screen calls it, and a copy of all ten texts is not small.
    #[inline(never)]
    pub(super) fn with(&self, part: Part, value: String) -> Self {
        let mut form = self.clone();
        let place = match part {
            Part::FirstName => &mut form.first_name,
            Part::LastName => &mut form.last_name,
            Part::Day => &mut form.day,
            Part::Month => &mut form.month,
            Part::Year => &mut form.year,
            Part::Commune => &mut form.commune,
            Part::ParentName => &mut form.parent_name,
            Part::ParentContact => &mut form.parent_contact,
        };
        *place = value;
        form
    }

    /// What the town knows of a card that staff made, for the time after.
    pub(super) fn again(status: &CardStatus) -> Self {
        Self::born(&status.first_name, &status.last_name, status.birth_date, &status.commune)
    }

    fn born(first_name: &str, last_name: &str, birth: NaiveDate, commune: &str) -> Self {
        use chrono::Datelike;
        Self {
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            day: birth.day().to_string(),
            month: birth.month().to_string(),
            year: birth.year().to_string(),
            commune: commune.to_owned(),
            ..Self::default()
        }
    }

    /// The day of birth, when such a day exists.
    pub(super) fn birth(&self) -> Option<NaiveDate> {
        let year = self.year.trim();
        // « 09 » would be a year of the Roman empire.
        if year.len() != 4 {
            return None;
        }
        NaiveDate::from_ymd_opt(year.parse().ok()?, self.month.trim().parse().ok()?, self.day.trim().parse().ok()?)
    }

    /// A parent must agree: shown as soon as the date says so.
    pub(super) fn parent_needed(&self, territory: &Territory, today: NaiveDate) -> bool {
        // Where one lives has no part in it.
        let somewhere = territory.communes.first().map(String::as_str).unwrap_or_default();
        self.birth().is_some_and(|birth| {
            matches!(eligibility(birth, somewhere, territory, today), Eligibility::Eligible { parent_needed: true })
        })
    }

    /// What is wrong, in the order of the fields. `proven`: the picture that the territory asks for is here or there.
    pub(super) fn faults(&self, territory: &Territory, today: NaiveDate, proven: bool) -> Faults {
        let mut faults = Faults::new();
        let mut text = |field, value: &str, most: usize| match value.trim().chars().count() {
            0 => faults.push((field, Fault::Empty)),
            n if n > most => faults.push((field, Fault::TooLong)),
            _ => {}
        };
        text(Field::FirstName, &self.first_name, CARD_NAME_MAX_CHARS);
        text(Field::LastName, &self.last_name, CARD_NAME_MAX_CHARS);
        let verdict = self.birth().map(|birth| eligibility(birth, &self.commune, territory, today));
        match verdict {
            None if [&self.day, &self.month, &self.year].iter().all(|part| part.trim().is_empty()) => {
                faults.push((Field::Birth, Fault::Empty));
            }
            None | Some(Eligibility::ImpossibleBirthDate) => faults.push((Field::Birth, Fault::ImpossibleDate)),
            Some(Eligibility::TooYoung(from)) => faults.push((Field::Birth, Fault::TooYoung(from))),
            Some(Eligibility::TooOld(to)) => faults.push((Field::Birth, Fault::TooOld(to))),
            Some(Eligibility::Elsewhere | Eligibility::Eligible { .. }) => {}
        }
        if self.commune.is_empty() {
            faults.push((Field::Commune, Fault::Empty));
        } else if verdict == Some(Eligibility::Elsewhere) {
            faults.push((Field::Commune, Fault::Elsewhere));
        }
        if self.parent_needed(territory, today) {
            let mut text = |field, value: &str, most: usize| match value.trim().chars().count() {
                0 => faults.push((field, Fault::Empty)),
                n if n > most => faults.push((field, Fault::TooLong)),
                _ => {}
            };
            text(Field::ParentName, &self.parent_name, CARD_NAME_MAX_CHARS);
            text(Field::ParentContact, &self.parent_contact, CARD_CONTACT_MAX_CHARS);
            if !self.parent_agrees {
                faults.push((Field::ParentAgrees, Fault::Needed));
            }
        }
        if territory.card.proof.is_some() && !proven {
            faults.push((Field::Proof, Fault::Empty));
        }
        if !self.agrees {
            faults.push((Field::Agrees, Fault::Needed));
        }
        faults
    }

    /// What is sent. `None` when there is no day of birth.
    pub(super) fn application(&self, key: String, territory: &Territory, today: NaiveDate) -> Option<CardApplication> {
        let parent = self.parent_needed(territory, today).then(|| ParentConsent {
            name: self.parent_name.trim().to_owned(),
            contact: self.parent_contact.trim().to_owned(),
        });
        Some(CardApplication {
            key,
            first_name: self.first_name.trim().to_owned(),
            last_name: self.last_name.trim().to_owned(),
            birth_date: self.birth()?,
            commune: self.commune.clone(),
            parent,
            consent_version: territory.card.consent_version.clone(),
        })
    }
}

/// Where the server's refusal belongs.
pub(super) fn refused(kind: &str, form: &Form, territory: &Territory) -> Faults {
    let long = |value: &str| value.trim().chars().count() > CARD_NAME_MAX_CHARS;
    let ages = (territory.ages.from.unwrap_or(11), territory.ages.to.unwrap_or(25));
    let fault = match kind {
        "name-missing" if form.first_name.trim().is_empty() => (Field::FirstName, Fault::Empty),
        "name-missing" => (Field::LastName, Fault::Empty),
        "name-too-long" if long(&form.last_name) => (Field::LastName, Fault::TooLong),
        "name-too-long" => (Field::FirstName, Fault::TooLong),
        "birth-date-impossible" => (Field::Birth, Fault::ImpossibleDate),
        "too-young" => (Field::Birth, Fault::TooYoung(ages.0)),
        "too-old" => (Field::Birth, Fault::TooOld(ages.1)),
        "commune-unknown" => (Field::Commune, Fault::Elsewhere),
        "parent-missing" => (Field::ParentName, Fault::Empty),
        "parent-too-long" => (Field::ParentContact, Fault::TooLong),
        "proof-too-large" | "proof-unreadable" => (Field::Proof, Fault::NotTaken),
        "consent-missing" => (Field::Agrees, Fault::Needed),
        _ => (Field::Whole, Fault::NotTaken),
    };
    vec![fault]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use crate::embedded::territory;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    fn typed() -> Form {
        Form {
            first_name: "Inès".to_owned(),
            last_name: "Morel".to_owned(),
            day: "2".to_owned(),
            month: "05".to_owned(),
            year: "2009".to_owned(),
            commune: territory().communes.first().cloned().unwrap_or_default(),
            agrees: true,
            ..Form::default()
        }
    }

    fn faults(form: &Form) -> Faults {
        form.faults(territory(), today(), true)
    }

    #[test]
    fn a_whole_form_is_an_application() {
        assert_eq!(faults(&typed()), []);
        let sent = typed().application("K".to_owned(), territory(), today()).unwrap();
        assert_eq!((sent.parent.clone(), sent.birth_date.to_string().as_str()), (None, "2009-05-02"));
        assert_eq!(Form { month: "5".to_owned(), ..typed() }, Form { agrees: true, ..Form::of(&sent) });
    }

    #[test]
    fn an_empty_form_names_each_field_once_in_order() {
        let fields: Vec<Field> = faults(&Form::default()).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::FirstName, Field::LastName, Field::Birth, Field::Commune, Field::Agrees]);
    }

    #[test]
    fn dates_that_never_were_are_told() {
        for (day, month, year) in [("31", "2", "2010"), ("2", "5", "09"), ("2", "5", "2031"), ("x", "5", "2010")] {
            let form = Form { day: day.into(), month: month.into(), year: year.into(), ..typed() };
            assert_eq!(faults(&form), [(Field::Birth, Fault::ImpossibleDate)], "{day}/{month}/{year}");
        }
    }

    #[test]
    fn ages_outside_are_told_at_once() {
        assert_eq!(faults(&Form { year: "2018".into(), ..typed() }), [(Field::Birth, Fault::TooYoung(11))]);
        assert_eq!(faults(&Form { year: "1990".into(), ..typed() }), [(Field::Birth, Fault::TooOld(25))]);
    }

    #[test]
    fn below_the_age_of_consent_a_parent_agrees_too() {
        let child = Form { year: "2013".into(), ..typed() };
        let fields: Vec<Field> = faults(&child).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::ParentName, Field::ParentContact, Field::ParentAgrees]);
        assert!(!typed().parent_needed(territory(), today()));
    }

    #[test]
    fn a_town_that_asks_for_a_proof_waits_for_it() {
        let mut town = territory().clone();
        assert_eq!(typed().faults(&town, today(), false), [], "no proof is asked for here");
        town.card.proof = Some("Un justificatif de domicile".to_owned());
        assert_eq!(typed().faults(&town, today(), false), [(Field::Proof, Fault::Empty)]);
        assert_eq!(typed().faults(&town, today(), true), []);
    }

    #[test]
    fn every_refusal_of_the_server_stands_at_a_field() {
        assert_eq!(refused("commune-unknown", &typed(), territory()), [(Field::Commune, Fault::Elsewhere)]);
        assert_eq!(refused("proof-unreadable", &typed(), territory()), [(Field::Proof, Fault::NotTaken)]);
        assert_eq!(refused("card-off", &typed(), territory()), [(Field::Whole, Fault::NotTaken)]);
    }
}
