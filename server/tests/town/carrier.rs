//! A push service on this machine, which answers as it is told: browsers', Google's and Apple's, over HTTP/1 and HTTP/2.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderMap, RETRY_AFTER};
use hyper::service::service_fn;
use hyper::{Request, Response, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use serde_json::Value;
use shared::protocol::{PushSubscription, PushTarget};

/// The browser of RFC 8291, appendix A.
pub const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
pub const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub http2: bool,
}

/// How it is answered.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Status, seconds to wait, body.
    Status(u16, Option<u64>, Value),
    /// The line breaks.
    Reset,
    /// Nothing is said until [`Carrier::go_on`].
    Stall,
}

impl Reply {
    pub const fn status(status: u16) -> Self {
        Self::Status(status, None, Value::Null)
    }
}

type Script = Box<dyn FnMut(&Heard) -> Reply + Send>;

/// The service.
#[derive(Clone)]
pub struct Carrier {
    pub address: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    script: Arc<Mutex<Script>>,
    going: Arc<tokio::sync::watch::Sender<bool>>,
}

impl Carrier {
    /// One that takes everything.
    pub async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let carrier = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            heard: Arc::default(),
            script: Arc::new(Mutex::new(Box::new(|_: &Heard| Reply::status(201)))),
            going: Arc::new(tokio::sync::watch::channel(false).0),
        };
        let serving = carrier.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let carrier = serving.clone();
                let service = service_fn(move |request| {
                    let carrier = carrier.clone();
                    async move { carrier.serve(request).await }
                });
                tokio::spawn(async move {
                    // Ends with an error when the script breaks the line.
                    drop(Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await);
                });
            }
        });
        carrier
    }

    /// Answers so from now on.
    pub fn answer(&self, script: impl FnMut(&Heard) -> Reply + Send + 'static) {
        *self.script.lock().unwrap() = Box::new(script);
    }

    /// Answers `201` to everything, and to what it stalled.
    pub fn go_on(&self) {
        self.answer(|_| Reply::status(201));
        self.going.send_replace(true);
    }

    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// How often each path was asked for.
    pub fn counts(&self) -> HashMap<String, usize> {
        let mut counts = HashMap::new();
        for heard in self.heard.lock().unwrap().iter() {
            *counts.entry(heard.path.clone()).or_default() += 1;
        }
        counts
    }

    /// A browser of this service, as it subscribes.
    pub fn browser(&self, name: &str) -> PushSubscription {
        let endpoint = format!("{}/{name}", self.address);
        phone(PushTarget::Web { endpoint, p256dh: POINT.to_owned(), auth: SECRET.to_owned() })
    }

    async fn serve(&self, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, std::io::Error> {
        let (parts, body) = request.into_parts();
        let heard = Heard {
            path: parts.uri.path().to_owned(),
            headers: parts.headers,
            body: body.collect().await.map_err(std::io::Error::other)?.to_bytes().to_vec(),
            http2: parts.version == Version::HTTP_2,
        };
        let reply = (self.script.lock().unwrap())(&heard);
        self.heard.lock().unwrap().push(heard);
        let (status, wait, body) = match reply {
            Reply::Status(status, wait, body) => (status, wait, body),
            Reply::Reset => return Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
            Reply::Stall => {
                drop(self.going.subscribe().wait_for(|going| *going).await);
                (201, None, Value::Null)
            }
        };
        let mut response = Response::builder().status(status);
        if let Some(seconds) = wait {
            response = response.header(RETRY_AFTER, seconds);
        }
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        Ok(response.body(Full::new(body)).unwrap())
    }
}

pub fn phone(target: PushTarget) -> PushSubscription {
    PushSubscription { target, topics: Vec::new(), lang: "fr".to_owned(), quiet: None, replaces: None }
}

/// Waits until it holds.
pub async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let waited = tokio::time::timeout(Duration::from_mins(1), async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert!(waited.await.is_ok(), "it never came true that {what}");
}
