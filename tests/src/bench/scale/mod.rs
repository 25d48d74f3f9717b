//! `bench scale`: the phone's own store with a region's content: opened, searched, listed, weighed.
//!
//! One process fills the store, another one measures it, so that memory is that of a phone which opens what it has. What is
//! timed is what screens call, each question whole.

mod asking;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use shared::domain::UnixSeconds;
use shared::protocol::WireRecord;
use shared::store::{Location, Seed, Store};

use crate::territory::{self, Size, public_content};
use crate::timing::milliseconds;

/// Monday 23 November 2026, 17 h 10 in metropolitan France: shops are open.
const NOW: UnixSeconds = 1_795_450_200;

/// What a store is known by that was filled here.
const CHECKSUM: &str = "scale";

/// What `bench scale` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Makes another territory.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only measures the store in this folder: what the benchmark starts itself with.
    #[arg(long, hide = true)]
    measure: Option<PathBuf>,
}

/// Fills a store and measures it. Keys: `shops, offers, pages, fill_ms_per_record, store_bytes`, and those of [`asking::measure`].
pub(crate) fn run(options: &Options) -> Result<Value> {
    let content = public_content()?;
    if let Some(folder) = &options.measure {
        return asking::measure(folder, &content, options.seed);
    }
    let folder = tempfile::tempdir()?;
    let size = Size::REGION;
    let records = territory::generate(&content, options.seed, size, NOW)?;
    eprintln!("filling a store with {} records", records.len());
    let started = Instant::now();
    let wire: Vec<WireRecord> =
        records.iter().map(|record| WireRecord::from_record(0, record)).collect::<Result<_, _>>()?;
    drop(Store::open(Location::Folder(folder.path().to_owned()), &Seed::of(CHECKSUM, wire), NOW)?);
    let filled = started.elapsed() / u32::try_from(records.len())?;
    let questions: Vec<&str> = records.iter().map(shared::domain::Record::title).collect();
    std::fs::write(asking::titles(folder.path()), serde_json::to_vec(&questions)?)?;
    let mut figures = json!({
        "shops": size.shops,
        "offers": size.offers,
        "pages": size.pages,
        "fill_ms_per_record": milliseconds(filled),
        "store_bytes": std::fs::metadata(folder.path().join("public.sqlite"))?.len(),
    });
    if let (Value::Object(figures), Value::Object(measured)) = (&mut figures, measured(folder.path(), options.seed)?) {
        figures.extend(measured);
    }
    Ok(figures)
}

/// What another process of this program finds.
fn measured(folder: &Path, seed: u64) -> Result<Value> {
    let mut other = Command::new(std::env::current_exe()?);
    other.args(["scale", "--seed", &seed.to_string(), "--measure"]).arg(folder).stderr(std::process::Stdio::inherit());
    let output = other.output()?;
    ensure!(output.status.success(), "measuring ended with {}", output.status);
    let said = String::from_utf8(output.stdout)?;
    serde_json::from_str(said.lines().last().context("nothing was measured")?).context("figures")
}
