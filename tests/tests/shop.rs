//! At a shop's counter: the verification page in a real browser, with the server and without it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result, anyhow, ensure};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::camera;
use journeys::process::free_port;
use journeys::{given, until};
use serde_json::{Value, json};
use server::clock::Clock;
use server::storage::cards::{Card, Decision};
use server::{Config, Running, Server};
use shared::card::{SignedCredential, Signer, binding_message, from_digits, from_hex, to_digits, to_hex};

/// One journey at a time: its browsers and its server share this machine's few cores.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// 2026-11-23T10:00:00Z, a Monday.
const MORNING: i64 = 1_795_428_000;
const DAY: i64 = 86_400;

/// A town whose server runs in this process, by a clock that stands still until it is turned.
struct Town {
    folder: tempfile::TempDir,
    port: u16,
    hands: Arc<AtomicI64>,
    running: Option<Running>,
}

impl Town {
    async fn open() -> Result<Self> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let hands = Arc::new(AtomicI64::new(MORNING));
        let mut town = Self { folder: tempfile::tempdir()?, port: free_port()?, hands, running: None };
        town.start().await?;
        Ok(town)
    }

    async fn start(&mut self) -> Result<()> {
        let territory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/territories/demo-bourg");
        let config = Config {
            port: self.port,
            data: self.folder.path().join("data"),
            territory: Some(territory),
            site: Some(given("GUICHET_SITE")?),
            watch_links: false,
            map_source: "off".to_owned(),
            geocoder: "off".to_owned(),
            ..Config::default()
        };
        let hands = Arc::clone(&self.hands);
        let clock = Clock::from_fn(move || hands.load(Ordering::SeqCst));
        self.running = Some(Server::start(config, clock).await?);
        Ok(())
    }

    async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    fn running(&self) -> Result<&Running> {
        self.running.as_ref().context("the server runs")
    }

    fn now(&self) -> i64 {
        self.hands.load(Ordering::SeqCst)
    }

    fn turn(&self, seconds: i64) {
        self.hands.fetch_add(seconds, Ordering::SeqCst);
    }

    fn page(&self, digits: &str) -> String {
        format!("http://127.0.0.1:{}/v#{digits}", self.port)
    }

    async fn invitation(&self) -> Result<String> {
        let link = server::card::desk::invite(self.running()?.app(), "partnerships", "fournil-demo").await;
        let link = link.map_err(|error| anyhow!("{error:?}"))?;
        let code = link.rsplit('/').next().unwrap_or_default();
        Ok(format!("http://127.0.0.1:{}/v/invitation/{code}", self.port))
    }

    async fn decide(&self, token: &str, decision: &Decision) -> Result<()> {
        let card = self.card(token).await?;
        let decided = self.running()?.storage().decide_card("agent", &card.id, decision).await?;
        ensure!(decided.is_some(), "{decision:?} is refused");
        Ok(())
    }

    async fn card(&self, token: &str) -> Result<Card> {
        let hash = server::digest::raw(token);
        Ok(self.running()?.storage().held_card(&hash).await?.context("a card")?.card)
    }

    async fn post(&self, path: &str, token: &str, body: &Value) -> Result<Value> {
        let address = format!("http://127.0.0.1:{}{path}", self.port);
        let client = reqwest::Client::builder().no_proxy().build()?;
        let answer = client.post(address).bearer_auth(token).json(body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }
}

/// A young person with a phone that holds a card.
struct Holder {
    token: String,
    phone: Signer,
    signed: SignedCredential,
}

impl Holder {
    async fn with_card(town: &Town) -> Result<Self> {
        let application = json!({ "key": "01KAS000000000000000000001", "first_name": "Léa", "last_name": "Martin",
            "birth_date": "2009-05-04", "commune": "Demo-Bourg", "consent_version": "2026-11" });
        let receipt = town.post("/api/v1/card/applications", "", &application).await?;
        let token = receipt.get("token").and_then(Value::as_str).context("a token")?.to_owned();
        let phone = Signer::from_seed(&[7; 32]);
        let approval = Decision::Approve { valid_until: town.now() + 365 * DAY, entitlements: 0 };
        town.decide(&token, &approval).await?;
        let signed = credential(town, &token, &phone).await?;
        Ok(Self { token, phone, signed })
    }

    /// Meets the network again.
    async fn renew(&mut self, town: &Town) -> Result<()> {
        self.signed = credential(town, &self.token, &self.phone).await?;
        Ok(())
    }

