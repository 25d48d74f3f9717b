//! What a browser's service is handed, read by code that the server does not share.
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

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use carrier::{Carrier, Heard, SECRET, until};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::{Value, json};
use server::storage::articles::{ArticleAct, Draft};
use shared::domain::Audience;
use shared::protocol::PushOffer;
use town::{TODAY, Town, territory};
use web_push_native::Auth;
use web_push_native::p256::SecretKey;

/// The private key of the browser of RFC 8291, appendix A.
const PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";

#[tokio::test]
async fn a_browser_opens_what_only_it_can_open_and_knows_who_sent_it() {
    let carrier = Carrier::open().await;
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.private_push = true;
        config.push_contact = Some("mailto:jeunes@demo-bourg.example".to_owned());
    })
    .await;
    let browser = carrier.browser("a");
    let subscribed = town.http.put(town.url("/api/v1/push/subscription")).json(&browser).send().await.unwrap();
    assert_eq!(subscribed.status(), 204);

    let draft = Draft {
        title: "Concert à l’été".to_owned(),
        summary: "Samedi au parc.".to_owned(),
        category: "Culture".to_owned(),
        audience: Audience { from: Some(15), to: None },
        push: true,
        ..Draft::default()
    };
    let article = town.storage().begin_article("Léa", &draft).await.unwrap();
    town.storage().act_on_article("Léa", &article.id, article.version, ArticleAct::Publish).await.unwrap();
    until("the browser is told", async || !carrier.heard().is_empty()).await;
    let heard = carrier.heard().remove(0);

    let private = SecretKey::from_slice(&URL_SAFE_NO_PAD.decode(PRIVATE).unwrap()).unwrap();
    let secret = Auth::clone_from_slice(&URL_SAFE_NO_PAD.decode(SECRET).unwrap());
    let opened =
        web_push_native::decrypt(heard.body.clone(), &private, &secret).expect("it is sealed for this browser");
    let opened: Value = serde_json::from_slice(&opened).unwrap();
    assert_eq!(
        opened,
        json!({
            "v": 1, "kind": "news", "id": article.id, "title": "Concert à l’été", "body": "Samedi au parc.",
            "topic": "culture", "audience": { "from": 15 },
        })
    );

    let offer: PushOffer = town.get("/api/v1/push").await.json().await.unwrap();
    let claims = signed(&heard, &offer.vapid_key.unwrap());
    assert_eq!((&claims["aud"], &claims["sub"]), (&json!(carrier.address), &json!("mailto:jeunes@demo-bourg.example")));
    let ends = claims["exp"].as_i64().unwrap() - TODAY;
    assert!((3_600..=86_400).contains(&ends), "a day at most: {ends}");
}

/// What the service is told of the sender (RFC 8292), once the signature was verified.
fn signed(heard: &Heard, key: &str) -> Value {
    let said = heard.headers["authorization"].to_str().unwrap();
    let (token, named) = said.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(named, key, "the key that browsers subscribe with");
    let (message, signature) = token.rsplit_once('.').unwrap();
    let point = URL_SAFE_NO_PAD.decode(key).unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .verify(message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
        .expect("a signature of that key");
    let (header, claims) = message.split_once('.').unwrap();
    let part = |text| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap() };
    assert_eq!(part(header), json!({ "typ": "JWT", "alg": "ES256" }));
    part(claims)
}

#[tokio::test]
async fn the_towns_key_is_made_once_for_its_user_alone_and_never_replaced_by_itself() {
    let open = |config: &mut server::Config| config.territory = Some(territory("demo-bourg"));
    let key = async |town: &Town| -> PushOffer { town.get("/api/v1/push").await.json().await.unwrap() };
    let town = Town::open_with(open).await;
    let first = key(&town).await.vapid_key.unwrap();
    assert_eq!(URL_SAFE_NO_PAD.decode(&first).unwrap().len(), 65);
    let file = town.folder.path().join("data/keys/vapid.pem");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let town = town.restart(open).await;
    assert_eq!(key(&town).await.vapid_key.unwrap(), first);

    // A node that lost the key makes another, and does not send what no service would take.
    std::fs::remove_file(&file).unwrap();
    let town = town.restart(open).await;
    assert!(key(&town).await.providers.is_empty());
    let ready: Value = town.get("/readyz").await.json().await.unwrap();
    let fault = ready["parts"]["push"]["providers"]["web"]["fault"].as_str().unwrap();
    assert!(fault.contains("another key"), "{fault}");
}
