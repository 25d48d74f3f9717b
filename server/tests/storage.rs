//! The contract of the storage, held by SQLite and by PostgreSQL alike.
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

use std::collections::HashSet;
use std::time::Duration;

use databases::Databases;
use server::storage::articles::{ArticleAct, ArticleState, Draft, Due, Saved};
use server::storage::cards::{Applied, Bound, Decision, DeskCard, NewCredential};
use server::storage::{Batch, ImportCounts, Imported, NewRedemption, Picture, Redeemed, Role, Storage};
use shared::domain::Record;
use town::{Hands, TODAY, page, pages, record_id};

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_the_contract() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        a_change_moves_a_record_to_the_end_and_the_same_again_does_not,
        a_deleted_record_leaves_a_tombstone_that_an_empty_store_never_sees,
        a_batch_is_written_whole_with_its_pictures,
        an_import_recognises_updates_and_leaves_edits_alone,
        what_left_a_complete_source_is_deleted,
        the_horizon_never_passes_the_first_page_of_a_rebuild,
        writers_stand_in_line_and_readers_miss_nothing,
        another_process_is_heard,
        what_was_stored_is_there_after_opening_again,
        two_shops_at_the_same_instant_redeem_once,
        staff_come_and_go_and_what_they_did_stays,
        a_proof_is_replaced_and_gone_with_the_decision,
        an_article_goes_live_at_its_moment_once_and_ends,
    );
}

async fn a_change_moves_a_record_to_the_end_and_the_same_again_does_not(storage: Storage, _: Hands) {
    assert_eq!(storage.upsert(&[page("a", "1"), page("b", "1")]).await.unwrap(), 2);
    assert_eq!(storage.upsert(&[page("a", "1")]).await.unwrap(), 2);
    assert_eq!(storage.upsert(&[page("a", "2")]).await.unwrap(), 3);
    let changes = storage.changes(0, 3, 10).await.unwrap();
    let order: Vec<_> = changes.iter().map(|change| (change.seq, change.id.id.as_str())).collect();
    assert_eq!(order, [(2, "b"), (3, "a")]);
    let stored: Record = serde_json::from_str(changes[1].body.as_ref().unwrap()).unwrap();
    assert_eq!(stored, page("a", "2"));
    assert_eq!(storage.changes(2, 3, 10).await.unwrap().len(), 1);
    assert_eq!(storage.changes(0, 2, 10).await.unwrap().len(), 1);
    assert_eq!(storage.changes(0, 3, 1).await.unwrap().len(), 1);
}

async fn a_deleted_record_leaves_a_tombstone_that_an_empty_store_never_sees(storage: Storage, _: Hands) {
    storage.upsert(&[page("a", "1"), page("b", "1")]).await.unwrap();
    assert!(storage.delete(&record_id("page", "a")).await.unwrap());
    assert!(!storage.delete(&record_id("page", "a")).await.unwrap());
    assert!(!storage.delete(&record_id("news", "b")).await.unwrap());
    assert_eq!(storage.head().await.unwrap().seq, 3);
    let changes = storage.changes(2, 3, 10).await.unwrap();
    assert_eq!((changes[0].id.clone(), changes[0].body.clone()), (record_id("page", "a"), None));
    assert_eq!(storage.changes(0, 3, 10).await.unwrap().len(), 1);
    assert_eq!(storage.upsert(&[page("a", "1")]).await.unwrap(), 4, "it comes back");
    assert_eq!(storage.bodies("page").await.unwrap().len(), 2);
}

async fn a_batch_is_written_whole_with_its_pictures(storage: Storage, _: Hands) {
    let picture = Picture { sha256: "ab".repeat(32), bytes: vec![0, 255, 7] };
    let batch = Batch {
        upserts: vec![page("a", "1")],
        deletes: vec![record_id("page", "z")],
        pictures: vec![picture.clone(), picture.clone()],
    };
    assert_eq!(storage.commit(&batch).await.unwrap(), 1);
    assert_eq!(storage.picture(&picture.sha256).await.unwrap(), Some(picture.bytes));
    assert_eq!(storage.picture("none").await.unwrap(), None);
}

fn item(external: &str, body: &str) -> Imported {
    Imported {
        external: external.to_owned(),
        item_hash: body.to_owned(),
        record: page(&format!("p-{external}"), body),
        pictures: Vec::new(),
    }
}

