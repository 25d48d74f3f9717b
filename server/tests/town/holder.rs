//! A holder and a shopkeeper, each with what they would have: a phone with a key, a browser with a cookie.

use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use server::storage::cards::Decision;
use shared::card::{SignedCredential, Signer, binding_message, from_hex, to_digits, to_hex};

use super::Town;

/// A young person with a phone.
pub struct Holder {
    pub key: String,
    pub token: String,
    pub device: Signer,
    pub signed: Option<SignedCredential>,
    pub rescue_code: Option<String>,
}

pub fn ulid(number: u64) -> String {
    format!("01KAS{number:021}")
}

impl Holder {
    pub fn application(number: u64) -> Value {
        json!({ "key": ulid(number), "first_name": "Léa", "last_name": format!("Martin {number}"),
            "birth_date": "2009-05-04", "commune": "Demo-Bourg", "consent_version": "2026-11" })
    }

    /// Applies.
    pub async fn apply(town: &Town, number: u64) -> Self {
        Self::apply_with(town, number, &Self::application(number)).await
    }

    async fn apply_with(town: &Town, number: u64, application: &Value) -> Self {
        let answer = town.post("/api/v1/card/applications", application).await;
        assert_eq!(answer.status(), StatusCode::CREATED);
        let receipt: Value = answer.json().await.unwrap();
        let mut seed = [7; 32];
        seed[..8].copy_from_slice(&number.to_be_bytes());
        Self {
            key: ulid(number),
            token: receipt["token"].as_str().unwrap().to_owned(),
            device: Signer::from_seed(&seed),
            signed: None,
            rescue_code: None,
        }
    }

    /// Applies, is approved, holds the card.
    pub async fn with_card(town: &Town, number: u64) -> Self {
        Self::with_card_of(town, number, "Demo-Bourg").await
    }

    /// The same, living in this commune.
    pub async fn with_card_of(town: &Town, number: u64, commune: &str) -> Self {
        let mut application = Self::application(number);
        application["commune"] = json!(commune);
        let mut holder = Self::apply_with(town, number, &application).await;
        town.approve(&holder).await;
        assert_eq!(holder.renew(town).await.status(), StatusCode::OK);
        holder
    }

    pub async fn status(&self, town: &Town) -> Value {
        self.get(town, "/api/v1/card").await.json().await.unwrap()
    }

    pub async fn get(&self, town: &Town, path: &str) -> Response {
        town.http.get(town.url(path)).bearer_auth(&self.token).send().await.unwrap()
    }

    pub async fn post(&self, town: &Town, path: &str, body: &Value) -> Response {
        town.http.post(town.url(path)).bearer_auth(&self.token).json(body).send().await.unwrap()
    }

    /// Asks for a credential, with this phone's key.
    pub async fn renew(&mut self, town: &Town) -> Response {
        let at = town.now();
        let key = self.device.public();
        let body = json!({ "device_key": to_hex(&key), "at": at,
            "signature": to_hex(&self.device.sign(&binding_message(&key, at))) });
        let answer = self.post(town, "/api/v1/card/credential", &body).await;
        if answer.status() != StatusCode::OK {
            return answer;
        }
        let text: Value = answer.json().await.unwrap();
        let bytes = from_hex(text["credential"].as_str().unwrap()).unwrap();
        self.signed = Some(SignedCredential::from_bytes(&bytes).unwrap());
        if let Some(code) = text["rescue_code"].as_str() {
            self.rescue_code = Some(code.to_owned());
        }
        http::Response::new(text.to_string()).into()
    }

    /// The digits that the phone shows at that moment.
    pub fn shows(&self, moment: i64) -> String {
        to_digits(&self.device.present(self.signed.as_ref().unwrap(), moment as u32).to_bytes())
    }
}

/// A shop with a browser.
pub struct Shop {
    pub cookie: String,
    pub info: Value,
}

impl Shop {
    pub async fn open(town: &Town, place: &str) -> Self {
        let code = town.invitation(place).await;
        let answer = town.post("/api/v1/shop/session", &json!({ "code": code })).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let cookie = answer.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        Self { cookie, info: answer.json().await.unwrap() }
    }

    pub async fn redeem(&self, town: &Town, offer: &str, digits: &str, number: u64, at: i64) -> (StatusCode, Value) {
        let body =
            json!({ "key": ulid(number), "offer": offer, "digits": digits, "scan": ulid(900_000 + number), "at": at });
        let request = town.http.post(town.url("/api/v1/shop/redemptions")).header(COOKIE, &self.cookie);
        let answer = request.json(&body).send().await.unwrap();
        (answer.status(), answer.json().await.unwrap())
    }

    pub async fn undo(&self, town: &Town, id: &str) -> StatusCode {
        let path = format!("/api/v1/shop/redemptions/{id}");
        town.http.delete(town.url(&path)).header(COOKIE, &self.cookie).send().await.unwrap().status()
    }
}

impl Town {
    pub fn now(&self) -> i64 {
        self.hands.clock().now()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.http.post(self.url(path)).json(body).send().await.unwrap()
    }

    /// What the server says of digits: the verdict's name.
    pub async fn check(&self, digits: &str, scan: u64) -> Value {
        let body = json!({ "digits": digits, "scan": ulid(scan) });
        self.post("/api/v1/card/check", &body).await.json().await.unwrap()
    }

    pub async fn card_of(&self, holder: &Holder) -> String {
        let hash = server::digest::raw(&holder.token);
        self.storage().held_card(&hash).await.unwrap().unwrap().card.id
    }

    pub async fn approve(&self, holder: &Holder) {
        let until = self.now() + 365 * 86_400;
        self.decide(holder, &Decision::Approve { valid_until: until, entitlements: 0 }).await;
    }

    pub async fn decide(&self, holder: &Holder, decision: &Decision) {
        let card = self.card_of(holder).await;
        assert!(self.storage().decide_card("agent", &card, decision).await.unwrap().is_some(), "{decision:?}");
    }

    async fn invitation(&self, place: &str) -> String {
        let link = server::card::desk::invite(self.running.app(), "partnerships", place).await.unwrap();
        link.rsplit('/').next().unwrap().to_owned()
    }
}
