//! An event that comes back and skips days: who comes each week must not find the door closed.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use shared::domain::Record;
use shared::protocol::{SyncPage, WireRecord};
use stage::{draw, phone};

#[test]
fn days_that_a_series_skips_are_no_dates_and_are_said() {
    let phone = phone();
    let record: Record = serde_json::from_value(serde_json::json!({
        // Wednesdays at 14 h, from 25 November 2026.
        "kind": "event", "id": "permanence", "title": "Permanence", "summary": "Passe.", "start": 1_795_611_600,
        "rrule": "FREQ=WEEKLY", "except": ["2026-12-02", "2026-12-09", "2027-12-01"],
    }))
    .unwrap();
    let upserts = vec![WireRecord::from_record(1, &record).unwrap()];
    let page =
        SyncPage { log: "L".to_owned(), next: 1, more: false, server_time: stage::NOW, upserts, deletes: Vec::new() };
    phone.apply(&page, stage::NOW).unwrap();
    let markup = draw(&phone, "/agenda/permanence");
    let plain: String = markup.replace(['\u{2068}', '\u{2069}'], "").replace('\u{a0}', " ");
    assert!(plain.contains("mercredi 25 novembre") && plain.contains("mercredi 16 décembre"), "{plain}");
    assert!(plain.contains("Sauf : mercredi 2 décembre, mercredi 9 décembre<"), "said, the far one apart: {plain}");
    assert_eq!(plain.matches("mercredi 2 décembre").count(), 1, "and no date of its own");
}
