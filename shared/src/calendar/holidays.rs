//! Public holidays, computed.
//!
//! The opening-hours library carries those of every country as a table; in the web build the table would cost each
//! visitor some 35 kB, for eleven days a year that a rule gives. Its table is what the tests compare with.

use std::sync::{Arc, OnceLock};

use chrono::{Datelike, Days, NaiveDate};
use compact_calendar::CompactCalendar;

/// Years for which days are known.
const YEARS: std::ops::RangeInclusive<i32> = 2020..=2079;

/// Public holidays of a country (ISO 3166-1 alpha-2). France's are the eleven of its labour code, article L3133-1; the
/// two more of Alsace and Moselle are not among them. Any other country has none here.
pub(super) fn of(country: &str) -> Arc<CompactCalendar> {
    static FRANCE: OnceLock<Arc<CompactCalendar>> = OnceLock::new();
    match country {
        "FR" => FRANCE.get_or_init(|| Arc::new(YEARS.flat_map(france).collect())).clone(),
        _ => Arc::default(),
    }
}

fn france(year: i32) -> impl Iterator<Item = NaiveDate> {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension Day, Whit Monday.
    const AFTER_EASTER: [u64; 3] = [1, 39, 50];
    let fixed = FIXED.into_iter().filter_map(move |(month, day)| NaiveDate::from_ymd_opt(year, month, day));
    let moving = AFTER_EASTER.into_iter().filter_map(move |days| easter(year)?.checked_add_days(Days::new(days)));
    fixed.chain(moving)
}

/// Easter Sunday in the Gregorian calendar: the anonymous algorithm, as Meeus prints it.
#[expect(clippy::many_single_char_names, reason = "the names it is printed with")]
fn easter(year: i32) -> Option<NaiveDate> {
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32).filter(|date| date.year() == year)
}

#[cfg(test)]
mod tests {
    use opening_hours::localization::Country;

    use super::*;

    #[test]
    fn days_are_those_of_the_library_s_table() {
        let table = Country::FR.holidays();
        let ours = of("FR");
        for year in [2024, 2025, 2026, 2027, 2028, 2030] {
            let of_year = |calendar: &CompactCalendar| -> Vec<NaiveDate> {
                calendar.iter().filter(|day| day.year() == year).collect()
            };
            assert_eq!(of_year(&ours), of_year(table.get_public()), "{year}");
            assert_eq!(of_year(&ours).len(), 11, "{year}");
        }
    }

    #[test]
    fn easter_of_years_that_are_hard() {
        // Earliest and latest dates of the century around us, and the two exceptions of the rule.
        for (year, month, day) in [(2008, 3, 23), (2038, 4, 25), (1954, 4, 18), (2049, 4, 18), (2076, 4, 19)] {
            assert_eq!(easter(year), NaiveDate::from_ymd_opt(year, month, day), "{year}");
        }
    }

    #[test]
    fn an_unknown_country_has_no_holidays() {
        assert_eq!(of("XX").count(), 0);
    }
}
