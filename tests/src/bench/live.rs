//! `bench live`: from the press of « Publier » in the console to the bytes on every open phone.
//!
//! The `guichet` program, asked by this one over real sockets: `--listeners` of them hold `GET /api/v1/live` open, and an
//! editor publishes one article over and over through the console's own form. The clock starts before the form is sent,
//! so the figures hold the transaction and the console too, and ends when a listener has read the event whole. A listener
//! that is not told of an edit is counted as lost, whatever it is told later.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{StatusCode, redirect};
use serde_json::{Value, json};
use server::handles;
use shared::protocol::LiveEvent;
use shared::sync::live::Parser;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;

use crate::serve::{peak_memory, program, start};

/// Edits that are published.
const EDITS: usize = 20;

/// Longest that anything is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// Listeners that connect at once: phones do not all arrive in the same instant, and a queue of connections has an end.
const ARRIVING: usize = 128;

/// Measures. Keys: `p50_ms, p99_ms, lost`, besides `max_ms`, `listeners`, `edits`, `rss_mb`, the server's most, and `cpu_ms`, what
/// the server computes for one edit: the one figure that a busy machine does not change.
pub async fn run(listeners: usize) -> Result<Value> {
    let needed = listeners as u64 + 200;
    if let Some(limit) = handles::raise(needed) {
        ensure!(
            limit >= needed,
            "this system gives a program {limit} file handles; {listeners} listeners need {needed}"
        );
    }
    let folder = tempfile::tempdir()?;
    let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/demo-bourg");
    let program = program()?;
    let (mut guichet, address) = start(&program, folder.path(), &territory).await?;
    let editor = Editor::sign_in(&program, folder.path(), &address).await?;
    let article = editor.begin().await?;
    let mut last = editor.position().await?;

    eprintln!("{listeners} listeners arrive");
    let audience = Audience::gather(&address, listeners).await?;
    let mut pressed = Vec::with_capacity(EDITS);
    let process = guichet.id().context("the server ended")?;
    let computed = computed(process)?;
    for edit in 1..=EDITS {
        let at = Instant::now();
        editor.publish(&article, edit).await?;
        let seq = editor.position_after(last).await?;
        last = seq;
        let told = audience.told(seq, listeners).await;
        eprintln!("edit {edit} of {EDITS}: {told} told within {} ms", at.elapsed().as_millis());
        pressed.push((seq, at));
    }
    let computed = self::computed(process)?.saturating_sub(computed);
    let rss = peak_memory(process)?;
    let heard = audience.go_home().await?;
    guichet.kill().await?;

    let mut waits: Vec<Duration> = Vec::with_capacity(listeners * EDITS);
    for (seq, at) in &pressed {
        let told = heard.iter().filter_map(|times| times.iter().find(|(heard, _)| heard == seq));
        waits.extend(told.map(|(_, heard)| heard.saturating_duration_since(*at)));
    }
    waits.sort_unstable();
    let share = |part: usize| waits.get((waits.len() * part / 100).min(waits.len().saturating_sub(1)));
    let milliseconds = |wait: Option<&Duration>| wait.map(|wait| (wait.as_secs_f64() * 10_000.0).round() / 10.0);
    Ok(json!({
        "p50_ms": milliseconds(share(50)),
        "p99_ms": milliseconds(share(99)),
        "lost": listeners * EDITS - waits.len(),
        "max_ms": milliseconds(waits.last()),
        "listeners": listeners,
        "edits": EDITS,
        "rss_mb": rss,
        "cpu_ms": (computed.as_secs_f64() * 1_000.0 / EDITS as f64).round(),
    }))
}

