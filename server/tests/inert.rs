//! Hostile words stored in every field that a person or a feed can fill, then every page and every feed read by the rules
//! of whoever reads it: words stay words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/agency.rs"]
#[allow(dead_code, reason = "its other part is another test's")]
mod agency;
#[path = "town/follower.rs"]
#[allow(dead_code, reason = "its other part is another test's")]
mod follower;
#[path = "town/reader.rs"]
mod reader;
mod town;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use agency::{Agency, item, rss};
use follower::{Desk, near};
use quick_xml::events::Event;
use reader::{Element, alive, elements, harmless};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::storage::Role;
use town::Town;
use town::colleague::{Colleague, PASSWORD, location};
use town::holder::ulid;

/// What a field is filled with, one after the other until it is taken: the worst first, in the end something plain.
const WORDS: [&str; 14] = [
    "\"'></textarea></title></script>]]><x-inert data-inert=1><img src=x onerror=alert(1)><script>alert(1)</script> [ici](javascript:alert(1)) ![x](javascript:alert(2)) <javascript:alert(3)> \u{202e}",
    "\"'></textarea><x-inert onload=a>]]>",
    "<x-inert>",
    "javascript:alert(1)//x-inert",
    "https://exemple.fr/\"'><x-inert>",
    "Texte simple",
    "https://exemple.fr/",
    "2026-12-24T18:30",
    "2026-12-24",
    "2014-05-04",
    "46.5004, 2.5004",
    "17",
    "03 26 00 00 00",
    "",
];

/// The first form of a page that has that action, as a browser would send it, with its text fields apart.
fn form(page: &str, action: &str) -> (Vec<(String, String)>, Vec<String>) {
    let all = elements(page);
    let form =
        all.iter().find(|element| element.name == "form" && element.attribute("action") == Some(action)).expect(action);
    let inside = |element: &&Element| {
        element.form == form.form || element.attribute("form") == form.attribute("id").filter(|id| !id.is_empty())
    };
    let (mut fields, mut texts) = (Vec::new(), Vec::new());
    let mut boxes = BTreeSet::new();
    let list: Vec<&Element> = all.iter().filter(inside).collect();
    for (at, element) in list.iter().enumerate() {
        let Some(name) = element.attribute("name").map(str::to_owned) else { continue };
        let value = element.attribute("value").unwrap_or_default().to_owned();
        match (element.name.as_str(), element.attribute("type").unwrap_or("text")) {
            ("input", "hidden") => fields.push((name, value)),
            // The first of each group.
            ("input", "checkbox" | "radio") if boxes.insert(name.clone()) => fields.push((name, value)),
            ("input", "checkbox" | "radio" | "file") | ("button", _) => {}
            ("input" | "textarea", _) => texts.push(name),
            ("select", _) => {
                let options =
                    list[at + 1..].iter().take_while(|one| ["option", "optgroup"].contains(&one.name.as_str()));
                let values: Vec<&str> = options.filter_map(|one| one.attribute("value")).collect();
                let chosen = values.iter().find(|value| !value.is_empty()).copied().unwrap_or_default();
                fields.push((name, chosen.to_owned()));
            }
            _ => {}
        }
    }
    (fields, texts)
}

/// Fills a form with the worst that it takes. What it refuses is looked at as well. Where it led.
async fn fill(who: &Colleague<'_>, path: &str, action: &str, button: &str) -> String {
    let (mut fields, texts) = form(&who.read(path).await, action);
    let mut tried: BTreeMap<String, usize> = texts.iter().map(|name| (name.clone(), 0)).collect();
    for _ in 0..WORDS.len() * 3 {
        let mut pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        pairs.extend(texts.iter().map(|name| (name.as_str(), WORDS[tried[name]])));
        pairs.push(("action", button));
        let answer = who.post(action, &pairs).await;
        let status = answer.status();
        if status == StatusCode::SEE_OTHER {
            return location(&answer);
        }
        let page = answer.text().await.unwrap();
        assert!(status.is_client_error(), "{action}: {status}");
        assert_eq!(alive(&page), Vec::<String>::new(), "{action} refused");
        // A version that the refusal saved is the one to write over.
        fields = form(&page, action).0;
        let mut faulty = status == StatusCode::CONFLICT;
        for element in elements(&page) {
            let Some(name) = element.attribute("id").and_then(|id| id.strip_suffix("-erreur")) else { continue };
            // The second field of a row is at fault under the name of its first, with the number of the row.
            for (field, at) in &mut tried {
                let same = field == name || name.strip_prefix(field.as_str()).is_some_and(|rest| rest.starts_with('-'));
                if same && *at + 1 < WORDS.len() {
                    *at += 1;
                    faulty = true;
                }
            }
        }
        assert!(faulty, "{action} takes nothing of {tried:?}: {page}");
    }
    panic!("{action} takes nothing: {tried:?}")
}

