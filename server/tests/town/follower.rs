//! An editor who follows a feed, reads over what comes, and looks at what phones have.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde_json::Value;
use server::storage::Role;
use server::storage::feeds::Feed;

use crate::town::colleague::{Colleague, location, seen};
use crate::town::{Town, territory};

pub const MINUTE: i64 = 60;
pub const DAY: i64 = 86_400;

/// A town whose neighbours are on this machine.
pub async fn near() -> Town {
    Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.private_feeds = true;
    })
    .await
}

/// An editor who follows one feed.
pub struct Desk<'a> {
    pub who: Colleague<'a>,
    pub feed: String,
}

impl<'a> Desk<'a> {
    pub async fn follow(town: &'a Town, address: &str, rule: &str) -> Self {
        let who = Colleague::with(town, Role::Editor).await;
        let fields =
            [("action", "suivre"), ("adresse", address), ("nom", "La ville"), ("regle", rule), ("minutes", "30")];
        let added = who.post("/staff/flux", &fields).await;
        assert_eq!(added.status(), StatusCode::SEE_OTHER, "{}", added.text().await.unwrap());
        let feed = location(&added).split(['/', '?']).nth(3).unwrap().to_owned();
        Self { who, feed }
    }

    /// Days later, signed in anew.
    pub async fn days_later(self, days: i64) -> Self {
        let town = self.who.town;
        town.hands.turn(days * DAY);
        Self { who: Colleague::with(town, Role::Editor).await, ..self }
    }

    pub async fn feed(&self) -> Feed {
        self.who.town.storage().feed(&self.feed).await.unwrap().unwrap()
    }

    /// A minute later somebody presses the button.
    pub async fn try_again(&self) -> String {
        self.who.town.hands.turn(MINUTE);
        let tried = self.who.post(&format!("/staff/flux/{}/essai", self.feed), &[]).await;
        location(&tried).split('=').nth(1).unwrap().to_owned()
    }

    pub async fn page(&self) -> String {
        self.who.read(&format!("/staff/flux/{}", self.feed)).await
    }

    /// What waits: id and title, the list's order.
    pub async fn waiting(&self) -> Vec<(String, String)> {
        let (items, _) = self.who.town.storage().feed_items_to_read(None).await.unwrap();
        items.iter().map(|item| (item.record.id().to_owned(), item.record.title().to_owned())).collect()
    }

    pub async fn titles(&self) -> Vec<String> {
        let mut titles: Vec<String> = self.waiting().await.into_iter().map(|(_, title)| title).collect();
        titles.sort();
        titles
    }

    pub async fn id_of(&self, title: &str) -> String {
        self.waiting().await.into_iter().find(|(_, one)| one == title).expect(title).0
    }

    pub async fn decide(&self, id: &str, action: &str) -> Response {
        let page = self.who.read(&format!("/staff/relire/{id}")).await;
        self.who.post(&format!("/staff/relire/{id}"), &[("vu", &seen(&page)), ("action", action)]).await
    }

    pub async fn decided(&self, title: &str, action: &str) -> String {
        let id = self.id_of(title).await;
        let answer = self.decide(&id, action).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
        id
    }
}

/// What phones have from feeds: titles of news and events with an id that an import makes.
pub async fn on_phones(town: &Town) -> Vec<String> {
    let seq = town.storage().head().await.unwrap().seq;
    town.running.settled(seq).await;
    let page: Value = town.get("/api/v1/sync?since=0").await.json().await.unwrap();
    let records = page["upserts"].as_array().unwrap().iter();
    let mut titles: Vec<String> = records
        .filter(|record| record["id"].as_str().unwrap().starts_with("i-"))
        .map(|record| record["title"].as_str().unwrap().to_owned())
        .collect();
    titles.sort();
    titles
}

/// Writes on an article and publishes it, as its page would.
pub async fn publish_article(who: &Colleague<'_>, id: &str, title: &str) {
    let path = format!("/staff/actus/{id}");
    let page = who.read(&path).await;
    let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("version", version.as_str()), ("action", "publier"), ("titre", title), ("resume", "Nos mots.")];
    assert_eq!(who.post(&path, &fields).await.status(), StatusCode::SEE_OTHER);
}

/// Waits until it holds.
pub async fn until(holds: impl AsyncFn() -> bool) {
    let waited = tokio::time::timeout(Duration::from_secs(30), async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    waited.await.expect("it never came true");
}
