//! Feeds that the town follows: real ones over real HTTP, read over at the counter, published, changed, broken.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/agency.rs"]
mod agency;
#[path = "town/follower.rs"]
mod follower;
mod town;

use std::io::Cursor;

use agency::{Agency, item, rss};
use follower::{Desk, MINUTE, near, on_phones, publish_article, until};
use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::StatusCode;
use serde_json::Value;
use server::storage::Role;
use town::colleague::{Colleague, location, seen};
use town::{TODAY, Town, territory};

#[tokio::test]
async fn an_address_is_tried_shown_then_followed_and_what_it_brings_waits() {
    let (agency, town) = (Agency::open().await, near().await);
    let mut picture = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(800, 400)).write_to(&mut picture, ImageFormat::Png).unwrap();
    agency.publish("marche.png", picture.into_inner());
    let enclosure = "<enclosure url=\"marche.png\" type=\"image/png\" length=\"1\"/>";
    let both =
        item("a-1", "Marché", "<p>Samedi <b>matin</b></p>", enclosure) + &item("a-2", "Conseil", "<p>Oui</p>", "");
    let address = agency.publish("news.xml", rss(&both));
    let who = Colleague::with(&town, Role::Editor).await;
    let shown = who.post("/staff/flux", &[("action", "essayer"), ("adresse", &address)]).await;
    assert_eq!(shown.status(), StatusCode::OK);
    let shown = shown.text().await.unwrap();
    for words in ["Marché", "Conseil", "RSS", "value=\"La ville\"", "Suivre ce flux"] {
        assert!(shown.contains(words), "{words} in {shown}");
    }
    assert!(town.storage().feeds().await.unwrap().is_empty(), "looking keeps nothing");

    let desk = Desk::follow(&town, &address, "review").await;
    assert_eq!(desk.titles().await, ["Conseil", "Marché"]);
    assert!(on_phones(&town).await.is_empty(), "what waits is nobody's news");
    assert!(desk.who.read("/staff").await.contains("choses à relire"));
    let list = desk.who.read("/staff/relire").await;
    assert!(list.contains("La ville · 23 novembre 2026") && list.contains("src=\"/media/"), "{list}");
    let market = desk.id_of("Marché").await;
    let page = desk.who.read(&format!("/staff/relire/{market}")).await;
    assert!(page.contains("Samedi <strong>matin</strong>") && page.contains("https://ville.example/a-1"), "{page}");

    assert_eq!(location(&desk.decide(&market, "publier").await), "/staff/relire?fait=publish");
    desk.decided("Conseil", "ecarter").await;
    assert_eq!((on_phones(&town).await, desk.titles().await.len()), (vec!["Marché".to_owned()], 0));
    // The same again costs the other site nothing and changes nothing.
    let seq = town.storage().head().await.unwrap().seq;
    assert_eq!((desk.try_again().await.as_str(), agency.last_answer()), ("same", Some(304)));
    assert_eq!(town.storage().head().await.unwrap().seq, seq);
    assert_eq!(town.storage().acts_on(&market).await.unwrap()[0].action, "item.publish");
    // The server looks by itself when half an hour has gone.
    agency.publish("news.xml", rss(&(item("a-3", "Patinoire", "<p>Ouverte</p>", "") + &both)));
    town.hands.turn(31 * MINUTE);
    until(async || desk.titles().await == ["Patinoire"]).await;
    let again = desk.who.post("/staff/flux", &[("action", "suivre"), ("adresse", &address)]).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn what_changes_at_the_source_is_marked_and_never_overwrites_a_decision() {
    let (agency, town) = (Agency::open().await, near().await);
    let all = |mark: &str| {
        let item = |guid, title: &str| item(guid, &format!("{title}{mark}"), "<p>Texte</p>", "");
        rss(&(item("a", "Publié") + &item("b", "Modifié") + &item("c", "Écarté") + &item("d", "Attend")))
    };
    let address = agency.publish("news.xml", all(""));
    let desk = Desk::follow(&town, &address, "review").await;
    desk.decided("Publié", "publier").await;
    let edited = desk.id_of("Modifié").await;
    assert_eq!(location(&desk.decide(&edited, "modifier").await), format!("/staff/actus/{edited}"));
    publish_article(&desk.who, &edited, "Notre titre").await;
    desk.decided("Écarté", "ecarter").await;
    assert_eq!(on_phones(&town).await, ["Notre titre", "Publié"]);

    agency.publish("news.xml", all(" 2"));
    assert_eq!(desk.try_again().await, "brought");
    assert_eq!(on_phones(&town).await, ["Notre titre", "Publié"], "nothing moves on phones");
    assert_eq!(desk.titles().await, ["Attend 2", "Modifié 2", "Publié 2", "Écarté 2"]);
    let list = desk.who.read("/staff/relire").await;
    assert_eq!((list.matches("modifié à la source").count(), list.matches("écarté, puis modifié").count()), (3, 1));
    let page = desk.who.read(&format!("/staff/relire/{edited}")).await;
    for words in ["Ce qui diffère", "Notre titre", "Modifié 2", "Remplacer par celle de la source", "Garder la mienne"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }

    desk.decided("Modifié 2", "ecarter").await;
    desk.decided("Écarté 2", "ecarter").await;
    desk.decided("Publié 2", "publier").await;
    assert_eq!(
        (on_phones(&town).await, desk.titles().await),
        (vec!["Notre titre".into(), "Publié 2".into()], vec!["Attend 2".to_owned()])
    );
    assert_eq!(desk.try_again().await, "same");
    assert_eq!(desk.titles().await, ["Attend 2"], "what was set aside stays so");

    // The source's words instead of ours: ours stay in the history.
    agency.publish("news.xml", all(" 3"));
    desk.try_again().await;
    desk.decided("Modifié 3", "publier").await;
    assert!(on_phones(&town).await.contains(&"Modifié 3".to_owned()));
    let article = desk.who.read(&format!("/staff/actus/{edited}")).await;
    assert!(article.contains("a remplacé ces mots par ceux de la source"), "{article}");
    let versions = town.storage().article_versions(&edited).await.unwrap();
    assert!(versions.iter().any(|version| version.action == "replace" && version.draft.title == "Notre titre"));
}

