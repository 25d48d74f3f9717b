//! Signing in and out. The cookie holds 256 random bits, the storage their SHA-256.
//!
//! A wrong name and a wrong password are one answer and take one time. Tries are counted by account and by asker, in
//! fixed memory; the answer says when to try again.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dioxus::prelude::*;

use super::form::Fields;
use super::page::{Frame, Refusal, Tab};
use super::password::{self, Trials};
use super::second_factor::{self, Seal};
use super::words;
use crate::app::App;
use crate::config::Config;
use crate::http::HttpError;
use crate::http::limits::{self, RateLimit};
use crate::storage::StaffMember;
use crate::{digest, entropy};

/// The cookie of a session.
const COOKIE: Cookie = Cookie { name: "guichet_staff", path: "/staff" };

/// Seconds without a request after which a session ends: a working day.
pub(super) const IDLE: i64 = 8 * 3_600;

/// Seconds after which a session ends whatever was done: a week.
const LONGEST: i64 = 7 * 86_400;

/// Longest name, in characters.
pub const NAME_MAX_CHARS: usize = 60;

/// What signing in needs to remember.
#[derive(Debug)]
pub(crate) struct SignIn {
    pub(super) accounts: RateLimit,
    pub(super) askers: RateLimit,
    pub(super) codes: RateLimit,
    pub(super) trials: Trials,
    pub(super) seal: Seal,
}

impl SignIn {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            // Five tries by account, twenty by asker (an office has one address), then one each half minute or so.
            accounts: RateLimit::new(5, 60),
            askers: RateLimit::new(20, 30),
            // Whoever has a password tries six digits: at this pace for a year, three chances in ten.
            codes: RateLimit::new(5, 300),
            trials: Trials::default(),
            seal: Seal::new(config),
        }
    }
}

/// A cookie that pages' scripts cannot read and other sites cannot send, with 256 random bits in it.
pub(super) struct Cookie {
    pub(super) name: &'static str,
    pub(super) path: &'static str,
}

