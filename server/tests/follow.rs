//! What the storage promises of feeds, held by SQLite and by PostgreSQL alike.
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

use std::collections::HashSet;

use databases::Databases;
use server::storage::articles::{ArticleAct, Draft, Saved};
use server::storage::content::{RecordAct, Replaced};
use server::storage::feeds::{
    Changed, Choice, Decided, Feed, FeedFormat, FeedSettings, ItemState, Outcome, Rule, Taken, Validators,
};
use server::storage::{Batch, Imported, Picture, Storage};
use shared::domain::Record;
use town::{Hands, TODAY};

const LEASE: i64 = 300;

#[tokio::test]
async fn sqlite_follows_feeds() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_follows_feeds() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        one_server_tries_and_a_dead_one_keeps_nothing,
        a_try_that_lost_its_feed_writes_nothing,
        an_item_goes_its_way_and_never_back,
        what_an_import_by_hand_brought_is_known,
        an_article_that_is_open_is_told_of_its_source,
        an_event_that_somebody_wrote_on_stays_theirs_and_comes_back,
        pictures_go_when_nothing_showed_them_for_a_month,
    );
}

fn settings(rule: Rule) -> FeedSettings {
    FeedSettings { title: "La ville".to_owned(), rule, category: String::new(), every_minutes: 30 }
}

async fn followed(storage: &Storage, rule: Rule) -> Feed {
    let added = storage.add_feed("Nadia", "https://ville.example/flux", FeedFormat::Rss, &settings(rule)).await;
    added.unwrap().unwrap()
}

fn named(external: &str, title: &str) -> Imported {
    let record: Record = serde_json::from_value(serde_json::json!({
        "kind": "news", "id": format!("i-{external}"), "title": title, "summary": "En bref", "publish_at": TODAY,
    }))
    .unwrap();
    Imported { external: external.to_owned(), item_hash: format!("{title:0<64}"), record, pictures: Vec::new() }
}

async fn take(storage: &Storage, feed: &Feed, items: &[Imported]) -> Outcome {
    let leased = storage.lease_feed(&feed.id, LEASE).await.unwrap().unwrap();
    let taken = taken(items);
    storage.take_feed(&leased, &taken, TODAY + 1_800).await.unwrap().unwrap()
}

fn taken(items: &[Imported]) -> Taken {
    Taken {
        items: items.to_vec(),
        named: items.iter().map(|item| item.external.clone()).collect(),
        cancelled: HashSet::new(),
        validators: Validators { entity_tag: "\"1\"".to_owned(), last_modified: String::new() },
        warnings: Vec::new(),
    }
}

async fn decide(storage: &Storage, id: &str, choice: Choice) -> Decided {
    let (item, article) = storage.feed_item(id).await.unwrap().unwrap();
    storage.decide_feed_item("Nadia", id, &item.seen(article), choice).await.unwrap()
}

async fn state(storage: &Storage, id: &str) -> (ItemState, bool) {
    let (item, _) = storage.feed_item(id).await.unwrap().unwrap();
    (item.state, item.changed)
}

async fn one_server_tries_and_a_dead_one_keeps_nothing(storage: Storage, hands: Hands) {
    let feed = followed(&storage, Rule::Review).await;
    assert_eq!(storage.add_feed("Nadia", &feed.url, FeedFormat::Rss, &feed.settings).await.unwrap(), None);
    assert_eq!(storage.lease_due_feed(LEASE).await.unwrap(), None, "not due yet");
    hands.turn(60);
    let (first, second) = tokio::join!(storage.lease_due_feed(LEASE), storage.lease_due_feed(LEASE));
    let held: Vec<Feed> = [first.unwrap(), second.unwrap()].into_iter().flatten().collect();
    assert_eq!(held.len(), 1, "one of two");
    hands.turn(LEASE - 1);
    assert_eq!(storage.lease_due_feed(LEASE).await.unwrap(), None);
    hands.turn(1);
    let again = storage.lease_due_feed(LEASE).await.unwrap().expect("who died lets go");
    assert!(!storage.feed_failed(&held[0], "slow", "", 0).await.unwrap(), "and has nothing to say any more");
    let next = hands.clock().now() + 3_600;
    assert!(storage.feed_failed(&again, "slow", "it takes too long", next).await.unwrap());
    hands.turn(30);
    let again = storage.lease_feed(&feed.id, LEASE).await.unwrap().unwrap();
    storage.feed_failed(&again, "malformed", "", next).await.unwrap();
    let failing = storage.feed(&feed.id).await.unwrap().unwrap();
    assert_eq!((failing.failures, failing.failure.as_str(), failing.next_try), (2, "malformed", next));
    assert_eq!(failing.failing_since, Some(TODAY + 60 + LEASE), "the first of them");
    assert_eq!(storage.failing_feeds(TODAY).await.unwrap(), []);
    assert_eq!(storage.failing_feeds(TODAY + 60 + LEASE).await.unwrap(), [failing]);
    let again = storage.lease_feed(&feed.id, LEASE).await.unwrap().unwrap();
    assert!(storage.feed_is_the_same(&again, next).await.unwrap());
    let well = storage.feed(&feed.id).await.unwrap().unwrap();
    assert_eq!((well.failures, well.failing_since, well.failure.as_str()), (0, None, ""));
}

