//! The form of an event.

use chrono::NaiveTime;
use dioxus::prelude::*;
use shared::calendar;
use shared::domain::{Event, EventChange, UnixSeconds};

use super::except;
use super::recurrence::{Every, Repeat};
use super::setting::Setting;
use super::{picture, sourced};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::form::read::{
    audience, limited, needed, optional, read_day, read_moment, text, write_audience, write_moment,
};

const BODY_MAX: usize = 20_000;

/// Days, Monday first, as values and words of the form.
const DAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// What may have become of it, as values and words of the form.
const CHANGES: [(Option<EventChange>, &str, &str); 3] = [
    (None, "", "Tout est comme annoncé"),
    (Some(EventChange::Cancelled), "annule", "Annulé"),
    (Some(EventChange::Moved), "deplace", "Déplacé (lieu, jour ou heure)"),
];

pub(super) fn write(event: &Event, zone: &str) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    say("titre", &event.title);
    say("resume", &event.summary);
    say("debut", &write_moment(Some(event.start), zone));
    say("fin", &write_moment(event.end, zone));
    if event.all_day {
        say("journee", "oui");
    }
    let repeat = Repeat::of(event.rrule.as_deref(), calendar::local(zone, event.start), zone);
    let (name, days) = match &repeat.every {
        Every::Once => ("jamais", None),
        Every::Day => ("jour", None),
        Every::Week(days) => ("semaine", Some(days)),
        Every::Fortnight(days) => ("quinzaine", Some(days)),
        Every::MonthDate => ("mois-date", None),
        Every::MonthWeekday => ("mois-jour", None),
        Every::Year => ("an", None),
        Every::Other(_) => ("autre", None),
    };
    say("retour", name);
    for day in days.into_iter().flatten().filter_map(|&day| DAYS.get(day)) {
        say("jours", day);
    }
    if let Every::Other(rule) = &repeat.every {
        say("regle", rule);
    }
    say("jusqu-au", &repeat.until.map(|day| day.to_string()).unwrap_or_default());
    say("fois", &repeat.count.map(|count| count.to_string()).unwrap_or_default());
    say("sauf", &except::write(&event.except));
    say("lieu", &text(&event.place));
    say("lieu-nom", &text(&event.place_name));
    say("lieu-adresse", &text(&event.address));
    say("prix", &text(&event.price));
    if event.free {
        say("gratuit", "oui");
    }
    say("lien", &text(&event.url));
    let change = event.change.and_then(|change| CHANGES.iter().find(|(known, ..)| *known == Some(change)));
    say("changement", change.map_or("", |(_, value, _)| value));
    say("changement-mots", &text(&event.change_note));
    say("texte", &event.body);
    write_audience(&mut fields, event.audience);
    picture::write(&mut fields, event.image.as_ref());
    sourced::write(&mut fields, &event.sourced);
    Fields::of(fields)
}

pub(super) fn read(fields: &Fields, before: Option<&Event>, id: &str, setting: &Setting, faults: &mut Faults) -> Event {
    let zone = setting.zone;
    let title = needed(fields, "titre", "Donnez un titre.", faults);
    let summary = needed(fields, "resume", "Dites en une phrase ce qui se passe.", faults);
    let all_day = fields.ticked("journee");
    let start = moment(fields, "debut", before.map(|event| event.start), zone, faults);
    if start.is_none() && faults.of("debut").is_none() {
        faults.add("debut", "Dites quand cela commence.");
    }
    let end = moment(fields, "fin", before.and_then(|event| event.end), zone, faults);
    let mut start = start.unwrap_or_default();
    let mut end = end;
    if all_day {
        // From the first minute of its first day to the last of its last.
        let at = |moment: UnixSeconds, time: NaiveTime| {
            calendar::moment(zone, calendar::local(zone, moment).date().and_time(time))
        };
        start = at(start, NaiveTime::MIN).unwrap_or(start);
        let last = NaiveTime::from_hms_opt(23, 59, 0).and_then(|time| at(end.unwrap_or(start), time));
        end = last.or(end);
    }
    if end.is_some_and(|end| end <= start) {
        faults.add("fin", "La fin est avant le début.");
    }
    let place = optional(fields.raw("lieu"));
    let url = optional(fields.raw("lien"));
    faults.address("lien", url.as_deref().unwrap_or_default());
    let mut event = Event {
        id: id.to_owned(),
        title,
        summary,
        body: text(fields, "texte", BODY_MAX, faults),
        start,
        end,
        all_day,
        rrule: rule(fields, before, start, zone, faults),
        except: Vec::new(),
        place,
        place_name: limited(fields, "lieu-nom", 80, faults),
        address: limited(fields, "lieu-adresse", 120, faults),
        price: limited(fields, "prix", 80, faults),
        free: fields.ticked("gratuit"),
        url,
        change: CHANGES
            .iter()
            .find(|(_, value, _)| *value == fields.text("changement"))
            .and_then(|(change, ..)| *change),
        change_note: limited(fields, "changement-mots", 160, faults),
        audience: audience(fields, faults),
        image: picture::read(fields, faults),
        sourced: sourced::read(fields, before.map(|event| &event.sourced), setting, faults),
    };
    event.except = except::read(fields, before, &event, zone, faults);
    event
}

/// A moment is typed to the minute: one that was not touched keeps its second.
fn moment(
    fields: &Fields,
    name: &str,
    before: Option<UnixSeconds>,
    zone: &str,
    faults: &mut Faults,
) -> Option<UnixSeconds> {
    let typed = fields.text(name);
    if typed == write_moment(before, zone) {
        return before;
    }
    let moment = read_moment(typed, zone);
    if moment.is_none() && !typed.is_empty() {
        faults.add(name, "Cette heure n’existe pas. Écrivez par exemple 24/12/2026 18:30.");
    }
    moment
}

