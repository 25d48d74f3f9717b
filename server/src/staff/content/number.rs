//! The form of a help number.

use dioxus::prelude::*;
use shared::domain::{HelpNumber, NumberGroup};

use super::faults::is_phone;
use super::setting::Setting;
use super::{hours_field, sourced};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::form::read::{limited, needed, optional, whole};

/// Tabs of the app's help screen, as the form's list says them.
const GROUPS: [(NumberGroup, &str, &str); 3] = [
    (NumberGroup::Maintenant, "maintenant", "En danger maintenant"),
    (NumberGroup::Parler, "parler", "Parler à quelqu’un"),
    (NumberGroup::Sante, "sante", "Santé"),
];

pub(super) fn write(number: &HelpNumber) -> Fields {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut say = |name: &str, value: &str| fields.push((name.to_owned(), value.to_owned()));
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    say("numero", &number.number);
    say("titre", &number.title);
    say("resume", &number.summary);
    say("onglet", GROUPS.iter().find(|(group, ..)| *group == number.group).map_or("parler", |(_, name, _)| name));
    say("ordre", &number.order.to_string());
    say("pour-qui", &text(&number.for_whom));
    say("cout", &text(&number.cost));
    say("heures", &text(&number.hours));
    say("sms", &text(&number.sms));
    say("tchat", &text(&number.chat));
    hours_field::write(&mut fields, number.open.as_deref());
    sourced::write(&mut fields, &number.sourced);
    Fields::of(fields)
}

pub(super) fn read(
    fields: &Fields,
    before: Option<&HelpNumber>,
    id: &str,
    setting: &Setting,
    faults: &mut Faults,
) -> HelpNumber {
    let number = needed(fields, "numero", "Donnez le numéro.", faults);
    if !number.is_empty() && !is_phone(&number) {
        faults.add("numero", "Écrivez un numéro, par exemple 0 800 235 236.");
    }
    let title = needed(fields, "titre", "Dites à quoi il sert.", faults);
    let summary = needed(fields, "resume", "Dites en une phrase qui répond et pour quoi.", faults);
    let group =
        GROUPS.iter().find(|(_, name, _)| *name == fields.text("onglet")).map_or(NumberGroup::Parler, |group| group.0);
    let sms = optional(fields.raw("sms"));
    if sms.as_ref().is_some_and(|sms| !is_phone(sms)) {
        faults.add("sms", "Écrivez un numéro, par exemple 114.");
    }
    let chat = optional(fields.raw("tchat"));
    faults.address("tchat", chat.as_deref().unwrap_or_default());
    HelpNumber {
        id: id.to_owned(),
        number,
        title,
        summary,
        group,
        order: whole(fields, "ordre", 100, faults),
        hours: limited(fields, "heures", 120, faults),
        open: hours_field::read(fields, before.and_then(|number| number.open.as_deref()), faults),
        cost: limited(fields, "cout", 80, faults),
        sms,
        chat,
        for_whom: limited(fields, "pour-qui", 160, faults),
        sourced: sourced::read(fields, before.map(|number| &number.sourced), setting, faults),
    }
}

pub(super) fn form(form: &Form, setting: &Setting, number: Option<&HelpNumber>) -> Element {
    let groups: Vec<_> = GROUPS.iter().map(|(_, value, words)| ((*value).to_owned(), (*words).to_owned())).collect();
    rsx! {
        div { class: "pair",
            {form.input("numero", "Numéro", None, "tel")}
            {form.line("titre", "À quoi il sert", None)}
        }
        {form.area("resume", "En une phrase", Some("Qui répond, et pour quoi."), 2)}
        div { class: "pair",
            {form.select("onglet", "Onglet", None, &groups)}
            {form.input("ordre", "Rang dans l’onglet", None, "number")}
        }
        div { class: "pair",
            {form.line("pour-qui", "Pour qui", None)}
            {form.line("cout", "Coût", Some("Par exemple\u{a0}: gratuit, ne paraît pas sur la facture."))}
        }
        div { class: "pair",
            {form.input("sms", "Numéro pour les SMS", None, "tel")}
            {form.input("tchat", "Adresse du tchat ou du site", None, "url")}
        }
        section { class: "part", aria_labelledby: "quand-titre",
            h2 { id: "quand-titre", "Quand on répond" }
            {form.line("heures", "Heures, en mots", Some("Affichées sous le numéro\u{a0}: Jour et nuit, 7 j/7."))}
            p { class: "quiet", "Ci-dessous seulement si c’est certain\u{a0}: l’application en tire «\u{202f}Ouvert\u{202f}» ou «\u{202f}Fermé\u{202f}»." }
            {hours_field::form(form, setting, number.and_then(|number| number.open.as_deref()))}
        }
        {sourced::form(form)}
    }
}
