//! What `shared::content` objects to, in words and at its field.

use shared::content::RecordFault;
use shared::domain::Record;

use crate::staff::form::faults::Faults;

/// Says what `shared::content` objects to, in words and at its field.
pub(super) fn object(record: &Record, objections: Vec<RecordFault>, faults: &mut Faults) {
    for objection in objections {
        match objection {
            RecordFault::Title => {
                let field = if matches!(record, Record::Place(_)) { "nom" } else { "titre" };
                faults.limit(field, record.title(), shared::content::TITLE_MAX);
            }
            RecordFault::Summary => faults.limit("resume", record.summary(), shared::content::SUMMARY_MAX),
            RecordFault::Unsourced => {
                if record.sourced().sources.is_empty() {
                    faults.add(
                        "source-nom-0",
                        "Dites où vous l’avez lu\u{a0}: un nom et une adresse. Sans source, rien ne part sur les téléphones.",
                    );
                }
                if record.sourced().verified_on.is_none() {
                    faults.add("verifie", "Dites quel jour vous l’avez vérifié.");
                }
            }
            RecordFault::Turned(right) => faults.add(
                "position",
                format!("Les deux nombres sont échangés, la latitude vient d’abord. Écrivez plutôt\u{a0}: {right}"),
            ),
            RecordFault::Outside => faults.add(
                "position",
                "Ce point est hors du territoire\u{a0}: vérifiez-le sur une carte, la latitude vient d’abord.",
            ),
            RecordFault::Hours(_) => faults.add(
                "expression",
                "Cette expression ne se lit pas. Exemple\u{a0}: Mo-Fr 09:00-12:00,14:00-18:00; PH off. Sinon, remplissez la semaine.",
            ),
            RecordFault::Recurrence(_) => {
                faults.add("regle", "Cette règle ne peut pas être suivie. Exemple\u{a0}: FREQ=WEEKLY;BYDAY=WE.");
            }
            RecordFault::Dangling { kind: "number", id } => {
                faults.add("numeros", format!("Le numéro «\u{202f}{id}\u{202f}» n’existe plus\u{a0}: décochez-le."));
            }
            RecordFault::Dangling { id, .. } => {
                let field = match record {
                    Record::Event(_) => "lieu",
                    Record::Offer(_) => "commerce",
                    _ => "lieux",
                };
                faults.add(field, format!("Le lieu «\u{202f}{id}\u{202f}» n’existe plus\u{a0}: choisissez-en un autre."));
            }
        }
    }
}

/// A phone number as people write it.
pub(super) fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let written = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '(' | ')' | '.' | '-' | '/');
    (2..=15).contains(&digits) && text.chars().all(written)
}

#[cfg(test)]
mod tests {
    use super::is_phone;

    #[test]
    fn numbers_as_people_write_them() {
        for number in ["112", "03 26 69 38 38", "+33 (0)3.26.69.38.38", "0\u{202f}800 235\u{a0}236"] {
            assert!(is_phone(number), "{number}");
        }
        for other in ["", "1", "accueil 03 26", "0326693838 poste 12"] {
            assert!(!is_phone(other), "{other}");
        }
    }
}
