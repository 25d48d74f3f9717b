//! `GET /staff/compte`: one's own password and sessions.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;

use super::invitation::hashed;
use crate::app::App;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab, notice};
use crate::staff::session::{self, IDLE};
use crate::staff::{password, words};
use crate::storage::StaffMember;

/// `GET /staff/compte`
pub(in crate::staff) async fn account(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let said = Fields::read(query.unwrap_or_default().as_bytes());
    show(&app, &who, StatusCode::OK, words::team_done(said.raw("fait")).map(|words| (true, words.to_owned()))).await
}

/// The page.
pub(in crate::staff) async fn show(
    app: &App,
    who: &StaffMember,
    status: StatusCode,
    say: Option<(bool, String)>,
) -> Result<Response, Refusal> {
    let sessions = app.storage.staff_sessions(app.clock.now() - IDLE).await?;
    let open = sessions.into_iter().find(|(name, _)| *name == who.name).map_or(0, |(_, count)| count);
    let factor = app.storage.second_factor(&who.id).await?.filter(|factor| factor.confirmed);
    let content = rsx! {
        h1 { "Mon compte" }
        if let Some((good, words)) = &say { {notice(*good, words)} }
        section { class: "sheet narrow",
            h2 { "Sessions" }
            p { {words::counted(open, "session ouverte", "sessions ouvertes")} ", celle-ci comprise." }
            form { method: "post", action: "/staff/compte/sessions",
                button { class: "btn btn-line", r#type: "submit", "Fermer toutes les autres" }
            }
        }
        {second_factor(app, who, factor.map(|factor| factor.recovery_codes))}
        form { class: "sheet narrow", method: "post", action: "/staff/compte/mot-de-passe",
            h2 { "Changer de mot de passe" }
            input { class: "visually-hidden", name: "nom", value: "{who.name}", autocomplete: "username", readonly: true, tabindex: "-1", aria_hidden: "true" }
            div { class: "field",
                label { r#for: "ancien", "Mot de passe actuel" }
                input { id: "ancien", name: "ancien", r#type: "password", required: true, maxlength: "{password::MAX_CHARS}", autocomplete: "current-password" }
            }
            div { class: "field",
                label { r#for: "nouveau", "Nouveau mot de passe ({password::MIN_CHARS} caractères au moins)" }
                input { id: "nouveau", name: "nouveau", r#type: "password", required: true, maxlength: "{password::MAX_CHARS}", autocomplete: "new-password" }
            }
            button { class: "btn", r#type: "submit", "Changer" }
        }
    };
    Ok(Frame::new(app, Some(who), Tab::None, "Mon compte").show(status, content))
}

/// `codes`: recovery codes left; none when nothing is asked after the password.
fn second_factor(app: &App, who: &StaffMember, codes: Option<u64>) -> Element {
    let needed = app.config.staff_second_factor.asks(who.role);
    let away = if needed { "Changer de téléphone…" } else { "Changer ou désactiver…" };
    rsx! {
        section { class: "sheet narrow", id: "code",
            h2 { "Code à six chiffres" }
            if let Some(codes) = codes {
                p { span { class: "tag mint", "activé" } " Votre téléphone donne un code, demandé après le mot de passe." }
                p { if codes == 0 { "Il ne vous reste aucun code de secours : faites-en d’autres." }
                    else { "Il vous reste {words::counted(codes, \"code\", \"codes\")} de secours." } }
                {behind_password("secours", "Refaire les codes de secours…", "Les codes que vous avez gardés ne serviront plus.", "Faire dix nouveaux codes")}
                {behind_password("retrait", away, "Le code actuel ne sera plus demandé. Vous pourrez en activer un autre aussitôt.", "Désactiver ce code")}
            } else {
                p { "En plus du mot de passe, six chiffres que votre téléphone affiche et qui changent toutes les trente secondes. Qui aurait votre mot de passe n’entrerait pas." }
                p { a { class: "btn", href: "/staff/compte/code", "Activer" } }
            }
        }
    }
}

/// Something that an open session alone must not be able to do.
fn behind_password(name: &'static str, summary: &'static str, say: &'static str, button: &'static str) -> Element {
    rsx! {
        details {
            summary { class: "btn btn-line btn-small", {summary} }
            form { method: "post", action: "/staff/compte/code/{name}",
                p { class: "quiet", {say} }
                div { class: "field",
                    label { r#for: "{name}-mot-de-passe", "Mot de passe actuel" }
                    input { id: "{name}-mot-de-passe", name: "mot-de-passe", r#type: "password", required: true,
                        maxlength: "{password::MAX_CHARS}", autocomplete: "current-password" }
                }
                button { class: "btn btn-small", r#type: "submit", {button} }
            }
        }
    }
}

/// `POST /staff/compte/sessions`
pub(in crate::staff) async fn end_sessions(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    app.storage.end_staff_sessions(&who.name, &who.name, session::token_hash(&headers).as_ref()).await?;
    Ok(Redirect::to("/staff/compte?fait=sign-out").into_response())
}

/// `POST /staff/compte/mot-de-passe`: every session ends, and this one begins anew.
pub(in crate::staff) async fn change_password(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    app.staff.accounts.take_for(&who.name, app.clock.now()).map_err(HttpError::TooMany)?;
    let old = fields.raw("ancien").to_owned();
    if old.chars().count() > password::MAX_CHARS || !app.staff.trials.holds(old, Some(who.password_hash.clone())).await
    {
        let say = "Le mot de passe actuel n’est pas celui-là : rien n’a changé.".to_owned();
        return show(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some((false, say))).await;
    }
    let hash = match hashed(fields.raw("nouveau").to_owned()).await? {
        Ok(hash) => hash,
        Err(say) => return show(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some((false, say))).await,
    };
    app.storage.set_staff(&who.name, &who.name, who.role, &hash).await?;
    session::begin(&app, &who, "/staff/compte?fait=password").await
}
