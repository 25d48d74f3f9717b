//! When an event happens: once, or by an RFC 5545 rule in the territory's zone.
//!
//! Expansion is bounded: a rule is followed for ten years and 366 occurrences, whatever it says.

use chrono::{Days, NaiveDateTime};

use super::{
    local, moment,
    rule::{Rule, Until},
};
use crate::domain::{Event, UnixSeconds};

/// Most occurrences followed of one rule in one question.
const MAX_OCCURRENCES: usize = 366;

/// Days a rule is followed for after its start: ten years.
const MAX_DAYS: usize = 3_653;

/// One time an event happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Start.
    pub start: UnixSeconds,
    /// End, the start when the event has none.
    pub end: UnixSeconds,
}

/// A rule that does not follow RFC 5545.
#[derive(Debug, thiserror::Error)]
#[error("«{rule}» is not a recurrence rule that can be followed: {part}")]
pub struct RecurrenceError {
    rule: String,
    part: String,
}

/// Occurrences of `event` that are not over at `from` and start before `until`, in order, without the days that its
/// series skips. A skipped day still counts where the rule ends after so many times (RFC 5545 §3.8.5.1).
///
/// An event whose rule cannot be read happens once: better its first date than nothing.
pub fn occurrences(event: &Event, timezone: &str, from: UnixSeconds, until: UnixSeconds) -> Vec<Occurrence> {
    let length = event.end.map_or(0, |end| (end - event.start).max(0));
    let starts = match event.rrule.as_deref().map(Rule::parse) {
        Some(Ok(rule)) => {
            let mut starts = starts(&rule, event.start, timezone, until);
            if !event.except.is_empty() {
                starts.retain(|&start| !event.except.contains(&local(timezone, start).date()));
            }
            starts
        }
        Some(Err(_)) | None => vec![event.start],
    };
    starts
        .into_iter()
        .map(|start| Occurrence { start, end: start + length })
        .filter(|occurrence| occurrence.end >= from && occurrence.start < until)
        .take(MAX_OCCURRENCES)
        .collect()
}

/// Checks a rule before it is stored.
pub fn verify_rule(rule: &str) -> Result<(), RecurrenceError> {
    Rule::parse(rule).map(drop).map_err(|part| RecurrenceError { rule: rule.to_owned(), part })
}

/// Starts of the series, in order, up to `until`. Local times that spring skips are skipped too.
fn starts(rule: &Rule, first: UnixSeconds, timezone: &str, until: UnixSeconds) -> Vec<UnixSeconds> {
    let start = local(timezone, first);
    let last_local = local(timezone, until) + Days::new(1);
    let within = |at: NaiveDateTime, moment: UnixSeconds| match rule.until {
        None => true,
        Some(Until::Utc(end)) => moment <= end.and_utc().timestamp(),
        Some(Until::Local(end)) => at <= end,
    };
    start
        .date()
        .iter_days()
        .take(MAX_DAYS)
        .take_while(|&day| day <= last_local.date())
        .filter(|&day| rule.falls_on(start.date(), day))
        .take(rule.count.map_or(usize::MAX, |count| count as usize))
        .filter_map(|day| {
            let at = day.and_time(start.time());
            moment(timezone, at).filter(|&moment| within(at, moment))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: &str = "Europe/Paris";

    fn at(text: &str) -> UnixSeconds {
        moment(PARIS, NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()).unwrap()
    }

    fn event(start: &str, end: &str, rrule: Option<&str>) -> Event {
        serde_json::from_value(serde_json::json!({
            "id": "atelier", "title": "Atelier", "summary": "", "start": at(start), "end": at(end), "rrule": rrule,
        }))
        .unwrap()
    }

    #[test]
    fn every_wednesday_stays_at_14_h_when_clocks_change() {
        let workshop = event("2026-10-21 14:00", "2026-10-21 16:00", Some("FREQ=WEEKLY;BYDAY=WE"));
        let found = occurrences(&workshop, PARIS, at("2026-10-22 00:00"), at("2026-11-05 00:00"));
        let starts: Vec<_> = found.iter().map(|occurrence| occurrence.start).collect();
        assert_eq!(starts, [at("2026-10-28 14:00"), at("2026-11-04 14:00")]);
    }

    #[test]
    fn a_rule_ends_by_count_or_by_date() {
        let counted = event("2026-11-24 18:00", "2026-11-24 19:00", Some("FREQ=WEEKLY;COUNT=3"));
        assert_eq!(occurrences(&counted, PARIS, 0, at("2027-12-31 00:00")).len(), 3);
        let dated = event("2026-11-24 18:00", "2026-11-24 19:00", Some("FREQ=DAILY;UNTIL=20261126T170000Z"));
        assert_eq!(occurrences(&dated, PARIS, 0, at("2027-12-31 00:00")).len(), 3);
    }

    #[test]
    fn a_series_skips_its_exceptions_which_count_all_the_same() {
        let mut workshop = event("2026-12-16 23:30", "2026-12-17 01:00", Some("FREQ=WEEKLY;COUNT=4"));
        workshop.except = ["2026-12-23", "2026-12-30", "2027-01-05"].map(|day| day.parse().unwrap()).into();
        let starts: Vec<_> =
            occurrences(&workshop, PARIS, 0, at("2027-12-31 00:00")).iter().map(|one| one.start).collect();
        assert_eq!(starts, [at("2026-12-16 23:30"), at("2027-01-06 23:30")]);
        workshop.rrule = None;
        workshop.except.push("2026-12-16".parse().unwrap());
        assert_eq!(occurrences(&workshop, PARIS, 0, at("2027-12-31 00:00")).len(), 1, "once is no series");
    }

    #[test]
    fn what_is_going_on_now_is_not_over() {
        let concert = event("2026-12-05 18:00", "2026-12-05 20:00", None);
        assert_eq!(occurrences(&concert, PARIS, at("2026-12-05 19:00"), at("2026-12-06 00:00")).len(), 1);
        assert!(occurrences(&concert, PARIS, at("2026-12-05 20:01"), at("2026-12-06 00:00")).is_empty());
    }

    #[test]
    fn a_rule_that_says_nothing_leaves_the_first_date() {
        let odd = event("2026-12-05 18:00", "2026-12-05 20:00", Some("FREQ=SOMETIMES"));
        assert_eq!(occurrences(&odd, PARIS, at("2026-12-01 00:00"), at("2026-12-31 00:00")).len(), 1);
        assert!(verify_rule("FREQ=SOMETIMES").is_err());
        assert!(verify_rule("FREQ=DAILY\nEXDATE:1").is_err());
    }
}
