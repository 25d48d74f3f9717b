//! What `calendar::Hours` has to answer, computed by the crate `opening-hours`, its own table of France's holidays
//! included.

use std::sync::Arc;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind, localization::Country};
use shared::calendar::OpenState;

pub struct Oracle {
    rules: OpeningHours,
    speaks_of_holidays: bool,
}

impl Oracle {
    /// `None`: not an expression.
    pub fn read(text: &str) -> Option<Self> {
        let rules: OpeningHours = text.parse().ok()?;
        let of_france = ContextHolidays::new(Arc::new(Country::FR.holidays().get_public().clone()), Arc::default());
        let rules = rules.with_context(Context::default().with_holidays(of_france));
        Some(Self { rules, speaks_of_holidays: text.contains("PH") || text == "24/7" })
    }

    pub fn state(&self, at: NaiveDateTime) -> OpenState {
        if !self.speaks_of_holidays && is_holiday(at.date()) {
            return OpenState::Holiday;
        }
        if self.rules.is_open(at) {
            let horizon = at + Days::new(400);
            let until = self.rules.iter_range(at, horizon).next().map(|interval| interval.range.end);
            return OpenState::Open { until: until.filter(|&until| until < horizon) };
        }
        let opens = self
            .rules
            .iter_range(at, at + Days::new(31))
            .filter(|interval| interval.kind == RuleKind::Open)
            .map(|interval| interval.range.start)
            .find(|start| self.speaks_of_holidays || !is_holiday(start.date()));
        OpenState::Closed { opens }
    }

    pub fn intervals(&self, day: NaiveDate) -> Vec<(NaiveTime, NaiveTime)> {
        let start = day.and_time(NaiveTime::MIN);
        self.rules
            .iter_range(start, start + Days::new(1))
            .filter(|interval| interval.kind == RuleKind::Open)
            .map(|interval| (interval.range.start.time(), interval.range.end.time()))
            .collect()
    }
}

fn is_holiday(day: NaiveDate) -> bool {
    Country::FR.holidays().get_public().contains(day)
}
