//! Where a fact was read, and when: the part of each form without which nothing is saved.

use dioxus::prelude::*;
use shared::domain::{Source, Sourced};

use super::setting::Setting;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::{Column, Form};
use crate::staff::form::read::{read_day, rows};

const LABEL_MAX: usize = 120;
const MAX_ROWS: usize = 8;

pub(super) fn write(fields: &mut Vec<(String, String)>, sourced: &Sourced) {
    for source in &sourced.sources {
        fields.push(("source-nom".to_owned(), source.label.clone()));
        fields.push(("source-adresse".to_owned(), source.url.clone()));
    }
    let day = sourced.verified_on.map(|day| day.to_string()).unwrap_or_default();
    fields.push(("verifie".to_owned(), day));
    if sourced.to_confirm {
        fields.push(("a-confirmer".to_owned(), "oui".to_owned()));
    }
}

/// What is not in the form, that it is an example, stays as it was `before`.
pub(super) fn read(fields: &Fields, before: Option<&Sourced>, setting: &Setting, faults: &mut Faults) -> Sourced {
    let mut sources = Vec::new();
    for (at, label, url) in rows(fields, "source-nom", "source-adresse") {
        if label.is_empty() {
            faults.add(format!("source-nom-{at}"), "Nommez cette source\u{a0}: qui le dit\u{202f}?");
        }
        faults.limit(format!("source-nom-{at}"), &label, LABEL_MAX);
        if url.is_empty() {
            faults.add(format!("source-adresse-{at}"), "Donnez l’adresse où on peut le lire.");
        }
        faults.address(format!("source-adresse-{at}"), &url);
        sources.push(Source { label, url });
    }
    if sources.len() > MAX_ROWS {
        faults.add("source-nom-0", format!("{MAX_ROWS} sources au plus."));
    }
    let day = fields.text("verifie");
    let verified_on = if fields.ticked("verifie-aujourdhui") { Some(setting.today) } else { read_day(day) };
    if verified_on.is_none() && !day.is_empty() {
        faults.add("verifie", "Ce jour n’existe pas. Écrivez par exemple 24/12/2026.");
    } else if verified_on.is_some_and(|day| day > setting.today) {
        faults.add("verifie", "Ce jour n’est pas encore venu.");
    }
    Sourced {
        sources,
        verified_on,
        to_confirm: fields.ticked("a-confirmer"),
        example: before.is_some_and(|before| before.example),
    }
}

pub(super) fn form(form: &Form) -> Element {
    const COLUMNS: [Column; 2] = [
        Column { name: "source-nom", label: "Qui le dit", kind: "text" },
        Column { name: "source-adresse", label: "Adresse de la page", kind: "url" },
    ];
    rsx! {
        section { class: "part", aria_labelledby: "sources-titre",
            h2 { id: "sources-titre", "D’où vous le tenez" }
            {form.rows("Sources", "Affichées en bas de la fiche. Une au moins\u{202f}; une ligne vide s’ajoute à chaque enregistrement.", &COLUMNS)}
            div { class: "pair",
                {form.input("verifie", "Vérifié le", None, "date")}
                {form.tick("verifie-aujourdhui", "Vérifié aujourd’hui")}
            }
            {form.tick("a-confirmer", "Quelque chose reste à confirmer\u{a0}: l’application le dit")}
        }
    }
}
