//! Notifications from an editor's tick to phones, through push services that fail in every way they know.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/carrier.rs"]
mod carrier;
mod town;

use carrier::{Carrier, Reply, until};
use reqwest::StatusCode;
use serde_json::Value;
use server::storage::articles::{ArticleAct, Draft, Saved};
use server::storage::push::{Send, SendState};
use server::storage::{Storage, restore};
use server::{Config, Server};
use shared::protocol::{PushOffer, PushProvider, PushSubscription};
use town::{Hands, Town, territory};

/// After so many seconds lines that nobody gave back are free again.
const LEASE: i64 = 15 + 60;

/// A town whose push services are on this machine.
async fn town() -> Town {
    Town::open_with(configure).await
}

fn configure(config: &mut Config) {
    config.territory = Some(territory("demo-bourg"));
    config.private_push = true;
}

async fn subscribe(town: &Town, phone: &PushSubscription) -> StatusCode {
    town.http.put(town.url("/api/v1/push/subscription")).json(phone).send().await.unwrap().status()
}

/// An editor publishes an article and has phones told; returns its id.
async fn announce(storage: &Storage, title: &str) -> String {
    let draft = Draft {
        title: title.to_owned(),
        summary: "Samedi au parc.".to_owned(),
        category: "Culture".to_owned(),
        push: true,
        ..Draft::default()
    };
    let article = storage.begin_article("Léa", &draft).await.unwrap();
    let saved = storage.act_on_article("Léa", &article.id, article.version, ArticleAct::Publish).await.unwrap();
    assert!(matches!(saved, Saved::Kept(_)));
    article.id
}

async fn send(storage: &Storage, id: &str) -> Send {
    storage.last_push_send(id).await.unwrap().unwrap()
}

async fn done(storage: &Storage, id: &str) -> bool {
    send(storage, id).await.state == SendState::Done
}

#[tokio::test]
async fn a_browser_asks_to_be_told_is_told_once_and_leaves() {
    let (town, carrier) = (town().await, Carrier::open().await);
    let offer: PushOffer = town.get("/api/v1/push").await.json().await.unwrap();
    assert_eq!(offer.providers, [PushProvider::Web]);
    let asleep = carrier.browser("gone");
    for phone in [carrier.browser("lea"), carrier.browser("lea"), asleep.clone()] {
        assert_eq!(subscribe(&town, &phone).await, StatusCode::NO_CONTENT);
    }
    for _ in 0..2 {
        let left = town.http.delete(town.url("/api/v1/push/subscription")).json(&asleep).send().await.unwrap();
        assert_eq!(left.status(), StatusCode::NO_CONTENT, "whether there was one is not said");
    }
    let id = announce(town.storage(), "Concert gratuit").await;
    until("the phone is told", async || done(town.storage(), &id).await).await;
    let heard = carrier.heard();
    assert_eq!(heard.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["/lea"]);
    let said = |name: &str| heard[0].headers[name].to_str().unwrap().to_owned();
    assert_eq!(
        (said("content-encoding"), said("ttl"), said("topic")),
        ("aes128gcm".to_owned(), "86400".to_owned(), id.clone())
    );
    assert!(!String::from_utf8_lossy(&heard[0].body).contains("Concert"), "it is sealed");

    town.running.settled(town.storage().head().await.unwrap().seq).await;
    let offer: PushOffer = town.get("/api/v1/push").await.json().await.unwrap();
    assert!(offer.topics.iter().any(|topic| (topic.id.as_str(), topic.title.as_str()) == ("culture", "Culture")));
    // A correction is news to nobody.
    let article = town.storage().article("Léa", &id).await.unwrap().unwrap();
    let corrected = Draft { title: "Concert gratuit !".to_owned(), ..article.draft };
    let Saved::Kept(article) = town.storage().save_article("Léa", &id, article.version, &corrected, &[]).await.unwrap()
    else {
        panic!("a conflict")
    };
    town.storage().act_on_article("Léa", &id, article.version, ArticleAct::Publish).await.unwrap();
    let second = announce(town.storage(), "Une autre").await;
    until("another article is told", async || done(town.storage(), &second).await).await;
    assert_eq!(carrier.counts()["/lea"], 2);
    let metrics = town.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("guichet_notifications_total{provider=\"web\",verdict=\"sent\"} 2"), "{metrics}");
}

