//! `/staff/entrer/code`: the second page of signing in, after the right password.
//!
//! Between the two pages a cookie of its own says who is awaited; what it stands for lasts ten minutes and five tries, and
//! opens nothing else. Tries are counted by account and by asker too: three codes of a million are right at any moment.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;

use super::totp::{self, Reading};
use crate::app::App;
use crate::card::code_hash;
use crate::http::limits;
use crate::staff::form::Fields;
use crate::staff::page::{Frame, Refusal, Tab};
use crate::staff::session::{self, Cookie};
use crate::staff::words;
use crate::storage::StaffMember;
use crate::storage::second_factor::Proof;

/// The cookie between the two pages.
const COOKIE: Cookie = Cookie { name: "guichet_entree", path: "/staff/entrer" };

/// Seconds that one has to find one's phone.
const PATIENCE: i64 = 600;

const WRONG: &str = "Ce n’est pas le code de maintenant. Recopiez celui que le téléphone affiche à l’instant.";
const USED: &str = "Ce code a déjà servi : attendez le suivant, trente secondes au plus.";
const WRONG_RECOVERY: &str = "Ce code de secours n’est pas l’un des vôtres, ou il a déjà servi.";
const NO_KEY: &str = "Le serveur n’a plus la clé qui lit ces codes. Entrez avec un code de secours, ou demandez à qui administre l’espace de remettre votre code à zéro.";

/// After the password: waits for the code.
pub(in crate::staff) async fn ask(app: &App, who: &StaffMember, wanted: &str) -> Result<Response, Refusal> {
    let token = session::token()?;
    let now = app.clock.now();
    app.storage.begin_sign_in(who, crate::digest::raw(&token), now - PATIENCE).await?;
    let wanted: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    let response = Redirect::to(&format!("/staff/entrer/code?suite={wanted}")).into_response();
    Ok(COOKIE.put(app, response, &token, PATIENCE))
}

/// Who is awaited, and under which hash.
async fn awaited(app: &App, headers: &HeaderMap) -> Result<Option<(StaffMember, [u8; 32])>, Refusal> {
    let Some(hash) = COOKIE.hash(headers) else { return Ok(None) };
    let who = app.storage.signing_in(&hash, app.clock.now() - PATIENCE).await?;
    Ok(who.map(|who| (who, hash)))
}

/// `GET /staff/entrer/code`
pub(in crate::staff) async fn form(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    Ok(match awaited(&app, &headers).await? {
        Some((who, _)) => show(&app, &who, StatusCode::OK, session::inside(query.raw("suite")), None),
        None => Redirect::to("/staff/entrer").into_response(),
    })
}

/// `POST /staff/entrer/code`: `code`, or `secours` instead.
pub(in crate::staff) async fn enter(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Refusal> {
    let wanted = session::inside(fields.raw("suite"));
    let Some((who, sign_in)) = awaited(&app, &headers).await? else { return Ok(over(&app)) };
    let now = app.clock.now();
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    let wait = app.staff.askers.take(asker, now).err().max(app.staff.codes.take_for(&who.id, now).err());
    if let Some(seconds) = wait {
        let say = format!("Trop d’essais. Réessayez dans {}.", words::wait(seconds));
        let mut response = show(&app, &who, StatusCode::TOO_MANY_REQUESTS, wanted, Some(&say));
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(response);
    }
    if !app.storage.count_try(&sign_in).await? {
        return Ok(over(&app));
    }
    let recovery = fields.text("secours");
    let proof = if recovery.is_empty() {
        match read(&app, &who, fields.raw("code")).await? {
            Ok(step) => Proof::Step(step),
            Err(say) => return refuse(&app, &who, wanted, say).await,
        }
    } else {
        Proof::Recovery(code_hash(recovery))
    };
    let token = session::token()?;
    if !app.storage.finish_sign_in(&sign_in, &who, proof, crate::digest::raw(&token)).await? {
        let say = if matches!(proof, Proof::Step(_)) { USED } else { WRONG_RECOVERY };
        return refuse(&app, &who, wanted, say).await;
    }
    // Whoever used one of their last codes is told how many are left.
    let to = if matches!(proof, Proof::Recovery(_)) { "/staff/compte?fait=recovery" } else { wanted };
    let response = COOKIE.put(&app, Redirect::to(to).into_response(), "", 0);
    Ok(session::give(&app, response, &token))
}

/// The time step of a typed code; what is wrong with it, in words.
async fn read(app: &App, who: &StaffMember, typed: &str) -> Result<Result<i64, &'static str>, Refusal> {
    let Some(factor) = app.storage.second_factor(&who.id).await? else { return Ok(Err(WRONG)) };
    let secret = match app.staff.seal.open(&factor.sealed, &who.id) {
        Ok(secret) => secret,
        Err(error) => {
            tracing::error!(%error, "a second factor cannot be read");
            return Ok(Err(NO_KEY));
        }
    };
    Ok(match totp::read(&secret, typed, app.clock.now(), factor.last_step) {
        Reading::Fresh(step) => Ok(step),
        Reading::Used => Err(USED),
        Reading::Wrong => Err(WRONG),
    })
}

