//! `POST /api/v1/card/check`: is this code good, asked of the server, which knows what no page off line can: what was
//! blocked a second ago, what was shown already, whether a printed card still holds.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::card::{Holder, Proven, Staleness, Verdict, Window, digits_of, from_digits, inspect, judge};
use shared::domain::UnixSeconds;
use shared::protocol::{CardState, CheckAnswer, CheckRequest, VerdictName};
use std::net::SocketAddr;
use ulid::Ulid;

use super::application::{private, read};
use super::trust::believed;
use crate::app::App;
use crate::http::{HttpError, limits};
use crate::shop;
use crate::storage::cards::IssuedCredential;

/// `POST /api/v1/card/check`
pub async fn check(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, HttpError> {
    let asker = limits::asker(peer, &headers, app.config.trusted_proxies);
    app.cards.check_limit.take(asker, app.clock.now()).map_err(HttpError::TooMany)?;
    let request: CheckRequest = read(body)?;
    if Ulid::from_string(&request.scan).is_err() {
        return Err(HttpError::unprocessable("scan-invalid", "the scan must be a ULID"));
    }
    let verdict = verdict(&app, &request.digits, Some(&request.scan), app.clock.now(), Window::ONLINE).await?;
    let shop = shop::session::signed_in(&app, &headers).await?;
    let answer = CheckAnswer::of(&verdict, app.clock.now());
    app.storage.count_verification(shop.as_deref(), name(answer.verdict)).await?;
    Ok(private(StatusCode::OK, &answer))
}

/// The server's verdict about digits at `now`. With a `scan`, the proof counts as shown in it.
async fn verdict(
    app: &App,
    digits: &str,
    scan: Option<&str>,
    now: UnixSeconds,
    window: Window,
) -> Result<Verdict, HttpError> {
    let (proven, partner, trust) = match genuine(app, digits).await? {
        Ok(genuine) => genuine,
        Err(verdict) => return Ok(verdict),
    };
    let (id, moment) = (proven.credential.id, proven.moment);
    let own = if partner.is_none() { app.storage.credential(id).await? } else { None };
    if partner.is_none() && own.as_ref().is_none_or(|issued| is_blocked(issued, now)) {
        return Ok(Verdict::Revoked);
    }
    let credential = proven.credential.clone();
    let verdict = match judge(proven, partner, &trust, now, window, None) {
        // The server is the network that a printed card needs.
        Verdict::NeedsNetwork if own.is_some() => {
            Verdict::Valid { holder: Holder::of(credential, None), checked_at: None }
        }
        Verdict::Valid { holder, .. } => Verdict::Valid { holder, checked_at: None },
        other => other,
    };
    if let (Verdict::Valid { .. }, Some(moment), Some(scan)) = (&verdict, moment, scan)
        && !app.storage.present(id, moment, scan).await?
    {
        return Ok(Verdict::Stale(Staleness::Replayed));
    }
    Ok(verdict)
}

/// A genuine code, the partner's name if it is one's, and what was believed; else the verdict.
pub(crate) async fn genuine(
    app: &App,
    digits: &str,
) -> Result<Result<(Proven, Option<String>, shared::card::Trust), Verdict>, HttpError> {
    let keys = app.cards.keys(app).await?;
    let trust = believed(app, &keys).await?;
    let Some(digits) = digits_of(digits) else {
        return Ok(Err(Verdict::NotACard(shared::card::Malformed::NotDigits)));
    };
    let bytes = match from_digits(digits) {
        Ok(bytes) => bytes,
        Err(malformed) => return Ok(Err(Verdict::NotACard(malformed))),
    };
    Ok(match inspect(&bytes, &trust) {
        Ok((proven, partner)) => Ok((proven, partner, trust)),
        Err(verdict) => Err(verdict),
    })
}

/// Whether a credential was revoked, or its card does not stand now.
fn is_blocked(issued: &IssuedCredential, now: UnixSeconds) -> bool {
    issued.was_revoked(now) || !matches!(issued.state, CardState::Approved | CardState::Active)
}

/// A verdict's name as it travels.
pub(crate) fn name(verdict: VerdictName) -> &'static str {
    match verdict {
        VerdictName::Valid => "valid",
        VerdictName::ValidOffline => "valid-offline",
        VerdictName::Expired => "expired",
        VerdictName::NotYetValid => "not-yet-valid",
        VerdictName::Revoked => "revoked",
        VerdictName::Stale => "stale",
        VerdictName::Replayed => "replayed",
        VerdictName::ClockWrong => "clock-wrong",
        VerdictName::Forged => "forged",
        VerdictName::UnknownKey => "unknown-key",
        VerdictName::OtherTerritory => "other-territory",
        VerdictName::NeedsNetwork => "needs-network",
        VerdictName::NotACard => "not-a-card",
    }
}