#[tokio::test]
async fn a_service_that_asks_to_wait_is_left_alone_for_as_long() {
    let (town, carrier, other) = (town().await, Carrier::open().await, Carrier::open().await);
    carrier.answer(|_| Reply::Status(429, Some(120), Value::Null));
    for name in ["a", "b", "c"] {
        subscribe(&town, &carrier.browser(name)).await;
    }
    subscribe(&town, &other.browser("d")).await;
    let id = announce(town.storage(), "Concert").await;
    until("the other service's phone is told", async || send(town.storage(), &id).await.sent == 1).await;
    until("all of its phones were tried", async || carrier.heard().len() == 3).await;
    until("the wait is written down", async || {
        let services = town.storage().push_services().await.unwrap();
        services.iter().any(|service| service.failure == "busy")
    })
    .await;
    let asked = carrier.heard().len();
    carrier.answer(|_| Reply::status(201));
    town.hands.turn(119);
    let second = announce(town.storage(), "Atelier").await;
    until("the other service goes on", async || send(town.storage(), &second).await.sent == 1).await;
    assert_eq!(carrier.heard().len(), asked, "a second early");
    town.hands.turn(1);
    for id in [id, second] {
        until("everybody is told", async || done(town.storage(), &id).await).await;
        assert_eq!(send(town.storage(), &id).await.sent, 4);
    }
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!(ready["parts"]["push"]["failing"], serde_json::json!([]), "it is well again");
}

#[tokio::test]
async fn phones_that_are_gone_are_forgotten_and_refusals_are_counted() {
    let (town, carrier) = (town().await, Carrier::open().await);
    carrier.answer(|heard| match heard.path.as_str() {
        "/gone" => Reply::status(410),
        "/unknown" => Reply::status(404),
        "/forbidden" => Reply::status(403),
        "/moved" => Reply::status(301),
        _ => Reply::status(201),
    });
    for name in ["gone", "unknown", "forbidden", "moved", "well"] {
        subscribe(&town, &carrier.browser(name)).await;
    }
    let id = announce(town.storage(), "Concert").await;
    until("all are answered", async || done(town.storage(), &id).await).await;
    let first = send(town.storage(), &id).await;
    assert_eq!((first.sent, first.gone, first.refused), (1, 3, 1), "what moved was no push service");
    let second = announce(town.storage(), "Atelier").await;
    until("the rest is told again", async || done(town.storage(), &second).await).await;
    assert_eq!(send(town.storage(), &second).await.gone, 0);
    assert_eq!(carrier.counts()["/gone"], 1);
}

#[tokio::test]
async fn a_fault_a_broken_line_and_silence_are_tried_again_and_hold_nobody_up() {
    let town = Town::open_with(|config| {
        configure(config);
        config.push_timeout_seconds = 1;
    })
    .await;
    let replies = [Reply::status(503), Reply::Reset, Reply::Stall];
    let mut carriers = Vec::new();
    for reply in replies {
        let carrier = Carrier::open().await;
        carrier.answer(move |_| reply.clone());
        subscribe(&town, &carrier.browser("a")).await;
        carriers.push(carrier);
    }
    let well = Carrier::open().await;
    subscribe(&town, &well.browser("a")).await;
    let id = announce(town.storage(), "Concert").await;
    until("whoever can be told is told", async || send(town.storage(), &id).await.sent == 1).await;
    until("each fault is known by its name", async || {
        let services = town.storage().push_services().await.unwrap();
        let mut failures: Vec<_> = services.into_iter().map(|service| service.failure).collect();
        failures.sort();
        failures == ["", "answer-503", "slow", "unreachable"]
    })
    .await;
    for carrier in &carriers {
        carrier.go_on();
    }
    // No wait after a first failure is longer.
    town.hands.turn(30);
    until("all are told", async || done(town.storage(), &id).await).await;
    assert_eq!(send(town.storage(), &id).await.sent, 4);
}

#[tokio::test]
async fn what_is_under_way_is_heard_to_its_end_when_the_server_stops() {
    let (town, carrier) = (town().await, Carrier::open().await);
    carrier.answer(|_| Reply::Stall);
    subscribe(&town, &carrier.browser("a")).await;
    let id = announce(town.storage(), "Concert").await;
    until("it is under way", async || carrier.heard().len() == 1).await;
    let restarted = tokio::spawn(town.restart(configure));
    carrier.go_on();
    let town = restarted.await.unwrap();
    town.hands.turn(LEASE);
    until("the server is back", async || done(town.storage(), &id).await).await;
    assert_eq!((carrier.heard().len(), send(town.storage(), &id).await.sent), (1, 1), "told once");
}

