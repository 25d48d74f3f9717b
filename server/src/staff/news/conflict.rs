//! Two editors of one article: what differs between what is kept and what was typed here, field by field.
//!
//! Whatever a save would replace is shown. [`rows`] takes a draft apart by name, so that a field which comes later does not
//! compile before somebody said how it reads here.

use dioxus::prelude::*;
use shared::domain::{Audience, Image, Interest};

use crate::app::App;
use crate::staff::form::read::write_moment;
use crate::storage::articles::{Article, Draft};

/// A field's name, and what a draft says in it.
type Row = (&'static str, String);

/// The notice above the form of whoever saved second.
pub(super) fn conflict(app: &App, theirs: &Article, mine: &Draft) -> Element {
    let interests = app.territory.as_ref().map(|town| town.interests.as_slice()).unwrap_or_default();
    let rows = |draft| rows(draft, interests, app.zone());
    let differing: Vec<_> =
        rows(&theirs.draft).into_iter().zip(rows(mine)).filter(|((_, theirs), (_, mine))| theirs != mine).collect();
    rsx! {
        section { class: "notice warn", role: "alert",
            p { strong { "{theirs.changed_by} a enregistré cette actu pendant que vous écriviez. " }
                "Rien n’est écrasé\u{a0}: vos mots sont dans le formulaire, les siens ci-dessous." }
            for ((field, theirs), (_, mine)) in differing {
                dl { class: "versus",
                    div { dt { "{field}, chez l’autre" } dd { class: "said", if theirs.is_empty() { "(vide)" } else { "{theirs}" } } }
                    div { dt { "{field}, chez vous" } dd { class: "said", if mine.is_empty() { "(vide)" } else { "{mine}" } } }
                }
            }
            p { "Enregistrer garde votre version\u{202f}; "
                a { href: "/staff/actus/{theirs.id}", "prendre la sienne" } " oublie vos mots." }
        }
    }
}

/// A draft in words, in the order of the form.
fn rows(draft: &Draft, interests: &[Interest], zone: &str) -> [Row; 13] {
    let Draft {
        title,
        summary,
        body,
        category,
        audience,
        communes,
        interests: chosen,
        image,
        link_label,
        link_url,
        pinned,
        publish_at,
        expire_at,
        push,
        // No field of the form: it is what happened.
        notified_at: _,
    } = draft;
    let title_of = |id: &String| interests.iter().find(|one| one.id == *id).map_or(id, |one| &one.title).clone();
    [
        ("Titre", title.clone()),
        ("Résumé", summary.clone()),
        ("Texte", body.clone()),
        ("Photo", picture(image.as_ref())),
        ("Catégorie", category.clone()),
        ("Âge", ages(*audience)),
        ("Centres d’intérêt", listed(chosen.iter().map(title_of))),
        ("Communes", listed(communes.iter().cloned())),
        ("Bouton", format!("{link_label} {link_url}").trim().to_owned()),
        ("Paraître", write_moment(*publish_at, zone).replace('T', " ")),
        ("Retirer", write_moment(*expire_at, zone).replace('T', " ")),
        ("Garder en tête de liste", yes(*pinned)),
        ("Prévenir les téléphones", yes(*push)),
    ]
}

/// A photo is known by its words: a save never replaces the picture itself without taking it away or sending another.
fn picture(image: Option<&Image>) -> String {
    match image.map(|image| image.alt.trim()) {
        None => String::new(),
        Some("") => "une photo sans description".to_owned(),
        Some(alt) => format!("une photo\u{a0}: {alt}"),
    }
}

fn ages(Audience { from, to }: Audience) -> String {
    match (from, to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("à partir de {from}\u{a0}ans"),
        (None, Some(to)) => format!("jusqu’à {to}\u{a0}ans"),
        (Some(from), Some(to)) => format!("de {from} à {to}\u{a0}ans"),
    }
}

/// Names in one order, whatever order they were kept in: the form sends the town's.
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<_> = names.collect();
    names.sort_by_key(|name| shared::domain::fold(name));
    names.join(", ")
}

fn yes(chosen: bool) -> String {
    if chosen { "oui" } else { "non" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_read_as_words() {
        let interests =
            [Interest { id: "dehors".to_owned(), title: "Prendre l’air".to_owned(), sections: Vec::new() }];
        let draft = Draft {
            interests: vec!["inconnu".to_owned(), "dehors".to_owned()],
            audience: Audience { from: Some(13), to: Some(17) },
            pinned: true,
            ..Draft::default()
        };
        let rows = rows(&draft, &interests, "Europe/Paris");
        let said = |field| rows.iter().find(|(name, _)| *name == field).unwrap().1.as_str();
        assert_eq!(said("Centres d’intérêt"), "inconnu, Prendre l’air");
        assert_eq!(said("Âge"), "de 13 à 17\u{a0}ans");
        assert_eq!((said("Garder en tête de liste"), said("Prévenir les téléphones")), ("oui", "non"));
        assert_eq!((said("Communes"), said("Photo")), ("", ""));
    }

    #[test]
    fn another_order_is_no_difference() {
        let communes = |names: [&str; 2]| Draft { communes: names.map(str::to_owned).to_vec(), ..Draft::default() };
        assert_eq!(rows(&communes(["Bourg", "Hameau"]), &[], "UTC"), rows(&communes(["Hameau", "Bourg"]), &[], "UTC"));
    }
}