/// What a process has computed since it began, by itself and in the system.
fn computed(process: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The program's name stands in brackets and may hold anything; counted after it, in hundredths of a second.
    let (_, figures) = stat.rsplit_once(')').context("no figures")?;
    let ticks = figures.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// Who heard of what, and when: positions of the log.
type Heard = Vec<(u64, Instant)>;

/// Open phones.
struct Audience {
    last: Arc<Vec<AtomicUsize>>,
    phones: Vec<JoinHandle<Result<Heard>>>,
    closing: watch::Sender<bool>,
}

impl Audience {
    /// Connects so many, and waits until each was greeted.
    async fn gather(address: &str, listeners: usize) -> Result<Self> {
        let host = address.strip_prefix("http://").context("an address")?.to_owned();
        let (closing, closed) = watch::channel(false);
        let (doors, greeted) = (Arc::new(Semaphore::new(ARRIVING)), Arc::new(AtomicUsize::new(0)));
        let last: Arc<Vec<AtomicUsize>> = Arc::new((0..listeners).map(|_| AtomicUsize::new(0)).collect());
        let phones = (0..listeners)
            .map(|number| {
                let (host, doors, greeted) = (host.clone(), Arc::clone(&doors), Arc::clone(&greeted));
                let (last, closed) = (Arc::clone(&last), closed.clone());
                tokio::spawn(async move {
                    let place = doors.acquire_owned().await?;
                    let mut stream = TcpStream::connect(&host).await?;
                    let request =
                        format!("GET /api/v1/live HTTP/1.1\r\nhost: {host}\r\naccept: text/event-stream\r\n\r\n");
                    stream.write_all(request.as_bytes()).await?;
                    listen(stream, number, &last, closed, || {
                        greeted.fetch_add(1, Ordering::Relaxed);
                        drop(place);
                    })
                    .await
                })
            })
            .collect();
        let begun = Instant::now();
        while greeted.load(Ordering::Relaxed) < listeners {
            ensure!(
                begun.elapsed() < PATIENCE,
                "{} of {listeners} were greeted within a minute",
                greeted.load(Ordering::Relaxed)
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(Self { last, phones, closing })
    }

    /// How many heard of `seq`, once all did or the patience is over.
    async fn told(&self, seq: u64, listeners: usize) -> usize {
        let begun = Instant::now();
        loop {
            let told = self.last.iter().filter(|last| last.load(Ordering::Relaxed) as u64 >= seq).count();
            if told == listeners || begun.elapsed() > PATIENCE {
                return told;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn go_home(self) -> Result<Vec<Heard>> {
        self.closing.send_replace(true);
        let mut heard = Vec::with_capacity(self.phones.len());
        for phone in self.phones {
            heard.push(phone.await??);
        }
        Ok(heard)
    }
}

/// Reads events until told to stop. `greeted` is called at the first one.
async fn listen(
    mut stream: TcpStream,
    number: usize,
    last: &[AtomicUsize],
    mut closed: watch::Receiver<bool>,
    greeted: impl FnOnce(),
) -> Result<Heard> {
    let (mut parser, mut heard, mut greeted) = (Parser::default(), Heard::new(), Some(greeted));
    let mut piece = [0; 2048];
    loop {
        let read = tokio::select! {
            read = stream.read(&mut piece) => read?,
            _ = closed.wait_for(|closed| *closed) => return Ok(heard),
        };
        ensure!(read > 0, "the server closed the line of listener {number}");
        // Heads and the sizes of chunks are lines of no event, which a reader of events skips.
        for event in parser.push(piece.get(..read).unwrap_or_default()) {
            let seq = match event {
                LiveEvent::Delta { page, .. } => page.next,
                LiveEvent::Changed { seq, .. } => seq,
            };
            heard.push((seq, Instant::now()));
            if let Some(last) = last.get(number) {
                last.store(usize::try_from(seq)?, Ordering::Relaxed);
            }
            if let Some(greeted) = greeted.take() {
                greeted();
            }
        }
    }
}

/// Someone who publishes in the console.
struct Editor {
    http: reqwest::Client,
    address: String,
    cookie: String,
}

impl Editor {
    async fn sign_in(program: &Path, folder: &Path, address: &str) -> Result<Self> {
        let mut command = Command::new(program);
        command.arg("--data").arg(folder.join("data")).args(["staff", "add", "camille", "--role", "editor"]);
        let said = command.stdin(std::process::Stdio::null()).output().await?;
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let password = said.lines().find_map(|line| line.strip_prefix("password: ")).context("no password")?;
        drop(crate::serve::client()?);
        let http =
            reqwest::Client::builder().no_proxy().redirect(redirect::Policy::none()).timeout(PATIENCE).build()?;
        let mut editor = Self { http, address: address.to_owned(), cookie: String::new() };
        let answer = editor.post("/staff/entrer", &[("nom", "camille"), ("mot-de-passe", password)]).await?;
        let cookie = answer.headers().get(SET_COOKIE).context("no session")?.to_str()?;
        editor.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        Ok(editor)
    }

    /// Begins an article; its address in the console.
    async fn begin(&self) -> Result<String> {
        let answer = self.post("/staff/actus/nouvelle", &[]).await?;
        let to = answer.headers().get(LOCATION).context("no article")?.to_str()?;
        Ok(to.split('?').next().unwrap_or_default().to_owned())
    }

    /// Publishes it with another title.
    async fn publish(&self, article: &str, edit: usize) -> Result<()> {
        let page = self.http.get(format!("{}{article}", self.address)).header(COOKIE, &self.cookie).send().await?;
        let page = page.error_for_status()?.text().await?;
        let version = page.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let (title, version) = (format!("Essai {edit}"), version.context("no version in the form")?);
        let fields = [("titre", title.as_str()), ("resume", "Un essai."), ("version", version), ("action", "publier")];
        let answer = self.post(article, &fields).await?;
        ensure!(answer.status() == StatusCode::SEE_OTHER, "publishing was answered {}", answer.status());
        Ok(())
    }

    /// The end of the log, as the server tells it.
    async fn position(&self) -> Result<u64> {
        let ready = self.http.get(format!("{}/readyz", self.address)).send().await?.json::<Value>().await?;
        ready.get("seq").and_then(Value::as_u64).context("no position")
    }

    /// The same, once it is past `last`.
    async fn position_after(&self, last: u64) -> Result<u64> {
        let begun = Instant::now();
        loop {
            let position = self.position().await?;
            if position > last {
                return Ok(position);
            }
            ensure!(begun.elapsed() < PATIENCE, "an edit never reached the log");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<reqwest::Response> {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.http.post(format!("{}{path}", self.address)).header(ORIGIN, &self.address);
        let request = request.header(COOKIE, &self.cookie).header("content-type", "application/x-www-form-urlencoded");
        Ok(request.body(body).send().await?)
    }
}
