//! Android and iOS: what Google and Apple are handed, and what their answers do.
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

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use carrier::{Carrier, Heard, Reply, phone, until};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256,
    RsaKeyPair, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::{Value, json};
use server::storage::articles::{ArticleAct, Draft};
use server::storage::push::{Send, SendState};
use shared::protocol::{PushOffer, PushProvider, PushTarget};
use town::{TODAY, Town, territory};

/// An RSA key that opens nothing: a service account's would look like it.
const EXAMPLE_KEY: &str = include_str!("town/example-rsa.pem");

/// A token of APNs.
const IPHONE: &str = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0";

/// What Google is: it sells tokens, and carries with them.
struct Google {
    carrier: Carrier,
    folder: tempfile::TempDir,
    sold: Arc<Mutex<usize>>,
}

impl Google {
    async fn open() -> Self {
        let google =
            Self { carrier: Carrier::open().await, folder: tempfile::tempdir().unwrap(), sold: Arc::default() };
        let account = json!({
            "type": "service_account", "project_id": "demo-bourg", "private_key_id": "key-1",
            "private_key": EXAMPLE_KEY, "client_email": "push@demo-bourg.example",
            "token_uri": format!("{}/token", google.carrier.address),
        });
        std::fs::write(google.file(), account.to_string()).unwrap();
        google.answer(|_, _| Reply::status(200));
        google
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("account.json")
    }

    /// Sells `token-1`, `token-2` and so on for an hour each, and answers messages as `told`, by phone and token.
    fn answer(&self, mut told: impl FnMut(&str, &str) -> Reply + std::marker::Send + 'static) {
        let sold = Arc::clone(&self.sold);
        self.carrier.answer(move |heard| {
            if heard.path == "/token" {
                let mut sold = sold.lock().unwrap();
                *sold += 1;
                let token =
                    json!({ "access_token": format!("token-{}", *sold), "expires_in": 3_600, "token_type": "Bearer" });
                return Reply::Status(200, None, token);
            }
            let body: Value = serde_json::from_slice(&heard.body).unwrap();
            told(body["message"]["token"].as_str().unwrap(), heard.headers["authorization"].to_str().unwrap())
        });
    }

    async fn town(&self) -> Town {
        Town::open_with(|config| {
            config.territory = Some(territory("demo-bourg"));
            config.push_fcm_account = Some(self.file());
            config.push_fcm_url = self.carrier.address.clone();
        })
        .await
    }

    fn messages(&self) -> Vec<Heard> {
        self.carrier.heard().into_iter().filter(|heard| heard.path != "/token").collect()
    }
}

async fn subscribe(town: &Town, target: PushTarget) {
    let answer = town.http.put(town.url("/api/v1/push/subscription")).json(&phone(target)).send().await.unwrap();
    assert_eq!(answer.status(), 204);
}

fn android(name: &str) -> PushTarget {
    PushTarget::Fcm { token: name.to_owned() }
}

async fn announce(town: &Town) -> String {
    let draft =
        Draft { title: "Concert".to_owned(), summary: "Samedi au parc.".to_owned(), push: true, ..Draft::default() };
    let article = town.storage().begin_article("Léa", &draft).await.unwrap();
    town.storage().act_on_article("Léa", &article.id, article.version, ArticleAct::Publish).await.unwrap();
    article.id
}

async fn done(town: &Town, id: &str) -> Send {
    until("all is sent", async || town.storage().last_push_send(id).await.unwrap().unwrap().state == SendState::Done)
        .await;
    town.storage().last_push_send(id).await.unwrap().unwrap()
}

/// Header and claims of a token, once its signature was verified.
fn verified(token: &str, key: &[u8], algorithm: &'static dyn VerificationAlgorithm) -> (Value, Value) {
    let (message, signature) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(algorithm, key)
        .verify(message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
        .expect("a signature of that key");
    let (header, claims) = message.split_once('.').unwrap();
    let part = |text| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap() };
    (part(header), part(claims))
}

#[tokio::test]
async fn an_android_phone_is_told_with_a_token_that_was_bought_once() {
    let google = Google::open().await;
    let town = google.town().await;
    let offer: PushOffer = town.get("/api/v1/push").await.json().await.unwrap();
    assert_eq!(offer.providers, [PushProvider::Web, PushProvider::Fcm]);
    for name in ["a", "b", "c"] {
        subscribe(&town, android(name)).await;
    }
    let id = announce(&town).await;
    assert_eq!(done(&town, &id).await.sent, 3);
    assert_eq!(*google.sold.lock().unwrap(), 1);

    let bought = google.carrier.heard().into_iter().find(|heard| heard.path == "/token").unwrap();
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&bought.body).into_owned().collect();
    assert_eq!(form[0].1, "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let der = STANDARD.decode(EXAMPLE_KEY.lines().filter(|line| !line.contains("-----")).collect::<String>()).unwrap();
    let public = RsaKeyPair::from_pkcs8(&der).unwrap().public_key().as_ref().to_vec();
    let (header, claims) = verified(&form[1].1, &public, &RSA_PKCS1_2048_8192_SHA256);
    assert_eq!(header, json!({ "typ": "JWT", "alg": "RS256", "kid": "key-1" }));
    assert_eq!((&claims["iss"], &claims["iat"]), (&json!("push@demo-bourg.example"), &json!(TODAY)));

    let message = google.messages().remove(0);
    assert_eq!(message.path, "/v1/projects/demo-bourg/messages:send");
    assert_eq!(message.headers["authorization"], "Bearer token-1");
    let body: Value = serde_json::from_slice(&message.body).unwrap();
    assert_eq!(body["message"]["notification"], json!({ "title": "Concert", "body": "Samedi au parc." }));
    assert_eq!(body["message"]["data"]["id"], *id);
    assert_eq!(body["message"]["android"]["collapse_key"], *id);

    // Most of an hour later another one is bought.
    town.hands.turn(3_400);
    let id = announce(&town).await;
    done(&town, &id).await;
    assert_eq!(*google.sold.lock().unwrap(), 2);
}

