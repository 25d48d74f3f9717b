//! The agenda: what happens day by day, and what one asks of it.
//!
//! A series shows each of its next dates and stands once beyond them, so that a weekly workshop does not bury what happens once. What
//! lasts for days stands on its first day, on the present one when it has begun, and on each of its days when one of them is asked for.

use chrono::{Datelike, Days, NaiveDate, NaiveTime};

use super::{Occurrence, local, moment, occurrences};
use crate::domain::{Event, UnixSeconds};

/// Days ahead in which each date of a series stands: five weeks.
const SERIES_DAYS: i64 = 35;

/// Days ahead that an agenda looks: a year.
const AHEAD_DAYS: i64 = 370;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// One event at one of its dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The day under which it stands.
    pub day: NaiveDate,
    /// When.
    pub occurrence: Occurrence,
    /// Position of the event in the list it was made from.
    pub event: usize,
}

/// Which days are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum When {
    /// All to come.
    #[default]
    Ahead,
    /// One day.
    On(NaiveDate),
    /// What is left of this week's end.
    WeekEnd,
}

impl When {
    /// First and last day asked for.
    fn days(self, today: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
        match self {
            Self::Ahead => (today, None),
            Self::On(day) => (day, Some(day)),
            Self::WeekEnd => {
                let (saturday, sunday) = week_end(today);
                (saturday, Some(sunday))
            }
        }
    }
}

/// Saturday and Sunday of this week; on the Sunday, what is left.
pub fn week_end(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let ahead = |days: u32| today.checked_add_days(Days::new(u64::from(days))).unwrap_or(today);
    let weekday = today.weekday().num_days_from_monday();
    (ahead(5_u32.saturating_sub(weekday)), ahead(6 - weekday))
}

/// The dates of `events` from `now` on that fall into `when`, in the order in which they are read.
pub fn agenda(events: &[Event], timezone: &str, now: UnixSeconds, when: When) -> Vec<Entry> {
    let today = local(timezone, now).date();
    let (first, last) = when.days(today);
    let midnight = |day: NaiveDate| moment(timezone, day.and_time(NaiveTime::MIN));
    // What is over is not announced, nor what was over on another day.
    let from = midnight(first).unwrap_or(now).max(now);
    let until = match last {
        Some(last) => last.succ_opt().and_then(midnight).unwrap_or(from + DAY),
        None => from + AHEAD_DAYS * DAY,
    };
    let mut entries = Vec::new();
    for (event, record) in events.iter().enumerate() {
        let series = record.rrule.is_some() && last.is_none();
        for (nth, occurrence) in occurrences(record, timezone, from, until).into_iter().enumerate() {
            if nth > 0 && series && occurrence.start >= from + SERIES_DAYS * DAY {
                break;
            }
            let day = local(timezone, occurrence.start).date().max(first);
            entries.push(Entry { day, occurrence, event });
        }
    }
    entries.sort_unstable();
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: &str = "Europe/Paris";
    /// Monday 23 November 2026, 17 h 10.
    const NOW: i64 = 1_795_450_200;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> UnixSeconds {
        moment(PARIS, chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()).unwrap()
    }

    fn event(id: &str, start: &str, end: &str, rrule: Option<&str>) -> Event {
        serde_json::from_value(serde_json::json!({
            "id": id, "title": id, "summary": "", "start": at(start), "end": at(end), "rrule": rrule,
        }))
        .unwrap()
    }

    fn read(events: &[Event], when: When) -> Vec<(String, String)> {
        let entries = agenda(events, PARIS, NOW, when);
        entries.iter().map(|entry| (entry.day.to_string(), events[entry.event].id.clone())).collect()
    }

    #[test]
    fn a_week_ends_on_saturday_and_sunday_whatever_day_it_is() {
        for (today, first, last) in [
            ("2026-11-23", "2026-11-28", "2026-11-29"),
            ("2026-11-27", "2026-11-28", "2026-11-29"),
            ("2026-11-28", "2026-11-28", "2026-11-29"),
            ("2026-11-29", "2026-11-29", "2026-11-29"),
            ("2026-12-31", "2027-01-02", "2027-01-03"),
        ] {
            assert_eq!(week_end(day(today)), (day(first), day(last)), "{today}");
        }
    }

    #[test]
    fn what_lasts_stands_once_ahead_and_on_each_day_that_is_asked_for() {
        let events = [
            event("market", "2026-11-20 00:00", "2026-12-27 23:59", None),
            event("concert", "2026-11-28 20:00", "2026-11-28 22:00", None),
            event("morning", "2026-11-23 09:00", "2026-11-23 10:00", None),
        ];
        let of = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(day, id)| ((*day).to_owned(), (*id).to_owned())).collect()
        };
        assert_eq!(read(&events, When::Ahead), of(&[("2026-11-23", "market"), ("2026-11-28", "concert")]));
        assert_eq!(read(&events, When::On(day("2026-11-23"))), of(&[("2026-11-23", "market")]), "the morning is over");
        assert_eq!(
            read(&events, When::WeekEnd),
            of(&[("2026-11-28", "market"), ("2026-11-28", "concert")]),
            "and on the week's end"
        );
        assert!(read(&events, When::On(day("2027-01-01"))).is_empty());
    }

    #[test]
    fn a_series_shows_its_next_dates_and_never_hides_one_that_is_asked_for() {
        let weekly = [event("atelier", "2026-11-25 14:00", "2026-11-25 16:00", Some("FREQ=WEEKLY"))];
        let days: Vec<String> = read(&weekly, When::Ahead).into_iter().map(|(day, _)| day).collect();
        assert_eq!(days, ["2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23"]);
        assert_eq!(read(&weekly, When::On(day("2027-03-03"))).len(), 1);
        let yearly = [event("fete", "2026-06-21 14:00", "2026-06-21 16:00", Some("FREQ=YEARLY"))];
        assert_eq!(read(&yearly, When::Ahead).len(), 1, "a series whose next date is far stands once");
    }
}
