//! Orders documents by what a query's words do in them. Pure: evidence in, order out.
//!
//! Each word of the query is a concept that counts three times, ever more widely: as typed, as any form of the same
//! stem, as any form of the same root. Each is a BM25 of its own, in the page and in its title; the best passage, neighbours kept
//! together and how much of the title the query names are added. The weights were learned by a softmax over pages on
//! half of a question set and checked on the other half (ADR 0005).
//!
//! Invariant: the same evidence gives the same order; equal scores go by record.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::posting;
use super::tuning::Signals;

/// How close a form found is to the word typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// The very form, or its likeliest correction.
    Exact,
    /// Another form of the same stem.
    Stem,
    /// Another form with the same first letters: rattraper, rattrapage.
    Root,
    /// A synonym, or an unlikelier correction.
    Akin,
}

/// One form of one concept in one record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) record: i64,
    pub(crate) concept: u16,
    pub(crate) form: u16,
    pub(crate) closeness: Closeness,
    /// As in [`posting::Entry`].
    pub(crate) length: u8,
    pub(crate) title_length: u8,
    pub(crate) title: u8,
    pub(crate) keywords: u8,
    pub(crate) times: u8,
    /// Where its packed positions lie in [`Evidence::packed`].
    pub(crate) packed: (u32, u32),
}

/// Everything found for a query.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) hits: Vec<Hit>,
    /// Packed positions of the hits, one after the other.
    pub(crate) packed: Vec<u8>,
}

impl Evidence {
    /// Adds what one form of a concept does in one record.
    pub(crate) fn push(&mut self, entry: &posting::Entry<'_>, concept: usize, form: usize, closeness: Closeness) {
        let start = self.packed.len() as u32;
        // Akin words take no part in passages.
        if closeness <= Closeness::Root {
            self.packed.extend_from_slice(entry.packed);
        }
        self.hits.push(Hit {
            record: entry.record,
            concept: concept as u16,
            form: form as u16,
            closeness,
            length: entry.length,
            title_length: entry.title_length,
            title: entry.title,
            keywords: entry.keywords,
            times: entry.times.min(255) as u8,
            packed: (start, self.packed.len() as u32),
        });
    }

    fn positions(&self, hit: &Hit) -> impl Iterator<Item = u32> {
        posting::positions(self.packed.get(hit.packed.0 as usize..hit.packed.1 as usize).unwrap_or_default())
    }
}

/// What the whole index holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Total {
    pub(crate) documents: f64,
    pub(crate) words: f64,
}

/// A record in its place.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    pub(crate) record: i64,
    pub(crate) score: f64,
    /// What the score is made of.
    pub(crate) signals: Signals,
    /// Forms found in it, as in [`Hit::form`].
    pub(crate) forms: Vec<u16>,
}

/// Words of half a passage (stop words not counted): passages overlap by half.
const HALF_PASSAGE: u32 = 25;

/// Documents looked at closely (passages, neighbours) after the first pass.
const SHORTLIST: usize = 40;

/// BM25: how soon more of the same word stops counting, and how much length matters.
const PAGE: Bm25 = Bm25 { k1: 2.0, b: 0.75 };
const TITLE: Bm25 = Bm25 { k1: 1.2, b: 0.75 };
const TYPICAL_TITLE: f64 = 5.0;

struct Bm25 {
    k1: f64,
    b: f64,
}

impl Bm25 {
    /// `length` relative to the usual one.
    fn of(&self, times: f64, length: f64) -> f64 {
        if times <= 0.0 { 0.0 } else { times * (self.k1 + 1.0) / (times + self.k1 * (1.0 - self.b + self.b * length)) }
    }
}

impl Signals {
    fn weighed(&self, by: &Self) -> f64 {
        self.to_array().iter().zip(by.to_array()).map(|(signal, weight)| signal * weight).sum()
    }
}

/// Times a concept occurs, by closeness: each field includes the closer ones.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    exact: f64,
    stem: f64,
    root: f64,
    akin: f64,
}

