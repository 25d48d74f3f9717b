//! The map's list says all that the map shows, to whoever cannot see it.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use stage::{draw, phone};

/// Text as it is read: without the marks around what Fluent put in.
fn plain(markup: &str) -> String {
    markup.replace(['\u{2068}', '\u{2069}'], "").replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn the_list_counts_what_the_map_shows_and_draws_the_first() {
    let phone = phone();
    let placed = phone.places().unwrap().into_iter().filter(|place| place.point.is_some()).count();
    let markup = plain(&draw(&phone, "/carte"));
    assert!(markup.contains(&format!("{placed} lieux")), "{markup}");
    let rows = markup.matches("href=\"/lieu/").count();
    assert_eq!(rows, placed.min(40));
}

#[test]
fn a_chosen_place_says_how_to_get_there_and_whom_to_call() {
    let phone = phone();
    let place =
        phone.places().unwrap().into_iter().find(|place| place.point.is_some() && !place.phones.is_empty()).unwrap();
    let markup = plain(&draw(&phone, &format!("/carte?lieu={}", place.id)));
    let sheet = &markup[markup.find("map-sheet").unwrap()..markup.find("id=\"map-list\"").unwrap()];
    assert!(sheet.contains(&place.phones[0].href()), "{sheet}");
    assert!(sheet.contains("google.com/maps/dir/") && sheet.contains("openstreetmap.org/directions"), "{sheet}");
    assert!(sheet.contains(&format!("/lieu/{}", place.id)), "{sheet}");
}

#[test]
fn from_a_point_chosen_by_hand_each_place_says_how_far() {
    let markup = plain(&draw(&phone(), "/carte?pres=48.95670,4.35880"));
    let list = &markup[markup.find("id=\"map-list\"").unwrap()..];
    assert!(list.contains(" m</span>") && list.contains(" km</span>"), "{list}");
    assert!(markup.contains("Le plus près du point choisi"), "{markup}");
}

#[test]
fn filters_that_leave_nothing_lead_back_to_everything() {
    let phone = phone();
    let markup = draw(&phone, "/carte?rubrique=se-loger&reduction=oui");
    let nothing = markup.contains("Rien ici");
    assert!(nothing || markup.contains("href=\"/lieu/"), "{markup}");
    assert!(!nothing || markup.contains("Tous les lieux"), "a way on: {markup}");
}

#[test]
fn what_happens_soon_is_on_the_map_and_at_its_place() {
    let phone = phone();
    let place = phone.places().unwrap().into_iter().find(|place| place.point.is_some()).unwrap();
    stage::put(
        &phone,
        1,
        &[serde_json::json!({
            "kind": "event", "id": "veillee", "title": "Veillée de contes", "summary": "On écoute.",
            "start": stage::NOW + 86_400, "place": place.id,
        })],
    );
    let markup = plain(&draw(&phone, "/carte?agenda=oui"));
    let list = &markup[markup.find("id=\"map-list\"").unwrap()..];
    assert!(list.contains(&format!("href=\"/lieu/{}\"", place.id)), "{list}");
    assert!(list.matches("href=\"/lieu/").count() < 40, "and few others");
    for address in [format!("/carte?lieu={}", place.id), format!("/lieu/{}", place.id)] {
        let markup = plain(&draw(&phone, &address));
        assert!(markup.contains("Ici, bientôt") && markup.contains("Veillée de contes"), "{address}: {markup}");
    }
    assert!(draw(&phone, "/agenda").contains("/carte?agenda=oui"), "and the agenda leads there");
}
