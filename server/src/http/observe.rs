//! Around every request: a time limit, a number for `/metrics`, a line in the log, an id on problems.
//!
//! The log has the route's pattern, never the address asked for: a query may hold what someone typed. No
//! address of a person is written either; only faults get a line above `debug`.

use std::time::Duration;

use axum::Json;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::protocol::Problem;
use tokio::time::Instant;

use super::HttpError;
use super::error::Fault;
use crate::app::App;
use crate::entropy;

/// Longest a handler may take. Streams are answered at once and go on beyond it.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The middleware.
pub async fn observe(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let answered = tokio::time::timeout(TIMEOUT, next.run(request)).await;
    let mut response = answered.unwrap_or_else(|_| HttpError::Timeout.into_response());
    let route = route.as_ref().map_or("(site)", MatchedPath::as_str);
    let status = response.status().as_u16();
    let elapsed = begun.elapsed();
    app.metrics.answered(route, status, elapsed);
    tracing::debug!(%method, route, status, ms = elapsed.as_secs_f64() * 1000.0, "answered");
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let fault = response.extensions_mut().remove::<Fault>();
        response = identify(response, problem, fault, app.clock.now(), route);
    }
    response
}

/// Gives a problem its id, in the body, in a header and, for faults, in the log.
fn identify(response: Response, mut problem: Problem, fault: Option<Fault>, now: i64, route: &str) -> Response {
    let id = entropy::ulid(now).unwrap_or_default();
    if let Some(Fault(detail)) = fault {
        tracing::error!(request = id, route, status = problem.status, detail, "fault");
    }
    problem.instance = Some(id.clone());
    let (mut parts, _) = response.into_parts();
    let (_, body) = Json(problem).into_response().into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    if let Ok(value) = HeaderValue::from_str(&id) {
        parts.headers.insert("x-request-id", value);
    }
    Response::from_parts(parts, body)
}

/// What a panic in a handler becomes.
#[expect(clippy::needless_pass_by_value, reason = "the signature is tower-http's")]
pub fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    HttpError::Internal(format!("panic: {}", said.unwrap_or("of an unknown kind"))).into_response()
}
