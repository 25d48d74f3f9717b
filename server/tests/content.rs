//! What the app shows, edited at the counter: from a form to phones, and never over somebody else's words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/sheet.rs"]
mod sheet;
mod town;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use server::storage::Role;
use sheet::{Sheet, faults, fields};
use town::colleague::{Colleague, counter, location};
use town::{Town, record_id};

/// Where somebody read it, and when.
fn sourced(sheet: Sheet<'_>) -> Sheet<'_> {
    let sheet = sheet.set("source-nom", "Mairie").set("source-adresse", "https://demo-bourg.example");
    sheet.set("verifie", "20/11/2026")
}

/// A record that phones get.
async fn on_phones(town: &Town, kind: &str, id: &str) -> Option<Value> {
    let seq = town.storage().head().await.unwrap().seq;
    town.running.settled(seq).await;
    let page: Value = town.get("/api/v1/sync?since=0").await.json().await.unwrap();
    page["upserts"].as_array().unwrap().iter().find(|one| one["kind"] == kind && one["id"] == id).cloned()
}

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn every_form_opens_and_saves_what_it_shows_without_changing_anything() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let before = town.storage().head().await.unwrap().seq;
    let list = editor.read("/staff/contenus").await;
    let paths: Vec<&str> = list
        .split("href=\"")
        .skip(1)
        .map(|part| part.split('"').next().unwrap())
        .filter(|path| path.matches('/').count() == 4 && !path.ends_with("/nouveau"))
        .collect();
    assert!(paths.len() > 10, "{paths:?}");
    for path in paths {
        Sheet::open(&editor, path).await.save().await;
        assert_eq!(town.storage().head().await.unwrap().seq, before, "{path}");
    }
}

#[tokio::test]
async fn a_place_is_added_corrected_withdrawn_and_brought_back() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let sheet = Sheet::open(&editor, "/staff/contenus/lieux/nouveau").await;
    let sheet = sheet
        .set("nom", " Skatepark  des Tilleuls ")
        .set("sorte", "sport")
        .set("rubriques", "se-divertir")
        .set("resume", "Rampes et banc, ouvert à tous.")
        .set("position", "https://www.openstreetmap.org/#map=18/46.501/2.501")
        .set("horaires", "semaine")
        .set("lundi", "9h-12h, 14h-18h30")
        .set("mardi", "9h-12h / 14h-18h30")
        .set("samedi", "de 10 h à 2 h")
        .set("feries", "ferme")
        .set("tel-nom", "Gardien")
        .set("tel-numero", "03 26 00 00 00")
        .set("source-nom", "Mairie")
        .set("source-adresse", "https://demo-bourg.example/skate")
        .set("verifie-aujourdhui", "oui");
    let path = sheet.save().await;
    assert_eq!(sheet.save().await, path, "sent twice, it is one place");
    let place = on_phones(&town, "place", id_of(&path)).await.unwrap();
    assert_eq!(place["name"], "Skatepark des Tilleuls");
    assert_eq!(place["opening_hours"], "Mo-Tu 09:00-12:00,14:00-18:30; Sa 10:00-02:00; PH off");
    assert_eq!((&place["point"]["lat"], &place["point"]["lon"]), (&46.501.into(), &2.501.into()));
    assert_eq!((&place["verified_on"], &place["phones"][0]["label"]), (&"2026-11-23".into(), &"Gardien".into()));

    let page = editor.read(&path).await;
    assert!(page.contains("9h-12h, 14h-18h30") && page.contains("Ce que disent les téléphones"));
    assert!(page.contains("14 h – 18 h 30"), "and in words");
    let sheet =
        Sheet::open(&editor, &path).await.set("horaires", "autre").set("expression", "Jul-Aug: Mo-Su 10:00-20:00");
    sheet.save().await;
    let place = on_phones(&town, "place", id_of(&path)).await.unwrap();
    assert_eq!(place["opening_hours"], "Jul-Aug: Mo-Su 10:00-20:00");
    let page = editor.read(&path).await;
    for words in ["a ajouté", "a modifié", "editor-1", "Horaires", "Jul-Aug: Mo-Su 10:00-20:00"] {
        assert!(page.contains(words), "{words}");
    }

    let seen = Sheet::open(&editor, &path).await.fields.into_iter().find(|(name, _)| name == "vu").unwrap().1;
    let gone = editor.post(&format!("{path}/retrait"), &[("vu", &seen)]).await;
    assert!(location(&gone).ends_with("fait=withdraw"));
    assert_eq!(on_phones(&town, "place", id_of(&path)).await, None);
    assert!(editor.read("/staff/contenus?etat=retires").await.contains("Skatepark"));
    let page = editor.read(&path).await;
    let first = page.rsplit("value=\"remettre:").next().unwrap().split('"').next().unwrap().to_owned();
    let back = Sheet::open(&editor, &path).await.send(&format!("remettre:{first}")).await;
    assert!(location(&back).ends_with("fait=restore"));
    let place = on_phones(&town, "place", id_of(&path)).await.unwrap();
    assert_eq!(place["opening_hours"], "Mo-Tu 09:00-12:00,14:00-18:30; Sa 10:00-02:00; PH off");
    let acts = town.storage().audited(&format!("place/{}", id_of(&path))).await.unwrap();
    assert_eq!(acts.len(), 4);
}

