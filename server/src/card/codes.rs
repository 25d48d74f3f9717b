//! One-time codes: a card outcome over from the desk, blocked or moved with the holder's rescue code.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::protocol::{ActivationRequest, CardReceipt, RescueAction, RescueRequest};
use std::net::SocketAddr;

use super::application::{private, read};
use super::{code_hash, holder, secret};
use crate::app::App;
use crate::digest;
use crate::http::HttpError;
use crate::storage::cards::{Card, CodeUse, Holding, Purpose};

/// `POST /api/v1/card/activations`
pub async fn activate(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    super::throttle(&app, peer, &headers)?;
    let request: ActivationRequest = read(body)?;
    let token = secret()?;
    let outcome = app.storage.take_card(Purpose::Activation, code_hash(&request.code), digest::raw(&token)).await?;
    receipt(&app, outcome, token, "activation").await
}

/// `POST /api/v1/card/rescue`
pub async fn rescue(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    super::throttle(&app, peer, &headers)?;
    let request: RescueRequest = read(body)?;
    let code = code_hash(&request.code);
    match request.action {
        RescueAction::Block => match app.storage.block_by_code(code).await? {
            CodeUse::Taken(_) => Ok(StatusCode::NO_CONTENT.into_response()),
            other => Err(refused(&other, "rescue")),
        },
        RescueAction::Move => {
            let token = secret()?;
            let outcome = app.storage.take_card(Purpose::Rescue, code, digest::raw(&token)).await?;
            receipt(&app, outcome, token, "rescue").await
        }
    }
}

async fn receipt(app: &App, outcome: CodeUse, token: String, name: &'static str) -> Result<Response, HttpError> {
    match outcome {
        CodeUse::Taken(card) => {
            let holding =
                Holding { card: Card::clone(&card), moved: false, credential_revoked: false, signed_by: None };
            let card = holder::status(app, &holding).await?;
            Ok(private(StatusCode::OK, &CardReceipt { token: Some(token), card }))
        }
        other => Err(refused(&other, name)),
    }
}

fn refused(outcome: &CodeUse, name: &'static str) -> HttpError {
    let rescue = name == "rescue";
    match outcome {
        CodeUse::Used if !rescue => {
            HttpError::Refused(StatusCode::CONFLICT, "activation-used", "this code was used".to_owned())
        }
        CodeUse::Stale if !rescue => {
            HttpError::Refused(StatusCode::GONE, "activation-stale", "this code has ended".to_owned())
        }
        CodeUse::Blocked => {
            HttpError::Refused(StatusCode::CONFLICT, "card-revoked", "this card was withdrawn".to_owned())
        }
        _ if rescue => HttpError::Refused(StatusCode::NOT_FOUND, "rescue-unknown", "no such code".to_owned()),
        _ => HttpError::Refused(StatusCode::NOT_FOUND, "activation-unknown", "no such code".to_owned()),
    }
}
