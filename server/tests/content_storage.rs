//! Records edited by hand: the contract, on SQLite and on PostgreSQL.
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

use databases::Databases;
use server::storage::content::{RecordAct, Replaced};
use server::storage::{ImportCounts, Imported, Storage};
use shared::domain::{Kind, Record};
use town::{Hands, TODAY, page, record_id};

#[tokio::test]
async fn sqlite_keeps_what_was_edited() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_what_was_edited() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        a_record_is_created_changed_withdrawn_and_comes_back,
        whoever_saves_over_what_they_have_not_seen_is_told,
        an_import_leaves_what_a_hand_wrote,
    );
}

async fn save(storage: &Storage, actor: &str, record: &Record, seen: u64) -> Replaced {
    let act = if seen == 0 { RecordAct::Create } else { RecordAct::Change };
    storage.replace(actor, act, record, seen).await.unwrap()
}

async fn a_record_is_created_changed_withdrawn_and_comes_back(storage: Storage, hands: Hands) {
    assert_eq!(save(&storage, "nadia", &page("a", "1"), 0).await, Replaced::Saved(1));
    assert_eq!(save(&storage, "nadia", &page("a", "1"), 0).await, Replaced::Saved(1), "a form sent twice");
    hands.turn(60);
    assert_eq!(save(&storage, "sacha", &page("a", "2"), 1).await, Replaced::Saved(2));
    let id = record_id("page", "a");
    assert_eq!(storage.withdraw("sacha", &id, 2).await.unwrap(), Replaced::Saved(3));
    assert_eq!(storage.held(&id).await.unwrap().unwrap().record, None);
    assert!(storage.all_held(Kind::Page).await.unwrap().is_empty());
    assert_eq!(storage.withdrawn().await.unwrap()[0].record, page("a", "2"));
    assert_eq!(storage.replace("nadia", RecordAct::Restore, &page("a", "1"), 3).await.unwrap(), Replaced::Saved(4));
    assert!(storage.withdrawn().await.unwrap().is_empty());
    let told: Vec<_> = storage.record_versions(&id).await.unwrap();
    let told: Vec<_> = told.iter().map(|line| (line.version, line.action.as_str(), line.actor.as_str())).collect();
    assert_eq!(
        told,
        [(4, "restore", "nadia"), (3, "withdraw", "sacha"), (2, "change", "sacha"), (1, "create", "nadia")]
    );
    let audited = storage.audited("page/a").await.unwrap();
    let acts: Vec<_> = audited.iter().map(|(_, action)| action.as_str()).collect();
    assert_eq!(acts.len(), 4);
    assert!(acts.contains(&"content.withdraw") && acts.contains(&"content.restore"));
    // Fifty lines are kept.
    for round in 0..60_u64 {
        assert_eq!(
            save(&storage, "nadia", &page("a", &format!("r{round}")), 4 + round).await,
            Replaced::Saved(5 + round)
        );
    }
    assert_eq!(storage.record_versions(&id).await.unwrap().len(), 50);
}

async fn whoever_saves_over_what_they_have_not_seen_is_told(storage: Storage, _: Hands) {
    save(&storage, "nadia", &page("a", "1"), 0).await;
    save(&storage, "nadia", &page("a", "2"), 1).await;
    let Replaced::Conflict(Some(theirs), by) = save(&storage, "sacha", &page("a", "3"), 1).await else { panic!() };
    assert_eq!((theirs.seq, theirs.record, by.as_str()), (2, Some(page("a", "2")), "nadia"));
    let id = record_id("page", "a");
    assert!(matches!(storage.withdraw("sacha", &id, 1).await.unwrap(), Replaced::Conflict(Some(_), _)));
    assert!(matches!(
        storage.withdraw("sacha", &record_id("page", "z"), 0).await.unwrap(),
        Replaced::Conflict(None, _)
    ));
    // An import moves it too, and signs nothing.
    storage.upsert(&[page("a", "by a command")]).await.unwrap();
    let Replaced::Conflict(Some(_), by) = save(&storage, "sacha", &page("a", "3"), 2).await else { panic!() };
    assert_eq!(by, "");
    storage.withdraw("sacha", &id, 3).await.unwrap();
    let Replaced::Conflict(Some(gone), by) = save(&storage, "nadia", &page("a", "4"), 3).await else { panic!() };
    assert_eq!((gone.record, by.as_str()), (None, "sacha"));
    assert_eq!(storage.head().await.unwrap().seq, 4, "what was refused took no position");
}

async fn an_import_leaves_what_a_hand_wrote(storage: Storage, hands: Hands) {
    let item = |body: &str| Imported {
        external: "page/a".to_owned(),
        item_hash: body.to_owned(),
        record: page("a", body),
        pictures: Vec::new(),
    };
    storage.import("territory", &[item("1")], None).await.unwrap();
    hands.turn(60);
    save(&storage, "nadia", &page("a", "by hand"), 1).await;
    let counts = storage.import("territory", &[item("2")], None).await.unwrap();
    assert_eq!(counts, ImportCounts { kept: 1, ..ImportCounts::default() });
    let id = record_id("page", "a");
    assert_eq!(storage.held(&id).await.unwrap().unwrap().record, Some(page("a", "by hand")));
    // What the import had said is the first line of the history, at its own time.
    let lines = storage.record_versions(&id).await.unwrap();
    let first = lines.last().unwrap();
    assert_eq!((first.action.as_str(), first.at, &first.record), ("import", TODAY, &page("a", "1")));
    // Taken back to that, it follows the import again.
    storage.replace("nadia", RecordAct::Restore, &first.record, 2).await.unwrap();
    let counts = storage.import("territory", &[item("3")], None).await.unwrap();
    assert_eq!(counts, ImportCounts { changed: 1, ..ImportCounts::default() });
}