/// Hostile words from everybody: young people, staff, feeds.
async fn poison<'a>(town: &'a Town, agency: &Agency) -> Colleague<'a> {
    let worst = WORDS[0];
    let message = json!({ "key": ulid(1), "topic": "question", "text": worst, "reply_to": worst.chars().take(150).collect::<String>(),
        "about": { "kind": "page", "id": "<x-inert>" } });
    let sent = town.http.post(town.url("/api/v1/messages")).json(&message).send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::CREATED);
    let receipt: Value = sent.json().await.unwrap();
    let message = format!("/staff/messages/{}", receipt["id"].as_str().unwrap());
    let name = WORDS[1];
    let application = json!({ "key": ulid(2), "first_name": name, "last_name": "<x-inert data-inert=1>", "birth_date": "2014-05-04",
        "commune": "Demo-Bourg", "consent_version": "2026-11", "parent": { "name": "<img src=x onerror=a>", "contact": name } });
    let applied = town.http.post(town.url("/api/v1/card/applications")).json(&application).send().await.unwrap();
    assert_eq!(applied.status(), StatusCode::CREATED, "names are what people say they are");

    // A colleague whose own name is code, who writes everywhere.
    let hash = server::staff::password::hash(PASSWORD).unwrap();
    let own = "<x-inert onload=a>\"'";
    town.storage().set_staff("<img src=x onerror=alert(1)>", own, Role::Admin, &hash).await.unwrap();
    let mut who = Colleague::outside(town);
    assert_eq!(who.enter(own, PASSWORD).await.status(), StatusCode::SEE_OTHER);
    town.storage().set_staff(own, "</title><x-inert>", Role::Agent, &hash).await.unwrap();

    fill(&who, "/staff/cartes/nouvelle", "/staff/cartes/nouvelle", "").await;
    fill(&who, &message, &message, "").await;
    for noun in ["fiches", "lieux", "evenements", "numeros"] {
        let path = format!("/staff/contenus/{noun}/nouveau");
        fill(&who, &path, &path, "enregistrer").await;
    }
    let begun = location(&who.post("/staff/actus/nouvelle", &[]).await);
    fill(&who, &begun, &begun, "publier").await;

    let escaped = worst.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let items = item(
        "a-1",
        &escaped,
        &format!(
            "<p>{}</p><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x-inert</a><x-inert data-inert=1>",
            worst.replace("]]>", "")
        ),
        "<author>&lt;x-inert&gt;</author>",
    ) + &item(
        "a-2",
        "Deux &amp;lt;x-inert&amp;gt; x-inert",
        "<svg onload=alert(1)><script>alert(1)</script></svg><iframe srcdoc='<x-inert>'></iframe>x-inert",
        "",
    ) + &item("a-3", "Trois x-inert", "&lt;x-inert&gt; \u{202e}x-inert", "");
    let feed = rss(&items).replace("<title>La ville</title>", "<title>&lt;x-inert&gt;</title>");
    let address = agency.publish("news.xml", feed);
    let desk = Desk::follow(town, &address, "review").await;
    let waiting = desk.waiting().await;
    assert_eq!(waiting.len(), 3, "{waiting:?}");
    // One stays to be read over.
    for (id, _) in waiting.into_iter().skip(1) {
        assert_eq!(desk.decide(&id, "publier").await.status(), StatusCode::SEE_OTHER);
    }
    who.post(&format!("/staff/flux/{}", desk.feed), &[("nom", "<x-inert>"), ("regle", "review"), ("minutes", "30")])
        .await;
    who
}

