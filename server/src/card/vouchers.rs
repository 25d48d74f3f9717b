//! `POST /api/v1/card/vouchers`: the phone that has the card asks for a code of a shop on the web.
//!
//! The phone is known by the card's token, as for everything else of its card. The answer is the card's status with the code
//! in it, which the phone keeps anyway: off line too, gone with the card, and told again to a phone that lost the answer.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::domain::{Limit, Period};
use shared::protocol::VoucherRequest;
use std::net::SocketAddr;
use ulid::Ulid;

use super::application::{private, read};
use super::{holder, territory, throttle, today};
use crate::app::App;
use crate::digest;
use crate::http::HttpError;
use crate::shop::offers::period_of;
use crate::storage::vouchers::{Given, NewVoucher};

/// Without a limit of its own an offer gives one code to a card: a stock has an end.
const ONCE: Limit = Limit { count: 1, per: Period::Card };

/// `POST /api/v1/card/vouchers`
pub async fn take(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    throttle(&app, peer, &headers)?;
    let card = holder::own(&app, &headers).await?;
    let request: VoucherRequest = read(body)?;
    if Ulid::from_string(&request.key).is_err() {
        return Err(HttpError::unprocessable("key-invalid", "the key must be a ULID"));
    }
    let offer = app.offers.by_id(&app, &request.offer).await?.filter(|offer| offer.vouchers.is_some());
    let offer = offer.ok_or_else(|| {
        HttpError::Refused(StatusCode::NOT_FOUND, "offer-unknown", "no such offer gives codes".to_owned())
    })?;
    let now = app.clock.now();
    let day = today(territory(&app)?, now);
    if !offer.holds_on(day) {
        return Err(conflict("offer-not-today", "the offer does not hold today"));
    }
    let limit = offer.limit.unwrap_or(ONCE);
    let new = NewVoucher {
        key_hash: digest::raw(&request.key),
        offer: &offer,
        card: &card.id,
        limit: limit.count,
        period: period_of(limit.per, day),
        at: now,
    };
    let code = match app.storage.give_voucher(&new).await? {
        Given::Yes { new: true } => StatusCode::CREATED,
        Given::Yes { new: false } => StatusCode::OK,
        Given::LimitReached => return Err(conflict("limit-reached", "the card has had as many codes as it may")),
        Given::Gone => return Err(conflict("vouchers-gone", "there is no code left")),
        Given::NotActive => return Err(conflict("card-inactive", "the card cannot be used now")),
        Given::OtherContent => return Err(conflict("key-reused", "this key was used for something else")),
    };
    let holding = holder::held(&app, &headers).await?;
    Ok(private(code, &holder::status(&app, &holding).await?))
}

fn conflict(kind: &'static str, title: &str) -> HttpError {
    HttpError::Refused(StatusCode::CONFLICT, kind, title.to_owned())
}
