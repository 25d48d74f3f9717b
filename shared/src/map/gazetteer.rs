//! Finding a street, a number or a named place by what somebody types.
//!
//! The rarest word of the question brings candidates from the word index, each is then compared word by word: an exact
//! answer for « 12 bis rue de la Marne » reads some tens of rows. Invariant: every word that carries meaning must be in
//! the spot, whole, as a start (the last word) or one letter off (a long word that the file does not know). FTS5 was
//! rejected: it knows no misspelt words, and the web build would carry it for this alone.

use rusqlite::{Connection, params_from_iter};

use super::house;
use super::words::{in_full, is_article, near, near_start, words};
use crate::domain::{Point, fold};
use crate::protocol::{Spot, SpotKind};

/// Characters of a question that are read.
const LONGEST: usize = 120;

/// Words of a question that are compared.
const MOST_WORDS: usize = 12;

/// Candidates compared. Spots that matter most have the lowest ids, so that a word which all share still brings those.
const MOST_CANDIDATES: i64 = 2_000;

/// Words that a misspelt one may stand for.
const MOST_READINGS: usize = 24;

/// Below this length a word has too many neighbours to guess among.
const GUESSED_FROM: usize = 5;

/// A word of the question.
#[derive(Debug)]
struct Asked {
    text: String,
    long: Option<&'static str>,
    /// Being typed still: the start of a word.
    last: bool,
    /// In no spot as it stands.
    misspelt: bool,
    need: Need,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    /// A spot without it is no answer.
    Must,
    /// "de", "la".
    May,
    /// Of the name (« rue du 8 mai »), or a house's.
    Number,
}

/// A candidate with what is said for and against it, in the order that counts.
#[derive(Debug)]
struct Candidate {
    penalty: u32,
    /// Words of its name that were not asked for.
    more: bool,
    rank: i64,
    metres: i64,
    id: i64,
    house: Option<String>,
    spot: Spot,
}

/// The best answers, at most `limit`.
pub(super) fn find(
    connection: &Connection,
    query: &str,
    near: Option<Point>,
    limit: usize,
) -> rusqlite::Result<Vec<Spot>> {
    let query: String = query.chars().take(LONGEST).collect();
    let mut asked = asked(&query);
    let Some(terms) = narrowest(connection, &mut asked)? else { return Ok(Vec::new()) };
    let mut found = candidates(connection, &terms, &asked, near)?;
    found.sort_by_key(|candidate| (candidate.penalty, candidate.more, candidate.rank, candidate.metres, candidate.id));
    let mut out: Vec<Spot> = Vec::with_capacity(limit.min(found.len()));
    for candidate in found {
        if out.len() >= limit {
            break;
        }
        let Candidate { house, id, mut spot, .. } = candidate;
        if let Some(number) = house {
            at_house(connection, id, &number, &mut spot)?;
        }
        if !out.iter().any(|other| other.name == spot.name && other.context == spot.context) {
            out.push(spot);
        }
    }
    Ok(out)
}

/// The words of a question, each with how much it is needed.
fn asked(query: &str) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for text in words(query).into_iter().take(MOST_WORDS) {
        // "12 bis" is one number.
        if house::goes_on(&text)
            && let Some(before) = asked.last_mut()
            && before.need == Need::Number
            && before.text.bytes().all(|byte| byte.is_ascii_digit())
        {
            before.text.push_str(&text);
            continue;
        }
        let need = match text.as_str() {
            word if is_article(word) => Need::May,
            word if word.starts_with(|letter: char| letter.is_ascii_digit()) => Need::Number,
            _ => Need::Must,
        };
        asked.push(Asked { long: in_full(&text), text, last: false, misspelt: false, need });
    }
    if let Some(last) = asked.last_mut() {
        last.last = true;
    }
    // « 51000 », « la » : what there is, is what is looked for.
    if asked.iter().all(|word| word.need != Need::Must) {
        for word in &mut asked {
            word.need = Need::Must;
        }
    }
    asked
}

/// The index's words for each word that is needed, those that fewest spots have first; `None` when one is in no spot.
/// The first alone when it brings few enough.
fn narrowest(connection: &Connection, asked: &mut [Asked]) -> rusqlite::Result<Option<Vec<Vec<i64>>>> {
    let mut all: Vec<(i64, Vec<i64>)> = Vec::new();
    for word in asked.iter_mut().filter(|word| word.need == Need::Must) {
        let mut known = known(connection, word)?;
        if known.is_empty() {
            word.misspelt = true;
            known = guesses(connection, word)?;
        }
        if known.is_empty() {
            return Ok(None);
        }
        all.push((known.iter().map(|(_, spots)| spots).sum(), known.into_iter().map(|(term, _)| term).collect()));
    }
    all.sort_by_key(|(spots, _)| *spots);
    if all.first().is_some_and(|(spots, _)| *spots <= MOST_CANDIDATES) {
        all.truncate(1);
    }
    Ok(Some(all.into_iter().map(|(_, terms)| terms).collect()))
}

