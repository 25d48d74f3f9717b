//! Style, script and typefaces of the console, inside the program: a server without a web build has a console all the same.
//!
//! Each is named after its content and may be kept for ever.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::page::Refusal;
use crate::digest;
use crate::http::{HttpError, headers};

/// One file.
struct Asset {
    name: String,
    kind: &'static str,
    bytes: Bytes,
}

static TEXT: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../assets/vendor/fonts/atkinson-hyperlegible-next.woff2");
    asset("texte", "woff2", "font/woff2", Bytes::from_static(bytes))
});

static TITLE: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../assets/vendor/fonts/bricolage-grotesque.woff2");
    asset("titre", "woff2", "font/woff2", Bytes::from_static(bytes))
});

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let fonts = include_str!("../../../assets/fonts.css")
        .replace("/assets/fonts/bricolage-grotesque.woff2", &address(&TITLE))
        .replace("/assets/fonts/atkinson-hyperlegible-next.woff2", &address(&TEXT));
    let theme = include_str!("../../../assets/theme.css");
    let staff = include_str!("staff.css");
    asset("style", "css", "text/css; charset=utf-8", Bytes::from(format!("{fonts}{theme}{staff}")))
});

static EDITOR: LazyLock<Asset> = LazyLock::new(|| script("actus", include_str!("editor.js")));

static REVIEW: LazyLock<Asset> = LazyLock::new(|| script("relire", include_str!("review.js")));

static SHEET: LazyLock<Asset> = LazyLock::new(|| script("fiche", include_str!("sheet.js")));

static SUMMARY: LazyLock<Asset> = LazyLock::new(|| {
    let bytes = Bytes::from_static(include_bytes!("stats/summary.js"));
    asset("bilan", "js", "text/javascript; charset=utf-8", bytes)
});

/// A page's own script, after the one that shows the app beside it.
fn script(stem: &str, own: &str) -> Asset {
    let bytes = Bytes::from(format!("{}{own}", include_str!("preview.js")));
    asset(stem, "js", "text/javascript; charset=utf-8", bytes)
}

fn asset(stem: &str, extension: &str, kind: &'static str, bytes: Bytes) -> Asset {
    let hash = digest::hex(&bytes);
    let short = hash.get(..16).unwrap_or_default();
    Asset { name: format!("{stem}.{short}.{extension}"), kind, bytes }
}

fn address(asset: &Asset) -> String {
    format!("/staff/actifs/{}", asset.name)
}

/// Where the style is.
pub(crate) fn style_address() -> String {
    address(&STYLE)
}

/// Where the script of the page of an article is.
pub(super) fn editor_address() -> String {
    address(&EDITOR)
}

/// Where the script of what is read over is.
pub(super) fn review_address() -> String {
    address(&REVIEW)
}

/// Where the script of what a form will look like is.
pub(super) fn sheet_address() -> String {
    address(&SHEET)
}

/// Where the script of the page to print is.
pub(crate) fn summary_address() -> String {
    address(&SUMMARY)
}

/// `GET /staff/actifs/<file>`
pub(super) async fn file(Path(name): Path<String>) -> Result<Response, Refusal> {
    let found =
        [&*STYLE, &*EDITOR, &*REVIEW, &*SHEET, &*SUMMARY, &*TEXT, &*TITLE].into_iter().find(|asset| asset.name == name);
    let asset = found.ok_or(HttpError::NotFound)?;
    let mut response = asset.bytes.clone().into_response();
    headers::secure(response.headers_mut());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_names_typefaces_that_are_served() {
        let style = String::from_utf8(STYLE.bytes.to_vec()).unwrap();
        assert!(style.contains(&address(&TEXT)) && style.contains(&address(&TITLE)));
        assert!(!style.contains("/assets/fonts/"));
    }
}
