//! What the console says of feeds and of how they fare.

use std::fmt::Write as _;

use shared::domain::{Event, Record, UnixSeconds};

use crate::app::App;
use crate::staff::words;
use crate::storage::feeds::{Feed, FeedFormat, FeedItem, ItemState, Outcome};

pub(super) const fn format(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Rss => "RSS",
        FeedFormat::Atom => "Atom",
        FeedFormat::Json => "JSON Feed",
        FeedFormat::Ical => "agenda iCal",
    }
}

/// Why a feed could not be read, by the name that the storage keeps.
pub(super) fn failure(name: &str) -> String {
    match name {
        "answer-404" | "answer-410" => "Il n’y a plus rien à cette adresse\u{a0}: le site l’a sans doute changée.",
        "answer-401" | "answer-403" => "Le site refuse que ce serveur le lise\u{a0}: demandez à qui le tient de l’autoriser.",
        "answer-429" => "Le site demande d’être lu moins souvent\u{a0}: allongez l’intervalle entre deux essais.",
        "slow" => "Le site n’a pas répondu à temps.",
        "private" => {
            "Cette adresse mène à l’intérieur du réseau, où ce serveur ne lit rien sans que son réglage «\u{202f}private_feeds\u{202f}» le permette."
        }
        "address" => "Cette adresse n’est pas celle d’un site web.",
        "too-large" => "Ce qui s’y trouve est trop gros\u{a0}: 5 Mo au plus.",
        "too-many" => "Il y a plus de 2\u{202f}000 choses dans ce flux\u{a0}: c’est trop pour être pris d’un coup.",
        "unreachable" => "Le site ne répond pas\u{a0}: il est arrêté, ou son nom n’existe pas.",
        "certificate" => "Le site ne prouve plus qui il est\u{a0}: son certificat est périmé ou faux.",
        "malformed" => "Ce n’est pas un flux lisible (RSS, Atom, JSON Feed ou iCal).",
        "full" => "Le disque du serveur est plein\u{a0}: rien n’a pu être pris.",
        _ => {
            return match name.strip_prefix("answer-") {
                Some(status) if status.starts_with('5') => format!("Le site est en panne (réponse {status})."),
                Some(status) => format!("Le site ne donne pas le flux (réponse {status})."),
                None => "Il n’a pas pu être lu.".to_owned(),
            };
        }
    }
    .to_owned()
}

/// State in a word or two, and the colour it is shown on.
pub(super) fn state(feed: &Feed) -> (&'static str, &'static str) {
    if feed.paused {
        ("en pause", "plain")
    } else if feed.failures > 0 {
        ("ne se lit pas", "coral")
    } else if feed.succeeded_at.is_none() {
        ("premier essai à venir", "sky")
    } else {
        ("suivi", "mint")
    }
}

/// What the last new content brought.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut text = words::counted(outcome.items as u64, "chose dans le flux", "choses dans le flux");
    for (count, one, many) in [
        (outcome.waiting, "à relire", "à relire"),
        (outcome.published, "publiée", "publiées"),
        (outcome.updated, "mise à jour", "mises à jour"),
        (outcome.cancelled, "annulée et retirée", "annulées et retirées"),
    ] {
        if count > 0 {
            let _ = write!(text, ", {}", words::counted(count as u64, one, many));
        }
    }
    if outcome.waiting + outcome.published + outcome.updated + outcome.cancelled == 0 {
        text.push_str(", rien de nouveau");
    }
    text
}

/// Marks of an item, each with its colour.
pub(super) fn marks(item: &FeedItem) -> Vec<(&'static str, &'static str)> {
    let mut marks = vec![(kind(&item.record), "plain")];
    match item.state {
        _ if item.cancelled => marks.push(("annulé à la source", "coral")),
        ItemState::Waiting => {}
        ItemState::Dismissed => marks.push(("écarté, puis modifié à la source", "sky")),
        ItemState::Published | ItemState::Edited => marks.push(("modifié à la source", "sun")),
    }
    marks
}

