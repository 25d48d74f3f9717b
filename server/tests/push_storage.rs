//! The contract of notifications in the storage, held by SQLite and by PostgreSQL alike.
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

use std::collections::{BTreeMap, BTreeSet};

use databases::Databases;
use server::storage::Storage;
use server::storage::articles::{ArticleAct, Draft, Saved};
use server::storage::push::{Outcome, Reach, SendState, ServiceNews};
use shared::domain::News;
use shared::protocol::{PUSH_KEPT_DAYS, PushProvider, PushSubscription, PushTarget, QuietHours};
use town::{Hands, TODAY, record_id};

const ZONE: &str = "Europe/Paris";
const ALL: [PushProvider; 3] = [PushProvider::Web, PushProvider::Fcm, PushProvider::Apns];

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    contract(Databases::sqlite()).await;
}

#[tokio::test]
async fn postgresql_keeps_the_contract() {
    contract(Databases::postgresql()).await;
}

async fn contract(databases: Databases) {
    hold!(
        databases;
        the_same_target_replaces_what_it_wanted_and_a_new_token_takes_over_what_waits,
        each_phone_that_asked_gets_one_line_at_its_hour,
        a_spread_goes_on_from_the_step_before,
        two_nodes_never_hold_the_same_line,
        a_node_that_dies_gives_its_lines_back,
        answers_leave_the_outbox_and_are_counted,
        a_paused_service_waits_and_the_others_do_not,
        what_is_taken_back_is_not_sent,
        a_correction_notifies_nobody_and_reaches_whoever_still_waits,
        a_second_announcement_takes_the_place_of_one_that_waits,
        news_that_are_over_notify_nobody,
        a_schedule_notifies_at_its_moment,
        what_is_unsent_at_the_deadline_is_given_up,
        phones_that_are_not_heard_of_are_forgotten,
    );
}

fn android(token: &str) -> PushSubscription {
    let target = PushTarget::Fcm { token: token.to_owned() };
    PushSubscription { target, topics: Vec::new(), lang: String::new(), quiet: None, replaces: None }
}

fn interested(token: &str, topic: &str) -> PushSubscription {
    PushSubscription { topics: vec![topic.to_owned()], ..android(token) }
}

async fn subscribe(storage: &Storage, count: usize) {
    for number in 0..count {
        assert!(storage.subscribe_to_push(&android(&format!("phone{number}"))).await.unwrap());
    }
}

fn concert() -> Draft {
    Draft {
        title: "Concert gratuit".to_owned(),
        summary: "Samedi au parc.".to_owned(),
        category: "Culture".to_owned(),
        push: true,
        ..Draft::default()
    }
}

/// Publishes an article; returns its id and version.
async fn publish(storage: &Storage, draft: &Draft) -> (String, u64) {
    let article = storage.begin_article("Léa", draft).await.unwrap();
    let saved = storage.act_on_article("Léa", &article.id, article.version, ArticleAct::Publish).await.unwrap();
    assert!(matches!(saved, Saved::Kept(_)), "{saved:?}");
    (article.id, article.version)
}

/// Saves over what there is and publishes it again.
async fn publish_again(storage: &Storage, id: &str, change: impl FnOnce(&mut Draft)) {
    let article = storage.article("Léa", id).await.unwrap().unwrap();
    let mut draft = article.draft.clone();
    change(&mut draft);
    let Saved::Kept(article) = storage.save_article("Léa", id, article.version, &draft, &[]).await.unwrap() else {
        panic!("a conflict")
    };
    storage.act_on_article("Léa", id, article.version, ArticleAct::Publish).await.unwrap();
}

async fn spread(storage: &Storage) -> u64 {
    let mut found = 0;
    while let Some(step) = storage.spread_push(ZONE, &ALL).await.unwrap() {
        found += step;
    }
    found
}

/// Who would be told now: tokens, in no order. They stay taken for a minute.
async fn taken(storage: &Storage) -> BTreeSet<String> {
    let mut tokens = BTreeSet::new();
    for service in storage.due_push_services(&ALL).await.unwrap() {
        for line in storage.lease_push(&service, 100, 60).await.unwrap() {
            tokens.insert(line.target.unwrap().token().to_owned());
        }
    }
    tokens
}

