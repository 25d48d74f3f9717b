//! Events as calendar files, read back by another hand's reader.
#![cfg(feature = "calendar")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

use icalendar::parser::{Component, read_calendar, unfold};
use serde_json::{Value, json};
use shared::calendar::{IcsContext, ics, moment};
use shared::domain::Event;

const PARIS: &str = "Europe/Paris";

fn at(text: &str) -> i64 {
    moment(PARIS, text.parse::<chrono::NaiveDateTime>().unwrap()).unwrap()
}

fn event(more: &Value) -> Event {
    let mut value = json!({ "id": "atelier", "title": "Atelier", "summary": "", "start": at("2026-11-25T14:00:00") });
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(value).unwrap()
}

fn context() -> IcsContext<'static> {
    IcsContext {
        timezone: PARIS,
        server: "https://jeunes.example.fr",
        place: None,
        alarm: None,
        now: at("2026-11-23T17:10:00"),
    }
}

/// Properties of a component, `NAME;PARAMETER=VALUE` and what it says.
fn said(component: &Component<'_>) -> Vec<(String, String)> {
    let property = |property: &icalendar::parser::Property<'_>| {
        let parameters: String = property
            .params
            .iter()
            .map(|parameter| {
                format!(";{}={}", parameter.key, parameter.val.as_ref().map_or("", |value| value.as_str()))
            })
            .collect();
        (format!("{}{parameters}", property.name), property.val.to_string())
    };
    component.properties.iter().map(property).collect()
}

/// The parts of a file by name, read strictly.
fn parts(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    fn walk(component: &Component<'_>, into: &mut Vec<(String, Vec<(String, String)>)>) {
        into.push((component.name.to_string(), said(component)));
        for inner in &component.components {
            walk(inner, into);
        }
    }
    let unfolded = unfold(text);
    let calendar = read_calendar(&unfolded).unwrap();
    let mut parts = Vec::new();
    for component in &calendar.components {
        walk(component, &mut parts);
    }
    parts
}

fn value<'a>(parts: &'a [(String, Vec<(String, String)>)], part: &str, property: &str) -> Option<&'a str> {
    let (_, properties) = parts.iter().find(|(name, _)| name == part)?;
    properties.iter().find(|(name, _)| name == property).map(|(_, value)| value.as_str())
}

#[test]
fn a_series_keeps_its_hour_its_exceptions_and_its_alarm() {
    let event = event(&json!({
        "end": at("2026-11-25T16:00:00"), "rrule": "FREQ=WEEKLY;BYDAY=WE", "except": ["2026-12-23", "2026-12-30"],
        "place_name": "Médiathèque", "address": "68 rue Léon Bourgeois",
    }));
    let parts = parts(&ics(&event, &IcsContext { alarm: Some(3_600), ..context() }));
    for (part, property, expected) in [
        ("VEVENT", "UID", "atelier@jeunes.example.fr"),
        ("VEVENT", "DTSTAMP", "20261123T161000Z"),
        ("VEVENT", "DTSTART;TZID=Europe/Paris", "20261125T140000"),
        ("VEVENT", "DTEND;TZID=Europe/Paris", "20261125T160000"),
        ("VEVENT", "RRULE", "FREQ=WEEKLY;BYDAY=WE"),
        ("VEVENT", "EXDATE;TZID=Europe/Paris", "20261223T140000"),
        ("VEVENT", "SUMMARY", "Atelier"),
        ("VEVENT", "URL", "https://jeunes.example.fr/agenda/atelier"),
        ("VALARM", "ACTION", "DISPLAY"),
        ("VALARM", "TRIGGER", "-PT60M"),
        ("VTIMEZONE", "TZID", "Europe/Paris"),
    ] {
        assert_eq!(value(&parts, part, property), Some(expected), "{part} {property} in {parts:?}");
    }
    let except = parts.iter().filter(|(name, _)| name == "VEVENT").flat_map(|(_, all)| all);
    assert_eq!(except.filter(|(name, _)| name.starts_with("EXDATE")).count(), 2);
}

#[test]
fn the_zone_changes_its_clocks_when_the_town_does() {
    let yearly = event(&json!({ "rrule": "FREQ=WEEKLY" }));
    let parts = parts(&ics(&yearly, &context()));
    let changes: Vec<(&str, &str, &str)> = parts
        .iter()
        .filter(|(name, _)| name == "STANDARD" || name == "DAYLIGHT")
        .map(|(name, all)| {
            let of =
                |property: &str| all.iter().find(|(name, _)| name == property).map_or("", |(_, value)| value.as_str());
            (name.as_str(), of("DTSTART"), of("TZOFFSETTO"))
        })
        .collect();
    // The last Sundays of March and October, at the hour that the old clocks show (directive 2000/84/EC).
    assert_eq!(
        changes[..5],
        [
            ("STANDARD", "20260101T000000", "+0100"),
            ("DAYLIGHT", "20260329T020000", "+0200"),
            ("STANDARD", "20261025T030000", "+0100"),
            ("DAYLIGHT", "20270328T020000", "+0200"),
            ("STANDARD", "20271031T030000", "+0100"),
        ]
    );
    assert_eq!(changes.len(), 11, "five years of them");
    let south = IcsContext { timezone: "Indian/Reunion", ..context() };
    assert_eq!(
        self::parts(&ics(&yearly, &south)).iter().filter(|(name, _)| name == "STANDARD").count(),
        1,
        "no summer there"
    );
}

#[test]
fn whole_days_end_when_the_next_one_begins_and_need_no_zone() {
    let days = event(&json!({
        "start": at("2026-11-27T00:00:00"), "end": at("2026-12-27T23:59:00"), "all_day": true, "rrule": "FREQ=YEARLY",
        "except": ["2027-11-27"],
    }));
    let parts = parts(&ics(&days, &context()));
    assert_eq!(value(&parts, "VEVENT", "DTSTART;VALUE=DATE"), Some("20261127"));
    assert_eq!(value(&parts, "VEVENT", "DTEND;VALUE=DATE"), Some("20261228"));
    assert_eq!(value(&parts, "VEVENT", "EXDATE;VALUE=DATE"), Some("20271127"));
    assert!(!parts.iter().any(|(name, _)| name == "VTIMEZONE" || name == "VALARM"));
}

#[test]
fn no_words_leave_their_property_and_no_line_is_longer_than_a_reader_takes() {
    let title = "Fête; « à l’été », \\o/ ".repeat(9);
    let sly = event(&json!({
        "title": title, "body": "Ligne 1\nLigne 2\r\nATTENDEE:mailto:x@example.fr", "rrule": "FREQ=DAILY\r\nATTENDEE:mailto:y@example.fr",
    }));
    let text = ics(&sly, &context());
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    assert!(text.is_char_boundary(text.len()) && !text.replace("\r\n", "").contains(['\r', '\n']));
    let parts = parts(&text);
    let names: Vec<&str> = parts.iter().flat_map(|(_, all)| all).map(|(name, _)| name.as_str()).collect();
    assert!(!names.iter().any(|name| name.contains("ATTENDEE")), "{names:?}");
    let read = value(&parts, "VEVENT", "SUMMARY").unwrap();
    let meant = read.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\");
    assert_eq!(meant.trim_end(), title.trim_end());
    let text = value(&parts, "VEVENT", "DESCRIPTION").unwrap();
    assert!(text.starts_with("Ligne 1\\nLigne 2") || text.starts_with("Ligne 1\nLigne 2"), "{text:?}");
}
