//! A shop's session: opened once by an invitation from staff, kept by a cookie that no script reads.
//!
//! `SameSite=Strict` and what browsers say of a request's origin keep other sites from acting in a shop's name, or from
//! signing its browser in as another shop. A password was rejected: it would be
//! on a note beside the till.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::domain::UnixSeconds;
use shared::protocol::ShopSessionRequest;
use std::net::SocketAddr;

use super::info;
use crate::app::App;
use crate::card::application::{private, read};
use crate::card::{code_hash, secret};
use crate::digest;
use crate::http::origin::Origin;
use crate::http::{HttpError, limits};
use crate::storage::InvitationUse;

const COOKIE: &str = "guichet_shop";

/// Where the cookie is sent: to the API, of which the check of a card and the shop's own addresses are parts, and to the
/// shop's pages. Not to `/`: no other page learns that a shop is signed in here.
const PATHS: [&str; 2] = ["/api/v1", super::portal::HOME];

/// A shop stays signed in for a year.
const SESSION_SECONDS: UnixSeconds = 365 * 86_400;

/// `POST /api/v1/shop/session`
pub async fn open(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    from_its_page(&app, &headers)?;
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    app.cards.limit.take(asker, app.clock.now()).map_err(HttpError::TooMany)?;
    let request: ShopSessionRequest = read(body)?;
    let token = secret()?;
    let until = app.clock.now() + SESSION_SECONDS;
    let shop = match app.storage.open_shop(code_hash(&request.code), digest::raw(&token), until).await? {
        InvitationUse::Opened { shop } => shop,
        InvitationUse::Unknown => return Err(refused(StatusCode::NOT_FOUND, "invitation-unknown")),
        InvitationUse::Used => return Err(refused(StatusCode::CONFLICT, "invitation-used")),
        InvitationUse::Expired => return Err(refused(StatusCode::GONE, "invitation-expired")),
    };
    let mut response = private(StatusCode::OK, &info(&app, &shop).await?);
    set_cookie(&app, &mut response, &token, SESSION_SECONDS);
    Ok(response)
}

/// `DELETE /api/v1/shop/session`
pub async fn close(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    from_its_page(&app, &headers)?;
    if let Some(token) = token(&headers) {
        app.storage.close_shop(&digest::raw(token)).await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&app, &mut response, "", 0);
    Ok(response)
}

/// The shop of the request's session, if any.
pub(crate) async fn signed_in(app: &App, headers: &HeaderMap) -> Result<Option<String>, HttpError> {
    match token(headers) {
        Some(token) => Ok(app.storage.shop_of(&digest::raw(token)).await?),
        None => Ok(None),
    }
}

/// The shop of the request's session.
pub(crate) async fn required(app: &App, headers: &HeaderMap) -> Result<String, HttpError> {
    signed_in(app, headers).await?.ok_or_else(|| {
        HttpError::Refused(StatusCode::UNAUTHORIZED, "shop-session-missing", "no shop is signed in here".to_owned())
    })
}

/// The same for something written, which no other site may make its browser send.
pub(crate) async fn writing(app: &App, headers: &HeaderMap) -> Result<String, HttpError> {
    from_its_page(app, headers)?;
    required(app, headers).await
}

fn from_its_page(app: &App, headers: &HeaderMap) -> Result<(), HttpError> {
    if Origin::of(headers, &app.public_url) == Origin::Elsewhere {
        let title = "another site may not act for a shop".to_owned();
        return Err(HttpError::Refused(StatusCode::FORBIDDEN, "other-site", title));
    }
    Ok(())
}

fn token(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE && !value.is_empty()).then_some(value))
}

/// Sends the cookie again, wherever it belongs by now: a session of before some page was there opens that page too.
pub(super) fn carry_on(app: &App, headers: &HeaderMap, response: &mut Response) {
    if let Some(token) = token(headers) {
        set_cookie(app, response, token, SESSION_SECONDS);
    }
}

fn set_cookie(app: &App, response: &mut Response, token: &str, seconds: UnixSeconds) {
    // On loopback there is no TLS to wait for.
    let secure = if app.public_url.starts_with("https://") { "; Secure" } else { "" };
    for path in PATHS {
        let cookie = format!("{COOKIE}={token}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

fn refused(status: StatusCode, kind: &'static str) -> HttpError {
    HttpError::Refused(status, kind, "this invitation opens nothing".to_owned())
}
