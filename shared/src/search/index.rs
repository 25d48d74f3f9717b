//! Puts a document into the index, replaces it, takes it out: only the rows it touches, in the caller's transaction.
//!
//! Invariant: indexing a document twice leaves the tables as once; removing it leaves them as if it had never been.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension};

use super::posting::{self, Occurrences};
use super::{Document, Tuning, spelling, text};

/// Inserts a document or replaces the one of the same record. `tx` is a transaction of the caller's.
pub fn index(tx: &Connection, document: &Document<'_>) -> Result<(), rusqlite::Error> {
    index_with(tx, document, &Tuning::APP)
}

/// As [`index`], for another tuning than the app's.
pub fn index_with(tx: &Connection, document: &Document<'_>, tuning: &Tuning) -> Result<(), rusqlite::Error> {
    let (words, found) = read(document, tuning);
    let before = terms_of(tx, document.record)?;
    let mut gone: BTreeSet<i64> = before.iter().flat_map(|(_, terms)| terms.iter().copied()).collect();
    let mut terms = BTreeSet::new();
    for (form, occurrences) in &found {
        let known = tx
            .prepare_cached("SELECT id FROM search_term WHERE form = ?1")?
            .query_row((form,), |row| row.get::<_, i64>(0))
            .optional()?;
        let term = if let Some(term) = known {
            if !gone.remove(&term) {
                tx.prepare_cached("UPDATE search_term SET documents = documents + 1 WHERE id = ?1")?
                    .execute((term,))?;
            }
            term
        } else {
            tx.prepare_cached("INSERT INTO search_term (form, stem, documents) VALUES (?1, ?2, 1)")?
                .execute((form, text::stem(form)))?;
            let term = tx.last_insert_rowid();
            spelling::add(tx, term, form)?;
            term
        };
        post(tx, term, document.record, Some(occurrences))?;
        terms.insert(term);
    }
    for term in gone {
        retire(tx, term, document.record)?;
    }
    let (documents, old_words) = before.map_or((1, 0), |(words, _)| (0, words));
    count(tx, documents, words as i64 - old_words)?;
    tx.prepare_cached(
        "INSERT OR REPLACE INTO search_document (record, kind, section, words, terms) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute((document.record, document.kind, document.section, words as i64, pack(&terms)))?;
    Ok(())
}

/// Takes a record's document out; nothing happens when it has none. `tx` is a transaction of the caller's.
pub fn remove(tx: &Connection, record: i64) -> Result<(), rusqlite::Error> {
    let Some((words, terms)) = terms_of(tx, record)? else { return Ok(()) };
    for term in terms {
        retire(tx, term, record)?;
    }
    count(tx, -1, -words)?;
    tx.prepare_cached("DELETE FROM search_document WHERE record = ?1")?.execute((record,))?;
    Ok(())
}

/// A document's length in words, and what each of its forms does in it.
fn read(document: &Document<'_>, tuning: &Tuning) -> (usize, BTreeMap<String, Occurrences>) {
    let left_out = |word: &text::Word| tuning.stop_words && text::is_stop(&word.folded);
    let mut found: BTreeMap<String, Occurrences> = BTreeMap::new();
    let title = text::words(document.title);
    let title_length = title.iter().filter(|word| !left_out(word)).count();
    let mut words = title_length;
    // Stop words are kept in titles alone, so that "Qui sommes-nous ?" can still be asked for.
    for word in title {
        let entry = found.entry(word.folded).or_default();
        entry.title = entry.title.saturating_add(1).min(15);
    }
    for word in document.keywords.iter().flat_map(|keyword| text::words(keyword)) {
        if !left_out(&word) {
            let entry = found.entry(word.folded).or_default();
            entry.keywords = entry.keywords.saturating_add(1).min(15);
            words += 1;
        }
    }
    let prose = text::words(document.summary).into_iter().chain(text::words(document.body));
    let subjects = prose.filter(|word| !left_out(word));
    for (position, word) in (0_u32..).zip(subjects) {
        found.entry(word.folded).or_default().positions.push(position);
        words += 1;
    }
    for occurrences in found.values_mut() {
        occurrences.length = posting::length_step(words);
        occurrences.title_length = title_length.min(255) as u8;
    }
    (words, found)
}

/// The words and term ids of a record's document.
fn terms_of(tx: &Connection, record: i64) -> rusqlite::Result<Option<(i64, Vec<i64>)>> {
    tx.prepare_cached("SELECT words, terms FROM search_document WHERE record = ?1")?
        .query_row((record,), |row| Ok((row.get(0)?, unpack(row.get_ref(1)?.as_blob()?))))
        .optional()
}

/// Writes (or with `None` takes out) what a term does in a record.
fn post(tx: &Connection, term: i64, record: i64, what: Option<&Occurrences>) -> rusqlite::Result<()> {
    let block = posting::block_of(record);
    let before = tx
        .prepare_cached("SELECT entries FROM search_posting WHERE term = ?1 AND block = ?2")?
        .query_row((term, block), |row| row.get::<_, Vec<u8>>(0))
        .optional()?;
    let after = posting::splice(before.as_deref().unwrap_or_default(), record, what);
    if after.is_empty() {
        tx.prepare_cached("DELETE FROM search_posting WHERE term = ?1 AND block = ?2")?.execute((term, block))?;
    } else if before.as_ref() != Some(&after) {
        tx.prepare_cached("INSERT OR REPLACE INTO search_posting (term, block, entries) VALUES (?1, ?2, ?3)")?
            .execute((term, block, after))?;
    }
    Ok(())
}

/// A term that a record no longer has; forgotten altogether with its last record.
fn retire(tx: &Connection, term: i64, record: i64) -> rusqlite::Result<()> {
    post(tx, term, record, None)?;
    let left = tx
        .prepare_cached("UPDATE search_term SET documents = documents - 1 WHERE id = ?1 RETURNING documents, form")?
        .query_row((term,), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))
        .optional()?;
    if let Some((0, form)) = left {
        spelling::remove(tx, term, &form)?;
        tx.prepare_cached("DELETE FROM search_term WHERE id = ?1")?.execute((term,))?;
    }
    Ok(())
}

fn count(tx: &Connection, documents: i64, words: i64) -> rusqlite::Result<()> {
    tx.prepare_cached("UPDATE search_total SET documents = documents + ?1, words = words + ?2 WHERE only = 1")?
        .execute((documents, words))?;
    Ok(())
}

fn pack(terms: &BTreeSet<i64>) -> Vec<u8> {
    let mut out = Vec::with_capacity(terms.len() * 2);
    let mut last = 0;
    for &term in terms {
        posting::push_number(&mut out, (term - last) as u32);
        last = term;
    }
    out
}

fn unpack(mut bytes: &[u8]) -> Vec<i64> {
    let mut out = Vec::new();
    let mut last = 0;
    while let Some((gap, rest)) = posting::take_number(bytes) {
        last += i64::from(gap);
        out.push(last);
        bytes = rest;
    }
    out
}
