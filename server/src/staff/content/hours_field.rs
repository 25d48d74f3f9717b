//! Opening hours in a form: a field for each day, in words, and what phones will say.

use chrono::{Days, NaiveDate};
use dioxus::prelude::*;
use shared::calendar::Hours;

use super::hours::{Holidays, Plan, Week, read_day, write_day};
use super::setting::Setting;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::words;

/// Fields of the days, Monday first.
const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

const NAMES: [&str; 7] = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"];

/// Longest expression, in characters.
const EXPRESSION_MAX: usize = 300;

pub(super) fn write(fields: &mut Vec<(String, String)>, expression: Option<&str>) {
    let plan = Plan::of(expression);
    let mode = match &plan {
        Plan::Unknown => "inconnus",
        Plan::Always => "toujours",
        Plan::Week(_) => "semaine",
        Plan::Other(_) => "autre",
    };
    fields.push(("horaires".to_owned(), mode.to_owned()));
    let week = if let Plan::Week(week) = &plan { week.clone() } else { Week::default() };
    for (name, day) in DAYS.iter().zip(&week.days) {
        fields.push(((*name).to_owned(), write_day(day)));
    }
    let (mode, hours) = match &week.holidays {
        Holidays::Unsaid => ("inconnus", String::new()),
        Holidays::Closed => ("ferme", String::new()),
        Holidays::Open(day) => ("ouvert", write_day(day)),
    };
    fields.push(("feries".to_owned(), mode.to_owned()));
    fields.push(("feries-heures".to_owned(), hours));
    if let Plan::Other(text) = plan {
        fields.push(("expression".to_owned(), text));
    }
}

/// The expression that the form says; that of `before`, to the letter, when it says the same.
pub(super) fn read(fields: &Fields, before: Option<&str>, faults: &mut Faults) -> Option<String> {
    let plan = match fields.text("horaires") {
        "toujours" => Plan::Always,
        "semaine" => Plan::Week(week(fields, faults)),
        "autre" => {
            let text = fields.text("expression");
            faults.limit("expression", text, EXPRESSION_MAX);
            if text.is_empty() {
                faults.add("expression", "Écrivez l’expression, ou choisissez «\u{202f}Inconnus\u{202f}».");
            }
            Plan::Other(text.to_owned())
        }
        _ => Plan::Unknown,
    };
    if Plan::of(before) == plan { before.map(str::to_owned) } else { plan.expression() }
}

fn week(fields: &Fields, faults: &mut Faults) -> Week {
    let mut week = Week::default();
    let mut silent = true;
    for (name, day) in DAYS.iter().zip(&mut week.days) {
        match read_day(fields.raw(name)) {
            Ok(intervals) => *day = intervals,
            Err(say) => {
                faults.add(*name, say);
                silent = false;
            }
        }
    }
    week.holidays = match fields.text("feries") {
        "ferme" => Holidays::Closed,
        "ouvert" => match read_day(fields.raw("feries-heures")) {
            Ok(day) if day.is_empty() => {
                faults.add(
                    "feries-heures",
                    "Écrivez les heures des jours fériés, ou choisissez «\u{202f}Fermé\u{202f}».",
                );
                Holidays::Closed
            }
            Ok(day) => Holidays::Open(day),
            Err(say) => {
                faults.add("feries-heures", say);
                Holidays::Unsaid
            }
        },
        _ => Holidays::Unsaid,
    };
    if silent && week.days.iter().all(Vec::is_empty) {
        faults.add("lundi", "Écrivez les heures d’un jour au moins, ou choisissez «\u{202f}Inconnus\u{202f}».");
    }
    week
}

