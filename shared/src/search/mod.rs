//! Full-text search over everything a territory publishes: whole questions, keywords, words half typed or misspelt.
//!
//! The index lives in the store's own SQLite file and moves in its transactions ([`SCHEMA`], [`index`], [`remove`]):
//! nothing is built at start. A query goes through three steps, `query` (which forms of which words), `rank` (pure: in which
//! order) and [`snippet`] (what to show). Decisions and measurements: `docs/adr/0005-search-ranking.md`.
//!
//! Invariants: no text is an error; the index never needs a rebuild; nothing but plain SQL, so that the web build runs the same.

mod index;
mod posting;
mod query;
mod rank;
mod schema;
mod snippet;
mod spelling;
#[cfg(test)]
mod tests;
mod text;
mod thesaurus;
mod tuning;
mod vocabulary;

pub use index::{index, index_with, remove};
pub use schema::{NARROWING, SCHEMA};
pub use snippet::{Span, snippet};
pub use text::fold;
pub use tuning::{Signals, Tuning};
pub use vocabulary::Vocabulary;

use rusqlite::Connection;

/// What a record says, for the index. To make another kind of record searchable, build one of these where it is stored.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// Rowid in the store's table of records.
    pub record: i64,
    /// Words here count most.
    pub title: &'a str,
    /// A sentence or two; may be empty.
    pub summary: &'a str,
    /// Plain text or Markdown.
    pub body: &'a str,
    /// Other names it is looked for by.
    pub keywords: &'a [String],
    /// Wire name of its kind.
    pub kind: &'a str,
    /// Slug of its section, for kinds that stand in one.
    pub section: Option<&'a str>,
}

/// What a person looks for.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// As typed; any text, of which the first 2,000 bytes count.
    pub text: &'a str,
    /// Whether the last word is still being typed.
    pub prefix: bool,
    /// Only this section.
    pub section: Option<&'a str>,
    /// Only these kinds; all when empty.
    pub kinds: &'a [&'a str],
    /// At most this many matches.
    pub limit: usize,
    /// The territory's own words.
    pub vocabulary: &'a Vocabulary,
}

/// From this length a word still being typed speaks of the words it begins.
const BEGUN: usize = 3;

/// A record found.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Rowid in the store's table of records.
    pub record: i64,
    /// Comparable within one answer only; higher is better.
    pub score: f64,
    /// Folded forms found in it, to highlight.
    pub terms: Vec<String>,
    /// Words of the query that were read as another: typed, used.
    pub corrected: Vec<(String, String)>,
}

/// Whether a question speaks of one of these words, its last one perhaps unfinished. For a handful of things that no index holds.
pub fn mentions(question: &str, words: &str) -> bool {
    let words: Vec<text::Word> = text::words(words);
    let stems: Vec<String> = words.iter().map(|word| text::stem(&word.folded)).collect();
    let asked: Vec<text::Word> =
        text::words(question).into_iter().filter(|word| !text::is_stop(&word.folded)).collect();
    let begun = asked.last().filter(|last| last.end == question.len() && last.folded.chars().count() >= BEGUN);
    asked.iter().any(|word| stems.contains(&text::stem(&word.folded)))
        || begun.is_some_and(|begun| words.iter().any(|word| word.folded.starts_with(&begun.folded)))
}

/// The records that answer best, best first. Empty when nothing does.
pub fn search(connection: &Connection, query: &Query<'_>) -> Result<Vec<Match>, rusqlite::Error> {
    search_with(connection, query, &Tuning::APP)
}

/// As [`search`], with another tuning than the app's.
pub fn search_with(connection: &Connection, query: &Query<'_>, tuning: &Tuning) -> Result<Vec<Match>, rusqlite::Error> {
    // One snapshot for all the small reads: half the time, and a page indexed meanwhile is wholly there or not at all.
    let snapshot = if connection.is_autocommit() { Some(connection.unchecked_transaction()?) } else { None };
    let plan = query::plan(connection, query, tuning)?;
    let ranked = ranked(connection, query, &plan)?;
    snapshot.map_or(Ok(()), rusqlite::Transaction::finish)?;
    let form = |at: u16| plan.forms.get(usize::from(at)).map(|form| form.spelling.clone());
    Ok(ranked
        .into_iter()
        .map(|place| {
            let mut terms: Vec<String> = place.forms.into_iter().filter_map(form).collect();
            terms.sort_unstable();
            terms.dedup();
            Match { record: place.record, score: place.score, terms, corrected: plan.corrected.clone() }
        })
        .collect())
}

/// What each record's score is made of, best first: what weights are learned from.
pub fn signals(
    connection: &Connection,
    query: &Query<'_>,
    tuning: &Tuning,
) -> Result<Vec<(i64, Signals)>, rusqlite::Error> {
    let plan = query::plan(connection, query, tuning)?;
    Ok(ranked(connection, query, &plan)?.into_iter().map(|place| (place.record, place.signals)).collect())
}

fn ranked(
    connection: &Connection,
    query: &Query<'_>,
    plan: &query::Plan<'_>,
) -> Result<Vec<rank::Ranked>, rusqlite::Error> {
    if plan.forms.is_empty() || query.limit == 0 {
        return Ok(Vec::new());
    }
    let evidence = query::evidence(connection, plan, query)?;
    let total = query::total(connection)?;
    Ok(rank::rank(&evidence, &plan.concepts, total, query.limit, &plan.tuning.weights))
}
