//! `/staff/compte/code`: turning the second factor on, its recovery codes, turning it off.

use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;
use zeroize::Zeroizing;

use super::totp::{self, Reading};
use super::{ENROLMENT, RECOVERY_CODES, is_owed, recovery_codes};
use crate::app::App;
use crate::entropy;
use crate::http::HttpError;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::team::show_account;
use crate::staff::{password, qr, session};
use crate::storage::StaffMember;

/// `GET /staff/compte/code`
pub(in crate::staff) async fn page(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
) -> Result<Response, Refusal> {
    show(&app, &who, StatusCode::OK, None).await
}

/// `POST /staff/compte/code`: another secret, to be shown until a code of it is typed.
pub(in crate::staff) async fn begin(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
) -> Result<Response, Refusal> {
    let secret = entropy::bytes::<{ totp::SECRET_BYTES }>().map_err(|error| HttpError::Internal(error.to_string()))?;
    let secret = Zeroizing::new(secret);
    let sealed = app.staff.seal.close(&*secret, &who.id).map_err(|error| HttpError::Internal(error.to_string()))?;
    app.storage.offer_second_factor(&who, &sealed).await?;
    Ok(Redirect::to(ENROLMENT).into_response())
}

/// `POST /staff/compte/code/confirmation`
pub(in crate::staff) async fn confirm(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Refusal> {
    app.staff.codes.take_for(&who.id, app.clock.now()).map_err(HttpError::TooMany)?;
    let Some(secret) = pending(&app, &who).await? else { return Ok(Redirect::to(ENROLMENT).into_response()) };
    let Reading::Fresh(step) = totp::read(&secret, fields.raw("code"), app.clock.now(), 0) else {
        let say = "Ce n’est pas le code de maintenant. Vérifiez que l’heure de votre téléphone est réglée automatiquement, et recopiez le code affiché.";
        return show(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some(say)).await;
    };
    let (codes, hashes) = recovery_codes()?;
    let kept = session::token_hash(&headers);
    if !app.storage.confirm_second_factor(&who, step, &hashes, kept.as_ref()).await? {
        return Ok(Redirect::to(ENROLMENT).into_response());
    }
    Ok(show_codes(&app, &who, &codes, "Le code est activé"))
}

/// `POST /staff/compte/code/secours`
pub(in crate::staff) async fn renew(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    if !who.second_factor {
        return Ok(Redirect::to(ENROLMENT).into_response());
    }
    if let Some(say) = wrong_password(&app, &who, &fields).await? {
        return show_account(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some((false, say))).await;
    }
    let (codes, hashes) = recovery_codes()?;
    app.storage.renew_recovery_codes(&who, &hashes).await?;
    Ok(show_codes(&app, &who, &codes, "Vos nouveaux codes de secours"))
}

/// `POST /staff/compte/code/retrait`
pub(in crate::staff) async fn remove(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    fields: Fields,
) -> Result<Response, Refusal> {
    if let Some(say) = wrong_password(&app, &who, &fields).await? {
        return show_account(&app, &who, StatusCode::UNPROCESSABLE_ENTITY, Some((false, say))).await;
    }
    app.storage.remove_second_factor(&who.name, &who.name).await?;
    let needed = app.config.staff_second_factor.asks(who.role);
    Ok(Redirect::to(if needed { ENROLMENT } else { "/staff/compte?fait=factor-off" }).into_response())
}

/// Whoever found a session open cannot take the factor away with it.
async fn wrong_password(app: &App, who: &StaffMember, fields: &Fields) -> Result<Option<String>, Refusal> {
    app.staff.accounts.take_for(&who.name, app.clock.now()).map_err(HttpError::TooMany)?;
    let typed = fields.raw("mot-de-passe").trim_end_matches(['\r', '\n']).to_owned();
    let long = typed.chars().count() > password::MAX_CHARS;
    let holds = !long && app.staff.trials.holds(typed, Some(who.password_hash.clone())).await;
    Ok((!holds).then(|| "Le mot de passe n’est pas celui-là : rien n’a changé.".to_owned()))
}

/// The secret that is being shown. One that the server's key does not open any more is as good as none.
async fn pending(app: &App, who: &StaffMember) -> Result<Option<Zeroizing<Vec<u8>>>, Refusal> {
    let factor = app.storage.second_factor(&who.id).await?.filter(|factor| !factor.confirmed);
    Ok(factor.and_then(|factor| app.staff.seal.open(&factor.sealed, &who.id).ok()))
}

async fn show(app: &App, who: &StaffMember, status: StatusCode, say: Option<&str>) -> Result<Response, Refusal> {
    if who.second_factor {
        return Ok(Redirect::to("/staff/compte").into_response());
    }
    let content = match pending(app, who).await? {
        Some(secret) => scan(app, who, &secret, say)?,
        None => explain(is_owed(app, who)),
    };
    Ok(Frame::new(app, Some(who), Tab::None, "Code à six chiffres").show(status, content))
}

fn explain(owed: bool) -> Element {
    rsx! {
        form { class: "sheet narrow", method: "post", action: ENROLMENT,
            h1 { "Un code en plus du mot de passe" }
            if owed {
                p { class: "notice", "Pour votre rôle, le code est obligatoire : activez-le pour continuer." }
            }
            p { "Après votre mot de passe, cet espace vous demandera six chiffres que votre téléphone affiche, et qui changent toutes les trente secondes. Qui aurait votre mot de passe n’entrerait pas." }
            p { "Il vous faut une application d’authentification sur votre téléphone : Aegis, FreeOTP, 2FAS, Google Authenticator, le gestionnaire de mots de passe de l’iPhone… Elle marche sans réseau." }
            button { class: "btn", r#type: "submit", "Commencer" }
        }
    }
}

fn scan(app: &App, who: &StaffMember, secret: &[u8], say: Option<&str>) -> Result<Element, Refusal> {
    let issuer = app.territory.as_ref().map_or("Guichet", |town| town.app_name.as_str());
    let code = qr::svg(&totp::address(secret, issuer, &who.name), "QR du code à six chiffres")?;
    let spelt = totp::spelt(secret);
    Ok(rsx! {
        section { class: "sheet narrow",
            h1 { "Scannez, puis recopiez le code" }
            ol { class: "steps",
                li { "Dans l’application d’authentification, ajoutez un compte et scannez ce QR." }
                li { "Recopiez plus bas les six chiffres qu’elle affiche." }
            }
            {code}
            p { "Sans appareil photo, tapez cette clé dans l’application : " code { class: "link", "{spelt}" } }
            if let Some(say) = say { p { class: "notice bad", role: "alert", id: "erreur", "{say}" } }
            form { class: "stack", method: "post", action: "/staff/compte/code/confirmation",
                div { class: "field",
                    label { r#for: "code", "Les six chiffres" }
                    input { class: "digits", id: "code", name: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "9", required: true,
                        aria_invalid: say.map(|_| "true"), aria_describedby: say.map(|_| "erreur") }
                }
                button { class: "btn", r#type: "submit", "Activer" }
            }
            form { method: "post", action: ENROLMENT,
                button { class: "btn btn-line btn-small", r#type: "submit", "Faire un autre QR" }
            }
        }
    })
}

/// The answer to the form that made them: nothing else shows them.
fn show_codes(app: &App, who: &StaffMember, codes: &[String], title: &str) -> Response {
    let day = crate::staff::words::day(crate::staff::words::date_of(app, app.clock.now()));
    let content = rsx! {
        section { class: "sheet narrow",
            h1 { "{title}" }
            p { class: "lead", "Gardez ces codes de secours hors du téléphone : imprimez cette page ou recopiez-les." }
            p { "S’il est perdu ou absent, chacun remplace une fois les six chiffres." }
            ol { class: "codes",
                for code in codes { li { code { "{code}" } } }
            }
            p { class: "quiet", "{RECOVERY_CODES} codes de {who.name}, {day}. Ils ne sont montrés qu’ici ; les précédents ne servent plus." }
            p { class: "no-print", a { class: "btn", href: "/staff", "Je les ai gardés" } }
        }
    };
    Frame::new(app, Some(who), Tab::None, "Codes de secours").show(StatusCode::OK, content)
}
