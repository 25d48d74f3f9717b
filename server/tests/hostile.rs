//! Strangers' requests: made from the document of the API and from the forms of the console, then bent.
//!
//! Whatever is sent, the answer is one that the document names, its body is what its schema says, a refusal is a problem,
//! and nothing is the server's fault. Seeds of proptest are fixed: what fails here fails everywhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/document.rs"]
mod document;
mod town;

use document::Document;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::staff::{Access, routes};
use server::storage::Role;
use town::colleague::{Colleague, apply, encoded};
use town::holder::{Holder, Shop, ulid};
use town::{Town, territory};

/// Requests of each operation.
const REQUESTS: usize = 40;

/// Forms sent to each route of the console by each role.
const FORMS: usize = 3;

/// Texts that have broken something somewhere.
fn hostile_text() -> impl Strategy<Value = String> {
    let known = select(vec![
        "",
        " ",
        "\0",
        "\u{202e}gpj.exe",
        "\u{feff}\u{200b}",
        "é\u{301}\u{301}\u{301}",
        "'; DROP TABLE cards; --",
        "\" OR 1=1 --",
        "%00%0a%0d",
        "../../../../etc/passwd",
        "<script>alert(1)</script>",
        "{{7*7}}${7*7}",
        "\r\nSet-Cookie: a=b",
        "-1",
        "9223372036854775808",
        "1e400",
        "NaN",
        "0000-00-00",
        "2026-02-30",
        "+262142-12-31",
        "-262143-01-01T00:00",
        "9999-12-31T23:59:60",
        "null",
        "01KAS0000000000000000000AA",
        "8ZZZZZZZZZZZZZZZZZZZZZZZZZ",
        "\u{10ffff}",
        "𝕏",
    ]);
    prop_oneof![
        4 => known.prop_map(str::to_owned),
        2 => ".{0,40}",
        1 => (1_usize..20_000).prop_map(|length| "é".repeat(length)),
    ]
}

fn hostile_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => hostile_text().prop_map(Value::String),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::Bool),
        2 => select(vec![json!(0), json!(-1), json!(1), json!(i64::MAX), json!(i64::MIN), json!(u64::MAX), json!(1e308), json!(-0.5)]),
        1 => (1_usize..300).prop_map(|depth| (0..depth).fold(json!(1), |inner, _| json!([inner]))),
        1 => Just(json!({ "a": { "b": [] } })),
        1 => (0_usize..3_000).prop_map(|length| json!(vec!["x"; length])),
    ]
}