async fn a_try_that_lost_its_feed_writes_nothing(storage: Storage, _: Hands) {
    let feed = followed(&storage, Rule::Publish).await;
    let leased = storage.lease_feed(&feed.id, LEASE).await.unwrap().unwrap();
    assert_eq!(storage.change_feed("Nadia", &feed.id, 1, &settings(Rule::Review)).await.unwrap(), Changed::Kept);
    let dropped = storage.take_feed(&leased, &taken(&[named("a", "Un")]), TODAY).await.unwrap();
    assert_eq!((dropped, storage.head().await.unwrap().seq), (None, 0), "it followed a rule of before");
    assert!(matches!(
        storage.change_feed("Luc", &feed.id, 1, &settings(Rule::Publish)).await.unwrap(),
        Changed::Conflict(_)
    ));
    let leased = storage.lease_feed(&feed.id, LEASE).await.unwrap().unwrap();
    assert!(storage.pause_feed("Nadia", &feed.id, true).await.unwrap());
    assert!(!storage.pause_feed("Luc", &feed.id, true).await.unwrap(), "it rests already");
    assert_eq!(storage.take_feed(&leased, &taken(&[named("a", "Un")]), TODAY).await.unwrap(), None);
    assert!(storage.remove_feed("Nadia", &feed.id, true).await.unwrap());
    assert!(!storage.feed_failed(&leased, "slow", "", 0).await.unwrap());
    let acts: Vec<String> = storage.acts_on(&feed.id).await.unwrap().into_iter().map(|act| act.action).collect();
    for action in ["feed.add", "feed.change", "feed.pause", "feed.remove"] {
        assert!(acts.iter().any(|one| one == action), "{action} in {acts:?}");
    }
}

async fn an_item_goes_its_way_and_never_back(storage: Storage, hands: Hands) {
    let feed = followed(&storage, Rule::Review).await;
    let outcome = take(&storage, &feed, &[named("a", "Un"), named("b", "Deux")]).await;
    assert_eq!((outcome.items, outcome.waiting, outcome.published), (2, 2, 0));
    let (item, article) = storage.feed_item("i-a").await.unwrap().unwrap();
    let stale = item.seen(article);
    assert_eq!(decide(&storage, "i-a", Choice::Withdraw).await, Decided::Unfit);
    assert_eq!(decide(&storage, "i-a", Choice::Publish).await, Decided::Done);
    assert!(matches!(
        storage.decide_feed_item("Luc", "i-a", &stale, Choice::Dismiss).await.unwrap(),
        Decided::Conflict(_)
    ));
    assert_eq!(storage.decide_feed_item("Luc", "i-z", "", Choice::Dismiss).await.unwrap(), Decided::Gone);
    assert_eq!(decide(&storage, "i-b", Choice::Dismiss).await, Decided::Done);
    assert_eq!(
        (state(&storage, "i-a").await, state(&storage, "i-b").await),
        ((ItemState::Published, false), (ItemState::Dismissed, false))
    );
    assert_eq!(storage.feed_items_to_read(None).await.unwrap().1, 0);

    hands.turn(60);
    let outcome = take(&storage, &feed, &[named("a", "Un"), named("b", "Deux")]).await;
    assert_eq!((outcome.waiting, storage.feed_items_to_read(None).await.unwrap().1), (0, 0), "the same again");
    take(&storage, &feed, &[named("a", "Un 2"), named("b", "Deux 2")]).await;
    assert_eq!(
        (state(&storage, "i-a").await, state(&storage, "i-b").await),
        ((ItemState::Published, true), (ItemState::Dismissed, true))
    );
    let (items, count) = storage.feed_items_to_read(Some(&feed.id)).await.unwrap();
    assert_eq!((items.len(), count, storage.feed_items_to_read(Some("other")).await.unwrap().1), (2, 2, 0));
    assert!(storage.record("news", "i-a").await.unwrap().unwrap().contains("\"Un\""), "phones keep what was read over");
    decide(&storage, "i-a", Choice::Publish).await;
    decide(&storage, "i-b", Choice::Edit).await;
    assert!(storage.record("news", "i-a").await.unwrap().unwrap().contains("Un 2"));
    assert_eq!(
        storage.record("news", "i-b").await.unwrap(),
        None,
        "an article is nobody's news before it is published"
    );
    assert_eq!(storage.article("Nadia", "i-b").await.unwrap().unwrap().draft.title, "Deux 2");
    assert_eq!(storage.feed_counts(&feed.id).await.unwrap(), (1, 0));

    assert!(storage.remove_feed("Nadia", &feed.id, false).await.unwrap());
    assert_eq!(storage.record("news", "i-a").await.unwrap(), None);
    assert!(storage.article("Nadia", "i-b").await.unwrap().is_some(), "what someone made their own stays");
}

