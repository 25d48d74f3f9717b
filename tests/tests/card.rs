//! A youth card's life between the three who meet over it: a holder, an agent, a shopkeeper, each with a browser.

use anyhow::{Context, Result, ensure};
use chrono::{Datelike, Weekday};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::counter::Counter;
use journeys::until;
use server::clock::Clock;
use shared::calendar;

/// One journey at a time: each has three browsers, and a code grows old while a busy machine makes one wait.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The QR code on the holder's screen.
const CODE: &str = ".kard-qr";

/// A shop whose offer each card may use once a week.
const SHOP: &str = "ex-miche-du-jard";

/// What Inès types, by field.
const APPLICATION: [(&str, &str); 6] = [
    ("card-first-name", "Inès"),
    ("card-last-name", "Morel"),
    ("card-day", "2"),
    ("card-month", "5"),
    ("card-year", "2009"),
    ("card-commune", "Fagnières"),
];

#[tokio::test]
async fn a_card_is_asked_for_approved_shown_and_verified_with_the_server_and_without() -> Result<()> {
    let _alone = ALONE.lock().await;
    let mut counter = Counter::open().await?;
    let agent = agent(&counter).await?;
    let holder = holder_with_card(&counter, &agent).await?;

    let shopkeeper = Browser::open().await?;
    verified(&counter, &holder, &shopkeeper).await?;
    shopkeeper.reads("#who", "Inès").await?;
    let learnt = shopkeeper.text("main").await?;
    ensure!(!learnt.contains("Morel") && !learnt.contains("2009"), "no surname, no birthday: {learnt}");
    shopkeeper.kept_offline().await?;

    counter.crash().await?;
    holder.reload().await?;
    shopkeeper.visit(&seen(&counter, &holder).await?).await?;
    shows(&shopkeeper, &["valid-offline"]).await?;
    shopkeeper.reads("#why", "données du").await?;

    counter.start().await?;
    decide(&counter, &agent, "suspend", Some("Vérification")).await?;
    shopkeeper.visit(&seen(&counter, &holder).await?).await?;
    shows(&shopkeeper, &["revoked"]).await?;
    counter.crash().await?;
    shopkeeper.visit(&seen(&counter, &holder).await?).await?;
    shows(&shopkeeper, &["revoked"]).await?;

    counter.start().await?;
    holder.reload().await?;
    holder.follow("/ma-carte").await?;
    holder.reads("main", "Vérification").await?;
    for browser in [agent, holder, shopkeeper] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_offer_is_used_once_and_its_holder_sees_it() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let agent = agent(&counter).await?;
    let holder = holder_with_card(&counter, &agent).await?;
    let shopkeeper = Browser::open().await?;

    agent.visit(&format!("{}/staff/commerces", counter.address())).await?;
    agent.click(&format!("form[action='/staff/commerces/{SHOP}/invitation'] button")).await?;
    let invitation = agent.scan("main svg[role=img]").await?;
    ensure!(invitation.contains("/v/invitation/"), "{invitation}");
    shopkeeper.visit(&invitation).await?;
    shopkeeper.click("#invitation-accept").await?;
    shopkeeper.reads("#shop", "Aujourd’hui").await?;

    verified(&counter, &holder, &shopkeeper).await?;
    shopkeeper.click("[data-offer='ex-viennoiserie'] .use").await?;
    shopkeeper.reads("[data-offer='ex-viennoiserie']", "Utilisation enregistrée").await?;
    holder.reload().await?;
    holder.follow("/ma-carte").await?;
    holder.reads("main", "Une viennoiserie offerte").await?;
    // Once a week, and it was today: the offer itself says when it is there again.
    let monday = match calendar::local("Europe/Paris", Clock::system().now()).weekday() {
        Weekday::Sun => "demain",
        _ => "lundi",
    };
    holder.follow("/bons-plans/ex-viennoiserie").await?;
    holder.reads("main", &format!("Tu l’as déjà utilisée. Prochaine fois : {monday}")).await?;
    holder.reads("main", "Montrer ma carte").await?;

    let first = seen(&counter, &holder).await?;
    until("the next code", || async { Ok((seen(&counter, &holder).await? != first).then_some(())) }).await?;
    verified(&counter, &holder, &shopkeeper).await?;
    shopkeeper.click("[data-offer='ex-viennoiserie'] .use").await?;
    shopkeeper.reads("[data-offer='ex-viennoiserie']", "autant que permis").await?;
    for browser in [agent, holder, shopkeeper] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_clock_is_corrected_and_one_that_drifts_off_line_is_named_a_clock() -> Result<()> {
    let _alone = ALONE.lock().await;
    let mut counter = Counter::open().await?;
    let agent = agent(&counter).await?;
    let holder = holder_with_card(&counter, &agent).await?;
    let shopkeeper = Browser::open().await?;
    for ahead in [600, -600] {
        holder.turn_clock(ahead).await?;
        holder.reload().await?;
        holder.filled().await?;
        holder.follow("/ma-carte").await?;
        // The very first code may have been signed before the server told the time; the next one may not.
        scanned(&counter, &holder, &shopkeeper, &["stale", "replayed", "clock-wrong"])
            .await
            .with_context(|| format!("{ahead} s"))?;
    }
    shopkeeper.kept_offline().await?;
    counter.crash().await?;

    // Off line the phone cannot know that its clock moved on by ten minutes.
    holder.turn_clock(0).await?;
    let drifted = until("the code of the moved clock", || async {
        let code = seen(&counter, &holder).await?;
        shopkeeper.visit(&code).await?;
        Ok((verdict(&shopkeeper).await? != "valid-offline").then_some(code))
    })
    .await?;
    ensure!(drifted.contains("/v#"), "{drifted}");
    shows(&shopkeeper, &["clock-wrong"]).await?;
    shopkeeper.reads("main", "horloge").await?;
    for browser in [agent, holder, shopkeeper] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_screen_of_the_card_and_of_the_console_is_for_everyone() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let agent = agent(&counter).await?;
    let holder = newcomer(&counter).await?;
    let mut objections = Vec::new();
    for path in ["/ma-carte", "/ma-carte/code", "/ma-carte/activer/AAAA", "/ma-carte/secours", "/ma-carte/demander"] {
        holder.follow(path).await?;
        objections.extend(holder.objected(path).await?);
    }
    // Sent empty, the form says what is wrong at each field.
    holder.click("form.form button[type=submit]").await?;
    holder.reads("#card-whole-error", "à corriger").await?;
    objections.extend(holder.objected("the form's faults").await?);
    apply(&holder).await?;
    objections.extend(holder.objected("submitted").await?);
    for path in ["", "/actus", "/demandes", "/cartes?q=Morel", "/cartes/nouvelle", "/impression", "/commerces"] {
        agent.visit(&format!("{}/staff{path}", counter.address())).await?;
        objections.extend(agent.objected(path).await?);
    }
    agent.click("form[action^='/staff/commerces/'][action$='/invitation'] button").await?;
    objections.extend(agent.objected("an invitation").await?);
    for (act, reason, standing) in [
        ("ask", Some("Quel est ton deuxième prénom ?"), "[data-standing=asked]"),
        ("refuse", Some("Ta commune n’est pas desservie."), "[data-standing=refused]"),
        ("approve", None, ".kard-qr svg path"),
        ("suspend", Some("Téléphone perdu."), "[data-standing=suspended]"),
        ("resume", None, ".kard-qr svg path"),
        ("revoke", Some("À ta demande."), "[data-standing=revoked]"),
    ] {
        decide(&counter, &agent, act, reason).await?;
        objections.extend(agent.objected(act).await?);
        // The phone looks by itself while its holder waits.
        if holder.path().await? != "/ma-carte" {
            holder.follow("/ma-carte").await?;
        }
        let there = format!("return document.querySelector('{standing}') !== null");
        until(standing, || async { Ok(holder.yes(&there).await?.then_some(())) }).await?;
        objections.extend(holder.objected(standing).await?);
    }
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [agent, holder] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_card_is_asked_for_and_approved_without_a_mouse() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let holder = newcomer(&counter).await?;
    holder.tab_to("Ma carte").await?;
    holder.press(Key::Enter).await?;
    holder.tab_to("Demander ma carte").await?;
    holder.press(Key::Enter).await?;
    holder.reads("main h1", "Demander").await?;
    // Sent too early: one is led to what is wrong.
    holder.tab_to("Envoyer").await?;
    holder.press(Key::Enter).await?;
    holder.reads("#card-whole-error", "à corriger").await?;
    until("the focus is on what is wrong", || async {
        let there = "return document.activeElement.closest('#card-whole-error') !== null";
        Ok(holder.yes(there).await?.then_some(()))
    })
    .await?;
    for (field, text) in APPLICATION {
        holder.tab_to_field(field).await?;
        holder.type_keys(text).await?;
    }
    holder.tab_to_field("card-photo").await?;
    holder.tab_to_field("card-agrees").await?;
    holder.press(Key::Space).await?;
    holder.tab_to("Envoyer").await?;
    holder.press(Key::Enter).await?;
    holder.reads("main", "Ta demande est arrivée").await?;

    let agent = agent(&counter).await?;
    agent.tab_to("Cartes").await?;
    agent.press(Key::Enter).await?;
    agent.reads("main h1", "À traiter").await?;
    agent.tab_to("Inès Morel").await?;
    agent.press(Key::Enter).await?;
    agent.reads("main h1", "Inès Morel").await?;
    agent.tab_to("Demander une précision").await?;
    agent.press(Key::Enter).await?;
    agent.tab_to_field("ask-texte").await?;
    agent.type_keys("Quel est ton deuxième prénom ?").await?;
    agent.tab_to("Demander une précision").await?;
    agent.press(Key::Enter).await?;
    agent.reads("main", "Question envoyée").await?;
    holder.reads("main", "Quel est ton deuxième prénom ?").await?;
    agent.tab_to("Accepter").await?;
    agent.press(Key::Enter).await?;
    agent.reads("main", "Carte acceptée").await?;
    holder.reads(".kard-live", "Inès").await?;
    for browser in [agent, holder] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_photo_is_cropped_on_the_phone_and_what_is_none_is_told() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let holder = newcomer(&counter).await?;
    holder.follow("/ma-carte/demander").await?;
    holder.fill("#card-first-name", "Inès").await?;
    let folder = tempfile::tempdir()?;
    let file = |name: &str, bytes: &[u8]| -> Result<String> {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        Ok(path.display().to_string())
    };
    let mut picture = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(1200, 900, image::Rgb([200, 90, 60]))
        .write_to(&mut picture, image::ImageFormat::Png)?;
    for (path, words) in [
        (file("carnet.pdf", b"%PDF-1.7")?, "n’est pas une image"),
        (file("abîmée.png", b"not a picture")?, "ne s’ouvre pas"),
        (file("énorme.png", &vec![0; 20_000_001])?, "trop lourde"),
    ] {
        holder.fill("#card-photo", &path).await?;
        holder.reads("#card-photo-error", words).await?;
    }
    holder.fill("#card-photo", &file("moi.png", picture.get_ref())?).await?;
    let shown = "const photo = document.querySelector('.photo-shown');
        return photo?.complete && photo.naturalWidth === 480 && photo.naturalHeight === 600 && photo.src.startsWith('data:image/jpeg')";
    until("the photo, cropped", || async { Ok(holder.yes(shown).await?.then_some(())) }).await?;
    ensure!(holder.text("#card-photo-error").await?.is_empty(), "the former fault is gone");

    holder.reload().await?;
    until("the photo after a restart", || async { Ok(holder.yes(shown).await?.then_some(())) }).await?;
    let typed = holder.yes("return document.querySelector('#card-first-name').value === 'Inès'").await?;
    ensure!(typed, "what was typed is there too");
    let sent: Vec<String> = holder.requests().await?.into_iter().filter(|url| url.contains("/api/v1/card")).collect();
    ensure!(sent.is_empty(), "nothing left the phone: {sent:?}");
    holder.close().await
}

/// An agent who has signed in.
async fn agent(counter: &Counter) -> Result<Browser> {
    let said = counter.run(&["staff", "add", "camille", "--role", "admin"]).await?;
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).context("a password")?.to_owned();
    let agent = Browser::open().await?;
    agent.visit(&format!("{}/staff", counter.address())).await?;
    agent.fill("#nom", "camille").await?;
    agent.fill("#mot-de-passe", &password).await?;
    agent.click("main button[type=submit]").await?;
    agent.reads("main", "Bonjour camille").await?;
    Ok(agent)
}

