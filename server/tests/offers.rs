//! Offers at the counter: written, suspended, withdrawn; proposed by shops, decided by the team; and the page of a shop.
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

use reqwest::header::COOKIE;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::storage::Role;
use sheet::{Sheet, faults, fields};
use town::Town;
use town::colleague::{Colleague, counter, location};
use town::holder::{Shop, ulid};

async fn offer(town: &Town, id: &str) -> Option<Value> {
    let body = town.storage().record("offer", id).await.unwrap();
    body.map(|body| serde_json::from_str(&body).unwrap())
}

fn filled(sheet: Sheet<'_>) -> Sheet<'_> {
    sheet
        .set("commerce", "fournil-demo")
        .set("titre", "Deux brioches pour le prix d’une")
        .set("conditions", "Le samedi matin, sur présentation de ta carte.")
        .set("avantage", "montant")
        .set("valeur", "1,80 €")
        .set("categorie", "manger")
        .set("economie", "1,80")
        .set("limite", "2")
        .set("par", "semaine")
        .set("jours-valables", "samedi")
        .set("valable-du", "2026-11-01")
        .set("valable-au", "2027-06-30")
        .set("source-nom", "Le Fournil du Puits")
        .set("source-adresse", "https://demo-bourg.example/fournil")
        .set("verifie", "20/11/2026")
}

#[tokio::test]
async fn an_offer_is_written_suspended_and_withdrawn() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let sheet = filled(Sheet::open(&partner, "/staff/bons-plans/nouveau?commerce=fournil-demo").await);
    let sheet = Sheet { path: "/staff/bons-plans/nouveau".to_owned(), ..sheet };
    let path = sheet.save().await;
    let id = path.rsplit('/').next().unwrap().to_owned();
    let kept = offer(&town, &id).await.unwrap();
    assert_eq!(
        (&kept["offer_kind"], &kept["value"], &kept["saving_cents"]),
        (&json!("amount"), &json!(180), &json!(180))
    );
    assert_eq!((&kept["limit"], &kept["days"]), (&json!({ "count": 2, "per": "week" }), &json!(["sa"])));
    let list = partner.read("/staff/bons-plans").await;
    assert!(list.contains("Deux brioches") && list.contains("en cours") && list.contains("Le Fournil du Puits"));

    Sheet::open(&partner, &path).await.set("suspendu", "oui").save().await;
    assert_eq!(offer(&town, &id).await.unwrap()["suspended"], true);
    assert!(partner.read("/staff/bons-plans?etat=suspendus").await.contains("Deux brioches"));
    assert!(!partner.read("/staff/bons-plans?etat=en-cours").await.contains("Deux brioches"));

    let seen = town::colleague::seen(&partner.read(&path).await);
    let gone = partner.post(&format!("{path}/retrait"), &[("vu", &seen)]).await;
    assert!(location(&gone).contains("fait=withdraw"), "{}", location(&gone));
    assert_eq!(offer(&town, &id).await, None);
    assert!(partner.read(&path).await.contains("pas sur les téléphones"));
}

