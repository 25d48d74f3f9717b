//! The form of an offer: what a shop gives to whoever shows a card. Its terms are the shop's own form too; where it stands,
//! its source and what it rests on are the team's.

use dioxus::prelude::*;
use shared::domain::{Limit, Offer, OfferKind, Period, Sourced, Vouchers, Weekday};

use super::setting::Setting;
use super::{picture, sourced};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::{Form, Named};
use crate::staff::form::read::{needed, optional, read_day, text, whole};

const TERMS_MAX: usize = 600;

/// Most that an offer can be worth, in cents: what is typed beyond is a slip of the comma.
const MOST_CENTS: u32 = 1_000_000;

/// Sorts of advantages, as the form's list says them.
pub(crate) const KINDS: [(OfferKind, &str, &str); 4] = [
    (OfferKind::Percent, "pourcentage", "Un pourcentage de moins"),
    (OfferKind::Amount, "montant", "Un montant de moins"),
    (OfferKind::Price, "prix", "Un prix spécial"),
    (OfferKind::Gift, "cadeau", "Quelque chose d’offert"),
];

/// Categories that the app has words and a colour for.
pub(crate) const CATEGORIES: [(&str, &str); 8] = [
    ("manger", "Manger"),
    ("sport", "Sport"),
    ("sortir", "Sortir"),
    ("mobilite", "Bouger"),
    ("quotidien", "Quotidien"),
    ("mode", "Mode"),
    ("culture", "Culture"),
    ("beaute", "Beauté"),
];

/// Periods of a limit, as they follow « par ».
pub(crate) const PERIODS: [(Period, &str, &str); 5] = [
    (Period::Day, "jour", "par jour"),
    (Period::Week, "semaine", "par semaine"),
    (Period::Month, "mois", "par mois"),
    (Period::Year, "an", "par an"),
    (Period::Card, "carte", "en tout"),
];

/// Days of the week, Monday first.
pub(crate) const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mo, "lundi"),
    (Weekday::Tu, "mardi"),
    (Weekday::We, "mercredi"),
    (Weekday::Th, "jeudi"),
    (Weekday::Fr, "vendredi"),
    (Weekday::Sa, "samedi"),
    (Weekday::Su, "dimanche"),
];

pub(crate) fn write(offer: &Offer) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    let value = offer.value.map(|value| match offer.kind {
        OfferKind::Percent | OfferKind::Gift => value.to_string(),
        OfferKind::Amount | OfferKind::Price => euros(value),
    });
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    say("commerce", &offer.place);
    say("titre", &offer.title);
    say("conditions", &offer.terms);
    say("avantage", KINDS.iter().find(|(kind, ..)| *kind == offer.kind).map_or("cadeau", |(_, name, _)| name));
    say("valeur", &value.unwrap_or_default());
    say("categorie", &offer.category);
    say("limite", &offer.limit.map(|limit| limit.count.to_string()).unwrap_or_default());
    let per = offer.limit.map_or(Period::Day, |limit| limit.per);
    say("par", PERIODS.iter().find(|(period, ..)| *period == per).map_or("jour", |(_, name, _)| name));
    say("economie", &if offer.saving_cents == 0 { String::new() } else { euros(offer.saving_cents) });
    for (_, name) in DAYS.iter().filter(|(day, _)| offer.days.contains(day)) {
        say("jours-valables", name);
    }
    say("valable-du", &day(offer.valid_from));
    say("valable-au", &day(offer.valid_until));
    say("ordre", &offer.order.to_string());
    if offer.suspended {
        say("suspendu", "oui");
    }
    if offer.vouchers.is_some() {
        say("codes-uniques", "oui");
    }
    picture::write(&mut fields, offer.image.as_ref());
    sourced::write(&mut fields, &offer.sourced);
    Fields::of(fields)
}

pub(super) fn read(fields: &Fields, before: Option<&Offer>, id: &str, setting: &Setting, faults: &mut Faults) -> Offer {
    let place = needed(fields, "commerce", "Choisissez le commerce.", faults);
    let terms = read_terms(fields, before, (id, &place), faults);
    Offer {
        order: whole(fields, "ordre", 100, faults),
        suspended: fields.ticked("suspendu"),
        sourced: sourced::read(fields, before.map(|offer| &offer.sourced), setting, faults),
        ..terms
    }
}