/// Reads every page of the console that can be reached from the first.
async fn crawl(who: &Colleague<'_>) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let mut waiting = VecDeque::from(["/staff".to_owned()]);
    while let Some(path) = waiting.pop_front() {
        let path = path.split('#').next().unwrap().to_owned();
        if pages.contains_key(&path) || pages.len() > 400 || path.starts_with("/staff/actifs") {
            continue;
        }
        let answer = who.get(&path).await;
        let html =
            answer.headers().get("content-type").is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
        if !html {
            continue;
        }
        let policy = answer.headers().get("content-security-policy").map(|value| value.to_str().unwrap().to_owned());
        assert!(policy.is_some_and(|policy| policy.contains("script-src 'self'")), "{path} without a policy");
        let page = answer.text().await.unwrap();
        for element in elements(&page) {
            let address = element.attribute("href").filter(|address| address.starts_with("/staff"));
            waiting.extend(address.map(str::to_owned));
        }
        pages.insert(path, page);
    }
    pages
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_that_are_code_stay_words_on_every_page_and_in_every_feed() {
    let (agency, town) = (Agency::open().await, near().await);
    let who = poison(&town, &agency).await;

    let pages = crawl(&who).await;
    let mut spoken = BTreeSet::new();
    for (path, page) in &pages {
        assert_eq!(alive(page), Vec::<String>::new(), "{path}");
        if elements(page)[0].text.contains("x-inert") || page.contains("value=\"&#34;&#39;") || page.contains("x-inert")
        {
            let kind: Vec<&str> = path.split(['/', '?']).skip(2).take(1).collect();
            spoken.insert(kind.join("/"));
        }
    }
    for kind in [
        "",
        "actus",
        "cartes",
        "commerces",
        "compte",
        "contenus",
        "demandes",
        "equipe",
        "flux",
        "journal",
        "messages",
        "relire",
    ] {
        assert!(spoken.contains(kind), "{kind:?} shows none of it, so proves nothing: {spoken:?}");
    }
    assert!(pages.len() > 40, "{} pages", pages.len());

    let seq = town.storage().head().await.unwrap().seq;
    town.running.settled(seq).await;
    let mut said = Vec::new();
    for path in [
        "/api/v1/sync?since=0",
        "/feeds/news.json",
        "/feeds/places.geojson",
        "/api/v1/messages/x?<x-inert>",
        "/api/v1/%3Cx-inert%3E",
    ] {
        let answer = town.get(path).await;
        let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(kind.contains("json") && !kind.contains("html"), "{path}: {kind}");
        let text = answer.text().await.unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        if text.contains("x-inert") {
            said.push(path);
        }
        if path.ends_with("news.json") {
            for entry in value["items"].as_array().unwrap() {
                let html = entry["content_html"].as_str().unwrap_or_default();
                assert_eq!(alive(html), Vec::<String>::new(), "{html}");
                for name in ["url", "external_url", "image"] {
                    assert!(harmless(entry[name].as_str().unwrap_or_default()), "{entry}");
                }
            }
        }
    }
    assert_eq!(said, ["/api/v1/sync?since=0", "/feeds/news.json", "/feeds/places.geojson"]);
    rss_is_inert(&town.get("/feeds/news.rss").await.text().await.unwrap());
    calendar_is_inert(&town.get("/feeds/agenda.ics").await.text().await.unwrap());
}

/// Elements are those of the format, addresses are addresses, and the HTML inside is read as a reader of feeds does.
fn rss_is_inert(feed: &str) {
    let mut reader = quick_xml::Reader::from_str(feed);
    reader.config_mut().check_end_names = true;
    let (mut open, mut held, mut seen) = (Vec::new(), String::new(), 0);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in {feed}")) {
            Event::Start(element) => {
                open.push(String::from_utf8(element.name().as_ref().to_vec()).unwrap());
                held.clear();
            }
            Event::Empty(element) => {
                let name = String::from_utf8(element.name().as_ref().to_vec()).unwrap();
                assert!(["atom:link", "enclosure", "media:content"].contains(&name.as_str()), "{name}");
            }
            Event::Text(text) => held.push_str(&text.decode().unwrap()),
            Event::CData(text) => held.push_str(&text.decode().unwrap()),
            Event::GeneralRef(name) => {
                let name = name.decode().unwrap();
                held.push_str(match name.as_ref() {
                    "lt" => "<",
                    "gt" => ">",
                    "amp" => "&",
                    "quot" => "\"",
                    "apos" => "'",
                    number => {
                        assert!(number.starts_with('#'), "{number}");
                        "·"
                    }
                });
            }
            Event::End(_) => {
                let name = open.pop().unwrap();
                let known = [
                    "rss",
                    "channel",
                    "item",
                    "title",
                    "link",
                    "description",
                    "language",
                    "guid",
                    "pubDate",
                    "category",
                    "lastBuildDate",
                    "content:encoded",
                    "author",
                    "dc:creator",
                    "generator",
                    "ttl",
                    "source",
                ];
                assert!(known.contains(&name.as_str()), "{name} in {feed}");
                seen += usize::from(held.contains("x-inert"));
                match name.as_str() {
                    "link" => assert!(harmless(held.trim()), "{held}"),
                    "content:encoded" | "description" => {
                        let found = alive(&held);
                        assert!(found.is_empty(), "{found:?} in {held}");
                    }
                    _ => {}
                }
                held.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(seen > 0, "{feed}");
}

/// Every line is a property of the format: no words began one.
fn calendar_is_inert(calendar: &str) {
    let unfolded = calendar.replace("\r\n ", "");
    assert!(unfolded.contains("x-inert"), "{unfolded}");
    let mut open = Vec::new();
    for line in unfolded.split("\r\n").filter(|line| !line.is_empty()) {
        assert!(!line.contains(['\r', '\n']), "{line:?}");
        let name = line.split([':', ';']).next().unwrap();
        let known = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
        assert!(known && !name.contains("INERT"), "{line}");
        match line.split_once(':').unwrap() {
            ("BEGIN", kind) => open.push(kind.to_owned()),
            ("END", kind) => assert_eq!(open.pop().as_deref(), Some(kind)),
            ("URL", address) => assert!(harmless(address), "{line}"),
            _ => {}
        }
    }
    assert!(open.is_empty());
}