async fn what_an_import_by_hand_brought_is_known(storage: Storage, _: Hands) {
    let items = [named("a", "Un"), named("b", "Deux"), named("c", "Trois")];
    storage.import("https://ville.example/flux", &items, None).await.unwrap();
    let mut ours = items[1].record.clone();
    if let Record::News(news) = &mut ours {
        "Deux, à nous".clone_into(&mut news.title);
    }
    storage.upsert(&[ours]).await.unwrap();
    storage.delete(&items[2].record.record_id()).await.unwrap();
    let seq = storage.head().await.unwrap().seq;
    let feed = followed(&storage, Rule::Publish).await;
    let outcome = take(&storage, &feed, &items).await;
    assert_eq!((outcome.waiting, outcome.published, storage.head().await.unwrap().seq), (0, 0, seq));
    let states = [state(&storage, "i-a").await, state(&storage, "i-b").await, state(&storage, "i-c").await];
    assert_eq!(states, [(ItemState::Published, false), (ItemState::Edited, false), (ItemState::Dismissed, false)]);
    // And an import by hand leaves alone what was set aside here.
    let more = named("d", "Quatre");
    storage.change_feed("Nadia", &feed.id, 1, &settings(Rule::Review)).await.unwrap();
    take(&storage, &feed, std::slice::from_ref(&more)).await;
    decide(&storage, "i-d", Choice::Dismiss).await;
    storage.import("https://ville.example/flux", &[more], None).await.unwrap();
    assert_eq!(storage.record("news", "i-d").await.unwrap(), None);
}

async fn an_article_that_is_open_is_told_of_its_source(storage: Storage, _: Hands) {
    let feed = followed(&storage, Rule::Publish).await;
    take(&storage, &feed, &[named("a", "Un")]).await;
    let open = storage.article("Nadia", "i-a").await.unwrap().unwrap();
    assert_eq!(take(&storage, &feed, &[named("a", "Un 2")]).await.updated, 1);
    let mine = Draft { title: "Un, à nous".to_owned(), ..open.draft };
    let Saved::Conflict(theirs) = storage.save_article("Nadia", "i-a", open.version, &mine, &[]).await.unwrap() else {
        panic!("nothing is overwritten unseen");
    };
    assert_eq!((theirs.draft.title.as_str(), theirs.changed_by.as_str()), ("Un 2", "flux"));
    let Saved::Kept(saved) = storage.save_article("Nadia", "i-a", theirs.version, &mine, &[]).await.unwrap() else {
        panic!()
    };
    // Words that are not even published yet are somebody's.
    assert_eq!(take(&storage, &feed, &[named("a", "Un 3")]).await.updated, 0);
    assert!(storage.record("news", "i-a").await.unwrap().unwrap().contains("Un 2"));
    assert_eq!(state(&storage, "i-a").await, (ItemState::Edited, true));
    storage.act_on_article("Nadia", "i-a", saved.version, ArticleAct::Publish).await.unwrap();
    assert_eq!(decide(&storage, "i-a", Choice::Publish).await, Decided::Done);
    assert!(storage.record("news", "i-a").await.unwrap().unwrap().contains("Un 3"));
    let article = storage.article("Nadia", "i-a").await.unwrap().unwrap();
    assert_eq!((article.draft.title.as_str(), article.live), ("Un 3", article.version));
    let versions = storage.article_versions("i-a").await.unwrap();
    assert!(versions.iter().any(|version| version.action == "replace" && version.draft.title == "Un, à nous"));
}

