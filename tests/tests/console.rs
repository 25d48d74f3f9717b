//! Every page of the console, by its own table of addresses, and the faces of who is not let in: nobody is kept out by a
//! colour, a width or what a screen reader is not told. What one does on these pages is in the other journeys.

use anyhow::{Context, Result, bail, ensure};
use http::Method;
use journeys::browser::Browser;
use journeys::colleague::enter;
use journeys::town::{PASSWORD, Town};
use serde_json::{Value, json};
use server::entropy;
use server::staff::{Access, routes};
use server::storage::articles::Draft;
use server::storage::cards::Applied;
use server::storage::feeds::{FeedFormat, FeedSettings, Rule, Taken};
use server::storage::proposals::NewProposal;
use server::storage::{Accepted, NewMessage};
use server::storage::{Imported, Role};
use shared::domain::Record;
use shared::protocol::{CardApplication, MessageTopic};

/// The one shop of the town.
const SHOP: &str = "fournil-demo";

/// Contents that the town has, one of each noun.
const CONTENTS: [(&str, &str); 4] =
    [("fiches", "train-demo"), ("lieux", "gare-demo"), ("evenements", "fete-demo"), ("numeros", "112")];

/// How an address answers, asked from a page of the console.
const ASK: &str = "const [address, done] = arguments;
    fetch(address).then((answer) => done([answer.status, answer.redirected, answer.headers.get('content-type') ?? '']))";

#[tokio::test]
async fn every_page_of_the_console_is_for_everyone() -> Result<()> {
    let town = Town::open().await?;
    let (one, other) = (Browser::open().await?, Browser::open().await?);
    town.colleague(&one, "alix", Role::Admin).await?;
    enter(&other, &town.address(), "alix", PASSWORD).await?;
    let standing = Standing::of(&town, &one).await?;
    let mut paths = vec!["/staff/rien".to_owned()];
    for route in routes().into_iter().filter(|route| route.method == Method::GET && route.access != Access::Public) {
        paths.extend(standing.addresses(route.path)?);
    }
    let (first, second) = paths.split_at(paths.len() / 2);
    let (first, second) = tokio::try_join!(objections(&town, &one, first), objections(&town, &other, second))?;
    let objections = [first, second].concat();
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [one, other] {
        browser.close().await?;
    }
    Ok(())
}

/// What is wrong with the pages at these addresses. Each must be there; files to download are not looked at.
async fn objections(town: &Town, admin: &Browser, paths: &[String]) -> Result<Vec<String>> {
    let mut all = Vec::new();
    for path in paths {
        let answer = admin.run_async(ASK, vec![path.as_str().into()]).await?;
        let expected = if path == "/staff/rien" { 404 } else { 200 };
        ensure!(answer.get(0) == Some(&json!(expected)), "{path}: {answer}");
        if answer.get(1) == Some(&json!(true)) {
            ensure!(path == "/staff/", "{path} leads elsewhere");
            continue;
        }
        let sort = answer.get(2).and_then(Value::as_str).unwrap_or_default();
        if sort.starts_with("text/html") {
            admin.visit(&format!("{}{path}", town.address())).await?;
            all.extend(admin.objected(path).await?);
        } else {
            ensure!(sort.starts_with("text/csv") || sort == "image/webp", "{path} is {sort}");
        }
    }
    Ok(all)
}

#[tokio::test]
async fn every_door_of_the_console_is_for_everyone() -> Result<()> {
    let town = Town::open().await?;
    let visitor = Browser::open().await?;
    let visit = async |path: &str| visitor.visit(&format!("{}{path}", town.address())).await;
    let mut objections = Vec::new();
    visit("/staff/entrer").await?;
    visitor.reads("main", "Personne n’a encore de compte").await?;
    objections.extend(visitor.objected("nobody works here yet").await?);
    town.colleague(&visitor, "sacha", Role::Agent).await?;

    visit("/staff/equipe").await?;
    visitor.reads("main h1", "Cette page n’est pas pour votre rôle").await?;
    objections.extend(visitor.objected("another role's page").await?);

    // A code is turned on elsewhere while a form is open here.
    visit("/staff/compte/code").await?;
    let sacha = town.storage()?.staff_named("sacha").await?.context("sacha works here")?;
    ensure!(town.storage()?.offer_second_factor(&sacha, &[0; 32]).await?, "a secret is shown");
    ensure!(town.storage()?.confirm_second_factor(&sacha, 1, &[], None).await?, "a code is asked for from now on");
    visitor.click("form[action='/staff/compte/code'] button").await?;
    visitor.reads("main h1", "Votre session est terminée").await?;
    objections.extend(visitor.objected("a session that ended").await?);

    visit("/staff/entrer").await?;
    objections.extend(visitor.objected("/staff/entrer").await?);
    visitor.fill("#nom", "sacha").await?;
    visitor.fill("#mot-de-passe", "un autre").await?;
    visitor.click("main button[type=submit]").await?;
    visitor.reads("#erreur", "ne vont pas ensemble").await?;
    objections.extend(visitor.objected("a wrong password").await?);
    visitor.fill("#mot-de-passe", PASSWORD).await?;
    visitor.click("main button[type=submit]").await?;
    visitor.reads("main", "six chiffres").await?;
    ensure!(visitor.path().await? == "/staff/entrer/code", "the code is asked for");
    objections.extend(visitor.objected("/staff/entrer/code").await?);

    visit("/staff/invitation/ABCD").await?;
    objections.extend(visitor.objected("an invitation that is over").await?);
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    visitor.close().await
}

