//! What an article needs before phones get it.

use shared::domain::UnixSeconds;

use super::destinations;
use crate::staff::form::faults::{Faults, is_address};
use crate::storage::articles::Draft;

/// Longest headline, in characters.
pub(super) const TITLE_MAX: usize = 120;
/// Longest summary, in characters.
pub(super) const SUMMARY_MAX: usize = 300;
/// Longest text, in characters.
pub(super) const BODY_MAX: usize = 20_000;
/// Longest category, in characters.
pub(super) const CATEGORY_MAX: usize = 40;
/// Longest words on a button, in characters.
pub(super) const LABEL_MAX: usize = 60;
/// Longest words for a picture, in characters.
pub(super) const ALT_MAX: usize = 250;
/// Longest address, in characters.
pub(super) const URL_MAX: usize = 500;

/// Fields of text with the most that each may hold: held to when they are saved, so that no draft outgrows its table.
pub(super) fn too_long(draft: &Draft, faults: &mut Faults) {
    let alt = draft.image.as_ref().map_or("", |image| image.alt.as_str());
    for (field, text, most) in [
        ("titre", draft.title.as_str(), TITLE_MAX),
        ("resume", &draft.summary, SUMMARY_MAX),
        ("texte", &draft.body, BODY_MAX),
        ("categorie", &draft.category, CATEGORY_MAX),
        ("photo-texte", alt, ALT_MAX),
        ("lien-texte", &draft.link_label, LABEL_MAX),
        ("lien", &draft.link_url, URL_MAX),
    ] {
        let length = text.chars().count();
        if length > most {
            faults.add(field, format!("C’est trop long de {} caractères : {most} au plus.", length - most));
        }
    }
}

/// What is missing for `draft` to go to phones at `now`.
pub(super) fn missing(draft: &Draft, now: UnixSeconds, faults: &mut Faults) {
    if draft.title.trim().is_empty() {
        faults.add("titre", "Donnez un titre : c’est ce qu’on lit en premier.");
    }
    if draft.summary.trim().is_empty() {
        faults.add("resume", "Écrivez une ou deux phrases de résumé : la liste ne montre qu’elles.");
    }
    if draft.image.as_ref().is_some_and(|image| image.alt.trim().is_empty()) {
        faults.add("photo-texte", "Décrivez la photo pour celles et ceux qui ne la voient pas.");
    }
    match (draft.link_url.is_empty(), draft.link_label.is_empty()) {
        (false, true) => faults.add("lien-texte", "Dites ce que fait le bouton, par exemple « S’inscrire »."),
        (true, false) => faults.add("lien", "Donnez l’adresse où mène le bouton."),
        _ => {}
    }
    if !draft.link_url.is_empty() && !is_address(&draft.link_url) && !destinations::is_one(&draft.link_url) {
        faults.add("lien", "Donnez une adresse complète qui commence par https://.");
    }
    faults.ages(draft.audience);
    if let Some(end) = draft.expire_at {
        if end <= now {
            faults.add("retirer", "Ce moment est passé : l’actu ne paraîtrait pas.");
        } else if draft.publish_at.is_some_and(|begin| end <= begin) {
            faults.add("retirer", "Elle serait retirée avant de paraître.");
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::domain::{Audience, Image};

    use super::*;

    const NOW: UnixSeconds = 1_795_450_200;

    fn whole() -> Draft {
        Draft { title: "Concert gratuit".to_owned(), summary: "Samedi au parc.".to_owned(), ..Draft::default() }
    }

    fn faults(draft: &Draft) -> Vec<String> {
        let mut faults = Faults::default();
        too_long(draft, &mut faults);
        missing(draft, NOW, &mut faults);
        faults.fields().into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn what_phones_get_is_whole() {
        assert_eq!(faults(&whole()), Vec::<&str>::new());
        assert_eq!(faults(&Draft::default()), ["titre", "resume"]);
        let image = Some(Image { alt: " ".to_owned(), variants: Vec::new() });
        assert_eq!(faults(&Draft { image, ..whole() }), ["photo-texte"]);
        for (url, label, expected) in [
            ("https://example.fr", "S’inscrire", None),
            ("https://example.fr", "", Some("lien-texte")),
            ("", "S’inscrire", Some("lien")),
            ("javascript:alert(1)", "S’inscrire", Some("lien")),
            ("example.fr", "S’inscrire", Some("lien")),
            ("/page/visale", "Lire la fiche", None),
            ("/page/", "Lire la fiche", Some("lien")),
            ("//example.fr", "Lire la fiche", Some("lien")),
        ] {
            let draft = Draft { link_url: url.to_owned(), link_label: label.to_owned(), ..whole() };
            assert_eq!(faults(&draft), expected.into_iter().collect::<Vec<_>>(), "{url}");
        }
        assert_eq!(faults(&Draft { expire_at: Some(NOW), ..whole() }), ["retirer"]);
        let never = Draft { publish_at: Some(NOW + 90), expire_at: Some(NOW + 60), ..whole() };
        assert_eq!(faults(&never), ["retirer"]);
        assert_eq!(faults(&Draft { audience: Audience { from: Some(18), to: Some(15) }, ..whole() }), ["age-a"]);
        assert_eq!(faults(&Draft { title: "x".repeat(121), ..whole() }), ["titre"]);
    }
}
