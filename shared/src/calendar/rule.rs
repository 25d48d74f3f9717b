//! An RFC 5545 recurrence rule, in the parts that calendars of towns use.
//!
//! `FREQ` with `INTERVAL`, `COUNT`, `UNTIL`, `BYDAY` (with an ordinal in months and years), `BYMONTHDAY` and
//! `BYMONTH`; anything else is refused by name, never half understood. Written here rather than taken from
//! crate `rrule`, which needs every time zone of the world and a regex engine on each phone.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// A parsed rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    frequency: Frequency,
    interval: u32,
    pub(super) count: Option<u32>,
    pub(super) until: Option<Until>,
    days: Vec<(Option<i8>, Weekday)>,
    month_days: Vec<i8>,
    months: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// End of a rule: a moment in UTC, or a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    Utc(NaiveDateTime),
    Local(NaiveDateTime),
}

impl Rule {
    /// Parses the value of an `RRULE` property; the error names the part that is not understood.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            days: Vec::new(),
            month_days: Vec::new(),
            months: Vec::new(),
        };
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or_else(|| part.to_owned())?;
            let not_understood = || part.to_owned();
            match name {
                "FREQ" => frequency = Some(Frequency::parse(value).ok_or_else(not_understood)?),
                "INTERVAL" => {
                    rule.interval = value.parse().ok().filter(|&interval| interval > 0).ok_or_else(not_understood)?;
                }
                "COUNT" => rule.count = Some(value.parse().map_err(|_| not_understood())?),
                "UNTIL" => rule.until = Some(Until::parse(value).ok_or_else(not_understood)?),
                "BYDAY" => rule.days = list(value, parse_day).ok_or_else(not_understood)?,
                "BYMONTHDAY" => rule.month_days = list(value, parse_month_day).ok_or_else(not_understood)?,
                "BYMONTH" => rule.months = list(value, parse_month).ok_or_else(not_understood)?,
                // Weeks that start on a Monday are the only ones followed: Europe's, and the default.
                "WKST" if value == "MO" => {}
                _ => return Err(not_understood()),
            }
        }
        rule.frequency = frequency.ok_or("FREQ")?;
        let ordinals_allowed = matches!(rule.frequency, Frequency::Monthly | Frequency::Yearly);
        if !ordinals_allowed && rule.days.iter().any(|(ordinal, _)| ordinal.is_some()) {
            return Err("BYDAY".to_owned());
        }
        Ok(rule)
    }

    /// Whether the series that starts on `start` has an occurrence on `day`, `COUNT` and `UNTIL` aside.
    pub(super) fn falls_on(&self, start: NaiveDate, day: NaiveDate) -> bool {
        if day < start || !(self.months.is_empty() || self.months.contains(&day.month())) {
            return false;
        }
        let months_apart =
            i64::from(day.year() - start.year()) * 12 + i64::from(day.month()) - i64::from(start.month());
        let (steps, default_day) = match self.frequency {
            Frequency::Daily => ((day - start).num_days(), true),
            Frequency::Weekly => ((monday(day) - monday(start)).num_days() / 7, day.weekday() == start.weekday()),
            Frequency::Monthly => (months_apart, day.day() == start.day()),
            Frequency::Yearly => {
                let same_month = !self.months.is_empty() || day.month() == start.month();
                (i64::from(day.year() - start.year()), same_month && day.day() == start.day())
            }
        };
        steps % i64::from(self.interval) == 0 && self.day_matches(day).unwrap_or(default_day)
    }

    /// `None` when the rule names no day itself, so that the day of the start decides.
    fn day_matches(&self, day: NaiveDate) -> Option<bool> {
        if self.days.is_empty() && self.month_days.is_empty() {
            return None;
        }
        let from_end = i64::from(day.day()) - i64::from(day.num_days_in_month()) - 1;
        let weekday = self.days.is_empty()
            || self.days.iter().any(|&(ordinal, weekday)| {
                weekday == day.weekday()
                    && ordinal.is_none_or(|ordinal| match i64::from(ordinal) {
                        n if n > 0 => (i64::from(day.day()) - 1) / 7 + 1 == n,
                        n => (-from_end - 1) / 7 + 1 == -n,
                    })
            });
        let month_day = self.month_days.is_empty()
            || self.month_days.iter().any(|&n| i64::from(n) == i64::from(day.day()) || i64::from(n) == from_end);
        Some(weekday && month_day)
    }
}

