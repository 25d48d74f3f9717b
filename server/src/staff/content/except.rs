//! The days on which a series does not happen, as typed: one day a line, or the first and the last of some.
//!
//! Holidays are typed as « 19/12/2026 au 03/01/2027 »: the days of the series in between are what is kept. A day that the
//! series does not fall on is a slip, and is said: kept silently, it would look as if it did something.

use chrono::{Days, NaiveDate, NaiveTime};
use shared::calendar;
use shared::domain::Event;

use crate::staff::form::Fields;
use crate::staff::form::faults::Faults;
use crate::staff::form::read::read_day;
use crate::staff::words;

pub(super) const HINT: &str =
    "Un jour par ligne, par exemple 24/12/2026, ou le premier et le dernier\u{a0}: 19/12/2026 au 03/01/2027.";

/// Most days that one series skips: as many as one question follows.
const MOST: usize = 366;

pub(super) fn write(days: &[NaiveDate]) -> String {
    days.iter().map(|day| day.format("%d/%m/%Y").to_string()).collect::<Vec<_>>().join("\n")
}

/// The days that `event` skips. What stood there before is kept though its day may be over.
pub(super) fn read(
    fields: &Fields,
    before: Option<&Event>,
    event: &Event,
    zone: &str,
    faults: &mut Faults,
) -> Vec<NaiveDate> {
    if event.rrule.is_none() {
        return Vec::new();
    }
    let mut days: Vec<NaiveDate> = Vec::new();
    for line in fields.raw("sauf").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let Some((first, last)) = stretch(line) else {
            faults.add("sauf", format!("«\u{202f}{line}\u{202f}» n’est pas un jour. Écrivez par exemple 24/12/2026."));
            continue;
        };
        let falls = falling(event, first, last, zone);
        let known = before.is_some_and(|before| first == last && before.except.contains(&first));
        if falls.is_empty() && !known {
            faults.add("sauf", format!("Rien n’a lieu {}\u{a0}: vérifiez la date.", said(first, last)));
        }
        days.extend(if falls.is_empty() && known { vec![first] } else { falls });
    }
    days.sort_unstable();
    days.dedup();
    if days.len() > MOST {
        faults.add("sauf", format!("{MOST} jours au plus."));
    }
    days
}

/// A day, or the first and the last of some.
fn stretch(line: &str) -> Option<(NaiveDate, NaiveDate)> {
    let line = line.trim_start_matches("du ");
    let (first, last) = line.split_once(" au ").or_else(|| line.split_once(" - ")).unwrap_or((line, line));
    let (first, last) = (read_day(first.trim())?, read_day(last.trim())?);
    (first <= last).then_some((first, last))
}

/// Days of the series from `first` to `last`, whatever it skips already.
fn falling(event: &Event, first: NaiveDate, last: NaiveDate, zone: &str) -> Vec<NaiveDate> {
    let midnight = |day: NaiveDate| calendar::moment(zone, day.and_time(NaiveTime::MIN));
    let after = last.checked_add_days(Days::new(1)).and_then(midnight);
    let (Some(from), Some(until)) = (midnight(first), after) else { return Vec::new() };
    let whole = Event { except: Vec::new(), ..event.clone() };
    let starts = calendar::occurrences(&whole, zone, from, until).into_iter().map(|one| one.start);
    starts.filter(|&start| start >= from).map(|start| calendar::local(zone, start).date()).collect()
}

fn said(first: NaiveDate, last: NaiveDate) -> String {
    if first == last {
        format!("le {}", words::day(first))
    } else {
        format!("du {} au {}", words::day(first), words::day(last))
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_pairs;
    use super::*;

    const ZONE: &str = "Europe/Paris";

    fn workshop() -> Event {
        // Wednesday 2 December 2026, 14 h.
        serde_json::from_value(serde_json::json!({
            "id": "a", "title": "Atelier", "summary": "", "start": 1_796_216_400, "rrule": "FREQ=WEEKLY",
        }))
        .unwrap()
    }

    fn typed(text: &str, before: Option<&Event>) -> (String, Vec<String>) {
        let mut faults = Faults::default();
        let days = read(&of_pairs(&[("sauf", text)]), before, &workshop(), ZONE, &mut faults);
        (write(&days), faults.all().iter().map(|(_, say)| say.clone()).collect())
    }

    #[test]
    fn days_and_holidays_are_days_of_the_series() {
        let (days, faults) = typed("30/12/2026\r\n2026-12-16\n\ndu 19/12/2026 au 03/01/2027", None);
        assert_eq!((days.as_str(), faults.len()), ("16/12/2026\n23/12/2026\n30/12/2026", 0));
        assert_eq!(typed(&days, None).0, days, "and come back as they are");
    }

    #[test]
    fn a_slip_is_said_and_what_stood_there_stays() {
        let (_, faults) = typed("mercredi", None);
        assert!(faults[0].contains("mercredi"));
        let (days, faults) = typed("24/12/2026", None);
        assert!(days.is_empty() && faults[0].contains("24 décembre 2026"), "{faults:?}");
        assert!(typed("03/01/2027 au 19/12/2026", None).1[0].contains("n’est pas un jour"));
        let before = Event { except: vec!["2026-12-24".parse().unwrap()], ..workshop() };
        assert_eq!(typed("24/12/2026", Some(&before)), ("24/12/2026".to_owned(), Vec::new()));
    }
}