#[tokio::test]
async fn android_phones_that_are_gone_are_forgotten_and_a_full_google_is_left_alone() {
    let google = Google::open().await;
    let town = google.town().await;
    let error = |status: u16, name: &str, code: &str, wait| {
        let details = json!([{ "@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code }]);
        Reply::Status(status, wait, json!({ "error": { "code": status, "status": name, "details": details } }))
    };
    google.answer(move |phone, token| match (phone, token) {
        // The first token is taken back before its time.
        (_, "Bearer token-1") => Reply::status(401),
        ("gone", _) => error(404, "NOT_FOUND", "UNREGISTERED", None),
        ("other-app", _) => error(403, "PERMISSION_DENIED", "SENDER_ID_MISMATCH", None),
        ("busy", _) => error(429, "RESOURCE_EXHAUSTED", "QUOTA_EXCEEDED", Some(90)),
        _ => Reply::status(200),
    });
    for name in ["gone", "other-app", "well"] {
        subscribe(&town, android(name)).await;
    }
    let id = announce(&town).await;
    let send = done(&town, &id).await;
    assert_eq!((send.sent, send.gone, send.refused), (1, 1, 1));

    subscribe(&town, android("busy")).await;
    let id = announce(&town).await;
    until("Google asks to wait", async || {
        town.storage().push_services().await.unwrap().iter().any(|service| service.paused_until == TODAY + 90)
    })
    .await;
    google.answer(|_, _| Reply::status(200));
    town.hands.turn(90);
    let send = done(&town, &id).await;
    assert_eq!((send.sent, send.refused), (2, 1));
}

#[tokio::test]
async fn a_google_that_does_not_know_the_town_is_said_and_told_once_it_does() {
    let google = Google::open().await;
    let town = google.town().await;
    google.carrier.answer(|_| Reply::Status(400, None, json!({ "error": "invalid_grant" })));
    subscribe(&town, android("a")).await;
    let id = announce(&town).await;
    until("it is said", async || {
        let ready: Value = town.get("/readyz").await.json().await.unwrap();
        ready["parts"]["push"]["failing"][0]["failure"] == "credentials"
    })
    .await;
    assert!(google.messages().is_empty());
    google.answer(|_, _| Reply::status(200));
    town.hands.turn(900);
    assert_eq!(done(&town, &id).await.sent, 1);
}

#[tokio::test]
async fn an_iphone_is_told_over_http2_and_one_that_is_gone_is_forgotten() {
    let apple = Carrier::open().await;
    let folder = tempfile::tempdir().unwrap();
    let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new()).unwrap();
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &SystemRandom::new()).unwrap();
    let file = folder.path().join("AuthKey_ABC123.p8");
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", STANDARD.encode(made.as_ref()));
    std::fs::write(&file, pem).unwrap();
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.push_web = false;
        config.push_apns_key = Some(file);
        config.push_apns_key_id = Some("ABC123".to_owned());
        config.push_apns_team = Some("TEAM456".to_owned());
        config.push_apns_bundle = Some("fr.demobourg.jeunes".to_owned());
        config.push_apns_url = apple.address.clone();
    })
    .await;
    apple.answer(|heard| match heard.path.as_str() {
        "/3/device/aa" => Reply::Status(410, None, json!({ "reason": "Unregistered", "timestamp": 1 })),
        "/3/device/bb" => Reply::Status(400, None, json!({ "reason": "BadDeviceToken" })),
        "/3/device/cc" => Reply::Status(400, None, json!({ "reason": "PayloadEmpty" })),
        _ => Reply::status(200),
    });
    for token in ["aa", "bb", "cc", IPHONE] {
        subscribe(&town, PushTarget::Apns { token: token.to_owned() }).await;
    }
    let id = announce(&town).await;
    let send = done(&town, &id).await;
    assert_eq!((send.sent, send.gone, send.refused), (1, 2, 1));
    let heard = apple.heard();
    assert!(heard.iter().all(|heard| heard.http2));
    let told = heard.iter().find(|heard| heard.path.ends_with(IPHONE)).unwrap();
    let said = |name: &str| told.headers[name].to_str().unwrap();
    for (name, expected) in [
        ("apns-topic", "fr.demobourg.jeunes"),
        ("apns-push-type", "alert"),
        ("apns-collapse-id", id.as_str()),
        ("apns-expiration", &(TODAY + 86_400).to_string()),
    ] {
        assert_eq!(said(name), expected, "{name}");
    }
    let token = said("authorization").strip_prefix("Bearer ").unwrap();
    let (header, claims) = verified(token, pair.public_key().as_ref(), &ECDSA_P256_SHA256_FIXED);
    assert_eq!(header, json!({ "typ": "JWT", "alg": "ES256", "kid": "ABC123" }));
    assert_eq!(claims, json!({ "iss": "TEAM456", "iat": TODAY }));
    let body: Value = serde_json::from_slice(&told.body).unwrap();
    assert_eq!(body["aps"]["alert"], json!({ "title": "Concert", "body": "Samedi au parc." }));
    assert_eq!((&body["kind"], &body["id"]), (&json!("news"), &json!(id)));

    // The same token for forty minutes, then another.
    town.hands.turn(41 * 60);
    let id = announce(&town).await;
    done(&town, &id).await;
    let last = apple.heard().pop().unwrap();
    assert_ne!(last.headers["authorization"].to_str().unwrap().strip_prefix("Bearer ").unwrap(), token);
}
