//! A shop's own pages: an offer from a draft to its end, codes, the week, the poster; and the phone that asks for a code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

#[path = "town/sheet.rs"]
#[allow(dead_code, reason = "its own part of it is used here")]
mod sheet;
mod town;

use reqwest::header::COOKIE;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use server::shop::portal;
use server::storage::Role;
use sheet::{Sheet, faults, fields};
use town::Town;
use town::colleague::{Colleague, counter, encoded, location};
use town::holder::{Holder, Shop, ulid};

/// A photo of one colour, as a phone would send it.
fn photo() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image::RgbImage::from_pixel(900, 600, image::Rgb([255, 180, 60])))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

/// A shop's browser on its own pages.
struct Till<'a> {
    town: &'a Town,
    shop: Shop,
    http: reqwest::Client,
}

impl<'a> Till<'a> {
    async fn open(town: &'a Town, place: &str) -> Self {
        let http = town::connecting().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { town, shop: Shop::open(town, place).await, http }
    }

    fn ask(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, self.town.url(path)).header(COOKIE, &self.shop.cookie)
    }

    async fn get(&self, path: &str) -> Response {
        self.ask(Method::GET, path).send().await.unwrap()
    }

    async fn read(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.text().await.unwrap()
    }

    async fn press(&self, path: &str, pairs: &[(&str, &str)]) -> Response {
        let body: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.ask(Method::POST, path)
            .header("origin", self.town.running.url())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"))
            .send()
            .await
            .unwrap()
    }

    /// Sends the form « fiche » of a page with these changes.
    async fn fill(&self, path: &str, action: &str, changes: &[(&str, &str)], photo: Option<Vec<u8>>) -> Response {
        let mut pairs = fields(&self.read(path).await);
        for (name, value) in changes {
            pairs.retain(|(field, _)| field != name);
            pairs.push(((*name).to_owned(), (*value).to_owned()));
        }
        pairs.push(("action".to_owned(), action.to_owned()));
        let mut form = pairs.into_iter().fold(Form::new(), |form, (name, value)| form.text(name, value));
        if let Some(photo) = photo {
            form = form.part("photo", Part::bytes(photo).file_name("photo.png").mime_str("image/png").unwrap());
        }
        let request = self.ask(Method::POST, "/v/commerce/proposition").header("origin", self.town.running.url());
        request.multipart(form).send().await.unwrap()
    }
}

const WISH: [(&str, &str); 6] = [
    ("titre", "Un café offert"),
    ("conditions", "Avec un croissant, avant 10 h."),
    ("avantage", "cadeau"),
    ("categorie", "manger"),
    ("limite", "1"),
    ("par", "semaine"),
];

async fn offer(town: &Town, id: &str) -> Option<Value> {
    let body = town.storage().record("offer", id).await.unwrap();
    body.map(|body| serde_json::from_str(&body).unwrap())
}

/// Accepts what waits at this address, and waits until phones can have it.
async fn accept(town: &Town, partner: &Colleague<'_>, id: &str) {
    let sheet = Sheet::open(partner, &format!("/staff/propositions/{id}")).await;
    let accepted = sheet.send("accepter").await;
    let (status, page) = (accepted.status(), accepted.text().await.unwrap());
    assert_eq!(status, StatusCode::SEE_OTHER, "{}", faults(&page));
    let seq = town.storage().head().await.unwrap().seq;
    town.running.settled(seq).await;
}