impl Times {
    fn add(&mut self, closeness: Closeness, times: f64) {
        self.akin += times;
        if closeness <= Closeness::Root {
            self.root += times;
        }
        if closeness <= Closeness::Stem {
            self.stem += times;
        }
        if closeness == Closeness::Exact {
            self.exact += times;
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    page: Times,
    title: Times,
}

struct Candidate {
    record: i64,
    length: f64,
    title_length: f64,
    signals: Signals,
    score: f64,
}

/// The `limit` best documents for a query, best first. `concepts`: how much each of its words matters, 1 for most.
pub(crate) fn rank(
    evidence: &Evidence,
    concepts: &[f64],
    total: Total,
    limit: usize,
    weights: &Signals,
) -> Vec<Ranked> {
    let Gathered { mut candidates, places, cells } = gather(&evidence.hits, concepts.len());
    let rarity = rarity(&cells, concepts, total);
    let whole: f64 = rarity.iter().map(|times| times.stem).sum::<f64>().max(f64::MIN_POSITIVE);
    let usual = (total.words / total.documents.max(1.0)).max(1.0);
    for (candidate, cells) in candidates.iter_mut().zip(cells.chunks(concepts.len().max(1))) {
        candidate.signals = overall(candidate, cells, &rarity, whole, usual);
        candidate.score = candidate.signals.weighed(weights);
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    let by_score =
        |candidates: &[Candidate], left: usize, right: usize| match (candidates.get(left), candidates.get(right)) {
            (Some(a), Some(b)) => b.score.total_cmp(&a.score).then(a.record.cmp(&b.record)),
            _ => std::cmp::Ordering::Equal,
        };
    let close = order.len().min(SHORTLIST.max(limit));
    if close < order.len() {
        order.select_nth_unstable_by(close, |&left, &right| by_score(&candidates, left, right));
    }
    let mut positions: Vec<Option<Vec<(u32, usize)>>> = vec![None; candidates.len()];
    for &at in order.iter().take(close) {
        if let Some(slot) = positions.get_mut(at) {
            *slot = Some(Vec::with_capacity(64));
        }
    }
    for (hit, &place) in evidence.hits.iter().zip(&places) {
        if let Some(Some(found)) = positions.get_mut(place) {
            found.extend(evidence.positions(hit).map(|position| (position, usize::from(hit.concept))));
        }
    }
    for (candidate, found) in candidates.iter_mut().zip(positions) {
        if let Some(mut found) = found {
            found.sort_unstable();
            candidate.signals.passage = best_passage(&found, &rarity) / whole;
            candidate.signals.neighbours = neighbours(&found, &rarity) / whole;
            candidate.score = candidate.signals.weighed(weights);
        }
    }
    if let Some(head) = order.get_mut(..close) {
        head.sort_unstable_by(|&left, &right| by_score(&candidates, left, right));
    }
    order.truncate(limit);
    order
        .into_iter()
        .filter_map(|at| {
            let candidate = candidates.get(at)?;
            let mut forms: Vec<u16> =
                evidence.hits.iter().zip(&places).filter(|(_, place)| **place == at).map(|(hit, _)| hit.form).collect();
            forms.sort_unstable();
            forms.dedup();
            Some(Ranked { record: candidate.record, score: candidate.score, signals: candidate.signals, forms })
        })
        .collect()
}

struct Gathered {
    candidates: Vec<Candidate>,
    /// For each hit, which candidate it belongs to.
    places: Vec<usize>,
    /// One row a candidate, one column a concept.
    cells: Vec<Cell>,
}

/// Records are small numbers of our own making: no need of a hash that withstands an attacker.
#[derive(Default)]
struct RecordHasher(u64);

impl Hasher for RecordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_i64(i64::from(byte));
        }
    }