pub(super) fn form(form: &Form, setting: &Setting, expression: Option<&str>) -> Element {
    const MODES: [(&str, &str); 4] = [
        ("inconnus", "Inconnus\u{a0}: l’application n’en dit rien"),
        ("toujours", "Jour et nuit, 7 j/7"),
        ("semaine", "Les mêmes chaque semaine"),
        ("autre", "Expression avancée (OpenStreetMap)"),
    ];
    const HOLIDAYS: [(&str, &str); 3] = [
        ("inconnus", "On ne sait pas\u{a0}: l’application conseille d’appeler"),
        ("ferme", "Fermé"),
        ("ouvert", "Ouvert à ces heures\u{a0}:"),
    ];
    rsx! {
        div { class: "hours-form",
            {form.radios("horaires", "Horaires", &MODES)}
            div { class: "when-semaine",
                p { class: "quiet", "Par exemple 9h-12h, 14h-18h30. Vide\u{a0}: fermé. Après minuit\u{a0}: 18h-2h." }
                div { class: "days",
                    for (name, label) in DAYS.into_iter().zip(NAMES) { {form.line(name, label, None)} }
                }
                {form.radios("feries", "Jours fériés", &HOLIDAYS)}
                {form.line("feries-heures", "Heures des jours fériés", None)}
            }
            div { class: "when-autre",
                {form.line("expression", "Expression", Some("Pour ce qu’une semaine ne dit pas, par exemple Mo-Fr 09:00-18:00; Jul-Aug off"))}
            }
            {said(setting, expression)}
        }
    }
}

/// What phones say of the hours that are kept.
fn said(setting: &Setting, expression: Option<&str>) -> Element {
    let country = setting.territory.map_or("", |territory| territory.country.as_str());
    let Some(hours) = expression.and_then(|text| Hours::parse(text, country).ok()) else { return rsx! {} };
    let monday = ordinary_monday(setting.today, &hours);
    let time = |time: chrono::NaiveTime| words::hour(time);
    let lines = hours.week(monday).into_iter().zip(NAMES).map(|(day, name)| {
        let intervals: Vec<String> =
            day.intervals.iter().map(|(from, to)| format!("{} – {}", time(*from), time(*to))).collect();
        (name, if intervals.is_empty() { "fermé".to_owned() } else { intervals.join(", ") })
    });
    rsx! {
        details { class: "fold",
            summary { "Ce que disent les téléphones aujourd’hui" }
            dl { for (day, hours) in lines { div { dt { {day} } dd { "{hours}" } } } }
        }
    }
}

/// A Monday to come whose week has no public holiday.
fn ordinary_monday(today: NaiveDate, hours: &Hours) -> NaiveDate {
    use chrono::Datelike;
    let next = today + Days::new(7 - u64::from(today.weekday().num_days_from_monday()));
    let weeks = (0..6).map(|week| next + Days::new(7 * week));
    let ordinary = |monday: &NaiveDate| (0..7).all(|day| !hours.is_holiday(*monday + Days::new(day)));
    weeks.into_iter().find(ordinary).unwrap_or(next)
}

#[cfg(test)]
mod tests {
    use super::super::of_pairs;
    use super::*;

    fn read_all(fields: &Fields, before: Option<&str>) -> (Option<String>, Faults) {
        let mut faults = Faults::default();
        (read(fields, before, &mut faults), faults)
    }

    #[test]
    fn hours_that_nobody_touched_keep_their_letters() {
        for text in ["Tu-Fr 09:00-12:00 ; Sa 10:00-12:00", "24/7", "Su[1,3] 14:00-18:00", "Mo 09:00-12:00;PH closed"] {
            let mut fields = Vec::new();
            write(&mut fields, Some(text));
            assert_eq!(read_all(&Fields::of(fields), Some(text)), (Some(text.to_owned()), Faults::default()));
        }
    }

    #[test]
    fn a_week_is_typed_and_its_faults_stand_at_their_days() {
        let typed = [
            ("horaires", "semaine"),
            ("lundi", "9h-12h, 14h-18h"),
            ("mercredi", "9h-12h, 14h-18h"),
            ("samedi", "10-12"),
            ("feries", "ferme"),
        ];
        let said = "Mo,We 09:00-12:00,14:00-18:00; Sa 10:00-12:00; PH off";
        assert_eq!(read_all(&of_pairs(&typed), None), (Some(said.to_owned()), Faults::default()));
        let (_, faults) = read_all(&of_pairs(&[("horaires", "semaine"), ("mardi", "le matin")]), None);
        assert!(faults.of("mardi").is_some() && faults.all().len() == 1);
        let (_, faults) = read_all(&of_pairs(&[("horaires", "semaine")]), None);
        assert!(faults.of("lundi").is_some());
        assert_eq!(read_all(&of_pairs(&[("horaires", "inconnus"), ("lundi", "9h-12h")]), Some(said)).0, None);
    }
}
