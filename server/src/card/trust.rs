//! `GET /api/v1/card/trust`: all that a shop needs to verify cards without a network.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::card::{PublicKey, Trust, from_hex, to_hex};
use shared::protocol::TrustBundle;

use super::keys::{CardKeys, seconds};
use super::territory;
use crate::app::App;
use crate::digest;
use crate::http::HttpError;
use crate::http::date::http_date;

/// `GET /api/v1/card/trust`
pub async fn trust(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let bundle = bundle(&app).await?;
    let text = serde_json::to_string(&bundle).map_err(|error| HttpError::Internal(error.to_string()))?;
    let etag = format!("\"{}\"", digest::hex(&text).get(..16).unwrap_or_default());
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let same = known.is_some_and(|known| known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag));
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { (StatusCode::OK, Json(bundle)).into_response() };
    let answered = response.headers_mut();
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        answered.insert(header::ETAG, etag);
    }
    // The verifier's clock: the server's own, not that of the machine's HTTP library.
    if let Some(date) = http_date(app.clock.now()) {
        answered.insert(header::DATE, date);
    }
    Ok(response)
}

async fn bundle(app: &App) -> Result<TrustBundle, HttpError> {
    let town = territory(app)?;
    let keys = app.cards.keys(app).await?;
    let now = app.clock.now();
    let (ids, last) = app.storage.revoked().await?;
    let (ids, dated) = app.cards.dated(ids, last, now);
    let revocations = keys.issuer.revocations(keys.set.territory, keys.issuer_id, seconds(dated), ids);
    Ok(TrustBundle {
        territory: keys.set.territory,
        name: town.name.clone(),
        root: to_hex(&keys.root),
        keys: to_hex(&keys.set.to_bytes()),
        revocations: to_hex(&revocations.to_bytes()),
        partners: app.storage.partners().await?,
    })
}

/// What the server itself believes: its keys and its partners'. Its revocations are in its database.
pub(crate) async fn believed(app: &App, keys: &CardKeys) -> Result<Trust, HttpError> {
    let mut trust = Trust::new(keys.root, &keys.set.to_bytes())
        .map_err(|error| HttpError::Internal(format!("the own key set: {error}")))?;
    for partner in app.storage.partners().await? {
        let root = from_hex(&partner.root).and_then(|bytes| PublicKey::try_from(bytes).ok());
        if let Some((root, keys)) = root.zip(from_hex(&partner.keys))
            && let Err(error) = trust.accept(&partner.name, root, &keys)
        {
            tracing::warn!(territory = partner.territory, %error, "a partner's keys are not believed");
        }
    }
    trust.checked_at = Some(app.clock.now());
    Ok(trust)
}
