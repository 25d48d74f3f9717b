//! `bench sync`: what a sync costs a phone, counted on a real socket.
//!
//! A real server, the app's own HTTP client, and between them a relay that counts every byte in both directions.
//! Pages are Integreat's, with their whole text. Every page is edited once: `one_edit_bytes` is the median, the worst one
//! is told beside it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use server::{Config, Server, clock::Clock};
use shared::api::Client;
use shared::domain::{Audience, Page, Record, Section, Source, Sourced};
use shared::feed::markdown;
use shared::sync::{Answer, Remote};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Longest summary of a page.
const SUMMARY_CHARS: usize = 160;

/// Measures. Keys: `records, snapshot_br_bytes, one_edit_bytes, unchanged_bytes`, requests and headers included in the last
/// two; besides `worst_edit_bytes`, `unchanged_answer_bytes` and `source_bytes`, the size of the file.
pub async fn run(pages: &Path) -> Result<Value> {
    let text = std::fs::read(pages).with_context(|| pages.display().to_string())?;
    let records = read(&text)?;
    ensure!(!records.is_empty(), "{} has no page", pages.display());
    let folder = tempfile::tempdir()?;
    let config = Config { port: 0, data: folder.path().to_owned(), ..Config::default() };
    let running = Server::start(config, Clock::system()).await?;
    running.settled(running.storage().upsert(&records).await?).await;
    let relay = Relay::open(running.addr).await?;
    let client = Client::new(&format!("http://{}/", relay.address))?;

    eprintln!("taking {} pages", records.len());
    let Answer::Page(snapshot) = client.page(0, None).await? else { bail!("the first sync brought nothing") };
    ensure!(snapshot.upserts.len() == records.len() && !snapshot.more, "the snapshot is not whole");
    let (_, snapshot_bytes) = relay.take();
    let (log, mut seq) = (snapshot.log, snapshot.next);

    ensure!(matches!(client.page(seq, Some(&log)).await?, Answer::NotModified(Some(_))), "something moved");
    let (unchanged_request, unchanged_answer) = relay.take();

    eprintln!("editing each page once");
    let mut edits = Vec::with_capacity(records.len());
    for record in &records {
        let Record::Page(page) = record else { continue };
        let edited = Page { body: format!("{} Neu: bitte vorher anrufen.", page.body), ..page.clone() };
        running.settled(running.storage().upsert(&[Record::Page(edited)]).await?).await;
        let Answer::Page(delta) = client.page(seq, Some(&log)).await? else { bail!("an edit was not seen") };
        ensure!(delta.upserts.len() == 1, "one edit brought {} records", delta.upserts.len());
        seq = delta.next;
        let (up, down) = relay.take();
        edits.push(up + down);
    }
    edits.sort_unstable();
    running.stop().await;
    Ok(json!({
        "records": records.len(),
        "snapshot_br_bytes": snapshot_bytes,
        "one_edit_bytes": edits.get(edits.len() / 2),
        "unchanged_bytes": unchanged_request + unchanged_answer,
        "p95_edit_bytes": edits.get(edits.len() * 95 / 100),
        "worst_edit_bytes": edits.last(),
        "unchanged_answer_bytes": unchanged_answer,
        "source_bytes": text.len(),
    }))
}

/// Integreat's pages as this project's: same text, as Markdown.
fn read(text: &[u8]) -> Result<Vec<Record>> {
    let pages: Vec<Value> = serde_json::from_slice(text)?;
    let sections = Section::ALL.iter().cycle();
    pages.iter().zip(sections).zip(0..).map(|((page, section), order)| record(page, *section, order)).collect()
}

fn record(page: &Value, section: Section, order: i32) -> Result<Record> {
    let field = |name: &str| page.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let id = page.get("id").and_then(Value::as_u64).context("a page without id")?;
    let verified_on = field("last_updated").get(..10).and_then(|day| day.parse().ok());
    Ok(Record::Page(Page {
        id: format!("p{id}"),
        section,
        group: String::new(),
        order,
        title: field("title"),
        // Integreat's excerpt repeats the whole text; a summary here is a sentence or two.
        summary: field("excerpt").chars().take(SUMMARY_CHARS).collect(),
        lang: "de".to_owned(),
        audience: Audience::default(),
        steps: Vec::new(),
        body: markdown::from_html(&field("content")),
        numbers: Vec::new(),
        places: Vec::new(),
        phones: Vec::new(),
        links: Vec::new(),
        keywords: Vec::new(),
        image: None,
        sourced: Sourced {
            sources: vec![Source { label: "Integreat".to_owned(), url: field("url") }],
            verified_on,
            ..Sourced::default()
        },
    }))
}

/// Passes bytes on and counts them.
struct Relay {
    address: std::net::SocketAddr,
    up: Arc<AtomicU64>,
    down: Arc<AtomicU64>,
}

impl Relay {
    async fn open(server: std::net::SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let relay = Self { address: listener.local_addr()?, up: Arc::default(), down: Arc::default() };
        let (up, down) = (Arc::clone(&relay.up), Arc::clone(&relay.down));
        tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                let Ok(line) = TcpStream::connect(server).await else { return };
                let ((phone_reads, phone_writes), (line_reads, line_writes)) = (phone.into_split(), line.into_split());
                tokio::spawn(pass(phone_reads, line_writes, Arc::clone(&up)));
                tokio::spawn(pass(line_reads, phone_writes, Arc::clone(&down)));
            }
        });
        Ok(relay)
    }

    /// Bytes sent and received since the last time.
    fn take(&self) -> (u64, u64) {
        (self.up.swap(0, Ordering::SeqCst), self.down.swap(0, Ordering::SeqCst))
    }
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, count: Arc<AtomicU64>) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        // Counted before it is passed on: whoever has the answer finds it counted.
        count.fetch_add(read as u64, Ordering::SeqCst);
        let Some(bytes) = buffer.get(..read) else { return };
        if to.write_all(bytes).await.is_err() {
            return;
        }
    }
}
