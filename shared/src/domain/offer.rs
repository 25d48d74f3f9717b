//! An offer of a shop to card holders.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Image, Sourced, source::is_false};

/// A discount, gift or special price at one shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Stable slug or ULID.
    pub id: String,
    /// Id of the shop's place.
    pub place: String,
    /// What one gets.
    pub title: String,
    /// Conditions in plain words.
    pub terms: String,
    /// Sort of advantage.
    // `kind` alone is the record's on the wire.
    #[serde(rename = "offer_kind")]
    pub kind: OfferKind,
    /// Per cent for [`OfferKind::Percent`], cents for [`OfferKind::Amount`] and [`OfferKind::Price`], absent for a gift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<u32>,
    /// Category slug, for example `manger`.
    pub category: String,
    /// Position in lists, ascending.
    #[serde(default)]
    pub order: i32,
    /// How often one card may use it. Absent: as often as one likes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// Estimated saving of one use, in cents.
    #[serde(default)]
    pub saving_cents: u32,
    /// Days it holds on. Empty: every day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// First day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
    /// Offer suspended by the shop or the service.
    #[serde(default, skip_serializing_if = "is_false")]
    pub suspended: bool,
    /// A picture of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// It is used in a shop on the web, by a code of one's own, and whether there are any. Absent: it is used at the till.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vouchers: Option<Vouchers>,
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

/// An offer that ends within so many days is said to end soon.
const ENDING_DAYS: i64 = 7;

/// An offer that began within so many days is new, whenever a phone first heard of it.
const NEW_DAYS: i64 = 14;

impl Offer {
    /// Whether its last day is behind `day`.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.valid_until.is_some_and(|until| until < day)
    }

    /// Whether its last day is near.
    pub fn ends_soon(&self, day: NaiveDate) -> bool {
        self.valid_until.is_some_and(|until| (0..=ENDING_DAYS).contains(&(until - day).num_days()))
    }

    /// Whether its first day is just behind.
    pub fn began_lately(&self, day: NaiveDate) -> bool {
        self.valid_from.is_some_and(|from| (0..=NEW_DAYS).contains(&(day - from).num_days()))
    }

    /// The first day from `day` on when it holds. `None`: it is over or suspended.
    pub fn next_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        let first = self.valid_from.map_or(day, |from| from.max(day));
        first.iter_days().take(7).find(|day| self.holds_on(*day))
    }

    /// Whether the offer holds on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        !self.suspended
            && self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
            && (self.days.is_empty() || self.days.contains(&Weekday::of(day)))
    }
}

/// Whether there are codes left to be given. Not how many: the log would have a line for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vouchers {
    /// There are.
    Left,
    /// There are none, for now.
    Gone,
    /// What a newer server says.
    #[serde(other)]
    Unknown,
}

/// Sort of advantage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OfferKind {
    /// So many per cent off.
    Percent,
    /// So much money off.
    Amount,
    /// Something for nothing.
    Gift,
    /// A special price.
    Price,
}

/// How often one card may use an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Uses allowed in the period.
    pub count: u16,
    /// The period.
    pub per: Period,
}

impl Limit {
    /// How many uses are left on `today` after uses on `days`, all in the territory's zone.
    pub fn left(self, days: impl IntoIterator<Item = NaiveDate>, today: NaiveDate) -> u16 {
        let used = days.into_iter().filter(|day| self.per.is_shared(*day, today)).count();
        u16::try_from(used).map_or(0, |used| self.count.saturating_sub(used))
    }

    /// The first day after `today` on which all of it is there again. `None`: never, on this card.
    pub fn renewed_on(self, today: NaiveDate) -> Option<NaiveDate> {
        // A period is a year at most.
        let mut days = today.iter_days().take(367).skip(1);
        days.find(|day| !self.per.is_shared(today, *day))
    }
}

impl Period {
    /// Whether two days lie in the same period.
    pub fn is_shared(self, one: NaiveDate, other: NaiveDate) -> bool {
        match self {
            Self::Day => one == other,
            Self::Week => one.iso_week() == other.iso_week(),
            Self::Month => (one.year(), one.month()) == (other.year(), other.month()),
            Self::Year => one.year() == other.year(),
            Self::Card => true,
        }
    }
}

