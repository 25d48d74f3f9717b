//! Who comes to work at the counter, by a link that serves once; and who leaves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod town;

use reqwest::{Response, StatusCode};
use server::staff::first_account;
use server::storage::Role;
use town::Town;
use town::colleague::{Colleague, PASSWORD, counter, location};

const DAY: i64 = 86_400;
const CHOSEN: &str = "trois mots choisis";

/// The path of the link that a page shows.
fn link(page: &str) -> String {
    let from = page.find("/staff/invitation/").expect("a link");
    page[from..].split(['<', '"']).next().unwrap().to_owned()
}

/// Opens a link and chooses; keeps the session that it gives.
async fn choose<'a>(town: &'a Town, path: &str, name: &str, password: &str) -> (Colleague<'a>, Response) {
    let mut visitor = Colleague::outside(town);
    let answer = visitor.post(path, &[("nom", name), ("mot-de-passe", password)]).await;
    if let Some(cookie) = answer.headers().get("set-cookie") {
        visitor.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
    }
    (visitor, answer)
}

async fn invite(admin: &Colleague<'_>, fields: &[(&str, &str)]) -> String {
    let answer = admin.post("/staff/equipe/invitation", fields).await;
    assert_eq!(answer.status(), StatusCode::OK);
    link(&answer.text().await.unwrap())
}

#[tokio::test]
async fn the_first_account_chooses_its_name_by_the_link_that_the_server_prints() {
    let town = counter().await;
    let printed = first_account(town.running.app()).await.unwrap().expect("nobody works here yet");
    let path = link(&printed);
    assert!(Colleague::outside(&town).read(&path).await.contains("Votre nom"));
    for (name, password, words) in [("", CHOSEN, "Écrivez votre nom"), ("Nadia", "court", "trop court")] {
        let (_, answer) = choose(&town, &path, name, password).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().await.unwrap().contains(words), "{words}");
    }
    let (nadia, answer) = choose(&town, &path, "  Nadia  B ", CHOSEN).await;
    assert_eq!((answer.status(), location(&answer).as_str()), (StatusCode::SEE_OTHER, "/staff"));
    assert!(nadia.read("/staff").await.contains("Bonjour Nadia B"));
    assert!(nadia.read("/staff/equipe").await.contains("administration"));
    assert_eq!(first_account(town.running.app()).await.unwrap(), None);
    let (_, again) = choose(&town, &path, "Autre", CHOSEN).await;
    assert_eq!(again.status(), StatusCode::NOT_FOUND, "it served");

    let town = counter().await;
    let unused = link(&first_account(town.running.app()).await.unwrap().unwrap());
    Colleague::with(&town, Role::Agent).await;
    assert_eq!(Colleague::outside(&town).get(&unused).await.status(), StatusCode::NOT_FOUND, "somebody else was first");
}

#[tokio::test]
async fn a_colleague_is_invited_once_and_a_lost_password_is_replaced() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    let first = invite(&admin, &[("nom", "Sacha"), ("role", "editor")]).await;
    let second = invite(&admin, &[("nom", "Sacha"), ("role", "agent")]).await;
    assert_eq!(
        Colleague::outside(&town).get(&first).await.status(),
        StatusCode::NOT_FOUND,
        "the newer one replaced it"
    );
    let (sacha, answer) = choose(&town, &second, "un autre nom", CHOSEN).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(sacha.read("/staff").await.contains("Bonjour Sacha"), "the name is the one invited");
    assert_eq!(sacha.get("/staff/actus").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(sacha.get("/staff/demandes").await.status(), StatusCode::OK);

    let taken = admin.post("/staff/equipe/invitation", &[("nom", "Sacha"), ("role", "admin")]).await;
    assert_eq!(taken.status(), StatusCode::UNPROCESSABLE_ENTITY, "nobody becomes someone else by a slip");
    let lost = invite(&admin, &[("nom", "Sacha"), ("role", "agent"), ("encore", "oui")]).await;
    assert_eq!(sacha.get("/staff").await.status(), StatusCode::OK, "until the link is used");
    let (anew, _) = choose(&town, &lost, "", "un tout autre mot").await;
    assert!(anew.read("/staff").await.contains("Bonjour Sacha"));
    assert_eq!(sacha.get("/staff").await.status(), StatusCode::SEE_OTHER, "the former session ended");

    let late = invite(&admin, &[("nom", "Lou"), ("role", "agent")]).await;
    town.hands.turn(2 * DAY);
    assert_eq!(Colleague::outside(&town).get(&late).await.status(), StatusCode::NOT_FOUND, "two days are over");
}

#[tokio::test]
async fn sessions_end_everywhere_and_accounts_close_but_ones_own() {
    let town = counter().await;
    let admin = Colleague::with(&town, Role::Admin).await;
    let (here, elsewhere) = (Colleague::with(&town, Role::Editor).await, Colleague::with(&town, Role::Editor).await);
    assert!(here.read("/staff/compte").await.contains("2 sessions ouvertes"));
    here.post("/staff/compte/sessions", &[]).await;
    assert_eq!(here.get("/staff").await.status(), StatusCode::OK, "this one stays");
    assert_eq!(elsewhere.get("/staff").await.status(), StatusCode::SEE_OTHER);

    let wrong = here.post("/staff/compte/mot-de-passe", &[("ancien", "pas celui-là"), ("nouveau", CHOSEN)]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let changed = here.post("/staff/compte/mot-de-passe", &[("ancien", PASSWORD), ("nouveau", CHOSEN)]).await;
    assert_eq!(location(&changed), "/staff/compte?fait=password");
    assert_eq!(here.get("/staff").await.status(), StatusCode::SEE_OTHER, "the old session ended, a new one began");
    let mut anew = Colleague::outside(&town);
    assert_eq!(anew.enter("editor-1", CHOSEN).await.status(), StatusCode::SEE_OTHER);

    // Tries are few; some minutes later there are others.
    town.hands.turn(600);
    admin.post("/staff/equipe/sortie", &[("nom", "editor-1")]).await;
    assert_eq!(anew.get("/staff").await.status(), StatusCode::SEE_OTHER);
    admin.post("/staff/equipe/fermeture", &[("nom", "editor-1")]).await;
    assert_eq!(anew.enter("editor-1", CHOSEN).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let own = admin.post("/staff/equipe/fermeture", &[("nom", "admin-1")]).await;
    assert_eq!(own.status(), StatusCode::NOT_FOUND);
    assert_eq!(admin.get("/staff").await.status(), StatusCode::OK, "nobody locks the door from inside");
}