fn tokens(expected: &[&str]) -> BTreeSet<String> {
    expected.iter().map(|token| (*token).to_owned()).collect()
}

async fn news(storage: &Storage, id: &str) -> News {
    serde_json::from_str(&storage.record("news", id).await.unwrap().unwrap()).unwrap()
}

async fn the_same_target_replaces_what_it_wanted_and_a_new_token_takes_over_what_waits(storage: Storage, _: Hands) {
    storage.subscribe_to_push(&interested("old", "culture")).await.unwrap();
    storage.subscribe_to_push(&interested("old", "sport")).await.unwrap();
    assert_eq!(storage.push_reach("culture", &ALL).await.unwrap(), Reach { concerned: 0, all: 1 });
    assert_eq!(storage.push_reach("sport", &ALL).await.unwrap(), Reach { concerned: 1, all: 1 });
    assert_eq!(storage.push_reach("sport", &[PushProvider::Web]).await.unwrap(), Reach::default());

    storage.subscribe_to_push(&android("old")).await.unwrap();
    publish(&storage, &concert()).await;
    spread(&storage).await;
    let renewed = PushSubscription { replaces: Some("old".to_owned()), ..android("new") };
    storage.subscribe_to_push(&renewed).await.unwrap();
    assert_eq!(storage.push_reach("", &ALL).await.unwrap().all, 1, "one phone counts once");
    assert_eq!(taken(&storage).await, tokens(&["new"]));
    // A phone that lost its memory names what is no more.
    storage.subscribe_to_push(&renewed).await.unwrap();
    storage.subscribe_to_push(&android("other")).await.unwrap();
    let merged = PushSubscription { replaces: Some("other".to_owned()), ..android("new") };
    storage.subscribe_to_push(&merged).await.unwrap();
    assert_eq!(storage.push_reach("", &ALL).await.unwrap().all, 1);

    assert!(storage.unsubscribe_from_push(&renewed.target).await.unwrap());
    assert!(!storage.unsubscribe_from_push(&renewed.target).await.unwrap());
    assert_eq!(storage.push_waiting().await.unwrap(), 0, "what waited for it went with it");
}

async fn each_phone_that_asked_gets_one_line_at_its_hour(storage: Storage, hands: Hands) {
    storage.subscribe_to_push(&android("everything")).await.unwrap();
    storage.subscribe_to_push(&interested("culture", "culture")).await.unwrap();
    storage.subscribe_to_push(&interested("sport", "sport")).await.unwrap();
    storage.subscribe_to_push(&interested("cult", "cult")).await.unwrap();
    // Midnight there is one o'clock in the town.
    let asleep = PushSubscription { quiet: Some(QuietHours { from: 22 * 60, to: 7 * 60 }), ..android("asleep") };
    storage.subscribe_to_push(&asleep).await.unwrap();
    let (id, _) = publish(&storage, &concert()).await;
    assert_eq!(storage.last_push_send(&id).await.unwrap().unwrap().state, SendState::Spreading);
    assert_eq!(spread(&storage).await, 3);
    assert_eq!(news(&storage, &id).await.notified_at, Some(TODAY), "phones have an inbox");
    assert_eq!(taken(&storage).await, tokens(&["everything", "culture"]));
    let send = storage.last_push_send(&id).await.unwrap().unwrap();
    assert_eq!((send.state, send.waiting, send.begun_by.as_str()), (SendState::Sending, 3, "Léa"));
    assert_eq!(storage.audited(&id).await.unwrap().iter().filter(|(_, act)| act == "news.notify").count(), 1);
    hands.turn(6 * 3_600 - 1);
    assert!(!taken(&storage).await.contains("asleep"), "a minute early wakes somebody");
    hands.turn(1);
    assert!(taken(&storage).await.contains("asleep"));
}

