//! The server's clock as a `Date` header (RFC 9110 §6.6.1): its own, not that of the machine's HTTP library, so that
//! phones and shops that compare their clocks with it are told one time.

use axum::http::HeaderValue;
use shared::domain::UnixSeconds;

/// `Mon, 23 Nov 2026 00:00:00 GMT`. `None`: a moment that no calendar has.
pub fn http_date(moment: UnixSeconds) -> Option<HeaderValue> {
    let moment = chrono::DateTime::from_timestamp(moment, 0)?;
    HeaderValue::from_str(&moment.format("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok()
}