#[tokio::test]
async fn nothing_without_a_source_and_nothing_unreadable_and_every_word_comes_back() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let before = town.storage().head().await.unwrap().seq;
    let page = Sheet::open(&editor, "/staff/contenus/lieux/nouveau")
        .await
        .set("resume", &"é".repeat(161))
        .set("position", "derrière l’église")
        .set("horaires", "semaine")
        .set("jeudi", "le matin surtout")
        .set("courriel", "contact chez ville")
        .set("tel-numero", "demander Zoé")
        .set("tel-nom", "")
        .set("verifie", "2027-01-01")
        .refused()
        .await;
    for words in [
        "Donnez le nom du lieu",
        "C’est trop long de 1 caractères",
        "derrière l’église",
        "Aucun point ne se lit ici",
        "le matin surtout",
        "9h-12h, 14h-18h30",
        "contact chez ville",
        "demander Zoé",
        "Écrivez un numéro",
        "Dites où vous l’avez lu",
        "pas encore venu",
        "Choisissez une rubrique",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let kept = fields(&page);
    assert!(kept.contains(&("jeudi".to_owned(), "le matin surtout".to_owned())));
    let mut sheet = Sheet::open(&editor, "/staff/contenus/lieux/gare-demo").await;
    sheet = sheet.set("position", "48.9566, 4.3634").set("horaires", "autre").set("expression", "quand il fait beau");
    let page = sheet.refused().await;
    for words in ["hors du territoire", "ne se lit pas", "quand il fait beau", "48.9566, 4.3634"] {
        assert!(page.contains(words), "{words}");
    }
    let sheet = Sheet::open(&editor, "/staff/contenus/lieux/gare-demo").await.set("position", "2.5, 46.5");
    let page = sheet.refused().await;
    assert!(page.contains("Les deux nombres sont échangés") && page.contains("46.5, 2.5"), "the order that is right");
    assert_eq!(town.storage().head().await.unwrap().seq, before);
}

#[tokio::test]
async fn a_number_a_page_and_an_event_reach_phones() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let number = sourced(Sheet::open(&editor, "/staff/contenus/numeros/nouveau").await)
        .set("numero", "0 800 00 00 00")
        .set("titre", "Écoute du bourg")
        .set("resume", "Quelqu’un écoute.")
        .set("onglet", "sante")
        .set("horaires", "toujours")
        .set("tchat", "https://demo-bourg.example/tchat");
    let number = number.save().await;
    let record = on_phones(&town, "number", id_of(&number)).await.unwrap();
    assert_eq!((&record["open"], &record["group"]), (&"24/7".into(), &"sante".into()));
    assert_eq!(record["verified_on"], "2026-11-20");

    let page = sourced(Sheet::open(&editor, "/staff/contenus/fiches/nouveau").await)
        .set("titre", "Se déplacer")
        .set("resume", "Deux trains par jour.")
        .set("rubrique", "bouger")
        .set("groupe", "Trajets")
        .set("etapes", "Regarde l’heure.\r\n\r\n  Prends **le train**. ")
        .set("texte", "\r\n## Où ?\r\n\r\nÀ la halte.")
        .set("lieux", "gare-demo")
        .set("numeros", id_of(&number))
        .set("mots", "train, gare\nhalte")
        .save()
        .await;
    let record = on_phones(&town, "page", id_of(&page)).await.unwrap();
    assert_eq!(record["steps"], serde_json::json!(["Regarde l’heure.", "Prends **le train**."]));
    assert_eq!(record["body"], "## Où ?\n\nÀ la halte.");
    assert_eq!(record["keywords"], serde_json::json!(["train", "gare", "halte"]));
    assert_eq!(record["places"], serde_json::json!(["gare-demo"]));
    // Whoever withdraws the place is told who leads there.
    assert!(editor.read("/staff/contenus/lieux/gare-demo").await.contains("Se déplacer"));
    let wrong = Sheet::open(&editor, &page).await.set("lieux", "nulle-part").refused().await;
    assert!(wrong.contains("«\u{202f}nulle-part\u{202f}» n’existe plus"), "{}", faults(&wrong));

    let event = sourced(Sheet::open(&editor, "/staff/contenus/evenements/nouveau").await)
        .set("titre", "Atelier")
        .set("resume", "Réparer son vélo.")
        .set("debut", "2026-12-02T14:00")
        .set("fin", "2026-12-02T16:00")
        .set("retour", "semaine")
        .set("jours", "mercredi")
        .set("jusqu-au", "2027-01-31")
        .set("sauf", "du 19/12/2026 au 03/01/2027")
        .set("lieu", "point-jeunes-demo")
        .save()
        .await;
    let record = on_phones(&town, "event", id_of(&event)).await.unwrap();
    assert_eq!(record["rrule"], "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270131T225959Z");
    assert_eq!(record["except"], serde_json::json!(["2026-12-23", "2026-12-30"]));
    let calendar = town.get("/feeds/agenda.ics").await.text().await.unwrap();
    assert!(calendar.contains("EXDATE;TZID=Europe/Paris:20261223T140000"), "{calendar}");
    assert!(editor.read(&event).await.contains("23/12/2026\n30/12/2026"), "and the form says it again");
    assert_eq!((&record["start"], &record["end"]), (&1_796_216_400.into(), &1_796_223_600.into()));
    let wrong = Sheet::open(&editor, &event).await.set("fin", "2026-12-02T13:00").set("fois", "3").refused().await;
    assert!(wrong.contains("La fin est avant le début") && wrong.contains("pas les deux"), "{}", faults(&wrong));
}

