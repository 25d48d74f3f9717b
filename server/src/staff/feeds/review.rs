//! `GET /staff/relire`: what feeds brought and nobody read over yet.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use shared::domain::{Image, Record};

use super::say;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::feeds::{FeedItem, ItemState};

/// Width in pixels of the small pictures of the list, as the app's own.
const SMALL: u32 = 320;

/// `GET /staff/relire`
pub(in crate::staff) async fn review(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let feeds = app.storage.feeds().await?;
    let chosen = feeds.iter().find(|feed| feed.id == said.raw("flux"));
    let (items, count) = app.storage.feed_items_to_read(chosen.map(|feed| feed.id.as_str())).await?;
    let fresh = items.iter().filter(|item| item.state == ItemState::Waiting).count() as u64;
    let content = rsx! {
        div { class: "inline",
            h1 { "À relire" }
            a { class: "btn btn-line", href: "/staff/flux", "Flux suivis" }
        }
        if let Some(say) = say::done(said.raw("fait")) { {notice(true, say)} }
        if feeds.len() > 1 {
            form { class: "search", method: "get", action: "/staff/relire",
                label { r#for: "flux", "Flux" }
                div { class: "inline",
                    select { id: "flux", name: "flux",
                        option { value: "", selected: chosen.is_none(), "Tous" }
                        for feed in &feeds {
                            option { value: "{feed.id}", selected: chosen.is_some_and(|one| one.id == feed.id), "{feed.settings.title}" }
                        }
                    }
                    button { class: "btn btn-line", r#type: "submit", "Voir" }
                }
            }
        }
        if items.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Rien n’attend." }
                if feeds.is_empty() {
                    p { class: "quiet", "Suivez un flux\u{a0}: ce que la ville ou une association publie arrivera ici." }
                } else {
                    p { class: "quiet", "Ce que vos flux apportent arrive ici, le plus récent en haut." }
                }
            }
        } else {
            p { class: "quiet", {words::counted(count, "chose", "choses")} ", la plus récente en haut."
                if count > items.len() as u64 { " Les {items.len()} premières sont montrées." } }
            ul { class: "rows", role: "list",
                for item in &items { {row(&app, item)} }
            }
        }
        if let Some(feed) = chosen.filter(|_| fresh > 1) {
            details {
                summary { class: "btn btn-line btn-small", "Tout écarter…" }
                form { method: "post", action: "/staff/relire",
                    input { r#type: "hidden", name: "flux", value: "{feed.id}" }
                    input { r#type: "hidden", name: "jusque", value: "{newest(&items)}" }
                    p { class: "quiet", "Ce que «\u{202f}{feed.settings.title}\u{202f}» a apporté et que personne n’a encore relu est écarté. Ce qui arrivera ensuite attendra ici." }
                    button { class: "btn btn-small", r#type: "submit", "Écarter tout ce flux" }
                }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Review, "À relire").show(StatusCode::OK, content))
}

fn newest(items: &[FeedItem]) -> i64 {
    items.iter().map(|item| item.changed_at).max().unwrap_or_default()
}

fn row(app: &App, item: &FeedItem) -> Element {
    let picture = picture(&item.record).and_then(|image| image.at_least(SMALL));
    rsx! {
        li {
            a { class: "row", href: "/staff/relire/{item.record.id()}",
                if let Some(picture) = picture {
                    img { class: "thumb", src: "{picture.path()}", alt: "", width: "{picture.width}", height: "{picture.height}", loading: "lazy" }
                }
                span { class: "row-name",
                    strong { "{item.record.title()}" }
                    small { "{item.feed_title} · {say::date(app, &item.record)}" }
                }
                span { class: "tags",
                    for (mark, colour) in say::marks(item) { span { class: "tag {colour}", "{mark}" } }
                    span { class: "row-when", {words::since(app.clock.now() - item.changed_at)} }
                }
            }
        }
    }
}

/// The picture of a record that a feed makes.
pub(super) const fn picture(record: &Record) -> Option<&Image> {
    match record {
        Record::News(news) => news.image.as_ref(),
        Record::Event(event) => event.image.as_ref(),
        _ => None,
    }
}

/// `POST /staff/relire`: sets aside what a feed brought up to a moment, as far as nobody decided about it.
pub(in crate::staff) async fn dismiss_all(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let feed = app.storage.feed(fields.text("flux")).await?.ok_or(HttpError::NotFound)?;
    let until = fields.text("jusque").parse().unwrap_or_default();
    app.storage.dismiss_feed_items(&who.name, &feed.id, until).await?;
    Ok(Redirect::to(&format!("/staff/relire?flux={}&fait=dismiss-all", feed.id)).into_response())
}
