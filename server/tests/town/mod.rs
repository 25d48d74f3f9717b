//! A town for tests: records to publish, a clock to turn, a real server on a free port.
#![allow(dead_code, reason = "each test file uses its own part")]

pub mod authenticator;
pub mod colleague;
pub mod holder;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use server::clock::Clock;
use server::storage::{Location, Storage};
use server::{Config, Running, Server};
use shared::domain::{Record, RecordId};
use shared::protocol::Problem;
use tempfile::TempDir;

/// 2026-11-23T00:00:00Z.
pub const TODAY: i64 = 1_795_392_000;

/// A clock that tests turn.
#[derive(Clone, Debug)]
pub struct Hands(Arc<AtomicI64>);

impl Hands {
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(TODAY)))
    }

    pub fn turn(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn clock(&self) -> Clock {
        let hands = self.clone();
        Clock::from_fn(move || hands.0.load(Ordering::SeqCst))
    }
}

/// A server that asks nobody for its map.
fn offline() -> Config {
    Config { map_source: "off".to_owned(), geocoder: "off".to_owned(), ..Config::default() }
}

/// A town whose server runs. The folder goes with it.
pub struct Town {
    pub running: Running,
    pub hands: Hands,
    pub folder: TempDir,
    pub http: reqwest::Client,
}

impl Town {
    pub async fn open() -> Self {
        Self::open_with(|_| {}).await
    }

    /// No test asks the internet for anything: links are watched only where one says that all are on this machine.
    pub async fn open_with(configure: impl FnOnce(&mut Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hands = Hands::new();
        let mut config = Config { port: 0, data: folder.path().join("data"), watch_links: false, ..offline() };
        configure(&mut config);
        let running = Server::start(config, hands.clock()).await.unwrap();
        Self { running, hands, folder, http: client() }
    }

    /// Demo-Bourg, which gives cards.
    pub async fn with_cards() -> Self {
        Self::open_with(|config| config.territory = Some(territory("demo-bourg"))).await
    }

    /// The server stopped and started again on the same data.
    pub async fn restart(self, configure: impl FnOnce(&mut Config)) -> Self {
        let Self { running, hands, folder, http } = self;
        running.stop().await;
        let mut config = Config {
            port: 0,
            data: folder.path().join("data"),
            territory: Some(territory("demo-bourg")),
            watch_links: false,
            ..offline()
        };
        configure(&mut config);
        let running = Server::start(config, hands.clock()).await.unwrap();
        Self { running, hands, folder, http }
    }

    pub fn storage(&self) -> &Storage {
        self.running.storage()
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.url())
    }

    /// Publishes and waits until phones can have it.
    pub async fn publish(&self, records: &[Record]) -> u64 {
        let seq = self.storage().upsert(records).await.unwrap();
        self.running.settled(seq).await;
        seq
    }

    pub async fn delete(&self, kind: &str, id: &str) -> u64 {
        assert!(self.storage().delete(&record_id(kind, id)).await.unwrap());
        let seq = self.storage().head().await.unwrap().seq;
        self.running.settled(seq).await;
        seq
    }

    pub async fn get(&self, path: &str) -> reqwest::Response {
        self.http.get(self.url(path)).send().await.unwrap()
    }
}

pub fn client() -> reqwest::Client {
    connecting().build().unwrap()
}

/// A connection for each request: the server closes one whose body it did not care to read, and a client that was about to use it
/// again would fail for no fault of either.
pub fn connecting() -> reqwest::ClientBuilder {
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder().no_proxy().no_brotli().no_gzip().pool_max_idle_per_host(0)
}

pub fn page(id: &str, body: &str) -> Record {
    serde_json::from_value(serde_json::json!({
        "kind": "page", "id": id, "section": "se-loger", "group": "Aides", "order": 1, "title": format!("Page {id}"),
        "summary": "En bref", "body": body,
    }))
    .unwrap()
}

pub fn pages(count: usize) -> Vec<Record> {
    (0..count).map(|n| page(&format!("p{n:04}"), "Texte")).collect()
}

pub fn record_id(kind: &str, id: &str) -> RecordId {
    RecordId { kind: kind.to_owned(), id: id.to_owned() }
}

pub fn file_location(folder: &TempDir) -> Location {
    Location::File { path: folder.path().join("guichet.db"), max_bytes: None }
}

pub fn territory(slug: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets/territories").join(slug)
}

/// A folder of its own with a territory in it, to be changed.
pub fn copy_of(slug: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(&territory(slug), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A message as a phone sends it.
pub async fn write_message(town: &Town, body: &serde_json::Value) -> reqwest::Response {
    town.http.post(town.url("/api/v1/messages")).json(body).send().await.unwrap()
}

/// The problem that an answer tells, with the request's own id.
pub async fn problem(answer: reqwest::Response) -> Problem {
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let id = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let problem: Problem = answer.json().await.unwrap();
    assert_eq!(problem.instance, Some(id));
    problem
}