#[tokio::test]
async fn whoever_saves_second_is_shown_both_and_overwrites_nothing() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let path = "/staff/contenus/lieux/gare-demo";
    let first = Sheet::open(&editor, path).await.set("ville", "Demo-Bourg");
    let second = Sheet::open(&editor, path).await.set("resume", "Un banc et un tilleul.");
    first.save().await;
    let answer = second.send("enregistrer").await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await.unwrap();
    for words in
        ["editor-1 a enregistré autre chose", "Commune, chez l’autre", "Hameau-Témoin", "Un banc et un tilleul."]
    {
        assert!(page.contains(words), "{words}");
    }
    let place = on_phones(&town, "place", "gare-demo").await.unwrap();
    assert_eq!(place["city"], "Demo-Bourg");
    assert!(place["summary"].as_str().unwrap().contains("deux trains"));
    // Having seen both, one may decide.
    Sheet { who: &editor, path: path.to_owned(), fields: fields(&page) }.save().await;
    assert_eq!(on_phones(&town, "place", "gare-demo").await.unwrap()["summary"], "Un banc et un tilleul.");
    // An import counts as somebody.
    let stale = Sheet::open(&editor, path).await.set("resume", "Trop tard.");
    town.delete("place", "gare-demo").await;
    let answer = stale.send("enregistrer").await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await.unwrap();
    assert!(page.contains("l’a retiré pendant que vous écriviez") && page.contains("Trop tard."));
    let seen = ("vu", "1");
    let answer = editor.post("/staff/contenus/lieux/fournil-demo/retrait", &[seen]).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(on_phones(&town, "place", "fournil-demo").await.is_some());
}

#[tokio::test]
async fn a_photo_survives_a_fault_elsewhere_in_the_form() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let path = "/staff/contenus/lieux/gare-demo";
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(900, 600)).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let mut form = Form::new();
    for (name, value) in Sheet::open(&editor, path).await.set("resume", "").fields {
        form = form.text(name, value);
    }
    form = form.part("photo", Part::bytes(jpeg.into_inner()).file_name("photo.jpg"));
    let request = editor.ask(Method::POST, path).header("origin", town.running.url());
    let answer = request.multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Décrivez la photo"), "{}", faults(&page));
    let sheet = Sheet { who: &editor, path: path.to_owned(), fields: fields(&page) };
    sheet.set("resume", "Un banc.").set("photo-texte", "Le quai").save().await;
    let image = &on_phones(&town, "place", "gare-demo").await.unwrap()["image"];
    assert_eq!(image["alt"], "Le quai");
    let file = image["variants"][0]["sha256"].as_str().unwrap();
    assert_eq!(town.get(&format!("/media/{file}.webp")).await.status(), StatusCode::OK);
    // A name of a picture that is not kept here is no picture.
    let forged = r#"[{"sha256":"ab","width":1,"height":1,"bytes":1}]"#;
    Sheet::open(&editor, path).await.set("image", forged).save().await;
    assert!(on_phones(&town, "place", "gare-demo").await.unwrap().get("image").is_none());
}

