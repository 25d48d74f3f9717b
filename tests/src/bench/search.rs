//! `bench search`: the app's own search on a set of questions whose page is known.
//!
//! Honest by construction: every distinct page of the file is indexed, those of unanswerable questions too; the index
//! is written to a real file, closed and opened again; each question is asked once, in the file's order, and timed whole, the
//! first one included. A page that ties with another has the place it is shown at.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a benchmark measures with the machine's clock and says on stderr how far it is"
)]

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::search::{self, Document, Query, Vocabulary};

/// Words of at least this many letters get a typo.
const LONG_WORD: usize = 5;

struct Set {
    /// The first line of each is its title.
    pages: Vec<String>,
    /// Question, and the index of its page.
    questions: Vec<(String, usize)>,
}

/// Runs the questions of `questions` (`[{question, answers, context}]`), each with one random edit in each long word when
/// `typos` gives a seed. Keys: `pages, questions, hit_at_1, hit_at_10, p50_ms, p95_ms, open_ms`, besides
/// `index_ms_per_page` and `index_bytes`.
pub fn run(questions: &Path, typos: Option<u64>) -> Result<Value> {
    let set = read(questions)?;
    ensure!(!set.questions.is_empty(), "{} has no question with an answer", questions.display());
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("search.db");
    eprintln!("indexing {} pages", set.pages.len());
    let started = Instant::now();
    write(&file, &set.pages)?;
    let per_page = started.elapsed() / u32::try_from(set.pages.len().max(1))?;
    let bytes = std::fs::metadata(&file)?.len();

    // No town's own words: the questions are about another.
    let vocabulary = Vocabulary::default();
    let started = Instant::now();
    let connection = Connection::open(&file)?;
    // Opening is lazy: the first statement reads the file.
    search::search(
        &connection,
        &Query { text: "", prefix: false, section: None, kinds: &[], limit: 1, vocabulary: &vocabulary },
    )?;
    let indexed: i64 = connection.query_row("SELECT documents FROM search_total", (), |row| row.get(0))?;
    let open = started.elapsed();
    ensure!(indexed == i64::try_from(set.pages.len())?, "the index holds {indexed} pages of {}", set.pages.len());

    eprintln!("asking {} questions{}", set.questions.len(), if typos.is_some() { ", misspelt" } else { "" });
    let mut random = Random(typos.unwrap_or_default());
    let mut times = Vec::with_capacity(set.questions.len());
    let (mut first, mut tenth) = (0_u32, 0_u32);
    for (question, page) in &set.questions {
        let text = if typos.is_some() { misspell(question, &mut random) } else { question.clone() };
        let query = Query { text: &text, prefix: false, section: None, kinds: &[], limit: 10, vocabulary: &vocabulary };
        let asked = Instant::now();
        let matches = search::search(&connection, &query)?;
        times.push(asked.elapsed());
        let gold = i64::try_from(*page)?;
        match matches.iter().position(|found| found.record == gold) {
            Some(0) => (first, tenth) = (first + 1, tenth + 1),
            Some(place) if place < 10 => tenth += 1,
            _ => {}
        }
    }
    times.sort_unstable();
    let share = |hits: u32| (f64::from(hits) / set.questions.len() as f64 * 1e4).round() / 1e4;
    Ok(json!({
        "pages": set.pages.len(),
        "questions": set.questions.len(),
        "hit_at_1": share(first),
        "hit_at_10": share(tenth),
        "p50_ms": milliseconds(percentile(&times, 50)),
        "p95_ms": milliseconds(percentile(&times, 95)),
        "open_ms": milliseconds(open),
        "index_ms_per_page": milliseconds(per_page),
        "index_bytes": bytes,
    }))
}

fn read(file: &Path) -> Result<Set> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let items: Vec<Value> =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON array", file.display()))?;
    let mut set = Set { pages: Vec::new(), questions: Vec::new() };
    let mut known: HashMap<String, usize> = HashMap::new();
    for item in items {
        let field = |name: &str| {
            item.get(name).and_then(Value::as_str).with_context(|| format!("a question without \"{name}\""))
        };
        let (question, context) = (field("question")?, field("context")?);
        let page = *known.entry(context.to_owned()).or_insert_with(|| {
            set.pages.push(context.to_owned());
            set.pages.len() - 1
        });
        if item.get("answers").and_then(Value::as_array).is_some_and(|answers| !answers.is_empty()) {
            set.questions.push((question.to_owned(), page));
        }
    }
    Ok(set)
}

fn write(file: &Path, pages: &[String]) -> Result<()> {
    let mut connection = Connection::open(file)?;
    connection.execute_batch(search::SCHEMA)?;
    // One transaction a page, as a phone indexes what each sync brings, but without waiting for the disk each time.
    connection.execute_batch("PRAGMA synchronous = OFF")?;
    for (record, page) in pages.iter().enumerate() {
        let (title, body) = page.split_once('\n').unwrap_or((page, ""));
        let record = i64::try_from(record)?;
        let transaction = connection.transaction()?;
        let document = Document { record, title, summary: "", body, keywords: &[], kind: "page", section: None };
        search::index(&transaction, &document)?;
        transaction.commit()?;
    }
    Ok(())
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// One random edit in each long word: a letter put in, left out, replaced, or swapped with the next.
fn misspell(question: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(question.len() + 16);
    let mut word: Vec<char> = Vec::new();
    for letter in question.chars().chain(std::iter::once('\n')) {
        if letter.is_alphabetic() {
            word.push(letter);
            continue;
        }
        if word.len() >= LONG_WORD {
            edit(&mut word, random);
        }
        out.extend(word.drain(..));
        out.push(letter);
    }
    out.pop();
    out
}

fn edit(word: &mut Vec<char>, random: &mut Random) {
    let letter = (b'a'..=b'z').nth(random.below(26)).map_or('e', char::from);
    let at = random.below(word.len());
    match random.below(4) {
        0 => word.insert(at, letter),
        1 => drop(word.remove(at)),
        2 => {
            if let Some(slot) = word.get_mut(at) {
                *slot = letter;
            }
        }
        _ => {
            let at = at.min(word.len() - 2);
            word.swap(at, at + 1);
        }
    }
}

/// SplitMix64: the same seed gives the same typos on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_get_one_edit_each_and_the_rest_stays() {
        let question = "Où est le logement d’urgence ?";
        let misspelt = misspell(question, &mut Random(7));
        assert_ne!(misspelt, question);
        assert!(misspelt.starts_with("Où est le ") && misspelt.ends_with(" ?"), "{misspelt}");
        assert_eq!(misspelt, misspell(question, &mut Random(7)));
    }

    #[test]
    fn a_page_is_found_by_its_question() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("questions.json");
        let items = json!([
            {"question": "Comment payer mon loyer ?", "answers": [1], "context": "Loyer\nUne aide pour payer le loyer."},
            {"question": "Sans réponse ?", "answers": [], "context": "Vélo\nLes pistes cyclables."},
        ]);
        std::fs::write(&file, items.to_string()).unwrap();
        let result = run(&file, None).unwrap();
        assert_eq!((&result["pages"], &result["questions"]), (&json!(2), &json!(1)));
        assert_eq!((&result["hit_at_1"], &result["hit_at_10"]), (&json!(1.0), &json!(1.0)));
    }
}