pub(super) const fn kind(record: &Record) -> &'static str {
    match record {
        Record::Event(_) => "événement",
        _ => "actu",
    }
}

/// When something was published, or will be.
pub(super) fn date(app: &App, record: &Record) -> String {
    match record {
        Record::News(news) => words::day(words::date_of(app, news.publish_at)),
        Record::Event(event) => when(app, event),
        _ => String::new(),
    }
}

/// When an event is: its first or only date.
pub(super) fn when(app: &App, event: &Event) -> String {
    let text = match (event.all_day, event.end.filter(|&end| end > event.start)) {
        (true, Some(end)) if words::date_of(app, end) != words::date_of(app, event.start) => {
            format!("du {} au {}", words::day(words::date_of(app, event.start)), words::day(words::date_of(app, end)))
        }
        (true, _) => words::day(words::date_of(app, event.start)),
        (false, Some(end)) if words::date_of(app, end) == words::date_of(app, event.start) => {
            format!("{}, jusqu’à {}", words::moment(app, event.start), hour(app, end))
        }
        (false, Some(end)) => format!("du {} au {}", words::moment(app, event.start), words::moment(app, end)),
        (false, None) => words::moment(app, event.start),
    };
    if event.rrule.is_some() { format!("{text}, et d’autres dates") } else { text }
}

fn hour(app: &App, moment: UnixSeconds) -> String {
    words::moment(app, moment).rsplit_once("à ").map_or_else(String::new, |(_, hour)| hour.to_owned())
}

/// What an act did, told on the next page. An unknown name says nothing: it comes from the address.
pub(super) fn done(name: &str) -> Option<&'static str> {
    Some(match name {
        "add" => "Flux suivi. Ce qu’il apporte est pris tout de suite.",
        "change" => "Réglages enregistrés.",
        "pause" => "Flux en pause\u{a0}: il n’est plus essayé. Ce qu’il a apporté reste.",
        "resume" => "Flux repris\u{a0}: il est essayé dans les secondes qui viennent.",
        "same" => "Essai réussi\u{a0}: rien de nouveau.",
        "brought" => "Essai réussi\u{a0}: ce qui est nouveau est pris.",
        "failed" => "L’essai a échoué\u{a0}: la raison est ci-dessous.",
        "busy" => "Un essai est en cours\u{a0}: rechargez cette page dans un instant.",
        "remove" => "Flux retiré. Ce qu’il a apporté reste sur les téléphones.",
        "clear" => "Flux retiré, et avec lui ce qu’il avait apporté. Ce que vous avez modifié reste.",
        "publish" => "Publié\u{a0}: c’est sur les téléphones ouverts, et sur les autres à leur prochaine connexion.",
        "dismiss" => "Écarté\u{a0}: cela ne revient que si la source le modifie.",
        "dismiss-all" => "Tout est écarté\u{a0}: rien ne revient, sauf ce que la source modifie.",
        "withdraw" => "Retiré des téléphones.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_words_of_its_own() {
        let names = [
            "answer-404",
            "answer-403",
            "answer-429",
            "answer-503",
            "answer-418",
            "slow",
            "private",
            "address",
            "too-large",
            "too-many",
            "unreachable",
            "certificate",
            "malformed",
            "full",
            "storage",
        ];
        let mut words: Vec<String> = names.iter().map(|name| failure(name)).collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), names.len());
    }

    #[test]
    fn what_a_try_brought_is_said_in_one_line() {
        let brought = Outcome { items: 12, waiting: 2, published: 1, ..Outcome::default() };
        assert_eq!(outcome(&brought), "12 choses dans le flux, 2 à relire, 1 publiée");
        assert_eq!(outcome(&Outcome::default()), "0 chose dans le flux, rien de nouveau");
    }
}
