//! What the console says of states, acts, moments and refusals. In French, to colleagues: "vous".

use chrono::{Datelike, NaiveDate, Timelike};
use shared::calendar;
use shared::domain::UnixSeconds;
use shared::protocol::CardState;

use crate::app::App;
use crate::http::HttpError;
use crate::storage::Role;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Reasons to refuse that come up each week.
pub(super) const REFUSALS: [&str; 4] = [
    "Une carte existe déjà à ton nom.",
    "Le nom ou la date de naissance ne correspond pas à ton justificatif.",
    "Ta commune n’est pas desservie par la carte.",
    "Nous n’avons pas pu joindre ton parent pour confirmer son accord.",
];

/// Things to ask for that come up each week.
pub(super) const QUESTIONS: [&str; 4] = [
    "Passe nous voir avec une pièce d’identité ou ton carnet de correspondance.",
    "Corrige la façon dont ton nom est écrit, puis renvoie ta demande.",
    "La photo de ton justificatif manque ou ne se lit pas : renvoie-la.",
    "Indique un numéro où nous pouvons joindre ton parent.",
];

/// Reasons to suspend.
pub(super) const SUSPENSIONS: [&str; 2] =
    ["Téléphone perdu ou volé, signalé au guichet.", "Usage de la carte par une autre personne : passe nous voir."];

/// Reasons to withdraw.
pub(super) const REVOCATIONS: [&str; 3] = [
    "Tu n’habites plus une commune desservie.",
    "La carte a été demandée avec de fausses informations.",
    "À ta demande.",
];

pub(super) const fn role(role: Role) -> &'static str {
    match role {
        Role::Admin => "administration",
        Role::Editor => "contenus",
        Role::Agent => "cartes et messages",
        Role::Partnerships => "commerces",
    }
}

/// A state in words, and the colour it is shown on.
pub(super) const fn state(state: CardState) -> (&'static str, &'static str) {
    match state {
        CardState::Submitted => ("à traiter", "sun"),
        CardState::Asked => ("réponse attendue", "sky"),
        CardState::Refused => ("refusée", "plain"),
        CardState::Approved => ("acceptée, à remettre", "mint"),
        CardState::Active => ("active", "mint"),
        CardState::Suspended => ("suspendue", "coral"),
        CardState::Revoked => ("retirée", "coral"),
        CardState::Expired => ("terminée", "plain"),
        CardState::Moved => ("sur un autre téléphone", "plain"),
        CardState::Unknown => ("état inconnu", "plain"),
    }
}

/// A line of the audit in words.
pub(super) fn act(action: &str) -> &str {
    match action {
        "card.read" => "a ouvert la fiche",
        "card.proof" => "a regardé le justificatif",
        "card.approve" => "a accepté",
        "card.refuse" => "a refusé",
        "card.ask" => "a demandé une précision",
        "card.suspend" => "a suspendu",
        "card.resume" => "a rétabli",
        "card.revoke" => "a retiré la carte",
        "card.reissue" => "a libéré la carte pour un autre téléphone",
        "card.activation" => "a montré un QR d’activation",
        "news.begin" => "a commencé une actu",
        "news.publish" => "a publié",
        "news.schedule" => "a programmé",
        "news.withdraw" | "content.withdraw" => "a retiré des téléphones",
        "news.end" => "a retiré à l’heure dite",
        "news.delete" => "a supprimé un brouillon",
        "news.notify" => "a prévenu les téléphones",
        "news.replace" => "a remplacé ces mots par ceux de la source",
        "feed.add" => "a suivi le flux",
        "feed.change" => "a changé les réglages du flux",
        "feed.pause" => "a mis le flux en pause",
        "feed.resume" => "a repris le flux",
        "feed.try" => "a demandé un essai du flux",
        "feed.remove" => "a cessé de suivre le flux, et gardé ce qu’il avait apporté",
        "feed.clear" => "a cessé de suivre le flux, et retiré ce qu’il avait apporté",
        "feed.dismiss" => "a écarté tout ce qui attendait du flux",
        "item.publish" => "a publié tel quel",
        "item.update" => "a mis à jour d’après la source",
        "item.cancel" => "a retiré tout seul ce que la source annule",
        "item.edit" => "a repris les mots de la source pour les modifier",
        "item.dismiss" => "a écarté",
        "item.withdraw" => "a retiré ce que la source annule",
        "link.try" => "a demandé un essai du lien",
        "link.excuse" => "a dit que ce lien est bon",
        "card.print" => "a imprimé la carte",
        "card.enter" => "a saisi la carte au comptoir",
        "card.search" => "a cherché une carte par un nom",
        "card.erase" => "a effacé la carte",
        "message.read" => "a lu le message",
        "message.answer" => "a répondu au message",
        "shop.invite" => "a invité le commerce",
        "shop.sign-out" => "a fermé les sessions du commerce",
        "content.create" => "a ajouté",
        "content.change" => "a modifié",
        "content.verify" => "a confirmé que c’est toujours exact",
        "content.restore" => "a remis",
        "staff.sign-in" => "est entré",
        "staff.sign-out" => "a fermé des sessions",
        "staff.invite" => "a fait un lien d’invitation",
        "staff.accept" => "a choisi son mot de passe par un lien",
        "staff.set" => "a changé un compte ou un mot de passe",
        "staff.remove" => "a fermé le compte",
        "staff.factor-on" => "a activé son code à six chiffres",
        "staff.factor-off" => "a désactivé son code à six chiffres",
        "staff.factor-reset" => "a remis à zéro le code à six chiffres",
        "staff.codes" => "a refait ses codes de secours",
        "staff.recovery" => "a utilisé un code de secours",
        "staff.wrong-code" => "avait le bon mot de passe, mais pas le bon code",
        "journal.export" => "a téléchargé le journal",
        "sheet.import" => "a importé un tableau",
        "proposal.accept" => "a accepté la proposition du commerce",
        "proposal.refuse" => "a refusé la proposition du commerce",
        "offer.suspend" => "a suspendu le bon plan",
        "offer.resume" => "a rétabli le bon plan",
        "voucher.bring" => "a ajouté des codes au bon plan",
        "voucher.drop" => "a retiré les codes qui restaient au bon plan",
        "voucher.seen" => "a vu qu’il reste peu de codes au bon plan",
        other => other,
    }
}

