//! Content from outside: whatever it holds, it is shown as words.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use app::embedded;
use shared::domain::{Link, News, Record, Sourced};
use shared::protocol::WireRecord;
use shared::store::{Location, Seed, Store};
use stage::{NOW, draw, phone_with, tags};

fn phone_of(records: &[Record]) -> Store {
    let records = records.iter().map(|record| WireRecord::from_record(0, record).unwrap()).collect();
    phone_with(&Seed { media: embedded::seed().media, ..Seed::of("other", records) }, "fr")
}

fn news(body: &str) -> News {
    News {
        id: "n".to_owned(),
        title: "<script>alert(1)</script>".to_owned(),
        summary: "\"><img src=x onerror=alert(2)>".to_owned(),
        body: body.to_owned(),
        category: None,
        audience: shared::domain::Audience::default(),
        communes: Vec::new(),
        interests: Vec::new(),
        image: None,
        link: Some(Link { label: "Lire".to_owned(), url: "javascript:alert(3)".to_owned() }),
        pinned: false,
        publish_at: NOW - 60,
        expire_at: None,
        notified_at: None,
        sourced: Sourced::default(),
    }
}

#[test]
fn markup_in_content_stays_words() {
    let phone = phone_of(&[Record::News(news(
        "<iframe src=\"https://elsewhere.example\"></iframe>\n\ntexte <b onclick=alert(4)>gras</b>\n\n![x](https://elsewhere.example/t.gif)",
    ))]);
    for address in ["/", "/actus", "/actus/n"] {
        let markup = draw(&phone, address);
        for element in ["script", "iframe", "img", "b"] {
            assert!(tags(&markup, element).is_empty(), "{address}: <{element}>");
        }
        assert!(
            markup.contains("&#60;script&#62;") || markup.contains("&lt;script&gt;"),
            "{address}: the title is shown as typed"
        );
    }
}

#[test]
fn only_addresses_a_device_can_hand_over_become_links() {
    let phone = phone_of(&[Record::News(news(
        "[un](javascript:alert(5)) [deux](data:text/html,x) [trois](https://elsewhere.example/)",
    ))]);
    let markup = draw(&phone, "/actus/n");
    let links = tags(&markup, "a");
    assert!(links.iter().all(|link| !link.contains("javascript:") && !link.contains("data:")));
    assert!(links.iter().any(|link| link.contains("https://elsewhere.example/") && link.contains("noopener")));
    assert!(markup.contains("deux"));
}

#[test]
fn a_store_without_content_still_gives_help() {
    let phone = phone_of(&[]);
    let markup = draw(&phone, "/aide");
    assert!(markup.contains("tel:112") && markup.contains("sms:114"));
    assert!(draw(&phone, "/actus").contains("Pas d’actu en ce moment"));
    assert!(draw(&phone, "/bons-plans").contains("Pas encore de bon plan"));
    assert!(draw(&phone, "/agenda").contains("Rien de prévu"));
}

#[test]
fn a_damaged_personal_database_is_told_in_words_and_the_numbers_stay() {
    app::platform::set_now(NOW);
    let damaged = Location::Memory { public: Vec::new(), personal: b"not a database".to_vec() };
    let phone = Store::open(damaged, &embedded::seed(), NOW).unwrap();
    let markup = draw(&phone, "/aide");
    assert!(markup.contains("étaient abîmés"), "{markup}");
    assert!(markup.contains("tel:112"));
    let sound = draw(&phone_with(&embedded::seed(), "fr"), "/aide");
    assert!(!sound.contains("étaient abîmés"));
}
