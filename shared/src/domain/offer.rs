//! An offer of a shop to card holders.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Sourced, source::is_false};

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
    /// Sources and date.
    #[serde(flatten)]
    pub sourced: Sourced,
}

impl Offer {
    /// Whether the offer holds on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        !self.suspended
            && self.valid_from.is_none_or(|from| from <= day)
            && self.valid_until.is_none_or(|until| day <= until)
            && (self.days.is_empty() || self.days.contains(&Weekday::of(day)))
    }
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
