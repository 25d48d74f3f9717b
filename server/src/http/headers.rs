//! Headers that tell a browser what pages of this server may do: nothing from elsewhere.
//!
//! On pages and files only. API answers carry none of them: they would outweigh what they protect.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// No other host, no inline script. Inline styles are allowed: Dioxus writes `style` attributes.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
    media-src 'self'; base-uri 'none'; form-action 'self'";

/// Who may hold a page in a frame, and what frames it may hold: nobody and none, but for the console's preview.
const ALONE: &str = "frame-ancestors 'none'";
const HOLDS: &str = "frame-src 'self'; frame-ancestors 'none'";
const HELD: &str = "frame-ancestors 'self'";

/// What pages ask a device for. The camera only on the page that reads codes.
const CAPABILITIES: &str = "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)";
const WITH_CAMERA: &str = "camera=(self), microphone=(), payment=(), usb=(), geolocation=()";

/// Puts them in.
pub fn secure(headers: &mut HeaderMap) {
    put(headers, CAPABILITIES, ALONE);
}

/// The same for a page of the console that shows the app in a frame.
pub fn secure_with_preview(headers: &mut HeaderMap) {
    put(headers, CAPABILITIES, HOLDS);
}

/// The same for the app in that frame.
pub fn secure_in_frame(headers: &mut HeaderMap) {
    put(headers, CAPABILITIES, HELD);
}

/// The same for a page that reads codes with the camera.
pub fn secure_with_camera(headers: &mut HeaderMap) {
    put(headers, WITH_CAMERA, ALONE);
}

fn put(headers: &mut HeaderMap, capabilities: &'static str, frames: &str) {
    if let Ok(policy) = HeaderValue::try_from(format!("{POLICY}; {frames}")) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), capabilities),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
