//! Answers a question typed into the one box: help first, then what the index finds and still holds, by kind.
//!
//! The index knows words, not time: news that are over, offers that ended and events of the past are left out here, by the
//! reader's clock. A narrowed question looks deeper, so that the first open place is found behind a hundred closed ones.
//!
//! Invariant: words of distress bring their numbers whatever the rest of the answer is, narrowed or not.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

use chrono::NaiveDate;

use super::{Found, Store, StoreError};
use crate::calendar::{self, Hours, OpenState};
use crate::domain::{HelpNumber, Kind, Offer, Record, Section, UnixSeconds};
use crate::search::{self, Query, Span, Vocabulary};

/// Records looked at for a question.
const DEPTH: usize = 60;

/// Records looked at when many may be left out.
const NARROWED_DEPTH: usize = 400;

/// Shown of each kind.
const PER_GROUP: usize = 10;

/// Shown of a kind that was asked for.
const PER_KIND: usize = 30;

/// Characters of a passage: three lines on a small phone.
const PASSAGE: usize = 130;

/// How far ahead events are looked for: two years.
const AHEAD: UnixSeconds = 2 * 366 * 86_400;

/// What may answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Narrowing {
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only what stands in this section.
    pub section: Option<Section>,
    /// Only what is open now: places, and numbers that answer.
    pub open_now: bool,
    /// Only offers, and the places that give them.
    pub discount: bool,
}

/// A question with all that its answer depends on.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// As typed.
    pub text: &'a str,
    /// What may answer.
    pub narrowing: Narrowing,
    /// The territory's words.
    pub vocabulary: &'a Vocabulary,
    /// The present moment.
    pub now: UnixSeconds,
    /// Time zone of the territory.
    pub timezone: &'a str,
    /// Country of the territory, for its holidays.
    pub country: &'a str,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Numbers that the words call for.
    pub help: Vec<HelpNumber>,
    /// What was found, by kind; the kind of the best record first.
    pub groups: Vec<Group>,
    /// Words that were read as others: typed, understood.
    pub corrected: Vec<(String, String)>,
}

/// What was found of one kind, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The kind.
    pub kind: Kind,
    /// The first ones.
    pub found: Vec<Found>,
    /// How many there are in all.
    pub count: usize,
}

impl Answer {
    /// Records found.
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.count).sum()
    }
}

impl Found {
    /// The words to show under the title: the summary when it speaks of the question, else the passage that does.
    pub fn passage(&self) -> String {
        let summary = self.record.summary();
        let speaks = |spans: &[Span]| spans.iter().any(|span| span.hit);
        if speaks(&search::snippet(summary, &self.terms, usize::MAX)) {
            return summary.to_owned();
        }
        let spans = search::snippet(&plain(&self.record.search_text()), &self.terms, PASSAGE);
        if speaks(&spans) { spans.into_iter().map(|span| span.text).collect() } else { summary.to_owned() }
    }
}

impl Store {
    /// Answers a question; one without words has no answer.
    pub fn find(&self, question: &Question<'_>) -> Result<Answer, StoreError> {
        let mut answer = Answer::default();
        for id in question.vocabulary.help(question.text, true) {
            answer.help.extend(self.number(id)?);
        }
        if question.text.trim().is_empty() {
            return Ok(answer);
        }
        let Narrowing { kind, section, open_now, discount } = question.narrowing;
        let offered = self.offered(question)?;
        let kinds: Vec<&str> = kinds_of(&question.narrowing).iter().map(|kind| kind.name()).collect();
        let found = self.search(&Query {
            text: question.text,
            prefix: true,
            section: section.map(Section::slug),
            kinds: &kinds,
            limit: if open_now || discount { NARROWED_DEPTH } else { DEPTH },
            vocabulary: question.vocabulary,
        })?;
        answer.corrected = found.first().map(|first| first.corrected.clone()).unwrap_or_default();
        let shown = if kind.is_some() { PER_KIND } else { PER_GROUP };
        for found in found {
            // What stands above already is not said twice.
            let said =
                matches!(&found.record, Record::Number(number) if answer.help.iter().any(|help| help.id == number.id));
            if said || !stands(&found.record, question, &offered) {
                continue;
            }
            let kind = found.record.kind();
            let at = answer.groups.iter().position(|group| group.kind == kind).unwrap_or_else(|| {
                answer.groups.push(Group { kind, found: Vec::new(), count: 0 });
                answer.groups.len() - 1
            });
            if let Some(group) = answer.groups.get_mut(at) {
                group.count += 1;
                if group.found.len() < shown {
                    group.found.push(found);
                }
            }
        }
        Ok(answer)
    }

