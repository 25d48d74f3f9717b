//! Someone at the counter, and what young people send them.

use reqwest::{Method, Response, StatusCode, redirect};
use server::staff::password;
use server::storage::Role;
use server::storage::cards::{Applied, Card};
use shared::protocol::{CardApplication, CardState};

use super::{Town, territory};

pub const PASSWORD: &str = "quatre mots de passe";

/// Someone at the counter: a browser with the session it has, if any.
pub struct Colleague<'a> {
    pub town: &'a Town,
    pub http: reqwest::Client,
    pub cookie: Option<String>,
}

impl<'a> Colleague<'a> {
    pub fn outside(town: &'a Town) -> Self {
        let http = super::connecting().redirect(redirect::Policy::none());
        Self { town, http: http.build().unwrap(), cookie: None }
    }

    /// Signs in as someone with that role.
    pub async fn with(town: &'a Town, role: Role) -> Self {
        let name = format!("{}-{}", role.name(), 1);
        if town.storage().staff_named(&name).await.unwrap().is_none() {
            town.storage().set_staff("test", &name, role, &password::hash(PASSWORD).unwrap()).await.unwrap();
        }
        let mut colleague = Self::outside(town);
        let answer = colleague.enter(&name, PASSWORD).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        colleague
    }

    pub async fn enter(&mut self, name: &str, password: &str) -> Response {
        let answer = self.post("/staff/entrer", &[("nom", name), ("mot-de-passe", password)]).await;
        if let Some(cookie) = answer.headers().get("set-cookie") {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        answer
    }

    pub fn ask(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let asked = self.http.request(method, self.town.url(path));
        match &self.cookie {
            Some(cookie) => asked.header("cookie", cookie),
            None => asked,
        }
    }

    pub async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap()
    }

    pub async fn read(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        self.send(path, fields, &self.town.running.url()).await
    }

    pub async fn send(&self, path: &str, fields: &[(&str, &str)], origin: &str) -> Response {
        let body =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
        self.ask(Method::POST, path)
            .header("origin", origin)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    /// Decides with what the card's page carries now.
    pub async fn decide(&self, card: &str, decision: &str, reason: &str) -> Response {
        let page = self.read(&format!("/staff/cartes/{card}")).await;
        let seen = seen(&page);
        self.post(
            &format!("/staff/cartes/{card}/decision"),
            &[("decision", decision), ("vu", &seen), ("texte", reason)],
        )
        .await
    }
}

pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The value of the hidden field `vu`.
pub fn seen(page: &str) -> String {
    let after = page.split("name=\"vu\" value=\"").nth(1).expect("a form to decide with");
    after.split('"').next().unwrap().to_owned()
}

pub fn location(answer: &Response) -> String {
    answer.headers()["location"].to_str().unwrap().to_owned()
}

pub async fn counter() -> Town {
    Town::open_with(|config| config.territory = Some(territory("demo-bourg"))).await
}

pub fn commune() -> String {
    let file = std::fs::read_to_string(territory("demo-bourg").join("territory.toml")).unwrap();
    let list = file.split("communes = [").nth(1).unwrap();
    list.split('"').nth(1).unwrap().to_owned()
}

pub fn application(key: char, first_name: &str, last_name: &str) -> CardApplication {
    CardApplication {
        key: format!("01KAS0000000000000000000A{key}"),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        birth_date: "2009-05-17".parse().unwrap(),
        commune: commune(),
        parent: None,
        consent_version: "2026-11".to_owned(),
    }
}

/// A young person applies from a phone; returns the card and what the phone's token is kept as.
pub async fn apply(town: &Town, key: char, first_name: &str, last_name: &str) -> (Card, [u8; 32]) {
    let token = [key as u8; 32];
    let applied = town.storage().apply_for_card(&application(key, first_name, last_name), token).await.unwrap();
    let Applied::Stored { card, .. } = applied else { panic!("{applied:?}") };
    (*card, token)
}

pub async fn state(town: &Town, token: &[u8; 32]) -> CardState {
    town.storage().held_card(token).await.unwrap().unwrap().card.state
}
