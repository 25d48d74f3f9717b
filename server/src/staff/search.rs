//! `GET /staff/cartes`: cards by name. Each search is audited, without its words.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use dioxus::prelude::*;

use super::form::Fields;
use super::page::{Frame, Refusal, Tab, notice};
use super::words;
use crate::app::App;
use crate::storage::StaffMember;

/// Longest search, in characters: a first and a last name.
const MAX_CHARS: usize = 120;

/// `GET /staff/cartes?q=`
pub(super) async fn search(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    let wanted = fields.text("q");
    let long = wanted.chars().count() > MAX_CHARS;
    // One letter finds half of the town: nobody looks for that.
    let short = !wanted.is_empty() && wanted.chars().count() < 2;
    let found =
        if wanted.is_empty() || long || short { Vec::new() } else { app.storage.find_cards(&who.name, wanted).await? };
    let (now, asked) = (app.clock.now(), !wanted.is_empty() && !long && !short);
    let content = rsx! {
        h1 { "Rechercher une carte" }
        form { class: "search", method: "get", action: "/staff/cartes", role: "search",
            label { r#for: "q", "Prénom, nom, ou les deux" }
            div { class: "inline",
                input { id: "q", name: "q", r#type: "search", value: "{wanted}", maxlength: "{MAX_CHARS}", autocomplete: "off",
                    autofocus: !asked }
                button { class: "btn", r#type: "submit", "Rechercher" }
            }
        }
        if long { {notice(false, "C’est trop long : 120 caractères au plus.")} }
        if short { {notice(false, "Écrivez au moins deux lettres.")} }
        if asked && found.is_empty() {
            section { class: "sheet narrow empty",
                p { class: "lead", "Personne sous ce nom." }
                p { class: "quiet", "Essayez le nom seul, ou une partie. Les accents ne comptent pas." }
                p { a { class: "btn btn-line", href: "/staff/cartes/nouvelle", "Saisir une carte au comptoir" } }
            }
        }
        if !found.is_empty() {
            p { class: "quiet", role: "status", {words::counted(found.len() as u64, "fiche trouvée", "fiches trouvées")} }
            ul { class: "rows", role: "list",
                for card in &found {
                    li {
                        a { class: "row", href: "/staff/cartes/{card.id}",
                            span { class: "row-name",
                                strong { "{card.first_name} {card.last_name}" }
                                small { "{words::day(card.birth_date)} · {card.commune}" }
                            }
                            span { class: "tags",
                                span { class: "tag {words::state(card.state_at(now)).1}", {words::state(card.state_at(now)).0} }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Cards, "Rechercher").show(StatusCode::OK, content))
}