    fn bytes(&self, moment: i64) -> Vec<u8> {
        self.phone.present(&self.signed, moment as u32).to_bytes()
    }

    fn shows(&self, moment: i64) -> String {
        to_digits(&self.bytes(moment))
    }
}

/// A shopkeeper's browser, in French whatever the machine speaks.
async fn shopkeeper(town: &Town) -> Result<Browser> {
    let shop = Browser::open().await?;
    shop.visit(&town.page("")).await?;
    shop.run("localStorage.setItem('guichet-v-language', 'fr')", Vec::new()).await?;
    Ok(shop)
}

async fn credential(town: &Town, token: &str, phone: &Signer) -> Result<SignedCredential> {
    let (key, at) = (phone.public(), town.now());
    let signature = to_hex(&phone.sign(&binding_message(&key, at)));
    let request = json!({ "device_key": to_hex(&key), "at": at, "signature": signature });
    let answer = town.post("/api/v1/card/credential", token, &request).await?;
    let bytes = answer.get("credential").and_then(Value::as_str).and_then(from_hex).context("a credential")?;
    Ok(SignedCredential::from_bytes(&bytes)?)
}

/// Waits for a face, and for axe to have nothing against it.
async fn face(shop: &Browser, address: &str, verdict: &str) -> Result<()> {
    shop.visit(address).await?;
    shows(shop, verdict).await?;
    let objections = shop.objections().await?;
    ensure!(objections.is_empty(), "{verdict}: {objections:?}");
    shop.narrow(Some(320)).await?;
    let narrow = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth";
    ensure!(shop.yes(narrow).await?, "{verdict}: wider than 320 px");
    shop.narrow(None).await
}

async fn shows(shop: &Browser, verdict: &str) -> Result<()> {
    let settled = format!(
        "return document.body.dataset.verdict === '{verdict}' && !document.getElementById('why').textContent.includes('en ligne…')"
    );
    let seen = until(&format!("the face «{verdict}»"), || async { Ok(shop.yes(&settled).await?.then_some(())) }).await;
    match seen {
        Ok(()) => Ok(()),
        Err(error) => Err(error.context(shop.text("body").await.unwrap_or_default())),
    }
}

#[tokio::test]
async fn a_shop_verifies_and_redeems_with_the_server_and_without() -> Result<()> {
    let _alone = ALONE.lock().await;
    let mut town = Town::open().await?;
    let lea = Holder::with_card(&town).await?;
    let shop = shopkeeper(&town).await?;
    let invitation = town.invitation().await?;
    shop.visit(&invitation).await?;
    shop.reads("#invitation", "Ouvrir la boutique").await?;
    shop.click("#invitation-accept").await?;
    shop.reads("#shop", "Aujourd’hui").await?;
    shop.kept_offline().await?;

    let code = lea.shows(town.now());
    face(&shop, &town.page(&code), "valid").await?;
    shop.reads("#who", "Léa").await?;
    shop.reads("#who", "15 à 17 ans").await?;
    shop.click("[data-offer='pain-demo'] .use").await?;
    shop.reads("[data-offer='pain-demo']", "Utilisation enregistrée").await?;

    let neighbour = shopkeeper(&town).await?;
    face(&neighbour, &town.page(&code), "replayed").await?;
    neighbour.visit(&invitation).await?;
    neighbour.reads("#invitation", "Ouvrir la boutique").await?;
    neighbour.click("#invitation-accept").await?;
    neighbour.reads("#invitation-words", "a déjà servi").await?;
    neighbour.close().await?;

    town.stop().await;
    face(&shop, &town.page(&lea.shows(town.now() + 5)), "valid-offline").await?;
    shop.reads("#why", "Sans réseau, données du 23 novembre").await?;
    shop.click("[data-offer='pain-demo'] .use").await?;
    shop.reads("[data-offer='pain-demo']", "À confirmer").await?;
    shop.visit(&town.page("")).await?;
    shop.reads("#shop-queued", "Une utilisation à confirmer").await?;

    town.turn(60);
    town.start().await?;
    shop.run("dispatchEvent(new Event('online'))", Vec::new()).await?;
    shop.reads("#reports", "autant que permis").await?;
    shop.visit(&town.page("")).await?;
    shop.reads("#reports", "autant que permis").await?;
    shop.click("#report-list button").await?;
    until("what was read goes", || async {
        Ok(shop.yes("return document.getElementById('reports').hidden").await?.then_some(()))
    })
    .await?;
    shop.close().await
}

