//! iCalendar (RFC 5545) as events.
//!
//! A series is kept as its rule, which the app follows in the territory's zone, and the days that it skips. A single date
//! that is moved (RECURRENCE-ID) is skipped by its series and becomes an event of its own. Rules the app cannot follow are
//! said and left out, never guessed.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};
use icalendar::{
    Calendar, CalendarDateTime, Component, DatePerhapsTime, Event as Entry, EventLike, EventStatus, Property,
};
use shared::calendar;
use shared::domain::{Audience, Event, Record, Source, Sourced, Territory, UnixSeconds};
use shared::feed::markdown;
use shared::feed::text::{record_id, shorten, web_address};

use super::fetch::{self, Fetcher};
use super::{ImportError, ImportReport, MAX_ITEMS};
use crate::clock::Clock;
use crate::digest;
use crate::storage::{Imported, Storage};

/// Largest calendar.
pub(super) const MAX_BYTES: usize = 5 * 1024 * 1024;

/// Imports the calendar at `source`, a file or an address.
pub async fn import(
    storage: &Storage,
    source: &str,
    allow_private: bool,
    clock: &Clock,
) -> Result<ImportReport, ImportError> {
    let fetcher = Fetcher::new(allow_private)?;
    let bytes = fetch::read(source, MAX_BYTES, &fetcher).await?;
    let territory = storage.territory().await?;
    let Parsed { items, cancelled, warnings, .. } = parse(&bytes, source, territory.as_ref(), clock.now())?;
    let mut report = ImportReport { warnings, ..ImportReport::default() };
    // A calendar is often a window: what left it stays, what it says is cancelled goes.
    let mut complete: HashSet<String> = storage.known_items(source).await?.into_keys().collect();
    let named: HashSet<String> = items.iter().map(|item| item.external.clone()).collect();
    complete.retain(|external| !cancelled.contains(external) && !is_put_back(external, &named));
    complete.extend(named);
    report.counts = storage.import(source, &items, Some(&complete)).await?;
    Ok(report)
}

/// What a calendar holds.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// Its name, else its address.
    pub(super) title: String,
    /// Events, in the calendar's order.
    pub(super) items: Vec<Imported>,
    /// Identifiers of what will not be.
    pub(super) cancelled: HashSet<String>,
    /// What was left out, in words.
    pub(super) warnings: Vec<String>,
}

/// Whether these bytes begin as a calendar does.
pub(super) fn is_calendar(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"BEGIN:VCALENDAR")
}

/// What the calendar at `source` holds.
pub(super) fn parse(
    bytes: &[u8],
    source: &str,
    territory: Option<&Territory>,
    now: UnixSeconds,
) -> Result<Parsed, ImportError> {
    let malformed =
        |reason: String| ImportError::Malformed { address: source.to_owned(), expected: "an iCalendar file", reason };
    let text = std::str::from_utf8(bytes).map_err(|error| malformed(error.to_string()))?;
    if !is_calendar(bytes) {
        return Err(malformed("it does not begin with BEGIN:VCALENDAR".to_owned()));
    }
    let calendar: Calendar = text.parse().map_err(malformed)?;
    let zone = Zone::of(territory);
    let entries: Vec<&Entry> = calendar.events().collect();
    if entries.len() > MAX_ITEMS {
        return Err(ImportError::TooMany { address: source.to_owned(), found: entries.len(), limit: MAX_ITEMS });
    }
    let title = calendar.get_name().map_or_else(|| source.to_owned(), |name| shorten(name, 80));
    let mut parsed = Parsed { title, ..Parsed::default() };
    let (single, whole): (Vec<&Entry>, Vec<&Entry>) =
        entries.into_iter().partition(|entry| entry.get_recurrence_id().is_some());
    let mut events: Vec<(String, Event)> = Vec::new();
    for entry in whole {
        if entry.get_status() == Some(EventStatus::Cancelled) {
            parsed.cancelled.extend(entry.get_uid().map(str::to_owned));
            continue;
        }
        let read =
            uid(entry).and_then(|uid| Ok((uid.to_owned(), read(source, &parsed.title, &zone, entry, uid, now)?)));
        parsed.take(&mut events, read);
    }
    for entry in single {
        // What is said of one date of a series that will not be.
        if let (Some(uid), Some(day)) = (entry.get_uid(), entry.get_recurrence_id().and_then(|time| zone.day(&time))) {
            let whole = parsed.cancelled.contains(uid);
            if whole || entry.get_status() == Some(EventStatus::Cancelled) {
                parsed.cancelled.insert(date_name(uid, day));
            }
            if whole {
                continue;
            }
        }
        let read = date_of_series(source, &parsed.title, &zone, entry, &mut events, now);
        if let Some(read) = read.transpose() {
            parsed.take(&mut events, read);
        }
    }
    for (external, event) in events {
        parsed.items.push(imported(external, event).map_err(|error| malformed(error.to_string()))?);
    }
    Ok(parsed)
}