async fn an_import_recognises_updates_and_leaves_edits_alone(storage: Storage, _: Hands) {
    let counts = storage.import("feed", &[item("1", "a"), item("2", "a")], None).await.unwrap();
    assert_eq!(counts, ImportCounts { added: 2, ..ImportCounts::default() });
    let counts = storage.import("feed", &[item("1", "a"), item("2", "b")], None).await.unwrap();
    assert_eq!(counts, ImportCounts { changed: 1, unchanged: 1, ..ImportCounts::default() });
    assert_eq!(storage.head().await.unwrap().seq, 3);
    storage.upsert(&[page("p-1", "edited here")]).await.unwrap();
    storage.delete(&record_id("page", "p-2")).await.unwrap();
    for round in ["c", "d"] {
        let counts = storage.import("feed", &[item("1", round), item("2", round)], None).await.unwrap();
        assert_eq!(counts, ImportCounts { kept: 2, ..ImportCounts::default() });
    }
    assert_eq!(storage.head().await.unwrap().seq, 5);
    assert!(storage.bodies("page").await.unwrap()[0].contains("edited here"));
    assert_eq!(storage.known_items("feed").await.unwrap().len(), 2);
    assert!(storage.known_items("other").await.unwrap().is_empty());
}

async fn what_left_a_complete_source_is_deleted(storage: Storage, _: Hands) {
    let all: HashSet<String> = ["1", "2", "3"].map(str::to_owned).into();
    storage.import("folder", &[item("1", "a"), item("2", "a"), item("3", "a")], Some(&all)).await.unwrap();
    storage.upsert(&[page("p-3", "edited here")]).await.unwrap();
    let left: HashSet<String> = ["1"].map(str::to_owned).into();
    let counts = storage.import("folder", &[item("1", "a")], Some(&left)).await.unwrap();
    assert_eq!(counts, ImportCounts { unchanged: 1, removed: 1, ..ImportCounts::default() });
    assert_eq!(storage.bodies("page").await.unwrap().len(), 2, "what was edited here stays");
}

async fn the_horizon_never_passes_the_first_page_of_a_rebuild(storage: Storage, hands: Hands) {
    storage.upsert(&[page("old", "1")]).await.unwrap();
    storage.delete(&record_id("page", "old")).await.unwrap();
    storage.upsert(&pages(500)).await.unwrap();
    storage.upsert(&[page("late", "1")]).await.unwrap();
    storage.delete(&record_id("page", "late")).await.unwrap();
    assert_eq!(storage.prune(TODAY).await.unwrap(), 0, "too young");
    hands.turn(400 * 86_400);
    assert_eq!(storage.prune(TODAY + 86_400).await.unwrap(), 1, "only the one inside the first page");
    let head = storage.head().await.unwrap();
    assert_eq!(head.horizon, 2);
    let first_page = storage.changes(0, head.seq, 500).await.unwrap();
    assert!(first_page.last().unwrap().seq >= head.horizon);
    assert_eq!(
        storage.changes(first_page.last().unwrap().seq, head.seq, 500).await.unwrap().len(),
        1,
        "the late tombstone"
    );
}

async fn writers_stand_in_line_and_readers_miss_nothing(storage: Storage, _: Hands) {
    let writers: Vec<_> = (0..6)
        .map(|writer| {
            let storage = storage.clone();
            tokio::spawn(async move {
                for round in 0..10 {
                    storage.upsert(&[page(&format!("w{writer}-{round}"), "1")]).await.unwrap();
                }
            })
        })
        .collect();
    let mut seen = Vec::new();
    while seen.len() < 60 {
        let head = storage.head().await.unwrap();
        let since = seen.last().copied().unwrap_or(0);
        seen.extend(storage.changes(since, head.seq, 500).await.unwrap().iter().map(|change| change.seq));
        tokio::task::yield_now().await;
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(seen, (1..=60).collect::<Vec<u64>>(), "a position appeared after a later one was read");
}

async fn another_process_is_heard(storage: Storage, hands: Hands) {
    let other = Storage::open(storage.location().clone(), hands.clock()).await.unwrap();
    let notices = storage.notices();
    let watching = tokio::spawn({
        let storage = storage.clone();
        async move { storage.watch_others().await }
    });
    // The watcher's first look.
    tokio::time::timeout(Duration::from_secs(10), notices.heard()).await.unwrap();
    other.upsert(&[page("a", "1")]).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), notices.heard()).await.expect("the other process was not heard");
    assert_eq!(storage.head().await.unwrap().seq, 1);
    watching.abort();
    other.close().await;
}