/// Period of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// Calendar day.
    Day,
    /// ISO week.
    Week,
    /// Calendar month.
    Month,
    /// Calendar year.
    Year,
    /// Life of the card.
    Card,
}

/// Day of the week, written as OSM does in lower case: `mo` … `su`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names of days need no words")]
pub enum Weekday {
    Mo,
    Tu,
    We,
    Th,
    Fr,
    Sa,
    Su,
}

impl Weekday {
    /// Day of the week of a date.
    pub fn of(day: NaiveDate) -> Self {
        match chrono::Datelike::weekday(&day) {
            chrono::Weekday::Mon => Self::Mo,
            chrono::Weekday::Tue => Self::Tu,
            chrono::Weekday::Wed => Self::We,
            chrono::Weekday::Thu => Self::Th,
            chrono::Weekday::Fri => Self::Fr,
            chrono::Weekday::Sat => Self::Sa,
            chrono::Weekday::Sun => Self::Su,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_day_is_before_in_or_after_an_offer() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        // Mondays and Tuesdays; 23 November 2026 is a Monday.
        let offer: Offer = serde_json::from_value(serde_json::json!({
            "id": "pizza", "place": "p", "title": "", "terms": "", "offer_kind": "gift", "category": "manger",
            "days": ["mo", "tu"], "valid_from": "2026-11-20", "valid_until": "2026-12-07",
        }))
        .unwrap();
        for (today, holds, next, soon, lately, over) in [
            ("2026-11-18", false, Some("2026-11-23"), false, false, false),
            ("2026-11-20", false, Some("2026-11-23"), false, true, false),
            ("2026-11-24", true, Some("2026-11-24"), false, true, false),
            ("2026-11-25", false, Some("2026-11-30"), false, true, false),
            ("2026-12-01", true, Some("2026-12-01"), true, true, false),
            ("2026-12-05", false, Some("2026-12-07"), true, false, false),
            ("2026-12-07", true, Some("2026-12-07"), true, false, false),
            ("2026-12-08", false, None, false, false, true),
        ] {
            let today = day(today);
            assert_eq!(offer.holds_on(today), holds, "{today}");
            assert_eq!(offer.next_day(today), next.map(day), "{today}");
            assert_eq!((offer.ends_soon(today), offer.began_lately(today)), (soon, lately), "{today}");
            assert_eq!(offer.is_over(today), over, "{today}");
        }
        assert_eq!(Offer { suspended: true, ..offer }.next_day(day("2026-11-24")), None);
    }

    #[test]
    fn a_use_counts_in_its_own_period_alone() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let new_year = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        let left = |per, used: NaiveDate, today: NaiveDate| Limit { count: 1, per }.left([used], today);
        assert_eq!((left(Period::Day, day(11, 24), day(11, 24)), left(Period::Day, day(11, 23), day(11, 24))), (0, 1));
        // The ISO week of New Year's Day began in December.
        assert_eq!((left(Period::Week, day(12, 28), new_year), left(Period::Year, day(12, 28), new_year)), (0, 1));
        assert_eq!(
            (left(Period::Month, day(11, 1), day(11, 30)), left(Period::Month, day(10, 31), day(11, 1))),
            (0, 1)
        );
        assert_eq!(left(Period::Card, day(1, 1), new_year), 0);
        // Tuesday 24 November 2026.
        for (per, renewed) in [
            (Period::Day, Some(day(11, 25))),
            (Period::Week, Some(day(11, 30))),
            (Period::Month, Some(day(12, 1))),
            (Period::Year, Some(new_year)),
            (Period::Card, None),
        ] {
            assert_eq!(Limit { count: 1, per }.renewed_on(day(11, 24)), renewed, "{per:?}");
        }
        assert_eq!(Limit { count: 1, per: Period::Year }.renewed_on(new_year), NaiveDate::from_ymd_opt(2028, 1, 1));
        assert_eq!(Limit { count: 1, per: Period::Card }.left([day(1, 1), day(2, 1)], new_year), 0);
    }
}