#[tokio::test]
async fn what_was_read_long_ago_is_asked_for_and_one_press_confirms_it() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let page = editor.read("/staff/contenus/a-verifier").await;
    assert!(page.contains("La halte de Demo-Bourg") && page.contains("à confirmer"), "{page}");
    assert!(!page.contains("Le Point jeunes") && !page.contains("Fournil"), "fresh, or an example");
    town.hands.turn(181 * 86_400);
    let editor = Colleague::with(&town, Role::Editor).await;
    let page = editor.read("/staff/contenus/a-verifier").await;
    assert!(page.contains("Le Point jeunes"));
    let form = page.split("lieux/point-jeunes-demo/exact").nth(1).unwrap();
    let seen = form.split("name=\"vu\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let done = editor.post("/staff/contenus/lieux/point-jeunes-demo/exact", &[("vu", &seen), ("suite", "liste")]).await;
    assert_eq!(location(&done), "/staff/contenus/a-verifier?fait=exact");
    assert!(!editor.read("/staff/contenus/a-verifier").await.contains("Le Point jeunes"));
    let place = on_phones(&town, "place", "point-jeunes-demo").await.unwrap();
    assert_eq!(place["verified_on"], "2027-05-23");
    let acts = town.storage().audited("place/point-jeunes-demo").await.unwrap();
    assert_eq!(acts, [("editor-1".to_owned(), "content.verify".to_owned())]);
    // From a page that is no longer so: nothing is confirmed unread.
    let stale = editor.post("/staff/contenus/lieux/gare-demo/exact", &[("vu", "1")]).await;
    assert!(location(&stale).ends_with("fait=change"));
}

#[tokio::test]
async fn a_restart_and_a_changed_folder_leave_what_a_hand_wrote() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    Sheet::open(&editor, "/staff/contenus/lieux/gare-demo").await.set("resume", "Écrit au guichet.").save().await;
    drop(editor);
    let town = town.restart(|_| {}).await;
    let held = town.storage().held(&record_id("place", "gare-demo")).await.unwrap().unwrap();
    assert_eq!(held.record.unwrap().summary(), "Écrit au guichet.");
    // The folder changes too: what was not touched here follows it, what was does not.
    let folder = town::copy_of("demo-bourg");
    let places = folder.path().join("content/places.toml");
    let text = std::fs::read_to_string(&places).unwrap();
    let text = text.replace("deux trains par jour", "trois trains par jour").replace("quelqu’un qui écoute", "un thé");
    std::fs::write(&places, text).unwrap();
    let town = town.restart(|config| config.territory = Some(folder.path().to_owned())).await;
    let summary = async |id: &str| {
        let held = town.storage().held(&record_id("place", id)).await.unwrap().unwrap();
        held.record.unwrap().summary().to_owned()
    };
    assert_eq!(summary("gare-demo").await, "Écrit au guichet.");
    assert!(summary("point-jeunes-demo").await.contains("un thé"));
}

#[tokio::test]
async fn the_list_finds_by_words_kind_and_section_and_words_that_are_code_stay_words() {
    let town = counter().await;
    let editor = Colleague::with(&town, Role::Editor).await;
    let page = editor.read("/staff/contenus?q=HALTE+temoin").await;
    assert!(page.contains("La halte de Demo-Bourg") && !page.contains("Fournil"));
    let page = editor.read("/staff/contenus?sorte=evenements").await;
    assert!(page.contains("Veillée jeux") && !page.contains("La halte"));
    let page = editor.read("/staff/contenus?rubrique=bouger&sorte=lieux").await;
    assert!(page.contains("La halte") && !page.contains("Point jeunes"));
    assert!(editor.read("/staff/contenus?q=introuvable&de=999999").await.contains("Rien ne correspond"));
    let evil = "</textarea><script>alert(1)</script>";
    let sheet = Sheet::open(&editor, "/staff/contenus/lieux/gare-demo").await;
    let sheet =
        sheet.set("nom", evil).set("resume", evil).set("acces", evil).set("tel-nom", evil).set("tel-numero", "112");
    let path = sheet.save().await;
    for path in [path.as_str(), "/staff/contenus", "/staff/contenus/a-verifier"] {
        assert!(!editor.read(path).await.contains("<script>alert"), "{path}");
    }
    assert_eq!(editor.get("/staff/contenus/offres/x").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(editor.get("/staff/contenus/lieux/x").await.status(), StatusCode::NOT_FOUND);
}
