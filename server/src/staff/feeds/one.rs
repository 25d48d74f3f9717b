//! `/staff/flux/<id>`: how one feed fares, its settings, a try, a pause, its end.

use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;

use super::settings;
use super::{say, since};
use crate::app::App;
use crate::http::HttpError;
use crate::import::follow::{self, Tried};
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::feeds::{Changed, Feed, FeedFormat, FeedSettings, Rule};

/// How long a page waits for a try: it goes on by itself afterwards.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Page<'a> {
    say: Option<(bool, String)>,
    typed: Option<&'a Fields>,
    faults: Faults,
    /// Somebody changed the settings in between: what is kept now.
    theirs: Option<FeedSettings>,
}

/// `GET /staff/flux/<id>`
pub(in crate::staff) async fn one(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let feed = app.storage.feed(&id).await?.ok_or(HttpError::NotFound)?;
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let done = said.raw("fait");
    let say = say::done(done).map(|words| (done != "failed", words.to_owned()));
    show(&app, &who, &feed, StatusCode::OK, Page { say, ..Page::default() }).await
}

/// `POST /staff/flux/<id>`: the settings.
pub(in crate::staff) async fn change(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let feed = app.storage.feed(&id).await?.ok_or(HttpError::NotFound)?;
    let (chosen, faults) = settings::read(&fields, &feed.settings);
    if !faults.is_empty() {
        let say = Some((false, "Rien n’a été enregistré\u{a0}: voyez ce qui est à corriger.".to_owned()));
        let page = Page { say, typed: Some(&fields), faults, ..Page::default() };
        return show(&app, &who, &feed, StatusCode::UNPROCESSABLE_ENTITY, page).await;
    }
    let seen = fields.text("version").parse().unwrap_or_default();
    match app.storage.change_feed(&who.name, &id, seen, &chosen).await? {
        Changed::Kept => Ok(to(&id, "change")),
        Changed::Gone => Err(HttpError::NotFound.into()),
        Changed::Conflict(theirs) => {
            let page = Page { typed: Some(&fields), theirs: Some(theirs.settings.clone()), ..Page::default() };
            show(&app, &who, &theirs, StatusCode::CONFLICT, page).await
        }
    }
}

/// `POST /staff/flux/<id>/essai`
pub(in crate::staff) async fn try_now(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    app.storage.feed(&id).await?.ok_or(HttpError::NotFound)?;
    app.storage.note_feed_try(&who.name, &id).await?;
    let done = match give_it_a_moment(&app, &id).await? {
        Some(Tried::Same) => "same",
        Some(Tried::Brought) => "brought",
        Some(Tried::Failed) => "failed",
        Some(Tried::Dropped) | None => "busy",
    };
    Ok(to(&id, done))
}

/// Tries a feed and waits a little. `None`: it is still being tried, by this server or another.
pub(super) async fn give_it_a_moment(app: &App, id: &str) -> Result<Option<Tried>, Refusal> {
    let (app, id) = (app.clone(), id.to_owned());
    let trying = tokio::spawn(async move { follow::try_now(&app, &id).await });
    match tokio::time::timeout(PATIENCE, trying).await {
        Err(_) => Ok(None),
        Ok(Ok(tried)) => Ok(tried?),
        Ok(Err(error)) => Err(HttpError::Internal(error.to_string()).into()),
    }
}

/// `POST /staff/flux/<id>/pause`
pub(in crate::staff) async fn pause(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    app.storage.feed(&id).await?.ok_or(HttpError::NotFound)?;
    let paused = fields.text("pause") != "non";
    app.storage.pause_feed(&who.name, &id, paused).await?;
    Ok(to(&id, if paused { "pause" } else { "resume" }))
}

/// `POST /staff/flux/<id>/retrait`
pub(in crate::staff) async fn remove(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let feed = app.storage.feed(&id).await?.ok_or(HttpError::NotFound)?;
    let keep = match fields.text("contenu") {
        "reste" => true,
        "part" => false,
        _ => {
            let say = Some((false, "Dites si ce que ce flux a apporté reste ou part.".to_owned()));
            return show(&app, &who, &feed, StatusCode::UNPROCESSABLE_ENTITY, Page { say, ..Page::default() }).await;
        }
    };
    if !app.storage.remove_feed(&who.name, &id, keep).await? {
        return Err(HttpError::NotFound.into());
    }
    let done = if keep { "remove" } else { "clear" };
    Ok(Redirect::to(&format!("/staff/flux?fait={done}")).into_response())
}

fn to(id: &str, done: &str) -> Response {
    Redirect::to(&format!("/staff/flux/{id}?fait={done}")).into_response()
}

