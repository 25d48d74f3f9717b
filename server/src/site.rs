//! The web build at `/`, with deep links, the shop's verification page at `/v`, and honest words where a later part will be.
//!
//! Files named after their content never change and are cached for ever; the others are asked for each time,
//! cheaply. Compressed siblings (`app.js.br`, `app.js.gz`) are given to whoever accepts them: nothing is
//! compressed while someone waits.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::app::App;
use crate::http::{HttpError, headers};

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// The shop page's service worker.
const SHOP_WORKER: &str = "/v/sw.js";

/// The screen of the app that the console holds in a frame.
const PREVIEW: &str = "/apercu";

/// Adds the site and the pages to come to `router`.
pub fn mount(router: Router<App>, site: Option<&Path>) -> Router<App> {
    if site.is_some() {
        router
            .route("/v", get(shop_page))
            .route("/v/", get(shop_page))
            .route("/v/invitation/{code}", get(shop_page))
            .fallback(file)
    } else {
        router
            .route("/v", get(|| async { later("La vérification des cartes") }))
            .route(
                "/",
                get(|| async {
                    page("Le serveur est là", "L’application web n’est pas installée sur ce serveur.")
                }),
            )
            .fallback(|| async { HttpError::NotFound })
    }
}

/// What an address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    /// A file, never changing or not.
    File { forever: bool },
    /// A screen of the app: the page that opens it.
    Screen,
}

fn asked(path: &str) -> Asked {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((stem, _)) => Asked::File { forever: carries_hash(stem) || in_hashed_folder(path) },
        None => Asked::Screen,
    }
}

/// `app-3f9a1c2b`, `font.3f9a1c2b7d`: at least eight hexadecimal digits after the last dash or dot.
fn carries_hash(stem: &str) -> bool {
    let tail = stem.rsplit(['-', '.']).next().unwrap_or_default();
    tail.len() < stem.len() && tail.len() >= 8 && tail.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `/pkg/3f9a1c2b7d4e5f60/app.js`: a folder named after all its files.
fn in_hashed_folder(path: &str) -> bool {
    let folder = path.strip_prefix("/pkg/").and_then(|rest| rest.split_once('/')).map_or("", |(folder, _)| folder);
    folder.len() >= 8 && folder.bytes().all(|byte| byte.is_ascii_hexdigit())
}

async fn file(State(app): State<App>, request: Request) -> Result<Response, HttpError> {
    let folder = app.config.site.clone().unwrap_or_default();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(HttpError::NotFound);
    }
    let asked = asked(request.uri().path());
    let in_frame = request.uri().path() == PREVIEW;
    let is_shop_worker = request.uri().path() == SHOP_WORKER;
    let request = if asked == Asked::Screen { at(request, "/index.html") } else { request };
    let response = serve(folder, request).await?;
    if response.status() == axum::http::StatusCode::NOT_FOUND {
        return Err(HttpError::NotFound);
    }
    let mut response = response;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, if asked == (Asked::File { forever: true }) { FOREVER } else { ASK });
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if in_frame {
        headers::secure_in_frame(headers);
    } else {
        headers::secure(headers);
    }
    if is_shop_worker {
        // From a file below `/v/` a worker may not otherwise answer for `/v` itself, which every code opens.
        headers.insert("service-worker-allowed", HeaderValue::from_static("/v"));
    }
    Ok(response)
}

/// The shop's page, the only one that may use the camera.
async fn shop_page(State(app): State<App>, request: Request) -> Result<Response, HttpError> {
    let folder = app.config.site.clone().unwrap_or_default();
    let mut response = serve(folder, at(request, "/v/index.html")).await?;
    if response.status() == axum::http::StatusCode::NOT_FOUND {
        return Ok(later("La vérification des cartes"));
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, ASK);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers::secure_with_camera(headers);
    Ok(response)
}

async fn serve(folder: PathBuf, request: Request) -> Result<Response, HttpError> {
    let files = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    let response = files.oneshot(request).await.map_err(|never| HttpError::Internal(never.to_string()))?;
    Ok(response.map(Body::new))
}

fn at(mut request: Request, path: &'static str) -> Request {
    *request.uri_mut() = Uri::from_static(path);
    request
}

/// A page for what a later version brings.
fn later(what: &str) -> Response {
    page(what, "arrive avec une prochaine version.")
}

fn page(title: &str, words: &str) -> Response {
    let mut response = Html(format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><style>\
         body{{margin:0;min-height:100vh;display:grid;place-content:center;padding:1.5rem;background:#fbf6ec;color:#14213d;\
         font:1.125rem/1.5 'Atkinson Hyperlegible Next',system-ui,sans-serif}}\
         main{{max-width:32rem;border:3px solid;border-radius:1.5rem;padding:2rem;background:#ffd166;color:#14213d;transform:rotate(-1deg)}}\
         h1{{margin:0 0 .5rem;font:800 2rem/1.1 'Bricolage Grotesque',system-ui,sans-serif}}p{{margin:0}}a{{color:inherit}}\
         @media (prefers-color-scheme:dark){{body{{background:#10131c}}}}</style></head>\
         <body><main><h1>{title}</h1><p>{words}</p><p><a href=\"/\">Retour à l’application</a></p></main></body></html>"
    ))
    .into_response();
    headers::secure(response.headers_mut());
    response.headers_mut().insert(header::CACHE_CONTROL, ASK);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_asks_for() {
        for (path, expected) in [
            ("/", Asked::Screen),
            ("/se-loger/visale", Asked::Screen),
            ("/assets/app-3f9a1c2b.js", Asked::File { forever: true }),
            ("/assets/3f9a1c2b.woff2", Asked::File { forever: false }),
            ("/sw.js", Asked::File { forever: false }),
            ("/icons/apple-touch-icon.png", Asked::File { forever: false }),
        ] {
            assert_eq!(asked(path), expected, "{path}");
        }
    }
}
