//! Which weeks a page is about: the last 4, 12 or 52, the one that runs included.

use chrono::{DateTime, Datelike, NaiveDate};
use shared::domain::UnixSeconds;
use shared::protocol::iso_week;

use crate::staff::form::Fields;
use crate::storage::stats::{FIRST_MONDAY, WEEK};

/// What one can choose.
pub(super) const LENGTHS: [(i64, &str); 3] = [(4, "4 semaines"), (12, "12 semaines"), (52, "Un an")];

/// What is shown when nothing was chosen.
const USUAL: i64 = 12;

/// An ISO week, by the number of weeks since the first Monday of 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Week(pub(super) i64);

impl Week {
    /// The week of a moment.
    pub(super) const fn of(moment: UnixSeconds) -> Self {
        Self((moment - FIRST_MONDAY).div_euclid(WEEK))
    }

    /// Its first moment.
    pub(super) const fn begin(self) -> UnixSeconds {
        FIRST_MONDAY + self.0 * WEEK
    }

    /// `2026-W48`
    pub(super) fn iso(self) -> String {
        iso_week(self.begin())
    }

    /// Its Monday.
    pub(super) fn monday(self) -> NaiveDate {
        DateTime::from_timestamp(self.begin(), 0).unwrap_or_default().date_naive()
    }

    /// Its Monday as there is room for it under an axis and in a table: `23 nov.`, on one line.
    pub(super) fn short(self) -> String {
        const MONTHS: [&str; 12] =
            ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
        let monday = self.monday();
        let first = if monday.day() == 1 { "er" } else { "" };
        let month = MONTHS.get(monday.month0() as usize).copied().unwrap_or_default();
        format!("{}{first}\u{a0}{month}", monday.day())
    }
}

/// Weeks in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The oldest first; the last one runs.
    pub(super) weeks: Vec<Week>,
    last: Week,
}

impl Period {
    /// The last `length` weeks.
    pub(super) fn new(length: i64, now: UnixSeconds) -> Self {
        let last = Week::of(now);
        Self { weeks: (0..length).rev().map(|back| Week(last.0 - back)).collect(), last }
    }

    /// As `semaines` of an address says; anything else is the usual one.
    pub(super) fn asked(query: Option<&str>, now: UnixSeconds) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let asked = fields.text("semaines").parse().ok();
        let length = LENGTHS.iter().map(|(length, _)| *length).find(|length| Some(*length) == asked);
        Self::new(length.unwrap_or(USUAL), now)
    }

    /// How many weeks.
    pub(super) fn length(&self) -> i64 {
        self.weeks.len() as i64
    }

    /// The oldest week.
    pub(super) fn first(&self) -> Week {
        self.weeks.first().copied().unwrap_or(self.last)
    }

    /// Whether a week still runs.
    pub(super) fn runs(&self, week: Week) -> bool {
        week == self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Saturday 28 November 2026, noon.
    const NOW: UnixSeconds = 1_795_392_000 + 5 * 86_400 + 43_200;

    #[test]
    fn weeks_begin_on_mondays_and_bear_their_iso_names() {
        let week = Week::of(NOW);
        assert_eq!((week.iso().as_str(), week.monday().to_string().as_str()), ("2026-W48", "2026-11-23"));
        assert_eq!((week.short().as_str(), Week(week.0 - 12).short().as_str()), ("23\u{a0}nov.", "31\u{a0}août"));
        assert_eq!(Week::of(week.begin()), week);
        assert_eq!(Week::of(week.begin() - 1), Week(week.0 - 1));
    }

    #[test]
    fn a_period_ends_with_the_week_that_runs_and_is_one_of_three() {
        for (query, length, first) in [
            (None, 12, "2026-W37"),
            (Some("semaines=4"), 4, "2026-W45"),
            (Some("semaines=52"), 52, "2025-W49"),
            (Some("semaines=5000000"), 12, "2026-W37"),
            (Some("semaines=-1"), 12, "2026-W37"),
        ] {
            let period = Period::asked(query, NOW);
            assert_eq!((period.length(), period.first().iso().as_str()), (length, first), "{query:?}");
            assert!(period.runs(period.weeks[period.weeks.len() - 1]) && !period.runs(period.first()));
        }
    }
}