async fn what_was_stored_is_there_after_opening_again(storage: Storage, hands: Hands) {
    storage.upsert(&[page("a", "1")]).await.unwrap();
    storage.set("name", "1").await.unwrap();
    storage.set("name", "2").await.unwrap();
    storage.count_apps("2026-W48", 2).await.unwrap();
    storage.count_apps("2026-W48", 3).await.unwrap();
    let head = storage.head().await.unwrap();
    let again = Storage::open(storage.location().clone(), hands.clock()).await.unwrap();
    assert_eq!(again.head().await.unwrap(), head, "the log keeps its name");
    assert_eq!(again.setting("name").await.unwrap().as_deref(), Some("2"));
    assert_eq!(again.setting("other").await.unwrap(), None);
    assert_eq!(again.apps_in("2026-W48").await.unwrap(), 5);
    assert_eq!(again.apps_in("2026-W47").await.unwrap(), 0);
    again.close().await;
}

/// A thousand cards, each shown to two shops at the same instant for an offer that each card may use once.
async fn two_shops_at_the_same_instant_redeem_once(storage: Storage, _: Hands) {
    const ROUNDS: u32 = 1_000;
    for round in 0..ROUNDS {
        let credential = card_with_credential(&storage, round).await;
        let redeem = |shop: &'static str, proof: u32| {
            let new = NewRedemption {
                key_hash: server::digest::raw(format!("{shop} {round}")),
                offer: "bienvenue".to_owned(),
                shop: shop.to_owned(),
                credential,
                proof: Some((proof, format!("{shop} {round}"))),
                partner: None,
                limit: Some(1),
                period: "card".to_owned(),
                at: TODAY,
                saving_cents: 100,
            };
            let storage = storage.clone();
            tokio::spawn(async move { storage.redeem(&new).await.unwrap() })
        };
        // Two proofs of the same card: it is the limit that decides, not the code.
        let (one, other) = (redeem("boulangerie", 1), redeem("cinema", 2));
        let outcomes = [one.await.unwrap(), other.await.unwrap()];
        let recorded = outcomes.iter().filter(|outcome| matches!(outcome, Redeemed::Recorded { .. })).count();
        let refused = outcomes.iter().filter(|outcome| **outcome == Redeemed::LimitReached).count();
        assert_eq!((recorded, refused), (1, 1), "round {round}: {outcomes:?}");
    }
    let total: u64 = storage.uses_per_shop(0).await.unwrap().iter().map(|(_, uses)| uses).sum();
    assert_eq!(total, u64::from(ROUNDS));
}

async fn card_with_credential(storage: &Storage, number: u32) -> shared::card::CredentialId {
    let application = serde_json::from_value(serde_json::json!({
        "key": number.to_string(), "first_name": "Léa", "last_name": number.to_string(), "birth_date": "2009-05-04",
        "commune": "Demo-Bourg", "consent_version": "1",
    }))
    .unwrap();
    let card = storage.enter_card("agent", &DeskCard { application, valid_until: TODAY + 86_400 }).await.unwrap();
    let mut id = [0; 8];
    id[4..].copy_from_slice(&number.to_be_bytes());
    let credential =
        NewCredential { id: shared::card::CredentialId(id), key_id: 1, expires: TODAY + 86_400, printed: false };
    let bound = storage.bind_card(&card.id, &[number as u8; 32], &credential, server::digest::raw(id)).await.unwrap();
    assert!(matches!(bound, Some(Bound::Ready { .. })), "{bound:?}");
    credential.id
}