impl Parsed {
    /// Takes what was read of an entry, or the words why not.
    fn take(&mut self, events: &mut Vec<(String, Event)>, read: Result<(String, Event), String>) {
        match read {
            Ok((external, event)) if events.iter().any(|(other, _)| *other == external) => {
                self.warnings
                    .push(format!("«\u{202f}{}\u{202f}» y est deux fois\u{a0}: le premier est pris.", event.title));
            }
            Ok(read) => events.push(read),
            Err(reason) => self.warnings.push(reason),
        }
    }
}

/// A single date that its series skips: an event of its own, unless it will not be.
fn date_of_series(
    source: &str,
    label: &str,
    zone: &Zone,
    entry: &Entry,
    events: &mut [(String, Event)],
    now: UnixSeconds,
) -> Result<Option<(String, Event)>, String> {
    let uid = uid(entry)?;
    let title = entry.get_summary().unwrap_or(uid);
    let day = entry.get_recurrence_id().and_then(|time| zone.day(&time));
    let day = day.ok_or_else(|| left_out(title, "son jour dans la série ne se lit pas"))?;
    if entry.properties().get("RECURRENCE-ID").is_some_and(|time| time.params().contains_key("RANGE")) {
        return Err(left_out(title, "toutes les dates qui suivent changent avec celle-là"));
    }
    // Of a series that is not there, nothing says that the other day is free.
    let series = events.iter_mut().find(|(external, event)| external == uid && event.rrule.is_some());
    let (_, series) = series.ok_or_else(|| left_out(title, "c’est une date d’une série qui n’y est pas"))?;
    let moved = if entry.get_status() == Some(EventStatus::Cancelled) {
        None
    } else {
        let external = date_name(uid, day);
        Some((external.clone(), read(source, label, zone, entry, &external, now)?))
    };
    series.except.push(day);
    series.except.sort_unstable();
    series.except.dedup();
    Ok(moved)
}

/// The zone of times that name none.
struct Zone(String);

impl Zone {
    fn of(territory: Option<&Territory>) -> Self {
        Self(territory.map_or_else(|| "Europe/Paris".to_owned(), |territory| territory.timezone.clone()))
    }

    /// The moment, and whether only the day counts.
    fn moment(&self, time: &DatePerhapsTime) -> Option<(UnixSeconds, bool)> {
        let local = |zone: &str, at: NaiveDateTime| calendar::moment(zone, at);
        match time {
            DatePerhapsTime::Date(day) => Some((local(&self.0, day.and_hms_opt(0, 0, 0)?)?, true)),
            DatePerhapsTime::DateTime(CalendarDateTime::Utc(moment)) => Some((moment.timestamp(), false)),
            DatePerhapsTime::DateTime(CalendarDateTime::Floating(at)) => Some((local(&self.0, *at)?, false)),
            DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid }) => {
                Some((local(tzid, *date_time)?, false))
            }
        }
    }

    /// The day that it is here.
    fn day(&self, time: &DatePerhapsTime) -> Option<NaiveDate> {
        self.moment(time).map(|(moment, _)| calendar::local(&self.0, moment).date())
    }
}

/// The name, among the items of a calendar, of the date that a series had on a day.
fn date_name(uid: &str, day: NaiveDate) -> String {
    format!("{uid}/{day}")
}

/// Whether an item that came before is a date that its series, which is `named` now, has again as it always had.
pub(super) fn is_put_back(external: &str, named: &HashSet<String>) -> bool {
    let date = external.rsplit_once('/').filter(|(_, day)| day.parse::<NaiveDate>().is_ok());
    date.is_some_and(|(uid, _)| named.contains(uid)) && !named.contains(external)
}

