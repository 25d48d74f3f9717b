//! The form of a place.

use dioxus::prelude::*;
use shared::domain::{Bounds, Phone, Place, PlaceKind, Section};

use super::faults::is_phone;
use super::label::{named, section};
use super::noun::Noun;
use super::setting::Setting;
use super::{hours_field, locate, picture, point, sourced};
use crate::staff::assets;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::{Column, Form};
use crate::staff::form::read::{limited, needed, optional, rows};

const MAX_PHONES: usize = 8;

/// Sorts of places, as the form's list says them.
pub(in crate::staff) const KINDS: [(PlaceKind, &str, &str); 9] = [
    (PlaceKind::Service, "service", "Service public ou association"),
    (PlaceKind::Health, "health", "Santé"),
    (PlaceKind::Study, "study", "École, université, formation"),
    (PlaceKind::Culture, "culture", "Culture"),
    (PlaceKind::Sport, "sport", "Sport"),
    (PlaceKind::Transport, "transport", "Transport"),
    (PlaceKind::Housing, "housing", "Logement"),
    (PlaceKind::Help, "help", "Aide et solidarité"),
    (PlaceKind::Shop, "shop", "Commerce"),
];

pub(super) fn write(place: &Place) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    say("nom", &place.name);
    say("sorte", KINDS.iter().find(|(kind, ..)| *kind == place.kind).map_or("service", |(_, name, _)| name));
    for section in &place.sections {
        say("rubriques", section.slug());
    }
    say("resume", &place.summary);
    say("adresse", &text(&place.address));
    say("code-postal", &text(&place.postcode));
    say("ville", &place.city);
    say("position", &place.point.map(point::write).unwrap_or_default());
    for phone in &place.phones {
        say("tel-nom", &phone.label);
        say("tel-numero", &phone.number);
    }
    say("courriel", &text(&place.email));
    say("site", &text(&place.website));
    say("acces", &text(&place.accessibility));
    say("horaires-note", &text(&place.hours_note));
    hours_field::write(&mut fields, place.opening_hours.as_deref());
    picture::write(&mut fields, place.image.as_ref());
    sourced::write(&mut fields, &place.sourced);
    Fields::of(fields)
}

pub(super) fn read(fields: &Fields, before: Option<&Place>, id: &str, setting: &Setting, faults: &mut Faults) -> Place {
    let name = needed(fields, "nom", "Donnez le nom du lieu.", faults);
    let kind =
        KINDS.iter().find(|(_, name, _)| *name == fields.text("sorte")).map_or(PlaceKind::Service, |kind| kind.0);
    // The first is the one that it stands in: boxes have no order, so what it had stays first.
    let mut sections: Vec<Section> = fields.all("rubriques").filter_map(Section::from_slug).collect();
    let former: &[Section] = before.map_or(&[], |place| &place.sections);
    sections.sort_by_key(|one| former.iter().position(|had| had == one).unwrap_or(former.len()));
    if sections.is_empty() {
        faults.add("rubriques", "Choisissez une rubrique au moins\u{a0}: c’est là qu’on le trouvera.");
    }
    let summary = needed(fields, "resume", "Dites en une phrase ce qu’on y trouve.", faults);
    let address = limited(fields, "adresse", 120, faults);
    let postcode = limited(fields, "code-postal", 10, faults);
    let city = needed(fields, "ville", "Donnez la commune.", faults);
    faults.limit("ville", &city, 60);
    let typed = fields.text("position");
    // Degrees are shown rounded: those that were not touched stay as exact as they were.
    let kept = before.and_then(|place| place.point).filter(|point| point::write(*point) == typed);
    let point = kept.or_else(|| point::read(typed));
    if point.is_none() && !typed.is_empty() {
        faults.add(
            "position",
            "Aucun point ne se lit ici. Collez deux nombres comme 48.9566, 4.3634, ou l’adresse d’une carte.",
        );
    }
    let email = limited(fields, "courriel", 120, faults);
    if email.as_ref().is_some_and(|email| !email.contains('@') || email.contains(' ')) {
        faults.add("courriel", "Cette adresse de courriel n’est pas complète.");
    }
    let website = optional(fields.raw("site"));
    faults.address("site", website.as_deref().unwrap_or_default());
    Place {
        id: id.to_owned(),
        name,
        kind,
        sections,
        summary,
        address,
        postcode,
        city,
        point,
        phones: phones(fields, faults),
        email,
        website,
        accessibility: limited(fields, "acces", 300, faults),
        opening_hours: hours_field::read(fields, before.and_then(|place| place.opening_hours.as_deref()), faults),
        hours_note: limited(fields, "horaires-note", 200, faults),
        image: picture::read(fields, faults),
        sourced: sourced::read(fields, before.map(|place| &place.sourced), setting, faults),
    }
}

