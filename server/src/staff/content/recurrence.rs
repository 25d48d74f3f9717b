//! When an event comes back, between the form and the RFC 5545 rule that phones follow.
//!
//! Invariant: a rule that the form cannot say is kept as typed, and one that was not touched keeps its very letters, so
//! that looking at an imported event does not change it.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use shared::calendar;
use shared::domain::UnixSeconds;

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// How often, as the form's list says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Every {
    #[default]
    Once,
    Day,
    /// Each week, on these days (0 is Monday); none: that of the start.
    Week(Vec<usize>),
    /// Every other week, on these days.
    Fortnight(Vec<usize>),
    /// Each month on the same date.
    MonthDate,
    /// Each month on the same weekday of it: the first Saturday.
    MonthWeekday,
    Year,
    /// A rule in its own letters.
    Other(String),
}

/// What the form says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) every: Every,
    /// Its last day.
    pub(super) until: Option<NaiveDate>,
    /// How many times in all.
    pub(super) count: Option<u32>,
}

impl Repeat {
    /// What a rule says of an event that starts then.
    pub(super) fn of(rule: Option<&str>, start: NaiveDateTime, zone: &str) -> Self {
        let Some(rule) = rule.map(str::trim).filter(|rule| !rule.is_empty()) else { return Self::default() };
        Self::parse(rule, start, zone)
            .unwrap_or_else(|| Self { every: Every::Other(rule.to_owned()), ..Self::default() })
    }

    fn parse(rule: &str, start: NaiveDateTime, zone: &str) -> Option<Self> {
        let mut repeat = Self::default();
        let (mut frequency, mut interval, mut days) = ("", 1, None);
        for part in rule.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => frequency = value,
                "INTERVAL" => interval = value.parse().ok()?,
                "COUNT" => repeat.count = Some(value.parse().ok()?),
                "UNTIL" => repeat.until = Some(read_until(value, zone)?),
                "BYDAY" => days = Some(value),
                "WKST" if value == "MO" => {}
                _ => return None,
            }
        }
        repeat.every = match (frequency, interval, days) {
            ("DAILY", 1, None) => Every::Day,
            ("WEEKLY", 1, days) => Every::Week(weekdays(days)?),
            ("WEEKLY", 2, days) => Every::Fortnight(weekdays(days)?),
            ("MONTHLY", 1, None) => Every::MonthDate,
            ("MONTHLY", 1, Some(days)) if days == ordinal(start.date()) => Every::MonthWeekday,
            ("YEARLY", 1, None) => Every::Year,
            _ => return None,
        };
        Some(repeat)
    }

    /// The rule, for an event that starts then.
    pub(super) fn rule(&self, start: NaiveDateTime, zone: &str) -> Option<String> {
        let mut rule = match &self.every {
            Every::Once => return None,
            Every::Other(rule) => return Some(rule.clone()).filter(|rule| !rule.is_empty()),
            Every::Day => "FREQ=DAILY".to_owned(),
            Every::Week(days) => format!("FREQ=WEEKLY{}", by_day(days)),
            Every::Fortnight(days) => format!("FREQ=WEEKLY;INTERVAL=2{}", by_day(days)),
            Every::MonthDate => "FREQ=MONTHLY".to_owned(),
            Every::MonthWeekday => format!("FREQ=MONTHLY;BYDAY={}", ordinal(start.date())),
            Every::Year => "FREQ=YEARLY".to_owned(),
        };
        if let Some(end) = self.until.and_then(|day| end_of(day, zone)) {
            let utc = chrono::DateTime::from_timestamp(end, 0).unwrap_or_default();
            let _ = write!(rule, ";UNTIL={}", utc.format("%Y%m%dT%H%M%SZ"));
        }
        if let Some(count) = self.count {
            let _ = write!(rule, ";COUNT={count}");
        }
        Some(rule)
    }
}

fn end_of(day: NaiveDate, zone: &str) -> Option<UnixSeconds> {
    calendar::moment(zone, day.and_hms_opt(23, 59, 59)?)
}

/// The last day that a moment in UTC or a date allows. A series that ends at midnight has no more of the day that begins.
fn read_until(value: &str, zone: &str) -> Option<NaiveDate> {
    match value.strip_suffix('Z') {
        Some(utc) => {
            let end = NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").ok()?;
            Some(calendar::local(zone, end.and_utc().timestamp() - 1).date())
        }
        None => NaiveDate::parse_from_str(value, "%Y%m%d").ok(),
    }
}

fn weekdays(days: Option<&str>) -> Option<Vec<usize>> {
    let Some(days) = days else { return Some(Vec::new()) };
    let mut numbers =
        days.split(',').map(|day| CODES.iter().position(|code| *code == day)).collect::<Option<Vec<_>>>()?;
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn by_day(days: &[usize]) -> String {
    let codes: Vec<&str> = days.iter().filter_map(|&day| CODES.get(day).copied()).collect();
    if codes.is_empty() { String::new() } else { format!(";BYDAY={}", codes.join(",")) }
}

/// `1SA`, `-1FR`: a day's place among its kind in the month; a fifth one is the last, because most months have four.
fn ordinal(day: NaiveDate) -> String {
    let code = CODES.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or_default();
    let number = day.day0() / 7 + 1;
    if number == 5 { format!("-1{code}") } else { format!("{number}{code}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: &str = "Europe/Paris";

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn what_the_form_says_is_a_rule_and_comes_back() {
        let saturday = at("2026-12-05 18:00");
        let until = NaiveDate::from_ymd_opt(2027, 6, 30);
        for (every, rule) in [
            (Every::Day, "FREQ=DAILY"),
            (Every::Week(vec![2, 5]), "FREQ=WEEKLY;BYDAY=WE,SA"),
            (Every::Week(Vec::new()), "FREQ=WEEKLY"),
            (Every::Fortnight(vec![5]), "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"),
            (Every::MonthDate, "FREQ=MONTHLY"),
            (Every::MonthWeekday, "FREQ=MONTHLY;BYDAY=1SA"),
            (Every::Year, "FREQ=YEARLY"),
        ] {
            for (until, count, end) in
                [(None, None, ""), (until, None, ";UNTIL=20270630T215959Z"), (None, Some(5), ";COUNT=5")]
            {
                let repeat = Repeat { every: every.clone(), until, count };
                let written = repeat.rule(saturday, ZONE).unwrap();
                assert_eq!(written, format!("{rule}{end}"));
                calendar::verify_rule(&written).unwrap();
                assert_eq!(Repeat::of(Some(&written), saturday, ZONE), repeat);
            }
        }
        assert_eq!(Repeat::default().rule(saturday, ZONE), None);
        assert_eq!(ordinal(at("2027-01-29 10:00").date()), "-1FR");
    }

    #[test]
    fn what_the_form_cannot_say_is_kept() {
        let start = at("2026-12-05 18:00");
        for rule in ["FREQ=MONTHLY;BYDAY=2TU", "FREQ=DAILY;INTERVAL=3", "FREQ=YEARLY;BYMONTH=6", "n’importe quoi"] {
            let repeat = Repeat::of(Some(rule), start, ZONE);
            assert_eq!(repeat.every, Every::Other(rule.to_owned()));
            assert_eq!(repeat.rule(start, ZONE).as_deref(), Some(rule));
        }
        // Midnight that begins the first of April is the end of March.
        let imported = Repeat::of(Some("FREQ=WEEKLY;UNTIL=20270331T220000Z"), start, ZONE);
        assert_eq!(imported.until, NaiveDate::from_ymd_opt(2027, 3, 31));
    }
}