/// A young person who has just opened the app.
async fn newcomer(counter: &Counter) -> Result<Browser> {
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    Ok(holder)
}

/// A young person who asked for a card in the app, and holds it.
async fn holder_with_card(counter: &Counter, agent: &Browser) -> Result<Browser> {
    let holder = Browser::open().await?;
    holder.with_a_clock_to_turn().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    apply(&holder).await?;
    decide(counter, agent, "approve", None).await?;
    // Nobody touches the phone: it looks while its holder waits.
    holder.reads(".kard-live", "Inès").await?;
    Ok(holder)
}

async fn apply(holder: &Browser) -> Result<()> {
    holder.follow("/ma-carte/demander").await?;
    for (field, text) in APPLICATION {
        holder.fill(&format!("#{field}"), text).await?;
    }
    holder.click("[aria-labelledby='card-consent'] input[type=checkbox]").await?;
    holder.click("form.form button[type=submit]").await?;
    holder.reads("main", "Ta demande est arrivée").await
}

/// Opens the one card there is and decides about it.
async fn decide(counter: &Counter, agent: &Browser, act: &str, reason: Option<&str>) -> Result<()> {
    agent.visit(&format!("{}/staff/cartes?q=Morel", counter.address())).await?;
    agent.click("main a.row").await?;
    let form = format!("form:has(input[name=decision][value='{act}'])");
    if let Some(reason) = reason {
        // What is folded opens with its summary; found from within, since one `:has` cannot hold another.
        let open = "document.querySelector(arguments[0]).closest('details').querySelector('summary').click()";
        agent.run(open, vec![form.clone().into()]).await?;
        agent.fill(&format!("{form} textarea"), reason).await?;
    }
    agent.click(&format!("{form} button[type=submit]")).await?;
    until("the decision is taken", || async {
        Ok(agent.yes("return document.querySelector('.notice.good') !== null").await?.then_some(()))
    })
    .await
}