/// Rows of phone numbers.
pub(super) fn phones(fields: &Fields, faults: &mut Faults) -> Vec<Phone> {
    let mut phones = Vec::new();
    for (at, label, number) in rows(fields, "tel-nom", "tel-numero") {
        if label.is_empty() {
            faults.add(format!("tel-nom-{at}"), "Dites qui répond, par exemple «\u{202f}Accueil\u{202f}».");
        }
        faults.limit(format!("tel-nom-{at}"), &label, 60);
        if !is_phone(&number) {
            faults.add(format!("tel-numero-{at}"), "Écrivez un numéro, par exemple 03 26 69 38 38.");
        }
        phones.push(Phone { label, number });
    }
    if phones.len() > MAX_PHONES {
        faults.add("tel-nom-0", format!("{MAX_PHONES} numéros au plus."));
    }
    phones
}

pub(super) const PHONES: [Column; 2] = [
    Column { name: "tel-nom", label: "Qui répond", kind: "text" },
    Column { name: "tel-numero", label: "Numéro", kind: "tel" },
];

pub(super) fn form(form: &Form, setting: &Setting, noun: Noun, place: Option<&Place>) -> Element {
    let kinds: Vec<_> = KINDS.iter().map(|(_, value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
    // What is typed comes before what is kept: a point that was just found is looked at before it is saved.
    let map = point::read(form.fields.text("position")).or_else(|| place?.point).map(point::map);
    rsx! {
        // Enter in a field saves: without this one it would press the first button that there is.
        button { class: "visually-hidden", r#type: "submit", name: "action", value: "enregistrer", tabindex: "-1", aria_hidden: "true", "Enregistrer" }
        {form.line("nom", "Nom", None)}
        if noun != Noun::Shop { {form.select("sorte", "Sorte de lieu", None, &kinds)} }
        {form.several("rubriques", "Rubriques", &named(&Section::ALL, |one| one.slug(), |one| section(*one)), false)}
        {form.area("resume", "En une phrase", Some("160 caractères au plus\u{a0}: la liste ne montre qu’elle."), 2)}
        section { class: "part", aria_labelledby: "ou-titre",
            h2 { id: "ou-titre", "Où" }
            {form.line("adresse", "Numéro et rue", None)}
            div { class: "pair",
                {form.line("code-postal", "Code postal", None)}
                {form.line("ville", "Commune", None)}
            }
            {form.line("position", "Point sur la carte", Some("Deux nombres, 48.9566, 4.3634, ou l’adresse copiée d’OpenStreetMap ou de Google."))}
            div { class: "inline",
                button { class: "btn btn-line btn-small", r#type: "submit", name: "action", value: locate::ACTION, formnovalidate: true, "Trouver le point de cette adresse" }
                if let Some(map) = map {
                    a { href: "{map}", rel: "noreferrer", "Voir ce point sur OpenStreetMap" }
                }
            }
            if let Some(territory) = setting.territory { {on_a_map(territory.bounds)} }
            {form.area("acces", "Accessibilité", Some("Marches, rampe, boucle magnétique, toilettes\u{a0}: ce qu’on a besoin de savoir avant de venir."), 2)}
        }
        section { class: "part", aria_labelledby: "quand-titre",
            h2 { id: "quand-titre", "Quand" }
            {hours_field::form(form, setting, place.and_then(|place| place.opening_hours.as_deref()))}
            {form.line("horaires-note", "Précision", Some("Ce que les horaires ne disent pas\u{a0}: vacances scolaires, sur rendez-vous."))}
        }
        section { class: "part", aria_labelledby: "joindre-titre",
            h2 { id: "joindre-titre", "Joindre" }
            {form.rows("Téléphones", "Une ligne vide s’ajoute à chaque enregistrement.", &PHONES)}
            div { class: "pair",
                {form.input("courriel", "Courriel", None, "email")}
                {form.input("site", "Site", None, "url")}
            }
        }
        {picture::form(form)}
        {sourced::form(form)}
    }
}

/// The app's own map to press on, drawn by a script where one can be: the field of numbers says the same.
fn on_a_map(bounds: Bounds) -> Element {
    let Bounds { south, west, north, east } = bounds;
    rsx! {
        div { id: "carte-point", class: "point-map", hidden: true, "data-bounds": "[{west},{south},{east},{north}]", "data-words": MAP_WORDS,
            div { id: "carte-point-dessin", class: "map-canvas" }
            p { class: "quiet", "Appuyez sur la carte pour placer le point. Au clavier\u{a0}: les flèches déplacent la carte, + et − l’agrandissent et la réduisent." }
            button { id: "carte-point-milieu", class: "btn btn-line btn-small", r#type: "button", "Placer le point au milieu de la carte" }
        }
        script { src: "{assets::point_address()}", r#type: "module" }
    }
}

/// What MapLibre's controls are called, by its own names.
const MAP_WORDS: &str =
    r#"{"Map.Title":"Carte","NavigationControl.ZoomIn":"Agrandir","NavigationControl.ZoomOut":"Réduire"}"#;