/// Who did something, when it is not somebody.
pub(super) fn actor(actor: &str) -> String {
    match actor {
        "programme" => "Le programme".to_owned(),
        "flux" => "La règle d’un flux".to_owned(),
        "server" => "Le serveur".to_owned(),
        other => match other.strip_prefix("cli:") {
            Some("?") => "Une commande".to_owned(),
            Some(user) => format!("Une commande ({user})"),
            None => other.to_owned(),
        },
    }
}

/// What a decision did, told on the next page. An unknown name says nothing: it comes from the address.
pub(super) fn done(name: &str) -> Option<&'static str> {
    Some(match name {
        "approve" => "Carte acceptée. Le téléphone l’apprendra à sa prochaine connexion.",
        "refuse" => "Demande refusée. Le motif sera lu sur le téléphone.",
        "ask" => "Question envoyée. La demande attend la réponse.",
        "suspend" => "Carte suspendue : les commerces la refusent dès maintenant en ligne.",
        "resume" => "Carte rétablie.",
        "revoke" => "Carte retirée : les commerces la refusent dès maintenant en ligne.",
        "reissue" => "Carte libérée. Montrez le QR d’activation au nouveau téléphone.",
        "enter" => "Carte créée. Montrez le QR d’activation, ou imprimez-la.",
        _ => return None,
    })
}

/// The same for the team and one's own account.
pub(super) fn team_done(name: &str) -> Option<&'static str> {
    Some(match name {
        "sign-out" => "Sessions fermées.",
        "close" => "Compte fermé. Ce qui a été fait reste dans l’historique.",
        "factor-off" => "Le code à six chiffres n’est plus demandé.",
        "factor-reset" => "Code remis à zéro : la personne entre avec son mot de passe, et peut activer un autre code.",
        "recovery" => "Ce code de secours a servi et ne sert plus. Voyez plus bas combien il vous en reste.",
        "password" => "Mot de passe changé. Les autres sessions sont fermées.",
        _ => return None,
    })
}

/// The same for an article.
pub(super) fn news_done(name: &str) -> Option<&'static str> {
    Some(match name {
        "save" => "Enregistrée. Personne ne la voit avant que vous la publiiez.",
        "publish" => "Publiée : elle est sur les téléphones ouverts, et sur les autres à leur prochaine connexion.",
        "schedule" => "Programmée : elle paraîtra d’elle-même à l’heure dite.",
        "withdraw" => "Retirée des téléphones. Vos mots sont gardés ici.",
        "copy" => "Voici la copie. L’originale n’a pas changé.",
        _ => return None,
    })
}

/// `24 novembre 2026`
pub(crate) fn day(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or_default();
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{}{first} {month} {}", date.day(), date.year())
}

/// The territory's day at a moment.
pub(crate) fn date_of(app: &App, moment: UnixSeconds) -> NaiveDate {
    local(app, moment).date()
}

/// `24 novembre 2026 à 9 h 05`, in the territory’s zone. An hour is never cut at the end of a line.
pub(crate) fn moment(app: &App, moment: UnixSeconds) -> String {
    let local = local(app, moment);
    format!("{} à {}\u{a0}h\u{a0}{:02}", day(local.date()), local.hour(), local.minute())
}

/// `9 h 05`, in the territory's zone.
pub(super) fn hour_of(app: &App, moment: UnixSeconds) -> String {
    let local = local(app, moment);
    format!("{} h {:02}", local.hour(), local.minute())
}

fn local(app: &App, moment: UnixSeconds) -> chrono::NaiveDateTime {
    calendar::local(app.territory.as_ref().map_or("Europe/Paris", |town| town.timezone.as_str()), moment)
}

