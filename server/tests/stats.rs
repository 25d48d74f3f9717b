//! What apps tell becomes sums of weeks, on both databases, and nothing else stays of it.
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
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::storage::{FEW, Storage};
use shared::protocol::Tally;
use town::{Hands, Town, page, record_id};

#[tokio::test]
async fn sqlite_keeps_sums_only() {
    hold!(Databases::sqlite(); sums);
}

#[tokio::test]
async fn postgresql_keeps_sums_only() {
    hold!(Databases::postgresql(); sums);
}

async fn sums(storage: Storage, _: Hands) {
    storage.upsert(&[page("bourse", "1"), page("velo", "1")]).await.unwrap();
    let told = |reads: &[&str], fruitless: &[&str]| Tally {
        reads: reads.iter().map(|id| record_id("page", id)).collect(),
        fruitless: fruitless.iter().map(|&words| words.to_owned()).collect(),
    };
    storage.count_tally("2026-W47", &told(&["bourse", "bourse", "gone"], &["skatepark", "skatepark"])).await.unwrap();
    for _ in 0..FEW {
        storage.count_tally("2026-W48", &told(&["bourse", "velo"], &["skatepark", "lea martin 0612"])).await.unwrap();
    }
    for _ in 1..FEW {
        storage.count_tally("2026-W48", &told(&["velo"], &["Échecs", "echecs"])).await.unwrap();
    }
    let reads = storage.reads_since("2026-W47").await.unwrap();
    let of = |id: &str| reads.iter().find(|(record, _)| record.id == id).map(|(_, count)| *count);
    assert_eq!((of("bourse"), of("velo"), of("gone")), (Some(6), Some(9), None));
    assert_eq!(storage.reads_since("2026-W49").await.unwrap(), []);
    assert_eq!(
        storage.fruitless_since("2026-W01").await.unwrap(),
        [("skatepark".to_owned(), 5)],
        "one app alone in a week, and four, are nobody's business"
    );
    assert_eq!(storage.forget_rare_searches("2026-W48").await.unwrap(), 1, "this week is not over");
    assert_eq!(storage.forget_rare_searches("2026-W49").await.unwrap(), 1);
    assert_eq!(storage.fruitless_since("2026-W01").await.unwrap(), [("skatepark".to_owned(), 5)]);
    storage.close().await;
}

async fn tell(town: &Town, tally: &Value) -> reqwest::Response {
    town.http.post(town.url("/api/v1/tally")).json(tally).send().await.unwrap()
}

#[tokio::test]
async fn an_app_tells_and_is_told_nothing() {
    let town = Town::open().await;
    town.publish(&[page("bourse", "1")]).await;
    let answer = tell(
        &town,
        &json!({
            "reads": [{"kind": "page", "id": "bourse"}, {"kind": "page", "id": "unknown"}, {"kind": "place", "id": "bourse"}],
            "fruitless": ["skatepark", "lea@example.org", "06 12 34 56 78"], "of_a_newer_app": true,
        }),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    assert!(answer.headers().get("set-cookie").is_none());
    assert_eq!(town.storage().reads_since("2026-W48").await.unwrap(), [(record_id("page", "bourse"), 1)]);

    let many = |count: usize| (0..count).map(|n| json!({"kind": "page", "id": n.to_string()})).collect::<Vec<_>>();
    for (tally, status, kind) in [
        (json!({"reads": many(51)}), 422, "tally-too-long"),
        (json!({"fruitless": vec!["a"; 21]}), 422, "tally-too-long"),
        (json!(1), 400, "tally-unreadable"),
        (json!({"fruitless": ["x".repeat(70_000)]}), 413, "tally-too-large"),
    ] {
        let answer = tell(&town, &tally).await;
        assert_eq!(answer.status().as_u16(), status);
        assert_eq!(answer.json::<Value>().await.unwrap()["type"], kind);
    }
    assert_eq!(tell(&town, &json!({"reads": many(50)})).await.status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_flood_from_one_address_ends() {
    let town = Town::open().await;
    let mut last = StatusCode::NO_CONTENT;
    for _ in 0..400 {
        last = tell(&town, &json!({})).await.status();
        if last != StatusCode::NO_CONTENT {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    town.hands.turn(60);
    assert_eq!(tell(&town, &json!({})).await.status(), StatusCode::NO_CONTENT);
}
