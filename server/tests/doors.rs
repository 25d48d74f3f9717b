//! Every door of the API against everybody: each address, each kind of asker, each place that a page which asks could be at.
//! The table is held to the router and to the document. The console's doors are in `console_doors.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::collections::BTreeSet;
use std::path::Path;

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use server::storage::Role;
use shared::domain::Record;
use town::colleague::Colleague;
use town::holder::{Holder, Shop, ulid};
use town::{Town, territory};

const EVIL: &str = "https://evil.example";

/// Whom an address of the API is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whom {
    Anyone,
    /// Whoever sent the message that it names.
    Sender,
    /// The phone that has the card, by its token; the address names no card.
    Holder,
    /// A shop that is signed in.
    Shop,
}

/// Every address of the API. A new one is written here, in `App::router` and in `openapi.json`, or a test fails.
const DOORS: [(&str, &str, Whom); 44] = [
    ("GET", "/api/v1/sync", Whom::Anyone),
    ("GET", "/api/v1/live", Whom::Anyone),
    ("POST", "/api/v1/messages", Whom::Anyone),
    ("GET", "/api/v1/messages/{id}", Whom::Sender),
    ("DELETE", "/api/v1/messages/{id}", Whom::Sender),
    ("POST", "/api/v1/tally", Whom::Anyone),
    ("GET", "/api/v1/card", Whom::Holder),
    ("PUT", "/api/v1/card", Whom::Holder),
    ("DELETE", "/api/v1/card", Whom::Holder),
    ("POST", "/api/v1/card/applications", Whom::Anyone),
    ("PUT", "/api/v1/card/proof", Whom::Holder),
    ("POST", "/api/v1/card/credential", Whom::Holder),
    ("POST", "/api/v1/card/activations", Whom::Anyone),
    ("POST", "/api/v1/card/rescue", Whom::Anyone),
    ("POST", "/api/v1/card/vouchers", Whom::Holder),
    ("POST", "/api/v1/card/lost", Whom::Holder),
    ("GET", "/api/v1/card/export", Whom::Holder),
    ("GET", "/api/v1/card/trust", Whom::Anyone),
    ("POST", "/api/v1/card/check", Whom::Anyone),
    ("GET", "/api/v1/shop", Whom::Shop),
    ("POST", "/api/v1/shop/session", Whom::Anyone),
    ("DELETE", "/api/v1/shop/session", Whom::Anyone),
    ("POST", "/api/v1/shop/redemptions", Whom::Shop),
    ("DELETE", "/api/v1/shop/redemptions/{id}", Whom::Shop),
    ("GET", "/api/v1/shop/proposals", Whom::Shop),
    ("POST", "/api/v1/shop/proposals", Whom::Shop),
    ("DELETE", "/api/v1/shop/proposals/{id}", Whom::Shop),
    ("GET", "/api/v1/push", Whom::Anyone),
    ("PUT", "/api/v1/push/subscription", Whom::Anyone),
    ("DELETE", "/api/v1/push/subscription", Whom::Anyone),
    ("GET", "/api/v1/map", Whom::Anyone),
    ("GET", "/api/v1/map/tiles/{z}/{x}/{y}", Whom::Anyone),
    ("GET", "/api/v1/map/glyphs/{range}", Whom::Anyone),
    ("GET", "/api/v1/map/file", Whom::Anyone),
    ("GET", "/api/v1/geocode", Whom::Anyone),
    ("GET", "/api/v1/openapi.json", Whom::Anyone),
    ("GET", "/media/{file}", Whom::Anyone),
    ("GET", "/feeds/news.rss", Whom::Anyone),
    ("GET", "/feeds/news.json", Whom::Anyone),
    ("GET", "/feeds/agenda.ics", Whom::Anyone),
    ("GET", "/feeds/places.geojson", Whom::Anyone),
    ("GET", "/healthz", Whom::Anyone),
    ("GET", "/readyz", Whom::Anyone),
    ("GET", "/metrics", Whom::Anyone),
];

