//! What fields, kinds and acts are called outside their form: in a history, in what two people wrote.

use shared::domain::Section;

use crate::staff::form::field::Named;

pub(in crate::staff) const fn section(section: Section) -> &'static str {
    match section {
        Section::SeLoger => "Se loger",
        Section::SeSoigner => "Se soigner",
        Section::SeFormer => "Se former",
        Section::Travailler => "Travailler",
        Section::Bouger => "Bouger",
        Section::SEngager => "S’engager",
        Section::SeDivertir => "Se divertir",
        Section::EtreAccompagne => "Être accompagné",
    }
}

/// A list's values and words.
pub(super) fn named<T>(all: &[T], value: impl Fn(&T) -> &str, words: impl Fn(&T) -> &'static str) -> Vec<Named> {
    all.iter().map(|one| (value(one).to_owned(), words(one).to_owned())).collect()
}

/// What a line of the history says was done.
pub(super) fn act(action: &str) -> &'static str {
    match action {
        "create" => "a ajouté",
        "change" => "a modifié",
        "verify" => "a confirmé que c’est toujours exact",
        "restore" => "a remis",
        "withdraw" => "a retiré",
        "replace" => "a remplacé ces mots par ceux de la source",
        "sheet" => "a importé d’un tableau",
        "proposal" => "a accepté du commerce",
        "suspend" => "a suspendu",
        "resume" => "a rétabli",
        "stock" => "le stock de codes a changé",
        _ => "arrivé par un import ou une commande",
    }
}

/// A field in words; `None` for what nobody typed.
pub(super) fn field(name: &str) -> Option<&'static str> {
    Some(match name {
        "nom" => "Nom",
        "titre" => "Titre",
        "numero" => "Numéro",
        "sorte" => "Sorte de lieu",
        "rubrique" | "rubriques" => "Rubrique",
        "groupe" => "Groupe",
        "ordre" => "Rang",
        "onglet" => "Onglet",
        "resume" => "Résumé",
        "etapes" => "Étapes",
        "texte" => "Texte",
        "adresse" | "lieu-adresse" => "Adresse",
        "code-postal" => "Code postal",
        "ville" => "Commune",
        "position" => "Point",
        "tel-numero" | "tel-nom" => "Téléphones",
        "courriel" => "Courriel",
        "site" => "Site",
        "acces" => "Accessibilité",
        "horaires" | "expression" => "Horaires",
        "lundi" => "Lundi",
        "mardi" => "Mardi",
        "mercredi" => "Mercredi",
        "jeudi" => "Jeudi",
        "vendredi" => "Vendredi",
        "samedi" => "Samedi",
        "dimanche" => "Dimanche",
        "feries" | "feries-heures" => "Jours fériés",
        "horaires-note" => "Précision sur les horaires",
        "heures" => "Heures en mots",
        "pour-qui" => "Pour qui",
        "cout" => "Coût",
        "sms" => "SMS",
        "tchat" => "Tchat",
        "numeros" => "Numéros d’aide",
        "lieux" | "lieu" | "lieu-nom" => "Lieu",
        "lien-nom" | "lien-adresse" | "lien" => "Liens",
        "mots" => "Mots de recherche",
        "age-de" | "age-a" => "Âges",
        "debut" => "Début",
        "fin" => "Fin",
        "journee" => "Toute la journée",
        "retour" | "jours" | "regle" | "jusqu-au" | "fois" => "Répétition",
        "sauf" => "Sauf ces jours",
        "prix" => "Prix",
        "commerce" => "Commerce",
        "conditions" => "Conditions",
        "avantage" => "Sorte d’avantage",
        "valeur" => "De combien",
        "categorie" => "Catégorie",
        "limite" | "par" => "Utilisations par carte",
        "economie" => "Économie estimée",
        "jours-valables" => "Jours",
        "valable-du" | "valable-au" => "Dates",
        "suspendu" => "Suspendu",
        "codes-uniques" => "Codes uniques",
        "gratuit" => "Gratuit",
        "changement" => "Changement",
        "changement-mots" => "Changement, en mots",
        "image" => "Photo",
        "photo-texte" => "Mots de la photo",
        "source-nom" | "source-adresse" => "Sources",
        "verifie" => "Vérifié le",
        "a-confirmer" => "À confirmer",
        _ => return None,
    })
}
