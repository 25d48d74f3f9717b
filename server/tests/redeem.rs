//! Shops: invited, signed in, their uses recorded once and within limits, off line too.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use reqwest::StatusCode;
use reqwest::header::COOKIE;
use serde_json::{Value, json};
use server::card::desk;
use server::storage::cards::Decision;
use shared::domain::Record;
use shared::protocol::UNDO_SECONDS;
use town::Town;
use town::holder::{Holder, Shop, ulid};

/// A bakery and a cinema whose offers have limits of every sort.
async fn high_street() -> Town {
    let town = Town::with_cards().await;
    let place = |id: &str, name: &str| json!({ "kind": "place", "id": id, "place_kind": "shop", "name": name, "summary": "", "sections": [], "address": "1 rue Basse", "city": "Demo-Bourg", "example": true });
    let offer = |id: &str, shop: &str, limit: Value| {
        json!({ "kind": "offer", "id": id, "place": shop, "title": id, "terms": "Exemple.", "offer_kind": "gift",
            "category": "manger", "limit": limit, "saving_cents": 150, "example": true })
    };
    let records: Vec<Record> = [
        place("boulangerie", "La Miche"),
        place("cinema", "Le Rex"),
        offer("bienvenue", "boulangerie", json!({ "count": 1, "per": "card" })),
        offer("cafe", "boulangerie", json!({ "count": 2, "per": "day" })),
        offer("remise", "boulangerie", Value::Null),
        offer("seance", "cinema", json!({ "count": 1, "per": "week" })),
        json!({ "kind": "offer", "id": "dimanche", "place": "cinema", "title": "Dimanche", "terms": "Exemple.",
            "offer_kind": "gift", "category": "sortir", "days": ["su"], "example": true }),
    ]
    .into_iter()
    .map(|record| serde_json::from_value(record).unwrap())
    .collect();
    town.publish(&records).await;
    town
}

