//! The picture that a town decides by: from the phone to the counter, and gone with the decision.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use server::storage::Role;
use server::storage::cards::Decision;
use town::Town;
use town::colleague::Colleague;
use town::holder::Holder;

const DAY: i64 = 86_400;

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(40, 60)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

async fn prove(town: &Town, holder: &Holder, picture: Vec<u8>) -> Response {
    let put = town.http.put(town.url("/api/v1/card/proof")).bearer_auth(&holder.token);
    put.header("content-type", "image/jpeg").body(picture).send().await.unwrap()
}

async fn problem(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    (status, answer.json::<Value>().await.unwrap()["type"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn staff_see_a_proof_and_it_is_gone_with_the_decision() {
    let town = Town::with_cards().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let lea = Holder::apply(&town, 1).await;
    let card = town.card_of(&lea).await;
    let (page, look) = (format!("/staff/cartes/{card}"), format!("/staff/cartes/{card}/justificatif"));
    assert_eq!(lea.status(&town).await.get("proof_held"), None);
    assert!(agent.read(&page).await.contains("pas reçu"));
    assert_eq!(agent.get(&look).await.status(), StatusCode::NOT_FOUND);

    let answer = prove(&town, &lea, picture(ImageFormat::Jpeg)).await;
    assert_eq!((answer.status(), &answer.json::<Value>().await.unwrap()["proof_held"]), (StatusCode::OK, &true.into()));
    assert!(agent.read("/staff/demandes").await.contains(">justificatif<"));
    assert!(agent.read(&page).await.contains(&look));
    let shown = agent.get(&look).await;
    assert_eq!(
        (shown.headers()["content-type"].as_bytes(), shown.headers()["cache-control"].as_bytes()),
        (b"image/webp".as_slice(), b"no-store".as_slice())
    );
    assert_eq!(&shown.bytes().await.unwrap()[8..12], b"WEBP", "drawn anew");
    let acts = town.storage().acts_on(&card).await.unwrap();
    assert!(acts.iter().any(|act| act.action == "card.proof" && act.actor == "agent-1"), "{acts:?}");
    let export: Value = lea.get(&town, "/api/v1/card/export").await.json().await.unwrap();
    assert!(export["proof"].as_str().unwrap().starts_with("data:image/webp;base64,"));

    // Asked for a better one, the phone sends it in place of the first.
    town.decide(&lea, &Decision::Ask("On ne lit pas l’adresse.".to_owned())).await;
    assert_eq!(lea.status(&town).await["proof_held"], true);
    assert_eq!(prove(&town, &lea, picture(ImageFormat::Png)).await.status(), StatusCode::OK);
    town.approve(&lea).await;
    assert_eq!(lea.status(&town).await.get("proof_held"), None);
    assert_eq!(agent.get(&look).await.status(), StatusCode::NOT_FOUND);
    let late = prove(&town, &lea, picture(ImageFormat::Jpeg)).await;
    assert_eq!(problem(late).await, (409, "application-decided".to_owned()));
}

#[tokio::test]
async fn a_proof_that_cannot_be_used_is_refused_by_name_and_the_former_one_stays() {
    let town = Town::with_cards().await;
    let lea = Holder::apply(&town, 1).await;
    assert_eq!(prove(&town, &lea, picture(ImageFormat::WebP)).await.status(), StatusCode::OK);
    let refused = prove(&town, &lea, b"%PDF-1.7 not a picture".to_vec()).await;
    assert_eq!(problem(refused).await, (422, "proof-unreadable".to_owned()));
    let refused = prove(&town, &lea, vec![0; 512 * 1024 + 1]).await;
    assert_eq!(problem(refused).await, (413, "proof-too-large".to_owned()));
    assert_eq!(lea.status(&town).await["proof_held"], true);
    let stranger = Holder { token: "0".repeat(64), ..Holder::apply(&town, 2).await };
    assert_eq!(prove(&town, &stranger, picture(ImageFormat::Jpeg)).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_town_that_asks_for_no_proof_takes_none() {
    let town = Town::open_with(|config| config.territory = Some(town::territory("chalons"))).await;
    let mut application = Holder::application(1);
    application["commune"] = "Fagnières".into();
    let receipt: Value = town.post("/api/v1/card/applications", &application).await.json().await.unwrap();
    let put = town.http.put(town.url("/api/v1/card/proof")).bearer_auth(receipt["token"].as_str().unwrap());
    assert_eq!(
        problem(put.body(picture(ImageFormat::Jpeg)).send().await.unwrap()).await,
        (403, "not-asked".to_owned())
    );
}

#[tokio::test]
async fn a_proof_goes_with_its_holder_and_with_time() {
    let town = Town::with_cards().await;
    let (lea, tom) = (Holder::apply(&town, 1).await, Holder::apply(&town, 2).await);
    for holder in [&lea, &tom] {
        assert_eq!(prove(&town, holder, picture(ImageFormat::Jpeg)).await.status(), StatusCode::OK);
    }
    let card = town.card_of(&lea).await;
    town.storage().erase_card(&card, None).await.unwrap();
    assert_eq!(town.storage().open_card_proof("agent", &card).await.unwrap(), None);
    town.storage().retain_cards(town.now() + 89 * DAY).await.unwrap();
    assert_eq!(tom.status(&town).await["proof_held"], true);
    town.storage().retain_cards(town.now() + 91 * DAY).await.unwrap();
    assert_eq!(tom.status(&town).await.get("proof_held"), None);
}
