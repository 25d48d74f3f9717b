//! `bench startup`: from starting the program to its home screen painted, against an empty window of the same toolkit.
//!
//! Both programs say on standard output when the web view has painted their first screen (two animation
//! frames after it was put in the page). They run in turn, so that whatever else the machine does weighs on
//! both; medians are quoted.

use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

/// Counted runs of each.
const RUNS: usize = 7;

/// What a program says once it has painted.
const PAINTED: &str = "painted";

struct Run {
    milliseconds: f64,
    /// Resident memory of the program's own process, in MB.
    memory: f64,
}

pub(crate) async fn run() -> Result<Value> {
    let app = journeys::given("GUICHET_APP_WINDOW")?;
    let empty = app.with_file_name("empty-window");
    ensure!(empty.exists(), "{} is missing", empty.display());
    let data = tempfile::tempdir()?;
    // Once each, uncounted: the disk is warm and the app's store is filled.
    for program in [&app, &empty] {
        once(program, data.path()).await?;
    }
    beyond_the_welcome(data.path())?;
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    for number in 1..=RUNS {
        ours.push(once(&app, data.path()).await?);
        floor.push(once(&empty, data.path()).await?);
        eprintln!("run {number}/{RUNS}: {:.0} ms, empty window {:.0} ms", last(&ours), last(&floor));
    }
    let first_paint = median(ours.iter().map(|run| run.milliseconds));
    let empty_window = median(floor.iter().map(|run| run.milliseconds));
    Ok(json!({
        "first_paint_ms": first_paint.round(),
        "empty_window_ms": empty_window.round(),
        "ratio": (first_paint / empty_window * 100.0).round() / 100.0,
        "rss_mb": median(ours.iter().map(|run| run.memory)).round(),
        // What the toolkit takes by itself; without a graphics card, 43 MB of it are the compiler of the software renderer.
        "empty_window_rss_mb": median(floor.iter().map(|run| run.memory)).round(),
    }))
}

/// The owner of this phone has seen the welcome screen: the app starts on its home.
fn beyond_the_welcome(data: &Path) -> Result<()> {
    let personal = rusqlite::Connection::open(data.join("personal.sqlite"))?;
    personal.execute_batch(
        r#"INSERT OR REPLACE INTO setting (name, value) VALUES ('settings', '{"welcome_done":true}'), ('last-address', '"/"');"#,
    )?;
    Ok(())
}

fn last(runs: &[Run]) -> f64 {
    runs.last().map_or(0.0, |run| run.milliseconds)
}

async fn once(program: &Path, data: &Path) -> Result<Run> {
    let started = Instant::now();
    let mut child = Command::new(program)
        .env("GUICHET_DATA", data)
        .env("GUICHET_TELL_PAINT", "1")
        // Nobody answers there: a start without network.
        .env("GUICHET_SERVER", "http://127.0.0.1:9/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| program.display().to_string())?;
    let output = child.stdout.take().context("no output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) =
        tokio::time::timeout(journeys::PATIENCE, lines.next_line()).await.context("nothing was painted")??
    {
        if line == PAINTED {
            let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
            let memory = child.id().map(resident).transpose()?.unwrap_or_default();
            child.kill().await?;
            return Ok(Run { milliseconds, memory });
        }
    }
    anyhow::bail!("{} ended without painting", program.display())
}

/// Resident memory of a process, in MB (`/proc/<id>/status`, `VmRSS` in kB).
fn resident(id: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).context("no figure")?.parse()?;
    Ok(kilobytes / 1_024.0)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