#[tokio::test]
async fn every_answer_has_its_face() -> Result<()> {
    let _alone = ALONE.lock().await;
    let mut town = Town::open().await?;
    let mut lea = Holder::with_card(&town).await?;
    let shop = shopkeeper(&town).await?;
    let now = town.now();
    let changed = |place: usize| {
        let mut bytes = lea.bytes(now);
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 1;
        }
        to_digits(&bytes)
    };
    let cut: Vec<u8> = lea.bytes(now).into_iter().take(100).collect();
    for (digits, verdict) in [
        (lea.shows(now), "valid"),
        (lea.shows(now - 61), "stale"),
        (lea.shows(now + 600), "clock-wrong"),
        (changed(12), "forged"),
        (changed(2), "other-territory"),
        (changed(3), "unknown-key"),
        (to_digits(&cut), "not-a-card"),
        ("menu".to_owned(), "not-a-card"),
    ] {
        ensure!(verdict == "not-a-card" || from_digits(&digits).is_ok(), "{verdict} is a code");
        face(&shop, &town.page(&digits), verdict).await.context(verdict)?;
    }

    let card = town.card(&lea.token).await?;
    let paper = server::card::desk::print(town.running()?.app(), "agent", &card).await;
    let paper = to_digits(&paper.map_err(|error| anyhow!("{error:?}"))?.context("printed")?);
    face(&shop, &town.page(&paper), "valid").await?;
    shop.reads("#notes", "pièce d’identité").await?;

    // A fortnight without network, then a moment of it.
    town.turn(15 * DAY);
    face(&shop, &town.page(&lea.shows(town.now())), "expired").await?;
    lea.renew(&town).await?;
    let now = town.now();
    face(&shop, &town.page(&lea.shows(now)), "valid").await?;

    shop.kept_offline().await?;
    town.stop().await;
    face(&shop, &town.page(&paper), "needs-network").await?;
    town.start().await?;

    town.decide(&lea.token, &Decision::Suspend("Téléphone volé".to_owned())).await?;
    face(&shop, &town.page(&lea.shows(now + 1)), "revoked").await?;
    town.stop().await;
    face(&shop, &town.page(&lea.shows(now + 2)), "revoked").await?;
    shop.close().await
}

#[tokio::test]
async fn a_code_from_tomorrow_is_not_yet_valid() -> Result<()> {
    let _alone = ALONE.lock().await;
    let town = Town::open().await?;
    town.turn(DAY);
    let tomorrow = Holder::with_card(&town).await?;
    town.turn(-DAY);
    let shop = shopkeeper(&town).await?;
    face(&shop, &town.page(&tomorrow.shows(town.now())), "not-yet-valid").await?;
    shop.close().await
}

#[tokio::test]
async fn a_shop_without_a_mouse_scans_with_its_camera_and_uses_an_offer() -> Result<()> {
    let _alone = ALONE.lock().await;
    let town = Town::open().await?;
    let lea = Holder::with_card(&town).await?;
    let film = town.folder.path().join("counter.y4m");
    camera::film(&town.page(&lea.shows(town.now())), &film)?;
    let shop = Browser::open_with_camera(&film).await?;
    shop.visit(&town.page("")).await?;
    shop.run("localStorage.setItem('guichet-v-language', 'fr')", Vec::new()).await?;
    shop.visit(&town.invitation().await?).await?;
    shop.reads("#invitation", "Ouvrir la boutique").await?;
    shop.tab_to("Ouvrir la boutique").await?;
    shop.press(Key::Enter).await?;
    shop.reads("#shop", "Aujourd’hui").await?;
    // The browser's own reader would be tried first: here it is the page's.
    shop.run("delete globalThis.BarcodeDetector", Vec::new()).await?;
    shop.tab_to("Scanner").await?;
    shop.press(Key::Enter).await?;
    shows(&shop, "valid").await?;
    ensure!(shop.yes("return typeof jsQR === 'function'").await?, "the page's own reader read it");
    shop.tab_to("Utiliser").await?;
    shop.press(Key::Enter).await?;
    shop.reads("[data-offer='pain-demo']", "Utilisation enregistrée").await?;
    shop.tab_to("Annuler").await?;
    shop.press(Key::Enter).await?;
    until("the offer can be used again", || async {
        Ok(shop.yes("return document.querySelector(\"[data-offer='pain-demo'] .use\") !== null").await?.then_some(()))
    })
    .await?;
    shop.close().await
}
