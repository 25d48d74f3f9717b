//! The tick in an article's form, and what the console says afterwards.
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

use carrier::{Carrier, Reply, until};
use reqwest::StatusCode;
use server::storage::Role;
use shared::protocol::{PushSubscription, QuietHours};
use town::colleague::{Colleague, location};
use town::{Town, territory};

const WORDS: [(&str, &str); 3] =
    [("titre", "Concert gratuit"), ("resume", "Samedi au parc."), ("categorie", "Culture")];

async fn town(configure: impl FnOnce(&mut server::Config)) -> Town {
    Town::open_with(|config| {
        config.territory = Some(territory("demo-bourg"));
        config.private_push = true;
        configure(config);
    })
    .await
}

struct Desk<'a> {
    who: Colleague<'a>,
    path: String,
}

impl<'a> Desk<'a> {
    async fn begin(town: &'a Town) -> Self {
        let who = Colleague::with(town, Role::Editor).await;
        let begun = who.post("/staff/actus/nouvelle", &[]).await;
        let path = location(&begun);
        Self { who, path }
    }

    async fn write(&self, action: &str, more: &[(&str, &str)]) -> String {
        let page = self.who.read(&self.path).await;
        let version = page.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let own = [("version", version), ("action", action)];
        let answer = self.who.post(&self.path, &[&own, &WORDS[..], more].concat()).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        self.who.read(&self.path).await
    }
}

#[tokio::test]
async fn an_editor_ticks_a_box_that_says_how_many_and_reads_how_it_went() {
    let (town, carrier) = (town(|_| {}).await, Carrier::open().await);
    let topic = |name: &str, topic: &str| PushSubscription { topics: vec![topic.to_owned()], ..carrier.browser(name) };
    let asleep = PushSubscription { quiet: Some(QuietHours { from: 0, to: 7 * 60 }), ..topic("asleep", "culture") };
    for phone in [carrier.browser("all"), topic("culture", "culture"), topic("sport", "sport"), asleep] {
        let told = town.http.put(town.url("/api/v1/push/subscription")).json(&phone).send().await.unwrap();
        assert_eq!(told.status(), StatusCode::NO_CONTENT);
    }
    let desk = Desk::begin(&town).await;
    let page = desk.write("enregistrer", &[]).await;
    assert!(page.contains("name=\"prevenir\""), "{page}");
    assert!(page.contains("3 téléphones le seront"), "those of its category and those of all");
    assert!(carrier.heard().is_empty());

    let page = desk.write("enregistrer", &[("prevenir", "oui")]).await;
    assert!(page.contains("value=\"oui\" checked"), "a tick is kept with the draft");
    desk.write("publier", &[("prevenir", "oui")]).await;
    until("both who are awake are told", async || {
        desk.who.read(&desk.path).await.contains("Notifiée à 2 téléphones, 1 en attente.")
    })
    .await;
    let page = desk.who.read(&desk.path).await;
    assert!(page.contains("name=\"prevenir-encore\"") && page.contains("Prévenir de nouveau"), "{page}");
    // A form from before, sent once more: its box is not this one.
    desk.write("publier", &[("prevenir", "oui")]).await;
    assert_eq!(town.storage().push_sends().await.unwrap().len(), 1);

    let list = desk.who.read("/staff/envois").await;
    for words in ["Concert gratuit", "Notifiée à 2 téléphones", "Navigateurs", "4 téléphones", "pas configuré"] {
        assert!(list.contains(words), "{words}");
    }
    let page = desk.write("depublier", &[]).await;
    assert!(page.contains("Notification arrêtée\u{a0}: 2 téléphones l’avaient reçue."), "{page}");
}

#[tokio::test]
async fn where_nobody_can_be_told_there_is_no_box() {
    let town = town(|config| config.push_web = false).await;
    let desk = Desk::begin(&town).await;
    let page = desk.write("publier", &[("prevenir", "oui")]).await;
    assert!(page.contains("Personne ne peut être prévenu"));
    assert!(!page.contains("name=\"prevenir"), "{page}");
}

#[tokio::test]
async fn a_service_that_fails_is_said_where_work_begins() {
    let (town, carrier) = (town(|_| {}).await, Carrier::open().await);
    carrier.answer(|_| Reply::Status(429, Some(600), serde_json::Value::Null));
    let told = town.http.put(town.url("/api/v1/push/subscription")).json(&carrier.browser("a")).send().await.unwrap();
    assert_eq!(told.status(), StatusCode::NO_CONTENT);
    let desk = Desk::begin(&town).await;
    assert!(!desk.who.read("/staff").await.contains("demande d’attendre"));
    desk.write("publier", &[("prevenir", "oui")]).await;
    until("it is said", async || desk.who.read("/staff/envois").await.contains("demande d’attendre")).await;
    assert!(desk.who.read("/staff/envois").await.contains("nouvel essai"));
    assert!(
        !desk.who.read("/staff").await.contains("demande d’attendre"),
        "most are well again before anybody reads it"
    );
    town.hands.turn(900);
    assert!(desk.who.read("/staff").await.contains("demande d’attendre"));

    // Its clerk at the cards' counter has other worries.
    let agent = Colleague::with(&town, Role::Agent).await;
    assert!(!agent.read("/staff").await.contains("demande d’attendre"));
    assert_eq!(agent.get("/staff/envois").await.status(), StatusCode::FORBIDDEN);
}
