//! The public API as a phone, a browser and a feed reader meet it: a real server on a free port.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::time::Duration;

use futures_util::StreamExt;
use reqwest::StatusCode;
use serde_json::{Value, json};
use shared::protocol::{LiveEvent, SyncPage};
use shared::sync::live::Parser;
use town::{TODAY, Town, page, pages, problem, territory, write_message};

async fn sync(town: &Town, query: &str) -> SyncPage {
    let answer = town.get(&format!("/api/v1/sync?{query}")).await;
    assert_eq!(answer.status(), StatusCode::OK, "{query}");
    answer.json().await.unwrap()
}

#[tokio::test]
async fn a_phone_takes_everything_then_only_what_changed() {
    let town = Town::open().await;
    town.publish(&pages(620)).await;
    let first = sync(&town, "since=0").await;
    assert_eq!((first.upserts.len(), first.next, first.more), (500, 500, true));
    let second = sync(&town, &format!("since=500&log={}", first.log)).await;
    assert_eq!((second.upserts.len(), second.next, second.more), (120, 620, false));

    town.publish(&[page("p0003", "Corrigé")]).await;
    town.delete("page", "p0004").await;
    let delta = sync(&town, &format!("since=620&log={}", first.log)).await;
    assert_eq!((delta.upserts.len(), delta.next, delta.server_time), (1, 622, TODAY));
    assert_eq!(delta.upserts[0].to_record(), Some(page("p0003", "Corrigé")));
    assert_eq!(delta.deletes, [town::record_id("page", "p0004")]);
    assert!(sync(&town, "since=0").await.deletes.is_empty(), "an empty store has nothing to delete");
}

#[tokio::test]
async fn nothing_new_costs_next_to_nothing() {
    let town = Town::open().await;
    let seq = town.publish(&pages(3)).await;
    let page = sync(&town, &format!("since={seq}")).await;
    assert!(page.is_empty());
    let tag = shared::api::entity_tag(&page.log, seq);
    let asked =
        || town.http.get(town.url(&format!("/api/v1/sync?since={seq}&log={}", page.log))).header("if-none-match", &tag);
    let answer = asked().send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(answer.headers()["etag"], tag.as_str());
    town.publish(&[town::page("new", "1")]).await;
    assert_eq!(asked().send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn a_cursor_that_cannot_be_continued_from_is_gone_and_nonsense_is_refused() {
    let town = Town::open_with(|config| config.tombstone_days = 1).await;
    let seq = town.publish(&pages(3)).await;
    for query in [format!("since={}", seq + 1), format!("since={seq}&log=ANOTHER"), "since=0&log=ANOTHER".to_owned()] {
        let answer = town.get(&format!("/api/v1/sync?{query}")).await;
        assert_eq!(answer.status(), StatusCode::GONE, "{query}");
        assert_eq!(problem(answer).await.kind, "cursor-gone");
    }
    for query in ["since=yesterday", "since=-1", "since=99999999999999999999999"] {
        let answer = town.get(&format!("/api/v1/sync?{query}")).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(problem(answer).await.kind, "cursor-unreadable");
    }
    town.delete("page", "p0001").await;
    town.delete("page", "p0002").await;
    town.hands.turn(3 * 86_400);
    assert_eq!(town.storage().prune(TODAY + 86_400).await.unwrap(), 2);
    town.publish(&[page("after", "1")]).await;
    assert_eq!(
        town.get(&format!("/api/v1/sync?since={seq}")).await.status(),
        StatusCode::GONE,
        "its deletions are forgotten"
    );
    assert_eq!(sync(&town, "since=0").await.upserts.len(), 2);
    assert_eq!(problem(town.get("/api/v1/nothing").await).await.kind, "not-found");
}

struct Listener {
    stream: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<bytes::Bytes>> + Send>>,
    parser: Parser,
    waiting: std::collections::VecDeque<LiveEvent>,
}

impl Listener {
    async fn open(town: &Town) -> Self {
        let answer = town.get("/api/v1/live").await;
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self {
            stream: Box::pin(answer.bytes_stream()),
            parser: Parser::default(),
            waiting: std::collections::VecDeque::new(),
        }
    }

    /// The next event; `None` when the stream ended.
    async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            let piece =
                tokio::time::timeout(Duration::from_secs(20), self.stream.next()).await.expect("nothing was told");
            self.waiting.extend(self.parser.push(&piece?.ok()?));
        }
    }
}

