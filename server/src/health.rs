//! Is it alive, is it ready, how is it doing.
//!
//! `/readyz` names each part and its state. An optional part that is missing or broken is said and does not
//! make the server unready: everything else still works.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use serde_json::json;

use crate::app::App;
use crate::http::HttpError;
use crate::import::links::is_told;
use crate::map::{OutsideError, Standing};
use crate::push::Part;

/// Counts for `/metrics`, in Prometheus's words.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Histogram,
    listeners: Gauge,
    seq: Gauge<i64, std::sync::atomic::AtomicI64>,
    imported: Counter<u64, AtomicU64>,
    notifications: Family<Notified, Counter>,
    waiting: Gauge,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Notified {
    provider: &'static str,
    verdict: &'static str,
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let mut registry = Registry::with_prefix("guichet");
        let requests = Family::<Answered, Counter>::default();
        registry.register("requests", "Answers by route pattern and status", requests.clone());
        let seconds = Histogram::new([0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0]);
        registry.register("request_seconds", "Time until an answer began", seconds.clone());
        let listeners = Gauge::default();
        registry.register("live_listeners", "Open live streams", listeners.clone());
        let seq = Gauge::default();
        registry.register("log_seq", "End of the change log", seq.clone());
        let imported = Counter::default();
        registry.register("seeded_records", "Records seeded or updated at start", imported.clone());
        let notifications = Family::<Notified, Counter>::default();
        registry.register("notifications", "Answers of push services by what they mean", notifications.clone());
        let waiting = Gauge::default();
        registry.register("notifications_waiting", "Notifications still to be sent", waiting.clone());
        Self { registry, requests, seconds, listeners, seq, imported, notifications, waiting }
    }

    /// Counts an answer.
    pub fn answered(&self, route: &str, status: u16, elapsed: Duration) {
        self.requests.get_or_create(&Answered { route: route.to_owned(), status }).inc();
        self.seconds.observe(elapsed.as_secs_f64());
    }

    /// Counts an answer of a push service.
    pub fn notified(&self, provider: &'static str, verdict: &'static str) {
        self.notifications.get_or_create(&Notified { provider, verdict }).inc();
    }

    /// Notifications still to be sent.
    pub fn push_waiting(&self, lines: u64) {
        self.waiting.set(lines as i64);
    }

    /// Counts records written when seeding.
    pub fn seeded(&self, records: usize) {
        self.imported.inc_by(records as u64);
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

/// `GET /healthz`: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: `200` when content can be given, `503` when not, each part by name either way.
pub async fn readyz(State(app): State<App>) -> Response {
    let storage = app.storage.ping().await;
    let status = if storage.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let part = |present: bool| if present { "ok" } else { "absent" };
    let body = json!({
        "ready": storage.is_ok(),
        "parts": {
            "storage": { "state": if storage.is_ok() { "ok" } else { "down" }, "kind": app.storage.kind() },
            "territory": { "state": part(app.territory.is_some()), "slug": app.territory.as_ref().map(|territory| &territory.slug) },
            "site": { "state": part(app.config.site.as_ref().is_some_and(|site| site.join("index.html").exists())) },
            "live": { "state": "ok", "listeners": app.hub.listeners() },
            "card": card(&app),
            "feeds": feeds(&app).await,
            "links": links(&app).await,
            "push": push(&app).await,
            "map": map(&app).await,
            "mail": { "state": "absent" },
        },
        "seq": app.library.head().seq,
        "version": env!("CARGO_PKG_VERSION"),
    });
    (status, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// Feeds that fail since a day are somebody's to mend; no phone goes without because of them.
async fn feeds(app: &App) -> serde_json::Value {
    let Ok(feeds) = app.storage.failing_feeds(app.clock.now() - 86_400).await else { return unreadable() };
    let failing = feeds.len();
    json!({ "state": if failing == 0 { "ok" } else { "degraded" }, "failing": failing })
}

/// A part that the database says nothing of is not called well.
fn unreadable() -> serde_json::Value {
    json!({ "state": "degraded", "fault": "the database does not answer" })
}

/// Links that lead nowhere are somebody's to look at; the server is as well as before.
async fn links(app: &App) -> serde_json::Value {
    if !app.config.watch_links {
        return json!({ "state": "absent" });
    }
    let Ok(failing) = app.storage.failing_links().await else { return unreadable() };
    json!({ "state": "ok", "to_look_at": failing.iter().filter(|link| is_told(link)).count() })
}

/// Each provider, and the services that nothing goes through: those that reach many, for anybody can name a browser's.
async fn push(app: &App) -> serde_json::Value {
    let (mut parts, mut on, mut broken) = (serde_json::Map::new(), false, false);
    for (kind, part) in app.push.providers.all() {
        let said = match part {
            Part::On(_) => json!({ "state": "ok" }),
            Part::Off => json!({ "state": "absent" }),
            Part::Broken(fault) => json!({ "state": "degraded", "fault": fault }),
        };
        on |= matches!(part, Part::On(_));
        broken |= matches!(part, Part::Broken(_));
        parts.insert(kind.name().to_owned(), said);
    }
    let Ok(services) = app.storage.push_services().await else { return unreadable() };
    let all: u64 = services.iter().map(|service| service.phones).sum();
    let failing: Vec<_> = services
        .iter()
        .filter(|service| service.failing_since.is_some() && service.phones * 10 >= all)
        .map(|service| json!({ "service": service.name, "failure": service.failure, "since": service.failing_since }))
        .collect();
    let state = match (on, broken || !failing.is_empty()) {
        (_, true) => "degraded",
        (true, false) => "ok",
        (false, false) => "absent",
    };
    json!({ "state": state, "providers": parts, "failing": failing })
}

/// A town without a map shows its places in a list: nothing of it makes the server unready.
async fn map(app: &App) -> serde_json::Value {
    let Standing { file, source, geocoder, font } = app.maps.standing().await;
    let asked = |part: &Option<Result<(), OutsideError>>| match part {
        None => json!({ "state": "absent" }),
        Some(Ok(())) => json!({ "state": "ok" }),
        Some(Err(fault)) => json!({ "state": "degraded", "fault": fault.words() }),
    };
    let state = match (&file, &source) {
        (Err(_), _) | (Ok(None), Some(Err(_))) => "degraded",
        (Ok(Some(_)), _) | (Ok(None), Some(Ok(()))) => "ok",
        (Ok(None), None) => "absent",
    };
    let told = match file {
        Ok(Some((bytes, built_at))) => json!({ "state": "ok", "bytes": bytes, "built_at": built_at }),
        Ok(None) => json!({ "state": "absent" }),
        Err(fault) => json!({ "state": "degraded", "fault": fault }),
    };
    json!({ "state": state, "file": told, "source": asked(&source), "geocoder": asked(&geocoder), "font": font })
}

fn card(app: &App) -> serde_json::Value {
    if app.territory.as_ref().is_none_or(|territory| !territory.card.enabled) {
        return json!({ "state": "absent" });
    }
    let faults = app.cards.faults();
    json!({ "state": if faults.is_empty() { "ok" } else { "degraded" }, "faults": faults })
}

/// `GET /metrics`
pub async fn metrics(State(app): State<App>) -> Result<Response, HttpError> {
    app.metrics.listeners.set(app.hub.listeners() as i64);
    app.metrics.seq.set(app.library.head().seq as i64);
    let mut text = String::new();
    encode(&mut text, &app.metrics.registry).map_err(|error| HttpError::Internal(error.to_string()))?;
    let kind = HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
