//! One rule of an expression: the days it speaks of, the hours, and what it does to those of the rules before it.
//!
//! Every selector that is empty lets all days through, as the specification has it.

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, NaiveDate};

use super::{
    super::holidays,
    spans::{DAY, Spans},
};

/// A part of an expression between two separators.
#[derive(Clone, Debug, Default)]
pub(super) struct Rule {
    pub(super) years: Vec<RangeInclusive<i32>>,
    pub(super) dates: Vec<Dates>,
    pub(super) weeks: Vec<Weeks>,
    pub(super) days: Vec<DaysOfWeek>,
    /// Minutes from the midnight that begins the day; an end past [`DAY`] lies on the next.
    pub(super) times: Vec<(u16, u16)>,
    pub(super) effect: Effect,
}

/// What a rule does to the hours of those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Effect {
    /// `;` puts its hours in the place of the day's.
    #[default]
    Replace,
    /// `, ` adds its hours.
    Add,
    /// `off` and `closed` take theirs away.
    Cut,
}

/// Days of a year.
#[derive(Clone, Copy, Debug)]
pub(super) enum Dates {
    /// First and last month, 1 to 12; a last before the first passes the new year.
    Months(u32, u32),
    /// First and last day; a last before the first passes the new year.
    Days(YearDay, YearDay),
}

/// A day of each year, or of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct YearDay {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: u32,
}

/// ISO weeks, each or each nth from the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weeks {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) step: u32,
}

/// Days of the week and of the country's calendar.
#[derive(Clone, Copy, Debug)]
pub(super) enum DaysOfWeek {
    /// From the first to the last, Monday is 0; a last before the first passes Sunday.
    Each(u32, u32),
    /// The nth of the month: bit 0 is the first, bit 8 the last, up to the fifth of both.
    Nth(u32, u16),
    /// A public holiday of the country.
    PublicHoliday,
    /// A school holiday. Their dates differ by zone and year and are not known here, so no day is one.
    SchoolHoliday,
}

impl Rule {
    /// Whether it speaks of public holidays.
    pub(super) fn speaks_of_holidays(&self) -> bool {
        self.days.iter().any(|days| matches!(days, DaysOfWeek::PublicHoliday))
    }

    /// Applies itself to `open`, the day's hours by the rules before it.
    pub(super) fn apply(&self, open: &mut Spans, day: NaiveDate, country: &str) {
        let today = self.falls_on(day, country);
        let mut own = Spans::default();
        if today {
            self.times.iter().for_each(|&(from, to)| own.add(from, to.min(DAY)));
        }
        // What began the evening before.
        if self.times.iter().any(|&(_, to)| to > DAY)
            && day.pred_opt().is_some_and(|before| self.falls_on(before, country))
        {
            self.times.iter().for_each(|&(from, to)| own.add(from.saturating_sub(DAY), to.saturating_sub(DAY)));
        }
        match self.effect {
            Effect::Replace if today || open.is_empty() => *open = own,
            Effect::Replace => {}
            Effect::Add => own.iter().for_each(|(from, to)| open.add(from, to)),
            Effect::Cut => own.iter().for_each(|(from, to)| open.cut(from, to)),
        }
    }

    fn falls_on(&self, day: NaiveDate, country: &str) -> bool {
        fn any<T>(selectors: &[T], mut one: impl FnMut(&T) -> bool) -> bool {
            selectors.is_empty() || selectors.iter().any(&mut one)
        }
        any(&self.years, |years| years.contains(&day.year()))
            && any(&self.dates, |dates| dates.contain(day))
            && any(&self.weeks, |weeks| weeks.contain(day.iso_week().week()))
            && any(&self.days, |days| days.contain(day, country))
    }
}

impl Dates {
    fn contain(self, day: NaiveDate) -> bool {
        match self {
            Self::Months(first, last) => cyclic(first, last, day.month()),
            Self::Days(first, last) => match first.year.or(last.year) {
                None if first == last => first.month == day.month() && first.day == day.day(),
                None => {
                    let (from, to) = (first.from(day.year()), last.to(day.year()));
                    if (first.month, first.day) <= (last.month, last.day) {
                        from.is_some_and(|from| from <= day) && to.is_some_and(|to| day <= to)
                    } else {
                        from.is_some_and(|from| from <= day) || to.is_some_and(|to| day <= to)
                    }
                }
                Some(year) => {
                    // A side without a year takes the nearest that makes an interval.
                    let passes = (first.month, first.day) > (last.month, last.day);
                    let from = first.from(first.year.unwrap_or(year - i32::from(passes)));
                    let to = last.to(last.year.unwrap_or(year + i32::from(passes)));
                    from.zip(to).is_some_and(|(from, to)| (from..=to).contains(&day))
                }
            },
        }
    }
}

impl YearDay {
    /// The day itself or, for 29 February of a common year, the first after it.
    fn from(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day).or_else(|| NaiveDate::from_ymd_opt(year, self.month + 1, 1))
    }

    /// The day itself or, for 29 February of a common year, the last before it.
    fn to(self, year: i32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, self.month, self.day)
            .or_else(|| NaiveDate::from_ymd_opt(year, self.month, self.day - 1))
    }
}

impl Weeks {
    fn contain(self, week: u32) -> bool {
        (self.first..=self.last).contains(&week) && (week - self.first).is_multiple_of(self.step)
    }
}

impl DaysOfWeek {
    fn contain(self, day: NaiveDate, country: &str) -> bool {
        let weekday = day.weekday().num_days_from_monday();
        match self {
            Self::Each(first, last) => cyclic(first, last, weekday),
            Self::Nth(of, nth) => {
                let from_start = day.day0() / 7;
                // How many more of this weekday the month has.
                let from_end = (1..=4).filter(|weeks| same_month(day, weeks * 7)).count();
                weekday == of && (nth & (1 << from_start) != 0 || nth & (1 << (8 + from_end)) != 0)
            }
            Self::PublicHoliday => holidays::is_holiday(country, day),
            Self::SchoolHoliday => false,
        }
    }
}

fn same_month(day: NaiveDate, later: u64) -> bool {
    day.checked_add_days(Days::new(later)).is_some_and(|then| then.month() == day.month())
}

fn cyclic(first: u32, last: u32, it: u32) -> bool {
    if first <= last { (first..=last).contains(&it) } else { it >= first || it <= last }
}
