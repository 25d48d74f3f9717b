//! Public holidays, computed.
//!
//! A table of them, as the crate `opening-hours` carries for every country, would cost each visitor of the web build some
//! 35 kB, for eleven days a year that a rule gives. That table is what the tests compare with.

use chrono::{Datelike, NaiveDate};

/// Whether the day is a public holiday of a country (ISO 3166-1 alpha-2). France's are the eleven of its labour code,
/// article L3133-1; the two more of Alsace and Moselle are not among them. Any other country has none here.
pub(super) fn is_holiday(country: &str, day: NaiveDate) -> bool {
    const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
    // Easter Monday, Ascension Day, Whit Monday.
    const AFTER_EASTER: [i64; 3] = [1, 39, 50];
    country == "FR"
        && (FIXED.contains(&(day.month(), day.day()))
            || easter(day.year()).is_some_and(|easter| AFTER_EASTER.contains(&(day - easter).num_days())))
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
        let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let mut found = 0;
        for day in first.iter_days().take_while(|day| day.year() < 2031) {
            assert_eq!(is_holiday("FR", day), table.get_public().contains(day), "{day}");
            found += usize::from(is_holiday("FR", day));
        }
        // Ascension falls on none of the fixed days in these years.
        assert_eq!(found, 7 * 11);
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
        assert!(!is_holiday("XX", NaiveDate::from_ymd_opt(2026, 12, 25).unwrap()));
    }
}