async fn an_event_that_somebody_wrote_on_stays_theirs_and_comes_back(storage: Storage, _: Hands) {
    let feed = followed(&storage, Rule::Publish).await;
    let event = |title: &str| {
        let record: Record = serde_json::from_value(serde_json::json!({
            "kind": "event", "id": "i-a", "title": title, "summary": "En bref", "start": TODAY + 86_400,
        }))
        .unwrap();
        Imported { record, ..named("a", title) }
    };
    take(&storage, &feed, &[event("Bal")]).await;
    let id = event("").record.record_id();
    let seen = storage.held(&id).await.unwrap().unwrap().seq;
    let mine = event("Bal masqué").record;
    assert!(matches!(storage.replace("Nadia", RecordAct::Change, &mine, seen).await.unwrap(), Replaced::Saved(_)));

    assert_eq!(take(&storage, &feed, &[event("Bal 2")]).await.updated, 0);
    assert_eq!(storage.held(&id).await.unwrap().unwrap().record, Some(mine.clone()), "a feed never writes over a hand");
    assert_eq!(state(&storage, "i-a").await, (ItemState::Edited, true));
    assert_eq!(decide(&storage, "i-a", Choice::Publish).await, Decided::Done);
    assert_eq!(storage.held(&id).await.unwrap().unwrap().record, Some(event("Bal 2").record));
    let told: Vec<(String, String, Record)> = storage
        .record_versions(&id)
        .await
        .unwrap()
        .into_iter()
        .map(|version| (version.action, version.actor, version.record))
        .collect();
    let line = |action: &str, actor: &str, record| (action.to_owned(), actor.to_owned(), record);
    assert_eq!(
        told,
        [
            line("replace", "Nadia", event("Bal 2").record),
            line("change", "Nadia", mine),
            line("import", "", event("Bal").record),
        ]
    );
}

async fn pictures_go_when_nothing_showed_them_for_a_month(storage: Storage, hands: Hands) {
    const DAY: i64 = 86_400;
    let picture = |n: u8| Picture { sha256: format!("{n:02x}").repeat(32), bytes: vec![n] };
    let showing = |external: &str, n: u8| {
        let mut item = named(external, external);
        if let Record::News(news) = &mut item.record {
            news.image = serde_json::from_value(serde_json::json!({
                "alt": "", "variants": [{ "sha256": picture(n).sha256, "width": 1, "height": 1, "bytes": 1 }],
            }))
            .unwrap();
        }
        Imported { pictures: vec![picture(n)], ..item }
    };
    let feed = followed(&storage, Rule::Review).await;
    take(&storage, &feed, &[showing("waits", 1), showing("aside", 2), showing("shown", 3)]).await;
    decide(&storage, "i-aside", Choice::Dismiss).await;
    decide(&storage, "i-shown", Choice::Edit).await;
    // Of a form that is never saved, and of one that is saved after a fortnight.
    storage.commit(&Batch { pictures: vec![picture(4), picture(5)], ..Batch::default() }).await.unwrap();
    let left = async || {
        let mut left = Vec::new();
        for n in 1..=5 {
            if storage.picture(&picture(n).sha256).await.unwrap().is_some() {
                left.push(n);
            }
        }
        left
    };
    assert_eq!(storage.sweep_media().await.unwrap(), 0);
    hands.turn(14 * DAY);
    let Record::News(news) = showing("late", 5).record else { panic!() };
    storage.upsert(&[Record::News(news)]).await.unwrap();
    assert_eq!(storage.sweep_media().await.unwrap(), 0);
    hands.turn(16 * DAY - 1);
    assert_eq!(storage.sweep_media().await.unwrap(), 0, "not a second before");
    hands.turn(1);
    assert_eq!((storage.sweep_media().await.unwrap(), left().await), (2, vec![1, 3, 5]));
    // A record that goes leaves its picture for a month, in which its history may bring it back.
    let late = showing("late", 5).record.record_id();
    storage.delete(&late).await.unwrap();
    storage.sweep_media().await.unwrap();
    hands.turn(29 * DAY);
    storage.commit(&Batch { pictures: vec![picture(5)], ..Batch::default() }).await.unwrap();
    hands.turn(2 * DAY);
    assert_eq!(
        (storage.sweep_media().await.unwrap(), left().await),
        (0, vec![1, 3, 5]),
        "chosen again, it is new again"
    );
    hands.turn(30 * DAY);
    assert_eq!((storage.sweep_media().await.unwrap(), left().await), (1, vec![1, 3]));
}