/// Terms that the word is, stands for or begins, with how many spots have each.
fn known(connection: &Connection, word: &Asked) -> rusqlite::Result<Vec<(i64, i64)>> {
    let mut end = word.text.clone();
    if word.last {
        end.push(char::MAX);
    }
    let mut ask = connection.prepare_cached(
        "SELECT id, spots FROM spot_term WHERE word BETWEEN ?1 AND ?2 OR word = ?3 ORDER BY spots DESC",
    )?;
    let rows = ask.query_map((&word.text, &end, word.long), |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.take(MOST_CANDIDATES as usize).collect()
}

/// Terms one letter away from a long word.
fn guesses(connection: &Connection, word: &Asked) -> rusqlite::Result<Vec<(i64, i64)>> {
    let letters = word.text.chars().count();
    if letters < GUESSED_FROM || !word.text.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let longest = if word.last { i64::MAX } else { letters as i64 + 1 };
    let mut ask = connection.prepare_cached("SELECT id, spots, word FROM spot_term WHERE letters BETWEEN ?1 AND ?2")?;
    let mut rows = ask.query((letters as i64 - 1, longest))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let known = row.get_ref(2)?.as_str()?;
        if near(&word.text, known) || (word.last && near_start(&word.text, known)) {
            found.push((row.get(0)?, row.get(1)?));
            if found.len() == MOST_READINGS {
                break;
            }
        }
    }
    Ok(found)
}

/// Spots that have one of the terms of each list, compared with all that was asked.
fn candidates(
    connection: &Connection,
    terms: &[Vec<i64>],
    asked: &[Asked],
    near: Option<Point>,
) -> rusqlite::Result<Vec<Candidate>> {
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let has =
        |terms: &Vec<i64>| format!("SELECT spot FROM spot_word WHERE term IN ({})", vec!["?"; terms.len()].join(","));
    let all: Vec<String> = terms.iter().map(has).collect();
    let mut ask = connection.prepare(&format!(
        "SELECT id, kind, name, context, folded, lat, lon, rank FROM spot WHERE id IN ({} ORDER BY spot LIMIT {MOST_CANDIDATES})",
        all.join(" INTERSECT ")
    ))?;
    let mut rows = ask.query(params_from_iter(terms.iter().flatten()))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = SpotKind::of(row.get_ref(1)?.as_str()?);
        let Some(agreement) = compare(asked, row.get_ref(4)?.as_str()?, kind) else { continue };
        let point = Point { lat: row.get(5)?, lon: row.get(6)? };
        found.push(Candidate {
            penalty: agreement.penalty,
            more: agreement.more,
            rank: row.get(7)?,
            metres: near.map_or(0, |near| near.distance(point) as i64),
            id: row.get(0)?,
            house: agreement.house,
            spot: Spot { kind, name: row.get(2)?, context: row.get(3)?, point },
        });
    }
    Ok(found)
}

/// How well a spot answers.
#[derive(Debug, PartialEq, Eq)]
struct Agreement {
    penalty: u32,
    more: bool,
    house: Option<String>,
}

fn compare(asked: &[Asked], folded: &str, kind: SpotKind) -> Option<Agreement> {
    let (name, context) = folded.split_once('|').unwrap_or((folded, ""));
    let name: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let mut taken = vec![false; name.len()];
    let (mut penalty, mut named, mut house) = (0, false, None);
    for word in asked {
        let in_name = name
            .iter()
            .zip(&mut taken)
            .filter(|(_, taken)| !**taken)
            .filter_map(|(known, taken)| Some((fault(word, known)?, taken)))
            .min_by_key(|(fault, _)| *fault);
        if let Some((fault, taken)) = in_name {
            *taken = true;
            named |= word.need != Need::May;
            penalty += fault;
            continue;
        }
        let around = context.split(' ').filter_map(|known| fault(word, known)).min();
        match (around, word.need) {
            (Some(fault), _) => penalty += fault,
            (None, Need::Must) => return None,
            (None, Need::May) => penalty += 1,
            (None, Need::Number) if kind == SpotKind::Street && house.is_none() && house::is_number(&word.text) => {
                house = Some(word.text.clone());
            }
            (None, Need::Number) => penalty += 8,
        }
    }
    // All that was asked is the commune around it.
    if !named {
        penalty += 4;
    }
    let more = name.iter().zip(&taken).any(|(word, taken)| !taken && !is_article(word));
    Some(Agreement { penalty, more, house })
}

/// What is against a word being the one asked: nothing, that it goes on, or a letter. `None`: it is another one.
fn fault(asked: &Asked, known: &str) -> Option<u32> {
    if asked.text == known || asked.long == Some(known) {
        return Some(0);
    }
    if asked.last && known.starts_with(&asked.text) {
        return Some(1);
    }
    if !asked.misspelt {
        return None;
    }
    if near(&asked.text, known) {
        return Some(3);
    }
    (asked.last && near_start(&asked.text, known)).then_some(4)
}

/// Moves the answer from its street to that number, if the file has it.
fn at_house(connection: &Connection, street: i64, number: &str, spot: &mut Spot) -> rusqlite::Result<()> {
    let mut ask = connection.prepare_cached("SELECT lat, lon FROM house WHERE street = ?1 AND number = ?2")?;
    for reading in house::readings(&fold(number)) {
        let mut rows = ask.query((street, &reading))?;
        if let Some(row) = rows.next()? {
            spot.point = Point { lat: row.get(0)?, lon: row.get(1)? };
            spot.kind = SpotKind::House;
            spot.name = format!("{} {}", spaced(&reading), spot.name);
            break;
        }
    }
    Ok(())
}

/// "12bis" → "12 bis", "12b" → "12 B".
fn spaced(number: &str) -> String {
    let digits = number.trim_end_matches(|letter: char| !letter.is_ascii_digit());
    match number.strip_prefix(digits).unwrap_or_default() {
        "" => number.to_owned(),
        again if house::is_again(again) => format!("{digits} {again}"),
        letter => format!("{digits} {}", letter.to_uppercase()),
    }
}
