//! What the start page says of the map, to whoever can mend it.

use crate::app::App;
use crate::map::Standing;

/// What is missing or wrong, one sentence each. A map that comes from its online source alone is no fault.
pub(super) async fn told(app: &App) -> Vec<String> {
    let Standing { file, source, geocoder, font } = app.maps.standing().await;
    let mut told = Vec::new();
    match (&file, &source) {
        (Ok(Some(_)), _) | (Ok(None), Some(Ok(()))) => {}
        (Err(fault), _) => told.push(format!(
            "Le fichier de la carte ne peut pas servir\u{a0}: {fault}. Refaites-le avec «\u{202f}guichet map build\u{202f}»."
        )),
        (Ok(None), Some(Err(fault))) => told.push(format!(
            "Le fond de carte n’arrive plus\u{a0}: sa source en ligne fait défaut, {}. Un fichier fait avec «\u{202f}guichet map build\u{202f}» en dispense.",
            fault.words()
        )),
        (Ok(None), None) => told.push(
            "Les téléphones n’ont pas de fond de carte\u{a0}: ni fichier, ni source en ligne. «\u{202f}guichet map build\u{202f}» en fait un."
                .to_owned(),
        ),
    }
    if file == Ok(None) && source.is_some() && !font {
        told.push("La carte n’a pas de noms\u{a0}: aucune police n’est installée sur le serveur (Debian\u{a0}: fonts-dejavu-core).".to_owned());
    }
    if let Some(Err(fault)) = geocoder {
        told.push(format!("La recherche d’adresses en ligne fait défaut\u{a0}: {}.", fault.words()));
    }
    told
}
