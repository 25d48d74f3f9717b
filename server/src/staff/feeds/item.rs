//! `/staff/relire/<id>`: one thing that a feed brought, as it will look, and what is decided of it.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use pulldown_cmark::{Options, Parser, html};
use shared::calendar;
use shared::domain::{Event, Image, Record};

use super::review::picture;
use super::say;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::{assets, frame, words};
use crate::storage::StaffMember;
use crate::storage::feeds::{Choice, Decided, FeedItem, ItemState};

/// Dates of a series that are shown, and how far ahead they are looked for.
const DATES: usize = 4;
const AHEAD: i64 = 370 * 86_400;

/// `GET /staff/relire/<id>`
pub(in crate::staff) async fn item(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    show(&app, &who, &id, StatusCode::OK, None).await
}

/// `POST /staff/relire/<id>`
pub(in crate::staff) async fn decide(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let (choice, done) = match fields.text("action") {
        "publier" => (Choice::Publish, "publish"),
        "modifier" => (Choice::Edit, ""),
        "ecarter" => (Choice::Dismiss, "dismiss"),
        "retirer" => (Choice::Withdraw, "withdraw"),
        _ => {
            let say = "Choisissez ce que vous en faites.";
            return show(&app, &who, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(say)).await;
        }
    };
    match app.storage.decide_feed_item(&who.name, &id, fields.text("vu"), choice).await? {
        Decided::Done if choice == Choice::Edit => Ok(Redirect::to(&format!("/staff/actus/{id}")).into_response()),
        Decided::Done => Ok(Redirect::to(&format!("/staff/relire?fait={done}")).into_response()),
        Decided::Gone => Err(HttpError::NotFound.into()),
        Decided::Conflict(now) => {
            let say = if now.is_open() {
                "Cela a changé pendant que vous lisiez\u{a0}: rien n’a été fait. Voici ce qu’il en est maintenant."
            } else {
                "Quelqu’un d’autre vient de décider\u{a0}: rien n’a été fait de plus."
            };
            show(&app, &who, &id, StatusCode::CONFLICT, Some(say)).await
        }
        Decided::Unfit => {
            let say = "Cela ne se peut pas avec cette chose-là\u{a0}: rien n’a été fait.";
            show(&app, &who, &id, StatusCode::UNPROCESSABLE_ENTITY, Some(say)).await
        }
    }
}