async fn staff_come_and_go_and_what_they_did_stays(storage: Storage, hands: Hands) {
    storage.set_staff("cli", "Nadia", Role::Agent, "hash").await.unwrap();
    let nadia = storage.staff_named("Nadia").await.unwrap().unwrap();
    storage.sign_staff_in(&nadia, [1; 32]).await.unwrap();
    let of = async |storage: &Storage| storage.staff_of(&[1; 32], 0, 0).await.unwrap().map(|member| member.name);
    assert_eq!(of(&storage).await.as_deref(), Some("Nadia"));

    let first = card_with_credential(&storage, 1).await;
    let first = storage.credential(first).await.unwrap().unwrap().card;
    assert!(storage.unheld_cards().await.unwrap().is_empty(), "it is held");
    hands.turn(60);
    let line = storage.open_card("Nadia", &first).await.unwrap().unwrap();
    let (name, last, birth) = (&line.card.first_name, &line.card.last_name, line.card.birth_date);
    assert!(storage.twins_of(name, last, birth, &first).await.unwrap().is_empty());
    assert_eq!(storage.twins_of(&name.to_uppercase(), last, birth, "").await.unwrap().len(), 1);
    hands.turn(60);
    let suspend = Decision::Suspend("Perdu".to_owned());
    assert!(storage.decide_card("Nadia", &first, &suspend).await.unwrap().is_some());
    let acts = storage.acts_on(&first).await.unwrap();
    assert_eq!((acts[0].action.as_str(), acts[0].actor.as_str(), acts[0].at), ("card.suspend", "Nadia", TODAY + 120));
    assert_eq!(acts[1].action, "card.read");
    storage.decide_card("Nadia", &first, &Decision::Resume).await.unwrap();
    storage.decide_card("Nadia", &first, &Decision::Reissue).await.unwrap();
    assert_eq!(storage.unheld_cards().await.unwrap().len(), 1);

    assert!(storage.remove_staff("cli", "Nadia").await.unwrap());
    assert!(!storage.remove_staff("cli", "Nadia").await.unwrap());
    assert_eq!(of(&storage).await, None);
    assert!(storage.staff().await.unwrap().is_empty());
    assert!(storage.acts_on(&first).await.unwrap().iter().any(|act| act.actor == "Nadia"));
    storage.set_staff("cli", "Nadia", Role::Admin, "hash").await.unwrap();
    assert_eq!(storage.staff().await.unwrap()[0].role, Role::Admin);
}

async fn a_proof_is_replaced_and_gone_with_the_decision(storage: Storage, _: Hands) {
    let application = town::colleague::application('A', "Léa", "Martin");
    let Applied::Stored { card, .. } = storage.apply_for_card(&application, [1; 32]).await.unwrap() else { panic!() };
    for picture in [b"first".as_slice(), b"second"] {
        assert!(storage.keep_card_proof(&card.id, picture).await.unwrap());
    }
    assert_eq!(storage.open_card_proof("Nadia", &card.id).await.unwrap().as_deref(), Some(b"second".as_slice()));
    let lines = storage.card_queue().await.unwrap();
    assert_eq!(lines[0].card.proof_at, Some(TODAY));
    let approve = Decision::Approve { valid_until: TODAY + 86_400, entitlements: 0 };
    assert!(storage.decide_card("Nadia", &card.id, &approve).await.unwrap().is_some());
    assert!(!storage.keep_card_proof(&card.id, b"late").await.unwrap());
    assert_eq!(storage.open_card_proof("Nadia", &card.id).await.unwrap(), None);
}

async fn an_article_goes_live_at_its_moment_once_and_ends(storage: Storage, hands: Hands) {
    let draft = Draft { title: "Fête".to_owned(), ..Draft::default() };
    let begun = storage.begin_article("Nadia", &draft).await.unwrap();
    let timed = Draft { publish_at: Some(TODAY + 60), expire_at: Some(TODAY + 120), ..draft };
    let Saved::Kept(saved) = storage.save_article("Nadia", &begun.id, 1, &timed, &[]).await.unwrap() else { panic!() };
    assert!(matches!(storage.save_article("Ali", &begun.id, 1, &begun.draft, &[]).await.unwrap(), Saved::Conflict(_)));
    let scheduled = storage.act_on_article("Nadia", &begun.id, saved.version, ArticleAct::Publish).await.unwrap();
    assert!(matches!(scheduled, Saved::Kept(article) if article.state == ArticleState::Scheduled));
    assert!(!storage.delete_article("Nadia", &begun.id).await.unwrap(), "it is about to appear");

    assert_eq!(storage.do_what_is_due().await.unwrap(), Due::default());
    hands.turn(60);
    // Two servers look at the same moment.
    let other = storage.clone();
    let (one, two) = tokio::join!(storage.do_what_is_due(), other.do_what_is_due());
    assert_eq!(one.unwrap().published + two.unwrap().published, 1);
    assert!(storage.record("news", &begun.id).await.unwrap().is_some());
    hands.turn(60);
    assert_eq!(storage.do_what_is_due().await.unwrap().ended, 1);
    assert_eq!(storage.record("news", &begun.id).await.unwrap(), None);
    let actions: Vec<String> =
        storage.article_versions(&begun.id).await.unwrap().into_iter().map(|version| version.action).collect();
    assert_eq!(actions, ["end", "publish", "schedule"]);
    assert!(storage.delete_article("Nadia", &begun.id).await.unwrap());
}
