//! From what a person typed to what the index knows of it: concepts, the forms each may take, and where those occur.
//!
//! Invariant: any text is a query; nothing in it is syntax. Search operators were rejected: nobody types them, and
//! people do type quotes, hyphens and question marks.

use std::collections::HashSet;

use rusqlite::Connection;

use super::posting;
use super::rank::{Closeness, Evidence, Total};
use super::spelling::{self, Guess, Reading};
use super::tuning::Tuning;
use super::{BEGUN, Query, text, thesaurus};

/// Bytes of the query looked at; a question is shorter.
const LONGEST_QUERY: usize = 2_000;

/// Different words looked at.
const MOST_CONCEPTS: usize = 24;

/// What a word that frames a question weighs, against one that names its subject.
const FRAME_WEIGHT: f64 = 0.5;

/// First letters that two words of one root share.
const ROOT: usize = 5;

/// Completions tried for the word still being typed, the commonest first.
const MOST_COMPLETIONS: usize = 40;

/// The same while hardly anything is typed: what two letters begin is common, and stands in most records.
const FIRST_COMPLETIONS: usize = 12;

/// A query as the index sees it.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) tuning: &'a Tuning,
    /// How much each of its words matters, 1 for most.
    pub(crate) concepts: Vec<f64>,
    /// Every form looked up: its term, which concept it is of, how close it is.
    pub(crate) forms: Vec<Form>,
    /// Words read as others: typed, used.
    pub(crate) corrected: Vec<(String, String)>,
}

/// One known form that a concept may take.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) term: i64,
    pub(crate) spelling: String,
    pub(crate) concept: usize,
    pub(crate) closeness: Closeness,
}

struct Typed {
    folded: String,
    unfinished: bool,
}

/// What the index knows of each word of the query.
pub(crate) fn plan<'a>(connection: &Connection, query: &Query<'_>, tuning: &'a Tuning) -> rusqlite::Result<Plan<'a>> {
    let mut plan = Plan { tuning, concepts: Vec::new(), forms: Vec::new(), corrected: Vec::new() };
    for word in subjects(query, tuning) {
        let start = plan.forms.len();
        let concept = plan.concepts.len();
        let known = if word.unfinished {
            completions(connection, &mut plan, concept, &word.folded)?
        } else {
            inflections(connection, &mut plan, concept, &word.folded, &text::stem(&word.folded), Closeness::Exact)?
        };
        let meanings = query.vocabulary.meanings(&word.folded);
        // Where pages do not know the word, what it means is the word itself; else pages that have the word come first.
        let closest = if known { Closeness::Akin } else { Closeness::Exact };
        for meaning in meanings {
            inflections(connection, &mut plan, concept, meaning, &text::stem(meaning), closest)?;
        }
        if !known && meanings.is_empty() && tuning.spelling {
            match spelling::read(connection, &word.folded, tuning.stop_words)? {
                Reading::Stop => {
                    plan.forms.truncate(start);
                    continue;
                }
                Reading::Terms(guesses) => guess(connection, &mut plan, concept, &word.folded, guesses)?,
            }
        }
        let synonyms = if tuning.synonyms { thesaurus::synonyms(&word.folded) } else { &[] };
        for synonym in synonyms {
            inflections(connection, &mut plan, concept, synonym, &text::stem(synonym), Closeness::Akin)?;
        }
        plan.concepts.push(if tuning.frame_words && text::is_frame(&word.folded) { FRAME_WEIGHT } else { 1.0 });
    }
    Ok(plan)
}

/// The words that carry the query's subject; all of them when none does.
fn subjects(query: &Query<'_>, tuning: &Tuning) -> Vec<Typed> {
    let mut end = query.text.len().min(LONGEST_QUERY);
    while !query.text.is_char_boundary(end) {
        end -= 1;
    }
    let words = text::words(query.text.get(..end).unwrap_or_default());
    let typing = query.prefix && query.text.chars().next_back().is_some_and(char::is_alphanumeric);
    let last = words.len().saturating_sub(1);
    let all = !tuning.stop_words || words.iter().all(|word| text::is_stop(&word.folded));
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    for (at, word) in words.into_iter().enumerate() {
        if (all || !text::is_stop(&word.folded)) && seen.insert(text::stem(&word.folded)) && out.len() < MOST_CONCEPTS {
            out.push(Typed { folded: word.folded, unfinished: typing && at == last });
        }
    }
    out
}