impl Frequency {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "DAILY" => Self::Daily,
            "WEEKLY" => Self::Weekly,
            "MONTHLY" => Self::Monthly,
            "YEARLY" => Self::Yearly,
            _ => return None,
        })
    }
}

impl Until {
    fn parse(text: &str) -> Option<Self> {
        if let Some(utc) = text.strip_suffix('Z') {
            let (day, time) = moment(utc)?;
            return Some(Self::Utc(day.and_time(time?)));
        }
        let (day, time) = moment(text)?;
        Some(Self::Local(day.and_time(time.or_else(|| NaiveTime::from_hms_opt(23, 59, 59))?)))
    }
}

/// `YYYYMMDD`, alone or with `THHMMSS` (RFC 5545 §3.3.4 and §3.3.5). Digit by digit: the library's reader of patterns
/// would be ten kilobytes in every browser.
fn moment(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(4, 6)?, number(6, 8)?)?;
    match text.len() {
        8 => Some((day, None)),
        15 if text.get(8..9) == Some("T") => {
            Some((day, Some(NaiveTime::from_hms_opt(number(9, 11)?, number(11, 13)?, number(13, 15)?)?)))
        }
        _ => None,
    }
}

fn monday(day: NaiveDate) -> NaiveDate {
    day - chrono::Days::new(u64::from(day.weekday().num_days_from_monday()))
}

fn list<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(parse).collect()
}

fn parse_day(text: &str) -> Option<(Option<i8>, Weekday)> {
    let (ordinal, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = match name {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    match ordinal {
        "" => Some((None, weekday)),
        ordinal => ordinal.parse().ok().filter(|n: &i8| (1..=5).contains(&n.abs())).map(|n| (Some(n), weekday)),
    }
}

fn parse_month_day(text: &str) -> Option<i8> {
    text.parse().ok().filter(|n: &i8| (1..=31).contains(&n.abs()))
}

fn parse_month(text: &str) -> Option<u32> {
    text.parse().ok().filter(|month| (1..=12).contains(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(rule: &str, start: &str, until: &str) -> Vec<String> {
        let rule = Rule::parse(rule).unwrap();
        day(start)
            .iter_days()
            .take_while(|&it| it <= day(until))
            .filter(|&it| rule.falls_on(day(start), it))
            .map(|it| it.to_string())
            .collect()
    }

    #[test]
    fn rules_as_calendars_write_them() {
        assert_eq!(
            days("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "2026-11-24", "2026-12-12"),
            ["2026-11-24", "2026-11-26", "2026-12-08", "2026-12-10"]
        );
        assert_eq!(
            days("FREQ=MONTHLY;BYDAY=1SA", "2026-12-05", "2027-02-28"),
            ["2026-12-05", "2027-01-02", "2027-02-06"]
        );
        assert_eq!(
            days("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2027-01-31"),
            ["2026-11-27", "2026-12-25", "2027-01-29"]
        );
        assert_eq!(
            days("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-01-31", "2027-03-31"),
            ["2027-01-31", "2027-02-28", "2027-03-31"]
        );
        assert_eq!(days("FREQ=YEARLY", "2026-06-21", "2028-12-31"), ["2026-06-21", "2027-06-21", "2028-06-21"]);
        assert_eq!(
            days("FREQ=DAILY;INTERVAL=3", "2026-11-24", "2026-11-30"),
            ["2026-11-24", "2026-11-27", "2026-11-30"]
        );
    }

    #[test]
    fn the_31st_is_skipped_where_there_is_none() {
        assert_eq!(days("FREQ=MONTHLY", "2027-01-31", "2027-03-31"), ["2027-01-31", "2027-03-31"]);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (rule, part) in [
            ("FREQ=HOURLY", "FREQ=HOURLY"),
            ("FREQ=WEEKLY;BYSETPOS=1", "BYSETPOS=1"),
            ("FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0"),
            ("FREQ=WEEKLY;BYDAY=2TU", "BYDAY"),
            ("INTERVAL=2", "FREQ"),
            ("FREQ=DAILY;UNTIL=demain", "UNTIL=demain"),
        ] {
            assert_eq!(Rule::parse(rule).unwrap_err(), part);
        }
    }
}