async fn refuse(app: &App, who: &StaffMember, wanted: &str, say: &str) -> Result<Response, Refusal> {
    app.storage.note_wrong_code(who).await?;
    Ok(show(app, who, StatusCode::UNPROCESSABLE_ENTITY, wanted, Some(say)))
}

/// It took too long, or too many tries.
fn over(app: &App) -> Response {
    let content = rsx! {
        section { class: "sheet narrow",
            h1 { "Il faut recommencer" }
            p { "Plus de dix minutes ont passé depuis le mot de passe, ou il y a eu trop d’essais." }
            p { a { class: "btn", href: "/staff/entrer", "Entrer de nouveau" } }
        }
    };
    let response = Frame::new(app, None, Tab::None, "Entrer").show(StatusCode::UNAUTHORIZED, content);
    COOKIE.put(app, response, "", 0)
}

fn show(app: &App, who: &StaffMember, status: StatusCode, wanted: &str, say: Option<&str>) -> Response {
    let (invalid, described) = (say.map(|_| "true"), say.map(|_| "erreur"));
    let content = rsx! {
        section { class: "sheet narrow",
            h1 { "Votre code" }
            p { "Bonjour {who.name}. Recopiez les six chiffres que votre application d’authentification affiche." }
            if let Some(say) = say { p { class: "notice bad", role: "alert", id: "erreur", "{say}" } }
            form { class: "stack", method: "post", action: "/staff/entrer/code",
                input { r#type: "hidden", name: "suite", value: "{wanted}" }
                div { class: "field",
                    label { r#for: "code", "Code à six chiffres" }
                    input { class: "digits", id: "code", name: "code", inputmode: "numeric", autocomplete: "one-time-code", maxlength: "9", required: true,
                        autofocus: true, aria_invalid: invalid, aria_describedby: described }
                }
                button { class: "btn", r#type: "submit", "Entrer" }
            }
            details {
                summary { class: "btn btn-line btn-small", "Téléphone perdu ou absent…" }
                form { method: "post", action: "/staff/entrer/code",
                    input { r#type: "hidden", name: "suite", value: "{wanted}" }
                    div { class: "field",
                        label { r#for: "secours", "Un de vos codes de secours" }
                        input { id: "secours", name: "secours", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: "40", required: true }
                    }
                    button { class: "btn", r#type: "submit", "Entrer avec ce code" }
                    p { class: "quiet", "Il ne servira plus ensuite. Ni téléphone ni code de secours ? Une personne qui administre l’espace peut remettre votre code à zéro." }
                }
            }
            p { class: "quiet", a { href: "/staff/entrer", "Entrer sous un autre nom" } }
        }
    };
    Frame::new(app, None, Tab::None, "Votre code").show(status, content)
}