/// The entry's own identifier inside its calendar.
fn uid(entry: &Entry) -> Result<&str, String> {
    let title = entry.get_summary().unwrap_or_default();
    entry.get_uid().filter(|uid| !uid.is_empty()).ok_or_else(|| left_out(title, "il n’a pas d’identifiant (UID)"))
}

/// The days that the entry says its series skips (RFC 5545 §3.8.5.1), in order.
fn exceptions(entry: &Entry, zone: &Zone) -> Option<Vec<NaiveDate>> {
    let mut days = Vec::new();
    for property in entry.multi_properties().get("EXDATE").into_iter().flatten() {
        for value in property.value().split(',') {
            let mut one = Property::new("EXDATE", value.trim());
            for parameter in property.params().values() {
                one.append_parameter(parameter.clone());
            }
            days.push(zone.day(&DatePerhapsTime::from_property(&one)?)?);
        }
    }
    days.sort_unstable();
    days.dedup();
    Some(days)
}

/// The event as it would be kept. What came decides the hash; the day of the import is not part of it.
fn imported(external: String, event: Event) -> Result<Imported, serde_json::Error> {
    let mut came = event.clone();
    came.sourced.verified_on = None;
    let item_hash = digest::hex(serde_json::to_string(&came)?);
    Ok(Imported { external, item_hash, record: Record::Event(event), pictures: Vec::new() })
}

/// What an entry says, as the event `external` of its source.
fn read(
    source: &str,
    label: &str,
    zone: &Zone,
    entry: &Entry,
    external: &str,
    now: UnixSeconds,
) -> Result<Event, String> {
    let title = shorten(entry.get_summary().unwrap_or_default(), 120);
    if title.is_empty() {
        return Err(left_out(external, "il n’a pas de titre"));
    }
    let moment = |time: &DatePerhapsTime| {
        zone.moment(time).ok_or_else(|| left_out(&title, "son heure ou son fuseau ne se lit pas"))
    };
    let (start, all_day) = moment(&entry.get_start().ok_or_else(|| left_out(&title, "il n’a pas de début"))?)?;
    let end = entry.get_end().map(|end| moment(&end)).transpose()?.map(|(end, _)| end).filter(|&end| end >= start);
    // iCalendar ends a whole-day event at the start of the next day; here it ends with its last one, at 23:59.
    let end = if all_day { end.map(|end| (end - 60).max(start)) } else { end };
    let rrule = entry.property_value("RRULE").map(str::to_owned);
    if let Some(rule) = &rrule {
        calendar::verify_rule(rule)
            .map_err(|_| left_out(&title, &format!("sa répétition ne peut pas être suivie ({rule})")))?;
    }
    let except = exceptions(entry, zone).ok_or_else(|| left_out(&title, "un jour qu’il saute ne se lit pas"))?;
    let description = entry.get_description().unwrap_or_default();
    let body = words(description);
    let url = entry.get_url().and_then(web_address);
    let about = url.clone().or_else(|| web_address(source));
    Ok(Event {
        id: record_id(source, external),
        summary: shorten(&markdown::plain(&body), 160),
        title,
        body,
        start,
        end,
        all_day,
        rrule,
        except,
        place: None,
        place_name: entry.get_location().map(|place| shorten(place, 160)).filter(|place| !place.is_empty()),
        address: None,
        price: None,
        free: false,
        url,
        // What a calendar cancels goes with the import.
        change: None,
        change_note: None,
        audience: Audience::default(),
        image: None,
        sourced: Sourced {
            sources: about.map(|url| Source { label: label.to_owned(), url }).into_iter().collect(),
            verified_on: chrono::DateTime::from_timestamp(now, 0).map(|moment| moment.date_naive()),
            to_confirm: false,
            example: false,
        },
    })
}

/// Words for what could not be used: the console shows them to whoever follows the calendar.
fn left_out(title: &str, why: &str) -> String {
    format!("«\u{202f}{title}\u{202f}» est laissé de côté\u{a0}: {why}.")
}

/// A description as Markdown: plain text by the standard, HTML from many tools.
fn words(description: &str) -> String {
    if !description.contains("</") {
        return markdown::harmless(description.trim());
    }
    let has_blocks = ["<p", "<br", "<ul", "<div"].iter().any(|tag| description.contains(tag));
    if has_blocks {
        markdown::from_html(description)
    } else {
        markdown::from_html(&description.trim().replace('\n', "<br>"))
    }
}