/// What an offer gives, to whom and when, over what it was `before`.
pub(crate) fn read_terms(
    fields: &Fields,
    before: Option<&Offer>,
    (id, place): (&str, &str),
    faults: &mut Faults,
) -> Offer {
    let title =
        needed(fields, "titre", "Dites ce qu’on y gagne, par exemple «\u{202f}Un café offert\u{202f}».", faults);
    let terms = text(fields, "conditions", TERMS_MAX, faults);
    if terms.is_empty() {
        faults.add("conditions", "Dites les conditions en une phrase\u{a0}: sur quoi, quand, pour qui.");
    }
    let kind = KINDS.iter().find(|(_, name, _)| *name == fields.text("avantage")).map(|kind| kind.0);
    if kind.is_none() {
        faults.add("avantage", "Choisissez la sorte d’avantage.");
    }
    let kind = kind.unwrap_or(OfferKind::Gift);
    let category = optional(fields.raw("categorie")).unwrap_or_default();
    if category.is_empty() {
        faults.add("categorie", "Choisissez une catégorie\u{a0}: c’est là qu’on le trouvera.");
    }
    faults.limit("categorie", &category, 40);
    let (valid_from, valid_until) = (day(fields, "valable-du", faults), day(fields, "valable-au", faults));
    if let (Some(from), Some(until)) = (valid_from, valid_until)
        && from > until
    {
        faults.add("valable-au", "Le dernier jour est avant le premier.");
    }
    // Whether any are left is the stock's to say.
    let stock = before.and_then(|offer| offer.vouchers).unwrap_or(Vouchers::Gone);
    Offer {
        id: id.to_owned(),
        place: place.to_owned(),
        title,
        terms,
        kind,
        value: value(fields, kind, faults),
        category,
        order: before.map_or(100, |offer| offer.order),
        limit: limit(fields, faults),
        saving_cents: money(fields, "economie", faults).unwrap_or_default(),
        days: DAYS
            .iter()
            .filter(|(_, name)| fields.all("jours-valables").any(|day| day == *name))
            .map(|(day, _)| *day)
            .collect(),
        valid_from,
        valid_until,
        suspended: before.is_some_and(|offer| offer.suspended),
        image: picture::read(fields, faults),
        vouchers: fields.ticked("codes-uniques").then_some(stock),
        sourced: before.map_or_else(Sourced::default, |offer| offer.sourced.clone()),
    }
}

fn value(fields: &Fields, kind: OfferKind, faults: &mut Faults) -> Option<u32> {
    let typed = bare(fields.text("valeur"));
    match kind {
        // What is given away has no figure.
        OfferKind::Gift => None,
        OfferKind::Percent => {
            let percent = typed.parse().ok().filter(|percent| (1..=100).contains(percent));
            if percent.is_none() {
                faults.add("valeur", "Écrivez le pourcentage, de 1 à 100.");
            }
            percent
        }
        OfferKind::Amount | OfferKind::Price => {
            if typed.is_empty() {
                faults.add("valeur", "Écrivez le montant en euros, par exemple 8 ou 2,50.");
            }
            money(fields, "valeur", faults)
        }
    }
}

fn limit(fields: &Fields, faults: &mut Faults) -> Option<Limit> {
    let typed = fields.text("limite");
    if typed.is_empty() {
        return None;
    }
    let count = typed.parse().ok().filter(|count| (1..=1000).contains(count));
    let per = PERIODS.iter().find(|(_, name, _)| *name == fields.text("par")).map(|period| period.0);
    if count.is_none() {
        faults.add("limite", "Écrivez un nombre, par exemple 1, ou rien si l’on peut s’en servir autant qu’on veut.");
    }
    if per.is_none() {
        faults.add("par", "Dites par jour, semaine, mois, an ou carte.");
    }
    Some(Limit { count: count?, per: per? })
}

fn day(fields: &Fields, name: &str, faults: &mut Faults) -> Option<chrono::NaiveDate> {
    let typed = fields.text(name);
    let day = read_day(typed);
    if day.is_none() && !typed.is_empty() {
        faults.add(name, "Ce jour n’existe pas. Écrivez par exemple 24/12/2026.");
    }
    day
}

/// Euros as people write them, in cents: `8`, `2,50`, `2.5 €`.
fn money(fields: &Fields, name: &str, faults: &mut Faults) -> Option<u32> {
    let typed = bare(fields.text(name));
    if typed.is_empty() {
        return None;
    }
    let cents = cents(&typed).filter(|cents| *cents <= MOST_CENTS);
    if cents.is_none() {
        faults.add(name, "Écrivez un montant en euros, par exemple 8 ou 2,50.");
    }
    cents
}