async fn a_spread_goes_on_from_the_step_before(storage: Storage, _: Hands) {
    // More than one step has.
    subscribe(&storage, 600).await;
    let (id, _) = publish(&storage, &concert()).await;
    assert_eq!(storage.spread_push(ZONE, &ALL).await.unwrap(), Some(500));
    // Whoever comes in between was not there when it was announced.
    storage.subscribe_to_push(&android("latecomer")).await.unwrap();
    assert_eq!(storage.push_waiting().await.unwrap(), 500);
    assert_eq!(storage.spread_push(ZONE, &ALL).await.unwrap(), Some(100));
    assert_eq!(storage.spread_push(ZONE, &ALL).await.unwrap(), None);
    assert_eq!(storage.last_push_send(&id).await.unwrap().unwrap().waiting, 600);
}

async fn two_nodes_never_hold_the_same_line(storage: Storage, _: Hands) {
    subscribe(&storage, 60).await;
    publish(&storage, &concert()).await;
    spread(&storage).await;
    let nodes = (0..4).map(|_| {
        let storage = storage.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let lines = storage.lease_push("fcm", 7, 60).await.unwrap();
                if lines.is_empty() {
                    return mine;
                }
                mine.extend(lines.into_iter().map(|line| line.id));
            }
        })
    });
    let mut held = Vec::new();
    for node in nodes.collect::<Vec<_>>() {
        held.extend(node.await.unwrap());
    }
    let count = held.len();
    assert!(count >= 60 || storage.lease_push("fcm", 100, 60).await.unwrap().len() + count == 60);
    assert_eq!(held.into_iter().collect::<BTreeSet<_>>().len(), count, "one line, two nodes");
}

async fn a_node_that_dies_gives_its_lines_back(storage: Storage, hands: Hands) {
    subscribe(&storage, 3).await;
    publish(&storage, &concert()).await;
    spread(&storage).await;
    assert_eq!(storage.lease_push("fcm", 2, 60).await.unwrap().len(), 2);
    assert_eq!(storage.lease_push("fcm", 9, 60).await.unwrap().len(), 1);
    hands.turn(59);
    assert!(storage.lease_push("fcm", 9, 60).await.unwrap().is_empty());
    hands.turn(1);
    assert_eq!(storage.lease_push("fcm", 9, 60).await.unwrap().len(), 3);
}

async fn answers_leave_the_outbox_and_are_counted(storage: Storage, hands: Hands) {
    subscribe(&storage, 5).await;
    let (id, _) = publish(&storage, &concert()).await;
    spread(&storage).await;
    let lines = storage.lease_push("fcm", 9, 60).await.unwrap();
    let soon = TODAY + 30;
    let outcomes = [Outcome::Sent, Outcome::Gone, Outcome::Refused, Outcome::Again(soon), Outcome::Held(soon)];
    let landed: Vec<_> = lines.iter().zip(outcomes).map(|(line, outcome)| line.landed(outcome)).collect();
    storage.record_push(&landed, &BTreeMap::new()).await.unwrap();
    let send = storage.last_push_send(&id).await.unwrap().unwrap();
    assert_eq!((send.sent, send.gone, send.refused, send.waiting), (1, 1, 1, 2));
    assert_eq!(storage.push_reach("", &ALL).await.unwrap().all, 4, "a dead token is gone");
    assert_eq!(storage.close_push_sends().await.unwrap(), 0);
    hands.turn(30);
    let lines = storage.lease_push("fcm", 9, 60).await.unwrap();
    let tries: BTreeSet<u32> = lines.iter().map(|line| line.attempts).collect();
    assert_eq!(tries, BTreeSet::from([0, 1]), "what was held was not tried");
    let landed: Vec<_> = lines.iter().map(|line| line.landed(Outcome::Sent)).collect();
    storage.record_push(&landed, &BTreeMap::new()).await.unwrap();
    storage.close_push_sends().await.unwrap();
    let send = storage.last_push_send(&id).await.unwrap().unwrap();
    assert_eq!((send.state, send.sent, send.waiting), (SendState::Done, 3, 0));
}