#[tokio::test]
async fn a_change_is_told_whole_when_small_and_announced_when_large() {
    let town = Town::open().await;
    let mut phone = Listener::open(&town).await;
    let Some(LiveEvent::Changed { seq: 0, log }) = phone.next().await else { panic!("no greeting") };
    town.publish(&[page("visale", "Une garantie gratuite")]).await;
    let Some(LiveEvent::Delta { from: 0, page: delta }) = phone.next().await else { panic!("no delta") };
    assert_eq!((delta.next, delta.upserts[0].to_record()), (1, Some(page("visale", "Une garantie gratuite"))));
    town.delete("page", "visale").await;
    let Some(LiveEvent::Delta { from: 1, page: delta }) = phone.next().await else { panic!("no delta") };
    assert_eq!(delta.deletes, [town::record_id("page", "visale")]);
    town.publish(&[page("long", &"mot ".repeat(6_000))]).await;
    assert_eq!(phone.next().await, Some(LiveEvent::Changed { log, seq: 3 }));
}

#[tokio::test]
async fn a_phone_that_does_not_read_is_told_to_ask_and_the_server_stops_in_spite_of_it() {
    let town = Town::open().await;
    let mut phone = Listener::open(&town).await;
    phone.next().await.unwrap();
    // More than the queue, the connection's buffers and the phone's own together, while the phone reads nothing.
    let long = "mot ".repeat(3_500);
    let mut last = 0;
    for round in 0..700 {
        last = town.publish(&[page("p", &format!("{round} {long}"))]).await;
    }
    let mut reached = 0;
    let mut asked = false;
    while reached < last {
        match phone.next().await.expect("the stream ended") {
            LiveEvent::Delta { from, page } => {
                assert!(asked || from == reached, "a change was skipped in silence");
                reached = page.next;
            }
            LiveEvent::Changed { seq, .. } => (reached, asked) = (seq, true),
        }
    }
    assert!(asked, "nothing was skipped: the phone was not behind");
    let Town { running, .. } = town;
    tokio::time::timeout(Duration::from_secs(20), running.stop())
        .await
        .expect("an open stream kept the server from stopping");
    assert_eq!(phone.next().await, None);
}

#[tokio::test]
async fn live_places_are_counted() {
    let town = Town::open_with(|config| config.max_listeners = 1).await;
    let mut first = Listener::open(&town).await;
    first.next().await.unwrap();
    let refused = town.get("/api/v1/live").await;
    assert_eq!(
        (refused.status(), refused.headers().contains_key("retry-after")),
        (StatusCode::SERVICE_UNAVAILABLE, true)
    );
}

#[tokio::test]
async fn a_full_disk_is_said_and_changes_nothing() {
    let town = Town::open_with(|config| config.max_database_mib = 1).await;
    let long = "mot ".repeat(1_000);
    let mut stored = 0;
    let answer = loop {
        let key = format!("01KAS0000000000000000{stored:05}");
        let answer = write_message(&town, &json!({"key": key, "topic": "error", "text": long.trim()})).await;
        if answer.status() != StatusCode::CREATED {
            break answer;
        }
        stored += 1;
        town.hands.turn(3600);
        assert!(stored < 1_000, "the disk never filled");
    };
    assert_eq!(
        (answer.status(), problem(answer).await.kind.as_str()),
        (StatusCode::INSUFFICIENT_STORAGE, "storage-full")
    );
    assert_eq!(sync(&town, "since=0").await.next, 0, "reading goes on");
    let records = pages(400);
    assert!(town.storage().upsert(&records).await.unwrap_err().is_full());
    assert_eq!(town.storage().head().await.unwrap().seq, 0);
}

