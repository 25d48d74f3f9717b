//! `bench search`: the app's own search on a set of questions whose page is known.
//!
//! Honest by construction: every distinct page of the file is indexed, those of unanswerable questions too; the index
//! is written to a real file, closed and opened again; each question is asked once, in the file's order, and timed whole, the
//! first one included. A page that ties with another has the place it is shown at.
//!
//! `--compare` asks MiniSearch the same questions, `--ablation` leaves out each ingredient in turn, `--learn` learns the weights on half of the
//! pages and judges them on the other half (ADR 0022).

mod ablation;
mod learning;
mod minisearch;
mod questions;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::search::{self, Document, Query, Tuning, Vocabulary};

pub(crate) use questions::misspell;
use questions::{Set, title_and_body};

use crate::timing::{Timings, milliseconds};

/// What `bench search` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// JSON in the shape of the French question set.
    #[arg(long)]
    questions: PathBuf,
    /// One random edit in each long word, from this seed.
    #[arg(long)]
    typos: Option<u64>,
    /// Ask MiniSearch too, in the same run. Needs Node and npm.
    #[arg(long)]
    compare: bool,
    /// Leave out each ingredient in turn, and print what it brought.
    #[arg(long)]
    ablation: bool,
    /// Learn the weights on each half of the pages, and print what they bring on the other.
    #[arg(long)]
    learn: bool,
}

/// How often the right page is first, and among the first ten.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Hits {
    first: usize,
    tenth: usize,
    asked: usize,
}

impl Hits {
    /// Counts a question whose page stands at `place`, from 0.
    fn count(&mut self, place: Option<usize>) {
        self.asked += 1;
        self.first += usize::from(place == Some(0));
        self.tenth += usize::from(place.is_some_and(|place| place < 10));
    }

    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.tenth += other.tenth;
        self.asked += other.asked;
    }

    fn at_1(self) -> f64 {
        self.share(self.first)
    }

    fn at_10(self) -> f64 {
        self.share(self.tenth)
    }

    fn share(self, hits: usize) -> f64 {
        (hits as f64 / self.asked.max(1) as f64 * 1e4).round() / 1e4
    }
}

/// Runs the questions. Keys: `pages, questions, hit_at_1, hit_at_10, p50_ms, p95_ms, open_ms`, besides `index_ms_per_page` and
/// `index_bytes`, those of [`minisearch::run`], `ablation` and `learned`.
pub(crate) fn run(options: &Options) -> Result<Value> {
    let asked = Set::read(&options.questions)?;
    let set = options.typos.map_or_else(|| asked.clone(), |seed| asked.misspelt(seed));
    let mut figures = measure(&set)?;
    if options.compare {
        merge(&mut figures, minisearch::run(&set)?);
    }
    if options.ablation {
        merge(&mut figures, json!({ "ablation": ablation::run(&asked)? }));
    }
    if options.learn {
        merge(&mut figures, json!({ "learned": learning::run(&asked)? }));
    }
    Ok(figures)
}

fn measure(set: &Set) -> Result<Value> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("search.db");
    eprintln!("indexing {} pages", set.pages.len());
    let started = Instant::now();
    write(&mut Connection::open(&file)?, &set.pages, &Tuning::APP)?;
    let per_page = started.elapsed() / u32::try_from(set.pages.len().max(1))?;
    let bytes = std::fs::metadata(&file)?.len();
    let (connection, open) = reopen(&file, set.pages.len())?;
    eprintln!("asking {} questions", set.questions.len());
    let (hits, times) = ask(&connection, set, &Tuning::APP)?;
    Ok(json!({
        "pages": set.pages.len(),
        "questions": hits.asked,
        "hit_at_1": hits.at_1(),
        "hit_at_10": hits.at_10(),
        "p50_ms": times.percentile(50),
        "p95_ms": times.percentile(95),
        "open_ms": milliseconds(open),
        "index_ms_per_page": milliseconds(per_page),
        "index_bytes": bytes,
    }))
}

/// Opens the file as an app that starts does.
fn reopen(file: &Path, pages: usize) -> Result<(Connection, Duration)> {
    let started = Instant::now();
    let connection = Connection::open(file)?;
    // Opening is lazy: the first statement reads the file.
    search::search(&connection, &query("", &Vocabulary::default()))?;
    let indexed: i64 = connection.query_row("SELECT documents FROM search_total", (), |row| row.get(0))?;
    let open = started.elapsed();
    ensure!(indexed == i64::try_from(pages)?, "the index holds {indexed} pages of {pages}");
    Ok((connection, open))
}

fn query<'a>(text: &'a str, vocabulary: &'a Vocabulary) -> Query<'a> {
    Query { text, prefix: false, section: None, kinds: &[], limit: 10, vocabulary }
}

/// Asks each question once.
fn ask(connection: &Connection, set: &Set, tuning: &Tuning) -> Result<(Hits, Timings)> {
    // No town's own words: the questions are about another.
    let vocabulary = Vocabulary::default();
    let (mut hits, mut times) = (Hits::default(), Timings::default());
    for (question, page) in &set.questions {
        let query = query(question, &vocabulary);
        let asked = Instant::now();
        let matches = search::search_with(connection, &query, tuning)?;
        times.add(asked.elapsed());
        let gold = i64::try_from(*page)?;
        hits.count(matches.iter().position(|found| found.record == gold));
    }
    Ok((hits, times))
}

fn write(connection: &mut Connection, pages: &[String], tuning: &Tuning) -> Result<()> {
    connection.execute_batch(search::SCHEMA)?;
    // One transaction a page, as a phone indexes what each sync brings, but without waiting for the disk each time.
    connection.execute_batch("PRAGMA synchronous = OFF")?;
    for (record, page) in pages.iter().enumerate() {
        let (title, body) = title_and_body(page);
        let record = i64::try_from(record)?;
        let transaction = connection.transaction()?;
        let document = Document { record, title, summary: "", body, keywords: &[], kind: "page", section: None };
        search::index_with(&transaction, &document, tuning)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Adds the keys of `more`.
fn merge(figures: &mut Value, more: Value) {
    if let (Value::Object(figures), Value::Object(more)) = (figures, more) {
        figures.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(folder: &Path) -> Options {
        let questions = folder.join("questions.json");
        let items = json!([
            {"question": "Comment payer mon loyer ?", "answers": [1], "context": "Loyer\nUne aide pour payer le loyer."},
            {"question": "Sans réponse ?", "answers": [], "context": "Vélo\nLes pistes cyclables."},
        ]);
        std::fs::write(&questions, items.to_string()).unwrap();
        Options { questions, typos: None, compare: false, ablation: false, learn: false }
    }

    #[test]
    fn a_page_is_found_by_its_question() {
        let folder = tempfile::tempdir().unwrap();
        let result = run(&options(folder.path())).unwrap();
        assert_eq!((&result["pages"], &result["questions"]), (&json!(2), &json!(1)));
        assert_eq!((&result["hit_at_1"], &result["hit_at_10"]), (&json!(1.0), &json!(1.0)));
        assert!(result.get("ablation").is_none() && result.get("learned").is_none());
    }

    #[test]
    fn the_figures_keep_their_keys_whatever_is_asked_besides() {
        let folder = tempfile::tempdir().unwrap();
        let result = run(&Options { ablation: true, learn: true, ..options(folder.path()) }).unwrap();
        for key in ["pages", "questions", "hit_at_1", "hit_at_10", "p50_ms", "p95_ms", "open_ms", "ablation", "learned"]
        {
            assert!(result.get(key).is_some(), "{key} is missing");
        }
    }
}
