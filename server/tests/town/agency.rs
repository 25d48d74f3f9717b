//! Another site that publishes: files on a web server, which it changes, marks, withdraws.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// A status, and seconds after which it may be asked again.
type Fault = (u16, Option<u64>);

/// A site on this machine.
#[derive(Clone)]
pub struct Agency {
    files: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    fault: Arc<Mutex<Option<Fault>>>,
    answers: Arc<Mutex<Vec<u16>>>,
    pub address: String,
}

impl Agency {
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let agency = Self { files: Arc::default(), fault: Arc::default(), answers: Arc::default(), address };
        let router = Router::new().route("/{*name}", get(file)).with_state(agency.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        agency
    }

    pub fn publish(&self, name: &str, bytes: impl Into<Vec<u8>>) -> String {
        self.files.lock().unwrap().insert(name.to_owned(), bytes.into());
        format!("{}/{name}", self.address)
    }

    /// Answers so from now on, whatever is asked.
    pub fn break_down(&self, status: u16, retry_after: Option<u64>) {
        *self.fault.lock().unwrap() = Some((status, retry_after));
    }

    pub fn recover(&self) {
        *self.fault.lock().unwrap() = None;
    }

    /// What it answered last.
    pub fn last_answer(&self) -> Option<u16> {
        self.answers.lock().unwrap().last().copied()
    }
}

async fn file(State(agency): State<Agency>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let response = answer(&agency, &name, &headers);
    agency.answers.lock().unwrap().push(response.status().as_u16());
    response
}

fn answer(agency: &Agency, name: &str, headers: &HeaderMap) -> Response {
    if let Some((status, retry_after)) = *agency.fault.lock().unwrap() {
        let status = StatusCode::from_u16(status).unwrap();
        return match retry_after {
            Some(seconds) => (status, [(header::RETRY_AFTER, seconds.to_string())]).into_response(),
            None => status.into_response(),
        };
    }
    let files = agency.files.lock().unwrap();
    let Some(bytes) = files.get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let tag =
        format!("\"{}\"", bytes.iter().fold(7_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte))));
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.to_str().unwrap() == tag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    ([(header::ETAG, tag)], bytes.clone()).into_response()
}

pub fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
         <channel><title>La ville</title><link>https://ville.example/</link><description>Actus</description>{items}</channel></rss>"
    )
}

pub fn item(guid: &str, title: &str, html: &str, rest: &str) -> String {
    format!(
        "<item><title>{title}</title><link>https://ville.example/{guid}</link><guid isPermaLink=\"false\">{guid}</guid>\
         <pubDate>Mon, 23 Nov 2026 00:00:00 +0100</pubDate><description>Résumé de {title}</description>\
         <content:encoded><![CDATA[{html}]]></content:encoded>{rest}</item>"
    )
}