#[tokio::test]
async fn news_events_and_places_go_out_in_formats_others_read() {
    let town = Town::open_with(|config| config.territory = Some(territory("chalons"))).await;
    for path in ["/feeds/news.rss", "/feeds/news.json"] {
        let bytes = town.get(path).await.bytes().await.unwrap();
        let feed = feed_rs::parser::parse(&*bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(feed.entries.len() >= 5, "{path}");
        let entry = &feed.entries[0];
        assert!(entry.title.is_some() && entry.published.is_some() && !entry.links.is_empty(), "{path}");
    }
    let calendar: icalendar::Calendar = town.get("/feeds/agenda.ics").await.text().await.unwrap().parse().unwrap();
    assert!(calendar.events().count() >= 5);
    let places: Value = town.get("/feeds/places.geojson").await.json().await.unwrap();
    let first = &places["features"][0];
    assert_eq!((first["type"].as_str(), first["geometry"]["type"].as_str()), (Some("Feature"), Some("Point")));
    let longitude = first["geometry"]["coordinates"][0].as_f64().unwrap();
    assert!((4.0..5.0).contains(&longitude), "longitude comes first");
    let tag = town.get("/feeds/news.rss").await.headers()["etag"].clone();
    let again = town.http.get(town.url("/feeds/news.rss")).header("if-none-match", tag).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn seeding_again_changes_nothing_and_every_picture_can_be_had() {
    let town = Town::open_with(|config| config.territory = Some(territory("chalons"))).await;
    let seq = town.storage().head().await.unwrap().seq;
    server::seed::seed(town.storage(), &territory("chalons")).await.unwrap();
    assert_eq!(town.storage().head().await.unwrap().seq, seq);
    let page = sync(&town, "since=0").await;
    let pictures: Vec<_> = page
        .upserts
        .iter()
        .filter_map(|wire| wire.to_record()?.image().cloned())
        .flat_map(|image| image.variants)
        .collect();
    assert!(!pictures.is_empty());
    for variant in pictures {
        let answer = town.get(&variant.path()).await;
        assert!(answer.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        assert_eq!(answer.bytes().await.unwrap().len(), variant.bytes as usize);
    }
    assert_eq!(town.get(&format!("/media/{}.webp", "0".repeat(64))).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(town.get("/media/..%2f..%2fetc%2fpasswd").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_web_build_is_served_with_its_deep_links_and_nothing_from_elsewhere() {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("assets")).unwrap();
    for (file, text) in [
        ("index.html", "<!doctype html>app"),
        ("sw.js", "//"),
        ("assets/app-0123456789abcdef.js", "plain"),
        ("assets/app-0123456789abcdef.js.br", "packed"),
    ] {
        std::fs::write(site.path().join(file), text).unwrap();
    }
    let town = Town::open_with(|config| config.site = Some(site.path().to_owned())).await;
    for path in ["/", "/rubrique/se-loger", "/actus/froid-115", "/recherche?q=logement"] {
        let answer = town.get(path).await;
        assert_eq!(
            (answer.status(), answer.headers()["cache-control"].to_str().unwrap()),
            (StatusCode::OK, "no-cache"),
            "{path}"
        );
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert_eq!(answer.text().await.unwrap(), "<!doctype html>app");
    }
    let script = town
        .http
        .get(town.url("/assets/app-0123456789abcdef.js"))
        .header("accept-encoding", "br")
        .send()
        .await
        .unwrap();
    assert_eq!(script.headers()["content-encoding"], "br");
    assert_eq!(script.headers()["content-type"], "text/javascript");
    assert!(script.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(town.get("/assets/missing.js").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(town.get("/..%2fdata%2fguichet.db").await.status(), StatusCode::NOT_FOUND);
    assert!(town.get("/v").await.text().await.unwrap().contains("prochaine version"));
}

#[tokio::test]
async fn the_server_says_how_it_is() {
    let town = Town::open().await;
    assert_eq!(town.get("/healthz").await.text().await.unwrap(), "ok\n");
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    assert_eq!(
        (ready["parts"]["storage"]["state"].as_str(), ready["parts"]["push"]["state"].as_str()),
        (Some("ok"), Some("ok"))
    );
    let metrics = town.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("guichet_requests_total{route=\"/healthz\",status=\"200\"} 1"), "{metrics}");
}

#[tokio::test]
async fn apps_are_counted_once_a_week_without_a_name() {
    let town = Town::open().await;
    sync(&town, "since=0&first_sync_this_week=1").await;
    sync(&town, "since=0").await;
    let folder = town.folder.path().join("data/guichet.db");
    let clock = town.hands.clock();
    let Town { running, folder: _kept, .. } = town;
    running.stop().await;
    let storage =
        server::storage::Storage::open(server::storage::Location::File { path: folder, max_bytes: None }, clock)
            .await
            .unwrap();
    assert_eq!(storage.apps_in("2026-W48").await.unwrap(), 1);
}

#[tokio::test]
async fn the_document_describes_what_is_answered() {
    let town = Town::open().await;
    let document: Value = town.get("/api/v1/openapi.json").await.json().await.unwrap();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let address = town.url(&path.replace("{id}", "01KAS0000000000000000000AA").replace("{file}", "none.webp"));
            let answer = town.http.request(method.to_uppercase().parse().unwrap(), address).send().await.unwrap();
            let status = answer.status().as_u16().to_string();
            assert!(
                operation["responses"].get(&status).is_some(),
                "{method} {path} answered {status}, which the document does not name"
            );
            let kind = answer.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
            if let Some(described) = operation["responses"][&status]["content"].as_object() {
                let kind = kind.unwrap_or_default();
                assert!(
                    described.keys().any(|name| kind.starts_with(name.as_str())),
                    "{method} {path} answered {kind}"
                );
            }
        }
    }
}
