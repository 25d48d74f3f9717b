//! Which known words a misspelt one may stand for.
//!
//! A word one edit away (a letter too many, missing, wrong, or two swapped) has its first half or its second
//! half intact: every term is filed under a hash of each, and a misspelt word is looked up under the halves it would
//! share. Two rows a term, against ten for a symmetric-delete table of the same reach: a third of the bytes
//! and a quarter of the writing (ADR 0005).
//!
//! Invariant: every term one edit away from the word is found; what is found is compared letter by letter.

use rusqlite::Connection;

use super::text;

/// Shorter words have too many neighbours to guess among.
const SHORTEST: usize = 4;

/// From this length two edits are forgiven, when a half is intact.
const LONG: usize = 8;

/// Guesses kept for one word.
const MOST_GUESSES: usize = 3;

/// A known term that a misspelt word may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Guess {
    pub(crate) form: String,
    pub(crate) stem: String,
}

/// What a word that no document has may stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A misspelt stop word: "quells".
    Stop,
    /// Known terms, the likeliest first; none when nothing is near.
    Terms(Vec<Guess>),
}

/// Files a new term.
pub(crate) fn add(connection: &Connection, term: i64, form: &str) -> rusqlite::Result<()> {
    let Some(halves) = halves(form) else { return Ok(()) };
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO search_spelling (half, term) VALUES (?1, ?2)")?;
    for half in halves {
        insert.execute((half, term))?;
    }
    Ok(())
}

/// Takes out a term that no document has any more.
pub(crate) fn remove(connection: &Connection, term: i64, form: &str) -> rusqlite::Result<()> {
    let Some(halves) = halves(form) else { return Ok(()) };
    let mut delete = connection.prepare_cached("DELETE FROM search_spelling WHERE half = ?1 AND term = ?2")?;
    for half in halves {
        delete.execute((half, term))?;
    }
    Ok(())
}

/// Reads a word that no document has, as a stop word first where those are left out.
pub(crate) fn read(connection: &Connection, typed: &str, stop_words: bool) -> rusqlite::Result<Reading> {
    let letters: Vec<char> = typed.chars().collect();
    if !correctable(&letters) {
        return Ok(Reading::Terms(Vec::new()));
    }
    let near_stop = stop_words
        && text::stop_words().iter().any(|stop| {
            let stop: Vec<char> = stop.chars().collect();
            stop.len() > SHORTEST && distance(&letters, &stop, 1).is_some()
        });
    if near_stop {
        return Ok(Reading::Stop);
    }
    let mut find = connection.prepare_cached(
        "SELECT t.form, t.stem, t.documents FROM search_spelling s JOIN search_term t ON t.id = s.term WHERE s.half = ?1",
    )?;
    let allowed = if letters.len() >= LONG { 2 } else { 1 };
    let mut found = Vec::new();
    for half in shared_halves(&letters) {
        let mut rows = find.query((half,))?;
        while let Some(row) = rows.next()? {
            let form = row.get_ref(0)?.as_str()?;
            let known: Vec<char> = form.chars().collect();
            if let Some(edits) = distance(&letters, &known, allowed) {
                let other_start = known.first() != letters.first();
                found.push((edits, other_start, -row.get::<_, i64>(2)?, form.to_owned(), row.get::<_, String>(1)?));
            }
        }
    }
    found.sort();
    found.dedup();
    let fewest = found.first().map_or(0, |(edits, ..)| *edits);
    let guesses =
        found.into_iter().filter(|(edits, ..)| *edits == fewest).map(|(_, _, _, form, stem)| Guess { form, stem });
    Ok(Reading::Terms(guesses.take(MOST_GUESSES).collect()))
}

/// Whether two different words are one edit apart.
pub(crate) fn one_edit_apart(left: &str, right: &str) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    distance(&left, &right, 1) == Some(1)
}

fn correctable(letters: &[char]) -> bool {
    letters.len() >= SHORTEST && letters.iter().all(|letter| letter.is_alphabetic())
}