/// The address in the code on the holder's screen.
async fn seen(counter: &Counter, holder: &Browser) -> Result<String> {
    if holder.path().await? != "/ma-carte" {
        holder.follow("/ma-carte").await?;
    }
    let address = holder.scan(CODE).await?;
    ensure!(address.starts_with(&format!("{}/v#", counter.address())), "{address}");
    Ok(address)
}

/// The shop scans until the card is good: on a busy machine a code may be half a minute old before it is asked about, and
/// the page then says to scan the next one. Nothing but its age may be held against it.
async fn verified(counter: &Counter, holder: &Browser, shopkeeper: &Browser) -> Result<()> {
    scanned(counter, holder, shopkeeper, &["stale", "replayed"]).await
}

/// The same where only these answers may ask for another scan.
async fn scanned(counter: &Counter, holder: &Browser, shopkeeper: &Browser, again: &[&str]) -> Result<()> {
    for _ in 0..3 {
        let code = seen(counter, holder).await?;
        shopkeeper.visit(&code).await?;
        let answer = verdict(shopkeeper).await?;
        if answer == "valid" {
            return Ok(());
        }
        ensure!(again.contains(&answer.as_str()), "{answer}: {}", shopkeeper.text("main").await?);
        until("the next code", || async { Ok((seen(counter, holder).await? != code).then_some(())) }).await?;
    }
    anyhow::bail!("three codes were too old")
}

async fn verdict(shopkeeper: &Browser) -> Result<String> {
    until("an answer", || async {
        let settled = "return document.getElementById('why').textContent.includes('en ligne…') ? '' : document.body.dataset.verdict ?? ''";
        let answer = shopkeeper.run(settled, Vec::new()).await?;
        Ok(answer.as_str().filter(|answer| !answer.is_empty()).map(str::to_owned))
    })
    .await
}

async fn shows(shopkeeper: &Browser, verdicts: &[&str]) -> Result<()> {
    let answer = verdict(shopkeeper).await?;
    let words = shopkeeper.text("main").await?;
    ensure!(verdicts.contains(&answer.as_str()), "{answer}, not {verdicts:?}: {words}");
    Ok(())
}
