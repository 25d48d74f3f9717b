//! News from the first word at the counter to a phone, and back.
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
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use server::storage::Role;
use server::storage::articles::ArticleState;
use town::colleague::{Colleague, counter, location};
use town::{TODAY, Town};

const MINUTE: i64 = 60;

/// An editor with one article begun.
struct Desk<'a> {
    who: Colleague<'a>,
    id: String,
}

impl<'a> Desk<'a> {
    async fn begin(town: &'a Town) -> Self {
        let who = Colleague::with(town, Role::Editor).await;
        let begun = who.post("/staff/actus/nouvelle", &[]).await;
        assert_eq!(begun.status(), StatusCode::SEE_OTHER);
        let id = location(&begun).rsplit('/').next().unwrap().to_owned();
        Self { who, id }
    }

    fn path(&self) -> String {
        format!("/staff/actus/{}", self.id)
    }

    /// The version that the page carries now.
    async fn version(&self) -> String {
        let page = self.who.read(&self.path()).await;
        page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    async fn write(&self, action: &str, fields: &[(&str, &str)]) -> Response {
        let version = self.version().await;
        self.write_over(&version, action, fields).await
    }

    async fn write_over(&self, version: &str, action: &str, fields: &[(&str, &str)]) -> Response {
        let own = [("version", version), ("action", action)];
        self.who.post(&self.path(), &[&own, fields].concat()).await
    }

    async fn publish(&self, fields: &[(&str, &str)]) {
        let answer = self.write("publier", fields).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    }

    async fn state(&self) -> ArticleState {
        self.who.town.storage().article("test", &self.id).await.unwrap().unwrap().state
    }
}

const WORDS: [(&str, &str); 3] = [
    ("titre", "Concert gratuit"),
    ("resume", "Samedi au parc."),
    ("texte", "## Qui joue ?\r\n\r\n- **Trois** groupes"),
];

/// The news that phones get.
async fn on_phones(town: &Town) -> Vec<Value> {
    let seq = town.storage().head().await.unwrap().seq;
    town.running.settled(seq).await;
    let page: Value = town.get("/api/v1/sync?since=0").await.json().await.unwrap();
    page["upserts"].as_array().unwrap().iter().filter(|record| record["kind"] == "news").cloned().collect()
}

#[tokio::test]
async fn an_article_is_for_some_and_its_button_leads_into_the_app() {
    let town = counter().await;
    let desk = Desk::begin(&town).await;
    let page = desk.who.read(&desk.path()).await;
    let offered = page.split("<option value=\"/page/").nth(1).expect("pages are offered").split('"').next().unwrap();
    let path = format!("/page/{offered}");
    let for_some = [
        ("interet", "dehors"),
        ("interet", "avenir"),
        ("commune", "Hameau-Témoin"),
        ("lien-texte", "Lire la fiche"),
        ("lien-app", path.as_str()),
    ];
    desk.publish(&[&WORDS[..], &for_some].concat()).await;
    let news = on_phones(&town).await.into_iter().find(|news| news["id"] == *desk.id).unwrap();
    assert_eq!(news["interests"], serde_json::json!(["dehors", "avenir"]));
    assert_eq!(news["communes"], serde_json::json!(["Hameau-Témoin"]));
    assert_eq!(news["link"]["url"], *path);
    let page = desk.who.read(&desk.path()).await;
    assert!(page.contains("value=\"dehors\" checked"), "what was chosen is chosen again");
    assert!(page.contains(&format!("<option value=\"{path}\" selected")), "{path}");
}

#[tokio::test]
async fn an_article_is_written_published_corrected_and_taken_back() {
    let town = counter().await;
    let seeded = on_phones(&town).await.len();
    let desk = Desk::begin(&town).await;
    assert_eq!(desk.write("enregistrer", &WORDS).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(on_phones(&town).await.len(), seeded, "a draft is nobody's news");
    assert!(desk.who.read("/staff/actus").await.contains("Concert gratuit"));

    desk.publish(&WORDS).await;
    let news = on_phones(&town).await;
    let ours = news.iter().find(|news| news["id"] == desk.id.as_str()).unwrap();
    assert_eq!(ours["body"], "## Qui joue ?\n\n- **Trois** groupes");
    assert_eq!(ours["publish_at"], TODAY);

    // A correction saved is not yet one that phones have, and does not make the news new again.
    town.hands.turn(3_600);
    let moment = shown_moment(&desk).await;
    let corrected = [("titre", "Concert gratuit"), ("resume", "Dimanche au parc."), ("paraitre", moment.as_str())];
    desk.write("enregistrer", &corrected).await;
    assert!(desk.who.read(&desk.path()).await.contains("modifications non publiées"));
    desk.publish(&corrected).await;
    let news = on_phones(&town).await;
    let ours = news.iter().find(|news| news["id"] == desk.id.as_str()).unwrap();
    assert_eq!((&ours["summary"], &ours["publish_at"]), (&"Dimanche au parc.".into(), &TODAY.into()));

    assert_eq!(desk.write("depublier", &corrected).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(on_phones(&town).await.len(), seeded);
    assert_eq!(desk.state().await, ArticleState::Draft);
    let page = desk.who.read(&desk.path()).await;
    for words in ["a publié", "a retiré des téléphones", "Reprendre ces mots"] {
        assert!(page.contains(words), "{words}");
    }
    desk.write("reprendre:2", &[]).await;
    assert!(desk.who.read(&desk.path()).await.contains("Samedi au parc."), "the words of that publication are back");
}

async fn shown_moment(desk: &Desk<'_>) -> String {
    let page = desk.who.read(&desk.path()).await;
    let field = page.split("id=\"paraitre\"").nth(1).unwrap();
    field.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn nothing_half_written_is_published_and_nothing_typed_is_lost() {
    let town = counter().await;
    let desk = Desk::begin(&town).await;
    let answer = desk.write("publier", &[("texte", "Rien que du texte"), ("age-de", "treize")]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    for words in ["Donnez un titre", "Rien que du texte", "treize", "n’est pas publiée"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(desk.state().await, ArticleState::Draft);
    assert!(desk.who.read(&desk.path()).await.contains("Rien que du texte"), "it is kept as a draft");
    let long = "é".repeat(121);
    let answer = desk.write("enregistrer", &[("titre", &long)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.unwrap().contains(&long));
}

#[tokio::test]
async fn a_schedule_and_an_end_hold_across_a_restart() {
    let town = counter().await;
    let seeded = on_phones(&town).await.len();
    let desk = Desk::begin(&town).await;
    // 2026-11-23T00:00:00Z is one o'clock in Demo-Bourg.
    let fields = [&WORDS[..], &[("paraitre", "2026-11-23T01:10"), ("retirer", "2026-11-23T01:30")]].concat();
    let answer = desk.write("publier", &fields).await;
    assert!(location(&answer).ends_with("fait=schedule"));
    // What is typed afterwards waits for its own publication.
    desk.write("enregistrer", &[&[("titre", "À moitié")], &fields[1..]].concat()).await;
    let id = desk.id.clone();
    town.hands.turn(10 * MINUTE - 1);
    assert_eq!(town.storage().do_what_is_due().await.unwrap().published, 0);
    assert_eq!(on_phones(&town).await.len(), seeded, "nobody has it a second early");

    let town = town.restart(|_| {}).await;
    town.hands.turn(1);
    published(&town, 1).await;
    let news = on_phones(&town).await;
    let ours = news.iter().find(|news| news["id"] == id.as_str()).unwrap();
    assert_eq!((&ours["title"], &ours["publish_at"]), (&"Concert gratuit".into(), &(TODAY + 10 * MINUTE).into()));

    town.hands.turn(20 * MINUTE);
    published(&town, 0).await;
    assert_eq!(on_phones(&town).await.len(), seeded);
    let article = town.storage().article("test", &id).await.unwrap().unwrap();
    assert_eq!((article.state, article.live), (ArticleState::Ended, 0));
}

/// Does what is due, or finds that the server did it in its own turn.
async fn published(town: &Town, live: usize) {
    town.storage().do_what_is_due().await.unwrap();
    let articles = town.storage().articles().await.unwrap();
    let ours = articles.iter().filter(|article| !article.changed_by.is_empty() && article.live > 0).count();
    assert_eq!(ours, live);
}

#[tokio::test]
async fn whoever_saves_second_is_shown_both_and_overwrites_nothing() {
    let town = counter().await;
    let desk = Desk::begin(&town).await;
    let seen = desk.version().await;
    desk.write_over(&seen, "enregistrer", &WORDS).await;
    let mine = [("titre", "Concert annulé"), ("resume", "Il pleut.")];
    let answer = desk.write_over(&seen, "publier", &mine).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await.unwrap();
    for words in ["pendant que vous écriviez", "Concert annulé", "Concert gratuit", "Il pleut."] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(desk.state().await, ArticleState::Draft);
    assert!(desk.who.read(&desk.path()).await.contains("Samedi au parc."), "the first words stand");
    let quiet = desk.write_over(&seen, "auto", &mine).await;
    assert_eq!(quiet.status(), StatusCode::CONFLICT);
    assert_eq!(quiet.json::<Value>().await.unwrap()["by"], "editor-1");
    desk.publish(&mine).await;
    assert_eq!(on_phones(&town).await.iter().filter(|news| news["title"] == "Concert annulé").count(), 1);
}

/// Whatever a save would replace is shown first, and nothing else is.
#[tokio::test]
async fn whoever_saves_second_is_shown_every_field_that_differs() {
    let town = counter().await;
    let desk = Desk::begin(&town).await;
    desk.write("enregistrer", &WORDS).await;
    assert!(desk.who.read(&desk.path()).await.contains("name=\"prevenir\""), "phones can be told");
    for (name, value, field, said) in [
        ("titre", "Concert complet", "Titre", "Concert complet"),
        ("resume", "Dimanche au parc.", "Résumé", "Dimanche au parc."),
        ("texte", "Rien.", "Texte", "Rien."),
        ("categorie", "Culture", "Catégorie", "Culture"),
        ("age-de", "13", "Âge", "à partir de 13\u{a0}ans"),
        ("age-a", "17", "Âge", "jusqu’à 17\u{a0}ans"),
        ("interet", "dehors", "Centres d’intérêt", "Sortir et bouger"),
        ("commune", "Hameau-Témoin", "Communes", "Hameau-Témoin"),
        ("lien-texte", "S’inscrire", "Bouton", "S’inscrire"),
        ("lien", "https://exemple.fr", "Bouton", "https://exemple.fr"),
        ("lien-app", "/page/visale", "Bouton", "/page/visale"),
        ("paraitre", "2026-12-24T18:30", "Paraître", "2026-12-24 18:30"),
        ("retirer", "2026-12-25T18:30", "Retirer", "2026-12-25 18:30"),
        ("en-tete", "oui", "Garder en tête de liste", "oui"),
        ("prevenir", "oui", "Prévenir les téléphones", "oui"),
    ] {
        let seen = desk.version().await;
        let kept = WORDS.iter().filter(|(other, _)| *other != name);
        let theirs: Vec<_> = kept.copied().chain([(name, value)]).collect();
        assert_eq!(desk.write_over(&seen, "enregistrer", &theirs).await.status(), StatusCode::SEE_OTHER, "{name}");
        assert_eq!(differing(&desk, &seen, &WORDS).await, [(field.to_owned(), said.to_owned())], "{name}");
    }

    let seen = desk.version().await;
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(90, 60)).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    assert_eq!(photo(&desk, "enregistrer", "La scène", jpeg.into_inner()).await.status(), StatusCode::SEE_OTHER);
    let theirs = [("Photo".to_owned(), "une photo\u{a0}: La scène".to_owned())];
    let without = [&WORDS[..], &[("photo-texte", "La scène"), ("sans-photo", "oui")]].concat();
    for mine in [&WORDS[..], &without] {
        assert_eq!(differing(&desk, &seen, mine).await, theirs);
    }
}

/// The fields that the notice of a conflict shows, with what the other says in them.
async fn differing(desk: &Desk<'_>, seen: &str, mine: &[(&str, &str)]) -> Vec<(String, String)> {
    let answer = desk.write_over(seen, "enregistrer", mine).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let page = answer.text().await.unwrap();
    let text = |from: &str| from.split_once('>').unwrap().1.split('<').next().unwrap().to_owned();
    let shown = page.split("<dl class=\"versus\">").skip(1).map(|one| {
        let field = text(one.split_once("<dt").unwrap().1);
        (field.strip_suffix(", chez l’autre").unwrap().to_owned(), text(one.split_once("<dd").unwrap().1))
    });
    shown.collect()
}

#[tokio::test]
async fn a_photo_is_resized_described_and_its_faults_are_told() {
    let town = counter().await;
    let desk = Desk::begin(&town).await;
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(900, 600)).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let answer = photo(&desk, "publier", "", jpeg.into_inner()).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.unwrap().contains("Décrivez la photo"));
    // The photo was kept though nothing was published.
    desk.publish(&[&WORDS[..], &[("photo-texte", "La scène du parc")]].concat()).await;
    let news = on_phones(&town).await;
    let image = &news.iter().find(|news| news["id"] == desk.id.as_str()).unwrap()["image"];
    assert_eq!(image["alt"], "La scène du parc");
    let smallest = image["variants"][0]["sha256"].as_str().unwrap();
    assert_eq!(town.get(&format!("/media/{smallest}.webp")).await.status(), StatusCode::OK);

    let answer = photo(&desk, "auto", "x", b"<svg onload=alert(1)>".to_vec()).await;
    let told: Value = answer.json().await.unwrap();
    assert!(told["faults"]["photo"].as_str().unwrap().contains("n’est pas une photo"));
    assert_eq!(told["image"]["variants"][0]["sha256"], smallest, "the former one stays");
    let answer = photo(&desk, "auto", "x", vec![0; 11 * 1024 * 1024]).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);

    // Withdrawing is never held up by what else is typed.
    let answer = desk.write("depublier", &[&WORDS[..], &[("age-de", "treize")]].concat()).await;
    assert!(location(&answer).ends_with("fait=withdraw"));
    // A photo sent over somebody else's save is not kept, and that is said.
    let seen = desk.version().await;
    desk.write("enregistrer", &[("titre", "Autre titre")]).await;
    let mut jpeg = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(90, 60)).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let form = Form::new().text("version", seen).text("action", "enregistrer").text("titre", "Le mien");
    let form = form.part("photo", Part::bytes(jpeg.into_inner()).file_name("photo.jpg"));
    let request = desk.who.ask(Method::POST, &desk.path()).header("origin", town.running.url());
    let answer = request.multipart(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(answer.text().await.unwrap().contains("choisissez-la de nouveau"));
}

async fn photo(desk: &Desk<'_>, action: &str, alt: &str, bytes: Vec<u8>) -> Response {
    let mut form = Form::new().text("version", desk.version().await).text("action", action.to_owned());
    for (name, value) in WORDS {
        form = form.text(name, value);
    }
    form = form.text("photo-texte", alt.to_owned()).part("photo", Part::bytes(bytes).file_name("photo.jpg"));
    let request = desk.who.ask(Method::POST, &desk.path()).header("origin", desk.who.town.running.url());
    request.multipart(form).send().await.unwrap()
}

#[tokio::test]
async fn news_from_elsewhere_can_be_edited_copied_and_only_drafts_deleted() {
    let town = counter().await;
    let id = on_phones(&town).await[0]["id"].as_str().unwrap().to_owned();
    let who = Colleague::with(&town, Role::Editor).await;
    let desk = Desk { who, id };
    let page = desk.who.read(&desk.path()).await;
    assert!(page.contains("en ligne") && !page.contains("Supprimer…"));
    let refused = desk.who.post(&format!("{}/suppression", desk.path()), &[]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(refused.text().await.unwrap().contains("retirez-la d’abord"));

    let copied = desk.who.post(&format!("{}/copie", desk.path()), &[]).await;
    let copy = Desk { id: location(&copied).split(['/', '?']).nth(3).unwrap().to_owned(), ..desk };
    assert_eq!(copy.state().await, ArticleState::Draft);
    let deleted = copy.who.post(&format!("{}/suppression", copy.path()), &[]).await;
    assert_eq!(location(&deleted), "/staff/actus?fait=delete");
    assert_eq!(copy.who.get(&copy.path()).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn words_that_are_code_stay_words() {
    let town = counter().await;
    let desk = Desk::begin(&town).await;
    let evil = "</textarea><script>alert(1)</script>";
    desk.write("enregistrer", &[("titre", evil), ("texte", evil), ("categorie", evil)]).await;
    for path in [desk.path(), "/staff/actus".to_owned()] {
        assert!(!desk.who.read(&path).await.contains("<script>alert"), "{path}");
    }
}
