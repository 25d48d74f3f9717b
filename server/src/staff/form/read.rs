//! Small things that several forms read: one line, an age, a day, a moment, rows of two fields.

use chrono::{NaiveDate, NaiveDateTime};
use shared::calendar;
use shared::domain::{Audience, UnixSeconds};

use super::Fields;
use super::faults::Faults;

/// Spaces and line ends made one space. No-break spaces stay: French is written with them.
pub(crate) fn one_line(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same; nothing for an empty field.
pub(crate) fn optional(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|text| !text.is_empty())
}

/// A field that must say something, within its limit.
pub(crate) fn needed(fields: &Fields, name: &str, say: &str, faults: &mut Faults) -> String {
    let text = one_line(fields.raw(name));
    if text.is_empty() {
        faults.add(name, say);
    }
    text
}

/// A field that may be empty, within `most` characters.
pub(crate) fn limited(fields: &Fields, name: &str, most: usize, faults: &mut Faults) -> Option<String> {
    let text = optional(fields.raw(name));
    faults.limit(name, text.as_deref().unwrap_or_default(), most);
    text
}

/// Text of several lines. Line ends travel as two characters in forms.
pub(crate) fn text(fields: &Fields, name: &str, most: usize, faults: &mut Faults) -> String {
    let text = fields.text(name).replace("\r\n", "\n");
    faults.limit(name, &text, most);
    text
}

/// A whole number; `otherwise` when nothing is typed.
pub(crate) fn whole(fields: &Fields, name: &str, otherwise: i32, faults: &mut Faults) -> i32 {
    let typed = fields.text(name);
    if typed.is_empty() {
        return otherwise;
    }
    typed.parse().ok().filter(|number| (-100_000..=100_000).contains(number)).unwrap_or_else(|| {
        faults.add(name, "Écrivez un nombre entier, ou rien.");
        otherwise
    })
}

/// `age-de` and `age-a`, whichever is the greater.
pub(crate) fn ages(fields: &Fields, faults: &mut Faults) -> Audience {
    let mut age = |name: &str| -> Option<u8> {
        let typed = fields.text(name);
        let age = typed.parse().ok().filter(|age| (1..=99).contains(age));
        if age.is_none() && !typed.is_empty() {
            faults.add(name, "Écrivez un âge en chiffres, ou rien.");
        }
        age
    };
    Audience { from: age("age-de"), to: age("age-a") }
}

/// The same, when they are somebody's.
pub(crate) fn audience(fields: &Fields, faults: &mut Faults) -> Audience {
    let audience = ages(fields, faults);
    faults.ages(audience);
    audience
}

/// The fields of an audience.
pub(crate) fn write_audience(fields: &mut Vec<(String, String)>, audience: Audience) {
    for (name, age) in [("age-de", audience.from), ("age-a", audience.to)] {
        fields.push((name.to_owned(), age.map(|age| age.to_string()).unwrap_or_default()));
    }
}

/// Two fields that stand beside each other on each of several rows, with the number of the row. Empty rows are left out.
pub(crate) fn rows(fields: &Fields, first: &str, second: &str) -> Vec<(usize, String, String)> {
    let pairs = fields.all(first).zip(fields.all(second));
    let rows = pairs.enumerate().map(|(at, (one, other))| (at, one_line(one), one_line(other)));
    rows.filter(|(_, one, other)| !(one.is_empty() && other.is_empty())).collect()
}

/// `2026-12-24`, as a browser's field writes it, or `24/12/2026`.
pub(crate) fn read_day(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

/// `2026-12-24T18:30`, as a browser's field writes it, in a zone; a day alone begins at midnight.
pub(crate) fn read_moment(text: &str, zone: &str) -> Option<UnixSeconds> {
    let local = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .or_else(|| read_day(text)?.and_hms_opt(0, 0, 0))?;
    calendar::moment(zone, local)
}

/// A moment as such a field shows it.
pub(crate) fn write_moment(moment: Option<UnixSeconds>, zone: &str) -> String {
    moment.map(|moment| calendar::local(zone, moment).format("%Y-%m-%dT%H:%M").to_string()).unwrap_or_default()
}