fn rule(
    fields: &Fields,
    before: Option<&Event>,
    start: UnixSeconds,
    zone: &str,
    faults: &mut Faults,
) -> Option<String> {
    let local = calendar::local(zone, start);
    let mut days: Vec<usize> =
        fields.all("jours").filter_map(|day| DAYS.iter().position(|name| *name == day)).collect();
    days.sort_unstable();
    let every = match fields.text("retour") {
        "jour" => Every::Day,
        "semaine" => Every::Week(days),
        "quinzaine" => Every::Fortnight(days),
        "mois-date" => Every::MonthDate,
        "mois-jour" => Every::MonthWeekday,
        "an" => Every::Year,
        "autre" => Every::Other(fields.text("regle").to_owned()),
        _ => return None,
    };
    if every == Every::Other(String::new()) {
        faults.add("regle", "Écrivez la règle, ou choisissez une autre répétition.");
    }
    let mut repeat = Repeat { every, until: None, count: None };
    if !matches!(repeat.every, Every::Other(_)) {
        let until = fields.text("jusqu-au");
        repeat.until = read_day(until);
        if repeat.until.is_none() && !until.is_empty() {
            faults.add("jusqu-au", "Ce jour n’existe pas. Écrivez par exemple 24/12/2026.");
        } else if repeat.until.is_some_and(|until| until < local.date()) {
            faults.add("jusqu-au", "Ce jour est avant le premier.");
        }
        let count = fields.text("fois");
        repeat.count = count.parse().ok().filter(|count| (1..=366).contains(count));
        if repeat.count.is_none() && !count.is_empty() {
            faults.add("fois", "Écrivez un nombre de 1 à 366, ou rien.");
        } else if repeat.count.is_some() && repeat.until.is_some() {
            faults.add("fois", "Donnez un dernier jour ou un nombre de fois, pas les deux.");
        }
    }
    let former = before.and_then(|event| event.rrule.as_deref());
    if Repeat::of(former, local, zone) == repeat { former.map(str::to_owned) } else { repeat.rule(local, zone) }
}

pub(super) fn form(form: &Form, setting: &Setting) -> Element {
    let owned = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
    };
    let repeats = owned(&[
        ("jamais", "Une seule fois"),
        ("jour", "Chaque jour"),
        ("semaine", "Chaque semaine"),
        ("quinzaine", "Une semaine sur deux"),
        ("mois-date", "Chaque mois, à la même date"),
        ("mois-jour", "Chaque mois, le même jour de semaine (1er samedi…)"),
        ("an", "Chaque année"),
        ("autre", "Autre règle (calendrier)"),
    ]);
    let days: Vec<_> = DAYS.iter().map(|day| ((*day).to_owned(), (*day).to_owned())).collect();
    let changes: Vec<_> = CHANGES.iter().map(|(_, value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
    let mut places = owned(&[("", "Aucun de ceux-ci")]);
    places.extend(setting.places.iter().cloned());
    rsx! {
        {form.line("titre", "Titre", Some("60 caractères au plus."))}
        {form.area("resume", "En une phrase", Some("160 caractères au plus\u{a0}: la liste ne montre qu’elle."), 2)}
        section { class: "part repeats", aria_labelledby: "quand-titre",
            h2 { id: "quand-titre", "Quand" }
            div { class: "pair",
                {form.input("debut", "Début", None, "datetime-local")}
                {form.input("fin", "Fin (facultatif)", None, "datetime-local")}
            }
            {form.tick("journee", "Toute la journée\u{a0}: les heures ne comptent pas")}
            {form.select("retour", "Répétition", None, &repeats)}
            div { class: "when-jours", {form.several("jours", "Quels jours (sinon celui du début)", &days, false)} }
            div { class: "when-regle", {form.line("regle", "Règle", Some("Comme les calendriers l’écrivent\u{a0}: FREQ=MONTHLY;BYDAY=2TU"))} }
            div { class: "pair when-fin",
                {form.input("jusqu-au", "Dernier jour", None, "date")}
                {form.input("fois", "ou nombre de fois", None, "number")}
            }
            div { class: "when-sauf", {form.area("sauf", "Sauf ces jours (facultatif)", Some(except::HINT), 3)} }
        }
        section { class: "part", aria_labelledby: "changement-titre",
            h2 { id: "changement-titre", "Un changement" }
            {form.select("changement", "Ce qui se passe", Some("Annulé, il reste dans l’agenda et le dit\u{a0}: qui l’avait noté ne vient pas pour rien."), &changes)}
            {form.line("changement-mots", "En une phrase (facultatif)", Some("Pourquoi, où ou quand à la place. 160 caractères au plus."))}
        }
        section { class: "part", aria_labelledby: "ou-titre",
            h2 { id: "ou-titre", "Où" }
            {form.select("lieu", "Un lieu connu", None, &places)}
            div { class: "pair",
                {form.line("lieu-nom", "ou le nom d’un autre", None)}
                {form.line("lieu-adresse", "et son adresse", None)}
            }
        }
        div { class: "pair",
            {form.line("prix", "Prix, en mots", None)}
            {form.input("lien", "Pour en savoir plus ou réserver", None, "url")}
        }
        {form.tick("gratuit", "C’est gratuit")}
        div { class: "pair ages",
            {form.line("age-de", "De (âge)", None)}
            {form.line("age-a", "à (âge)", None)}
        }
        {form.area("texte", "Texte", Some("Markdown\u{a0}: **gras**, *italique*, ## intertitre, - liste, [mots](https://…)."), 8)}
        {picture::form(form)}
        {sourced::form(form)}
    }
}