#[tokio::test]
async fn nobody_but_a_signed_in_shop_opens_a_page_and_no_other_site_writes() {
    let town = counter().await;
    let till = Till::open(&town, "fournil-demo").await;
    let partner = Colleague::with(&town, Role::Admin).await;
    for (method, path) in portal::routes() {
        let path = path.replace("{id}", "pain-demo");
        let anonymous = till.http.request(method.clone(), town.url(&path)).send().await.unwrap();
        assert_eq!(anonymous.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
        let page = anonymous.text().await.unwrap();
        assert!(page.contains("relié à aucun commerce"), "{method} {path}");
        let staff = partner.ask(method.clone(), &path).send().await.unwrap();
        assert_eq!(staff.status(), StatusCode::UNAUTHORIZED, "{method} {path}: the team has pages of its own");
        if method == Method::POST {
            for (header, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
                let forged = till.ask(method.clone(), &path).header(header, value).send().await.unwrap();
                assert_eq!(forged.status(), StatusCode::FORBIDDEN, "{method} {path} with {header}");
            }
        } else {
            let status = till.get(&path).await.status();
            assert!(status == StatusCode::OK || status == StatusCode::NOT_FOUND, "{method} {path}: {status}");
        }
    }
    // Another shop's offers are not there.
    let station = Till::open(&town, "gare-demo").await;
    for path in ["bon-plan/pain-demo", "bon-plan/pain-demo/codes"] {
        assert_eq!(station.get(&format!("/v/commerce/{path}")).await.status(), StatusCode::NOT_FOUND);
    }
    for act in ["pause", "fin", "reprise"] {
        let answer = station.press(&format!("/v/commerce/bon-plan/pain-demo/{act}"), &[]).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{act}");
    }
    assert_eq!(offer(&town, "pain-demo").await.unwrap().get("suspended"), None);
}

#[tokio::test]
async fn an_offer_lives_from_a_draft_with_a_photo_to_its_end() {
    let town = counter().await;
    let till = Till::open(&town, "fournil-demo").await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let before = town.storage().head().await.unwrap().seq;
    // A draft may lack almost everything, and nobody of the team sees it.
    let kept = till.fill("/v/commerce/proposition", "brouillon", &[("titre", "Un café")], None).await;
    assert_eq!(location(&kept), "/v/commerce?fait=brouillon");
    let home = till.read("/v/commerce").await;
    assert!(home.contains("brouillon") && home.contains("Vous seul le voyez"), "{home}");
    assert!(partner.read("/staff/propositions").await.contains("Rien n’attend."));
    let id = home.split("/v/commerce/proposition/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let draft = format!("/v/commerce/proposition/{id}");
    assert_eq!(partner.get(&format!("/staff/propositions/{id}")).await.status(), StatusCode::NOT_FOUND);
    let long = "é".repeat(61);
    let answer = till.fill(&draft, "brouillon", &[("titre", &long)], None).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "no list of the app has room for it");
    // Sent with a photo that nobody describes, it comes back, and the photo is still chosen.
    let answer = till.fill(&draft, "envoyer", &WISH, Some(photo())).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = answer.text().await.unwrap();
    assert_eq!(faults(&page), " id=\"photo-texte-erreur\">Décrivez la photo pour celles et ceux qui ne la voient pas.");
    let image = fields(&page).into_iter().find(|(name, _)| name == "image").unwrap().1;
    let words = [WISH.as_slice(), &[("image", &image), ("photo-texte", "Une tasse et un croissant.")]].concat();
    assert_eq!(location(&till.fill(&draft, "envoyer", &words, None).await), "/v/commerce?fait=envoye");
    assert_eq!(location(&till.press(&format!("{draft}/reprise"), &[]).await), draft, "taken back, it is a draft again");
    assert_eq!(location(&till.fill(&draft, "envoyer", &words, None).await), "/v/commerce?fait=envoye");
    assert_eq!(town.storage().head().await.unwrap().seq, before, "phones have nothing of it");

    accept(&town, &partner, &id).await;
    let published = offer(&town, &id).await.unwrap();
    assert_eq!(published["image"]["alt"], "Une tasse et un croissant.");
    let picture = published["image"]["variants"][0]["sha256"].as_str().unwrap();
    assert_eq!(town.get(&format!("/media/{picture}.webp")).await.status(), StatusCode::OK);
    assert!(till.read("/v/commerce").await.contains("en ligne"));

    // A change waits beside what is on phones, which stays.
    let change = format!("/v/commerce/proposition?offre={id}");
    let sent = till.fill(&change, "envoyer", &[("titre", "Un café et un jus offerts")], None).await;
    assert_eq!(location(&sent), "/v/commerce?fait=envoye");
    assert_eq!(offer(&town, &id).await.unwrap()["title"], "Un café offert");
    assert!(till.read(&format!("/v/commerce/bon-plan/{id}")).await.contains("Une modification est en cours"));
    let list = partner.read("/staff/propositions").await;
    let changed = list.split("/staff/propositions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let page = partner.read(&format!("/staff/propositions/{changed}")).await;
    assert!(page.contains("Ce que cela change") && page.contains("Titre, demandé"));
    let asked = format!("/staff/propositions/{changed}");
    let refused = partner.post(&asked, &[("action", "refuser"), ("motif", "Le jus, pas en décembre.")]).await;
    assert_eq!(location(&refused), "/staff/propositions?fait=refuse");
    assert!(till.read("/v/commerce").await.contains("Le jus, pas en décembre."));
    let copy = till.read(&format!("/v/commerce/proposition?copie={changed}")).await;
    assert!(
        fields(&copy).contains(&("titre".to_owned(), "Un café et un jus offerts".to_owned())),
        "nothing typed is lost"
    );

    // Its own shop lets it rest at once; what the team suspends, the team brings back.
    let path = format!("/v/commerce/bon-plan/{id}");
    assert_eq!(location(&till.press(&format!("{path}/pause"), &[]).await), format!("{path}?fait=pause"));
    assert_eq!(offer(&town, &id).await.unwrap()["suspended"], true);
    assert_eq!(location(&till.press(&format!("{path}/reprise"), &[]).await), format!("{path}?fait=reprise"));
    let staff = format!("/staff/bons-plans/{id}");
    let silent = partner.post(&format!("{staff}/suspension"), &[("motif", " ")]).await;
    assert_eq!(silent.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let done = partner.post(&format!("{staff}/suspension"), &[("motif", "Photo d’une autre boutique.")]).await;
    assert_eq!(location(&done), format!("{staff}?fait=suspendu"));
    town.running.settled(town.storage().head().await.unwrap().seq).await;
    assert!(till.read(&path).await.contains("La ville l’a suspendu\u{a0}: Photo d’une autre boutique."));
    assert_eq!(location(&till.press(&format!("{path}/reprise"), &[]).await), format!("{path}?fait=ville"));
    let done = partner.post(&format!("{staff}/retablissement"), &[]).await;
    assert_eq!(location(&done), format!("{staff}?fait=retabli"));
    assert_eq!(location(&till.press(&format!("{path}/fin"), &[]).await), "/v/commerce?fait=fin");
    assert_eq!(offer(&town, &id).await, None);
}

#[tokio::test]
async fn what_begins_later_is_approved_now_and_published_on_its_day() {
    let town = counter().await;
    let till = Till::open(&town, "fournil-demo").await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let wish = [WISH.as_slice(), &[("valable-du", "2026-11-25")]].concat();
    till.fill("/v/commerce/proposition", "envoyer", &wish, None).await;
    let list = partner.read("/staff/propositions").await;
    let id = list.split("/staff/propositions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    accept(&town, &partner, &id).await;
    assert_eq!(offer(&town, &id).await, None);
    let home = till.read("/v/commerce").await;
    assert!(home.contains("approuvé") && home.contains("25 novembre"), "{home}");
    town.hands.turn(2 * 86_400);
    // The server looks by itself each second; whoever looks first publishes it.
    town.storage().publish_approved("2026-11-25".parse().unwrap()).await.unwrap();
    assert_eq!(offer(&town, &id).await.unwrap()["valid_from"], "2026-11-25");
    assert!(town.storage().proposals_of("fournil-demo").await.unwrap()[0].due_on.is_none());
}

/// An offer by codes on phones.
async fn by_code(town: &Town, id: &str, limit: Value) {
    let record = json!({ "kind": "offer", "id": id, "place": "fournil-demo", "title": "Un pain en ligne", "terms": "Sur le site.",
        "offer_kind": "gift", "category": "manger", "vouchers": "gone", "limit": limit, "saving_cents": 120, "example": true });
    town.publish(&[serde_json::from_value(record).unwrap()]).await;
}

async fn take(town: &Town, holder: &Holder, offer: &str, key: u64) -> (StatusCode, Value) {
    let answer = holder.post(town, "/api/v1/card/vouchers", &json!({ "key": ulid(key), "offer": offer })).await;
    (answer.status(), answer.json().await.unwrap())
}

#[tokio::test]
async fn codes_are_brought_line_by_line_given_once_and_told_when_they_run_low() {
    let town = counter().await;
    by_code(&town, "pain-web", Value::Null).await;
    let till = Till::open(&town, "fournil-demo").await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    let path = "/v/commerce/bon-plan/pain-web/codes";
    let wrong = till.press(path, &[("codes", "PAIN-1\n\nPAIN 2\nPAIN-1")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.text().await.unwrap();
    for words in ["La ligne 2 est vide", "La ligne 3 contient une espace", "La ligne 4 répète la ligne 1", "PAIN 2"] {
        assert!(page.contains(words), "{words}");
    }
    let holder = Holder::with_card(&town, 1).await;
    let (status, answer) = take(&town, &holder, "pain-web", 50).await;
    assert_eq!((status, &answer["type"]), (StatusCode::CONFLICT, &json!("vouchers-gone")));
    assert_eq!(location(&till.press(path, &[("codes", "PAIN-1\r\nPAIN-2\r\n")]).await), path);
    town.running.settled(town.storage().head().await.unwrap().seq).await;
    assert_eq!(offer(&town, "pain-web").await.unwrap()["vouchers"], "left");
    let again = partner.post("/staff/bons-plans/pain-web/codes", &[("codes", "PAIN-2")]).await;
    assert!(again.text().await.unwrap().contains("La ligne 1 est un code déjà ajouté"));

    let (status, card) = take(&town, &holder, "pain-web", 51).await;
    assert_eq!((status, &card["vouchers"][0]["code"]), (StatusCode::CREATED, &json!("PAIN-1")), "{card}");
    assert_eq!(take(&town, &holder, "pain-web", 51).await, (StatusCode::OK, card), "the answer was lost");
    assert_eq!(
        take(&town, &holder, "pain-web", 52).await.1["type"],
        "limit-reached",
        "one to a card, unless said otherwise"
    );
    assert_eq!(holder.status(&town).await["vouchers"][0]["code"], "PAIN-1", "it stays the card's");
    assert_eq!(holder.status(&town).await["uses"][0]["offer"], "pain-web", "and is a use");
    let export: Value = holder.get(&town, "/api/v1/card/export").await.json().await.unwrap();
    assert_eq!(export["vouchers"][0]["code"], "PAIN-1");

    let told = till.read("/v/commerce").await;
    assert!(told.contains("Il reste 1 code pour") && told.contains("50\u{a0}% du stock"));
    assert!(partner.read("/staff").await.contains("50\u{a0}% du stock"));
    let info: Value = till.get("/api/v1/shop").await.json().await.unwrap();
    assert_eq!(info["alerts"], json!([{ "title": "Un pain en ligne", "percent": 50, "left": 1 }]));
    assert!(info["offers"].as_array().unwrap().iter().all(|offer| offer["id"] != "pain-web"), "not at the till");
    till.press(&format!("{path}/vu"), &[]).await;
    assert!(!till.read("/v/commerce").await.contains("du stock"));
    assert!(partner.read("/staff").await.contains("50\u{a0}% du stock"), "the team has not seen it yet");

    let other = Holder::with_card(&town, 2).await;
    assert_eq!(take(&town, &other, "pain-web", 53).await.1["vouchers"][0]["code"], "PAIN-2");
    town.running.settled(town.storage().head().await.unwrap().seq).await;
    assert_eq!(offer(&town, "pain-web").await.unwrap()["vouchers"], "gone", "phones are told at once");
    assert!(till.read("/v/commerce").await.contains("il est affiché épuisé"));
    assert_eq!(take(&town, &other, "pain-demo", 54).await.1["type"], "offer-unknown", "which gives no codes");
    let page = till.read(path).await;
    assert!(page.contains("2 codes donnés") && !page.contains("PAIN-1"), "no page shows a code");
}

#[tokio::test]
async fn the_week_counts_uses_and_never_people() {
    let town = counter().await;
    by_code(&town, "pain-web", json!({ "count": 2, "per": "week" })).await;
    let till = Till::open(&town, "fournil-demo").await;
    till.press("/v/commerce/bon-plan/pain-web/codes", &[("codes", "A1\nA2\nA3")]).await;
    town.running.settled(town.storage().head().await.unwrap().seq).await;
    let holder = Holder::with_card(&town, 1).await;
    let (status, used) = till.shop.redeem(&town, "pain-demo", &holder.shows(town.now()), 1, town.now()).await;
    assert_eq!(status, StatusCode::CREATED, "{used}");
    take(&town, &holder, "pain-web", 60).await;
    take(&town, &holder, "pain-web", 61).await;
    let page = till.read("/v/commerce/semaine").await;
    let cells = page.split("Un pain en ligne</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(cells.contains(">2<"), "{cells}");
    assert!(page.contains("Semaine du 23 novembre") && page.contains("utilisations cette semaine"), "{page}");
    assert!(!page.contains("Martin") && !page.contains("Léa"));
    town.hands.turn(7 * 86_400);
    let next = till.read("/v/commerce/semaine").await;
    let cells = next.split("Un pain en ligne</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(cells.contains(">0<") && cells.contains(">2<"), "{cells}");
    assert_eq!(till.read("/v/commerce/semaine?du=2026-11-25").await.matches("Semaine du 23 novembre").count(), 1);
}

#[tokio::test]
async fn the_poster_carries_the_shops_own_address_and_says_what_is_an_example() {
    let town = counter().await;
    let till = Till::open(&town, "fournil-demo").await;
    let partner = Colleague::with(&town, Role::Partnerships).await;
    for page in [till.read("/v/commerce/affiche").await, partner.read("/staff/commerces/fournil-demo/affiche").await] {
        assert!(page.contains("/lieu/fournil-demo</p>") && page.contains("class=\"qr\""), "{page}");
        assert!(page.contains("Le Fournil du Puits") && page.contains("exemple, pas un vrai commerce"));
    }
}

#[tokio::test]
async fn what_a_form_says_is_previewed_as_the_record_that_phones_would_get() {
    let town = counter().await;
    let partner = Colleague::with(&town, Role::Admin).await;
    let before = town.storage().head().await.unwrap().seq;
    for (form, kind) in [
        ("/staff/bons-plans/gouter-demo", "offer"),
        ("/staff/commerces/fournil-demo/fiche", "place"),
        ("/staff/contenus/numeros/112", "number"),
    ] {
        let sheet = Sheet::open(&partner, form).await;
        let pairs: Vec<(&str, &str)> =
            sheet.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let answer = partner.post(&format!("{form}/apercu"), &pairs).await;
        let shown: Value = answer.json().await.unwrap();
        let id = shown["id"].as_str().unwrap().to_owned();
        let kept: Value = serde_json::from_str(&town.storage().record(kind, &id).await.unwrap().unwrap()).unwrap();
        assert_eq!(shown, kept, "what was not touched is shown as it is");
    }
    let answer = partner.post("/staff/bons-plans/neuf/apercu", &[("titre", "Un pain"), ("avantage", "cadeau")]).await;
    let shown: Value = answer.json().await.unwrap();
    assert_eq!((&shown["kind"], &shown["title"]), (&json!("offer"), &json!("Un pain")), "half a form is shown too");
    assert_eq!(town.storage().head().await.unwrap().seq, before, "and nothing is kept");
    let editor = Colleague::with(&town, Role::Editor).await;
    assert_eq!(editor.post("/staff/bons-plans/gouter-demo/apercu", &[]).await.status(), StatusCode::FORBIDDEN);
}
