//! Events as iCalendar (RFC 5545), which any phone's calendar subscribes to.

use chrono::DateTime;
use icalendar::{Calendar, CalendarDateTime, Component, Event as Entry, EventLike, EventStatus};
use shared::calendar;
use shared::domain::{Event, Place, UnixSeconds};

use super::Channel;

/// The calendar. Times are written in the town's zone, so that a series keeps its hour when clocks change.
pub(super) fn ics(channel: &Channel, events: &[Event], places: &[Place], now: UnixSeconds) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&channel.name).timezone(channel.timezone.as_str());
    for event in events {
        calendar.push(entry(channel, event, places, now));
    }
    calendar.to_string()
}

fn entry(channel: &Channel, event: &Event, places: &[Place], now: UnixSeconds) -> Entry {
    let mut entry = Entry::new();
    entry.uid(&format!("{}@{}", event.id, host(&channel.url))).summary(&event.title);
    entry.timestamp(DateTime::from_timestamp(now, 0).unwrap_or_default());
    let local = |moment| calendar::local(&channel.timezone, moment);
    if event.all_day {
        entry.starts(local(event.start).date());
        // A whole-day event ends with its last day here, at the start of the next one in iCalendar.
        let last = local(event.end.map_or(event.start, |end| (end - 1).max(event.start))).date();
        entry.ends(last.succ_opt().unwrap_or(last));
    } else {
        let zoned =
            |moment| CalendarDateTime::WithTimezone { date_time: local(moment), tzid: channel.timezone.clone() };
        entry.starts(zoned(event.start));
        if let Some(end) = event.end {
            entry.ends(zoned(end));
        }
    }
    if let Some(rule) = &event.rrule {
        entry.add_property("RRULE", rule.as_str());
        for &day in &event.except {
            // A skipped time is named as the series would have begun it.
            if event.all_day {
                entry.exdate(day);
            } else {
                entry.exdate(CalendarDateTime::WithTimezone {
                    date_time: day.and_time(local(event.start).time()),
                    tzid: channel.timezone.clone(),
                });
            }
        }
    }
    if event.is_cancelled() {
        entry.status(EventStatus::Cancelled);
    }
    let description = if event.body.is_empty() { &event.summary } else { &event.body };
    if !description.is_empty() {
        entry.description(description);
    }
    if let Some(place) = location(event, places) {
        entry.location(&place);
    }
    entry.url(event.url.as_deref().unwrap_or(&format!("{}/agenda/{}", channel.url, event.id)));
    entry.done()
}

fn location(event: &Event, places: &[Place]) -> Option<String> {
    let place = event.place.as_ref().and_then(|id| places.iter().find(|place| place.id == *id));
    let parts: Vec<&str> = match place {
        Some(place) => [Some(place.name.as_str()), place.address.as_deref(), Some(place.city.as_str())]
            .into_iter()
            .flatten()
            .collect(),
        None => [event.place_name.as_deref(), event.address.as_deref()].into_iter().flatten().collect(),
    };
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn host(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| "guichet".to_owned())
}
