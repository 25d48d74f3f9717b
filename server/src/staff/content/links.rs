//! Links that lead nowhere, on « À vérifier »: which, in what, why, and what to do about each.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::{Kind, Record};

use super::noun::Noun;
use crate::app::App;
use crate::http::HttpError;
use crate::import::links;
use crate::staff::form::Fields;
use crate::staff::page::Refusal;
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::links::Link;

/// How long a page waits for a try: it ends by itself afterwards.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// A link that leads nowhere, with the records that name it.
pub(super) struct Dead {
    link: Link,
    records: Vec<Record>,
}

/// What somebody should look at, what fails for longest first.
pub(super) async fn dead(app: &App) -> Result<Vec<Dead>, Refusal> {
    let told: Vec<Link> = app.storage.failing_links().await?.into_iter().filter(links::is_told).collect();
    if told.is_empty() || !app.config.watch_links {
        return Ok(Vec::new());
    }
    let mut named = links::in_content(app).await?;
    // What was corrected since the last try is named by nothing any more.
    let dead = told.into_iter().filter_map(|link| Some(Dead { records: named.remove(&link.url)?, link }));
    Ok(dead.collect())
}

/// How many there are.
pub(in crate::staff) async fn dead_links(app: &App) -> Result<u64, Refusal> {
    Ok(dead(app).await?.len() as u64)
}

/// What the start page says of so many.
pub(in crate::staff) fn told(count: u64) -> Element {
    rsx! {
        if count > 0 {
            p { class: "notice warn",
                {words::counted(count, "lien ne mène plus où il devrait", "liens ne mènent plus où ils devraient")} ". "
                a { href: "/staff/contenus/a-verifier", if count == 1 { "Le regarder" } else { "Les regarder" } }
            }
        }
    }
}

/// The part of the page that tells of them.
pub(super) fn section(app: &App, dead: &[Dead]) -> Element {
    rsx! {
        section { class: "stack", aria_labelledby: "liens-titre",
            h2 { id: "liens-titre", "Liens à regarder" }
            p { class: "quiet",
                {words::counted(dead.len() as u64, "lien que les contenus donnent ne mène plus où il devrait", "liens que les contenus donnent ne mènent plus où ils devraient")}
                ". Chacun est essayé tout seul, une fois par semaine." }
            ul { class: "rows", role: "list", for one in dead { {row(app, one)} } }
        }
    }
}

fn row(app: &App, Dead { link, records }: &Dead) -> Element {
    let since = link.failing_since.map_or_else(String::new, |since| words::since(app.clock.now() - since));
    let tried = link.tried_at.map_or_else(String::new, |at| words::moment(app, at));
    rsx! {
        li { class: "row row-check",
            div { class: "row-name",
                strong { a { href: "{link.url}", rel: "noreferrer", target: "_blank", "{link.url}" } }
                small { {failure(&link.failure)} }
                small { "Constaté {since}, dernier essai le {tried}." }
                for record in records.iter() { small { "Dans : " {title(record)} } }
            }
            div { class: "inline",
                form { method: "post", action: "/staff/contenus/liens/essai",
                    input { r#type: "hidden", name: "lien", value: "{link.url}" }
                    button { class: "btn btn-line btn-small", r#type: "submit", "Essayer à nouveau"
                        span { class: "visually-hidden", " : {link.url}" } }
                }
                form { method: "post", action: "/staff/contenus/liens/juste",
                    input { r#type: "hidden", name: "lien", value: "{link.url}" }
                    button { class: "btn btn-line btn-small", r#type: "submit", "C’est bon, ne plus signaler"
                        span { class: "visually-hidden", " : {link.url}" } }
                }
            }
        }
    }
}

/// A record's title, as a link to where it is corrected.
fn title(record: &Record) -> Element {
    let address = match (record.kind(), Noun::of(record.kind())) {
        (Kind::News, _) => format!("/staff/actus/{}", record.id()),
        (_, Some(noun)) => format!("/staff/contenus/{}/{}", noun.slug(), record.id()),
        (_, None) => return rsx! { "{record.title()}" },
    };
    rsx! { a { href: "{address}", "{record.title()}" } }
}

/// Why a link leads nowhere, by the name that the storage keeps.
fn failure(name: &str) -> String {
    match name {
        "answer-404" | "answer-410" => "La page n’existe plus : le site l’a retirée, ou changée d’adresse.",
        "certificate" => "Le site ne prouve plus qui il est : les téléphones refusent de l’ouvrir.",
        "private" => "Cette adresse mène à l’intérieur d’un réseau : un téléphone n’y va pas.",
        "slow" => "Le site ne répond pas à temps.",
        "unreachable" => "Le site ne répond pas : il est arrêté, ou son nom n’existe plus.",
        _ => {
            return match name.strip_prefix("answer-") {
                Some(status) if status.starts_with('5') => format!("Le site est en panne (réponse {status})."),
                Some(status) => format!("Le site ne donne pas la page (réponse {status})."),
                None => "La page ne s’ouvre pas.".to_owned(),
            };
        }
    }
    .to_owned()
}

/// `POST /staff/contenus/liens/essai`
pub(in crate::staff) async fn try_link(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let url = fields.text("lien").to_owned();
    app.storage.link(&url).await?.ok_or(HttpError::NotFound)?;
    app.storage.note_link_try(&who.name, &url).await?;
    let trying = tokio::spawn({
        let app = app.clone();
        async move { links::try_now(&app, &url).await }
    });
    let done = match tokio::time::timeout(PATIENCE, trying).await {
        Ok(Ok(Ok(Some(link)))) if link.failure.is_empty() => "lien-va",
        Ok(Ok(Ok(Some(_)))) => "lien-non",
        Ok(Ok(Err(error))) => return Err(error.into()),
        Ok(Err(error)) => return Err(HttpError::Internal(error.to_string()).into()),
        Ok(Ok(Ok(None))) | Err(_) => "lien-attend",
    };
    Ok(to(done))
}

/// `POST /staff/contenus/liens/juste`
pub(in crate::staff) async fn excuse_link(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let url = fields.text("lien");
    app.storage.link(url).await?.ok_or(HttpError::NotFound)?;
    // Pressed twice, or by two people: it is as they wanted.
    app.storage.excuse_link(&who.name, url).await?;
    Ok(to("lien-juste"))
}

fn to(done: &str) -> Response {
    Redirect::to(&format!("/staff/contenus/a-verifier?fait={done}")).into_response()
}

/// What a press did, told on the next page, and whether it is good news.
pub(super) fn done(name: &str) -> Option<(bool, &'static str)> {
    Some(match name {
        "lien-va" => (true, "Ce lien marche de nouveau : il n’est plus signalé."),
        "lien-non" => (false, "Ce lien ne marche toujours pas : la raison est ci-dessous."),
        "lien-attend" => (true, "L’essai est en cours : rechargez cette page dans un instant."),
        "lien-juste" => (true, "Noté : ce lien ne sera plus essayé ni signalé."),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_words_of_its_own() {
        let names =
            ["answer-404", "certificate", "private", "slow", "unreachable", "answer-503", "answer-418", "address"];
        let mut words: Vec<String> = names.iter().map(|name| failure(name)).collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), names.len());
    }
}