#[tokio::test]
async fn by_rule_news_and_their_updates_go_to_phones_and_what_someone_wrote_on_waits() {
    let (agency, town) = (Agency::open().await, near().await);
    let both =
        |mark: &str| rss(&(item("a", &format!("Un{mark}"), "x", "") + &item("b", &format!("Deux{mark}"), "x", "")));
    let address = agency.publish("news.xml", both(""));
    let desk = Desk::follow(&town, &address, "publish").await;
    assert_eq!((on_phones(&town).await, desk.titles().await.len()), (vec!["Deux".to_owned(), "Un".to_owned()], 0));
    let bodies = town.storage().bodies("news").await.unwrap();
    let one: Value =
        bodies.iter().map(|body| serde_json::from_str(body).unwrap()).find(|one: &Value| one["title"] == "Un").unwrap();
    let id = one["id"].as_str().unwrap();
    // Opened only: nobody wrote on it, so it follows.
    desk.who.read(&format!("/staff/actus/{id}")).await;
    agency.publish("news.xml", both(" 2"));
    assert_eq!(desk.try_again().await, "brought");
    assert_eq!(on_phones(&town).await, ["Deux 2", "Un 2"]);
    assert!(desk.who.read(&format!("/staff/actus/{id}")).await.contains("Un 2"));
    publish_article(&desk.who, id, "Un, à notre façon").await;
    agency.publish("news.xml", both(" 3"));
    desk.try_again().await;
    assert_eq!(on_phones(&town).await, ["Deux 3", "Un, à notre façon"]);
    assert_eq!(desk.titles().await, ["Un 3"]);
    let acts = town.storage().acts_on(id).await.unwrap();
    assert!(acts.iter().any(|act| act.actor == "flux" && act.action == "item.update"), "{acts:?}");
}

