//! `bench push`: one article told to many browsers, and what a power cut costs.
//!
//! The `guichet` program on its SQLite file, and a push service of its own on loopback that counts whom it was told of. First
//! the rate, each notification sealed and signed as in life; then a second article, the program killed with SIGKILL when half
//! are told, started again, and everybody counted: nobody may be missing, and only what was under way may come twice.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::{Path as Segment, State};
use axum::http::StatusCode;
use axum::routing::post;
use rusqlite::params;
use serde_json::{Value, json};
use server::clock::Clock;
use server::storage::Storage;
use server::storage::articles::{ArticleAct, Draft};
use server::{Config, digest, seed};

use crate::serve::{peak_memory, program, start_with};

/// The browser of RFC 8291, appendix A: all browsers here.
const POINT: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// Longest time that a phone may wait to be told.
const PATIENCE: Duration = Duration::from_mins(10);

/// Phones that were told, and how often each.
struct Told {
    phones: Vec<AtomicU8>,
    requests: AtomicUsize,
}

impl Told {
    fn forget(&self) {
        self.phones.iter().for_each(|count| count.store(0, Ordering::SeqCst));
        self.requests.store(0, Ordering::SeqCst);
    }

    fn count(&self, holds: impl Fn(u8) -> bool) -> usize {
        self.phones.iter().filter(|count| holds(count.load(Ordering::SeqCst))).count()
    }

    /// Waits until so many requests came, and says how long that took.
    async fn hear(&self, requests: usize) -> Result<Duration> {
        let begun = Instant::now();
        while self.requests.load(Ordering::SeqCst) < requests {
            ensure!(begun.elapsed() < PATIENCE, "{} of {requests}", self.requests.load(Ordering::SeqCst));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(begun.elapsed())
    }
}

/// Measures. Keys: `per_second, sent, lost, twice, rss_mb`, besides `tokens`; `lost` and `twice` are of both articles.
pub async fn run(tokens: usize) -> Result<Value> {
    ensure!(tokens >= 1_000, "a thousand tokens at least, so that a kill finds some under way");
    let folder = tempfile::tempdir()?;
    let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/demo-bourg");
    let config = Config { data: folder.path().join("data"), territory: Some(territory.clone()), ..Config::default() };
    let told =
        Arc::new(Told { phones: (0..tokens).map(|_| AtomicU8::new(0)).collect(), requests: AtomicUsize::new(0) });
    let service = serve(Arc::clone(&told)).await?;
    eprintln!("{tokens} browsers");
    let storage = prepare(&config, &service, tokens).await?;
    let program = program()?;
    let settings = [("GUICHET_PRIVATE_PUSH", "true"), ("GUICHET_PUSH_TIMEOUT_SECONDS", "10"), ("GUICHET_LOG", "warn")];
    let start = async || start_with(&program, folder.path(), &territory, &settings).await;
    let (mut guichet, _) = start().await?;

    announce(&storage, "Concert").await?;
    told.hear(1).await?;
    let took = told.hear(tokens).await?;
    let per_second = tokens as f64 / took.as_secs_f64();
    let mut sent = told.requests.load(Ordering::SeqCst);
    let (mut lost, mut twice) = (told.count(|count| count == 0), told.count(|count| count > 1));
    eprintln!("{per_second:.0} a second; a second article, and a kill when half are told");
    told.forget();
    announce(&storage, "Atelier").await?;
    told.hear(tokens / 2).await?;
    let before = peak_memory(guichet.id().context("the server ended")?)?;
    guichet.kill().await?;
    eprintln!("started again; what was under way is free in a minute");
    let (mut guichet, _) = start().await?;
    let begun = Instant::now();
    while storage.push_waiting().await? > 0 || told.count(|count| count == 0) > 0 {
        ensure!(
            begun.elapsed() < PATIENCE,
            "{} are never told; {:?}",
            told.count(|count| count == 0),
            storage.push_services().await?
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let rss = before.max(peak_memory(guichet.id().context("the server ended")?)?);
    guichet.kill().await?;
    storage.close().await;
    sent += told.requests.load(Ordering::SeqCst);
    lost += told.count(|count| count == 0);
    twice += told.count(|count| count > 1);
    Ok(json!({
        "per_second": per_second.round(),
        "sent": sent,
        "lost": lost,
        "twice": twice,
        "rss_mb": rss,
        "tokens": tokens,
    }))
}

/// The push service; returns its address.
async fn serve(told: Arc<Told>) -> Result<String> {
    async fn take(State(told): State<Arc<Told>>, Segment(phone): Segment<usize>) -> StatusCode {
        if let Some(count) = told.phones.get(phone) {
            count.fetch_add(1, Ordering::SeqCst);
        }
        told.requests.fetch_add(1, Ordering::SeqCst);
        StatusCode::CREATED
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("127.0.0.1:{}", listener.local_addr()?.port());
    let router = Router::new().route("/{phone}", post(take)).with_state(told);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

/// A town whose subscriptions are written at one stroke: a hundred thousand requests are not what is measured.
async fn prepare(config: &Config, service: &str, tokens: usize) -> Result<Storage> {
    std::fs::create_dir_all(&config.data)?;
    let storage = Storage::open(config.location(), Clock::system()).await?;
    seed::seed(&storage, config.territory.as_deref().context("no territory")?).await?;
    let file: PathBuf = config.database_file();
    let (service, now) = (service.to_owned(), Clock::system().now());
    tokio::task::spawn_blocking(move || -> Result<()> {
        let mut database = rusqlite::Connection::open(file)?;
        let transaction = database.transaction()?;
        transaction.execute(
            "INSERT INTO push_services (name, provider, paused_until, failure, tried_at) VALUES (?1, 'web', 0, '', 0)",
            params![format!("web:{service}")],
        )?;
        {
            let mut insert = transaction.prepare(
                "INSERT INTO push_subscriptions (token_hash, provider, service, target, topics, lang, quiet_from, quiet_to, seen_at)
                 VALUES (?1, 'web', ?2, ?3, '', '', -1, -1, ?4)",
            )?;
            for phone in 0..tokens {
                let endpoint = format!("http://{service}/{phone}");
                let target = json!({ "provider": "web", "endpoint": endpoint, "p256dh": POINT, "auth": SECRET });
                let hash = digest::raw(format!("web:{endpoint}"));
                insert.execute(params![hash, format!("web:{service}"), target.to_string(), now])?;
            }
        }
        transaction.commit()?;
        Ok(())
    })
    .await??;
    Ok(storage)
}

async fn announce(storage: &Storage, title: &str) -> Result<()> {
    let draft = Draft { title: title.to_owned(), summary: "Samedi.".to_owned(), push: true, ..Draft::default() };
    let article = storage.begin_article("bench", &draft).await?;
    storage.act_on_article("bench", &article.id, article.version, ArticleAct::Publish).await?;
    Ok(())
}