fn cents(text: &str) -> Option<u32> {
    let (euros, rest) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(euros) || !digits(rest) || rest.len() > 2 || euros.is_empty() {
        return None;
    }
    let rest: u32 = format!("{rest:0<2}").parse().ok()?;
    euros.parse::<u32>().ok()?.checked_mul(100)?.checked_add(rest)
}

/// A figure without its unit or spaces.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && !matches!(letter, '€' | '%')).collect()
}

fn euros(cents: u32) -> String {
    if cents.is_multiple_of(100) { (cents / 100).to_string() } else { format!("{},{:02}", cents / 100, cents % 100) }
}

pub(super) fn form(form: &Form, setting: &Setting) -> Element {
    let mut shops: Vec<Named> = vec![(String::new(), "Choisir…".to_owned())];
    shops.extend(setting.places.iter().cloned());
    rsx! {
        {form.select("commerce", "Commerce", None, &shops)}
        {terms(form)}
        section { class: "part", aria_labelledby: "liste-titre",
            h2 { id: "liste-titre", "Dans les listes" }
            {form.tick("suspendu", "Suspendu\u{a0}: ni les téléphones ni le commerce ne le proposent")}
            div { class: "pair", {form.number("ordre", "Rang dans les listes", None)} }
        }
        {sourced::form(form)}
    }
}

/// The fields that [`read_terms`] reads.
pub(crate) fn terms(form: &Form) -> Element {
    let kinds = KINDS.map(|(_, value, words)| (value, words));
    let mut categories: Vec<Named> = vec![(String::new(), "Choisir…".to_owned())];
    categories.extend(CATEGORIES.map(|(value, words)| (value.to_owned(), words.to_owned())));
    let periods: Vec<Named> = PERIODS.map(|(_, value, words)| (value.to_owned(), words.to_owned())).to_vec();
    let days: Vec<Named> = DAYS.map(|(_, name)| (name.to_owned(), name.to_owned())).to_vec();
    rsx! {
        {form.line("titre", "Ce qu’on y gagne", Some("60 caractères au plus\u{a0}: «\u{202f}−10 % sur les sandwichs\u{202f}»."))}
        {form.area("conditions", "Conditions", Some("Sur quoi, quand, pour qui\u{202f}; dites «\u{202f}tu\u{202f}»."), 3)}
        section { class: "part worth", aria_labelledby: "valeur-titre",
            h2 { id: "valeur-titre", "Combien" }
            {form.radios("avantage", "Sorte d’avantage", &kinds)}
            div { class: "pair when-valeur", {form.line("valeur", "De combien", Some("Le pourcentage, ou les euros\u{a0}: 10, 2,50."))} }
            div { class: "pair",
                {form.line("economie", "Économie estimée d’une utilisation, en euros", Some("Ce que le téléphone additionne. Vide\u{a0}: on ne sait pas."))}
                {form.select("categorie", "Catégorie", None, &categories)}
            }
        }
        section { class: "part", aria_labelledby: "quand-titre",
            h2 { id: "quand-titre", "Quand" }
            div { class: "pair",
                {form.number("limite", "Utilisations par carte", Some("Vide\u{a0}: autant qu’on veut."))}
                {form.select("par", "Période", None, &periods)}
            }
            div { class: "pair",
                {form.input("valable-du", "Valable du", None, "date")}
                {form.input("valable-au", "au", None, "date")}
            }
            {form.several("jours-valables", "Certains jours seulement (aucun coché\u{a0}: tous les jours)", &days, false)}
        }
        section { class: "part", aria_labelledby: "ou-titre",
            h2 { id: "ou-titre", "En boutique ou en ligne" }
            {form.tick("codes-uniques", "En ligne, avec un code unique par carte\u{a0}: les codes se donnent après, sur la page du bon plan")}
            {picture::form(form)}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn euros_as_people_write_them() {
        for (typed, expected) in [
            ("8", Some(800)),
            ("2,5", Some(250)),
            ("2.50 €", Some(250)),
            ("0,60", Some(60)),
            ("1 200,00", Some(120_000)),
            ("", None),
            ("2,505", None),
            ("-3", None),
            ("huit", None),
            (",5", None),
        ] {
            assert_eq!(cents(&bare(typed)), expected, "{typed}");
        }
        for amount in [60, 100, 250, 120_000] {
            assert_eq!(cents(&euros(amount)), Some(amount));
        }
    }
}