/// The addresses that a source file gives to a router, as `GET /path`. Axum does not tell a router's own.
fn in_source(file: &Path) -> BTreeSet<String> {
    let source = std::fs::read_to_string(file).unwrap();
    let mut found = BTreeSet::new();
    for given in source.split(".route(").skip(1) {
        let given = given.trim_start();
        // One that is in a variable comes from a table, which is walked whole.
        let Some(rest) = given.strip_prefix('"') else { continue };
        let (path, handlers) = rest.split_once('"').unwrap();
        let mut open = 1;
        let end = handlers.find(|letter: char| {
            open += i32::from(letter == '(') - i32::from(letter == ')');
            open == 0
        });
        let handlers = &handlers[..end.unwrap()];
        for method in ["get", "post", "put", "delete", "patch", "head", "any"] {
            let named = |before: &str| handlers.contains(&format!("{before}{method}("));
            if named(" ") || named(".") || named("::") {
                found.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    found
}

#[test]
fn no_address_is_without_its_line() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut routed = in_source(&source.join("app.rs"));
    assert!(routed.remove("ANY /api/{*rest}"), "what is not there answers as the API does: {routed:?}");
    let table: BTreeSet<String> = DOORS.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(routed, table);

    let document: Value = serde_json::from_slice(&std::fs::read(source.join("openapi.json")).unwrap()).unwrap();
    let mut described = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let address = format!("{} {path}", method.to_uppercase());
            let (_, _, whom) =
                DOORS.iter().find(|(method, path, _)| address == format!("{method} {path}")).expect(&address);
            let needed = match whom {
                Whom::Anyone => Value::Null,
                Whom::Sender | Whom::Holder => json!([{ "token": [] }]),
                Whom::Shop => json!([{ "shop": [] }]),
            };
            assert_eq!(operation.get("security").cloned().unwrap_or_default(), needed, "{address}");
            described.insert(address);
        }
    }
    assert_eq!(described, table);

    // Nothing else of the server gives addresses, but for the console's table and the site, which is for anyone.
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") && entry != source.join("app.rs") {
                let found = in_source(&entry);
                match entry.strip_prefix(&source).unwrap().to_str().unwrap() {
                    "staff/routes.rs" => {
                        assert_eq!(found, BTreeSet::new(), "the table, and the rest that is not there");
                    }
                    "site.rs" => {
                        assert!(found.iter().all(|one| one.starts_with("GET /v") || one == "GET /"), "{found:?}");
                    }
                    other => assert!(found.is_empty(), "{other}: {found:?}"),
                }
            }
        }
    }
}

/// Someone who asks the API, with what they have to show.
struct Asker {
    name: String,
    bearer: Option<String>,
    cookie: Option<String>,
}

impl Asker {
    fn with(name: &str, bearer: Option<&str>, cookie: Option<&str>) -> Self {
        Self { name: name.to_owned(), bearer: bearer.map(str::to_owned), cookie: cookie.map(str::to_owned) }
    }

    fn ask(&self, town: &Town, method: &str, path: &str) -> RequestBuilder {
        let mut asked = town.http.request(method.parse::<Method>().unwrap(), town.url(path));
        if let Some(bearer) = &self.bearer {
            asked = asked.bearer_auth(bearer);
        }
        if let Some(cookie) = &self.cookie {
            asked = asked.header("cookie", cookie);
        }
        if method == "GET" { asked } else { asked.header("content-type", "application/json").body("{}") }
    }

    async fn status(&self, town: &Town, method: &str, path: &str) -> StatusCode {
        self.ask(town, method, path).send().await.unwrap().status()
    }
}

/// Demo-Bourg with a shop more and its offer, and limits that nobody of this test reaches.
async fn open_town() -> Town {
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        (config.message_burst, config.card_burst, config.check_burst) = (10_000, 10_000, 10_000);
    })
    .await;
    let records: Vec<Record> = [
        json!({ "kind": "place", "id": "boulangerie", "place_kind": "shop", "name": "La Miche", "summary": "", "sections": [],
            "address": "1 rue Basse", "city": "Demo-Bourg", "example": true }),
        json!({ "kind": "place", "id": "cinema", "place_kind": "shop", "name": "Le Rex", "summary": "", "sections": [],
            "address": "2 rue Basse", "city": "Demo-Bourg", "example": true }),
        json!({ "kind": "offer", "id": "cafe", "place": "boulangerie", "title": "Café", "terms": "Exemple.",
            "offer_kind": "gift", "category": "manger", "example": true }),
    ]
    .into_iter()
    .map(|record| serde_json::from_value(record).unwrap())
    .collect();
    town.publish(&records).await;
    town
}

