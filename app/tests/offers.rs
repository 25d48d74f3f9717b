//! Bons plans on the screens: sifted as their reader chose, with what is new, what is near and what is left for them.
#![cfg(all(feature = "ssr", not(any(feature = "device", feature = "web"))))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking, in its helpers too")]

mod stage;

use app::state::Settings;
use serde_json::{Value, json};
use shared::domain::{Kind, RecordId};
use shared::protocol::{CardUse, SyncPage, WireRecord};
use shared::store::{Favourite, Store};
use stage::{draw, holder, phone, tags};

const NOW: i64 = stage::NOW;

/// The offers of a list, in its order.
fn listed(markup: &str) -> Vec<&str> {
    tags(markup, "a")
        .into_iter()
        .filter(|link| link.contains("class=\"sheet cut offer\""))
        .filter_map(|link| link.split("/bons-plans/").nth(1)?.split('"').next())
        .collect()
}

fn plain(markup: &str) -> String {
    markup.replace(['\u{202f}', '\u{a0}'], " ")
}

fn arrives(phone: &Store, records: &[Value]) {
    let seq = phone.cursor().unwrap().map_or(0, |cursor| cursor.seq) + 1;
    let upserts = records
        .iter()
        .map(|record| WireRecord::from_record(seq, &serde_json::from_value(record.clone()).unwrap()).unwrap())
        .collect();
    let page = SyncPage { log: "L".to_owned(), next: seq, more: false, server_time: NOW, upserts, deletes: Vec::new() };
    phone.apply(&page, NOW).unwrap();
}

fn offer(id: &str, more: &Value) -> Value {
    let mut value = json!({
        "kind": "offer", "id": id, "place": "ex-miche-du-jard", "title": id, "terms": "Montre ta carte.", "offer_kind": "gift",
        "category": "manger", "order": 1, "valid_from": "2026-09-01",
    });
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}

#[test]
fn an_address_with_choices_shows_what_was_chosen_and_says_how_much_that_is() {
    let phone = phone();
    let all = draw(&phone, "/bons-plans");
    assert!(all.contains("aria-current=\"page\""), "the tab is where one is");
    let manger = draw(&phone, "/bons-plans?categorie=manger&tri=economie");
    let (all, some) = (listed(&all).len(), listed(&manger));
    assert!(!some.is_empty() && some.len() < all, "{some:?} of {all}");
    let savings: Vec<u32> = some.iter().map(|id| phone.offer(id).unwrap().unwrap().saving_cents).collect();
    assert!(savings.is_sorted_by(|one, other| one >= other), "{savings:?}");
    assert!(plain(&manger).contains(&format!("{} bons plans", some.len())));
    assert!(manger.contains("aria-pressed=\"true\">Manger<"));

    // Monday: what holds from Tuesday to Thursday is out, and says so in the whole list.
    let today = draw(&phone, "/bons-plans?filtre=aujourdhui");
    assert!(!listed(&today).contains(&"ex-pizza-etudiante") && listed(&today).contains(&"ex-sandwichs"));
    assert!(plain(&draw(&phone, "/bons-plans")).contains("Prochain jour : demain"));
}

#[test]
fn favourites_are_a_list_and_an_empty_one_says_how_to_fill_it() {
    let phone = phone();
    let empty = draw(&phone, "/bons-plans?filtre=favoris");
    assert!(listed(&empty).is_empty() && empty.contains("Touche le cœur"));
    let id = RecordId { kind: Kind::Offer.name().to_owned(), id: "ex-viennoiserie".to_owned() };
    phone.add_favourite(&Favourite { id, title: "Une viennoiserie".to_owned(), added_at: NOW }).unwrap();
    assert_eq!(listed(&draw(&phone, "/bons-plans?filtre=favoris")), ["ex-viennoiserie"]);
}

#[test]
fn near_begins_with_a_commune_that_one_chooses_and_tells_distances_from_there() {
    let phone = phone();
    let asked = draw(&phone, "/bons-plans?tri=proches");
    assert!(asked.contains("Choisis ta commune") && !asked.contains(" km<"));
    let settings = Settings {
        commune: Some("Châlons-en-Champagne".to_owned()),
        welcome_done: true,
        ..phone.setting::<Settings>("settings").unwrap().unwrap()
    };
    phone.set_setting("settings", &settings).unwrap();
    let near = plain(&draw(&phone, "/bons-plans?tri=proches"));
    assert!(near.contains("à vol d’oiseau depuis le centre (Châlons-en-Champagne)"));
    assert!(near.contains(" m</span>") || near.contains(" km</span>"), "distances are told");
}

