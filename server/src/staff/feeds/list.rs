//! `GET /staff/flux`: the feeds that are followed, how each fares, and a field for another.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;

use super::{say, since};
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::field::Form;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::feeds::{Feed, Rule};

/// `GET /staff/flux`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let feeds = app.storage.feeds().await?;
    let content = rsx! {
        div { class: "inline",
            h1 { "Flux" }
            a { class: "btn btn-line", href: "/staff/relire", "À relire" }
        }
        if let Some(say) = say::done(said.raw("fait")) { {notice(true, say)} }
        if feeds.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Aucun flux n’est suivi." }
                p { class: "quiet", "Ce que la ville, une association ou une salle publie sur son propre site peut arriver ici de lui-même." }
            }
        }
        ul { class: "rows", role: "list",
            for feed in &feeds { {row(&app, feed)} }
        }
        {add_form(&Fields::default(), &Faults::default())}
    };
    Ok(Frame::new(&app, Some(&who), Tab::Review, "Flux").show(StatusCode::OK, content))
}

fn row(app: &App, feed: &Feed) -> Element {
    let (state, colour) = say::state(feed);
    let when = match feed.succeeded_at {
        Some(at) => format!("lu le {}", words::moment(app, at)),
        None => "jamais lu encore".to_owned(),
    };
    rsx! {
        li {
            a { class: "row", href: "/staff/flux/{feed.id}",
                span { class: "row-name",
                    strong { "{feed.settings.title}" }
                    small { {say::format(feed.format)} " · {when}" }
                    if feed.failures > 0 && !feed.paused {
                        small { {say::failure(&feed.failure)} " " {since(app, feed)} }
                    }
                }
                span { class: "tags",
                    if feed.settings.rule == Rule::Publish { span { class: "tag sun", "publié directement" } }
                    span { class: "tag {colour}", "{state}" }
                }
            }
        }
    }
}

/// The field for an address.
pub(super) fn add_form(fields: &Fields, faults: &Faults) -> Element {
    let form = Form { fields, faults };
    rsx! {
        form { class: "sheet narrow", method: "post", action: "/staff/flux", novalidate: true,
            h2 { "Suivre un flux" }
            {form.input("adresse", "Adresse du flux, ou de la page qui l’annonce",
                Some("RSS, Atom, JSON Feed ou agenda iCal. Vous verrez ce qu’il apporte avant de le garder."), "url")}
            button { class: "btn", r#type: "submit", name: "action", value: "essayer", "Essayer cette adresse" }
        }
    }
}
