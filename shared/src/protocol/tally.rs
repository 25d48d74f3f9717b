//! What apps tell of how they are used: sums for the town, nothing about anyone.
//!
//! A tally carries no identifier, and holds nothing that could stand for one: records that everybody can read, and
//! searches reduced to words by [`tellable`]. An app tells each of them at most once an ISO week, so that a sum of a week is
//! a number of apps. Events with a time each were rejected: an hour and a few pages are enough to recognise somebody.

use chrono::{DateTime, Datelike};
use serde::{Deserialize, Serialize};

use crate::domain::{RecordId, UnixSeconds, fold};

/// Most records of a tally.
pub const TALLY_MAX_READS: usize = 50;

/// Most searches of a tally.
pub const TALLY_MAX_SEARCHES: usize = 20;

/// Longest search that is told, in characters. A longer one is somebody's own sentence.
pub const TALLY_SEARCH_MAX_CHARS: usize = 40;

/// As many digits in a row may be a phone number, a date of birth or a postcode.
const TELLING_DIGITS: usize = 4;

/// Body of `POST /api/v1/tally`; the answer is `204`.
///
/// What the server does not know (a record deleted meanwhile, a kind it does not count) or does not want (a search that
/// is not [`tellable`] as it stands) is left out of the sums without a word: there is nothing an app could do about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// News and pages opened, at most [`TALLY_MAX_READS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<RecordId>,
    /// Searches that found nothing, as [`tellable`] gives them, at most [`TALLY_MAX_SEARCHES`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fruitless: Vec<String>,
}

/// ISO 8601 week of a moment, for example `2026-W48`.
pub fn iso_week(now: UnixSeconds) -> String {
    let week = DateTime::from_timestamp(now, 0).unwrap_or_default().iso_week();
    format!("{}-W{:02}", week.year(), week.week())
}

/// What may be told of a search: its words, folded, with single spaces. `None`: nothing, because it is empty, longer than
/// [`TALLY_SEARCH_MAX_CHARS`], or could be an address or a number of somebody's.
///
/// Telling what was told changes nothing, so a server knows what it may keep: `tellable(words) == words`.
pub fn tellable(search: &str) -> Option<String> {
    if search.contains('@') {
        return None;
    }
    let folded = fold(search);
    let words: Vec<&str> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // Across spaces too: « 06 12 34 56 78 ».
    let mut digits = 0_usize;
    for letter in words.iter().flat_map(|word| word.chars()) {
        digits = if letter.is_numeric() { digits + 1 } else { 0 };
        if digits >= TELLING_DIGITS {
            return None;
        }
    }
    let words = words.join(" ");
    (!words.is_empty() && words.chars().count() <= TALLY_SEARCH_MAX_CHARS).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_and_what_could_be_somebodys_is_not() {
        for (search, told) in [
            ("  Skate-park, à Châlons ! ", Some("skate park a chalons")),
            ("Œuvres d’été", Some("oeuvres d ete")),
            ("permis B 18 ans", Some("permis b 18 ans")),
            ("aide 500 €", Some("aide 500")),
            ("", None),
            (" ?! ", None),
            ("lea@example.org", None),
            ("06 12 34 56 78", None),
            ("né le 17/05/2009", None),
            ("51000", None),
            ("quarante caractères, et un de trop ici !!", Some("quarante caracteres et un de trop ici")),
            ("je m’appelle Léa et je cherche une chambre", None),
        ] {
            assert_eq!(tellable(search).as_deref(), told, "{search}");
            if let Some(words) = told {
                assert_eq!(tellable(words).as_deref(), Some(words), "telling it again changes nothing");
            }
        }
    }

    #[test]
    fn the_first_days_of_january_may_belong_to_last_year() {
        assert_eq!(iso_week(1_795_392_000), "2026-W48");
        assert_eq!(iso_week(1_798_761_600), "2026-W53", "Friday 1 January 2027");
    }

    #[test]
    fn what_is_not_said_is_empty() {
        assert_eq!(serde_json::from_str::<Tally>("{}").unwrap(), Tally::default());
        assert_eq!(serde_json::to_string(&Tally::default()).unwrap(), "{}");
    }
}
