//! A full disk at the counter: it is said, nothing that phones have changes, and nothing that was typed is lost.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/sheet.rs"]
#[allow(dead_code, reason = "shared with the tests of contents")]
mod sheet;
mod town;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use server::storage::Role;
use sheet::{Sheet, faults, fields};
use town::colleague::Colleague;
use town::{Town, record_id, territory};

/// A town whose database takes not one letter more.
async fn full() -> Town {
    let town = Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.max_database_mib = 3;
    })
    .await;
    // Signed in while there was room.
    Colleague::with(&town, Role::Editor).await;
    town
}

async fn fill(town: &Town) {
    // Large pieces, then what fits between them.
    for size in [20_000, 1_000, 10, 1] {
        for n in 0.. {
            let page = town::page(&format!("plein-{size}-{n:05}"), &"mot ".repeat(size));
            if let Err(error) = town.storage().upsert(&[page]).await {
                assert!(error.is_full());
                break;
            }
        }
    }
}

async fn summary(town: &Town, kind: &str, id: &str) -> String {
    town.storage().held(&record_id(kind, id)).await.unwrap().unwrap().record.unwrap().summary().to_owned()
}

#[tokio::test]
async fn every_form_of_contents_comes_back_as_typed_and_is_saved_once_there_is_room() {
    let town = full().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let long = "Un texte qui prend de la place.\n".repeat(400);
    fill(&town).await;
    let mut typed = Vec::new();
    for (noun, kind, id) in [("evenements", "event", "veillee-demo"), ("fiches", "page", "garantie-visale")] {
        let path = format!("/staff/contenus/{noun}/{id}");
        let before = summary(&town, kind, id).await;
        let sheet = Sheet::open(&editor, &path).await.set("resume", "Typé avant que le disque soit plein.");
        let sheet = sheet.set("texte", &long);
        let answer = sheet.send("enregistrer").await;
        assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE, "{path}");
        let page = answer.text().await.unwrap();
        assert!(page.contains("Le disque du serveur est plein") && faults(&page).is_empty(), "{page}");
        let back = Sheet { who: &editor, path: path.clone(), fields: fields(&page) };
        let said = |sheet: &Sheet<'_>, name: &str| {
            sheet.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect::<Vec<_>>()
        };
        for (name, _) in &sheet.fields {
            assert_eq!(said(&back, name), said(&sheet, name), "{path}: {name}");
        }
        assert_eq!(summary(&town, kind, id).await, before, "phones have what they had");
        typed.push((path, back.fields, kind, id));
    }
    drop(editor);
    let town = town.restart(|config| config.max_database_mib = 0).await;
    let editor = Colleague::with(&town, Role::Editor).await;
    for (path, fields, kind, id) in typed {
        Sheet { who: &editor, path, fields }.save().await;
        assert_eq!(summary(&town, kind, id).await, "Typé avant que le disque soit plein.");
    }
}

#[tokio::test]
async fn a_photo_without_room_is_asked_for_again_beside_all_that_was_typed() {
    let town = full().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let path = "/staff/contenus/lieux/gare-demo";
    let mut jpeg = Cursor::new(Vec::new());
    // Noise, which no format makes small.
    let noise = RgbImage::from_fn(1_200, 900, |x, y| {
        let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519).to_be_bytes();
        image::Rgb([mixed[0], mixed[1], mixed[2]])
    });
    DynamicImage::ImageRgb8(noise).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    fill(&town).await;
    let mut form = Form::new();
    let sheet = Sheet::open(&editor, path).await.set("resume", "Un banc.").set("photo-texte", "Le quai");
    for (name, value) in sheet.fields {
        form = form.text(name, value);
    }
    form = form.part("photo", Part::bytes(jpeg.into_inner()).file_name("photo.jpg"));
    let request = editor.ask(Method::POST, path).header("origin", town.running.url());
    let answer = request.multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE);
    let page = answer.text().await.unwrap();
    assert!(faults(&page).contains("Votre photo n’a pas été gardée"), "{}", faults(&page));
    let back = fields(&page);
    for (name, value) in [("resume", "Un banc."), ("photo-texte", "Le quai")] {
        assert!(back.contains(&(name.to_owned(), value.to_owned())), "{name} in {back:?}");
    }
}

#[tokio::test]
async fn an_answer_without_room_comes_back_as_typed_and_the_message_still_waits() {
    let town = full().await;
    let agent = Colleague::with(&town, Role::Agent).await;
    let body = serde_json::json!({ "key": "01KAS0000000000000000000AA", "topic": "question", "text": "Bonjour" });
    let sent = town.http.post(town.url("/api/v1/messages")).json(&body).send().await.unwrap();
    let receipt: shared::protocol::MessageReceipt = sent.json().await.unwrap();
    let path = format!("/staff/messages/{}", receipt.id);
    fill(&town).await;
    // Longer than what may be left of the page that holds the message.
    let typed = "Été à la forêt. ".repeat(249);
    let answer = agent.post(&path, &[("reponse", &typed)]).await;
    assert_eq!(answer.status(), StatusCode::INSUFFICIENT_STORAGE);
    let page = answer.text().await.unwrap();
    let field = page.split("<textarea").nth(1).expect("the form").split("</textarea>").next().unwrap();
    assert!(field.contains(typed.trim()), "{page}");
    drop(agent);
    let town = town.restart(|config| config.max_database_mib = 0).await;
    let agent = Colleague::with(&town, Role::Agent).await;
    assert!(agent.read("/staff/messages").await.contains(&receipt.id));
    assert_eq!(agent.post(&path, &[("reponse", &typed)]).await.status(), StatusCode::SEE_OTHER);
}
