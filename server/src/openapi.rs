//! `GET /api/v1/openapi.json`: the API described for programs, OpenAPI 3.1.
//!
//! Written by hand beside the code and compared with real answers by `tests/http.rs`: a document made from
//! annotations would repeat `shared::protocol` in a second set of attributes.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// The document.
pub(crate) const DOCUMENT: &str = include_str!("openapi.json");

/// The handler.
pub async fn document() -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.oai.openapi+json;version=3.1")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    (headers, DOCUMENT).into_response()
}
