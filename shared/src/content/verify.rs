//! What holds of a record and between records: unique ids, references that lead somewhere, sources, lengths, places
//! inside the territory. Returns every fault, in the order of the records. The console asks the same of what staff type.

use std::collections::HashSet;

use super::Content;
use crate::domain::{Lexicon, Point, Record, RecordId, Sourced, Territory};

/// Longest title, in characters.
pub const TITLE_MAX: usize = 60;
/// Longest summary, in characters.
pub const SUMMARY_MAX: usize = 160;

/// Why a record is no content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// It names a record that there is not.
    #[error("refers to {kind} «{id}», which does not exist")]
    Dangling {
        /// Kind of what is named.
        kind: &'static str,
        /// Its id.
        id: String,
    },
    /// The title is too long.
    #[error("the title is longer than {TITLE_MAX} characters")]
    Title,
    /// The summary is too long.
    #[error("the summary is longer than {SUMMARY_MAX} characters")]
    Summary,
    /// Nobody knows where it was read, or when.
    #[error("a source and the day it was read are missing")]
    Unsourced,
    /// The point lies elsewhere.
    #[error("the point lies outside the territory")]
    Outside,
    /// The point lies elsewhere, and would not with its two numbers in the other order.
    #[error("the point lies outside the territory: its two numbers are exchanged, {0} lies inside")]
    Turned(String),
    /// The hours cannot be read.
    #[error("opening hours: {0}")]
    Hours(String),
    /// The recurrence cannot be followed.
    #[error("recurrence: {0}")]
    Recurrence(String),
}

pub(super) fn faults(content: &Content) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids: HashSet<RecordId> = HashSet::new();
    for record in &content.records {
        if !ids.insert(record.record_id()) {
            faults.push(format!("{}: the id stands twice", name(record)));
        }
    }
    let known = |kind: &str, id: &str| ids.contains(&RecordId { kind: kind.to_owned(), id: id.to_owned() });
    for record in &content.records {
        let of_record = record_faults(record, Some(&content.territory), known);
        faults.extend(of_record.into_iter().map(|fault| format!("{}: {fault}", name(record))));
    }
    if crate::calendar::zone(&content.territory.timezone).is_none() {
        faults.push(format!("territory: the time zone «{}» is unknown", content.territory.timezone));
    }
    let service = &content.territory.service;
    if let Some(place) = &service.place
        && !known("place", place)
    {
        faults.push(format!("territory: the service's place «{place}» does not exist"));
    }
    faults.extend(lexicon_faults(&content.lexicon, known));
    faults
}

/// A word that means nothing, or calls for a number that there is not, would fail the person who types it.
fn lexicon_faults(lexicon: &Lexicon, known: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for spoken in &lexicon.words {
        let several = spoken.typed.iter().find(|typed| typed.split_whitespace().count() != 1);
        if spoken.typed.is_empty() || spoken.means.is_empty() || several.is_some() {
            faults.push(format!("words: {:?}: single words and what they mean were expected", spoken.typed));
        }
    }
    for call in &lexicon.distress {
        if call.words.is_empty() || call.numbers.is_empty() {
            faults.push(format!("words: distress {:?}: words and numbers were expected", call.words));
        }
        let missing = call.numbers.iter().filter(|id| !known("number", id));
        faults.extend(missing.map(|id| format!("words: distress {:?}: number «{id}» does not exist", call.words)));
    }
    faults
}

/// What is wrong with one record, where `known` says whether a record of that kind and id exists. Without a territory
/// any point is inside.
pub fn record_faults(
    record: &Record,
    territory: Option<&Territory>,
    known: impl Fn(&str, &str) -> bool,
) -> Vec<RecordFault> {
    let mut faults = Vec::new();
    for (kind, id) in references(record) {
        if !known(kind, id) {
            faults.push(RecordFault::Dangling { kind, id: id.to_owned() });
        }
    }
    if !matches!(record, Record::News(_)) && record.title().chars().count() > TITLE_MAX {
        faults.push(RecordFault::Title);
    }
    if !matches!(record, Record::Offer(_)) && record.summary().chars().count() > SUMMARY_MAX {
        faults.push(RecordFault::Summary);
    }
    let sourced = record.sourced();
    if !matches!(record, Record::News(_)) && !sourced.example && is_unsourced(sourced) {
        faults.push(RecordFault::Unsourced);
    }
    if let Record::Place(place) = record
        && let (Some(point), Some(territory)) = (place.point, territory)
        && !territory.bounds.contains(point)
    {
        let turned = Point { lat: point.lon, lon: point.lat };
        faults.push(if territory.bounds.contains(turned) {
            RecordFault::Turned(format!("{}, {}", turned.lat, turned.lon))
        } else {
            RecordFault::Outside
        });
    }
    if let Some(hours) = hours(record)
        && let Err(error) =
            crate::calendar::Hours::parse(hours, territory.map_or("", |territory| territory.country.as_str()))
    {
        faults.push(RecordFault::Hours(error.to_string()));
    }
    if let Record::Event(event) = record
        && let Some(rule) = &event.rrule
        && let Err(error) = crate::calendar::verify_rule(rule)
    {
        faults.push(RecordFault::Recurrence(error.to_string()));
    }
    faults
}

const fn is_unsourced(sourced: &Sourced) -> bool {
    sourced.sources.is_empty() || sourced.verified_on.is_none()
}

fn hours(record: &Record) -> Option<&str> {
    match record {
        Record::Place(place) => place.opening_hours.as_deref(),
        Record::Number(number) => number.open.as_deref(),
        _ => None,
    }
}

fn name(record: &Record) -> String {
    format!("{} «{}»", record.kind().name(), record.id())
}

/// Kind and id of each record that this one names.
pub fn references(record: &Record) -> Vec<(&'static str, &str)> {
    match record {
        Record::Page(page) => page
            .numbers
            .iter()
            .map(|id| ("number", id.as_str()))
            .chain(page.places.iter().map(|id| ("place", id.as_str())))
            .collect(),
        Record::Event(event) => event.place.iter().map(|id| ("place", id.as_str())).collect(),
        Record::Offer(offer) => vec![("place", offer.place.as_str())],
        Record::News(_) | Record::Place(_) | Record::Number(_) => Vec::new(),
    }
}