async fn show(
    app: &App,
    who: &StaffMember,
    feed: &Feed,
    status: StatusCode,
    page: Page<'_>,
) -> Result<Response, Refusal> {
    let (live, waiting) = app.storage.feed_counts(&feed.id).await?;
    let acts = app.storage.acts_on(&feed.id).await?;
    let (state, colour) = say::state(feed);
    let title = &feed.settings.title;
    let content = rsx! {
        if let Some((good, words)) = &page.say { {notice(*good, words)} }
        header { class: "card-head {colour}",
            h1 { "{title}" }
            p { span { class: "tag ink", "{state}" } }
        }
        if feed.failures > 0 && !feed.paused { {failing(app, feed)} }
        if let Some(theirs) = &page.theirs { {conflict(theirs)} }
        div { class: "columns",
            section { class: "sheet facts stack",
                {facts(app, feed, live, waiting)}
                div { class: "inline",
                    if waiting > 0 {
                        a { class: "btn btn-sun", href: "/staff/relire?flux={feed.id}", "À relire ({waiting})" }
                    }
                    form { method: "post", action: "/staff/flux/{feed.id}/essai",
                        button { class: "btn btn-line", r#type: "submit", "Essayer maintenant" }
                    }
                    form { method: "post", action: "/staff/flux/{feed.id}/pause",
                        input { r#type: "hidden", name: "pause", value: if feed.paused { "non" } else { "oui" } }
                        button { class: "btn btn-line", r#type: "submit", if feed.paused { "Reprendre" } else { "Mettre en pause" } }
                    }
                }
            }
            section { class: "sheet acts stack",
                form { class: "stack", method: "post", action: "/staff/flux/{feed.id}", novalidate: true,
                    input { r#type: "hidden", name: "version", value: "{feed.version}" }
                    h2 { "Réglages" }
                    {settings::fields(&feed.settings, page.typed, &page.faults, feed.format == FeedFormat::Ical)}
                    button { class: "btn", r#type: "submit", "Enregistrer" }
                }
                {removal(feed, live)}
            }
            section { class: "history",
                h2 { "Ce qui a été fait" }
                ol { class: "log", role: "list",
                    for act in acts.iter().take(20) {
                        li { span { class: "quiet", {words::moment(app, act.at)} } " " strong { "{act.actor}" } " " {words::act(&act.action)} }
                    }
                }
            }
        }
    };
    Ok(Frame::new(app, Some(who), Tab::Review, title).show(status, content))
}

fn failing(app: &App, feed: &Feed) -> Element {
    rsx! {
        section { class: "notice bad",
            p { strong { "Ce flux ne se lit plus {since(app, feed)}. " } {say::failure(&feed.failure)} }
            p { {words::counted(u64::from(feed.failures), "essai manqué", "essais manqués à la suite")}
                ". Prochain essai le {words::moment(app, feed.next_try)}. Rien de ce qu’il a apporté n’a changé." }
            if !feed.detail.is_empty() {
                details { summary { "Ce que dit la machine" } p { class: "quiet", "{feed.detail}" } }
            }
        }
    }
}

fn conflict(theirs: &FeedSettings) -> Element {
    let rule = if theirs.rule == Rule::Publish { "publiées directement" } else { "à relire" };
    rsx! {
        section { class: "notice warn", role: "alert",
            p { strong { "Quelqu’un a changé ces réglages pendant que vous les modifiiez. " }
                "Rien n’est écrasé\u{a0}: vos choix sont dans le formulaire, et voici ce qui est gardé." }
            p { "«\u{202f}{theirs.title}\u{202f}», nouveautés {rule}, catégorie {named(&theirs.category)}, toutes les {theirs.every_minutes} minutes." }
            p { "Enregistrer garde votre version." }
        }
    }
}

fn named(category: &str) -> String {
    if category.is_empty() { "aucune".to_owned() } else { format!("«\u{202f}{category}\u{202f}»") }
}

fn facts(app: &App, feed: &Feed, live: u64, waiting: u64) -> Element {
    let moment = |at: Option<i64>| at.map_or_else(|| "pas encore".to_owned(), |at| words::moment(app, at));
    rsx! {
        dl {
            div { dt { "Adresse" } dd { a { class: "link", href: "{feed.url}", rel: "noreferrer", "{feed.url}" } } }
            div { dt { "Sorte" } dd { {say::format(feed.format)} } }
            div { dt { "Dernier essai" } dd { {moment(feed.tried_at)} } }
            div { dt { "Dernier essai réussi" } dd { {moment(feed.succeeded_at)} } }
            if !feed.paused { div { dt { "Prochain essai" } dd { {words::moment(app, feed.next_try)} } } }
            if feed.succeeded_at.is_some() {
                div { dt { "Dernière lecture" }
                    dd { {say::outcome(&feed.outcome)}
                        for warning in &feed.outcome.warnings { p { class: "quiet", "{warning}" } }
                    }
                }
            }
            div { dt { "Publié tel quel" } dd { {words::counted(live, "chose", "choses")} } }
            div { dt { "À relire" } dd { {words::counted(waiting, "chose", "choses")} } }
        }
    }
}

fn removal(feed: &Feed, live: u64) -> Element {
    rsx! {
        details {
            summary { class: "btn btn-line btn-small", "Ne plus suivre ce flux…" }
            form { method: "post", action: "/staff/flux/{feed.id}/retrait",
                fieldset {
                    legend { "Ce qu’il a apporté" }
                    label { class: "choice",
                        input { r#type: "radio", name: "contenu", value: "reste", required: true }
                        span { "reste sur les téléphones" }
                    }
                    label { class: "choice",
                        input { r#type: "radio", name: "contenu", value: "part", required: true }
                        span { "part avec lui\u{a0}: {words::counted(live, \"chose publiée telle quelle\", \"choses publiées telles quelles\")}"
                            span { class: "quiet choice-text", "Ce que vous avez modifié reste dans tous les cas." } }
                    }
                }
                p { class: "quiet", "Ce qui attend d’être relu disparaît." }
                button { class: "btn btn-small", r#type: "submit", "Ne plus le suivre" }
            }
        }
    }
}
