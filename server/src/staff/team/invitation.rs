//! `/staff/invitation/<code>`: whoever opens the link chooses a password, once.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use dioxus::prelude::*;

use super::link;
use crate::app::App;
use crate::card::code_hash;
use crate::http::{HttpError, limits};
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, face};
use crate::staff::password::{self, PasswordError};
use crate::staff::session::{self, NAME_MAX_CHARS};
use crate::staff::words;
use crate::storage::Role;
use crate::storage::team::{Accepted, Invitation};

/// The link of the first account, for whoever started the server; `None` once somebody works here.
///
/// # Errors
/// The storage's, or no random bytes.
pub async fn first_account(app: &App) -> Result<Option<String>, HttpError> {
    if app.storage.has_staff().await? {
        return Ok(None);
    }
    let first = Invitation { name: String::new(), role: Role::Admin };
    link(app, "server", &first).await.map(Some)
}

/// `GET /staff/invitation/<code>`
pub(in crate::staff) async fn form(State(app): State<App>, Path(code): Path<String>) -> Result<Response, Refusal> {
    Ok(match app.storage.staff_invitation(&code_hash(&code)).await? {
        Some(invitation) => show(&app, StatusCode::OK, &code, &invitation, "", ""),
        None => ended(&app),
    })
}

/// `POST /staff/invitation/<code>`
pub(in crate::staff) async fn accept(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(code): Path<String>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Refusal> {
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    app.staff.askers.take(asker, app.clock.now()).map_err(HttpError::TooMany)?;
    let Some(invitation) = app.storage.staff_invitation(&code_hash(&code)).await? else { return Ok(ended(&app)) };
    let typed = fields.text("nom").split_whitespace().collect::<Vec<_>>().join(" ");
    let refused = |say: &str| show(&app, StatusCode::UNPROCESSABLE_ENTITY, &code, &invitation, &typed, say);
    if invitation.name.is_empty() && (typed.is_empty() || typed.chars().count() > NAME_MAX_CHARS) {
        return Ok(refused("Écrivez votre nom, en 60 caractères au plus."));
    }
    let chosen = fields.raw("mot-de-passe").trim_end_matches(['\r', '\n']).to_owned();
    let hash = match hashed(chosen).await? {
        Ok(hash) => hash,
        Err(say) => return Ok(refused(&say)),
    };
    match app.storage.accept_staff_invitation(&code_hash(&code), &typed, &hash).await? {
        Accepted::Member(member) => session::admit(&app, &member, "/staff").await,
        Accepted::Ended => Ok(ended(&app)),
        Accepted::NameTaken => Ok(refused("Quelqu’un a déjà ce nom : choisissez-en un autre.")),
    }
}

/// A password as it is stored; what is wrong with it, in words.
pub(super) async fn hashed(chosen: String) -> Result<Result<String, String>, Refusal> {
    let hashed = tokio::task::spawn_blocking(move || password::hash(&chosen)).await;
    Ok(match hashed.map_err(|error| HttpError::Internal(error.to_string()))? {
        Ok(hash) => Ok(hash),
        Err(PasswordError::TooShort) => Err(format!(
            "Il est trop court : {} caractères au moins. Trois mots à la suite font l’affaire.",
            password::MIN_CHARS
        )),
        Err(PasswordError::TooLong) => Err(format!("Il est trop long : {} caractères au plus.", password::MAX_CHARS)),
        Err(error) => return Err(HttpError::Internal(error.to_string()).into()),
    })
}

fn show(app: &App, status: StatusCode, code: &str, invitation: &Invitation, typed: &str, say: &str) -> Response {
    let chosen = invitation.name.is_empty();
    let content = rsx! {
        form { class: "sheet narrow", method: "post", action: "/staff/invitation/{code}",
            h1 { if chosen { "Bienvenue dans l’espace de l’équipe" } else { "Bonjour {invitation.name}" } }
            p { "Rôle : {words::role(invitation.role)}. Choisissez un mot de passe : vous seul le connaîtrez." }
            if !say.is_empty() { p { class: "notice bad", role: "alert", id: "erreur", "{say}" } }
            if chosen {
                div { class: "field",
                    label { r#for: "nom", "Votre nom, tel qu’il sera écrit dans l’historique" }
                    input { id: "nom", name: "nom", value: "{typed}", maxlength: "{NAME_MAX_CHARS}", required: true, autocomplete: "username" }
                }
            } else {
                // So that password managers know whose it is.
                input { class: "visually-hidden", name: "nom", value: "{invitation.name}", autocomplete: "username", readonly: true, tabindex: "-1", aria_hidden: "true" }
            }
            div { class: "field",
                label { r#for: "mot-de-passe", "Mot de passe" }
                p { class: "quiet", id: "aide", "{password::MIN_CHARS} caractères au moins. Une phrase ou trois mots conviennent ; ni chiffre ni signe n’est exigé." }
                input { id: "mot-de-passe", name: "mot-de-passe", r#type: "password", required: true, maxlength: "{password::MAX_CHARS}",
                    autocomplete: "new-password", aria_describedby: if say.is_empty() { "aide" } else { "aide erreur" } }
            }
            button { class: "btn", r#type: "submit", "Choisir et entrer" }
        }
    };
    Frame::new(app, None, Tab::None, "Bienvenue").show(status, content)
}

fn ended(app: &App) -> Response {
    let say = "Il a servi, il a plus de deux jours, ou un autre l’a remplacé. Demandez-en un nouveau à qui administre l’espace de l’équipe.";
    Frame::new(app, None, Tab::None, "Lien terminé").show(StatusCode::NOT_FOUND, face("Ce lien ne sert plus", say))
}
