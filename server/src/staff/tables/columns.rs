//! Columns that a table of shops, places or offers may have: what they are called, here and elsewhere, and which field of
//! the form they are. What a field must say is the form's own business: no rule stands twice.

use shared::domain::{Section, fold};

use super::cell::Cell;
use crate::staff::content::label::section;
use crate::staff::content::noun::Noun;
use crate::staff::content::{offer, place};
use crate::staff::form::field::Named;

/// A column.
#[derive(Debug)]
pub(super) struct Column {
    /// In forms and in what is kept of a choice.
    pub(super) key: &'static str,
    /// At the head of tables that this server writes.
    pub(super) name: &'static str,
    /// Other names that people give it, folded.
    also: &'static [&'static str],
    /// The field of the form.
    pub(super) field: &'static str,
    /// How a cell says it.
    pub(super) cell: Cell,
    /// Nothing can be imported without it.
    pub(super) needed: bool,
    /// One value may stand for all lines that have none.
    pub(super) shared: bool,
}

const fn column(key: &'static str, name: &'static str, also: &'static [&'static str], cell: Cell) -> Column {
    Column { key, name, also, field: key, cell, needed: false, shared: false }
}

impl Column {
    const fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    const fn shared(self) -> Self {
        Self { shared: true, ..self }
    }

    const fn of(self, field: &'static str) -> Self {
        Self { field, ..self }
    }

    /// Whether a header names this column.
    pub(super) fn is_named(&self, header: &str) -> bool {
        let header = plain(header);
        header == plain(self.name) || header == self.key || self.also.contains(&header.as_str())
    }
}

/// A header as it is compared: folded, words with one space between.
fn plain(header: &str) -> String {
    let folded = fold(header);
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

const ID: Column = column("identifiant", "Identifiant", &["id", "code", "ref", "reference", "cle"], Cell::Id);

const SOURCES: [Column; 4] = [
    column("source-nom", "Source", &["qui le dit", "origine"], Cell::List).needed().shared(),
    column("source-adresse", "Adresse de la source", &["lien de la source", "source url", "url source"], Cell::List)
        .needed()
        .shared(),
    column("verifie", "Vérifié le", &["verifie", "date de verification", "verified on", "mis a jour le"], Cell::Day)
        .needed()
        .shared(),
    column("a-confirmer", "À confirmer", &["to confirm"], Cell::Yes),
];

const PLACE: [Column; 16] = [
    column(
        "nom",
        "Nom",
        &["enseigne", "raison sociale", "nom du commerce", "nom du lieu", "commerce", "etablissement", "name"],
        Cell::Text,
    )
    .needed(),
    column("sorte", "Sorte", &["type", "sorte de lieu", "kind"], Cell::One(place_kinds)).needed().shared(),
    column("rubriques", "Rubriques", &["rubrique", "sections"], Cell::Many(sections)).needed().shared(),
    column("resume", "Résumé", &["description", "activite", "en une phrase", "presentation", "summary"], Cell::Text)
        .needed()
        .shared(),
    column("adresse", "Adresse", &["numero et rue", "rue", "voie", "adresse postale", "street", "address"], Cell::Text),
    column("code-postal", "Code postal", &["cp", "postal code", "zip"], Cell::Postcode),
    column("ville", "Commune", &["ville", "localite", "location", "city"], Cell::Text).needed().shared(),
    column("latitude", "Latitude", &["lat", "y"], Cell::Degrees).of("position"),
    column("longitude", "Longitude", &["lon", "lng", "long", "x"], Cell::Degrees).of("position"),
    column(
        "tel-numero",
        "Téléphone",
        &["tel", "telephones", "numero de telephone", "portable", "phone", "telephone 1"],
        Cell::Phones,
    ),
    column("tel-nom", "Qui répond", &["nom du telephone", "interlocuteur"], Cell::List),
    column("courriel", "Courriel", &["e mail", "email", "mail", "adresse e mail"], Cell::Text),
    column("site", "Site", &["site web", "site internet", "web", "url", "homepage", "website"], Cell::Text),
    column("acces", "Accessibilité", &["acces", "accessibilite pmr", "pmr"], Cell::Text),
    column(
        "horaires",
        "Horaires",
        &["heures", "heures d ouverture", "horaires d ouverture", "opening hours"],
        Cell::Hours,
    ),
    column("horaires-note", "Précision sur les horaires", &["note horaires", "hours note"], Cell::Text),
];

const OFFER: [Column; 14] = [
    column("commerce", "Commerce", &["place", "lieu", "enseigne", "nom du commerce", "shop"], Cell::Shop).needed(),
    column("titre", "Titre", &["bon plan", "offre", "avantage titre", "title", "intitule"], Cell::Text).needed(),
    column("conditions", "Conditions", &["terms", "description", "details"], Cell::Text).needed(),
    column("avantage", "Sorte d’avantage", &["avantage", "sorte", "type", "kind"], Cell::One(offer_kinds)).needed(),
    column("valeur", "Valeur", &["de combien", "remise", "discount", "value", "prix"], Cell::Amount),
    column("categorie", "Catégorie", &["category"], Cell::One(categories)).needed().shared(),
    column("limite", "Utilisations par carte", &["limite", "limit", "nombre"], Cell::Text),
    column("par", "Période", &["par", "periode de la limite", "per"], Cell::One(periods)),
    column("economie", "Économie estimée", &["economie", "gain", "saving"], Cell::Amount),
    column("jours-valables", "Jours", &["jours valables", "days"], Cell::Many(days)),
    column("valable-du", "Valable du", &["debut", "du", "valid from"], Cell::Day),
    column("valable-au", "Valable au", &["fin", "au", "jusqu au", "valid until"], Cell::Day),
    column("suspendu", "Suspendu", &["suspended"], Cell::Yes),
    column("ordre", "Rang", &["ordre", "order"], Cell::Text),
];

static OF_PLACES: [&[Column]; 3] = [&[ID], &PLACE, &SOURCES];
static OF_OFFERS: [&[Column]; 3] = [&[ID], &OFFER, &SOURCES];

/// Columns of a noun's table, in order.
pub(super) fn columns(noun: Noun) -> impl Iterator<Item = &'static Column> {
    let parts = if noun == Noun::Offer { &OF_OFFERS } else { &OF_PLACES };
    // Every shop is one.
    parts.iter().flat_map(|part| part.iter()).filter(move |column| noun != Noun::Shop || column.key != "sorte")
}

