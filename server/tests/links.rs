//! Links that lead nowhere: tried by the server, told at the counter, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/agency.rs"]
#[allow(dead_code, reason = "shared with the tests of feeds")]
mod agency;
#[macro_use]
#[path = "town/databases.rs"]
mod databases;
#[path = "town/follower.rs"]
#[allow(dead_code, reason = "shared with the tests of feeds")]
mod follower;
mod town;

use std::collections::BTreeMap;

use agency::Agency;
use databases::Databases;
use follower::{DAY, until};
use reqwest::StatusCode;
use server::storage::links::Link;
use server::storage::{Role, Storage};
use town::colleague::{Colleague, location};
use town::{Hands, TODAY, Town, page};

const LEASE: i64 = 120;

#[tokio::test]
async fn sqlite_watches_links() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_watches_links() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        what_content_names_is_known_and_what_it_names_no_more_is_forgotten,
        one_node_asks_one_host_and_a_dead_one_keeps_nothing,
        failures_are_counted_by_days_and_forgotten_when_it_answers,
        what_somebody_excused_is_left_in_peace,
    );
}

async fn name(storage: &Storage, urls: &[&str]) {
    let host = |url: &str| url.split('/').nth(2).unwrap().to_owned();
    let named: BTreeMap<String, String> = urls.iter().map(|url| ((*url).to_owned(), host(url))).collect();
    storage.know_links(&named, |_| TODAY + 60).await.unwrap();
}

async fn lease(storage: &Storage, most: usize) -> Vec<Link> {
    storage.lease_due_links(most, LEASE).await.unwrap()
}

fn urls(links: &[Link]) -> Vec<&str> {
    links.iter().map(|link| link.url.as_str()).collect()
}

async fn what_content_names_is_known_and_what_it_names_no_more_is_forgotten(storage: Storage, hands: Hands) {
    name(&storage, &["https://a.example/1", "https://b.example/1"]).await;
    assert!(lease(&storage, 9).await.is_empty(), "not due yet");
    hands.turn(60);
    let held = lease(&storage, 9).await;
    name(&storage, &["https://b.example/1", "https://c.example/1"]).await;
    assert_eq!(storage.link("https://a.example/1").await.unwrap(), None);
    assert!(!storage.link_tried(&held[0], "slow", 0).await.unwrap(), "and what it answers is nobody's affair");
    assert_eq!(storage.link("https://b.example/1").await.unwrap().unwrap(), held[1], "the other is as it was");
    assert_eq!(urls(&lease(&storage, 9).await), ["https://c.example/1"]);
}

async fn one_node_asks_one_host_and_a_dead_one_keeps_nothing(storage: Storage, hands: Hands) {
    name(&storage, &["https://a.example/1", "https://a.example/2", "https://b.example/1"]).await;
    hands.turn(60);
    let (one, other) = tokio::join!(lease(&storage, 4), lease(&storage, 4));
    let mut held = urls(&one);
    held.extend(urls(&other));
    held.sort_unstable();
    assert_eq!(held, ["https://a.example/1", "https://b.example/1"], "each host once, between two nodes");
    assert_eq!(storage.lease_link("https://a.example/2", LEASE).await.unwrap(), None, "even for who presses a button");
    hands.turn(LEASE);
    assert_eq!(urls(&lease(&storage, 1).await), ["https://a.example/1"], "who died lets go");
}

async fn failures_are_counted_by_days_and_forgotten_when_it_answers(storage: Storage, hands: Hands) {
    name(&storage, &["https://a.example/1"]).await;
    hands.turn(60);
    let first = TODAY + 60;
    for (later, days) in [(0, 1), (3_600, 1), (DAY, 2), (DAY, 3)] {
        hands.turn(later);
        let link = storage.lease_link("https://a.example/1", LEASE).await.unwrap().unwrap();
        assert!(storage.link_tried(&link, "slow", hands.clock().now() + 1).await.unwrap());
        let known = storage.link("https://a.example/1").await.unwrap().unwrap();
        assert_eq!((known.failures, known.failing_since), (days, Some(first)));
        assert_eq!(storage.failing_links().await.unwrap(), [known]);
    }
    let link = storage.lease_link("https://a.example/1", LEASE).await.unwrap().unwrap();
    assert!(storage.link_tried(&link, "", 7).await.unwrap());
    let well = storage.link("https://a.example/1").await.unwrap().unwrap();
    assert_eq!((well.failures, well.failing_since, well.failure.as_str(), well.next_try), (0, None, "", 7));
    assert!(storage.failing_links().await.unwrap().is_empty());
}

