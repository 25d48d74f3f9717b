//! Who may have a card, said at once in the form and held to by the server: one rule for both.

use chrono::NaiveDate;

use super::AgeBand;
use crate::domain::{CardRules, Territory};

/// Whether someone may have a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Eligibility {
    /// Yes.
    Eligible {
        /// A parent must agree too.
        parent_needed: bool,
    },
    /// Too young: from this age on.
    TooYoung(u8),
    /// Too old: up to this age.
    TooOld(u8),
    /// Lives in a commune that is not served.
    Elsewhere,
    /// Nobody was born that day: it is yet to come, or over 120 years ago.
    ImpossibleBirthDate,
}

/// Whether someone born on `birth` who lives in `commune` may have a card of `territory` on the day `today`.
pub fn eligibility(birth: NaiveDate, commune: &str, territory: &Territory, today: NaiveDate) -> Eligibility {
    let Some(age) = today.years_since(birth).filter(|age| *age <= 120) else {
        return Eligibility::ImpossibleBirthDate;
    };
    // Codes have four bands of ages; a territory may serve fewer ages, never more.
    let (first, last) = (AgeBand::From11.ages().0, AgeBand::From21.ages().1);
    let from = territory.ages.from.unwrap_or(first).max(first);
    let to = territory.ages.to.unwrap_or(last).min(last);
    if age < u32::from(from) {
        return Eligibility::TooYoung(from);
    }
    if age > u32::from(to) {
        return Eligibility::TooOld(to);
    }
    if !territory.communes.iter().any(|served| served == commune) {
        return Eligibility::Elsewhere;
    }
    Eligibility::Eligible { parent_needed: parent_needed(age, &territory.card) }
}

fn parent_needed(age: u32, rules: &CardRules) -> bool {
    age < u32::from(rules.parent_below)
}
