//! `/api/v1/shop/redemptions`: an offer used, at once or, from a shop without network, some days late.
//!
//! The code itself proves that the card was there: its proof was signed by the holder's phone within the minutes before
//! the shop pressed. So a late use is judged as of then, by what stood then.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::card::{Holder, Proven, Verdict, Window, judge, to_hex};
use shared::domain::UnixSeconds;
use shared::protocol::{LATE_REDEMPTION_SECONDS, RedemptionReceipt, RedemptionRequest, UNDO_SECONDS, VerdictName};
use ulid::Ulid;

use super::{counts, offers, session, town};
use crate::app::App;
use crate::card::application::{private, read};
use crate::card::check::{genuine, name};
use crate::card::today;
use crate::digest;
use crate::http::HttpError;
use crate::storage::{NewRedemption, Redeemed, Undone};

/// A shop presses within so many seconds of the moment that the code was shown: the time to choose an offer.
const CHOOSING: UnixSeconds = 600;

/// Furthest that a page's clock may be ahead of the server's, seconds.
const AHEAD: UnixSeconds = 60;

/// `POST /api/v1/shop/redemptions`
pub async fn redeem(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let shop = session::writing(&app, &headers).await?;
    let request: RedemptionRequest = read(body)?;
    if [&request.key, &request.scan].iter().any(|ulid| Ulid::from_string(ulid).is_err()) {
        return Err(HttpError::unprocessable("key-invalid", "key and scan must be ULIDs"));
    }
    let town = town(&app)?;
    let now = app.clock.now();
    if request.at > now + AHEAD || request.at < now - LATE_REDEMPTION_SECONDS {
        return Err(HttpError::unprocessable("too-late", "a use is sent within a week"));
    }
    let offer = app.offers.find(&app, &shop, &request.offer).await?.ok_or_else(|| {
        HttpError::Refused(StatusCode::NOT_FOUND, "offer-unknown", "this shop has no such offer".to_owned())
    })?;
    if offer.vouchers.is_some() {
        return Err(conflict("offer-by-code", "this offer is used by a code on the web"));
    }
    let day = today(town, request.at);
    if !offer.holds_on(day) {
        return Err(conflict("offer-not-today", "the offer does not hold that day"));
    }
    let (proven, partner) = standing(&app, &request).await?;
    let new = NewRedemption {
        key_hash: digest::raw(&request.key),
        offer: offer.id.clone(),
        shop: shop.clone(),
        credential: proven.credential.id,
        proof: proven.moment.map(|moment| (moment, request.scan)),
        // A partner's phone keeps its key from one credential to the next; its hash is enough to count by.
        partner: partner.map(|_| partner_card(&proven)),
        limit: offer.limit.map(|limit| limit.count),
        period: offer.limit.map_or_else(String::new, |limit| offers::period_of(limit.per, day)),
        at: request.at,
        saving_cents: offer.saving_cents,
    };
    match app.storage.redeem(&new).await? {
        Redeemed::Recorded { id, recorded_at, left, new } => {
            let receipt = RedemptionReceipt {
                id,
                undo_until: recorded_at + UNDO_SECONDS,
                left,
                counts: counts(&app, town, &shop).await?,
                server_time: app.clock.now(),
            };
            Ok(private(if new { StatusCode::CREATED } else { StatusCode::OK }, &receipt))
        }
        Redeemed::LimitReached => Err(conflict("limit-reached", "the card has used this offer as often as it may")),
        Redeemed::CodeUsed => Err(conflict("code-used", "this code was used already")),
        Redeemed::Revoked => Err(refused(VerdictName::Revoked)),
    }
}

/// `DELETE /api/v1/shop/redemptions/<id>`
pub async fn undo(State(app): State<App>, Path(id): Path<String>, headers: HeaderMap) -> Result<Response, HttpError> {
    let shop = session::writing(&app, &headers).await?;
    match app.storage.undo_redemption(&shop, &id).await? {
        Undone::Yes => Ok(private(StatusCode::OK, &counts(&app, town(&app)?, &shop).await?)),
        Undone::TooLate => Err(conflict("undo-too-late", "a use is taken back within a minute")),
        Undone::Unknown => Err(HttpError::NotFound),
    }
}

/// The code, if it was good when the shop pressed.
async fn standing(app: &App, request: &RedemptionRequest) -> Result<(Proven, Option<String>), HttpError> {
    let (proven, partner, trust) = match genuine(app, &request.digits).await? {
        Ok(genuine) => genuine,
        Err(verdict) => return Err(refused(VerdictName::of(&verdict))),
    };
    let own = if partner.is_none() { app.storage.credential(proven.credential.id).await? } else { None };
    if partner.is_none() && own.as_ref().is_none_or(|issued| issued.was_revoked(request.at)) {
        return Err(refused(VerdictName::Revoked));
    }
    let window = Window { past: Window::OFFLINE.past + CHOOSING, ahead: Window::OFFLINE.ahead };
    match judge(proven.clone(), partner.clone(), &trust, request.at, window, None) {
        Verdict::Valid { holder: Holder { .. }, .. } => Ok((proven, partner)),
        Verdict::NeedsNetwork if own.is_some() => Ok((proven, partner)),
        verdict => Err(refused(VerdictName::of(&verdict))),
    }
}

fn partner_card(proven: &Proven) -> String {
    let credential = &proven.credential;
    let key = credential.device_key.map_or_else(|| credential.id.0.to_vec(), |key| key.to_vec());
    let hash = digest::raw([credential.territory.to_be_bytes().as_slice(), &key].concat());
    format!("partner:{}", to_hex(hash.get(..16).unwrap_or_default()))
}

fn conflict(kind: &'static str, title: &str) -> HttpError {
    HttpError::Refused(StatusCode::CONFLICT, kind, title.to_owned())
}

/// `verdict-…`: why the code was not good.
fn refused(verdict: VerdictName) -> HttpError {
    let kind = match name(verdict) {
        "revoked" => "verdict-revoked",
        "expired" => "verdict-expired",
        "not-yet-valid" => "verdict-not-yet-valid",
        "stale" => "verdict-stale",
        "replayed" => "verdict-replayed",
        "clock-wrong" => "verdict-clock-wrong",
        "forged" => "verdict-forged",
        "unknown-key" => "verdict-unknown-key",
        "other-territory" => "verdict-other-territory",
        "needs-network" => "verdict-needs-network",
        _ => "verdict-not-a-card",
    };
    conflict(kind, "the code was not good when the shop pressed")
}