#[tokio::test]
async fn a_feed_that_fails_says_why_is_asked_less_and_changes_nothing() {
    let (agency, town) = (Agency::open().await, near().await);
    let good = rss(&item("a", "Marché", "x", ""));
    let address = agency.publish("news.xml", good.clone());
    let desk = Desk::follow(&town, &address, "publish").await;
    for (status, wait, words, minutes) in [
        (404, None, "plus rien à cette adresse", 30),
        (503, Some(7_200), "en panne (réponse 503)", 120),
        (429, None, "lu moins souvent", 120),
    ] {
        agency.break_down(status, wait);
        assert_eq!(desk.try_again().await, "failed");
        let page = desk.page().await;
        assert!(page.contains(words) && page.contains("ne se lit pas"), "{words} in {page}");
        assert_eq!((desk.feed().await.next_try - town.hands.clock().now()) / MINUTE, minutes, "{status}");
    }
    agency.recover();
    for broken in ["<html><body>503</body></html>", "<rss version=\"2.0\"><channel><item><title>coupé", ""] {
        agency.publish("news.xml", broken);
        assert_eq!(desk.try_again().await, "failed");
        assert!(desk.page().await.contains("pas un flux lisible"));
    }
    assert_eq!((on_phones(&town).await, desk.feed().await.failures), (vec!["Marché".to_owned()], 6));
    assert!(!desk.who.read("/staff").await.contains("ne se lit plus"), "an hour of silence is nobody's alarm");
    let desk = desk.days_later(1).await;
    assert!(desk.who.read("/staff").await.contains("Le flux «\u{202f}La ville\u{202f}» ne se lit plus"));
    let ready = async || -> Value { town.get("/readyz").await.json().await.unwrap() };
    assert_eq!(ready().await["parts"]["feeds"]["state"], "degraded");

    agency.publish("news.xml", good);
    until(async || {
        desk.try_again().await;
        desk.feed().await.failures == 0
    })
    .await;
    assert!(desk.feed().await.failing_since.is_none());
    assert_eq!(ready().await["parts"]["feeds"]["state"], "ok");
    assert!(!desk.who.read("/staff").await.contains("ne se lit plus"));
}

