//! The search screen: what answers a question, and what comes before any answer.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use stage::{draw, phone};

#[test]
fn a_question_is_answered_by_kind_with_its_words_marked() {
    let phone = phone();
    let answer = draw(&phone, "/recherche?q=aide%20pour%20payer%20mon%20loyer");
    assert!(answer.contains("Fiches") && answer.contains("<mark>"), "{answer}");
}

#[test]
fn someone_in_danger_finds_a_number_before_anything_else() {
    let phone = phone();
    let answer = draw(&phone, "/recherche?q=envie%20de%20mourir");
    let number = answer.find("href=\"tel:3114\"").unwrap_or_else(|| panic!("no number in {answer}"));
    let rows = answer.find("row-link").unwrap_or_else(|| panic!("no page in {answer}"));
    assert!(number < rows);
}
