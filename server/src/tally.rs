//! `POST /api/v1/tally`: apps add to the week's sums.
//!
//! The answer is always the same, no cookie is read, and the sender's address only takes a token of the limit: nothing of
//! the request stays but numbers one higher.

use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use shared::protocol::{TALLY_MAX_READS, TALLY_MAX_SEARCHES, Tally, iso_week};

use crate::app::App;
use crate::http::{HttpError, limits};

/// Tallies one address may send at once: a whole school behind it on the first day.
pub(crate) const BURST: u32 = 300;

/// And then one each so many seconds.
pub(crate) const SECONDS: u32 = 2;

/// `POST /api/v1/tally`
pub async fn count(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<StatusCode, HttpError> {
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    app.tally_limit.take(asker, app.clock.now()).map_err(HttpError::TooMany)?;
    let body = body.map_err(|_| {
        HttpError::Refused(
            StatusCode::PAYLOAD_TOO_LARGE,
            "tally-too-large",
            "the request is larger than 64 KiB".to_owned(),
        )
    })?;
    let tally: Tally =
        serde_json::from_slice(&body).map_err(|error| HttpError::bad_request("tally-unreadable", error.to_string()))?;
    if tally.reads.len() > TALLY_MAX_READS || tally.fruitless.len() > TALLY_MAX_SEARCHES {
        let say = format!("at most {TALLY_MAX_READS} reads and {TALLY_MAX_SEARCHES} searches");
        return Err(HttpError::unprocessable("tally-too-long", say));
    }
    app.storage.count_tally(&iso_week(app.clock.now()), &tally).await?;
    Ok(StatusCode::NO_CONTENT)
}