#[tokio::test]
async fn an_address_that_is_no_feed_is_explained_and_a_page_names_its_own() {
    let (agency, town) = (Agency::open().await, near().await);
    let who = Colleague::with(&town, Role::Editor).await;
    let try_out = async |address: &str| {
        let answer = who.post("/staff/flux", &[("action", "essayer"), ("adresse", address)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        answer.text().await.unwrap()
    };
    assert!(try_out("pas une adresse").await.contains("value=\"pas une adresse\""), "what was typed is still there");
    assert!(try_out("file:///etc/passwd").await.contains("adresse complète"));
    assert!(try_out(&format!("{}/rien.xml", agency.address)).await.contains("plus rien à cette adresse"));
    let page = agency.publish(
        "accueil",
        "<html><head><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/news.xml\"></head></html>",
    );
    let said = try_out(&page).await;
    assert!(
        said.contains(&format!("value=\"{}/news.xml\"", agency.address)) && said.contains("Elle en annonce"),
        "{said}"
    );
    agency.publish("news.xml", rss(""));
    let fields = [
        ("action", "suivre"),
        ("adresse", &format!("{}/news.xml", agency.address)),
        ("nom", ""),
        ("minutes", "1"),
        ("regle", "review"),
    ];
    let refused = who.post("/staff/flux", &fields).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().await.unwrap().contains("de 5 à 1\u{202f}440"));
    assert!(town.storage().feeds().await.unwrap().is_empty());

    let careful = Town::open_with(|config| config.territory = Some(territory("demo-bourg"))).await;
    let who = Colleague::with(&careful, Role::Editor).await;
    for inside in [agency.address.as_str(), "http://localhost:1/", "http://169.254.169.254/latest/meta-data"] {
        let answer = who.post("/staff/flux", &[("adresse", inside)]).await.text().await.unwrap();
        assert!(answer.contains("l’intérieur du réseau") || answer.contains("ne répond pas"), "{inside}: {answer}");
    }
}

#[tokio::test]
async fn a_hostile_feed_is_words_on_every_page() {
    let (agency, town) = (Agency::open().await, near().await);
    let evil = "<p>Bonjour<script>alert(1)</script><img src=x onerror=alert(1)> <a href=\"javascript:alert(1)\">clic</a></p>\
        &lt;script&gt;alert(1)&lt;/script&gt; <svg onload=alert(1)></svg>";
    let title = "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;Titre";
    let hostile = item(
        "&quot;&gt;&lt;script&gt;",
        title,
        evil,
        "<category>&lt;script&gt;</category><enclosure url=\"javascript:alert(1)\" type=\"image/png\"/>",
    );
    let feed = rss(&hostile).replace("<title>La ville", "<title>&lt;script&gt;alert(1)&lt;/script&gt;La ville");
    let address = format!("{}?a=\"><script>", agency.publish("news.xml", feed));
    let desk = Desk::follow(&town, &address, "review").await;
    let id = desk.waiting().await[0].0.clone();
    desk.page().await;
    let shown = desk.who.post("/staff/flux", &[("adresse", &format!("{address}&b"))]).await.text().await.unwrap();
    for page in [
        shown,
        desk.page().await,
        desk.who.read("/staff/flux").await,
        desk.who.read("/staff/relire").await,
        desk.who.read(&format!("/staff/relire/{id}")).await,
    ] {
        for danger in ["<script>", "onerror=alert(1)>", "<svg", "href=\"javascript"] {
            assert!(!page.contains(danger), "{danger} in {page}");
        }
    }
}

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Ville//FR\r\nX-WR-CALNAME:Agenda\r\n\
BEGIN:VEVENT\r\nUID:atelier@ville\r\nSUMMARY:Atelier CV\r\nDTSTART;TZID=Europe/Paris:20261125T140000\r\nDTEND;TZID=Europe/Paris:20261125T160000\r\n\
RRULE:FREQ=WEEKLY;BYDAY=WE\r\nLOCATION:Espace jeunes\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:match@ville\r\nSUMMARY:Match\r\nDTSTART:20261206T170000Z\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:hier@ville\r\nSUMMARY:Bal\r\nDTSTART:20261101T170000Z\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

#[tokio::test]
async fn an_agenda_is_read_over_too_and_what_is_cancelled_goes_at_once() {
    let (agency, town) = (Agency::open().await, near().await);
    let desk = Desk::follow(&town, &agency.publish("agenda.ics", CALENDAR), "review").await;
    assert_eq!(desk.titles().await, ["Atelier CV", "Match"], "what is over asks nobody");
    let workshop = desk.id_of("Atelier CV").await;
    let page = desk.who.read(&format!("/staff/relire/{workshop}")).await;
    for words in ["25 novembre 2026 à 14\u{a0}h\u{a0}00, jusqu’à 16\u{a0}h\u{a0}00", "2 décembre 2026", "Espace jeunes"]
    {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(!page.contains("Modifier d’abord"));
    assert_eq!(desk.decide(&workshop, "modifier").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    desk.decided("Atelier CV", "publier").await;
    desk.decided("Match", "publier").await;
    assert_eq!(on_phones(&town).await, ["Atelier CV", "Match"]);

    // Someone wrote on the workshop; both are cancelled.
    let body = town.storage().record("event", &workshop).await.unwrap().unwrap();
    let mut ours: Value = serde_json::from_str(&body).unwrap();
    ours["title"] = "Atelier CV et lettres".into();
    town.storage().upsert(&[serde_json::from_value(ours).unwrap()]).await.unwrap();
    agency.publish("agenda.ics", CALENDAR.replace("SUMMARY:", "STATUS:CANCELLED\r\nSUMMARY:"));
    assert_eq!(desk.try_again().await, "brought");
    assert_eq!(on_phones(&town).await, ["Atelier CV et lettres"]);
    assert!(desk.who.read("/staff/relire").await.contains("annulé à la source"));
    assert_eq!(desk.decide(&workshop, "publier").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    desk.decided("Atelier CV", "retirer").await;
    assert!(on_phones(&town).await.is_empty());
}

#[tokio::test]
async fn whoever_decides_second_is_told_and_what_moved_meanwhile_is_not_published_unseen() {
    let (agency, town) = (Agency::open().await, near().await);
    let address = agency.publish("news.xml", rss(&item("a", "Marché", "x", "")));
    let desk = Desk::follow(&town, &address, "review").await;
    let id = desk.id_of("Marché").await;
    let path = format!("/staff/relire/{id}");
    let stale = seen(&desk.who.read(&path).await);
    agency.publish("news.xml", rss(&item("a", "Marché annulé", "x", "")));
    desk.try_again().await;
    let answer = desk.who.post(&path, &[("vu", &stale), ("action", "publier")]).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await.unwrap();
    assert!(page.contains("a changé pendant que vous lisiez") && page.contains("Marché annulé"), "{page}");
    let fresh = seen(&page);
    assert_eq!(desk.who.post(&path, &[("vu", &fresh), ("action", "ecarter")]).await.status(), StatusCode::SEE_OTHER);
    let second = desk.who.post(&path, &[("vu", &fresh), ("action", "publier")]).await;
    assert_eq!(second.status(), StatusCode::CONFLICT);
    assert!(second.text().await.unwrap().contains("Quelqu’un d’autre vient de décider"));
    assert!(on_phones(&town).await.is_empty());

    let settings = |version: &'static str, name: &'static str| {
        [("version", version), ("nom", name), ("regle", "review"), ("minutes", "60")]
    };
    let path = format!("/staff/flux/{}", desk.feed);
    assert_eq!(desk.who.post(&path, &settings("1", "Ville")).await.status(), StatusCode::SEE_OTHER);
    let second = desk.who.post(&path, &settings("1", "Mairie")).await;
    assert_eq!(second.status(), StatusCode::CONFLICT);
    let page = second.text().await.unwrap();
    assert!(
        page.contains("Rien n’est écrasé")
            && page.contains("value=\"Mairie\"")
            && page.contains("«\u{202f}Ville\u{202f}»"),
        "{page}"
    );
    assert_eq!(desk.feed().await.settings.title, "Ville");
}

#[tokio::test]
async fn a_feed_rests_and_leaves_with_or_without_what_it_brought() {
    let (agency, town) = (Agency::open().await, near().await);
    let address = agency.publish("news.xml", rss(&(item("a", "Un", "x", "") + &item("b", "Deux", "x", ""))));
    let desk = Desk::follow(&town, &address, "publish").await;
    let path = format!("/staff/flux/{}", desk.feed);
    desk.who.post(&format!("{path}/pause"), &[("pause", "oui")]).await;
    agency.break_down(500, None);
    let desk = desk.days_later(3).await;
    assert!(desk.page().await.contains("en pause"));
    assert_eq!(desk.feed().await.tried_at, Some(TODAY), "nobody tries it");
    desk.who.post(&format!("{path}/pause"), &[("pause", "non")]).await;
    until(async || desk.feed().await.failures == 1).await;
    agency.recover();

    assert_eq!(desk.who.post(&format!("{path}/retrait"), &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let id = {
        let bodies = town.storage().bodies("news").await.unwrap();
        let all = bodies.iter().map(|body| serde_json::from_str::<Value>(body).unwrap());
        let two = all.into_iter().find(|one| one["title"] == "Deux").unwrap();
        two["id"].as_str().unwrap().to_owned()
    };
    publish_article(&desk.who, &id, "Deux, à nous").await;
    let gone = desk.who.post(&format!("{path}/retrait"), &[("contenu", "reste")]).await;
    assert_eq!(location(&gone), "/staff/flux?fait=remove");
    assert_eq!(on_phones(&town).await, ["Deux, à nous", "Un"]);
    assert_eq!(desk.who.get(&path).await.status(), StatusCode::NOT_FOUND);

    // Followed again: what it brought once is known, and what is ours stays ours.
    let desk = Desk::follow(&town, &address, "review").await;
    assert!(desk.titles().await.is_empty());
    let path = format!("/staff/flux/{}/retrait", desk.feed);
    assert_eq!(location(&desk.who.post(&path, &[("contenu", "part")]).await), "/staff/flux?fait=clear");
    assert_eq!(on_phones(&town).await, ["Deux, à nous"]);
}

#[tokio::test]
async fn all_that_an_old_feed_holds_is_set_aside_at_once() {
    let (agency, town) = (Agency::open().await, near().await);
    let items: String = (0..7).map(|n| item(&format!("a-{n}"), &format!("Vieux {n}"), "x", "")).collect();
    let address = agency.publish("news.xml", rss(&items));
    let desk = Desk::follow(&town, &address, "review").await;
    let page = desk.who.read(&format!("/staff/relire?flux={}", desk.feed)).await;
    let until = page.split("name=\"jusque\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    agency.publish("news.xml", rss(&(item("b", "Neuf", "x", "") + &items)));
    desk.try_again().await;
    desk.who.post("/staff/relire", &[("flux", &desk.feed), ("jusque", &until)]).await;
    assert_eq!(desk.titles().await, ["Neuf"]);
}