/// How a request that could be right is bent.
#[derive(Clone, Debug)]
enum Bend {
    Nothing,
    Replace(Index, Value),
    Remove(Index),
    Add(String, Value),
    Whole(Value),
    Raw(Vec<u8>),
    Cut(Index),
    ContentType(&'static str),
    Query(String),
    Path(String),
}

fn bend() -> impl Strategy<Value = Bend> {
    prop_oneof![
        1 => Just(Bend::Nothing),
        8 => (any::<Index>(), hostile_value()).prop_map(|(at, value)| Bend::Replace(at, value)),
        1 => any::<Index>().prop_map(Bend::Remove),
        1 => (hostile_text(), hostile_value()).prop_map(|(name, value)| Bend::Add(name, value)),
        1 => hostile_value().prop_map(Bend::Whole),
        1 => prop::collection::vec(any::<u8>(), 0..200).prop_map(Bend::Raw),
        1 => any::<Index>().prop_map(Bend::Cut),
        1 => select(vec!["", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=utf-16", "é"]).prop_map(Bend::ContentType),
        3 => hostile_text().prop_map(Bend::Query),
        2 => hostile_text().prop_map(Bend::Path),
    ]
}

/// The same choices at each run.
fn chance(seed: u8) -> TestRunner {
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

fn one<T>(runner: &mut TestRunner, strategy: &impl Strategy<Value = T>) -> T {
    strategy.new_tree(runner).unwrap().current()
}

/// Every place of a value, by JSON pointer; the whole is none.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        _ => return,
    };
    for (name, value) in inner {
        let at = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
        places(value, &at, found);
        found.push(at);
    }
}

/// A request, ready to be sent.
struct Sent {
    path: String,
    kind: String,
    body: Vec<u8>,
}

fn bent(bend: Bend, path: &str, example: &Value) -> Sent {
    let mut sent = Sent { path: path.to_owned(), kind: "application/json".to_owned(), body: Vec::new() };
    let mut value = example.clone();
    let mut at = Vec::new();
    places(&value, "", &mut at);
    match bend {
        Bend::Nothing => {}
        Bend::Replace(index, new) => {
            if !at.is_empty() {
                *value.pointer_mut(&at[index.index(at.len())]).unwrap() = new;
            }
        }
        Bend::Remove(index) => {
            if let Some(fields) = value.as_object_mut().filter(|fields| !fields.is_empty()) {
                let names: Vec<String> = fields.keys().cloned().collect();
                fields.remove(&names[index.index(names.len())]);
            }
        }
        Bend::Add(name, new) => {
            if let Some(fields) = value.as_object_mut() {
                fields.insert(name, new);
            }
        }
        Bend::Whole(new) => value = new,
        Bend::Raw(bytes) => {
            sent.body = bytes;
            return sent;
        }
        Bend::Cut(index) => {
            let mut bytes = value.to_string().into_bytes();
            bytes.truncate(index.index(bytes.len()));
            sent.body = bytes;
            return sent;
        }
        Bend::ContentType(kind) => sent.kind = kind.to_owned(),
        Bend::Query(text) => {
            let text = encoded(&text.chars().take(1_500).collect::<String>());
            sent.path = if path.contains("/map") || path.contains("/geocode") {
                format!("{path}?q={text}&lat={text}&lon={text}&v={text}")
            } else {
                format!("{path}?since={text}&log={text}&first_sync_this_week={text}&x={text}")
            };
        }
        Bend::Path(text) => {
            let text = encoded(&text.chars().take(500).collect::<String>());
            sent.path = match path.rsplit_once('/') {
                Some((before, last))
                    if last.len() > 20
                        || last.contains('.') && before == "/media"
                        || before.starts_with("/api/v1/map/tiles")
                        || before == "/api/v1/map/glyphs" =>
                {
                    format!("{before}/{text}")
                }
                _ => path.to_owned(),
            };
        }
    }
    if !value.is_null() {
        sent.body = value.to_string().into_bytes();
    }
    sent
}

async fn open_town() -> Town {
    Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        (config.message_burst, config.card_burst, config.check_burst) = (100_000, 100_000, 100_000);
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_sent_to_the_api_the_answer_is_one_that_the_document_names() {
    let town = open_town().await;
    let document = Document::read();
    let problem = document.validator(&json!({ "schema": { "$ref": "#/components/schemas/Problem" } })).unwrap();
    let holder = Holder::with_card(&town, 1).await;
    let places = town.storage().all_held(shared::domain::Kind::Place).await.unwrap();
    let place = places.iter().find_map(|held| held.record.as_ref()).unwrap().id().to_owned();
    let shop = Shop::open(&town, &place).await;
    let (mut asked, mut taken) = (0, 0);
    for (path, methods) in document.0["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let example = if schema.is_null() { Value::Null } else { document.example(schema, "") };
            let address = path.replace("{id}", &ulid(5)).replace("{file}", "none.webp");
            let address = address.replace("{z}/{x}/{y}", "14/8305/5720").replace("{range}", "0-255");
            let mut runner = chance(u8::try_from(asked / REQUESTS).unwrap());
            for _ in 0..REQUESTS {
                let bend = one(&mut runner, &bend());
                let said = format!("{method} {path} {:.300}", format!("{bend:?}"));
                let sent = bent(bend, &address, &example);
                let mut request = town.http.request(method.to_uppercase().parse().unwrap(), town.url(&sent.path));
                if let Ok(kind) = reqwest::header::HeaderValue::from_bytes(sent.kind.as_bytes()) {
                    request = request.header("content-type", kind);
                }
                // The live stream answers what the document says, and goes on.
                let endless = path.as_str() == "/api/v1/live";
                let asks_a_card = operation["security"][0].get("token").is_some();
                // One that would end what the next requests need is asked without it.
                let ends = method.as_str() == "delete" || path.ends_with("/lost");
                if asks_a_card && !ends {
                    request = request.bearer_auth(&holder.token);
                }
                if path.starts_with("/api/v1/shop") && !ends || path.ends_with("/check") {
                    request = request.header("cookie", &shop.cookie);
                }
                let answer = request.body(sent.body).send().await.unwrap_or_else(|error| panic!("{said}: {error}"));
                asked += 1;
                let status = answer.status();
                assert!(!status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE, "{said}: {status}");
                let described = &operation["responses"][status.as_str()];
                assert!(described.is_object(), "{said}: {status} is not in the document");
                let kind = answer
                    .headers()
                    .get("content-type")
                    .map(|kind| kind.to_str().unwrap().to_owned())
                    .unwrap_or_default();
                if endless {
                    continue;
                }
                let body = answer.bytes().await.unwrap();
                taken += usize::from(status.is_success());
                if status.is_client_error() {
                    assert_eq!(kind, "application/problem+json", "{said}: {status}");
                    let body: Value = serde_json::from_slice(&body).unwrap_or_else(|_| panic!("{said}: {body:?}"));
                    assert!(problem.is_valid(&body), "{said}: {body}");
                    assert_eq!(body["status"], status.as_u16(), "{said}");
                    continue;
                }
                let Some(contents) = described["content"].as_object() else {
                    assert!(body.is_empty(), "{said}: {status} has a body");
                    continue;
                };
                let content = contents.iter().find(|(name, _)| kind.starts_with(name.as_str()));
                let (name, content) = content.unwrap_or_else(|| panic!("{said}: {kind} is not in the document"));
                if name.ends_with("json") {
                    let body: Value = serde_json::from_slice(&body).unwrap();
                    let validator = document.validator(content).unwrap();
                    let faults: Vec<String> = validator
                        .iter_errors(&body)
                        .map(|fault| format!("{}: {fault}", fault.instance_path()))
                        .collect();
                    assert!(faults.is_empty(), "{said}: {faults:?} in {:.1000}", body.to_string());
                }
            }
        }
    }
    assert!(asked > 1_000 && taken > asked / 10, "most of it was refused at the first door: {taken} of {asked} taken");
    assert_eq!(town.get("/healthz").await.status(), StatusCode::OK);
}

/// The names of every field that a page's forms send.
fn names(page: &str) -> Vec<String> {
    let mut names: Vec<String> =
        page.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_written_into_a_form_the_console_answers_and_escapes_it() {
    let town = open_town().await;
    let places = town.storage().all_held(shared::domain::Kind::Place).await.unwrap();
    let place = places.iter().find_map(|held| held.record.as_ref()).unwrap().id().to_owned();
    let mut runner = chance(200);
    let mut answers = 0;
    for role in Role::ALL {
        let colleague = Colleague::with(&town, role).await;
        for (number, route) in routes().into_iter().enumerate() {
            let may = matches!(route.access, Access::Roles(roles) if roles.contains(&role));
            // Those that would sign everybody out are asked by whoever has nothing to lose.
            let ends = ["/staff/sortir", "/staff/compte/sessions", "/staff/compte/mot-de-passe"].contains(&route.path);
            if !may || ends || route.path.starts_with("/staff/equipe/") {
                continue;
            }
            let key = char::from(b'A' + u8::try_from(number % 8).unwrap());
            let (card, _) = match town.storage().find_cards("test", &format!("Fuzz {key}")).await.unwrap().pop() {
                Some(card) => (card, [0; 32]),
                None => apply(&town, key, "Zoé", &format!("Fuzz {key}")).await,
            };
            let id = if route.path.contains("/cartes") { card.id } else { place.clone() };
            let noun = one(&mut runner, &select(vec!["fiches", "lieux", "evenements", "numeros"]));
            let path = route.path.replace("{id}", &id).replace("{noun}", noun);
            // Fields of the page at this address, or of the one above it, and some that every form has.
            let page = colleague.get(&path).await;
            let page = if page.status() == StatusCode::OK { page.text().await.unwrap() } else { String::new() };
            let mut fields = names(&page);
            fields.extend(
                ["action", "decision", "vu", "texte", "q", "de", "avant", "du", "fait", "carte"].map(str::to_owned),
            );
            for _ in 0..FORMS {
                let filled: Vec<(String, String)> = fields
                    .iter()
                    .map(|name| {
                        let text = one(&mut runner, &hostile_text());
                        (name.clone(), text.chars().take(3_000).collect())
                    })
                    .collect();
                let answer = if route.method == Method::GET {
                    let query: Vec<String> = filled
                        .iter()
                        .map(|(name, value)| {
                            format!("{}={}", encoded(name), encoded(&value.chars().take(60).collect::<String>()))
                        })
                        .collect();
                    colleague.get(&format!("{path}?{}", query.join("&"))).await
                } else {
                    let pairs: Vec<(&str, &str)> =
                        filled.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                    colleague.post(&path, &pairs).await
                };
                let status = answer.status();
                assert!(!status.is_server_error(), "{} {path} as {role:?}: {status} for {filled:?}", route.method);
                let html = answer
                    .headers()
                    .get("content-type")
                    .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
                let page = String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned();
                assert!(!html || !page.contains("<script>alert"), "{path} as {role:?}: {page}");
                answers += 1;
            }
            // A body that is no form, and one that is a file's.
            if route.method == Method::POST {
                for (kind, body) in [
                    ("application/json", "{\"a\":"),
                    (
                        "multipart/form-data; boundary=x",
                        "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n\u{fffd}PNG\r\n--x--",
                    ),
                    ("multipart/form-data", "--"),
                    ("application/x-www-form-urlencoded", "%ff%fe=%&&&===&a"),
                ] {
                    let asked = colleague.ask(Method::POST, &path).header("origin", town.running.url());
                    let status = asked.header("content-type", kind).body(body).send().await.unwrap().status();
                    assert!(!status.is_server_error(), "{path} as {role:?}: {status} for {kind}");
                }
            }
        }
    }
    assert!(answers > 200, "{answers}");
}