async fn what_somebody_excused_is_left_in_peace(storage: Storage, hands: Hands) {
    let url = "https://a.example/1";
    name(&storage, &[url]).await;
    assert!(!storage.excuse_link("Nadia", url).await.unwrap(), "there is nothing to excuse");
    hands.turn(60);
    let link = storage.lease_link(url, LEASE).await.unwrap().unwrap();
    storage.link_tried(&link, "answer-404", TODAY).await.unwrap();
    assert!(storage.excuse_link("Nadia", url).await.unwrap());
    assert!(!storage.excuse_link("Luc", url).await.unwrap(), "it is already");
    assert!(storage.failing_links().await.unwrap().is_empty());
    assert!(lease(&storage, 4).await.is_empty(), "it is not tried any more");
    assert_eq!(storage.audited(url).await.unwrap(), [("Nadia".to_owned(), "link.excuse".to_owned())]);
}

/// A town whose content names this machine only.
async fn near() -> Town {
    Town::open_with(|config| {
        config.watch_links = true;
        config.private_feeds = true;
    })
    .await
}

async fn known(town: &Town, url: &str) -> Option<Link> {
    town.storage().link(url).await.unwrap()
}

#[tokio::test]
async fn a_page_that_is_gone_is_told_of_where_it_is_corrected_until_it_is_back() {
    let (agency, town) = (Agency::open().await, near().await);
    let there = agency.publish("guide", "Le guide");
    let gone = format!("{}/perdu", agency.address);
    town.publish(&[page("logement", &format!("[Le guide]({there}), [la liste]({gone}#bas)"))]).await;
    until(async || known(&town, &gone).await.is_some()).await;
    town.hands.turn(DAY);
    until(async || {
        let tried = async |url| known(&town, url).await.unwrap().tried_at.is_some();
        tried(&gone).await && tried(&there).await
    })
    .await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let told = editor.read("/staff/contenus/a-verifier").await;
    for words in ["Liens à regarder", "La page n’existe plus", gone.as_str(), "/staff/contenus/fiches/logement"] {
        assert!(told.contains(words), "{words} in {told}");
    }
    assert!(!told.contains(&there), "what answers is not told of");
    assert!(editor.read("/staff").await.contains("1 lien ne mène plus où il devrait"));
    assert!(editor.read("/staff/contenus").await.contains("À vérifier (2)"), "the page, never verified, and the link");
    let ready: serde_json::Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!(ready["parts"]["links"], serde_json::json!({ "state": "ok", "to_look_at": 1 }));

    let still = editor.post("/staff/contenus/liens/essai", &[("lien", &gone)]).await;
    assert_eq!(location(&still), "/staff/contenus/a-verifier?fait=lien-non");
    agency.publish("perdu", "Me revoilà");
    let back = editor.post("/staff/contenus/liens/essai", &[("lien", &gone)]).await;
    assert_eq!(location(&back), "/staff/contenus/a-verifier?fait=lien-va");
    assert!(!editor.read("/staff/contenus/a-verifier").await.contains("Liens à regarder"));
    let unknown = editor.post("/staff/contenus/liens/essai", &[("lien", "http://127.0.0.1:1/")]).await;
    assert_eq!(unknown.status(), StatusCode::NOT_FOUND, "only what content names is ever asked for");
}

#[tokio::test]
async fn a_site_with_a_bad_day_is_nobodys_affair_before_the_third() {
    let (agency, town) = (Agency::open().await, near().await);
    let url = agency.publish("lent", "Bonjour");
    agency.break_down(503, None);
    town.publish(&[page("logement", &format!("[Un site]({url})"))]).await;
    until(async || known(&town, &url).await.is_some()).await;
    for (days, failures) in [(1, 1), (1, 2), (2, 3)] {
        town.hands.turn(days * DAY);
        until(async || known(&town, &url).await.unwrap().failures == failures).await;
        let editor = Colleague::with(&town, Role::Editor).await;
        let told = editor.read("/staff/contenus/a-verifier").await;
        assert_eq!(told.contains("Le site est en panne (réponse 503)"), failures == 3, "after {failures}: {told}");
    }
    let editor = Colleague::with(&town, Role::Editor).await;
    let done = editor.post("/staff/contenus/liens/juste", &[("lien", &url)]).await;
    assert_eq!(location(&done), "/staff/contenus/a-verifier?fait=lien-juste");
    assert!(!editor.read("/staff/contenus/a-verifier").await.contains(&url));
    // A record that names it no more makes it nobody's.
    town.publish(&[page("logement", "Sans lien")]).await;
    until(async || known(&town, &url).await.is_none()).await;
}
