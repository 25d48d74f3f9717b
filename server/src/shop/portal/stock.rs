//! Codes of an offer: how many are left, more of them one a line, what was wrong with those. The shop's page and the
//! console's are this one, at their own addresses.

use dioxus::prelude::*;
use shared::domain::Offer;

use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::words;
use crate::storage::vouchers::{Alert, Brought, CODE_MAX_CHARS, CODES_MAX, LineFault, Stock, read_codes};

/// Faults that are shown one by one.
const SHOWN: usize = 30;

/// What a form brought.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    /// What was typed, to be shown again.
    fields: Fields,
    faults: Faults,
    lines: Vec<(usize, LineFault)>,
}

impl Attempt {
    /// Reads a form and takes its codes. `Ok`: how many were added.
    pub(crate) async fn bring(
        app: &App,
        actor: Option<&str>,
        offer: &str,
        fields: Fields,
    ) -> Result<Result<u32, Box<Self>>, HttpError> {
        let text = if fields.text("fichier").is_empty() { fields.raw("codes") } else { fields.raw("fichier") };
        let refused = |faults: Faults, lines| {
            let shown = Fields::of(vec![("codes".to_owned(), fields.raw("codes").to_owned())]);
            Ok(Err(Box::new(Self { fields: shown, faults, lines })))
        };
        let say = |words: String| {
            let mut faults = Faults::default();
            faults.add("codes", words);
            faults
        };
        let codes = match read_codes(text) {
            Ok(codes) if codes.is_empty() => {
                return refused(
                    say("Collez des codes, un par ligne, ou choisissez un fichier.".to_owned()),
                    Vec::new(),
                );
            }
            Ok(codes) if codes.len() > CODES_MAX => {
                let words = format!(
                    "C’est trop à la fois\u{a0}: {} au plus, et il y en a {}.",
                    words::grouped(CODES_MAX as u64),
                    words::grouped(codes.len() as u64)
                );
                return refused(say(words), Vec::new());
            }
            Ok(codes) => codes,
            Err(lines) => return refused(say(counted(lines.len())), lines),
        };
        match app.storage.bring_vouchers(actor, offer, &codes).await? {
            Brought::Taken { added, .. } => Ok(Ok(added)),
            Brought::Faults(lines) => refused(say(counted(lines.len())), lines),
        }
    }
}

fn counted(lines: usize) -> String {
    format!("Rien n’est ajouté\u{a0}: {} à corriger.", words::counted(lines as u64, "ligne est", "lignes sont"))
}

fn fault(fault: LineFault) -> String {
    match fault {
        LineFault::Blank => "est vide".to_owned(),
        LineFault::Twice(first) => format!("répète la ligne {first}"),
        LineFault::Known => "est un code déjà ajouté".to_owned(),
        LineFault::Long => format!("dépasse {CODE_MAX_CHARS} caractères"),
        LineFault::Letter => "contient une espace ou un caractère illisible".to_owned(),
    }
}

/// A stock in words.
pub(crate) fn level(stock: Stock) -> String {
    let given = words::counted(u64::from(stock.given), "code donné", "codes donnés");
    match stock.left {
        0 if stock.given == 0 => "Aucun code pour l’instant.".to_owned(),
        0 => format!("Épuisé\u{a0}: {given}."),
        left => format!("{} à donner, {given}.", words::counted(u64::from(left), "code reste", "codes restent")),
    }
}

/// A stock that ran low, until somebody has said to have seen it.
pub(crate) fn alert(alert: &Alert, title: &str, address: &str) -> Element {
    let left = words::counted(u64::from(alert.left), "code", "codes");
    rsx! {
        div { class: if alert.left == 0 { "notice bad" } else { "notice warn" },
            p {
                if alert.left == 0 { "Plus de code pour «\u{202f}{title}\u{202f}»\u{a0}: il est affiché épuisé." }
                else { "Il reste {left} pour «\u{202f}{title}\u{202f}»\u{a0}: {alert.percent}\u{a0}% du stock." }
            }
            form { class: "inline", method: "post", action: "{address}/vu",
                a { class: "btn btn-small", href: "{address}", "Ajouter des codes" span { class: "visually-hidden", " à {title}" } }
                button { class: "btn btn-line btn-small", r#type: "submit", "C’est noté" span { class: "visually-hidden", "\u{a0}: {title}" } }
            }
        }
    }
}

/// The page's content.
pub(crate) fn sheet(offer: &Offer, stock: Stock, attempt: &Attempt, address: &str, back: &str) -> Element {
    let form = Form { fields: &attempt.fields, faults: &attempt.faults };
    let rest = attempt.lines.len().saturating_sub(SHOWN);
    let limit = offer.limit.map_or("un seul code par carte", |_| "dans la limite du bon plan");
    rsx! {
        h1 { "Codes de «\u{202f}{offer.title}\u{202f}»" }
        p { class: "lead", role: "status", {level(stock)} }
        p { class: "quiet", "Chaque code est donné à une seule carte, {limit}, et une seule fois. Qui l’a reçu n’est dit à personne." }
        form { class: "sheet narrow article-form", method: "post", action: "{address}", enctype: "multipart/form-data", novalidate: true,
            h2 { "Ajouter des codes" }
            {form.area("codes", "Un code par ligne", Some("5\u{202f}000 au plus à la fois, 64 caractères au plus chacun, sans espace. Tous sont ajoutés, ou aucun."), 8)}
            if !attempt.lines.is_empty() {
                ul { class: "steps",
                    for (line, one) in attempt.lines.iter().take(SHOWN) { li { "La ligne {line} " {fault(*one)} "." } }
                    if rest > 0 { li { "et {rest} autres lignes." } }
                }
            }
            div { class: "field",
                label { r#for: "fichier", "Ou un fichier texte" }
                p { class: "quiet", id: "fichier-aide", "Un code par ligne, 1\u{a0}Mo au plus. Il remplace ce qui est collé au-dessus." }
                input { id: "fichier", name: "fichier", r#type: "file", accept: ".txt,.csv,text/plain,text/csv", aria_describedby: "fichier-aide" }
            }
            button { class: "btn btn-good", r#type: "submit", "Ajouter au stock" }
        }
        div { class: "inline",
            a { class: "btn btn-line btn-small", href: "{back}", "Retour au bon plan" }
            if stock.left > 0 {
                details {
                    summary { class: "btn btn-line btn-small", "Retirer ceux qui restent…" }
                    form { class: "stack", method: "post", action: "{address}/retrait",
                        p { "Les codes pas encore donnés sont effacés, et le bon plan est affiché épuisé. Ceux qui sont donnés restent valables." }
                        button { class: "btn btn-small", r#type: "submit", "Retirer les codes qui restent" }
                    }
                }
            }
        }
    }
}