/// What stands at the addresses that name something.
struct Standing {
    /// By the first folder of the address.
    ids: [(&'static str, String); 9],
}

impl Standing {
    /// A town where each page has something to show.
    async fn of(town: &Town, admin: &Browser) -> Result<Self> {
        let article = Draft { title: "Concert gratuit".to_owned(), ..Draft::default() };
        let article = town.storage()?.begin_article("alix", &article).await?.id;
        let online = json!({ "kind": "offer", "id": "en-ligne", "place": SHOP, "title": "Un pain en ligne", "terms": "Sur la boutique en ligne.",
            "offer_kind": "gift", "category": "manger", "vouchers": "gone", "example": true });
        town.storage()?.upsert(&[serde_json::from_value(online)?]).await?;
        let (feed, item) = feed(town).await?;
        Ok(Self {
            ids: [
                ("actus", article),
                ("flux", feed),
                ("relire", item),
                ("cartes", card(town).await?),
                ("messages", message(town).await?),
                ("commerces", SHOP.to_owned()),
                ("bons-plans", "en-ligne".to_owned()),
                ("propositions", proposal(town).await?),
                ("tableaux", table(town, admin).await?),
            ],
        })
    }

    /// The addresses that a pattern of the table stands for here.
    fn addresses(&self, pattern: &str) -> Result<Vec<String>> {
        if pattern.contains("{noun}") {
            let filled = CONTENTS.map(|(noun, id)| pattern.replace("{noun}", noun).replace("{id}", id));
            return Ok(filled.into());
        }
        let folder = pattern.split('/').nth(2).unwrap_or_default();
        let id = self.ids.iter().find(|(of, _)| *of == folder).map_or("{id}", |(_, id)| id);
        let file = if folder == "chiffres" { "messages.csv" } else { "commerces.csv" };
        let filled = pattern.replace("{id}", id).replace("{file}", file);
        if filled.contains('{') {
            bail!("nothing stands at {pattern} yet: Standing must put something there");
        }
        Ok(vec![filled])
    }
}

/// A message of a young person.
async fn message(town: &Town) -> Result<String> {
    let asked = NewMessage {
        key_hash: [1; 32],
        token_hash: [2; 32],
        topic: MessageTopic::Question,
        text: "Bonjour, où trouver un vélo pour le trimestre ?".to_owned(),
        reply_to: "06 39 98 00 12".to_owned(),
        about: None,
        due_at: town.now() + 3_600,
    };
    match town.storage()?.accept_message(&asked).await? {
        Accepted::Stored { message, .. } => Ok(message.id),
        other => bail!("{other:?}"),
    }
}

/// An application with its proof.
async fn card(town: &Town) -> Result<String> {
    let application = CardApplication {
        key: entropy::ulid(town.now())?,
        first_name: "Zoé".to_owned(),
        last_name: "Martin".to_owned(),
        birth_date: "2009-05-17".parse()?,
        commune: "Demo-Bourg".to_owned(),
        parent: None,
        consent_version: "2026-11".to_owned(),
    };
    let Applied::Stored { card, .. } = town.storage()?.apply_for_card(&application, [1; 32]).await? else {
        bail!("the application was not stored");
    };
    ensure!(town.storage()?.keep_card_proof(&card.id, b"a picture").await?, "the proof is kept");
    Ok(card.id)
}

/// A feed that is followed, and what it brought.
async fn feed(town: &Town) -> Result<(String, String)> {
    let settings = FeedSettings {
        title: "La ville voisine".to_owned(),
        rule: Rule::Review,
        category: String::new(),
        every_minutes: 60,
    };
    let storage = town.storage()?;
    let added = storage.add_feed("alix", "https://voisine.example/actus.xml", FeedFormat::Rss, &settings).await?;
    let feed = added.context("it was not followed before")?.id;
    let leased = storage.lease_feed(&feed, 60).await?.context("nobody else tries it")?;
    let news: Record = serde_json::from_value(json!({
        "kind": "news", "id": "bal", "title": "Bal des pompiers", "summary": "Samedi soir.", "publish_at": town.now(),
    }))?;
    let item = Imported { external: "bal".to_owned(), item_hash: "0".repeat(64), record: news, pictures: Vec::new() };
    let named = [item.external.clone()].into();
    let taken = Taken { items: vec![item], named, ..Taken::default() };
    storage.take_feed(&leased, &taken, town.now() + 3_600).await?.context("the lease holds")?;
    let (waiting, _) = storage.feed_items_to_read(Some(&feed)).await?;
    let item = waiting.first().context("it waits to be read over")?.record.id().to_owned();
    Ok((feed, item))
}

/// What the shop would like to offer.
async fn proposal(town: &Town) -> Result<String> {
    let id = entropy::ulid(town.now())?;
    let offer = json!({ "id": id, "place": SHOP, "title": "Un café offert", "terms": "Avec un croissant.", "offer_kind": "gift", "category": "manger" });
    let new = NewProposal {
        id: id.clone(),
        shop: SHOP.to_owned(),
        changes: None,
        offer: serde_json::from_value(offer)?,
        words: String::new(),
    };
    town.storage()?.propose(&new).await?;
    Ok(id)
}

/// A table of shops with a line to correct, brought as one does.
async fn table(town: &Town, admin: &Browser) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("commerces.csv");
    std::fs::write(&file, "Enseigne;Description;Rue;CP;Ville\r\nBoutique;Du pain.;1 rue d’essai;51000;\r\n")?;
    admin.visit(&format!("{}/staff/tableaux", town.address())).await?;
    admin.click("input[value=commerces]").await?;
    admin.fill("#fichier", &file.display().to_string()).await?;
    admin.click("main form button[type=submit]").await?;
    admin.reads("main h1", "commerces.csv").await?;
    Ok(admin.path().await?.rsplit('/').next().unwrap_or_default().to_owned())
}
