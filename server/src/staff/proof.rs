//! `GET /staff/cartes/<id>/justificatif`: the picture that an application is decided by. Each look is audited.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::page::Refusal;
use crate::app::App;
use crate::http::{HttpError, headers};
use crate::storage::StaffMember;

/// `GET /staff/cartes/<id>/justificatif`
pub(super) async fn proof(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let picture = app.storage.open_card_proof(&who.name, &id).await?.ok_or(HttpError::NotFound)?;
    let mut response = picture.into_response();
    let all = response.headers_mut();
    headers::secure(all);
    all.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/webp"));
    all.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    all.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
