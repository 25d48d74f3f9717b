//! The search screen: what answers a question, and what comes before any answer.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use stage::{draw, phone, tags};

#[test]
fn a_question_is_answered_by_kind_with_its_words_marked() {
    let phone = phone();
    let answer = draw(&phone, "/recherche?q=aide%20pour%20payer%20mon%20loyer");
    assert!(answer.contains("Fiches") && answer.contains("<mark>"), "{answer}");
}

#[test]
fn an_answer_is_narrowed_by_switches_that_stand_in_the_address() {
    let phone = phone();
    let places = draw(&phone, "/recherche?q=m%C3%A9diath%C3%A8que&filtre=place");
    assert!(places.contains("aria-pressed=\"true\""), "{places}");
    let narrowed = draw(&phone, "/recherche?q=logement&filtre=offer,se-soigner");
    assert!(narrowed.contains("Rien avec ces filtres") && narrowed.contains("Chercher partout"), "{narrowed}");
}

#[test]
fn the_app_s_own_screens_answer_too() {
    let settings = draw(&phone(), "/recherche?q=th%C3%A8me%20sombre");
    assert!(tags(&settings, "a").iter().any(|link| link.contains("/reglages")), "{settings}");
}

#[test]
fn someone_in_danger_finds_a_number_before_anything_else() {
    let phone = phone();
    let answer = draw(&phone, "/recherche?q=envie%20de%20mourir&filtre=offer");
    let number = answer.find("href=\"tel:3114\"").unwrap_or_else(|| panic!("no number in {answer}"));
    let rows = answer.find("row-link").or_else(|| answer.find("Rien avec ces filtres"));
    assert!(number < rows.unwrap_or_else(|| panic!("no answer in {answer}")));
}