async fn a_paused_service_waits_and_the_others_do_not(storage: Storage, hands: Hands) {
    storage.subscribe_to_push(&android("android")).await.unwrap();
    let browser = |host: &str| {
        let endpoint = format!("https://{host}/abc");
        let target = PushTarget::Web { endpoint, p256dh: "BA".to_owned(), auth: "AA".to_owned() };
        PushSubscription { target, ..android("") }
    };
    storage.subscribe_to_push(&browser("push.example")).await.unwrap();
    storage.subscribe_to_push(&browser("other.example:8443")).await.unwrap();
    publish(&storage, &concert()).await;
    spread(&storage).await;
    let busy =
        ServiceNews { failure: Some("busy".to_owned()), paused_until: Some(TODAY + 120), ..ServiceNews::default() };
    storage.record_push(&[], &BTreeMap::from([("web:push.example".to_owned(), busy)])).await.unwrap();
    let due = storage.due_push_services(&ALL).await.unwrap().into_iter().collect::<BTreeSet<_>>();
    assert_eq!(due, tokens(&["fcm", "web:other.example:8443"]));
    assert_eq!(storage.due_push_services(&[PushProvider::Fcm]).await.unwrap(), ["fcm"], "what is off is not asked");
    hands.turn(120);
    assert_eq!(storage.due_push_services(&ALL).await.unwrap().len(), 3);

    let told = storage.push_services().await.unwrap();
    let busy = told.iter().find(|service| service.name == "web:push.example").unwrap();
    assert_eq!((busy.failing_since, busy.failure.as_str(), busy.sent_at), (Some(TODAY), "busy", None));
    let well = ServiceNews { sent: true, ..ServiceNews::default() };
    storage.record_push(&[], &BTreeMap::from([("web:push.example".to_owned(), well)])).await.unwrap();
    let told = storage.push_services().await.unwrap();
    let well = told.iter().find(|service| service.name == "web:push.example").unwrap();
    assert_eq!((well.failing_since, well.failure.as_str(), well.sent_at), (None, "", Some(TODAY + 120)));
}

async fn what_is_taken_back_is_not_sent(storage: Storage, _: Hands) {
    subscribe(&storage, 600).await;
    let (withdrawn, version) = publish(&storage, &concert()).await;
    let (deleted, _) = publish(&storage, &concert()).await;
    let (kept, _) = publish(&storage, &concert()).await;
    // Half of the first is in the outbox, nothing of the others.
    storage.spread_push(ZONE, &ALL).await.unwrap();
    storage.act_on_article("Léa", &withdrawn, version, ArticleAct::Withdraw).await.unwrap();
    assert_eq!(storage.push_waiting().await.unwrap(), 0);
    // However it goes.
    assert!(storage.delete(&record_id("news", &deleted)).await.unwrap());
    assert_eq!(spread(&storage).await, 600, "only what is still there");
    for (id, state) in [(withdrawn, SendState::Stopped), (deleted, SendState::Stopped), (kept, SendState::Sending)] {
        assert_eq!(storage.last_push_send(&id).await.unwrap().unwrap().state, state);
    }
}

async fn a_correction_notifies_nobody_and_reaches_whoever_still_waits(storage: Storage, _: Hands) {
    subscribe(&storage, 1).await;
    let (id, _) = publish(&storage, &concert()).await;
    spread(&storage).await;
    publish_again(&storage, &id, |draft| draft.title = "Concert gratuit !".to_owned()).await;
    assert_eq!(spread(&storage).await, 0);
    assert_eq!(storage.push_sends().await.unwrap().len(), 1);
    assert_eq!(news(&storage, &id).await.notified_at, Some(TODAY), "it stays in the inbox");
    let lines = storage.lease_push("fcm", 9, 60).await.unwrap();
    assert_eq!((lines.len(), lines[0].payload.title.as_str()), (1, "Concert gratuit !"));
    storage.record_push(&[lines[0].landed(Outcome::Sent)], &BTreeMap::new()).await.unwrap();
    publish_again(&storage, &id, |draft| draft.title = "Concert".to_owned()).await;
    spread(&storage).await;
    assert_eq!(storage.push_waiting().await.unwrap(), 0, "not twice");
}

