//! Learns the weights of search on half of the pages and judges them on the other half.
//!
//! A softmax over the pages found for each question (convex, with an L2 penalty), as the app's own weights were learned. Pages, not questions, are
//! split: a page that was learned from is never judged. Nothing is learned but one number a signal, so no word of the file can
//! be memorised.

use anyhow::Result;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::search::{self, Signals, Tuning, Vocabulary};

use super::questions::Set;
use super::{Hits, query, write};

const SIGNALS: usize = Signals::COUNT;

/// Keeps weights that few questions speak of from running away.
const PENALTY: f64 = 0.003;

/// Pages looked at for each question: as deep as anybody reads, and further.
const DEPTH: usize = 60;

const STEPS: i32 = 300;

/// A question's pages, each with its signals, and which of them is right.
struct Asked {
    pages: Vec<[f64; SIGNALS]>,
    right: Option<usize>,
    half: u64,
}

/// Prints a table of both ways round, and returns its figures with the weights of each half.
pub(super) fn run(set: &Set) -> Result<Value> {
    let mut connection = Connection::open_in_memory()?;
    write(&mut connection, &set.pages, &Tuning::APP)?;
    let questions = asked(&connection, set)?;
    println!("| judged on | weights | hit@1 | hit@10 |\n|---|---|---|---|");
    let mut figures = Vec::new();
    for half in [0, 1] {
        let (judged, from): (Vec<&Asked>, Vec<&Asked>) = questions.iter().partition(|asked| asked.half == half);
        let learned = learn(&from);
        for (name, weights) in [
            ("the app’s", Tuning::APP.weights.to_array()),
            ("learned on the other half", learned),
            ("all 1", [1.0; SIGNALS]),
        ] {
            let hits = judge(&judged, &weights);
            println!("| half {} | {name} | {:.3} | {:.3} |", half + 1, hits.at_1(), hits.at_10());
            figures.push(json!({
                "judged_on": half + 1, "weights": name, "hit_at_1": hits.at_1(), "hit_at_10": hits.at_10(),
                "values": weights.map(|weight| (weight * 100.0).round() / 100.0),
            }));
        }
    }
    println!();
    Ok(Value::Array(figures))
}

fn asked(connection: &Connection, set: &Set) -> Result<Vec<Asked>> {
    let vocabulary = Vocabulary::default();
    let mut out = Vec::with_capacity(set.questions.len());
    for (question, page) in &set.questions {
        let mut query = query(question, &vocabulary);
        query.limit = DEPTH;
        let found = search::signals(connection, &query, &Tuning::APP)?;
        let gold = i64::try_from(*page)?;
        let right = found.iter().position(|(record, _)| *record == gold);
        let pages = found.into_iter().map(|(_, signals)| signals.to_array()).collect();
        out.push(Asked { pages, right, half: half_of(set.pages.get(*page).map_or("", String::as_str)) });
    }
    Ok(out)
}

/// The half that a page is of, by its text alone (FNV-1a).
fn half_of(page: &str) -> u64 {
    let hash = page
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 7) % 2
}

fn score(signals: &[f64; SIGNALS], weights: &[f64; SIGNALS]) -> f64 {
    signals.iter().zip(weights).map(|(signal, weight)| signal * weight).sum()
}

/// Descends the loss (Adam, a step that shrinks), never below zero: no sign of a good answer may count against it.
fn learn(questions: &[&Asked]) -> [f64; SIGNALS] {
    let mut weights = [1.0; SIGNALS];
    let (mut speed, mut spread) = ([0.0; SIGNALS], [0.0; SIGNALS]);
    for step in 1..=STEPS {
        let slope = slope(questions, &weights);
        let stride = 0.05 * (1.0 - f64::from(step - 1) / f64::from(STEPS));
        let (early, late) = (1.0 - 0.9_f64.powi(step), 1.0 - 0.999_f64.powi(step));
        for (((weight, slope), speed), spread) in weights.iter_mut().zip(slope).zip(&mut speed).zip(&mut spread) {
            *speed = 0.9 * *speed + 0.1 * slope;
            *spread = 0.999 * *spread + 0.001 * slope * slope;
            *weight = (*weight - stride * (*speed / early) / ((*spread / late).sqrt() + 1e-8)).max(0.0);
        }
    }
    weights
}

/// How the loss grows with each weight.
fn slope(questions: &[&Asked], weights: &[f64; SIGNALS]) -> [f64; SIGNALS] {
    let mut slope = weights.map(|weight| 2.0 * PENALTY * weight);
    let count = questions.len().max(1) as f64;
    for Asked { pages, right, .. } in questions {
        let Some(right) = right else { continue };
        let scores: Vec<f64> = pages.iter().map(|page| score(page, weights)).collect();
        let most = scores.iter().copied().fold(f64::MIN, f64::max);
        let odds: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
        let all: f64 = odds.iter().sum();
        for (at, (page, odds)) in pages.iter().zip(odds).enumerate() {
            let error = odds / all - if at == *right { 1.0 } else { 0.0 };
            for (slope, signal) in slope.iter_mut().zip(page) {
                *slope += error * signal / count;
            }
        }
    }
    slope
}

fn judge(questions: &[&Asked], weights: &[f64; SIGNALS]) -> Hits {
    let mut hits = Hits::default();
    for Asked { pages, right, .. } in questions {
        let right = right.and_then(|right| pages.get(right).map(|page| (right, score(page, weights))));
        hits.count(right.map(|(right, best)| {
            let before = |(at, page): (usize, &[f64; SIGNALS])| {
                let score = score(page, weights);
                score > best || (score >= best && at < right)
            };
            pages.iter().enumerate().filter(|page| before(*page)).count()
        }));
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_the_right_page_is_what_gains_weight() {
        let page = |at: usize| {
            let mut signals = [0.0; SIGNALS];
            signals[at] = 1.0;
            signals
        };
        let asked: Vec<Asked> =
            (0..20).map(|_| Asked { pages: vec![page(1), page(3)], right: Some(1), half: 0 }).collect();
        let asked: Vec<&Asked> = asked.iter().collect();
        let weights = learn(&asked);
        assert!(weights[3] > 1.0 && weights[1] < 1.0, "{weights:?}");
        assert_eq!(judge(&asked, &weights), Hits { first: 20, tenth: 20, asked: 20 });
        let mut against = [0.0; SIGNALS];
        against[1] = 1.0;
        assert_eq!(judge(&asked, &against), Hits { first: 0, tenth: 20, asked: 20 });
    }
}