/// The two keys a term is filed under.
fn halves(form: &str) -> Option<[i64; 2]> {
    let letters: Vec<char> = form.chars().collect();
    if !correctable(&letters) {
        return None;
    }
    let (head, tail) = letters.split_at(letters.len() / 2);
    Some([key(0, letters.len(), head), key(1, letters.len(), tail)])
}

/// The keys that a term one edit away from `letters` may be filed under.
fn shared_halves(letters: &[char]) -> Vec<i64> {
    let typed = letters.len();
    let mut keys = Vec::with_capacity(7);
    for length in typed.saturating_sub(1).max(SHORTEST)..=typed + 1 {
        let middle = length / 2;
        if let Some(head) = letters.get(..middle) {
            keys.push(key(0, length, head));
        }
        if let Some(tail) = (typed + middle).checked_sub(length).and_then(|start| letters.get(start..)) {
            keys.push(key(1, length, tail));
        }
    }
    // Two letters swapped across the middle leave no half intact: swap them back.
    let middle = typed / 2;
    let mut swapped = letters.to_vec();
    if middle > 0 && middle < typed {
        swapped.swap(middle - 1, middle);
        if let Some(head) = swapped.get(..middle) {
            keys.push(key(0, typed, head));
        }
    }
    keys
}

/// FNV-1a, 32 bits.
fn key(side: u8, length: usize, half: &[char]) -> i64 {
    let start = [u32::from(side), length as u32];
    let hash = start.into_iter().chain(half.iter().map(|&letter| letter as u32)).fold(0x811c_9dc5_u32, |hash, unit| {
        unit.to_le_bytes().into_iter().fold(hash, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    });
    i64::from(hash)
}

/// Edits between two words (insert, delete, substitute, swap neighbours), or `None` past `most`.
fn distance(left: &[char], right: &[char], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    let mut last_left = None;
    for (row, &a) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        current.push(row + 1);
        let mut left_cost = row + 1;
        let mut last_right = None;
        for (column, &b) in right.iter().enumerate() {
            let (diagonal, up) = (*above.get(column)?, *above.get(column + 1)?);
            let mut cost = (diagonal + usize::from(a != b)).min(up + 1).min(left_cost + 1);
            if Some(b) == last_left
                && Some(a) == last_right
                && let Some(swapped) = column.checked_sub(1).and_then(|c| before.get(c))
            {
                cost = cost.min(swapped + 1);
            }
            current.push(cost);
            left_cost = cost;
            last_right = Some(b);
        }
        if current.iter().min().is_some_and(|best| *best > most) {
            return None;
        }
        last_left = Some(a);
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edits(left: &str, right: &str) -> Option<usize> {
        let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
        distance(&left, &right, 2)
    }

    #[test]
    fn edits_are_counted_as_typed() {
        for (left, right, expected) in [
            ("logement", "logement", Some(0)),
            ("logment", "logement", Some(1)),
            ("lgoement", "logement", Some(1)),
            ("logementt", "logement", Some(1)),
            ("logemant", "logement", Some(1)),
            ("lgoemant", "logement", Some(2)),
            ("loyer", "permis", None),
            ("", "a", Some(1)),
        ] {
            assert_eq!(edits(left, right), expected, "{left} {right}");
            assert_eq!(edits(right, left), expected, "{right} {left}");
        }
    }

    proptest! {
        #[test]
        fn one_edit_away_is_always_found(word in "[a-z]{4,14}", at in any::<prop::sample::Index>(), letter in prop::char::range('a', 'z'), kind in 0..4) {
            let mut typed: Vec<char> = word.chars().collect();
            let index = at.index(typed.len());
            match kind {
                0 => typed.insert(index, letter),
                1 => { typed.remove(index); }
                2 => typed[index] = letter,
                _ => { let other = (index + 1).min(typed.len() - 1); typed.swap(index, other); }
            }
            let filed = halves(&word).unwrap();
            let looked_up = shared_halves(&typed);
            prop_assert!(filed.iter().any(|half| looked_up.contains(half)), "{:?} for {}", typed, word);
        }
    }
}
