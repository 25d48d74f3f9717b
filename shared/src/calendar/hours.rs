//! Opening hours, written as OpenStreetMap does, with the public holidays of the country.
//!
//! On a public holiday that the hours do not mention, nobody knows: [`OpenState::Holiday`] says so rather than
//! sending someone across town to a closed door.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use compact_calendar::CompactCalendar;
use opening_hours::{Context, ContextHolidays, OpeningHours};

/// Parsed opening hours.
#[derive(Clone, Debug)]
pub struct Hours {
    rules: OpeningHours,
    holidays: Arc<CompactCalendar>,
    speaks_of_holidays: bool,
}

/// Hours that do not follow the syntax.
#[derive(Debug, thiserror::Error)]
#[error("«{text}» is not an opening_hours expression: {reason}")]
pub struct HoursError {
    text: String,
    reason: String,
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
        let rules: OpeningHours =
            text.parse().map_err(|error| HoursError { text: text.to_owned(), reason: format!("{error}") })?;
        let holidays = super::holidays::of(country);
        let speaks_of_holidays = text.contains("PH") || text.trim() == "24/7";
        let of_country = ContextHolidays::new(Arc::clone(&holidays), Arc::default());
        let rules = rules.with_context(Context::default().with_holidays(of_country));
        Ok(Self { rules, holidays, speaks_of_holidays })
    }

    /// State at a local time of the territory.
    pub fn state(&self, at: NaiveDateTime) -> OpenState {
        if !self.speaks_of_holidays && self.is_holiday(at.date()) {
            return OpenState::Holiday;
        }
        if self.rules.is_open(at) {
            OpenState::Open { until: self.rules.next_change(at) }
        } else {
            OpenState::Closed { opens: self.next_opening(at) }
        }
    }

    /// Whether the day is a public holiday of the country.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        self.holidays.contains(day)
    }

    /// The seven days from `monday` on.
    pub fn week(&self, monday: NaiveDate) -> Vec<DayHours> {
        (0..7)
            .filter_map(|offset| monday.checked_add_days(Days::new(offset)))
            .map(|day| DayHours { day, intervals: self.intervals(day) })
            .collect()
    }

    fn intervals(&self, day: NaiveDate) -> Vec<(NaiveTime, NaiveTime)> {
        let start = day.and_time(NaiveTime::MIN);
        let Some(end) = start.checked_add_days(Days::new(1)) else { return Vec::new() };
        self.rules
            .iter_range(start, end)
            .filter(|interval| interval.kind == opening_hours::RuleKind::Open)
            .map(|interval| (interval.range.start.time(), interval.range.end.time()))
            .collect()
    }

    /// Next local time at which it is open, skipping holidays nobody knows of; within a month.
    fn next_opening(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let horizon = at.checked_add_days(Days::new(31))?;
        self.rules
            .iter_range(at, horizon)
            .find(|interval| {
                interval.kind == opening_hours::RuleKind::Open
                    && (self.speaks_of_holidays || !self.is_holiday(interval.range.start.date()))
            })
            .map(|interval| interval.range.start)
    }
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