impl Cookie {
    /// What a request carries of it.
    fn token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(name, value)| (name == self.name).then_some(value))
    }

    /// The same as it is kept.
    pub(super) fn hash(&self, headers: &HeaderMap) -> Option<[u8; 32]> {
        self.token(headers).map(digest::raw)
    }

    /// Gives it to a browser, for some seconds; none: takes it away.
    pub(super) fn put(&self, app: &App, mut response: Response, token: &str, seconds: i64) -> Response {
        let secure = if app.public_url.starts_with("https://") { "; Secure" } else { "" };
        let Self { name, path } = self;
        let cookie = format!("{name}={token}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// Who sends a request.
pub(super) async fn who(app: &App, headers: &HeaderMap) -> Result<Option<StaffMember>, Refusal> {
    let Some(hash) = COOKIE.hash(headers) else { return Ok(None) };
    let now = app.clock.now();
    Ok(app.storage.staff_of(&hash, now - LONGEST, now - IDLE).await?)
}

/// `GET /staff/entrer`
pub(super) async fn form(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if !app.storage.has_staff().await? {
        return Ok(nobody_yet(&app));
    }
    let wanted = Fields::read(query.unwrap_or_default().as_bytes());
    let wanted = inside(wanted.raw("suite"));
    if who(&app, &headers).await?.is_some() {
        return Ok(Redirect::to(wanted).into_response());
    }
    Ok(show(&app, StatusCode::OK, "", wanted, ""))
}

/// `POST /staff/entrer`
pub(super) async fn enter(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Refusal> {
    let (name, wanted) = (fields.text("nom"), inside(fields.raw("suite")));
    // Spaces around a password may be meant; line ends of a clipboard are not.
    let password = fields.raw("mot-de-passe").trim_end_matches(['\r', '\n']);
    if name.is_empty() || password.is_empty() {
        let say = "Écrivez votre nom et votre mot de passe.";
        return Ok(show(&app, StatusCode::UNPROCESSABLE_ENTITY, name, wanted, say));
    }
    let long = name.chars().count() > NAME_MAX_CHARS || password.chars().count() > password::MAX_CHARS;
    let now = app.clock.now();
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    let wait = app.staff.askers.take(asker, now).err().max(app.staff.accounts.take_for(name, now).err());
    if let Some(seconds) = wait {
        let say = format!("Trop d’essais. Réessayez dans {}.", words::wait(seconds));
        let mut response = show(&app, StatusCode::TOO_MANY_REQUESTS, name, wanted, &say);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        return Ok(response);
    }
    let staff = if long { None } else { app.storage.staff_named(name).await? };
    let stored = staff.as_ref().map(|staff| staff.password_hash.clone());
    let tried = if long { String::new() } else { password.to_owned() };
    let holds = app.staff.trials.holds(tried, stored).await;
    let Some(staff) = staff.filter(|_| holds) else {
        let say = "Ce nom et ce mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.";
        return Ok(show(&app, StatusCode::UNPROCESSABLE_ENTITY, name, wanted, say));
    };
    admit(&app, &staff, wanted).await
}

/// What a password, or a link instead of it, leads to: a session, or the question for the code.
pub(super) async fn admit(app: &App, staff: &StaffMember, to: &str) -> Result<Response, Refusal> {
    if staff.second_factor { second_factor::ask(app, staff, to).await } else { begin(app, staff, to).await }
}

/// Begins a session and leads there.
pub(super) async fn begin(app: &App, staff: &StaffMember, to: &str) -> Result<Response, Refusal> {
    let token = token()?;
    app.storage.sign_staff_in(staff, digest::raw(&token)).await?;
    Ok(give(app, Redirect::to(to).into_response(), &token))
}

/// What a cookie holds.
pub(super) fn token() -> Result<String, Refusal> {
    let secret = entropy::bytes::<32>().map_err(|error| HttpError::Internal(error.to_string()))?;
    Ok(shared::card::to_hex(&secret))
}

/// Gives the cookie of a session.
pub(super) fn give(app: &App, response: Response, token: &str) -> Response {
    COOKIE.put(app, response, token, LONGEST)
}

/// How the session of a request is kept.
pub(super) fn token_hash(headers: &HeaderMap) -> Option<[u8; 32]> {
    COOKIE.hash(headers)
}

/// `POST /staff/sortir`
pub(super) async fn leave(State(app): State<App>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(hash) = token_hash(&headers) {
        app.storage.sign_staff_out(&hash).await?;
    }
    Ok(COOKIE.put(&app, Redirect::to("/staff/entrer").into_response(), "", 0))
}

/// Where to go after signing in: nowhere but here.
pub(super) fn inside(wanted: &str) -> &str {
    let ours = wanted == "/staff" || wanted.starts_with("/staff/") || wanted.starts_with("/staff?");
    let plain = wanted.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') && !wanted.contains("//");
    if ours && plain && wanted.len() <= 500 { wanted } else { "/staff" }
}

/// The address that asks to sign in and then leads to `wanted`.
pub(super) fn sign_in_address(wanted: &str) -> String {
    let wanted: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    format!("/staff/entrer?suite={wanted}")
}

fn show(app: &App, status: StatusCode, name: &str, wanted: &str, say: &str) -> Response {
    let content = rsx! {
        form { class: "sheet narrow", method: "post", action: "/staff/entrer",
            h1 { "Entrer" }
            if !say.is_empty() {
                p { class: "notice bad", role: "alert", id: "erreur", "{say}" }
            }
            input { r#type: "hidden", name: "suite", value: "{wanted}" }
            div { class: "field",
                label { r#for: "nom", "Nom" }
                input { id: "nom", name: "nom", value: "{name}", maxlength: "{NAME_MAX_CHARS}", required: true,
                    autocomplete: "username", autocapitalize: "none", spellcheck: "false", autofocus: name.is_empty() }
            }
            div { class: "field",
                label { r#for: "mot-de-passe", "Mot de passe" }
                input { id: "mot-de-passe", name: "mot-de-passe", r#type: "password", required: true,
                    maxlength: "{password::MAX_CHARS}", autocomplete: "current-password", autofocus: !name.is_empty() }
            }
            button { class: "btn", r#type: "submit", "Entrer" }
            p { class: "quiet", "Mot de passe perdu ? Une personne qui administre l’espace vous donne un lien pour en choisir un autre." }
        }
    };
    Frame::new(app, None, Tab::None, "Entrer").show(status, content)
}

/// Nobody has an account yet: how to make the first one.
pub(super) fn nobody_yet(app: &App) -> Response {
    let content = rsx! {
        section { class: "sheet narrow",
            h1 { "Bienvenue dans l’espace de l’équipe" }
            p { "Personne n’a encore de compte. Le serveur a affiché un lien à son démarrage\u{a0}: ouvrez-le pour choisir votre nom et votre mot de passe." }
            p { "Lien perdu ? Cette commande crée un compte sur le serveur, et affiche une seule fois son mot de passe\u{a0}:" }
            pre { "guichet staff add NOM --role admin" }
            p { "Ensuite, "
                a { href: "/staff/entrer", "entrez ici" } "." }
        }
    };
    Frame::new(app, None, Tab::None, "Premier compte").show(StatusCode::OK, content)
}

/// A form came after its session ended. Nothing typed is lost: the browser holds the form and sends it again.
pub(super) fn ended(app: &App) -> Response {
    let content = rsx! {
        section { class: "sheet narrow",
            h1 { "Votre session est terminée" }
            p { "Rien n’a été enregistré, mais rien n’est perdu non plus :" }
            ol { class: "steps",
                li { a { href: "/staff/entrer", target: "_blank", "Entrez dans un nouvel onglet" } "\u{202f};" }
                li { "revenez à cet onglet et rechargez la page : ce que vous avez écrit sera envoyé." }
            }
        }
    };
    Frame::new(app, None, Tab::None, "Session terminée").show(StatusCode::UNAUTHORIZED, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_nowhere_else() {
        for (wanted, expected) in [
            ("/staff/cartes?q=zo%C3%A9", "/staff/cartes?q=zo%C3%A9"),
            ("/staff", "/staff"),
            ("/staffing", "/staff"),
            ("//evil.example", "/staff"),
            ("https://evil.example/staff/", "/staff"),
            ("/staff/\\evil.example", "/staff"),
            ("/staff/..//evil.example", "/staff"),
            ("/staff/a\r\nSet-Cookie: x", "/staff"),
        ] {
            assert_eq!(inside(wanted), expected, "{wanted}");
        }
    }
}
