//! `POST /api/v1/card/credential`: a phone is given what it may sign with for the next fourteen days.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::card::{
    AgeBand, Credential, CredentialId, DEVICE_LIFETIME_HOURS, PublicKey, Signature, SignedCredential, binding_message,
    from_hex, to_hex, verify_signature,
};
use shared::domain::UnixSeconds;
use shared::protocol::{CardState, CredentialAnswer, CredentialRequest};

use super::application::{private, read};
use super::keys::seconds;
use super::{code_hash, holder, spoken_code, territory, today};
use crate::app::App;
use crate::entropy;
use crate::http::HttpError;
use crate::storage::cards::{Bound, Card, NewCredential};

/// Furthest that the moment of a phone's signature may be from the server's, seconds.
const BINDING_DRIFT: UnixSeconds = 600;

/// `POST /api/v1/card/credential`
pub async fn credential(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let card = holder::own(&app, &headers).await?;
    let request: CredentialRequest = read(body)?;
    let device_key = proven_key(&request, app.clock.now())?;
    let keys = app.cards.keys(&app).await?;
    let (new, begins) = fresh(&app, &card, keys.issuer_id, u32::from(DEVICE_LIFETIME_HOURS))?;
    let rescue = spoken_code::<12>()?;
    let bound = app.storage.bind_card(&card.id, &device_key, &new, code_hash(&rescue)).await?;
    let (card, with_rescue) = match bound.ok_or(HttpError::NotFound)? {
        Bound::Ready { card, with_rescue } => (*card, with_rescue),
        Bound::NotNow(state) => return Err(not_now(state)),
        Bound::OtherDevice => {
            return Err(HttpError::Refused(
                StatusCode::CONFLICT,
                "device-differs",
                "another phone's key is bound to this card".to_owned(),
            ));
        }
    };
    let signed = keys.issuer.issue(describe(&app, &card, &new, begins, Some(device_key))?);
    let answer = CredentialAnswer {
        credential: to_hex(&signed.to_bytes()),
        renew_from: begins + (new.expires - begins) / 2,
        server_time: app.clock.now(),
        rescue_code: with_rescue.then_some(rescue),
        card: holder::status(&app, &holder::held(&app, &headers).await?).await?,
    };
    Ok(private(StatusCode::OK, &answer))
}

/// The phone's key, if the phone has shown that it holds it.
fn proven_key(request: &CredentialRequest, now: UnixSeconds) -> Result<PublicKey, HttpError> {
    let key = from_hex(&request.device_key).and_then(|bytes| PublicKey::try_from(bytes).ok());
    let signature = from_hex(&request.signature).and_then(|bytes| Signature::try_from(bytes).ok());
    let proven = key.zip(signature).filter(|(key, signature)| {
        (now - request.at).abs() <= BINDING_DRIFT && verify_signature(key, &binding_message(key, request.at), signature)
    });
    proven
        .map(|(key, _)| key)
        .ok_or_else(|| HttpError::unprocessable("binding-invalid", "the phone has not shown that it holds this key"))
}

/// A credential to note, and when it begins: it never outlives the card, nor an age band.
pub(super) fn fresh(app: &App, card: &Card, key_id: u8, hours: u32) -> Result<(NewCredential, UnixSeconds), HttpError> {
    let now = app.clock.now();
    let id = CredentialId(entropy::bytes::<8>().map_err(|error| HttpError::Internal(error.to_string()))?);
    let until = card.valid_until.unwrap_or(now);
    let expires = (now + UnixSeconds::from(hours) * 3_600).min(until);
    Ok((NewCredential { id, key_id, expires, printed: false }, now))
}

/// What the credential says of its holder.
pub(super) fn describe(
    app: &App,
    card: &Card,
    new: &NewCredential,
    begins: UnixSeconds,
    device_key: Option<PublicKey>,
) -> Result<Credential, HttpError> {
    let town = territory(app)?;
    let today = today(town, begins);
    // Whoever passes the last birthday during the term keeps the card to its end, in the last band.
    let band = AgeBand::on(card.birth_date, today).unwrap_or(AgeBand::From21);
    // Whole hours, rounded up: the beginning may lie some minutes back, never ahead.
    let hours = (new.expires - begins).max(0).unsigned_abs().div_ceil(3_600);
    Ok(Credential {
        territory: town.card.number,
        key_id: new.key_id,
        id: new.id,
        expires: seconds(new.expires),
        lifetime_hours: u16::try_from(hours).unwrap_or(u16::MAX),
        band,
        entitlements: card.entitlements,
        device_key,
        first_name: card.first_name.clone(),
    })
}

/// Signs for paper.
pub(super) fn sign_for_paper(
    app: &App,
    card: &Card,
    new: &NewCredential,
    begins: UnixSeconds,
    keys: &super::keys::CardKeys,
) -> Result<SignedCredential, HttpError> {
    Ok(keys.issuer.issue(describe(app, card, new, begins, None)?))
}

fn not_now(state: CardState) -> HttpError {
    let kind = match state {
        CardState::Suspended => "card-suspended",
        CardState::Revoked => "card-revoked",
        CardState::Expired => "card-expired",
        _ => "card-not-approved",
    };
    HttpError::Refused(StatusCode::CONFLICT, kind, "this card cannot be shown now".to_owned())
}
