//! `/api/v1/card`: the card as its holder's phone sees it; corrections, loss, export, erasure.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use shared::domain::UnixSeconds;
use shared::protocol::{CardApplication, CardState, CardStatus, CardUse};

use super::application::{private, read, refused, verify};
use super::{bearer, territory, today};
use crate::app::App;
use crate::http::HttpError;
use crate::storage::cards::{Card, Corrected, Holding};

/// Another term may be asked for so long before the end of the present one: thirty days.
const RENEWAL_BEFORE: UnixSeconds = 30 * 86_400;

/// Most uses told at once.
const USES: i64 = 100;

/// `GET /api/v1/card`
pub async fn card(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let holding = held(&app, &headers).await?;
    Ok(private(StatusCode::OK, &status(&app, &holding).await?))
}

/// `PUT /api/v1/card`
pub async fn correct(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let card = own(&app, &headers).await?;
    let town = territory(&app)?;
    let application: CardApplication = read(body)?;
    let application = verify(&application, town, today(town, app.clock.now())).map_err(refused)?;
    match app.storage.correct_application(&card.id, &application, RENEWAL_BEFORE).await? {
        None => Err(HttpError::NotFound),
        Some(Corrected::Stored(_)) => {
            let holding = held(&app, &headers).await?;
            Ok(private(StatusCode::OK, &status(&app, &holding).await?))
        }
        Some(Corrected::Decided) => Err(HttpError::Refused(
            StatusCode::CONFLICT,
            "application-decided",
            "the application was decided meanwhile".to_owned(),
        )),
    }
}

/// `POST /api/v1/card/lost`
pub async fn lost(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let card = own(&app, &headers).await?;
    app.storage.block_card(&card.id).await?;
    let holding = held(&app, &headers).await?;
    Ok(private(StatusCode::OK, &status(&app, &holding).await?))
}

/// `GET /api/v1/card/export`
pub async fn export(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let card = own(&app, &headers).await?;
    let export = app.storage.export_card(&card.id).await?.ok_or(HttpError::NotFound)?;
    let card = &export.card;
    let body = json!({
        "application": {
            "first_name": card.first_name, "last_name": card.last_name, "birth_date": card.birth_date,
            "commune": card.commune, "parent": card.parent, "submitted_at": card.submitted_at,
            "consent": { "version": card.consent_version, "at": card.consented_at },
        },
        "card": {
            "state": card.state_at(app.clock.now()), "reason": card.reason, "valid_until": card.valid_until,
            "decided_at": card.decided_at, "phone_since": card.bound_at, "entitlements": card.entitlements,
        },
        "proof": export.proof.map(|webp| format!("data:image/webp;base64,{}", STANDARD.encode(webp))),
        "uses": export.uses,
        "vouchers": app.storage.vouchers_of(&card.id).await?,
        "credentials": export.credentials.iter().map(|(at, until)| json!({ "issued_at": at, "expires": until })).collect::<Vec<_>>(),
        "acts": export.acts.iter().map(|(at, act)| json!({ "at": at, "act": act })).collect::<Vec<_>>(),
        "kept": "Uses lose their link to you after two years, cards without a sign of life are erased after two years.",
    });
    Ok(private(StatusCode::OK, &body))
}

/// `DELETE /api/v1/card`
pub async fn erase(State(app): State<App>, headers: HeaderMap) -> Result<StatusCode, HttpError> {
    let card = own(&app, &headers).await?;
    app.storage.erase_card(&card.id, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The card of the request's token, wherever it is now.
pub(super) async fn held(app: &App, headers: &HeaderMap) -> Result<Holding, HttpError> {
    app.storage.held_card(&bearer(headers)?).await?.ok_or(HttpError::NotFound)
}

/// The card of the request's token, if this phone still has it.
pub(super) async fn own(app: &App, headers: &HeaderMap) -> Result<Card, HttpError> {
    let holding = held(app, headers).await?;
    if holding.moved { Err(moved()) } else { Ok(holding.card) }
}

pub(super) fn moved() -> HttpError {
    HttpError::Refused(StatusCode::GONE, "card-moved", "another phone has this card now".to_owned())
}

/// What a phone is told of a card.
pub(super) async fn status(app: &App, holding: &Holding) -> Result<CardStatus, HttpError> {
    let (card, now) = (&holding.card, app.clock.now());
    let state = if holding.moved { CardState::Moved } else { card.state_at(now) };
    let (uses, saved_cents) = if holding.moved {
        (Vec::new(), 0)
    } else {
        (app.storage.uses_of(&card.id, USES).await?, app.storage.saved_by(&card.id).await?)
    };
    // A key that was taken out of the set verifies nothing: what it signed is replaced.
    let dropped = match (holding.signed_by, app.cards.keys(app).await) {
        (Some(id), Ok(keys)) => keys.set.key(id).is_none(),
        _ => false,
    };
    let ends_soon = card.valid_until.is_some_and(|until| until - RENEWAL_BEFORE <= now);
    Ok(CardStatus {
        state,
        reason: card.reason.clone(),
        first_name: card.first_name.clone(),
        last_name: card.last_name.clone(),
        birth_date: card.birth_date,
        commune: card.commune.clone(),
        submitted_at: card.submitted_at,
        proof_held: card.proof_at.is_some() && !holding.moved,
        valid_until: card.valid_until,
        renewal_due: ends_soon
            && card.renewal_at.is_none()
            && matches!(state, CardState::Approved | CardState::Active | CardState::Expired),
        renew_now: state == CardState::Active && (holding.credential_revoked || dropped),
        uses: uses
            .into_iter()
            .map(|used| CardUse { offer: used.offer, shop: used.shop, at: used.at, saving_cents: used.saving_cents })
            .collect(),
        saved_cents,
        vouchers: if holding.moved { Vec::new() } else { app.storage.vouchers_of(&card.id).await? },
    })
}
