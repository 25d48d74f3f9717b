//! What holds between records: unique ids, references that lead somewhere, sources, lengths, places inside
//! the territory. Returns every fault, in the order of the records.

use std::collections::HashSet;

use super::Content;
use crate::domain::{Record, RecordId, Sourced};

const TITLE_MAX: usize = 60;
const SUMMARY_MAX: usize = 160;

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
        let mut fault = |reason: String| faults.push(format!("{}: {reason}", name(record)));
        for (kind, id) in references(record) {
            if !known(kind, id) {
                fault(format!("refers to {kind} «{id}», which does not exist"));
            }
        }
        if !matches!(record, Record::News(_)) && record.title().chars().count() > TITLE_MAX {
            fault(format!("the title is longer than {TITLE_MAX} characters"));
        }
        if !matches!(record, Record::Offer(_)) && record.summary().chars().count() > SUMMARY_MAX {
            fault(format!("the summary is longer than {SUMMARY_MAX} characters"));
        }
        let sourced = sourced(record);
        if !matches!(record, Record::News(_))
            && !sourced.example
            && (sourced.sources.is_empty() || sourced.verified_on.is_none())
        {
            fault("a source and the day it was read are missing".to_owned());
        }
        if let Record::Place(place) = record {
            if place.point.is_some_and(|point| !content.territory.bounds.contains(point)) {
                fault("the point lies outside the territory".to_owned());
            }
            if let Some(hours) = &place.opening_hours
                && let Err(error) = crate::calendar::Hours::parse(hours, &content.territory.country)
            {
                fault(format!("opening hours: {error}"));
            }
        }
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
    faults
}

fn name(record: &Record) -> String {
    format!("{} «{}»", record.kind().name(), record.id())
}

fn references(record: &Record) -> Vec<(&'static str, &str)> {
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

fn sourced(record: &Record) -> &Sourced {
    match record {
        Record::Page(page) => &page.sourced,
        Record::News(news) => &news.sourced,
        Record::Event(event) => &event.sourced,
        Record::Place(place) => &place.sourced,
        Record::Offer(offer) => &offer.sourced,
        Record::Number(number) => &number.sourced,
    }
}