/// Sends a message; its id and token.
async fn message(town: &Town, number: u64) -> (String, String) {
    let body = json!({ "key": ulid(number), "topic": "question", "text": "Bonjour", "reply_to": "06 00 00 00 00" });
    let answer = town.post("/api/v1/messages", &body).await;
    assert_eq!(answer.status(), StatusCode::CREATED);
    let receipt: Value = answer.json().await.unwrap();
    (receipt["id"].as_str().unwrap().to_owned(), receipt["token"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn every_address_of_the_api_lets_in_whom_it_is_for_and_nobody_else() {
    let town = open_town().await;
    let nobody = Asker::with("nobody", None, None);
    let holder = Holder::with_card(&town, 1).await;
    let (baker, projectionist) = (Shop::open(&town, "boulangerie").await, Shop::open(&town, "cinema").await);
    let (_, token) = message(&town, 2).await;
    let mut everybody = vec![
        Asker::with("a token of nobody", Some(&"0".repeat(64)), None),
        Asker::with("a phone with a card", Some(&holder.token), None),
        Asker::with("a phone that sent a message", Some(&token), None),
        Asker::with("a shop", None, Some(&baker.cookie)),
        Asker::with("another shop", None, Some(&projectionist.cookie)),
        Asker::with("a cookie of nobody", None, Some("guichet_shop=0000; guichet_staff=0000")),
    ];
    for role in Role::ALL {
        let colleague = Colleague::with(&town, role).await;
        everybody.push(Asker::with(role.name(), None, colleague.cookie.as_deref()));
    }
    let refused = [StatusCode::UNAUTHORIZED, StatusCode::NOT_FOUND];
    for (number, (method, path, whom)) in DOORS.into_iter().enumerate() {
        let number = 100 + number as u64;
        // What the address names, and who has it: made for this address alone, which may end it.
        let (path, owner) = match (whom, path) {
            (Whom::Anyone, _) => (path.replace("{file}", "none.webp"), None),
            (Whom::Sender, _) => {
                let (id, token) = message(&town, number).await;
                (path.replace("{id}", &id), Some(Asker::with("its sender", Some(&token), None)))
            }
            (Whom::Holder, _) => {
                let holder = Holder::apply(&town, number).await;
                (path.to_owned(), Some(Asker::with("its holder", Some(&holder.token), None)))
            }
            (Whom::Shop, "/api/v1/shop/proposals/{id}") => {
                let key = ulid(number);
                let wish =
                    json!({ "key": key, "title": "Café offert", "terms": "Avec un croissant.", "offer_kind": "gift" });
                let asked =
                    town.http.post(town.url("/api/v1/shop/proposals")).header("cookie", &baker.cookie).json(&wish);
                assert_eq!(asked.send().await.unwrap().status(), StatusCode::CREATED);
                (path.replace("{id}", &key), Some(Asker::with("the shop", None, Some(&baker.cookie))))
            }
            (Whom::Shop, _) => {
                let holder = Holder::with_card(&town, number).await;
                let (_, used) = baker.redeem(&town, "cafe", &holder.shows(town.now()), number, town.now()).await;
                let path = path.replace("{id}", used["id"].as_str().unwrap_or_default());
                (path, Some(Asker::with("the shop", None, Some(&baker.cookie))))
            }
        };
        let alone = nobody.status(&town, method, &path).await;
        assert!(!alone.is_server_error(), "{method} {path} {alone}");
        let Some(owner) = owner else {
            assert!(![StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&alone), "{method} {path} {alone}");
            for asker in everybody.iter().filter(|_| path != "/api/v1/shop/session") {
                let status = asker.status(&town, method, &path).await;
                assert_eq!(status, alone, "{method} {path} is for anyone, {} too", asker.name);
            }
            continue;
        };
        assert_eq!(alone, StatusCode::UNAUTHORIZED, "{method} {path}");
        for asker in &everybody {
            let of_its_kind = match whom {
                // Their own card, which is not this one; their own shop, which is.
                Whom::Holder => asker.name == "a phone with a card",
                Whom::Shop => {
                    asker.name == "a shop"
                        || (asker.name == "another shop"
                            && !path.contains("redemptions/")
                            && !path.contains("proposals/"))
                }
                Whom::Sender | Whom::Anyone => false,
            };
            if !of_its_kind {
                let status = asker.status(&town, method, &path).await;
                assert!(refused.contains(&status), "{method} {path} for {}: {status}", asker.name);
            }
        }
        let status = owner.status(&town, method, &path).await;
        assert!(
            !refused.contains(&status) && !status.is_server_error(),
            "{method} {path} for {}: {status}",
            owner.name
        );
    }
    let untouched = holder.status(&town).await;
    assert_eq!(untouched["state"], "active", "nobody reached the card of somebody else: {untouched}");
}

#[tokio::test]
async fn no_other_site_reads_or_writes_through_the_api() {
    let town = open_town().await;
    let shop = Shop::open(&town, "boulangerie").await;
    let signed_in = Asker::with("a shop", None, Some(&shop.cookie));
    for (method, path, _) in DOORS {
        let path = path.replace("{id}", &ulid(1)).replace("{file}", "none.webp");
        for (header, value) in [("origin", EVIL), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")] {
            let answer = signed_in.ask(&town, method, &path).header(header, value).send().await.unwrap();
            let shared = answer.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap());
            // Feeds are open data, without whoever asks for them.
            let expected = path.starts_with("/feeds/").then_some("*");
            assert_eq!(shared, expected, "{method} {path}");
            assert!(answer.headers().get("access-control-allow-credentials").is_none(), "{method} {path}");
            if path.starts_with("/api/v1/shop") && method != "GET" {
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{method} {path} with {header}: {value}");
                let problem: Value = answer.json().await.unwrap();
                assert!(problem["type"].as_str().unwrap().ends_with("other-site"), "{problem}");
            }
        }
        // What a browser asks before it sends anything that is not a plain form.
        let asked = town.http.request(Method::OPTIONS, town.url(&path)).header("origin", EVIL);
        let asked = asked.header("access-control-request-method", method);
        let answer = asked.header("access-control-request-headers", "content-type").send().await.unwrap();
        let allowed = answer.headers().keys().any(|name| name.as_str().starts_with("access-control-allow"));
        assert!(!allowed || path.starts_with("/feeds/"), "{method} {path}: {:?}", answer.headers());
    }
    // And its own page still does.
    let own = signed_in.ask(&town, "DELETE", "/api/v1/shop/session").header("sec-fetch-site", "same-origin");
    assert_eq!(own.send().await.unwrap().status(), StatusCode::NO_CONTENT);
}
