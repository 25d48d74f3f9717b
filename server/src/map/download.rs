//! `GET /api/v1/map/file`: the file whole or from where a phone stopped (RFC 9110, sections 13 and 14).
//!
//! One range is served; several at once are answered with the whole, as the RFC permits: nobody resumes a download in two places.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;

use super::held::Held;
use crate::app::App;
use crate::http::HttpError;
use crate::http::limits::asker;

/// Bytes read at once.
const PIECE: u64 = 128 * 1024;

/// `GET /api/v1/map/file`
pub async fn file(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<std::net::SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, HttpError> {
    let now = app.clock.now();
    app.maps.parts.take(asker(peer, &headers, app.config.trusted_proxies), now).map_err(HttpError::TooMany)?;
    let held = app.maps.held.look().await.ok_or(HttpError::NotFound)?;
    let tag = format!("\"{}\"", held.file.sha256);
    let length = held.file.bytes;
    let said = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let mut answer = if said(header::IF_NONE_MATCH).is_some_and(|known| names(known, &tag)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        // A range of another file than the one that is there would be put behind bytes that it does not follow.
        let same = said(header::IF_RANGE).is_none_or(|known| known.trim() == tag);
        match said(header::RANGE).filter(|_| same).map(|range| asked(range, length)) {
            None | Some(Asked::Whole) => part(held, 0..length, StatusCode::OK),
            Some(Asked::Part(range)) => {
                let told = format!("bytes {}-{}/{length}", range.start, range.end.saturating_sub(1));
                let mut answer = part(held, range, StatusCode::PARTIAL_CONTENT);
                put(&mut answer, header::CONTENT_RANGE, &told);
                answer
            }
            Some(Asked::Beyond) => {
                let mut answer = HttpError::Refused(
                    StatusCode::RANGE_NOT_SATISFIABLE,
                    "range-beyond",
                    "the file is shorter than that".to_owned(),
                )
                .into_response();
                put(&mut answer, header::CONTENT_RANGE, &format!("bytes */{length}"));
                answer
            }
        }
    };
    put(&mut answer, header::ETAG, &tag);
    put(&mut answer, header::ACCEPT_RANGES, "bytes");
    if answer.status() != StatusCode::RANGE_NOT_SATISFIABLE {
        put(&mut answer, header::CACHE_CONTROL, "no-cache");
    }
    Ok(answer)
}

fn put(answer: &mut Response, name: header::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

/// Whether a list of entity tags has that one.
fn names(list: &str, tag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(Range<u64>),
    Beyond,
}

/// What a `Range` header asks of that many bytes. What cannot be read is as if it was not there.
fn asked(range: &str, length: u64) -> Asked {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Asked::Whole;
    };
    let number =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (first, last) {
        ("", "") => Asked::Whole,
        ("", last) => match number(last) {
            Some(0) => Asked::Beyond,
            Some(tail) => Asked::Part(length.saturating_sub(tail)..length),
            None => Asked::Whole,
        },
        (first, last) => {
            let end = if last.is_empty() { Some(length) } else { number(last).map(|last| last.saturating_add(1)) };
            match (number(first), end) {
                (Some(first), Some(end)) if first < end && first < length => Asked::Part(first..end.min(length)),
                (Some(first), Some(_)) if first >= length => Asked::Beyond,
                _ => Asked::Whole,
            }
        }
    }
}

/// Bytes of the file, read as the line takes them.
fn part(held: Arc<Held>, range: Range<u64>, status: StatusCode) -> Response {
    let length = range.end - range.start;
    let pieces = stream::try_unfold((held, range), |(held, range)| async move {
        if range.is_empty() {
            return Ok(None);
        }
        let size = PIECE.min(range.end - range.start);
        let start = range.start;
        let reader = Arc::clone(&held);
        let piece = tokio::task::spawn_blocking(move || read_at(&reader.handle, start, size as usize)).await;
        let piece = piece.map_err(io::Error::other)??;
        Ok::<_, io::Error>(Some((piece, (held, start + size..range.end))))
    });
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/vnd.sqlite3"));
    let long = (header::CONTENT_LENGTH, HeaderValue::from(length));
    (status, [kind, long], Body::from_stream(pieces)).into_response()
}

#[cfg(unix)]
fn read_at(file: &File, start: u64, size: usize) -> io::Result<Bytes> {
    let mut piece = vec![0; size];
    std::os::unix::fs::FileExt::read_exact_at(file, &mut piece, start)?;
    Ok(piece.into())
}

#[cfg(not(unix))]
fn read_at(file: &File, start: u64, size: usize) -> io::Result<Bytes> {
    use std::io::{Read, Seek, SeekFrom};
    // A handle of its own has a position of its own nowhere but on Unix: one reader at a time.
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE.lock();
    let mut reader = file;
    reader.seek(SeekFrom::Start(start))?;
    let mut piece = vec![0; size];
    reader.read_exact(&mut piece)?;
    Ok(piece.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        for (range, expected) in [
            ("bytes=0-", Asked::Part(0..1000)),
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=500-", Asked::Part(500..1000)),
            ("bytes=500-99999", Asked::Part(500..1000)),
            ("bytes=-100", Asked::Part(900..1000)),
            ("bytes=-5000", Asked::Part(0..1000)),
            ("bytes=-0", Asked::Beyond),
            ("bytes=1000-", Asked::Beyond),
            ("bytes=18446744073709551615-", Asked::Beyond),
            ("bytes=5-4", Asked::Whole),
            ("bytes=0-1,5-6", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("lines=1-2", Asked::Whole),
            ("", Asked::Whole),
        ] {
            assert_eq!(asked(range, 1000), expected, "{range}");
        }
    }

    #[test]
    fn tags_are_found_in_a_list() {
        assert!(names("\"a\", W/\"b\"", "\"b\"") && names("*", "\"b\"") && !names("\"a\"", "\"b\""));
    }
}
