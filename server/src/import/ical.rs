//! iCalendar (RFC 5545) as events.
//!
//! A series is kept as its rule, which the app follows in the territory's zone. Single dates moved inside a
//! series (RECURRENCE-ID) and rules the app cannot follow are said and left out, never guessed.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime, Event as Entry, EventLike, EventStatus};
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
    complete.extend(items.iter().map(|item| item.external.clone()));
    complete.retain(|external| !cancelled.contains(external));
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
    for entry in entries {
        if entry.get_status() == Some(EventStatus::Cancelled) && entry.get_recurrence_id().is_none() {
            parsed.cancelled.extend(entry.get_uid().map(str::to_owned));
            continue;
        }
        match read(source, &parsed.title, &zone, entry, now) {
            Ok(item) if parsed.items.iter().any(|other| other.external == item.external) => {
                let twice = format!("«{}» stands twice; the first one was taken", item.record.title());
                parsed.warnings.push(twice);
            }
            Ok(item) => parsed.items.push(item),
            Err(reason) => parsed.warnings.push(reason),
        }
    }
    Ok(parsed)
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
}

fn read(source: &str, label: &str, zone: &Zone, entry: &Entry, now: UnixSeconds) -> Result<Imported, String> {
    let title = shorten(entry.get_summary().unwrap_or_default(), 120);
    let uid = entry
        .get_uid()
        .filter(|uid| !uid.is_empty())
        .ok_or_else(|| format!("«{title}» was left out: it has no UID"))?;
    if title.is_empty() {
        return Err(format!("{uid} was left out: it has no title"));
    }
    if entry.get_recurrence_id().is_some() {
        return Err(format!(
            "a single date moved inside the series «{title}» was left out: only whole series are followed"
        ));
    }
    let moment = |time: &DatePerhapsTime| {
        zone.moment(time).ok_or_else(|| format!("«{title}» was left out: its time or time zone is not known"))
    };
    let (start, all_day) =
        moment(&entry.get_start().ok_or_else(|| format!("«{title}» was left out: it has no start"))?)?;
    let end = entry.get_end().map(|end| moment(&end)).transpose()?.map(|(end, _)| end).filter(|&end| end >= start);
    // iCalendar ends a whole-day event at the start of the next day; here it ends with its last one, at 23:59.
    let end = if all_day { end.map(|end| (end - 60).max(start)) } else { end };
    let rrule = entry.property_value("RRULE").map(str::to_owned);
    if let Some(rule) = &rrule {
        calendar::verify_rule(rule).map_err(|error| format!("«{title}» was left out: {error}"))?;
    }
    let description = entry.get_description().unwrap_or_default();
    let body = words(description);
    let url = entry.get_url().and_then(web_address);
    let about = url.clone().or_else(|| web_address(source));
    let event = Event {
        id: record_id(source, uid),
        summary: shorten(&markdown::plain(&body), 160),
        title,
        body,
        start,
        end,
        all_day,
        rrule,
        place: None,
        place_name: entry.get_location().map(|place| shorten(place, 160)).filter(|place| !place.is_empty()),
        address: None,
        price: None,
        free: false,
        url,
        audience: Audience::default(),
        image: None,
        sourced: Sourced {
            sources: about.map(|url| Source { label: label.to_owned(), url }).into_iter().collect(),
            verified_on: chrono::DateTime::from_timestamp(now, 0).map(|moment| moment.date_naive()),
            to_confirm: false,
            example: false,
        },
    };
    // The day of the import is not part of what came.
    let mut came = event.clone();
    came.sourced.verified_on = None;
    let item_hash = digest::hex(serde_json::to_string(&came).map_err(|error| error.to_string())?);
    Ok(Imported { external: uid.to_owned(), item_hash, record: Record::Event(event), pictures: Vec::new() })
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
