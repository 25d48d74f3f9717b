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
use server::storage::cards::{Bound, DeskCard, NewCredential};
use server::storage::stats::{FIRST_MONDAY, WEEK, WeekMessages, WeekUses};
use server::storage::{Accepted, FEW, NewMessage, NewRedemption, Redeemed, Role, Storage, Undone};
use shared::card::CredentialId;
use shared::domain::Record;
use shared::protocol::{MessageReceipt, MessageTopic, Tally};
use town::colleague::Colleague;
use town::holder::{Holder, Shop, ulid};
use town::{Hands, TODAY, Town, page, record_id};

#[tokio::test]
async fn sqlite_keeps_sums_only() {
    hold!(Databases::sqlite(); sums, weeks);
}

#[tokio::test]
async fn postgresql_keeps_sums_only() {
    hold!(Databases::postgresql(); sums, weeks);
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

/// A use by a card entered at the desk, its phone bound: as a shop's page has it recorded.
async fn use_card(storage: &Storage, number: u32, shop: &str, at: i64) -> String {
    let application = serde_json::from_value(json!({
        "key": number.to_string(), "first_name": "Léa", "last_name": number.to_string(), "birth_date": "2009-05-04",
        "commune": "Demo-Bourg", "consent_version": "1",
    }));
    let desk = DeskCard { application: application.unwrap(), valid_until: TODAY + 20 * WEEK };
    let card = storage.enter_card("agent", &desk).await.unwrap();
    let id = CredentialId(u64::from(number).to_be_bytes());
    let new = NewCredential { id, key_id: 1, expires: TODAY + 20 * WEEK, printed: false };
    let bound = storage.bind_card(&card.id, &[number as u8; 32], &new, server::digest::raw(number.to_string())).await;
    assert!(matches!(bound, Ok(Some(Bound::Ready { .. }))), "{bound:?}");
    let new = NewRedemption {
        key_hash: server::digest::raw(format!("use {number}")),
        offer: "remise".to_owned(),
        shop: shop.to_owned(),
        credential: id,
        proof: Some((number, number.to_string())),
        partner: None,
        limit: None,
        period: String::new(),
        at,
        saving_cents: 150,
    };
    let Redeemed::Recorded { id, .. } = storage.redeem(&new).await.unwrap() else { panic!("not recorded") };
    id
}

async fn weeks(storage: Storage, hands: Hands) {
    let first = (TODAY - FIRST_MONDAY) / WEEK;
    let now = || hands.clock().now();
    storage.note_active_cards("2026-W48", now()).await.unwrap();
    assert_eq!(storage.weekly_cards().await.unwrap(), [("2026-W48".to_owned(), 0)]);
    use_card(&storage, 1, "boulangerie", TODAY).await;
    use_card(&storage, 2, "cinema", TODAY + WEEK - 1).await;
    let slip = use_card(&storage, 3, "cinema", TODAY).await;
    assert_eq!(storage.undo_redemption("cinema", &slip).await.unwrap(), Undone::Yes);
    for _ in 0..2 {
        storage.note_active_cards("2026-W48", now()).await.unwrap();
    }
    assert_eq!(storage.weekly_cards().await.unwrap(), [("2026-W48".to_owned(), 3)], "the last count stands");

    let message = |key: u8, due_at: i64| NewMessage {
        key_hash: [key; 32],
        token_hash: [key; 32],
        topic: MessageTopic::Question,
        text: "Bonjour".to_owned(),
        reply_to: String::new(),
        about: None,
        due_at,
    };
    let mut ids = Vec::new();
    for key in 1..=4 {
        let Accepted::Stored { message, .. } = storage.accept_message(&message(key, TODAY + 3_600)).await.unwrap()
        else {
            panic!("not stored")
        };
        ids.push(message.id);
    }
    storage.answer_message("agent", &ids[0], "Oui").await.unwrap();
    hands.turn(3_600);
    storage.answer_message("agent", &ids[1], "À l’heure près").await.unwrap();
    hands.turn(1);
    storage.answer_message("agent", &ids[2], "Pardon").await.unwrap();
    hands.turn(WEEK);
    storage.accept_message(&message(5, now() + 3_600)).await.unwrap();
    use_card(&storage, 4, "cinema", now()).await;
    storage.note_active_cards("2026-W49", now()).await.unwrap();

    let week = |uses| WeekUses { uses, saved_cents: uses * 150 };
    assert_eq!(storage.uses_by_week(TODAY).await.unwrap(), [(first, week(2)), (first + 1, week(1))], "not the slip");
    assert_eq!(storage.uses_by_week(TODAY + WEEK).await.unwrap(), [(first + 1, week(1))]);
    let judged = WeekMessages { in_time: 2, late: 1, overdue: 1, waiting: 0 };
    let waiting = WeekMessages { waiting: 1, ..WeekMessages::default() };
    assert_eq!(storage.messages_by_week(TODAY, now()).await.unwrap(), [(first, judged), (first + 1, waiting)]);
    assert_eq!(storage.weekly_cards().await.unwrap()[1], ("2026-W49".to_owned(), 4));
    storage.count_apps("2026-W49", 2).await.unwrap();
    storage.count_apps("2026-W48", 7).await.unwrap();
    let apps = [("2026-W48".to_owned(), 7), ("2026-W49".to_owned(), 2)];
    assert_eq!(storage.weekly_apps().await.unwrap(), apps);
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

/// A bakery and a cinema with an offer each, without limit.
async fn high_street(town: &Town) {
    let place = |id: &str, name: &str| json!({ "kind": "place", "id": id, "place_kind": "shop", "name": name, "summary": "", "sections": [], "city": "Demo-Bourg", "example": true });
    let offer = |id: &str, shop: &str| {
        json!({ "kind": "offer", "id": id, "place": shop, "title": id, "terms": "Exemple.", "offer_kind": "gift",
            "category": "manger", "saving_cents": 150, "example": true })
    };
    let records: Vec<Record> = [
        place("boulangerie", "La Miche"),
        place("cinema", "Le Rex"),
        offer("remise", "boulangerie"),
        offer("seance", "cinema"),
    ]
    .into_iter()
    .map(|record| serde_json::from_value(record).unwrap())
    .collect();
    town.publish(&records).await;
}

async fn send(town: &Town, number: u64) -> MessageReceipt {
    let body = json!({ "key": ulid(500 + number), "topic": "question", "text": "Bonjour" });
    town.post("/api/v1/messages", &body).await.json().await.unwrap()
}

/// A week of the town: phones, cards, uses, messages, reading. Then a day of the next week.
async fn a_week() -> Town {
    let town = Town::with_cards().await;
    high_street(&town).await;
    town.publish(&[page("bourse", "1"), page("velo", "1")]).await;
    for _ in 0..6 {
        assert!(town.get("/api/v1/sync?since=0&first_sync_this_week=1").await.status().is_success());
    }
    for number in 0..FEW {
        let reads = if number < 2 { &["bourse", "velo"][..] } else { &["bourse"] };
        let reads: Vec<Value> = reads.iter().map(|id| json!({ "kind": "page", "id": id })).collect();
        let searches = if number == 0 { &["skatepark", "lea et tom"][..] } else { &["skatepark"] };
        let answer = tell(&town, &json!({ "reads": reads, "fruitless": searches })).await;
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    }
    let (lea, _zoe) = (Holder::with_card(&town, 1).await, Holder::with_card(&town, 2).await);
    let (bakery, cinema) = (Shop::open(&town, "boulangerie").await, Shop::open(&town, "cinema").await);
    for number in 0..10 {
        town.hands.turn(15);
        let (shop, offer) = if number < 7 { (&bakery, "remise") } else { (&cinema, "seance") };
        let (status, receipt) = shop.redeem(&town, offer, &lea.shows(town.now()), number, town.now()).await;
        assert_eq!(status, StatusCode::CREATED, "{receipt}");
    }
    let (quick, slow, _forgotten) = (send(&town, 1).await, send(&town, 2).await, send(&town, 3).await);
    town.storage().answer_message("agent", &quick.id, "Passe nous voir").await.unwrap();
    town.hands.turn(slow.due_at - town.now() + 1);
    town.storage().answer_message("agent", &slow.id, "Pardon").await.unwrap();
    // What is counted in memory is written down, and the cards are counted.
    let town = town.restart(|_| {}).await;
    let counted = async {
        while town.storage().weekly_cards().await.unwrap() != [("2026-W48".to_owned(), 2)] {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), counted).await.expect("the cards were not counted");
    town.hands.turn(TODAY + WEEK - town.now());
    send(&town, 4).await;
    town
}

#[tokio::test]
async fn a_week_is_told_in_sums_that_are_nobodys() {
    let town = a_week().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let pages = [editor.read("/staff/chiffres").await, editor.read("/staff/chiffres/bilan").await];
    for page in &pages {
        for words in [
            "5\u{a0}%",
            "des 120 jeunes visés",
            "la semaine du 23 novembre 2026",
            "<strong>2</strong>",
            "<strong>10</strong>",
            "environ 15\u{a0}€ d’économies",
            "33,3\u{a0}%",
            "Page bourse",
            "skatepark",
            "moins de 5",
            "non montré",
        ] {
            assert!(page.contains(words), "{words} in {page}");
        }
        for secret in ["lea et tom", "Martin"] {
            assert!(!page.contains(secret), "{secret}");
        }
    }
    assert!(pages[0].contains("1 message attend"), "{}", pages[0]);
    assert!(!pages[1].contains("class=\"tabs\""), "nothing is around what is printed");

    let csv = async |name: &str| {
        let answer = editor.get(&format!("/staff/chiffres/{name}.csv?semaines=4")).await;
        assert_eq!(answer.headers()["content-type"], "text/csv; charset=utf-8");
        let bytes = answer.bytes().await.unwrap();
        let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').expect("its mark").to_owned();
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let of_weeks = [
        ("portee", "2026-11-30;0;0", "2026-11-23;6;5", "2026-11-16;;"),
        ("cartes", "2026-11-30;2", "2026-11-23;2", "2026-11-16;"),
        ("utilisations", "2026-11-30;0;0,00", "2026-11-23;10;15,00", "2026-11-16;0;0,00"),
        ("messages", "2026-11-30;0;0;1;0", "2026-11-23;1;1;0;1", "2026-11-16;0;0;0;0"),
    ];
    for (name, now, last, before) in of_weeks {
        assert_eq!(csv(name).await[1..4], [now, last, before], "{name}");
    }
    assert_eq!(csv("commerces").await[1..], ["La Miche;non montré", "Le Rex;moins de 5"], "7 of 10 would tell of 3");
    assert_eq!(csv("lectures").await[1..], ["Page bourse;fiche;5", "Page velo;fiche;moins de 5"]);
    assert_eq!(csv("recherches").await[1..], ["skatepark;5"]);
    for nothing in ["chiffres.csv", "portee.txt", "portee"] {
        assert_eq!(editor.get(&format!("/staff/chiffres/{nothing}")).await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_first_week_says_when_figures_come_and_a_town_without_cards_has_none_of_them() {
    let town = Town::with_cards().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let page = agent.read("/staff/chiffres?semaines=52").await;
    for words in ["dans les cinq minutes", "La courbe commence", "Aucun message reçu", "Rien encore"] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("<svg") && !page.contains(".csv"), "nothing is drawn of nothing");
    assert!(agent.read("/staff/chiffres/bilan").await.contains("Bilan du"));

    let bare = Town::open().await;
    let agent = Colleague::with(&bare, Role::Agent).await;
    let page = agent.read("/staff/chiffres").await;
    assert!(!page.contains("Cartes actives") && page.contains("Le plus lu"), "{page}");
    assert!(agent.read("/staff/chiffres/bilan").await.contains("Bilan du"));
}
