//! An offer of a shop on the web: what each phone reads where its code would be.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use shared::protocol::CardVoucher;
use shared::store::Store;
use stage::{NOW, draw, holder, phone, put};

const ASK: &str = "Obtenir mon code";
const GONE: &str = "Épuisé";

/// Publishes the offer with this stock.
fn published(phone: &Store, seq: u64, stock: &str) {
    let offer = serde_json::json!({
        "kind": "offer", "id": "pain-web", "place": "aucun", "title": "Un pain en ligne", "terms": "En ligne.",
        "offer_kind": "gift", "category": "manger", "vouchers": stock,
    });
    put(phone, seq, &[offer]);
}

#[test]
fn a_code_is_asked_for_with_a_card_alone_and_never_where_there_is_none() {
    let phone = phone();
    published(&phone, 1, "left");
    let told = draw(&phone, "/bons-plans/pain-web");
    assert!(told.contains("Il faut la carte jeune") && !told.contains(ASK), "{told}");
    let main = &told[told.find("<article").unwrap()..];
    assert!(main.contains("href=\"/ma-carte\""), "the way to it: {main}");
    holder::put(&phone, "active", NOW).unwrap();
    let told = draw(&phone, "/bons-plans/pain-web");
    assert!(told.contains(ASK) && !told.contains("Montrer ma carte"), "a till has no part in it: {told}");
    published(&phone, 2, "gone");
    let told = draw(&phone, "/bons-plans/pain-web");
    assert!(told.contains(GONE) && !told.contains(ASK), "{told}");
    assert!(draw(&phone, "/bons-plans").contains(GONE), "and the list says so");
    let sunday_only = serde_json::json!({
        "kind": "offer", "id": "pain-web", "place": "aucun", "title": "Un pain en ligne", "terms": "En ligne.",
        "offer_kind": "gift", "category": "manger", "vouchers": "left", "days": ["su"],
    });
    put(&phone, 3, &[sunday_only]);
    let told = draw(&phone, "/bons-plans/pain-web");
    assert!(told.contains("Pas aujourd’hui") && !told.contains(ASK), "the server would say no today: {told}");
    published(&phone, 4, "on-order");
    assert!(!draw(&phone, "/bons-plans/pain-web").contains(ASK), "what a newer server says is no promise");
}

#[test]
fn a_code_stays_on_the_phone_whatever_becomes_of_the_offers_stock() {
    let phone = phone();
    holder::put(&phone, "active", NOW).unwrap();
    let mut status = phone.held_card().unwrap().unwrap().status.unwrap();
    status.vouchers =
        vec![CardVoucher { offer: "pain-web".to_owned(), code: "PAIN-7<b>".to_owned(), at: NOW - 86_400 }];
    phone.card_status(&status, NOW).unwrap();
    published(&phone, 1, "gone");
    let told = draw(&phone, "/bons-plans/pain-web");
    assert!(told.contains("PAIN-7&lt;b&gt;") || told.contains("PAIN-7&#60;b&#62;"), "as it was written: {told}");
    assert!(told.contains("Copier le code") && told.contains("Tu as déjà eu ton code"), "{told}");
    phone.forget_card().unwrap();
    assert!(!draw(&phone, "/bons-plans/pain-web").contains("PAIN-7"), "it goes with the card");
}