async fn show(
    app: &App,
    who: &StaffMember,
    id: &str,
    status: StatusCode,
    say: Option<&str>,
) -> Result<Response, Refusal> {
    let (item, article) = app.storage.feed_item(id).await?.ok_or(HttpError::NotFound)?;
    let shown = app.storage.record(item.record.kind().name(), id).await?;
    let shown: Option<Record> = shown.and_then(|body| serde_json::from_str(&body).ok());
    let acts = app.storage.acts_on(id).await?;
    let title = item.record.title();
    let framed = matches!(item.record, Record::News(_)) && app.config.site.is_some();
    let content = rsx! {
        if let Some(say) = say { {notice(false, say)} }
        header { class: "card-head plain",
            h1 { "{title}" }
            p { for (mark, colour) in say::marks(&item) { span { class: "tag {colour}", "{mark}" } " " } }
        }
        div { class: "writing",
            div { class: "stack",
                {decision(&item, article, shown.is_some())}
                if item.changed && !item.cancelled && let Some(shown) = &shown { {difference(app, shown, &item.record)} }
                section { class: "sheet stack", {whole(app, &item)} }
            }
            if framed { {preview(app, &item.record)} }
        }
        if !acts.is_empty() {
            section { class: "history",
                h2 { "Ce qui a été fait" }
                ol { class: "log", role: "list",
                    for act in acts.iter().take(20) {
                        li { span { class: "quiet", {words::moment(app, act.at)} } " " strong { "{act.actor}" } " " {words::act(&act.action)} }
                    }
                }
            }
        }
        if framed { script { src: "{assets::review_address()}", r#type: "module" } }
    };
    let frame = Frame::new(app, Some(who), Tab::Review, title);
    Ok(if framed { frame.with_preview() } else { frame }.show(status, content))
}

/// What can be decided now. `live`: phones have something of it.
fn decision(item: &FeedItem, article: Option<u64>, live: bool) -> Element {
    let id = item.record.id();
    let is_news = matches!(item.record, Record::News(_));
    if !item.is_open() {
        let done = match item.state {
            ItemState::Dismissed => "Cela est écarté, et ne revient que si la source le modifie.",
            ItemState::Edited if is_news => "Quelqu’un en a fait une actu d’ici.",
            ItemState::Edited => "Quelqu’un l’a modifié ici.",
            _ => "C’est publié.",
        };
        return rsx! {
            section { class: "sheet stack",
                p { "{done}" }
                div { class: "inline",
                    if article.is_some() { a { class: "btn btn-line", href: "/staff/actus/{id}", "Ouvrir l’actu" } }
                    a { class: "btn btn-line", href: "/staff/relire", "À relire" }
                }
            }
        };
    }
    let (say, publish, dismiss) = match item.state {
        _ if item.cancelled => (
            "Sa source dit que cela n’aura pas lieu. Comme vous l’avez modifié, c’est à vous de le retirer.",
            "",
            "Laisser sur les téléphones",
        ),
        ItemState::Waiting => ("Personne ne l’a encore sur son téléphone.", "Publier tel quel", "Écarter"),
        ItemState::Dismissed => {
            ("Il avait été écarté\u{202f}; sa source l’a modifié depuis.", "Publier tel quel", "Écarter encore")
        }
        ItemState::Published => {
            ("Les téléphones ont les mots d’avant.", "Publier la nouvelle version", "Garder celle d’avant")
        }
        ItemState::Edited if live => {
            ("Les téléphones ont votre version.", "Remplacer par celle de la source", "Garder la mienne")
        }
        ItemState::Edited => (
            "Vous en avez fait une actu, qui n’est pas sur les téléphones.",
            "Publier la version de la source",
            "Garder la mienne",
        ),
    };
    rsx! {
        form { class: "sheet stack", method: "post", action: "/staff/relire/{id}",
            p { strong { "{say}" } }
            if item.state == ItemState::Edited && !item.cancelled {
                p { class: "quiet",
                    if is_news { "Si vous remplacez la vôtre, ses mots restent dans l’historique de l’actu." }
                    else if live {
                        "Si vous remplacez la vôtre, elle reste dans "
                        a { href: "/staff/contenus/evenements/{id}", "l’histoire de l’événement" }
                        ", d’où elle se remet."
                    }
                }
            }
            input { r#type: "hidden", name: "vu", value: "{item.seen(article)}" }
            div { class: "inline",
                // The first button is the one that Enter presses: it must be the harmless one.
                button { class: "btn btn-line", r#type: "submit", name: "action", value: "ecarter", "{dismiss}" }
                if item.cancelled {
                    button { class: "btn", r#type: "submit", name: "action", value: "retirer", "Retirer des téléphones" }
                } else {
                    if is_news {
                        button { class: "btn btn-line", r#type: "submit", name: "action", value: "modifier",
                            if item.state == ItemState::Waiting || item.state == ItemState::Dismissed { "Modifier d’abord" } else { "Reprendre ces mots et les modifier" } }
                    }
                    button { class: "btn btn-good", r#type: "submit", name: "action", value: "publier", "{publish}" }
                }
            }
            if article.is_some() {
                p { a { href: "/staff/actus/{id}", "Ouvrir l’actu telle qu’elle est ici" } }
            }
        }
    }
}

/// What phones have and what the source says now, field by field.
fn difference(app: &App, shown: &Record, now: &Record) -> Element {
    let differing: Vec<_> = fields(app, shown)
        .into_iter()
        .zip(fields(app, now))
        .filter(|((_, before), (_, after))| before != after)
        .collect();
    rsx! {
        if !differing.is_empty() {
            section { class: "sheet",
                h2 { "Ce qui diffère" }
                for ((field, before), (_, after)) in differing {
                    dl { class: "versus",
                        div { dt { "{field}, sur les téléphones" } dd { class: "said", if before.is_empty() { "(rien)" } else { "{before}" } } }
                        div { dt { "{field}, à la source" } dd { class: "said", if after.is_empty() { "(rien)" } else { "{after}" } } }
                    }
                }
            }
        }
    }
}

fn fields(app: &App, record: &Record) -> Vec<(&'static str, String)> {
    let picture = |image: Option<&Image>| if image.is_some() { "une photo".to_owned() } else { String::new() };
    match record {
        Record::News(news) => vec![
            ("Titre", news.title.clone()),
            ("Résumé", news.summary.clone()),
            ("Texte", news.body.clone()),
            ("Catégorie", news.category.clone().unwrap_or_default()),
            ("Lien", news.link.as_ref().map(|link| link.url.clone()).unwrap_or_default()),
            ("Image", picture(news.image.as_ref())),
        ],
        Record::Event(event) => vec![
            ("Titre", event.title.clone()),
            ("Quand", say::when(app, event)),
            ("Répétition", event.rrule.clone().unwrap_or_default()),
            ("Sauf", event.except.iter().map(|&day| words::day(day)).collect::<Vec<_>>().join(", ")),
            ("Où", event.place_name.clone().unwrap_or_default()),
            ("Texte", event.body.clone()),
            ("Lien", event.url.clone().unwrap_or_default()),
        ],
        _ => Vec::new(),
    }
}

/// All of it, without a script.
fn whole(app: &App, item: &FeedItem) -> Element {
    let (summary, body, link) = match &item.record {
        Record::News(news) => (&news.summary, &news.body, news.link.as_ref().map(|link| link.url.clone())),
        Record::Event(event) => (&event.summary, &event.body, event.url.clone()),
        _ => return rsx! {},
    };
    // An event says below when it is.
    let dated = match &item.record {
        Record::News(_) => format!(" · {}", say::date(app, &item.record)),
        _ => String::new(),
    };
    rsx! {
        p { class: "quiet", "{item.feed_title}{dated} · reçu le {words::moment(app, item.came_at)}" }
        // Of what was set aside the picture is not kept for ever.
        if (item.is_open() || item.state != ItemState::Dismissed)
            && let Some(shown) = picture(&item.record).and_then(|image| image.at_least(Image::KEPT_WIDTH)) {
            img { class: "chosen", src: "{shown.path()}", alt: "", width: "{shown.width}", height: "{shown.height}" }
        }
        if let Record::Event(event) = &item.record { {dates(app, event)} }
        if !summary.is_empty() { p { class: "lead", "{summary}" } }
        div { class: "came", dangerous_inner_html: "{drawn(body)}" }
        if let Some(link) = link { p { a { class: "link", href: "{link}", rel: "noreferrer", "{link}" } } }
    }
}

fn dates(app: &App, event: &Event) -> Element {
    let now = app.clock.now();
    let mut next =
        if event.rrule.is_some() { calendar::occurrences(event, app.zone(), now, now + AHEAD) } else { Vec::new() };
    next.truncate(DATES);
    rsx! {
        dl {
            div { dt { "Quand" } dd { {say::when(app, event)} } }
            if event.rrule.is_some() {
                div { dt { "Prochaines dates" }
                    dd {
                        if next.is_empty() { "aucune dans l’année" }
                        for date in next { p { {words::moment(app, date.start)} } }
                    }
                }
            }
            if let Some(place) = &event.place_name { div { dt { "Où" } dd { "{place}" } } }
        }
    }
}

/// Markdown as HTML that nobody need fear, whatever came.
fn drawn(markdown: &str) -> String {
    let mut text = String::new();
    html::push_html(&mut text, Parser::new_ext(markdown, Options::empty()));
    ammonia::Builder::default().rm_tags(["img"]).clean(&text).to_string()
}

/// How it will look: the app's own screen, in a phone-sized window.
fn preview(app: &App, record: &Record) -> Element {
    let screen = rsx! {
        iframe { id: "apercu", src: "/apercu", title: "Aperçu de l’actu dans l’application",
            "data-record": serde_json::to_string(record).unwrap_or_default() }
    };
    frame::window(app, screen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_is_drawn_without_a_tag_of_its_own() {
        let html =
            drawn("**Bonjour** <script>alert(1)</script> ![x](https://evil.example/x.png) [clic](javascript:alert(1))");
        assert!(html.contains("<strong>Bonjour</strong>"));
        for danger in ["<script", "<img", "javascript:"] {
            assert!(!html.contains(danger), "{danger} in {html}");
        }
    }
}
