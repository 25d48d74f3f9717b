//! Tables and proposals as they are kept: the contract, on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[macro_use]
#[path = "town/databases.rs"]
mod databases;
mod town;

use std::sync::atomic::{AtomicUsize, Ordering};

use databases::Databases;
use server::storage::Storage;
use server::storage::proposals::{Decided, NewProposal, Proposed};
use server::storage::uploads::{Attempt, NewUpload, Together, UPLOAD_SECONDS, UploadState};
use shared::domain::{Offer, Record};
use shared::protocol::ProposalState;
use town::{Hands, TODAY, page, pages, record_id};

#[tokio::test]
async fn sqlite_keeps_tables_and_proposals() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_tables_and_proposals() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        records_come_together_or_not_at_all,
        an_import_is_done_once_and_by_one,
        tables_are_their_owners_and_few,
        a_proposal_is_decided_once,
    );
}

fn upload(id: &str, owner: &str) -> NewUpload {
    NewUpload {
        id: id.to_owned(),
        owner: owner.to_owned(),
        noun: "shops".to_owned(),
        file_name: "a.csv".to_owned(),
        bytes: b"nom\nA\n".to_vec(),
        mapping: "[]".to_owned(),
    }
}

async fn records_come_together_or_not_at_all(storage: Storage, hands: Hands) {
    storage.upsert(&pages(3)).await.unwrap();
    let told = AtomicUsize::new(0);
    let tell = |count: usize| told.store(count, Ordering::Relaxed);
    // The second was touched after the look.
    let batch = [page("p0000", "autre"), page("p0001", "autre"), page("nouvelle", "x")];
    assert_eq!(storage.take_together("nadia", &batch, 1, None, &tell).await.unwrap(), Together::Moved);
    assert_eq!(storage.head().await.unwrap().seq, 3);
    hands.turn(60);
    assert_eq!(storage.take_together("nadia", &batch, 3, None, &tell).await.unwrap(), Together::Taken);
    assert_eq!((storage.head().await.unwrap().seq, told.load(Ordering::Relaxed)), (6, 3));
    let lines = storage.record_versions(&record_id("page", "p0000")).await.unwrap();
    let lines: Vec<_> = lines.iter().map(|line| (line.action.as_str(), line.actor.as_str(), line.at)).collect();
    assert_eq!(lines, [("sheet", "nadia", TODAY + 60), ("import", "", TODAY)], "what was there can come back");
    // The same again, even after somebody made it so by hand: nothing moves.
    assert_eq!(storage.take_together("nadia", &batch, 0, None, &tell).await.unwrap(), Together::Taken);
    assert_eq!(storage.head().await.unwrap().seq, 6);
}

async fn an_import_is_done_once_and_by_one(storage: Storage, hands: Hands) {
    storage.add_upload(&upload("u1", "nadia")).await.unwrap();
    let started_at = storage.begin_import("nadia", "u1", i64::MIN).await.unwrap().unwrap();
    assert_eq!(storage.begin_import("nadia", "u1", i64::MIN).await.unwrap(), None, "one at a time");
    assert_eq!(storage.begin_import("sacha", "u1", i64::MAX).await.unwrap(), None, "somebody else's");
    // Presumed dead and begun again within the same second.
    let again = storage.begin_import("nadia", "u1", i64::MAX).await.unwrap().unwrap();
    assert!(again > started_at);
    let first = Attempt { upload: "u1".to_owned(), started_at, outcome: "premier".to_owned() };
    let second = Attempt { started_at: again, outcome: "{}".to_owned(), ..first.clone() };
    let records = [page("a", "1")];
    assert_eq!(storage.take_together("nadia", &records, 0, Some(&first), &|_| {}).await.unwrap(), Together::GivenUp);
    assert_eq!(storage.head().await.unwrap().seq, 0, "whoever came back too late wrote nothing");
    storage.end_import(&first, UploadState::Failed).await.unwrap();
    assert_eq!(storage.upload("nadia", "u1").await.unwrap().unwrap().state, UploadState::Running);
    assert_eq!(storage.take_together("nadia", &records, 0, Some(&second), &|_| {}).await.unwrap(), Together::Taken);
    let done = storage.upload("nadia", "u1").await.unwrap().unwrap();
    assert_eq!((done.state, done.outcome.as_str(), done.brought.bytes.len()), (UploadState::Done, "{}", 0));
    assert_eq!(storage.begin_import("nadia", "u1", i64::MAX).await.unwrap(), None, "once");
    assert!(!storage.map_upload("nadia", "u1", "[]").await.unwrap());
    hands.turn(1);
}

async fn tables_are_their_owners_and_few(storage: Storage, hands: Hands) {
    for number in 0..7 {
        hands.turn(1);
        storage.add_upload(&upload(&format!("u{number}"), "nadia")).await.unwrap();
    }
    storage.add_upload(&upload("autre", "sacha")).await.unwrap();
    assert_eq!(storage.upload("nadia", "u1").await.unwrap(), None, "the oldest made room");
    assert!(storage.upload("nadia", "u2").await.unwrap().is_some());
    assert_eq!(storage.upload("nadia", "autre").await.unwrap(), None);
    hands.turn(UPLOAD_SECONDS);
    assert_eq!(storage.upload("nadia", "u6").await.unwrap(), None);
    assert_eq!(storage.forget_uploads().await.unwrap(), 6);
}

fn today() -> chrono::NaiveDate {
    "2026-11-23".parse().unwrap()
}

fn offer(id: &str, title: &str) -> Offer {
    serde_json::from_value(serde_json::json!({ "id": id, "place": "fournil", "title": title, "terms": "t",
        "offer_kind": "gift", "category": "manger" }))
    .unwrap()
}

async fn a_proposal_is_decided_once(storage: Storage, _: Hands) {
    let new = |id: &str| NewProposal {
        id: id.to_owned(),
        shop: "fournil".to_owned(),
        changes: None,
        offer: offer(id, "Un pain"),
        words: String::new(),
    };
    assert!(matches!(storage.propose(&new("a")).await.unwrap(), Proposed::Kept { new: true, .. }));
    assert!(matches!(storage.propose(&new("a")).await.unwrap(), Proposed::Kept { new: false, .. }));
    storage.propose(&new("b")).await.unwrap();
    assert_eq!(storage.proposals(true).await.unwrap().len(), 2);
    storage.upsert(&[Record::Offer(offer("a", "Écrit entre-temps"))]).await.unwrap();
    assert_eq!(
        storage.accept_proposal("nadia", "a", &offer("a", "Un pain"), 0, today()).await.unwrap(),
        Decided::Moved
    );
    assert_eq!(storage.proposal("a").await.unwrap().unwrap().state, ProposalState::Waiting, "nothing of it was done");
    assert_eq!(storage.accept_proposal("nadia", "a", &offer("a", "Un pain"), 1, today()).await.unwrap(), Decided::Done);
    assert_eq!(storage.refuse_proposal("sacha", "a", "non").await.unwrap(), Decided::TooLate);
    assert!(!storage.withdraw_proposal("fournil", "a").await.unwrap());
    assert_eq!(storage.refuse_proposal("sacha", "b", "Trop cher.").await.unwrap(), Decided::Done);
    let past = storage.proposals(false).await.unwrap();
    assert_eq!(past.len(), 2);
    let refused = past.iter().find(|one| one.new.id == "b").unwrap();
    assert_eq!((refused.reason.as_str(), refused.decided_by.as_str()), ("Trop cher.", "sacha"));
    assert_eq!(storage.record("offer", "b").await.unwrap(), None);
}
