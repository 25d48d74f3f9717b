//! `PUT /api/v1/card/proof`: the picture that a town decides by. Drawn anew, so that nothing that rode along in the file
//! (where it was taken, by which phone, a script) is kept or shown to staff.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::protocol::CARD_PROOF_MAX_BYTES;
use std::net::SocketAddr;

use super::application::private;
use super::{holder, territory, throttle};
use crate::app::App;
use crate::http::HttpError;
use crate::media;

/// Largest side kept, in pixels: small print stays readable.
const MAX_SIDE: u32 = 1_600;

/// `PUT /api/v1/card/proof`
pub async fn prove(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    throttle(&app, peer, &headers)?;
    if territory(&app)?.card.proof.is_none() {
        let title = "this town asks for no proof".to_owned();
        return Err(HttpError::Refused(StatusCode::FORBIDDEN, "not-asked", title));
    }
    let card = holder::own(&app, &headers).await?;
    let body = body.ok().filter(|body| body.len() <= CARD_PROOF_MAX_BYTES).ok_or_else(|| {
        let title = format!("the picture is larger than {} KiB", CARD_PROOF_MAX_BYTES / 1024);
        HttpError::Refused(StatusCode::PAYLOAD_TOO_LARGE, "proof-too-large", title)
    })?;
    let turn = app.drawing.acquire().await.map_err(|error| HttpError::Internal(error.to_string()))?;
    let drawn = tokio::task::spawn_blocking(move || media::redraw(&body, MAX_SIDE)).await;
    drop(turn);
    let picture = drawn
        .map_err(|error| HttpError::Internal(error.to_string()))?
        .map_err(|error| HttpError::unprocessable("proof-unreadable", error.to_string()))?;
    if !app.storage.keep_card_proof(&card.id, &picture).await? {
        let title = "the application was decided meanwhile".to_owned();
        return Err(HttpError::Refused(StatusCode::CONFLICT, "application-decided", title));
    }
    let holding = holder::held(&app, &headers).await?;
    Ok(private(StatusCode::OK, &holder::status(&app, &holding).await?))
}