    fn write_i64(&mut self, record: i64) {
        self.0 = (self.0.rotate_left(5) ^ record as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// One candidate a record.
fn gather(hits: &[Hit], concepts: usize) -> Gathered {
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut known: HashMap<i64, usize, BuildHasherDefault<RecordHasher>> = HashMap::default();
    let mut places = Vec::with_capacity(hits.len());
    let mut cells: Vec<Cell> = Vec::new();
    for hit in hits {
        let place = *known.entry(hit.record).or_insert_with(|| {
            candidates.push(Candidate {
                record: hit.record,
                length: posting::length_of(hit.length),
                title_length: 0.0,
                signals: Signals::default(),
                score: 0.0,
            });
            cells.resize(candidates.len() * concepts, Cell::default());
            candidates.len() - 1
        });
        places.push(place);
        let Some(candidate) = candidates.get_mut(place) else { continue };
        let named = f64::from(hit.title) + f64::from(hit.keywords);
        if hit.title > 0 {
            candidate.title_length = f64::from(hit.title_length);
        }
        if let Some(cell) = cells.get_mut(place * concepts + usize::from(hit.concept)) {
            if named > 0.0 {
                cell.title.add(hit.closeness, named);
            }
            cell.page.add(hit.closeness, named + f64::from(hit.times));
        }
    }
    Gathered { candidates, places, cells }
}

/// How rare each concept is at each closeness (BM25's inverse document frequency), times how much it matters.
fn rarity(cells: &[Cell], concepts: &[f64], total: Total) -> Vec<Times> {
    let mut counts = vec![Times::default(); concepts.len()];
    for row in cells.chunks(concepts.len().max(1)) {
        for (count, cell) in counts.iter_mut().zip(row) {
            let present = |times: f64| if times > 0.0 { 1.0 } else { 0.0 };
            count.exact += present(cell.page.exact);
            count.stem += present(cell.page.stem);
            count.root += present(cell.page.root);
            count.akin += present(cell.page.akin);
        }
    }
    let idf = |count: f64| (1.0 + ((total.documents - count).max(0.0) + 0.5) / (count + 0.5)).ln();
    let weighed = |(n, &by): (&Times, &f64)| Times {
        exact: by * idf(n.exact),
        stem: by * idf(n.stem),
        root: by * idf(n.root),
        akin: by * idf(n.akin),
    };
    counts.iter().zip(concepts).map(weighed).collect()
}

/// The signals that need no positions.
fn overall(candidate: &Candidate, cells: &[Cell], rarity: &[Times], whole: f64, usual: f64) -> Signals {
    let mut out = Signals::default();
    let length = candidate.length / usual;
    let title_length = candidate.title_length / TYPICAL_TITLE;
    let mut named = 0.0;
    for (cell, rare) in cells.iter().zip(rarity) {
        if cell.page.akin <= 0.0 {
            continue;
        }
        out.exact += rare.exact * PAGE.of(cell.page.exact, length) / whole;
        out.stem += rare.stem * PAGE.of(cell.page.stem, length) / whole;
        out.root += rare.root * PAGE.of(cell.page.root, length) / whole;
        out.title_exact += rare.exact * TITLE.of(cell.title.exact, title_length) / whole;
        out.title_root += rare.root * TITLE.of(cell.title.root, title_length) / whole;
        // A synonym speaks only where the word itself is silent; what a root says is uncertain enough to be confirmed by one.
        if cell.page.stem <= 0.0 {
            out.akin += rare.akin * PAGE.of(cell.page.akin, length) / whole;
            out.title_akin += rare.akin * TITLE.of(cell.title.akin, title_length) / whole;
        }
        if cell.page.stem > 0.0 {
            out.coverage += rare.stem / whole;
        }
        if cell.title.root > 0.0 {
            named += 1.0;
        }
    }
    if candidate.title_length > 0.0 {
        out.title_named = (named / candidate.title_length).min(1.0);
    }
    out
}

/// The best passage's BM25, lengths aside. `found`: positions in order, each with its concept.
fn best_passage(found: &[(u32, usize)], rarity: &[Times]) -> f64 {
    let mut best = 0.0_f64;
    let mut before: Vec<(usize, f64)> = Vec::new();
    let mut before_at = None;
    for half in found.chunk_by(|left, right| left.0 / HALF_PASSAGE == right.0 / HALF_PASSAGE) {
        let at = half.first().map_or(0, |first| first.0 / HALF_PASSAGE);
        let mut times: Vec<(usize, f64)> = Vec::with_capacity(4);
        count_into(&mut times, half.iter().map(|&(_, concept)| (concept, 1.0)));
        let alone = times.clone();
        if before_at.is_some_and(|last: u32| last + 1 == at) {
            count_into(&mut times, before.iter().copied());
        }
        let score = times
            .iter()
            .map(|&(concept, n)| rarity.get(concept).map_or(0.0, |rare| rare.stem) * n * 2.2 / (n + 1.2))
            .sum::<f64>();
        best = best.max(score);
        before = alone;
        before_at = Some(at);
    }
    best
}

fn count_into(times: &mut Vec<(usize, f64)>, more: impl Iterator<Item = (usize, f64)>) {
    for (concept, n) in more {
        match times.iter_mut().find(|(known, _)| *known == concept) {
            Some((_, count)) => *count += n,
            None => times.push((concept, n)),
        }
    }
}

/// Pairs of the query's neighbouring words that stand side by side, or with one other between; a pair saturates like a word.
fn neighbours(found: &[(u32, usize)], rarity: &[Times]) -> f64 {
    let mut pairs: Vec<(usize, f64)> = Vec::new();
    for (&(position, concept), &(next_position, next_concept)) in found.iter().zip(found.iter().skip(1)) {
        if next_concept == concept + 1 && next_position <= position + 2 {
            count_into(&mut pairs, std::iter::once((concept, 1.0)));
        }
    }
    let rare = |concept: usize| rarity.get(concept).map_or(0.0, |rare| rare.stem);
    pairs.iter().map(|&(concept, n)| f64::midpoint(rare(concept), rare(concept + 1)) * n * 2.2 / (n + 1.2)).sum()
}