#[tokio::test]
async fn every_offer_and_shop_opens_and_saves_what_it_shows() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let before = town.storage().head().await.unwrap().seq;
    for path in ["/staff/bons-plans/gouter-demo", "/staff/bons-plans/pain-demo", "/staff/commerces/fournil-demo/fiche"]
    {
        Sheet::open(&partner, path).await.save().await;
        assert_eq!(town.storage().head().await.unwrap().seq, before, "{path}");
    }
    // A place that is no shop is not theirs.
    assert_eq!(partner.get("/staff/commerces/gare-demo/fiche").await.status(), StatusCode::NOT_FOUND);
    let seen = ("vu", "1");
    let forged = partner.post("/staff/commerces/gare-demo/fiche/retrait", &[seen]).await;
    assert_eq!(forged.status(), StatusCode::NOT_FOUND);
    let editor = Colleague::with(&town, Role::Editor).await;
    assert_eq!(editor.get("/staff/contenus/bons-plans/gouter-demo").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(editor.get("/staff/bons-plans/gouter-demo").await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_no_offer_can_be_is_said_at_its_field() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let sheet = filled(Sheet::open(&partner, "/staff/bons-plans/nouveau").await)
        .set("commerce", "nulle-part")
        .set("conditions", "")
        .set("avantage", "pourcentage")
        .set("valeur", "120 %")
        .set("limite", "souvent")
        .set("valable-au", "2026-10-01");
    let page = sheet.refused().await;
    for words in [
        "n’existe plus\u{a0}: choisissez-en un autre",
        "Dites les conditions",
        "de 1 à 100",
        "Écrivez un nombre",
        "Le dernier jour est avant le premier",
    ] {
        assert!(page.contains(words), "{words}: {}", faults(&page));
    }
    assert!(fields(&page).contains(&("valeur".to_owned(), "120 %".to_owned())), "what was typed is still there");
}

#[tokio::test]
async fn the_page_of_a_shop_gathers_what_concerns_it() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let _till = Shop::open(&town, "fournil-demo").await;
    let page = partner.read("/staff/commerces/fournil-demo").await;
    for words in ["Un goûter à 2", "1 appareil connecté", "0 aujourd’hui", "Modifier la fiche", "Inviter"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(partner.read("/staff/commerces?q=fourn").await.contains("Le Fournil du Puits"));
    assert!(partner.read("/staff/commerces?q=cinema").await.contains("0 commerce"));
    let path = Sheet::open(&partner, "/staff/commerces/nouveau")
        .await
        .set("nom", "Le Rex")
        .set("resume", "Un cinéma de deux salles.")
        .set("source-nom", "Le Rex")
        .set("source-adresse", "https://demo-bourg.example/rex")
        .set("verifie-aujourdhui", "oui")
        .set("sorte", "culture")
        .save()
        .await;
    let id = path.split('/').nth(3).unwrap();
    let place: Value = serde_json::from_str(&town.storage().record("place", id).await.unwrap().unwrap()).unwrap();
    assert_eq!(place["place_kind"], "shop", "whatever the form says");
}

fn proposal(key: u64, offer: Option<&str>) -> Value {
    let mut body = json!({ "key": ulid(key), "title": "Un café offert", "terms": "Avec un croissant, avant 10 h.",
        "offer_kind": "gift", "limit": { "count": 1, "per": "day" }, "words": "Dès lundi si possible." });
    if let Some(offer) = offer {
        body["offer"] = offer.into();
    }
    body
}

async fn propose(town: &Town, shop: &Shop, body: &Value) -> (StatusCode, Value) {
    let request = town.http.post(town.url("/api/v1/shop/proposals")).header(COOKIE, &shop.cookie);
    let answer = request.json(body).send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

async fn proposals(town: &Town, shop: &Shop) -> Vec<Value> {
    let request = town.http.get(town.url("/api/v1/shop/proposals")).header(COOKIE, &shop.cookie);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["proposals"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_shop_proposes_and_phones_have_it_once_the_team_accepts() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let till = Shop::open(&town, "fournil-demo").await;
    let before = town.storage().head().await.unwrap().seq;
    let (status, answer) = propose(&town, &till, &proposal(1, None)).await;
    assert_eq!((status, &answer["state"]), (StatusCode::CREATED, &json!("waiting")), "{answer}");
    assert_eq!(propose(&town, &till, &proposal(1, None)).await.0, StatusCode::OK, "sent twice");
    let other = json!({ "key": ulid(1), "title": "Autre", "terms": "Autre.", "offer_kind": "gift" });
    let (status, answer) = propose(&town, &till, &other).await;
    assert_eq!((status, &answer["type"]), (StatusCode::CONFLICT, &json!("key-used")));
    assert_eq!(town.storage().head().await.unwrap().seq, before, "phones have nothing of it");

    assert!(partner.read("/staff").await.contains("1 proposition de commerce attend"));
    assert!(partner.read("/staff/bons-plans").await.contains("Propositions des commerces (1)"));
    assert!(partner.read("/staff/propositions").await.contains("Un café offert"));
    let path = format!("/staff/propositions/{}", ulid(1));
    let sheet = Sheet::open(&partner, &path).await;
    assert!(partner.read(&path).await.contains("Dès lundi si possible."));
    // Without a category it is on no list of the app.
    let answer = sheet.send("accepter").await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().await.unwrap().contains("Choisissez une catégorie"));
    let sheet = sheet.set("categorie", "manger").set("titre", "Un café offert le matin").set("economie", "1,50");
    let accepted = sheet.send("accepter").await;
    assert_eq!(location(&accepted), "/staff/propositions?fait=accepte");
    let kept = offer(&town, &ulid(1)).await.unwrap();
    assert_eq!((&kept["title"], &kept["place"]), (&json!("Un café offert le matin"), &json!("fournil-demo")));
    let mine = proposals(&town, &till).await;
    assert_eq!((&mine[0]["state"], &mine[0]["title"]), (&json!("accepted"), &json!("Un café offert")));
    assert_eq!(location(&sheet.send("accepter").await), "/staff/propositions?fait=trop-tard");
    let acts = town.storage().audited(&ulid(1)).await.unwrap();
    assert_eq!(acts, [("partnerships-1".to_owned(), "proposal.accept".to_owned())]);
}

#[tokio::test]
async fn a_change_is_shown_beside_what_is_and_a_refusal_says_why() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let till = Shop::open(&town, "fournil-demo").await;
    let (status, answer) = propose(&town, &till, &proposal(2, Some("pain-demo"))).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    let (status, answer) = propose(&town, &till, &proposal(3, Some("seance"))).await;
    assert_eq!((status, &answer["type"]), (StatusCode::NOT_FOUND, &json!("offer-unknown")), "another's");
    let path = format!("/staff/propositions/{}", ulid(2));
    let page = partner.read(&path).await;
    for words in ["Ce que cela change", "La troisième baguette offerte", "Un café offert"] {
        assert!(page.contains(words), "{words}");
    }
    // A press over what has changed since changes nothing.
    let sheet = Sheet::open(&partner, &path).await;
    Sheet::open(&partner, "/staff/bons-plans/pain-demo").await.set("ordre", "5").save().await;
    assert_eq!(sheet.send("accepter").await.status(), StatusCode::CONFLICT);
    let silent = partner.post(&path, &[("action", "refuser"), ("motif", " ")]).await;
    assert_eq!(silent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let refused = partner.post(&path, &[("action", "refuser"), ("motif", "Déjà proposé  le samedi.")]).await;
    assert_eq!(location(&refused), "/staff/propositions?fait=refuse");
    let mine = proposals(&town, &till).await;
    assert_eq!((&mine[0]["state"], &mine[0]["reason"]), (&json!("refused"), &json!("Déjà proposé le samedi.")));
    assert_eq!(offer(&town, "pain-demo").await.unwrap()["title"], "La troisième baguette offerte");
}

#[tokio::test]
async fn a_shop_takes_back_its_own_alone_and_cannot_flood_the_team() {
    let town = counter().await;
    let till = Shop::open(&town, "fournil-demo").await;
    for number in 0..10 {
        assert_eq!(propose(&town, &till, &proposal(10 + number, None)).await.0, StatusCode::CREATED);
    }
    let (status, answer) = propose(&town, &till, &proposal(30, None)).await;
    assert_eq!((status, &answer["type"]), (StatusCode::CONFLICT, &json!("too-many-waiting")));
    let withdraw = async |cookie: &str| {
        let path = town.url(&format!("/api/v1/shop/proposals/{}", ulid(10)));
        town.http.request(Method::DELETE, path).header(COOKIE, cookie).send().await.unwrap().status()
    };
    let station = Shop::open(&town, "gare-demo").await;
    assert_eq!(withdraw(&station.cookie).await, StatusCode::NOT_FOUND);
    assert_eq!(withdraw("").await, StatusCode::UNAUTHORIZED);
    assert_eq!(withdraw(&till.cookie).await, StatusCode::NO_CONTENT);
    assert_eq!(withdraw(&till.cookie).await, StatusCode::NOT_FOUND, "once");
    assert_eq!(propose(&town, &till, &proposal(30, None)).await.0, StatusCode::CREATED);
    let wrong = json!({ "key": ulid(40), "title": "", "terms": "x", "offer_kind": "gift" });
    let (status, answer) = propose(&town, &till, &wrong).await;
    assert_eq!((status, &answer["type"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("title-missing")));
}