/// Many more phones than are told at once, a kill while they are told, and a server that comes back on the same data.
#[tokio::test]
async fn a_kill_in_full_flow_loses_nobody_and_tells_few_twice() {
    const PHONES: usize = 1_000;
    const ANSWERED: usize = 300;
    /// What the server has under way at most.
    const UNDER_WAY: usize = 256;
    let (folder, hands, carrier) = (tempfile::tempdir().unwrap(), Hands::new(), Carrier::open().await);
    let mut config = Config { port: 0, data: folder.path().join("data"), ..Config::default() };
    configure(&mut config);
    let mut answered = 0;
    carrier.answer(move |_| {
        answered += 1;
        if answered <= ANSWERED { Reply::status(201) } else { Reply::Stall }
    });

    // Whatever runs in it ends where it is.
    let machine = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let running = machine.spawn(Server::start(config.clone(), hands.clock())).await.unwrap().unwrap();
    for number in 0..PHONES {
        running.storage().subscribe_to_push(&carrier.browser(&format!("p{number}"))).await.unwrap();
    }
    let id = announce(running.storage(), "Concert").await;
    until("many are told and many are under way", async || carrier.heard().len() > ANSWERED).await;
    machine.shutdown_background();
    drop(running);

    // Until then lines of the one that was killed are still its own.
    hands.turn(LEASE);
    carrier.go_on();
    let running = Server::start(config, hands.clock()).await.unwrap();
    until("the rest is told", async || done(running.storage(), &id).await).await;
    let counts = carrier.counts();
    assert_eq!(counts.len(), PHONES, "everybody was told");
    let twice = counts.values().filter(|&&count| count > 1).count();
    assert!(twice <= UNDER_WAY, "{twice} were told twice");
    assert!(counts.values().all(|&count| count <= 2));
    running.stop().await;
}

#[tokio::test]
async fn a_town_that_notifies_nobody_says_so_and_works_all_the_same() {
    let town = Town::open_with(|config| {
        configure(config);
        config.push_web = false;
        config.push_fcm_account = Some("/nowhere/account.json".into());
        config.push_apns_key_id = Some("ABC123".to_owned());
    })
    .await;
    let offer: PushOffer = town.get("/api/v1/push").await.json().await.unwrap();
    assert_eq!((offer.providers.as_slice(), offer.vapid_key), (&[][..], None));
    let carrier = Carrier::open().await;
    assert_eq!(subscribe(&town, &carrier.browser("a")).await, StatusCode::UNPROCESSABLE_ENTITY);
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!(ready["ready"], true);
    let push = &ready["parts"]["push"];
    assert_eq!(push["state"], "degraded");
    assert_eq!(push["providers"]["web"]["state"], "absent");
    assert!(push["providers"]["fcm"]["fault"].as_str().unwrap().contains("/nowhere/account.json"));
    assert!(push["providers"]["apns"]["fault"].as_str().unwrap().contains("go together"));
    let id = announce(town.storage(), "Concert").await;
    until("there is nobody to tell", async || done(town.storage(), &id).await).await;
}

#[tokio::test]
async fn a_restored_backup_tells_nobody_again() {
    let folder = tempfile::tempdir().unwrap();
    let (hands, location) = (Hands::new(), town::file_location(&folder));
    let storage = Storage::open(location.clone(), hands.clock()).await.unwrap();
    storage.subscribe_to_push(&Carrier::open().await.browser("a")).await.unwrap();
    let id = announce(&storage, "Concert").await;
    while storage.spread_push("Europe/Paris", &[PushProvider::Web]).await.unwrap().is_some() {}
    let backup = folder.path().join("backup");
    storage.backup(&backup).await.unwrap();
    assert_eq!(storage.push_waiting().await.unwrap(), 1, "it is told meanwhile");
    storage.close().await;
    restore(&backup, &folder.path().join("guichet.db"), hands.clock()).await.unwrap();
    let storage = Storage::open(location, hands.clock()).await.unwrap();
    assert_eq!((storage.push_waiting().await.unwrap(), send(&storage, &id).await.state), (0, SendState::Stopped));
    storage.close().await;
}
