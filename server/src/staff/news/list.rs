//! `GET /staff/actus`: what is being written, what is on phones, what was.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;

use super::state;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::articles::{Article, ArticleState};

/// `GET /staff/actus`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let articles = app.storage.articles().await?;
    let (written, rest): (Vec<_>, Vec<_>) =
        articles.iter().partition(|article| article.state == ArticleState::Draft || article.has_news_to_publish());
    let (coming, rest): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|article| article.state == ArticleState::Scheduled);
    let (live, past): (Vec<_>, Vec<_>) = rest.into_iter().partition(|article| article.state == ArticleState::Published);
    let content = rsx! {
        div { class: "inline",
            h1 { "Actus" }
            form { method: "post", action: "/staff/actus/nouvelle",
                button { class: "btn btn-sun", r#type: "submit", "Écrire une actu" }
            }
            a { class: "btn btn-line", href: "/staff/envois", "Envois" }
        }
        if said.raw("fait") == "delete" { {notice(true, "Brouillon supprimé.")} }
        if articles.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Aucune actu pour l’instant." }
                p { class: "quiet", "La première sera sur les téléphones ouverts dans la seconde où vous la publierez." }
            }
        }
        {group(&app, "En cours d’écriture", &written)}
        {group(&app, "Programmées", &coming)}
        {group(&app, "En ligne", &live)}
        {group(&app, "Terminées", &past)}
    };
    Ok(Frame::new(&app, Some(&who), Tab::News, "Actus").show(StatusCode::OK, content))
}

fn group(app: &App, title: &str, articles: &[&Article]) -> Element {
    rsx! {
        if !articles.is_empty() {
            h2 { "{title}" }
            ul { class: "rows", role: "list",
                for article in articles { {row(app, article)} }
            }
        }
    }
}

fn row(app: &App, article: &Article) -> Element {
    let (state, colour) = state(article);
    let draft = &article.draft;
    let title = if draft.title.trim().is_empty() { "Sans titre" } else { draft.title.trim() };
    let when = match (article.state, draft.publish_at) {
        (ArticleState::Scheduled, Some(at)) => format!("le {}", words::moment(app, at)),
        (ArticleState::Published | ArticleState::Ended, Some(at)) => format!("depuis le {}", words::moment(app, at)),
        _ => format!("enregistrée le {}", words::moment(app, article.changed_at)),
    };
    rsx! {
        li {
            a { class: "row", href: "/staff/actus/{article.id}",
                span { class: "row-name",
                    strong { "{title}" }
                    small { "{when}" if !article.changed_by.is_empty() { " · {article.changed_by}" } }
                }
                span { class: "tags",
                    if draft.pinned { span { class: "tag sun", "en tête" } }
                    if article.has_news_to_publish() { span { class: "tag coral", "modifications non publiées" } }
                    span { class: "tag {colour}", "{state}" }
                }
            }
        }
    }
}