/// `9 h`, `13 h 30`
pub(super) fn hour(time: chrono::NaiveTime) -> String {
    if time.minute() == 0 { format!("{} h", time.hour()) } else { format!("{} h {:02}", time.hour(), time.minute()) }
}

/// How long someone has waited, roughly: what one says at a counter.
pub(super) fn since(seconds: i64) -> String {
    match seconds {
        ..120 => "à l’instant".to_owned(),
        120..7_200 => format!("depuis {} min", seconds / 60),
        7_200..172_800 => format!("depuis {} h", seconds / 3_600),
        _ => format!("depuis {} jours", seconds / 86_400),
    }
}

/// How long to wait.
pub(super) fn wait(seconds: u64) -> String {
    match seconds {
        0..=1 => "une seconde".to_owned(),
        2..=90 => format!("{seconds} secondes"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

/// Age on a day, in years.
pub(super) fn age(birth: NaiveDate, today: NaiveDate) -> String {
    match today.years_since(birth) {
        Some(1) => "1 an".to_owned(),
        Some(years) => format!("{years} ans"),
        None => String::new(),
    }
}

/// `3 000`, with narrow no-break spaces.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// `1 carte`, `3 cartes`
pub(crate) fn counted(count: u64, one: &str, many: &str) -> String {
    if count < 2 { format!("{count} {one}") } else { format!("{count} {many}") }
}

/// Why there is no page: title and words.
pub(crate) fn refusal(error: &HttpError) -> (&'static str, &'static str) {
    match error {
        HttpError::NotFound => (
            "Il n’y a rien à cette adresse",
            "La fiche a peut-être été effacée par son titulaire, ou l’adresse est fausse.",
        ),
        HttpError::Refused(_, "form-too-large", _) => {
            ("C’est trop long", "Le formulaire dépasse la taille permise. Revenez en arrière et raccourcissez-le.")
        }
        HttpError::Full => (FULL, "Rien n’a été enregistré. Revenez en arrière : ce que vous avez écrit y est encore."),
        HttpError::Busy(_) | HttpError::TooMany(_) | HttpError::Timeout => {
            ("Le serveur est très occupé", "Rien n’a été enregistré. Réessayez dans une minute.")
        }
        _ => (
            "Quelque chose n’a pas marché",
            "Rien n’a été enregistré. Réessayez ; si cela dure, prévenez qui tient le serveur.",
        ),
    }
}

/// No room on the disk.
pub(super) const FULL: &str = "Le disque du serveur est plein";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_waits_as_one_says_them() {
        assert_eq!(day(NaiveDate::from_ymd_opt(2026, 8, 1).unwrap()), "1er août 2026");
        assert_eq!(day(NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()), "24 novembre 2026");
        for (seconds, expected) in
            [(30, "à l’instant"), (300, "depuis 5 min"), (7_300, "depuis 2 h"), (400_000, "depuis 4 jours")]
        {
            assert_eq!(since(seconds), expected);
        }
        assert_eq!((grouped(999).as_str(), grouped(1_003_000).as_str()), ("999", "1\u{202f}003\u{202f}000"));
        assert_eq!((wait(61).as_str(), wait(300).as_str()), ("61 secondes", "5 minutes"));
    }

    /// Every act that the storage writes, found in its source: `"noun.verb"`, or `format!("noun.{…}")` for the verbs below.
    #[test]
    fn every_act_has_words() {
        const FORMED: [(&str, &[&str]); 2] = [
            ("content", &["create", "change", "verify", "restore", "withdraw"]),
            ("news", &["publish", "schedule", "withdraw", "end", "replace"]),
        ];
        let mut acts = std::collections::BTreeSet::new();
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/storage")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                    continue;
                }
                for literal in std::fs::read_to_string(&entry).unwrap().split('"').skip(1).step_by(2) {
                    let Some((noun, verb)) = literal.split_once('.') else { continue };
                    let plain = |word: &str| {
                        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                    };
                    if plain(noun) && plain(verb) {
                        acts.insert(literal.to_owned());
                    } else if plain(noun) && verb.starts_with('{') {
                        let (_, verbs) = FORMED.iter().find(|(formed, _)| *formed == noun).expect(noun);
                        acts.extend(verbs.iter().map(|verb| format!("{noun}.{verb}")));
                    }
                }
            }
        }
        assert!(acts.len() > 50 && acts.contains("card.read") && acts.contains("news.end"), "{acts:?}");
        let mute: Vec<_> = acts.iter().filter(|action| act(action) == action.as_str()).collect();
        assert!(mute.is_empty(), "acts without words: {mute:?}");
    }

    #[test]
    fn what_staff_suggest_fits_its_limit() {
        for words in REFUSALS.iter().chain(&QUESTIONS).chain(&SUSPENSIONS).chain(&REVOCATIONS) {
            assert!(words.chars().count() <= shared::protocol::CARD_REASON_MAX_CHARS);
        }
    }
}
