//! `GET /api/v1/sync`: the public content as a change log.
//!
//! Answers are made once for each (cursor, end of log), compressed, and kept while they are asked for. The
//! entity tag is the log and the cursor reached, so a phone that holds everything is told so without a look
//! at the database. There is no `stale-while-revalidate` on purpose: a browser would show its own user yesterday's
//! log right after hearing on the live stream that it changed.

mod answer;
mod library;
mod weekly;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use shared::domain::UnixSeconds;

use crate::app::App;
use crate::http::HttpError;
use crate::http::date::http_date;
use crate::http::encoding::Encoding;
use crate::storage::Head;

pub use answer::Answer;
pub use library::Library;
pub use weekly::WeeklyCount;

/// Shared caches may answer for a second. Without an age of its own a browser asks each time, cheaply.
const CACHE: HeaderValue = HeaderValue::from_static("s-maxage=1");

/// Query of `/api/v1/sync`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Cursor {
    /// Position held; 0 is an empty store.
    #[serde(default)]
    pub since: u64,
    /// Log the position is of.
    #[serde(default)]
    pub log: Option<String>,
    /// `1`: the first sync of this app in this ISO week. Counted, nothing kept about whom.
    #[serde(default)]
    pub first_sync_this_week: Option<u8>,
}

/// What a cursor is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// It cannot be continued from.
    Gone,
    /// The asker holds everything and knows it.
    NotModified,
    /// A page.
    Page,
}

/// Decides, without doing anything. `tag` is the entity tag the asker holds.
fn judge(head: &Head, cursor: &Cursor, tag: Option<&str>) -> Verdict {
    let other_log = cursor.log.as_ref().is_some_and(|log| *log != head.log);
    if cursor.since > head.seq || other_log || (cursor.since > 0 && cursor.since < head.horizon) {
        Verdict::Gone
    } else if cursor.since == head.seq && tag == Some(&*entity_tag(&head.log, head.seq)) {
        Verdict::NotModified
    } else {
        Verdict::Page
    }
}

/// Entity tag of the answer that reaches the end of the log at `seq`.
pub fn entity_tag(log: &str, seq: u64) -> String {
    format!("\"{log}.{seq}\"")
}

/// The handler.
pub async fn sync(
    State(app): State<App>,
    query: Result<Query<Cursor>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let Query(cursor) =
        query.map_err(|_| HttpError::bad_request("cursor-unreadable", "since must be a whole number"))?;
    let tag = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    let head = app.library.head();
    let verdict = judge(&head, &cursor, tag);
    if cursor.first_sync_this_week == Some(1) && verdict != Verdict::Gone {
        app.weekly.add();
    }
    match verdict {
        Verdict::Gone => Err(HttpError::CursorGone),
        Verdict::NotModified => Ok(not_modified(&entity_tag(&head.log, head.seq), app.clock.now())),
        Verdict::Page => {
            let answer = app.library.answer(cursor.since).await?;
            if tag == Some(answer.etag()) {
                return Ok(not_modified(answer.etag(), app.clock.now()));
            }
            let encoding = Encoding::accepted(&headers);
            let (body, encoding) = answer.body(encoding, app.clock.now());
            let mut response = body.into_response();
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            headers.insert(header::CACHE_CONTROL, CACHE);
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            if let Ok(etag) = HeaderValue::from_str(answer.etag()) {
                headers.insert(header::ETAG, etag);
            }
            encoding.name_in(headers);
            Ok(response)
        }
    }
}

/// Without a body the clock is told in the header: phones correct theirs by each answer.
fn not_modified(tag: &str, now: UnixSeconds) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    if let Some(date) = http_date(now) {
        response.headers_mut().insert(header::DATE, date);
    }
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, CACHE);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_of_cursor() {
        let head = Head { log: "A".to_owned(), seq: 9, horizon: 4 };
        for (since, log, tag, expected) in [
            (0, None, None, Verdict::Page),
            (0, Some("A"), None, Verdict::Page),
            (4, Some("A"), None, Verdict::Page),
            (3, Some("A"), None, Verdict::Gone),
            (9, Some("A"), Some("\"A.9\""), Verdict::NotModified),
            (9, None, Some("\"A.9\""), Verdict::NotModified),
            (9, Some("A"), None, Verdict::Page),
            (8, Some("A"), Some("\"A.8\""), Verdict::Page),
            (10, Some("A"), None, Verdict::Gone),
            (9, Some("B"), Some("\"B.9\""), Verdict::Gone),
        ] {
            let cursor = Cursor { since, log: log.map(str::to_owned), first_sync_this_week: None };
            assert_eq!(judge(&head, &cursor, tag), expected, "{since} {log:?} {tag:?}");
        }
    }
}
