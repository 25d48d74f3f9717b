//! Time as a town lives it: its zone, opening hours with public holidays, recurring events.
//!
//! Always the territory's zone, never the phone's: a young person on holiday abroad still reads when the
//! counter at home opens. Every function takes the moment it speaks of; none reads a clock.

mod agenda;
mod holidays;
mod hours;
mod ics;
mod recurrence;
mod rule;

use chrono::{DateTime, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use crate::domain::UnixSeconds;

pub use agenda::{Entry, When, agenda, week_end};
pub use hours::{DayHours, Hours, HoursError, OpenState};
pub use ics::{Context as IcsContext, ics};
pub use recurrence::{Occurrence, RecurrenceError, occurrences, verify_rule};

/// The moment of a local time in an IANA zone.
///
/// In the hour that autumn repeats, the first one. `None`: an unknown zone, or the hour that spring skips.
pub fn moment(timezone: &str, local: NaiveDateTime) -> Option<UnixSeconds> {
    zone(timezone)?.from_local_datetime(&local).earliest().map(|moment| moment.timestamp())
}

/// The local time of a moment in an IANA zone; in UTC when the zone is unknown.
pub fn local(timezone: &str, moment: UnixSeconds) -> NaiveDateTime {
    let utc = DateTime::from_timestamp(moment, 0).unwrap_or_default();
    zone(timezone).map_or_else(|| utc.naive_utc(), |zone| utc.with_timezone(&zone).naive_local())
}

/// The zone of that IANA name, if this app knows it.
pub(crate) fn zone(timezone: &str) -> Option<Tz> {
    timezone.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn the_two_days_when_clocks_change() {
        assert_eq!(moment("Europe/Paris", at("2026-03-29 02:30")), None);
        let first = moment("Europe/Paris", at("2026-10-25 02:30")).unwrap();
        assert_eq!(local("UTC", first), at("2026-10-25 00:30"));
        assert_eq!(local("Europe/Paris", first + 3600), at("2026-10-25 02:30"));
    }

    #[test]
    fn an_unknown_zone_is_said_not_guessed() {
        assert_eq!(moment("Europe/Chalons", at("2026-11-23 12:00")), None);
    }
}