#[test]
fn what_is_new_is_said_quietly_by_interest_until_it_was_shown() {
    let phone = phone();
    arrives(&phone, &[]);
    phone.begin_offers().unwrap();
    assert!(!draw(&phone, "/").contains("nouveau bon plan"));
    arrives(&phone, &[offer("brioche", &json!({ "title": "Brioche offerte" }))]);
    for path in ["/", "/notifications", "/bons-plans"] {
        let markup = plain(&draw(&phone, path));
        assert!(markup.contains("1 nouveau bon plan pour toi"), "{path}");
        assert!(markup.contains("/bons-plans?filtre=nouveaux"), "{path}: it leads there");
    }
    assert_eq!(listed(&draw(&phone, "/bons-plans?filtre=nouveaux")), ["brioche"]);
    let settings = Settings {
        interests: vec!["orientation".to_owned()],
        welcome_done: true,
        ..phone.setting::<Settings>("settings").unwrap().unwrap()
    };
    phone.set_setting("settings", &settings).unwrap();
    assert!(!draw(&phone, "/").contains("nouveau bon plan"), "not to whom it does not speak");
    phone.set_setting("settings", &Settings { interests: Vec::new(), ..settings }).unwrap();
    phone.meet_offers(NOW).unwrap();
    assert!(!draw(&phone, "/").contains("nouveau bon plan"));
}

#[test]
fn a_holder_reads_what_is_left_for_them_and_when_there_is_more() {
    let phone = phone();
    assert!(draw(&phone, "/bons-plans/ex-viennoiserie").contains("Demander ma carte"), "others, how to get one");
    holder::put(&phone, "active", NOW).unwrap();
    assert!(draw(&phone, "/bons-plans/ex-viennoiserie").contains("Il t’en reste une"));
    let mut status = phone.held_card().unwrap().unwrap().status.unwrap();
    status.uses.push(CardUse {
        offer: "ex-viennoiserie".to_owned(),
        shop: "ex-miche-du-jard".to_owned(),
        at: NOW - 3_600,
        saving_cents: 120,
    });
    phone.card_status(&status, NOW).unwrap();
    let markup = plain(&draw(&phone, "/bons-plans/ex-viennoiserie"));
    assert!(markup.contains("Prochaine fois : lundi 30 novembre"), "{markup}");
    assert!(markup.contains("Montrer ma carte") && !markup.contains("Demander ma carte"));
}

#[test]
fn an_offer_says_when_it_does_not_hold_and_where_its_shop_is() {
    let phone = phone();
    let pizza = plain(&draw(&phone, "/bons-plans/ex-pizza-etudiante"));
    assert!(pizza.contains("Pas aujourd’hui. Prochain jour : demain"), "{pizza}");
    assert!(pizza.contains("/lieu/ex-pizza-du-mau") && pizza.contains("Itinéraire"));
    arrives(&phone, &[offer("fini", &json!({ "valid_until": "2026-11-22" }))]);
    assert!(draw(&phone, "/bons-plans/fini").contains("C’est fini"));
    assert!(!listed(&draw(&phone, "/bons-plans")).contains(&"fini"));
    assert!(!draw(&phone, "/lieu/ex-miche-du-jard").contains("/bons-plans/fini"), "nor on its shop's page");
}

#[test]
fn a_long_list_begins_with_forty_and_says_how_many_follow() {
    let phone = phone();
    let many: Vec<Value> =
        (0..100).map(|n| offer(&format!("n-{n}"), &json!({ "category": "essai", "order": n }))).collect();
    arrives(&phone, &many);
    let markup = draw(&phone, "/bons-plans?categorie=essai");
    assert_eq!(listed(&markup).len(), 40);
    assert!(plain(&markup).contains("100 bons plans") && markup.contains("Voir la suite (60)"));
}

#[test]
fn an_offer_says_to_a_holder_what_is_left_of_it() {
    let phone = phone();
    let offer = phone.offers().unwrap().into_iter().find(|offer| offer.limit.is_some()).unwrap();
    let path = format!("/bons-plans/{}", offer.id);
    assert!(!draw(&phone, &path).contains("Montrer ma carte"));
    holder::put(&phone, "active", NOW).unwrap();
    let markup = draw(&phone, &path);
    assert!(
        markup.contains("Montrer ma carte") && (markup.contains("Il t’en reste") || markup.contains("déjà utilisée"))
    );
}