#[tokio::test]
async fn a_shop_signs_in_once_with_its_invitation_and_sees_its_own_offers() {
    let town = high_street().await;
    let link = desk::invite(town.running.app(), "partnerships", "boulangerie").await.unwrap();
    assert!(link.contains("/v/invitation/"), "{link}");
    let code = link.rsplit('/').next().unwrap();
    let open = async |code: &str| town.post("/api/v1/shop/session", &json!({ "code": code })).await;
    assert_eq!(open("AAAA-AAAA-AAAA-AAAA").await.status(), StatusCode::NOT_FOUND);
    let answer = open(code).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let info: Value = answer.json().await.unwrap();
    let offers: Vec<_> = info["offers"].as_array().unwrap().iter().map(|offer| offer["id"].clone()).collect();
    assert_eq!((&info["name"], offers.len()), (&json!("La Miche"), 3));
    assert_eq!(open(code).await.status(), StatusCode::CONFLICT, "an invitation is used once");
    let late = desk::invite(town.running.app(), "partnerships", "cinema").await.unwrap();
    town.hands.turn(15 * 86_400);
    assert_eq!(open(late.rsplit('/').next().unwrap()).await.status(), StatusCode::GONE);

    assert_eq!(town.get("/api/v1/shop").await.status(), StatusCode::UNAUTHORIZED);
    let session = cookie.split(';').next().unwrap();
    let mine = async || town.http.get(town.url("/api/v1/shop")).header(COOKIE, session).send().await.unwrap().status();
    assert_eq!(mine().await, StatusCode::OK);
    assert_eq!(town.storage().sign_shop_out("partnerships", "boulangerie").await.unwrap(), 1);
    assert_eq!(mine().await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_use_is_recorded_once_within_its_limit_and_its_holder_sees_it() {
    let town = high_street().await;
    let lea = Holder::with_card(&town, 1).await;
    let shop = Shop::open(&town, "boulangerie").await;
    let now = town.now();
    let digits = lea.shows(now);
    let (status, receipt) = shop.redeem(&town, "bienvenue", &digits, 1, now).await;
    assert_eq!((status, &receipt["left"], &receipt["counts"]["today"]), (StatusCode::CREATED, &json!(0), &json!(1)));
    let (status, again) = shop.redeem(&town, "bienvenue", &digits, 1, now).await;
    assert_eq!((status, &again["id"]), (StatusCode::OK, &receipt["id"]), "the answer was lost and it was sent again");
    assert_eq!(again["left"], 0);
    assert_eq!(kind(shop.redeem(&town, "remise", &digits, 2, now).await), "code-used", "one proof, one use");

    town.hands.turn(15);
    let next = lea.shows(town.now());
    assert_eq!(kind(shop.redeem(&town, "bienvenue", &next, 3, town.now()).await), "limit-reached");
    assert_eq!(shop.redeem(&town, "cafe", &next, 4, town.now()).await.1["left"], 1, "a refused use spends no code");
    let status = lea.status(&town).await;
    assert_eq!((&status["saved_cents"], status["uses"].as_array().unwrap().len()), (&json!(300), 2));
    assert_eq!(status["uses"][0]["offer"], "cafe");

    town.hands.turn(86_400);
    let tomorrow = lea.shows(town.now());
    assert_eq!(shop.redeem(&town, "cafe", &tomorrow, 5, town.now()).await.1["left"], 1, "another day");
}

#[tokio::test]
async fn a_slip_is_taken_back_within_a_minute() {
    let town = high_street().await;
    let lea = Holder::with_card(&town, 1).await;
    let (bakery, cinema) = (Shop::open(&town, "boulangerie").await, Shop::open(&town, "cinema").await);
    let digits = lea.shows(town.now());
    let (_, receipt) = bakery.redeem(&town, "bienvenue", &digits, 1, town.now()).await;
    let id = receipt["id"].as_str().unwrap();
    assert_eq!(cinema.undo(&town, id).await, StatusCode::NOT_FOUND, "only by the shop itself");
    town.hands.turn(UNDO_SECONDS);
    assert_eq!(bakery.undo(&town, id).await, StatusCode::OK);
    assert_eq!(bakery.undo(&town, id).await, StatusCode::OK, "asked again");
    assert_eq!(lea.status(&town).await["saved_cents"], 0);
    let (status, receipt) = bakery.redeem(&town, "bienvenue", &digits, 1, town.now()).await;
    assert_eq!(status, StatusCode::CONFLICT, "{receipt}: the key names what was taken back");
    let (_, receipt) = bakery.redeem(&town, "bienvenue", &lea.shows(town.now()), 2, town.now()).await;
    town.hands.turn(UNDO_SECONDS + 1);
    assert_eq!(bakery.undo(&town, receipt["id"].as_str().unwrap()).await, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_shop_off_line_is_judged_by_what_stood_when_it_pressed() {
    let town = high_street().await;
    let (lea, zoe) = (Holder::with_card(&town, 1).await, Holder::with_card(&town, 2).await);
    let shop = Shop::open(&town, "boulangerie").await;
    let pressed = town.now() + 300;
    let (shown, later) = (lea.shows(town.now()), lea.shows(pressed + 7_200));
    let shown_by_zoe = zoe.shows(pressed);
    town.hands.turn(3_600);
    town.decide(&lea, &Decision::Suspend("Perdue".to_owned())).await;
    town.hands.turn(2 * 86_400);
    assert_eq!(shop.redeem(&town, "bienvenue", &shown, 1, pressed).await.0, StatusCode::CREATED, "it was good then");
    assert_eq!(kind(shop.redeem(&town, "cafe", &later, 2, pressed + 7_200).await), "verdict-revoked");
    assert_eq!(kind(shop.redeem(&town, "cafe", &shown_by_zoe, 3, pressed + 660).await), "", "eleven minutes to choose");
    assert_eq!(kind(shop.redeem(&town, "cafe", &zoe.shows(pressed + 1), 4, pressed + 700).await), "verdict-stale");
    town.hands.turn(6 * 86_400);
    assert_eq!(kind(shop.redeem(&town, "remise", &zoe.shows(pressed + 2), 5, pressed + 2).await), "too-late");
}

#[tokio::test]
async fn what_a_shop_may_not_do_has_its_reason() {
    let town = high_street().await;
    let lea = Holder::with_card(&town, 1).await;
    let shop = Shop::open(&town, "cinema").await;
    let now = town.now();
    let digits = lea.shows(now);
    assert_eq!(kind(shop.redeem(&town, "bienvenue", &digits, 1, now).await), "offer-unknown", "another shop's");
    assert_eq!(kind(shop.redeem(&town, "dimanche", &digits, 2, now).await), "offer-not-today", "it is Monday");
    assert_eq!(kind(shop.redeem(&town, "seance", "123", 3, now).await), "verdict-not-a-card");
    assert_eq!(kind(shop.redeem(&town, "seance", &lea.shows(now - 3_600), 4, now).await), "verdict-stale");
    assert_eq!(kind(shop.redeem(&town, "seance", &digits, 5, now + 600).await), "too-late", "a clock far ahead");
    let nobody = Shop { cookie: "guichet_shop=x".to_owned(), info: Value::Null };
    assert_eq!(kind(nobody.redeem(&town, "seance", &digits, 6, now).await), "shop-session-missing");
    let body = json!({ "key": "1", "offer": "seance", "digits": digits, "scan": ulid(1), "at": now });
    let request = town.http.post(town.url("/api/v1/shop/redemptions")).header(COOKIE, &shop.cookie).json(&body);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.json::<Value>().await.unwrap()["type"], "key-invalid");
    assert_eq!(shop.redeem(&town, "seance", &digits, 7, now).await.0, StatusCode::CREATED, "and nothing was spent");
}

#[tokio::test]
async fn whoever_scanned_first_may_use_the_code() {
    let town = high_street().await;
    let lea = Holder::with_card(&town, 1).await;
    let shop = Shop::open(&town, "boulangerie").await;
    let digits = lea.shows(town.now());
    // The page of `redeem` number 1 scans as 900 001.
    assert_eq!(town.check(&digits, 900_001).await["verdict"], "valid");
    assert_eq!(
        kind(shop.redeem(&town, "cafe", &digits, 2, town.now()).await),
        "code-used",
        "a picture sent to a friend"
    );
    assert_eq!(shop.redeem(&town, "cafe", &digits, 1, town.now()).await.0, StatusCode::CREATED);
}

fn kind((_, body): (StatusCode, Value)) -> String {
    body["type"].as_str().unwrap_or_default().to_owned()
}
