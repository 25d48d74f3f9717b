//! Pictures: kept by what they contain, given for ever, made from whatever a feed brings.

mod resize;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use crate::app::App;
use crate::http::HttpError;
use crate::storage::{Storage, StorageError};

pub use resize::{MAX_BYTES, PictureError, Resized, redraw, resize};

/// Bytes of pictures kept in memory.
const CACHE_BYTES: usize = 8 * 1024 * 1024;

/// Pictures, the last ones asked for kept in memory. They live in the database with the records that show
/// them; a bucket beside it would be another place to look in here.
#[derive(Clone, Debug)]
pub struct Pictures {
    storage: Storage,
    recent: Arc<Mutex<VecDeque<(String, Bytes)>>>,
}

impl Pictures {
    /// Pictures of `storage`.
    pub fn new(storage: Storage) -> Self {
        Self { storage, recent: Arc::default() }
    }

    /// A picture's file.
    pub async fn get(&self, sha256: &str) -> Result<Option<Bytes>, StorageError> {
        if let Some(bytes) = self.recall(sha256) {
            return Ok(Some(bytes));
        }
        let Some(bytes) = self.storage.picture(sha256).await?.map(Bytes::from) else { return Ok(None) };
        if let Ok(mut recent) = self.recent.lock() {
            recent.push_front((sha256.to_owned(), bytes.clone()));
            let mut total = 0;
            recent.retain(|(_, bytes)| {
                total += bytes.len();
                total <= CACHE_BYTES
            });
        }
        Ok(Some(bytes))
    }

    fn recall(&self, sha256: &str) -> Option<Bytes> {
        let mut recent = self.recent.lock().ok()?;
        let at = recent.iter().position(|(name, _)| name == sha256)?;
        let found = recent.remove(at)?;
        let bytes = found.1.clone();
        recent.push_front(found);
        Some(bytes)
    }
}

/// `GET /media/<sha256>.webp`
pub async fn picture(State(app): State<App>, Path(file): Path<String>) -> Result<Response, HttpError> {
    let name =
        file.strip_suffix(".webp").filter(|name| name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let bytes = app.pictures.get(name.ok_or(HttpError::NotFound)?).await?.ok_or(HttpError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/webp")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    Ok((headers, bytes).into_response())
}