    /// Places that give an offer today or later, read once a day and after each change: a letter typed costs no look at thousands of offers.
    fn offered(&self, question: &Question<'_>) -> Result<Arc<HashSet<String>>, StoreError> {
        if !question.narrowing.discount {
            return Ok(Arc::default());
        }
        let today = calendar::local(question.timezone, question.now).date();
        let changes = self.public().connection.total_changes();
        let mut remembered = self.offered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = remembered.as_ref().filter(|known| known.changes == changes && known.day == today) {
            return Ok(Arc::clone(&known.places));
        }
        let offers = self.offers()?.into_iter();
        let places = offers.filter(|offer| is_current(offer, question)).map(|offer| offer.place).collect();
        let offered = remembered.insert(Offered { changes, day: today, places: Arc::new(places) });
        Ok(Arc::clone(&offered.places))
    }

    /// For a database whose changes are counted anew.
    pub(super) fn forget_offered(&self) {
        *self.offered.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Places that give an offer, as they were on a day after so many changes of the database.
pub(super) struct Offered {
    changes: u64,
    day: NaiveDate,
    places: Arc<HashSet<String>>,
}

/// The kinds that can answer; all when empty. Others would only fill the depth.
fn kinds_of(narrowing: &Narrowing) -> &[Kind] {
    match narrowing {
        Narrowing { kind: Some(kind), .. } => std::slice::from_ref(kind),
        Narrowing { open_now: true, discount: true, .. } => &[Kind::Place],
        Narrowing { open_now: true, .. } => &[Kind::Place, Kind::Number],
        Narrowing { discount: true, .. } => &[Kind::Offer, Kind::Place],
        _ => &[],
    }
}

/// Whether a record found is still an answer.
fn stands(record: &Record, question: &Question<'_>, offered: &HashSet<String>) -> bool {
    let current = match record {
        Record::News(news) => news.is_shown(question.now),
        Record::Offer(offer) => is_current(offer, question),
        Record::Event(event) => {
            !calendar::occurrences(event, question.timezone, question.now, question.now + AHEAD).is_empty()
        }
        Record::Page(_) | Record::Place(_) | Record::Number(_) => true,
    };
    let open = || {
        let hours = match record {
            Record::Place(place) => place.opening_hours.as_deref(),
            Record::Number(number) => number.open.as_deref(),
            _ => None,
        };
        let hours = hours.and_then(|hours| Hours::parse(hours, question.country).ok());
        let local = calendar::local(question.timezone, question.now);
        hours.is_some_and(|hours| matches!(hours.state(local), OpenState::Open { .. }))
    };
    let discounted = || match record {
        Record::Offer(_) => true,
        Record::Place(place) => offered.contains(&place.id),
        _ => false,
    };
    current && (!question.narrowing.open_now || open()) && (!question.narrowing.discount || discounted())
}

fn is_current(offer: &Offer, question: &Question<'_>) -> bool {
    let today = calendar::local(question.timezone, question.now).date();
    !offer.suspended && offer.valid_until.is_none_or(|until| today <= until)
}

/// The sentences of a text without the signs of Markdown: a heading run into the sentence after it reads like a mistake.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut rest = line.trim_start_matches(['>', '-', ' ']);
        while let Some((before, after)) = rest.split_once('[') {
            out.push_str(before);
            let link = after.split_once("](").and_then(|(label, target)| Some((label, target.split_once(')')?.1)));
            let (label, then) = link.unwrap_or(("[", after));
            out.push_str(label);
            rest = then;
        }
        out.push_str(rest);
        out.push('\n');
    }
    out.retain(|letter| !matches!(letter, '*' | '`'));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_has_no_signs_of_markdown() {
        for (text, expected) in [
            ("## Où ?\n- **Mission locale**, [son site](https://a.example/x) ici", "Mission locale, son site ici\n"),
            ("un [crochet seul", "un [crochet seul\n"),
            ("[a](b", "[a](b\n"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
