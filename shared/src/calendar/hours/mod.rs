//! Opening hours, written as OpenStreetMap does, with the public holidays of the country.
//!
//! On a public holiday that the hours do not mention, nobody knows: [`OpenState::Holiday`] says so rather than
//! sending someone across town to a closed door. Read by code of our own, because the crate for it made the web
//! build 33 kB larger; that crate is what the tests compare with (ADR 0015). Each question computes the days it needs: a
//! rule is a few comparisons, and a table of days would have to be kept.

mod dates;
mod reader;
mod rule;
mod spans;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use self::{
    rule::Rule,
    spans::{DAY, Spans},
};
use super::holidays;

/// Days that are looked through for the end of what is open: longer is taken for *always*.
const WITHOUT_END: u64 = 400;

/// Days that are looked through for the next opening.
const IN_SIGHT: u64 = 31;

/// Parsed opening hours.
#[derive(Clone, Debug)]
pub struct Hours {
    rules: Vec<Rule>,
    country: String,
    speaks_of_holidays: bool,
}

/// Hours that do not follow the syntax, or the part of it that is read.
#[derive(Debug, thiserror::Error)]
#[error("«{text}» is not an opening_hours expression that can be followed: expected {expected} at «{rest}»")]
pub struct HoursError {
    text: String,
    expected: &'static str,
    rest: String,
}

/// Whether a place is open at a moment, and what comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenState {
    /// Open; closes then, or never.
    Open {
        /// Local time of the next change.
        until: Option<NaiveDateTime>,
    },
    /// Closed; opens then, or not in sight.
    Closed {
        /// Local time of the next opening.
        opens: Option<NaiveDateTime>,
    },
    /// A public holiday on which the hours are not known.
    Holiday,
}

/// Opening intervals of one day, in order. Empty: closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayHours {
    /// The day.
    pub day: NaiveDate,
    /// From and to; a `to` at or before `from` means past midnight.
    pub intervals: Vec<(NaiveTime, NaiveTime)>,
}

impl Hours {
    /// Parses `text` for a country (ISO 3166-1 alpha-2); an unknown country has no holidays.
    pub fn parse(text: &str, country: &str) -> Result<Self, HoursError> {
        let rules = reader::read(text).map_err(|(expected, rest)| HoursError {
            text: text.to_owned(),
            expected,
            rest: rest.to_owned(),
        })?;
        let speaks_of_holidays = rules.iter().any(Rule::speaks_of_holidays) || text.trim() == "24/7";
        Ok(Self { rules, country: country.to_owned(), speaks_of_holidays })
    }

    /// State at a local time of the territory, to the minute.
    pub fn state(&self, at: NaiveDateTime) -> OpenState {
        if !self.speaks_of_holidays && self.is_holiday(at.date()) {
            return OpenState::Holiday;
        }
        let minute = (at.hour() * 60 + at.minute()) as u16;
        let today = self.open(at.date());
        match today.iter().find(|&(from, to)| (from..to).contains(&minute)) {
            Some((_, to)) => OpenState::Open { until: self.closes(at.date(), to) },
            None => OpenState::Closed { opens: self.opens(at) },
        }
    }

    /// Whether the day is a public holiday of the country.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        holidays::is_holiday(&self.country, day)
    }

    /// The seven days from `monday` on.
    pub fn week(&self, monday: NaiveDate) -> Vec<DayHours> {
        let time = |minute: u16| moment(monday, minute).map_or(NaiveTime::MIN, |moment| moment.time());
        (0..7)
            .filter_map(|offset| monday.checked_add_days(Days::new(offset)))
            .map(|day| DayHours {
                day,
                intervals: self.open(day).iter().map(|(from, to)| (time(from), time(to))).collect(),
            })
            .collect()
    }

    /// What the rules say of a day, one after the other.
    fn open(&self, day: NaiveDate) -> Spans {
        let mut open = Spans::default();
        for rule in &self.rules {
            rule.apply(&mut open, day, &self.country);
        }
        open
    }

    /// When a span that is open on `day` until minute `to` closes, midnights passed over.
    fn closes(&self, day: NaiveDate, to: u16) -> Option<NaiveDateTime> {
        let (mut day, mut to) = (day, to);
        for _ in 0..WITHOUT_END {
            if to < DAY {
                return moment(day, to);
            }
            let next = day.succ_opt()?;
            match self.open(next).iter().next() {
                Some((0, end)) => (day, to) = (next, end),
                _ => return moment(day, DAY),
            }
        }
        None
    }

    /// Next local time at which it opens, skipping holidays nobody knows of; within a month.
    fn opens(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let horizon = at.checked_add_days(Days::new(IN_SIGHT))?;
        let mut until_midnight = false;
        for day in at.date().iter_days().take(IN_SIGHT as usize + 1) {
            let open = self.open(day);
            let unknown = !self.speaks_of_holidays && self.is_holiday(day);
            let start = open
                .iter()
                .filter(|&(from, _)| !(unknown || from == 0 && until_midnight))
                .filter_map(|(from, _)| moment(day, from))
                .find(|&start| start > at);
            if start.is_some() {
                return start.filter(|&start| start < horizon);
            }
            until_midnight = open.iter().last().is_some_and(|(_, to)| to == DAY);
        }
        None
    }
}

fn moment(day: NaiveDate, minute: u16) -> Option<NaiveDateTime> {
    day.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(minute)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTER: &str = "Mo-Fr 09:00-12:00,13:30-17:30";

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn a_counter_around_its_lunch_break_and_week_end() {
        let counter = Hours::parse(COUNTER, "FR").unwrap();
        assert_eq!(counter.state(at("2026-11-23 09:00")), OpenState::Open { until: Some(at("2026-11-23 12:00")) });
        assert_eq!(counter.state(at("2026-11-23 12:00")), OpenState::Closed { opens: Some(at("2026-11-23 13:30")) });
        assert_eq!(counter.state(at("2026-11-27 18:00")), OpenState::Closed { opens: Some(at("2026-11-30 09:00")) });
    }

    #[test]
    fn a_holiday_the_hours_do_not_mention_is_not_guessed() {
        // 11 November 2026 is a Wednesday.
        let silent = Hours::parse(COUNTER, "FR").unwrap();
        assert_eq!(silent.state(at("2026-11-11 10:00")), OpenState::Holiday);
        assert_eq!(silent.state(at("2026-11-10 18:00")), OpenState::Closed { opens: Some(at("2026-11-12 09:00")) });
        let explicit = Hours::parse("Mo-Fr 09:00-12:00; PH off", "FR").unwrap();
        assert_eq!(explicit.state(at("2026-11-11 10:00")), OpenState::Closed { opens: Some(at("2026-11-12 09:00")) });
    }

    #[test]
    fn always_open_has_no_end() {
        let emergency = Hours::parse("24/7", "FR").unwrap();
        assert_eq!(emergency.state(at("2026-11-11 03:00")), OpenState::Open { until: None });
    }

    #[test]
    fn a_week_as_a_table() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let week = Hours::parse(COUNTER, "FR").unwrap().week(monday);
        assert_eq!(week.len(), 7);
        assert_eq!(week[0].intervals.len(), 2);
        assert!(week[6].intervals.is_empty());
    }

    #[test]
    fn words_are_refused_as_words() {
        let error = Hours::parse("ouvert quand je suis là", "FR").unwrap_err();
        assert!(error.to_string().contains("ouvert quand je suis là"));
    }
}
