//! Opening hours are read by code of our own; whether it reads them rightly is asked of the crate `opening-hours`:
//! on expressions made up from the grammar, on token soup, on those of the territories and on the crate's own examples.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod grammar;
mod oracle;

use std::path::Path;

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use shared::calendar::Hours;

use self::oracle::Oracle;

/// A Monday; three years follow, with a leap day and a week 53 in them.
const FIRST: (i32, u32, u32) = (2026, 1, 5);
const WEEKS: u64 = 157;
const MINUTES: i64 = WEEKS as i64 * 7 * 24 * 60;

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(FIRST.0, FIRST.1, FIRST.2).unwrap()
}

fn minute(offset: i64) -> NaiveDateTime {
    first_day().and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(offset)
}

/// Every minute of `weeks` weeks, through their tables.
fn agree_on_weeks(hours: &Hours, oracle: &Oracle, text: &str, weeks: impl IntoIterator<Item = u64>) {
    for week in weeks {
        for day in hours.week(first_day() + Days::new(week * 7)) {
            assert_eq!(day.intervals, oracle.intervals(day.day), "«{text}» on {}", day.day);
        }
    }
}

fn agree_on_state(hours: &Hours, oracle: &Oracle, text: &str, at: NaiveDateTime) {
    assert_eq!(hours.state(at), oracle.state(at), "«{text}» at {at}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_expression_of_the_grammar_is_read_as_the_crate_reads_it(
        expression in grammar::expressions(),
        moments in prop::collection::vec(0..MINUTES, 24),
    ) {
        let text = &expression.bare;
        let oracle = Oracle::read(text).unwrap_or_else(|| panic!("the crate does not read «{text}»"));
        let hours = Hours::parse(text, "FR").unwrap_or_else(|error| panic!("{error}"));
        agree_on_weeks(&hours, &oracle, text, 0..WEEKS);
        // And at what is next to it: hours begin and end at full quarters.
        for moment in moments {
            agree_on_state(&hours, &oracle, text, minute(moment));
            agree_on_state(&hours, &oracle, text, minute(moment / 15 * 15));
        }

        let text = &expression.with_words;
        let with_words = Hours::parse(text, "FR").unwrap_or_else(|error| panic!("{error}"));
        agree_on_weeks(&with_words, &oracle, text, [0, 30, 60]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Soup is refused or understood, never misunderstood; and never a panic.
    #[test]
    fn what_both_read_they_read_alike(
        tokens in prop::collection::vec(prop::sample::select(&TOKENS[..]), 1..9),
        moment in 0..MINUTES,
    ) {
        let text = tokens.concat();
        if let (Ok(hours), Some(oracle)) = (Hours::parse(&text, "FR"), Oracle::read(text.trim())) {
            agree_on_weeks(&hours, &oracle, &text, [0, 8, 51, 52, 112]);
            agree_on_state(&hours, &oracle, &text, minute(moment));
        }
    }
}

const TOKENS: [&str; 44] = [
    "Mo",
    "Tu",
    "Fr",
    "Sa",
    "su",
    "-",
    ",",
    ", ",
    ";",
    "; ",
    " ",
    ":",
    "PH",
    "SH",
    "[1]",
    "[-1]",
    "[2-4]",
    "10:00",
    "12:00",
    "9:30",
    "26:00",
    "24:00",
    "00:00",
    "+",
    "24/7",
    "off",
    "closed",
    "Open",
    "\"x\"",
    "Jan",
    "feb",
    "Dec",
    "29",
    "25",
    "1",
    "2026",
    "2027",
    "week",
    "week 1-53/2",
    "Mo-Fr",
    "10:00-12:00",
    "Jul-Aug",
    "Dec 25",
    "14:00-02:00",
];

/// What the territories say, all of it.
#[test]
fn the_hours_of_every_place_and_number_of_the_territories() {
    let territories = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories");
    let mut seen = 0;
    for territory in std::fs::read_dir(territories).unwrap() {
        for file in ["territory.toml", "content/places.toml", "content/numbers.toml"] {
            let Ok(text) = std::fs::read_to_string(territory.as_ref().unwrap().path().join(file)) else { continue };
            for line in text.lines() {
                let Some((key, value)) = line.split_once(" = ") else { continue };
                if ["open", "opening_hours"].contains(&key.trim()) {
                    let value = value.trim().trim_matches('"');
                    agree_everywhere(value);
                    seen += 1;
                }
            }
        }
    }
    assert!(seen >= 40, "only {seen} found");
}

/// Of the crate's documentation, tests and benchmarks, what a town could write.
#[test]
fn the_crate_s_own_examples() {
    for text in READ {
        agree_everywhere(text);
    }
}

fn agree_everywhere(text: &str) {
    let hours = Hours::parse(text, "FR").unwrap_or_else(|error| panic!("{error}"));
    let oracle = Oracle::read(text).unwrap_or_else(|| panic!("the crate does not read «{text}»"));
    agree_on_weeks(&hours, &oracle, text, 0..WEEKS);
    for moment in (0..MINUTES).step_by(7 * 1_440 + 1_013) {
        agree_on_state(&hours, &oracle, text, minute(moment));
    }
}

const READ: [&str; 62] = [
    "24/7",
    "24/7 open",
    "24/7; Su closed",
    "24/7 open ; 2027 Jan-Feb off",
    "24/7 open ; 2027 Jan 01-Feb 10 off",
    "24/7 \"comment\"",
    "open",
    "Mo-Su",
    "Tu",
    "Jan-Dec",
    "Mo 14:00-19:00",
    "Su 14:00-25:30",
    "23:00-01:00",
    "00:30-05:30",
    "Mo 04:00-04:00",
    "10:00-12:00,14:00-16:00",
    "10:00-12:00,14:00-25:30",
    "10:00-18:00+",
    "12:00+",
    "4:00 - 8:00",
    "04:00 - 08:00",
    "Mo-Tu,Th,Sa-Su 10:00-12:00",
    "Mo[1] 10:00-12:00",
    "Mo[2-4] 10:00-12:00",
    "Su[-1] 10:00-12:00",
    "We-Mo 11:00-19:00",
    "week01:10:00-12:00",
    "week01,23-24:10:00-12:00",
    "week01-53/2:10:00-12:00",
    "2027Jun01:10:00-12:10",
    "2027Jun01 open",
    "Jan-Jun:11:58-11:59",
    "Oct-Mar 07:30-19:30; Apr-Sep 07:00-21:00",
    "2026Sep01-2027Jul31:10:00-12:00",
    "2026Sep01-Jul01:10:00-12:00",
    "Sep01-Jul01:10:00-12:00",
    "Apr 1 - Nov 3 00:00-24:00",
    "2027 Jan 1-2028 Dec 31",
    "2027:10:00-12:00",
    "2010-2019,2026,2028+:10:00-12:00",
    "Jun ; 00:00-04:00 closed",
    "Sa,Su 11:00-13:45 open; 10:00-18:00",
    "10:00-20:00 open, 12:00-14:00 closed",
    "12:00-14:00 closed, 10:00-20:00 open",
    "10:00-12:00 open \"welcome!\"",
    "10:00-12:00; PH off",
    "08:00-18:00, PH 12:00-14:00 off",
    "Mo-Su 00:00-06:00, 23:00-00:00",
    "Mo 11:45-14:30; Tu-Fr 11:45-14:30, 19:00-21:45; Sa 19:00-21:45",
    "Mo 13:00-15:00; Tu 08:00-10:00; We 08:00-10:00, We 13:00-15:00",
    "Tu-Su 09:30-18:00; Th 09:30-21:45",
    "Jan-Feb 10:00-20:00",
    "Mo-Su 09:00-00:00 open",
    "Mo,Th,Sa,Su 09:00-18:00; We,Fr 09:00-21:45; Tu off; Jan 1,May 1,Dec 25: off",
    "Mo-Su 00:00-01:00, 07:30-24:00 ; PH off",
    "Mo-Su 00:00-01:00, 07:30-24:00 ; PH off ; 2027 Mar 28 00:00-01:00",
    "Mo-Fr 10:00-18:00 ; PH off",
    "Mo-Fr open \"ring the bell\"",
    "2027 Jan week01 Mo 10:00-12:00 open",
    "Mo-Fr 10:00-18:00;Sa-Su 10:00-12:00",
    "mo-FR 10:00-18:00 Off",
    "Jul Mo[1] 10:00-12:00; Aug Su[-1] off",
];

/// Refused, although the crate reads most of it: the screen then shows the words as they came.
#[test]
fn what_is_not_read_is_said() {
    for (text, rest) in [
        ("ouvert quand je suis là", "ouvert quand je suis là"),
        ("", ""),
        ("Mo-Fr 10:00-12:00;", ""),
        ("sunrise-19:45", "sunrise-19:45"),
        ("Mo-Fr 10:00-12:00 unknown", "unknown"),
        ("Mo-Fr 10:00-12:00 || \"sur rendez-vous\"", "|| \"sur rendez-vous\""),
        ("\"sur rendez-vous\"", "\"sur rendez-vous\""),
        ("Sa \"sur rendez-vous\"", "\"sur rendez-vous\""),
        ("Mo, We 10:00-12:00", ", We 10:00-12:00"),
        ("10:00-18:00/30", "/30"),
        ("Mo 14:00", ""),
        ("27:43-28:00", "-28:00"),
        ("10:00-100:00", "100:00"),
        ("easter off", "easter off"),
        ("Mo[2] +2 days 10:00-12:00", "+2 days 10:00-12:00"),
        ("PH +1 day off", "+1 day off"),
        ("Jul,Aug Mo[1] 10:00-12:00", "10:00-12:00"),
        ("week 50-10", ""),
        ("Apr 31 off", ""),
        ("2027-2026", ""),
        ("2027Jan-Feb", "Jan-Feb"),
    ] {
        let error = Hours::parse(text, "FR").map(|_| text).expect_err(text).to_string();
        assert!(error.contains(&format!("«{text}»")), "{error}");
        assert!(error.trim_end_matches('»').trim().ends_with(rest), "{text}: {error}");
    }
}
