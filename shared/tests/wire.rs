//! Answers of released servers, frozen: an app of today and of any later day reads them. They were sent by the server,
//! then cut to one record of each kind, joined with a deletion, and emptied of their secret.
//!
//! A file here never changes. A release that adds to the protocol adds files.

use shared::protocol::{LiveEvent, MessageReceipt, Problem, SyncPage};

const SYNC_0_1: &str = include_str!("wire/sync-0.1.json");
const LIVE_0_1: &str = include_str!("wire/live-0.1.json");
const RECEIPT_0_1: &str = include_str!("wire/receipt-0.1.json");
const PROBLEM_0_1: &str = include_str!("wire/problem-0.1.json");

#[test]
fn every_kind_of_record_of_the_first_release_is_still_understood() {
    let page: SyncPage = serde_json::from_str(SYNC_0_1).unwrap();
    let mut kinds: Vec<&str> = page.upserts.iter().map(|wire| wire.kind.as_str()).collect();
    kinds.dedup();
    assert_eq!(kinds, ["event", "news", "number", "offer", "page", "place"]);
    for wire in &page.upserts {
        assert!(wire.to_record().is_some(), "{} {} is no longer read", wire.kind, wire.id);
    }
    assert_eq!(page.deletes.len(), 1);
}

#[test]
fn nothing_of_a_record_is_lost_on_the_way_through_an_app() {
    let page: SyncPage = serde_json::from_str(SYNC_0_1).unwrap();
    let before: serde_json::Value = serde_json::from_str(SYNC_0_1).unwrap();
    assert_eq!(serde_json::to_value(&page).unwrap(), before);
}

#[test]
fn a_newer_record_of_a_known_kind_is_read_without_its_news() {
    let mut page: SyncPage = serde_json::from_str(SYNC_0_1).unwrap();
    for wire in &mut page.upserts {
        wire.body.insert("of_a_later_release".to_owned(), serde_json::json!({ "deep": [1, 2] }));
        assert!(wire.to_record().is_some(), "{} {} is refused", wire.kind, wire.id);
    }
}

#[test]
fn live_changes_receipts_and_problems_are_still_read() {
    let LiveEvent::Delta { from, page } = serde_json::from_str(LIVE_0_1).unwrap() else { panic!("a delta") };
    assert!(from < page.next);
    let receipt: MessageReceipt = serde_json::from_str(RECEIPT_0_1).unwrap();
    assert!(receipt.token.is_some() && receipt.due_at > receipt.received_at);
    let problem: Problem = serde_json::from_str(PROBLEM_0_1).unwrap();
    assert_eq!(problem.kind, "cursor-gone");
}