fn owned(pairs: &[(&str, &str)]) -> Vec<Named> {
    pairs.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

fn place_kinds() -> Vec<Named> {
    place::KINDS.iter().map(|(_, value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

fn sections() -> Vec<Named> {
    Section::ALL.iter().map(|one| (one.slug().to_owned(), section(*one).to_owned())).collect()
}

fn offer_kinds() -> Vec<Named> {
    offer::KINDS.iter().map(|(_, value, _)| ((*value).to_owned(), (*value).to_owned())).collect()
}

fn categories() -> Vec<Named> {
    owned(&offer::CATEGORIES)
}

fn periods() -> Vec<Named> {
    offer::PERIODS.iter().map(|(_, value, _)| ((*value).to_owned(), (*value).to_owned())).collect()
}

fn days() -> Vec<Named> {
    offer::DAYS.iter().map(|(_, name)| ((*name).to_owned(), (*name).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_name_means_two_columns() {
        for noun in [Noun::Shop, Noun::Place, Noun::Offer] {
            let mut seen = HashSet::new();
            for column in columns(noun) {
                let names = column.also.iter().map(|name| (*name).to_owned()).chain([plain(column.name)]);
                for name in names.collect::<HashSet<_>>() {
                    assert!(seen.insert(name.clone()), "{name} of {noun:?}");
                }
            }
        }
    }

    #[test]
    fn headers_are_recognised_as_people_write_them() {
        let named = |header: &str| columns(Noun::Shop).find(|column| column.is_named(header)).map(|column| column.key);
        for (header, key) in [
            ("NOM", Some("nom")),
            (" Code_Postal ", Some("code-postal")),
            ("Heures d’ouverture", Some("horaires")),
            ("E-mail", Some("courriel")),
            ("Téléphone :", Some("tel-numero")),
            ("Vérifié le", Some("verifie")),
            ("Couleur", None),
            ("", None),
        ] {
            assert_eq!(named(header), key, "{header}");
        }
    }
}
