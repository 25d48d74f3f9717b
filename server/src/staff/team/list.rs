//! `GET /staff/equipe`: accounts, roles, sessions; invitations.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;

use super::link;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::session::{IDLE, NAME_MAX_CHARS};
use crate::staff::{qr, words};
use crate::storage::team::Invitation;
use crate::storage::{Role, StaffMember};

/// `GET /staff/equipe`
pub(in crate::staff) async fn list(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    let say = words::team_done(said.raw("fait")).map(|words| (true, words));
    show(&app, &who, StatusCode::OK, say, &Fields::default()).await
}

async fn show(
    app: &App,
    who: &StaffMember,
    status: StatusCode,
    say: Option<(bool, &str)>,
    typed: &Fields,
) -> Result<Response, Refusal> {
    let team = app.storage.staff().await?;
    let sessions = app.storage.staff_sessions(app.clock.now() - IDLE).await?;
    let open = |name: &str| sessions.iter().find(|(of, _)| of == name).map_or(0, |(_, count)| *count);
    let content = rsx! {
        h1 { "Équipe" }
        if let Some((good, words)) = say { {notice(good, words)} }
        ul { class: "rows", role: "list",
            for member in &team {
                li { class: "row row-shop",
                    span { class: "row-name",
                        strong { "{member.name}" }
                        small { {words::role(member.role)} }
                    }
                    span { class: "tags",
                        if member.name == who.name { span { class: "tag sun", "vous" } }
                        if member.second_factor { span { class: "tag sky", "code à six chiffres" } }
                        if open(&member.name) > 0 {
                            span { class: "tag mint", {words::counted(open(&member.name), "session ouverte", "sessions ouvertes")} }
                        }
                    }
                    if member.name != who.name { {acts(member, open(&member.name) > 0)} }
                }
            }
        }
        form { class: "sheet narrow", method: "post", action: "/staff/equipe/invitation",
            h2 { "Inviter quelqu’un" }
            p { class: "quiet", "Vous obtenez un lien qui sert une fois : la personne y choisit son mot de passe." }
            div { class: "field",
                label { r#for: "nom", "Nom, tel qu’il sera écrit dans l’historique" }
                input { id: "nom", name: "nom", value: "{typed.raw(\"nom\")}", maxlength: "{NAME_MAX_CHARS}", autocomplete: "off", required: true }
            }
            fieldset {
                legend { "Ce que cette personne pourra faire" }
                for role in [Role::Editor, Role::Agent, Role::Partnerships, Role::Admin] {
                    label { class: "choice",
                        input { r#type: "radio", name: "role", value: role.name(), required: true, checked: typed.raw("role") == role.name() }
                        span { {words::role(role)} }
                    }
                }
            }
            button { class: "btn", r#type: "submit", "Faire le lien" }
        }
    };
    Ok(Frame::new(app, Some(who), Tab::Team, "Équipe").show(status, content))
}

fn acts(member: &StaffMember, signed_in: bool) -> Element {
    let name = &member.name;
    let hidden = |member: &StaffMember| {
        rsx! {
            input { r#type: "hidden", name: "nom", value: "{member.name}" }
        }
    };
    rsx! {
        div { class: "inline",
            form { method: "post", action: "/staff/equipe/invitation",
                {hidden(member)}
                input { r#type: "hidden", name: "role", value: member.role.name() }
                input { r#type: "hidden", name: "encore", value: "oui" }
                button { class: "btn btn-line btn-small", r#type: "submit", "Mot de passe perdu"
                    span { class: "visually-hidden", "\u{a0}: {name}" } }
            }
            if signed_in {
                form { method: "post", action: "/staff/equipe/sortie",
                    {hidden(member)}
                    button { class: "btn btn-line btn-small", r#type: "submit", "Fermer ses sessions"
                        span { class: "visually-hidden", " : {name}" } }
                }
            }
            if member.second_factor {
                details {
                    summary { class: "btn btn-line btn-small", "Téléphone perdu…"
                        span { class: "visually-hidden", " : {name}" } }
                    form { method: "post", action: "/staff/equipe/code",
                        {hidden(member)}
                        p { class: "quiet", "Le code à six chiffres de {name} et ses codes de secours ne serviront plus ; ses sessions se ferment. Assurez-vous que c’est bien {name} qui le demande." }
                        button { class: "btn btn-small", r#type: "submit", "Remettre son code à zéro" }
                    }
                }
            }
            details {
                summary { class: "btn btn-line btn-small", "Fermer le compte…"
                    span { class: "visually-hidden", "\u{a0}: {name}" } }
                form { method: "post", action: "/staff/equipe/fermeture",
                    {hidden(member)}
                    p { class: "quiet", "{name} ne pourra plus entrer. Ce qui a été fait reste dans l’historique." }
                    button { class: "btn btn-small", r#type: "submit", "Fermer pour de bon" }
                }
            }
        }
    }
}

/// `POST /staff/equipe/invitation`: the link exists on this page only, once.
pub(in crate::staff) async fn invite(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let name = fields.text("nom").split_whitespace().collect::<Vec<_>>().join(" ");
    let fault =
        async |say: &'static str| show(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some((false, say)), &fields).await;
    if name.is_empty() || name.chars().count() > NAME_MAX_CHARS {
        return fault("Écrivez un nom de 60 caractères au plus.").await;
    }
    let Some(role) = Role::from_name(fields.text("role")) else { return fault("Choisissez un rôle.").await };
    let known = app.storage.staff_named(&name).await?;
    if known.is_some() && !fields.ticked("encore") {
        return fault("Quelqu’un a déjà ce nom. Choisissez-en un autre, ou « Mot de passe perdu » sur sa ligne.").await;
    }
    let link = link(&app, &who.name, &Invitation { name: name.clone(), role }).await?;
    let code = qr::svg(&link, "QR du lien d’invitation")?;
    let content = rsx! {
        section { class: "scan",
            h1 { "Lien pour {name}" }
            p { class: "lead", "À ouvrir sur son téléphone ou son ordinateur : la personne y choisit son mot de passe." }
            {code}
            p { "Le lien : " code { class: "link", "{link}" } }
            p { class: "quiet", "Il sert une fois, pendant deux jours, et n’est montré qu’ici. Rôle : {words::role(role)}." }
            a { class: "btn", href: "/staff/equipe", "C’est fait" }
        }
    };
    Ok(Frame::new(&app, Some(&who), Tab::Team, "Invitation").show(StatusCode::OK, content))
}

/// Someone else of the team, by the form's name.
async fn other(app: &App, who: &StaffMember, fields: &Fields) -> Result<StaffMember, Refusal> {
    let member = app.storage.staff_named(fields.text("nom")).await?.ok_or(HttpError::NotFound)?;
    if member.name == who.name { Err(HttpError::NotFound.into()) } else { Ok(member) }
}

/// `POST /staff/equipe/sortie`
pub(in crate::staff) async fn sign_out(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let member = other(&app, &who, &fields).await?;
    app.storage.end_staff_sessions(&who.name, &member.name, None).await?;
    Ok(Redirect::to("/staff/equipe?fait=sign-out").into_response())
}

/// `POST /staff/equipe/code`: somebody's phone and codes are lost.
pub(in crate::staff) async fn reset_second_factor(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let member = other(&app, &who, &fields).await?;
    app.storage.remove_second_factor(&who.name, &member.name).await?;
    Ok(Redirect::to("/staff/equipe?fait=factor-reset").into_response())
}

/// `POST /staff/equipe/fermeture`. Nobody closes their own account, so an administrator always remains.
pub(in crate::staff) async fn close(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let member = other(&app, &who, &fields).await?;
    app.storage.remove_staff(&who.name, &member.name).await?;
    Ok(Redirect::to("/staff/equipe?fait=close").into_response())
}