/// Adds the forms of a word's stem and root. Whether the word, or its stem, is known.
fn inflections(
    connection: &Connection,
    plan: &mut Plan<'_>,
    concept: usize,
    word: &str,
    stem: &str,
    closest: Closeness,
) -> rusqlite::Result<bool> {
    let shared: String =
        word.chars().zip(stem.chars()).take(ROOT).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let root: String = word.chars().take(ROOT).collect();
    let rooted = plan.tuning.roots
        && root.chars().count() == ROOT
        && word.chars().all(char::is_alphabetic)
        && closest != Closeness::Akin;
    let mut find = connection
        .prepare_cached("SELECT id, form, stem FROM search_term WHERE form >= ?1 AND form < ?1 || char(1114111)")?;
    let mut rows = find.query((&shared,))?;
    let mut known = false;
    while let Some(row) = rows.next()? {
        let form = row.get_ref(1)?.as_str()?;
        let closeness = if form == word {
            Closeness::Exact
        } else if plan.tuning.stems && row.get_ref(2)?.as_str()? == stem {
            Closeness::Stem
        } else if rooted && form.starts_with(&root) {
            Closeness::Root
        } else {
            continue;
        };
        known |= closeness <= Closeness::Stem;
        let term = row.get(0)?;
        // A synonym may be of the same root: it counts once, as what is closest.
        if !plan.forms.iter().rev().take_while(|other| other.concept == concept).any(|other| other.term == term) {
            plan.forms.push(Form { term, spelling: form.to_owned(), concept, closeness: closeness.max(closest) });
        }
    }
    Ok(known)
}

/// Adds what the word still being typed may become. Whether there is anything.
fn completions(connection: &Connection, plan: &mut Plan<'_>, concept: usize, start: &str) -> rusqlite::Result<bool> {
    let mut find = connection.prepare_cached(
        "SELECT id, form FROM search_term WHERE form >= ?1 AND form < ?1 || char(1114111) ORDER BY documents DESC, form LIMIT ?2",
    )?;
    let most = if start.chars().count() < BEGUN { FIRST_COMPLETIONS } else { MOST_COMPLETIONS };
    let mut rows = find.query((start, most as i64))?;
    let mut known = false;
    while let Some(row) = rows.next()? {
        let form: String = row.get(1)?;
        let closeness = if form == start { Closeness::Exact } else { Closeness::Stem };
        plan.forms.push(Form { term: row.get(0)?, spelling: form, concept, closeness });
        known = true;
    }
    Ok(known)
}

/// Adds what an unknown word may have meant: the likeliest as if typed, the others as akin.
fn guess(
    connection: &Connection,
    plan: &mut Plan<'_>,
    concept: usize,
    typed: &str,
    guesses: Vec<Guess>,
) -> rusqlite::Result<()> {
    let mut stems: Vec<String> = Vec::new();
    for guess in guesses {
        if stems.contains(&guess.stem) {
            continue;
        }
        let closeness = if stems.is_empty() {
            plan.corrected.push((typed.to_owned(), guess.form.clone()));
            Closeness::Exact
        } else {
            Closeness::Akin
        };
        inflections(connection, plan, concept, &guess.form, &guess.stem, closeness)?;
        stems.push(guess.stem);
    }
    Ok(())
}

/// Where the plan's forms occur, in the records that the query's filters let through.
pub(crate) fn evidence(connection: &Connection, plan: &Plan<'_>, query: &Query<'_>) -> rusqlite::Result<Evidence> {
    let allowed = allowed(connection, query)?;
    let mut find = connection.prepare_cached("SELECT block, entries FROM search_posting WHERE term = ?1")?;
    let mut evidence = Evidence::default();
    for (at, form) in plan.forms.iter().enumerate() {
        let mut rows = find.query((form.term,))?;
        while let Some(row) = rows.next()? {
            for entry in posting::entries(row.get(0)?, row.get_ref(1)?.as_blob()?) {
                if allowed.as_ref().is_none_or(|allowed| allowed.contains(&entry.record)) {
                    evidence.push(&entry, form.concept, at, form.closeness);
                }
            }
        }
    }
    Ok(evidence)
}

/// The records that the filters leave, or `None` when there is no filter.
fn allowed(connection: &Connection, query: &Query<'_>) -> rusqlite::Result<Option<HashSet<i64>>> {
    if query.section.is_none() && query.kinds.is_empty() {
        return Ok(None);
    }
    let mut find = connection.prepare_cached(
        "SELECT record FROM search_document WHERE kind BETWEEN ?1 AND ?2 AND (?3 IS NULL OR section = ?3)",
    )?;
    let mut out = HashSet::new();
    // A seek for each kind; from the first to the last one where every kind will do.
    let every = [("", "\u{10ffff}")];
    let kinds =
        query.kinds.iter().map(|kind| (*kind, *kind)).chain(every.into_iter().filter(|_| query.kinds.is_empty()));
    for (first, last) in kinds {
        let mut rows = find.query((first, last, query.section))?;
        while let Some(row) = rows.next()? {
            out.insert(row.get(0)?);
        }
    }
    Ok(Some(out))
}

/// What the whole index holds.
pub(crate) fn total(connection: &Connection) -> rusqlite::Result<Total> {
    connection
        .prepare_cached("SELECT documents, words FROM search_total WHERE only = 1")?
        .query_row((), |row| Ok(Total { documents: row.get::<_, i64>(0)? as f64, words: row.get::<_, i64>(1)? as f64 }))
}