async fn a_second_announcement_takes_the_place_of_one_that_waits(storage: Storage, hands: Hands) {
    subscribe(&storage, 1).await;
    let (id, _) = publish(&storage, &concert()).await;
    spread(&storage).await;
    let first = storage.lease_push("fcm", 9, 60).await.unwrap();
    hands.turn(10);
    publish_again(&storage, &id, |draft| {
        draft.title = "Concert annulé".to_owned();
        draft.push = true;
    })
    .await;
    assert_eq!(spread(&storage).await, 1);
    assert_eq!(storage.push_waiting().await.unwrap(), 1);
    assert_eq!(news(&storage, &id).await.notified_at, Some(TODAY + 10));
    // The answer to the first comes late: it is not the second's.
    storage.record_push(&[first[0].landed(Outcome::Sent)], &BTreeMap::new()).await.unwrap();
    let second = storage.lease_push("fcm", 9, 60).await.unwrap();
    assert_eq!((second.len(), second[0].payload.title.as_str()), (1, "Concert annulé"));
    storage.close_push_sends().await.unwrap();
    let states: Vec<_> = storage.push_sends().await.unwrap().iter().map(|send| (send.state, send.sent)).collect();
    assert_eq!(states, [(SendState::Sending, 0), (SendState::Done, 1)]);
}

async fn news_that_are_over_notify_nobody(storage: Storage, hands: Hands) {
    subscribe(&storage, 1).await;
    let over = Draft { expire_at: Some(TODAY), ..concert() };
    let (id, _) = publish(&storage, &over).await;
    assert_eq!((spread(&storage).await, news(&storage, &id).await.notified_at), (0, None));
    // One that ends while it waits.
    let (id, _) = publish(&storage, &Draft { expire_at: Some(TODAY + 60), ..concert() }).await;
    spread(&storage).await;
    hands.turn(60);
    storage.do_what_is_due().await.unwrap();
    assert_eq!(storage.last_push_send(&id).await.unwrap().unwrap().state, SendState::Stopped);
    assert!(taken(&storage).await.is_empty());
}

async fn a_schedule_notifies_at_its_moment(storage: Storage, hands: Hands) {
    subscribe(&storage, 1).await;
    let (id, version) = publish(&storage, &Draft { publish_at: Some(TODAY + 600), ..concert() }).await;
    assert_eq!(spread(&storage).await, 0);
    // What is typed meanwhile waits for its own publication, and so does its wish.
    let typed = Draft { publish_at: Some(TODAY + 600), title: "À moitié".to_owned(), ..concert() };
    storage.save_article("Léa", &id, version, &typed, &[]).await.unwrap();
    hands.turn(600);
    assert_eq!(storage.do_what_is_due().await.unwrap().published, 1);
    assert_eq!(spread(&storage).await, 1);
    let send = storage.last_push_send(&id).await.unwrap().unwrap();
    assert_eq!((send.title.as_str(), send.begun_at), ("Concert gratuit", TODAY + 600));
    let draft = storage.article("Léa", &id).await.unwrap().unwrap().draft;
    assert_eq!((draft.push, draft.notified_at, draft.title.as_str()), (false, Some(TODAY + 600), "À moitié"));
}

async fn what_is_unsent_at_the_deadline_is_given_up(storage: Storage, hands: Hands) {
    subscribe(&storage, 3).await;
    let (id, _) = publish(&storage, &concert()).await;
    spread(&storage).await;
    hands.turn(86_399);
    assert_eq!(storage.close_push_sends().await.unwrap(), 0);
    hands.turn(1);
    assert_eq!(storage.close_push_sends().await.unwrap(), 3);
    let send = storage.last_push_send(&id).await.unwrap().unwrap();
    assert_eq!((send.state, send.late, send.waiting), (SendState::Done, 3, 0));
}

async fn phones_that_are_not_heard_of_are_forgotten(storage: Storage, hands: Hands) {
    subscribe(&storage, 2).await;
    hands.turn(i64::from(PUSH_KEPT_DAYS) * 86_400);
    storage.subscribe_to_push(&android("phone1")).await.unwrap();
    assert_eq!(storage.retain_push().await.unwrap(), 0);
    hands.turn(1);
    assert_eq!(storage.retain_push().await.unwrap(), 1);
    assert_eq!(storage.push_services().await.unwrap().len(), 1);
    storage.unsubscribe_from_push(&android("phone1").target).await.unwrap();
    storage.retain_push().await.unwrap();
    assert!(storage.push_services().await.unwrap().is_empty(), "nobody is there any more");
}
