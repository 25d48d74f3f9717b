//! One event as a file that any phone's calendar takes (iCalendar, RFC 5545).
//!
//! Times are written in the town's zone and the zone along with them, so that a series keeps its hour when clocks change and a reader
//! that knows no zones by name still finds it. The alarm rides in the file: the calendar rings it, whether or not this app runs.
//!
//! Rejected: the crate that writes the server's feed; on a phone it weighs more than what it would write.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime};

use super::{local, moment};
use crate::domain::{Event, Place, UnixSeconds};

/// Octets of a line, its end left out (RFC 5545 §3.1).
const LINE: usize = 75;

/// Years of changes of clocks written beside a series; a reader that knows the zone by name goes on after them.
const SERIES_YEARS: i32 = 5;

/// What the file says besides the event.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// IANA zone of the territory.
    pub timezone: &'a str,
    /// Address of the town's server, without a slash at its end. Its host names the event for ever, as in the server's own feed:
    /// who subscribes to that too does not find it twice.
    pub server: &'a str,
    /// Where it is, when the event names a place with a record.
    pub place: Option<&'a Place>,
    /// Seconds before its start at which the calendar rings; absent: never.
    pub alarm: Option<UnixSeconds>,
    /// The present moment.
    pub now: UnixSeconds,
}

/// The file.
pub fn ics(event: &Event, context: &Context<'_>) -> String {
    let mut out = Lines(String::new());
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", "-//Guichet Jeunes//FR");
    out.line("CALSCALE", "GREGORIAN");
    if !event.all_day {
        zone(&mut out, event, context);
    }
    out.line("BEGIN", "VEVENT");
    let host = context.server.split_once("://").map_or(context.server, |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    out.line("UID", &format!("{}@{host}", event.id));
    out.line("DTSTAMP", &utc(context.now));
    times(&mut out, event, context.timezone);
    out.text("SUMMARY", &event.title);
    if event.is_cancelled() {
        out.line("STATUS", "CANCELLED");
    }
    let description = if event.body.is_empty() { &event.summary } else { &event.body };
    if !description.is_empty() {
        out.text("DESCRIPTION", description);
    }
    let place = match context.place {
        Some(place) => [Some(&place.name), place.address.as_ref(), Some(&place.city)],
        None => [event.place_name.as_ref(), event.address.as_ref(), None],
    };
    let place = place.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    if !place.is_empty() {
        out.text("LOCATION", &place);
    }
    out.line("URL", &format!("{}/agenda/{}", context.server, event.id));
    if let Some(alarm) = context.alarm {
        out.line("BEGIN", "VALARM");
        out.line("ACTION", "DISPLAY");
        out.text("DESCRIPTION", &event.title);
        out.line("TRIGGER", &format!("-PT{}M", alarm / 60));
        out.line("END", "VALARM");
    }
    out.line("END", "VEVENT");
    out.line("END", "VCALENDAR");
    out.0
}

fn times(out: &mut Lines, event: &Event, timezone: &str) {
    let here = |moment| local(timezone, moment);
    let zoned = format!(";TZID={timezone}");
    if event.all_day {
        // A whole-day event ends with its last day here, at the start of the next one in iCalendar.
        let last = here(event.end.map_or(event.start, |end| (end - 1).max(event.start))).date();
        out.line("DTSTART;VALUE=DATE", &date(here(event.start).date()));
        out.line("DTEND;VALUE=DATE", &date(last.succ_opt().unwrap_or(last)));
    } else {
        out.line(&format!("DTSTART{zoned}"), &time(here(event.start)));
        if let Some(end) = event.end.filter(|end| *end > event.start) {
            out.line(&format!("DTEND{zoned}"), &time(here(end)));
        }
    }
    let Some(rule) = &event.rrule else { return };
    out.line("RRULE", rule);
    for day in &event.except {
        // A skipped time is named as the series would have begun it.
        if event.all_day {
            out.line("EXDATE;VALUE=DATE", &date(*day));
        } else {
            out.line(&format!("EXDATE{zoned}"), &time(day.and_time(here(event.start).time())));
        }
    }
}

/// The zone's clocks from the beginning of the event's year on: as they stand then, and each change after.
fn zone(out: &mut Lines, event: &Event, context: &Context<'_>) {
    let offset = |at: UnixSeconds| local(context.timezone, at).and_utc().timestamp() - at;
    let year = local(context.timezone, event.start).year();
    let years = if event.rrule.is_some() { SERIES_YEARS } else { 1 };
    let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(|day| day.and_time(chrono::NaiveTime::MIN));
    let (Some(first), Some(last)) = (new_year(year), new_year(year + years)) else { return };
    let (mut at, end) = (moment(context.timezone, first).unwrap_or(event.start), last.and_utc().timestamp());
    out.line("BEGIN", "VTIMEZONE");
    out.line("TZID", context.timezone);
    // Clocks that are later than in winter are summer's; which season begins a year, its second half does not tell alone.
    let winter = offset(at).min(offset(at + 182 * 86_400));
    clocks(out, first, offset(at), offset(at), winter);
    while at < end {
        let next = at + 86_400;
        if offset(at) != offset(next) {
            // The change, to the second: the first moment with the new clocks.
            let (mut before, mut after) = (at, next);
            while after - before > 1 {
                let middle = before.midpoint(after);
                if offset(middle) == offset(at) { before = middle } else { after = middle }
            }
            let by_old_clocks = DateTime::from_timestamp(after + offset(at), 0).unwrap_or_default().naive_utc();
            clocks(out, by_old_clocks, offset(at), offset(after), winter);
        }
        at = next;
    }
    out.line("END", "VTIMEZONE");
}

fn clocks(out: &mut Lines, from: NaiveDateTime, before: i64, after: i64, winter: i64) {
    let signed = |seconds: i64| {
        let sign = if seconds < 0 { '-' } else { '+' };
        format!("{sign}{:02}{:02}", seconds.abs() / 3_600, seconds.abs() % 3_600 / 60)
    };
    let season = if after > winter { "DAYLIGHT" } else { "STANDARD" };
    out.line("BEGIN", season);
    out.line("DTSTART", &time(from));
    out.line("TZOFFSETFROM", &signed(before));
    out.line("TZOFFSETTO", &signed(after));
    out.line("END", season);
}

fn date(day: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn time(at: NaiveDateTime) -> String {
    let seconds = at.and_utc().timestamp().rem_euclid(86_400);
    format!("{}T{:02}{:02}{:02}", date(at.date()), seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn utc(at: UnixSeconds) -> String {
    time(DateTime::from_timestamp(at, 0).unwrap_or_default().naive_utc()) + "Z"
}

struct Lines(String);

impl Lines {
    /// A property whose value is written as it is. What could end the line and begin another is left out: no content writes a
    /// property of its own.
    fn line(&mut self, name: &str, value: &str) {
        let mut length = 0;
        for character in name.chars().chain([':']).chain(value.chars()).filter(|character| !character.is_control()) {
            if length + character.len_utf8() > LINE {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(character);
            length += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is a text (RFC 5545 §3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len());
        for character in value.chars() {
            match character {
                '\n' => escaped.push_str("\\n"),
                '\\' | ';' | ',' => escaped.extend(['\\', character]),
                other => escaped.push(other),
            }
        }
        self.line(name, &escaped);
    }
}
