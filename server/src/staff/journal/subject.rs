//! What an act was done to, as a colleague would name it, and the page where it is.

use shared::domain::{Kind, RecordId};

use super::filter::family;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::content;
use crate::storage::journal::Entry;

/// A subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// Words; empty: the act says all.
    pub(super) words: String,
    /// Whether they name it; else they only lead to it.
    pub(super) named: bool,
    /// Its page, if it has one.
    pub(super) address: Option<String>,
}

/// Families of acts in words, as the filter offers them.
pub(super) fn family_words(family: &str) -> &str {
    match family {
        "card" => "Cartes",
        "message" => "Messages",
        "news" => "Actus",
        "content" => "Contenus",
        "feed" => "Flux suivis",
        "item" => "Ce qu’apportent les flux",
        "shop" => "Commerces",
        "offer" => "Offres",
        "push" => "Notifications",
        "staff" => "Équipe et connexions",
        "journal" => "Journal",
        other => other,
    }
}

/// The subject of a line. Cards are not named: opening one is an act of its own.
pub(super) async fn subject(app: &App, entry: &Entry) -> Result<Subject, HttpError> {
    let id = entry.subject.as_str();
    let found = |name: String, address: String| Subject { words: name, named: true, address: Some(address) };
    let there =
        |words: &str, address: String| Subject { words: words.to_owned(), named: false, address: Some(address) };
    let plain = |words: &str| Subject { words: words.to_owned(), named: true, address: None };
    let titled = |title: Option<String>, otherwise: &str, address: String| match title {
        Some(title) => found(title, address),
        None => there(otherwise, address),
    };
    Ok(match family(&entry.action) {
        // Erased: its page is gone with it.
        "card" if id.is_empty() || entry.action == "card.erase" => plain(""),
        "card" => there("voir la fiche", format!("/staff/cartes/{id}")),
        "message" if app.takes_messages() => there("voir le message", format!("/staff/messages/{id}")),
        "message" => plain(""),
        "news" => titled(title(app, Kind::News, id).await?, "voir l’actu", format!("/staff/actus/{id}")),
        "item" => titled(title(app, Kind::News, id).await?, "voir l’élément", format!("/staff/relire/{id}")),
        "content" => record(app, id).await?,
        "feed" => match app.storage.feed(id).await? {
            Some(feed) => found(feed.settings.title, format!("/staff/flux/{id}")),
            None => plain("un flux"),
        },
        "shop" => plain(&title(app, Kind::Place, id).await?.unwrap_or_else(|| id.to_owned())),
        // Kept by an id that says nothing; whoever signed in is named already.
        "staff" if entry.action == "staff.sign-in" || id == entry.actor => plain(""),
        _ => plain(id),
    })
}

async fn record(app: &App, id: &str) -> Result<Subject, HttpError> {
    let named = id.split_once('/').and_then(|(kind, name)| Some((Kind::from_name(kind)?, name)));
    let Some((kind, name)) = named else { return Ok(Subject { words: id.to_owned(), named: true, address: None }) };
    let words = title(app, kind, name).await?.unwrap_or_else(|| name.to_owned());
    Ok(Subject { words, named: true, address: content::address(kind, name) })
}

async fn title(app: &App, kind: Kind, id: &str) -> Result<Option<String>, HttpError> {
    let held = app.storage.held(&RecordId { kind: kind.name().to_owned(), id: id.to_owned() }).await?;
    Ok(held.and_then(|held| held.record).map(|record| record.title().to_owned()))
}
