//! The one error type of the HTTP side, as RFC 9457 problems.
//!
//! A 5xx carries its detail to the log only; the asker gets the request's id to speak of. The id is written in
//! by [`super::observe`], which knows it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::protocol::Problem;

use crate::storage::StorageError;

/// Why a request is not answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The request cannot be understood or accepted: status, stable name, English title.
    #[error("{2}")]
    Refused(StatusCode, &'static str, String),
    /// Nothing is there.
    #[error("there is nothing here")]
    NotFound,
    /// A cursor that cannot be continued from.
    #[error("this cursor cannot be continued from: start again from since=0")]
    CursorGone,
    /// Come back after so many seconds.
    #[error("too many requests")]
    TooMany(u64),
    /// All places are taken; come back after so many seconds.
    #[error("the server is full")]
    Busy(u64),
    /// No room on the disk.
    #[error("the server cannot store anything now; nothing was changed")]
    Full,
    /// It took too long.
    #[error("the server did not answer in time")]
    Timeout,
    /// A fault of the server.
    #[error("{0}")]
    Internal(String),
}

/// The detail of a fault, for the log.
#[derive(Clone, Debug)]
pub struct Fault(pub String);

impl HttpError {
    /// `400` with a stable name.
    pub fn bad_request(kind: &'static str, title: impl Into<String>) -> Self {
        Self::Refused(StatusCode::BAD_REQUEST, kind, title.into())
    }

    /// `422` with a stable name.
    pub fn unprocessable(kind: &'static str, title: impl Into<String>) -> Self {
        Self::Refused(StatusCode::UNPROCESSABLE_ENTITY, kind, title.into())
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status_and_kind().0
    }

    fn status_and_kind(&self) -> (StatusCode, &'static str) {
        match self {
            Self::Refused(status, kind, _) => (*status, kind),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::CursorGone => (StatusCode::GONE, "cursor-gone"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests"),
            Self::Busy(_) => (StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Full => (StatusCode::INSUFFICIENT_STORAGE, "storage-full"),
            Self::Timeout => (StatusCode::GATEWAY_TIMEOUT, "timeout"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }
}

impl From<StorageError> for HttpError {
    fn from(error: StorageError) -> Self {
        if error.is_full() { Self::Full } else { Self::Internal(error.to_string()) }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let (status, kind) = self.status_and_kind();
        let title = match &self {
            Self::Internal(_) => "something went wrong on the server".to_owned(),
            other => other.to_string(),
        };
        let problem = Problem { kind: kind.to_owned(), title, status: status.as_u16(), instance: None };
        let mut response = (status, Json(problem.clone())).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::TooMany(seconds) | Self::Busy(seconds) = self {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(problem);
        if let Self::Internal(detail) = self {
            response.extensions_mut().insert(Fault(detail));
        }
        response
    }
}
