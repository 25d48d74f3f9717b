//! What is wrong with a form, by field.

use shared::content::RecordFault;
use shared::domain::Record;

/// Longest address of a page, in characters.
pub(super) const URL_MAX: usize = 500;

/// What is wrong, by the id of its field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Faults(Vec<(String, String)>);

impl Faults {
    pub(super) fn add(&mut self, field: impl Into<String>, say: impl Into<String>) {
        self.0.push((field.into(), say.into()));
    }

    pub(super) fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, say)| say.as_str())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn all(&self) -> &[(String, String)] {
        &self.0
    }

    /// Says it when `text` is longer than `most` characters.
    pub(super) fn limit(&mut self, field: impl Into<String>, text: &str, most: usize) {
        let length = text.chars().count();
        if length > most {
            self.add(field, format!("C’est trop long de {} caractères : {most} au plus.", length - most));
        }
    }

    /// Says it when `text` is an address that no phone opens.
    pub(super) fn address(&mut self, field: impl Into<String>, text: &str) {
        let field = field.into();
        self.limit(field.clone(), text, URL_MAX);
        if !text.is_empty() && !is_address(text) {
            self.add(field, "Donnez une adresse complète, qui commence par https://.");
        }
    }

    /// Says what `shared::content` objects to, in words and at its field.
    pub(super) fn of_record(&mut self, record: &Record, faults: Vec<RecordFault>) {
        for fault in faults {
            match fault {
                RecordFault::Title => {
                    let field = if matches!(record, Record::Place(_)) { "nom" } else { "titre" };
                    self.limit(field, record.title(), shared::content::TITLE_MAX);
                }
                RecordFault::Summary => self.limit("resume", record.summary(), shared::content::SUMMARY_MAX),
                RecordFault::Unsourced => {
                    if record.sourced().sources.is_empty() {
                        self.add(
                            "source-nom-0",
                            "Dites où vous l’avez lu : un nom et une adresse. Sans source, rien ne part sur les téléphones.",
                        );
                    }
                    if record.sourced().verified_on.is_none() {
                        self.add("verifie", "Dites quel jour vous l’avez vérifié.");
                    }
                }
                RecordFault::Outside => self.add(
                    "position",
                    "Ce point est hors du territoire : vérifiez l’ordre, la latitude vient d’abord.",
                ),
                RecordFault::Hours(_) => self.add(
                    "expression",
                    "Cette expression ne se lit pas. Exemple : Mo-Fr 09:00-12:00,14:00-18:00; PH off. Sinon, remplissez la semaine.",
                ),
                RecordFault::Recurrence(_) => {
                    self.add("regle", "Cette règle ne peut pas être suivie. Exemple : FREQ=WEEKLY;BYDAY=WE.");
                }
                RecordFault::Dangling { kind: "number", id } => {
                    self.add("numeros", format!("Le numéro « {id} » n’existe plus : décochez-le."));
                }
                RecordFault::Dangling { id, .. } => {
                    let field = if matches!(record, Record::Event(_)) { "lieu" } else { "lieux" };
                    self.add(field, format!("Le lieu « {id} » n’existe plus : choisissez-en un autre."));
                }
            }
        }
    }
}

fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.host_str().is_some())
}

/// A phone number as people write it.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let written = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '(' | ')' | '.' | '-' | '/');
    (2..=15).contains(&digits) && text.chars().all(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_addresses_as_people_write_them() {
        for number in ["112", "03 26 69 38 38", "+33 (0)3.26.69.38.38", "0\u{202f}800 235\u{a0}236"] {
            assert!(is_phone(number), "{number}");
        }
        for other in ["", "1", "accueil 03 26", "0326693838 poste 12"] {
            assert!(!is_phone(other), "{other}");
        }
        for (address, good) in [("https://ville.fr/a", true), ("ville.fr", false), ("javascript:alert(1)", false)] {
            let mut faults = Faults::default();
            faults.address("site", address);
            assert_eq!(faults.is_empty(), good, "{address}");
        }
    }
}
