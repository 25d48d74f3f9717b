//! A shop's own pages, between its till, the team and phones: an offer proposed with a photo, seen before it is published,
//! changed, let rest; codes for the web given until there are none.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::colleague::{click_on, colleague, phone, press_on, reads_no_more};
use journeys::counter::Counter;
use journeys::until;
use serde_json::json;

/// One journey at a time: each has three browsers.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The shop.
const SHOP: &str = "ex-miche-du-jard";

#[tokio::test]
async fn a_shop_proposes_with_a_photo_and_phones_have_it_once_the_team_has_seen_it() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let partner = colleague(&counter, "camille", "partnerships").await?;
    let till = till(&counter, &partner).await?;
    let phone = phone(&counter.address()).await?;
    phone.follow("/bons-plans").await?;

    // From the page that scans to its own pages, without a mouse.
    till.tab_to("Bons plans, semaine, affiche").await?;
    till.press(Key::Enter).await?;
    till.reads("main h1", "Vos bons plans").await?;
    let mut objections = till.objected("a shop's offers").await?;
    press_on(&till, "Proposer un bon plan").await?;
    till.reads("main h1", "Proposer un bon plan").await?;
    till.tab_to_field("titre").await?;
    till.type_keys("Un café offert").await?;
    press_on(&till, "Envoyer à la ville").await?;
    // Nothing typed is lost to a fault, which is told at its field.
    till.reads("main [role=alert]", "Dites les conditions").await?;
    objections.extend(till.objected("a proposal's faults").await?);
    till.fill("#conditions", "Avec un croissant, avant 10 h.").await?;
    till.click("input[value=cadeau]").await?;
    till.click("#categorie option[value=manger]").await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("café.png");
    std::fs::write(&file, picture()?)?;
    till.fill("#photo", &file.display().to_string()).await?;
    till.fill("#photo-texte", "Une tasse et un croissant").await?;
    click_on(&till, "Garder en brouillon").await?;
    till.reads("main", "Vous seul le voyez").await?;
    partner.visit(&format!("{}/staff/propositions", counter.address())).await?;
    partner.reads("main", "Rien n’attend").await?;
    click_on(&till, "Un café offert").await?;
    click_on(&till, "Envoyer à la ville").await?;
    till.reads("main", "Envoyé à la ville").await?;

    partner.visit(&format!("{}/staff/propositions", counter.address())).await?;
    click_on(&partner, "Un café offert").await?;
    preview_reads(&partner, "h1", "Un café offert").await?;
    // A picture far below what one looks at is not loaded yet.
    let photo = "const frame = document.getElementById('apercu');
        frame.scrollIntoView({ block: 'center', behavior: 'instant' });
        const photo = frame.contentDocument.querySelector('article img');
        return Boolean(photo?.complete && photo.naturalWidth > 0 && photo.alt === 'Une tasse et un croissant')";
    until("the photo in the preview", || async { Ok(partner.yes(photo).await?.then_some(())) }).await?;
    // What the team mends is seen as it is typed.
    partner.fill("#conditions", " Un par personne.").await?;
    preview_reads(&partner, "main", "Un par personne.").await?;
    partner.click("button[data-theme=night]").await?;
    until("the preview is dark", || async {
        let dark = "return document.getElementById('apercu').contentDocument.documentElement.dataset.theme === 'night'";
        Ok(partner.yes(dark).await?.then_some(()))
    })
    .await?;
    objections.extend(partner.objected("a proposal").await?);
    ensure!(!phone.text("main").await?.contains("Un café offert"), "nobody has it yet");
    click_on(&partner, "Accepter et publier").await?;
    partner.reads("main", "Accepté").await?;
    phone.reads("main", "Un café offert").await?;

    // A change of it waits, beside what phones have.
    till.visit(&format!("{}/v/commerce", counter.address())).await?;
    till.reads("main", "en ligne").await?;
    click_on(&till, "Un café offert").await?;
    objections.extend(till.objected("a shop's offer").await?);
    click_on(&till, "Proposer une modification").await?;
    till.fill("#titre", " le matin").await?;
    click_on(&till, "Envoyer à la ville").await?;
    till.reads("main", "Envoyé à la ville").await?;
    ensure!(!phone.text("main").await?.contains("le matin"), "phones keep what they have");
    partner.visit(&format!("{}/staff/propositions", counter.address())).await?;
    click_on(&partner, "Un café offert le matin").await?;
    partner.reads("main", "Titre, demandé").await?;
    objections.extend(partner.objected("a change").await?);
    click_on(&partner, "Accepter et publier").await?;
    phone.reads("main", "Un café offert le matin").await?;

    // Let rest by its shop, then by the team, whose reason the shop reads.
    till.visit(&format!("{}/v/commerce", counter.address())).await?;
    click_on(&till, "Un café offert le matin").await?;
    click_on(&till, "Mettre en pause").await?;
    till.reads("main", "En pause").await?;
    reads_no_more(&phone, "main", "Un café offert le matin").await?;
    click_on(&till, "Reprendre").await?;
    phone.reads("main", "Un café offert le matin").await?;
    partner.visit(&format!("{}/staff/bons-plans?q=caf%C3%A9", counter.address())).await?;
    click_on(&partner, "Un café offert le matin").await?;
    click_on(&partner, "Suspendre…").await?;
    partner.fill("#motif", "La photo est celle d’un autre.").await?;
    partner.click("form[action$='/suspension'] button").await?;
    partner.reads("main [role=status]", "Le commerce lit pourquoi").await?;
    reads_no_more(&phone, "main", "Un café offert le matin").await?;
    till.visit(&format!("{}/v/commerce", counter.address())).await?;
    till.reads("main", "La photo est celle d’un autre.").await?;

    for (path, screen) in [("semaine", "the week"), ("affiche", "the poster")] {
        till.visit(&format!("{}/v/commerce/{path}", counter.address())).await?;
        objections.extend(till.objected(screen).await?);
    }
    let [sheets, width, height] = till.on_paper().await?;
    ensure!([sheets, width, height] == [1, 210, 297], "{sheets} sheets of {width} × {height} mm");
    let code = till.scan("main svg[role=img]").await?;
    ensure!(code == format!("{}/lieu/{SHOP}", counter.address()), "{code}");
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [till, partner, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn codes_are_given_until_there_are_none_and_stay_on_the_phone() -> Result<()> {
    let _alone = ALONE.lock().await;
    let mut counter = Counter::open().await?;
    let agent = colleague(&counter, "camille", "admin").await?;
    let till = till(&counter, &agent).await?;
    let offer = json!({ "kind": "offer", "id": "essai-web", "place": SHOP, "title": "Un pain en ligne",
        "terms": "Sur la boutique en ligne.", "offer_kind": "gift", "category": "manger",
        "limit": { "count": 2, "per": "card" }, "vouchers": "gone", "example": true });
    counter.publish(&offer).await?;
    let holder = holder_with_card(&counter, &agent).await?;
    holder.follow("/bons-plans/essai-web").await?;
    holder.reads("main", "Épuisé").await?;

    let codes = format!("{}/v/commerce/bon-plan/essai-web/codes", counter.address());
    till.visit(&codes).await?;
    till.fill("#codes", "PAIN-1\nPAIN-1").await?;
    click_on(&till, "Ajouter au stock").await?;
    till.reads("main", "La ligne 2 répète la ligne 1").await?;
    let mut objections = till.objected("codes with faults").await?;
    let file = tempfile::tempdir()?;
    let path = file.path().join("codes.txt");
    std::fs::write(&path, "PAIN-1\r\nPAIN-2\r\n")?;
    till.fill("#fichier", &path.display().to_string()).await?;
    click_on(&till, "Ajouter au stock").await?;
    till.reads("main", "2 codes restent à donner").await?;

    // The phone hears of it at once.
    holder.reads("main", "Obtenir mon code").await?;
    objections.extend(holder.objected("an offer by codes").await?);
    click_on(&holder, "Obtenir mon code").await?;
    holder.reads("main", "PAIN-1").await?;
    objections.extend(holder.objected("a code").await?);
    till.visit(&format!("{}/v", counter.address())).await?;
    till.reads("#alerts", "50 % du stock").await?;
    agent.visit(&format!("{}/staff", counter.address())).await?;
    agent.reads("main", "50 % du stock").await?;
    objections.extend(agent.objected("a low stock").await?);
    click_on(&holder, "Obtenir mon code").await?;
    holder.reads("main", "PAIN-2").await?;
    holder.reads("main", "c’est tout pour cette fois").await?;

    // The last one is gone: everybody else reads so, and the shop and the team are told.
    let other = phone(&counter.address()).await?;
    other.follow("/bons-plans").await?;
    other.reads("main", "Épuisé").await?;
    till.visit(&format!("{}/v/commerce", counter.address())).await?;
    till.reads("main", "il est affiché épuisé").await?;
    objections.extend(till.objected("a stock that is empty").await?);
    click_on(&till, "C’est noté").await?;
    reads_no_more(&till, "main", "il est affiché épuisé").await?;
    agent.visit(&format!("{}/staff", counter.address())).await?;
    agent.reads("main", "il est affiché épuisé").await?;

    // Without a network the codes are there.
    holder.keeps("PAIN-2").await?;
    holder.kept_offline().await?;
    counter.crash().await?;
    holder.reload().await?;
    holder.reads("main", "PAIN-1").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [till, agent, holder, other] {
        browser.close().await?;
    }
    Ok(())
}

/// A picture of one colour.
fn picture() -> Result<Vec<u8>> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(1200, 800, image::Rgb([255, 180, 60])).write_to(&mut png, image::ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// A till of the shop, which the team invited.
async fn till(counter: &Counter, partner: &Browser) -> Result<Browser> {
    partner.visit(&format!("{}/staff/commerces/{SHOP}", counter.address())).await?;
    partner.click("form[action$='/invitation'] button").await?;
    let link = until("the invitation's link", || async {
        let link = partner.text("code.link").await?;
        Ok(link.find("/v/invitation/").and_then(|at| link.get(at..)).map(str::to_owned))
    })
    .await?;
    let till = Browser::open().await?;
    till.visit(&format!("{}{link}", counter.address())).await?;
    till.click("#invitation-accept").await?;
    till.reads("#shop-title", "La Miche du Jard").await?;
    Ok(till)
}

/// A young person who asked for a card in the app, and holds it.
async fn holder_with_card(counter: &Counter, agent: &Browser) -> Result<Browser> {
    let holder = phone(&counter.address()).await?;
    holder.follow("/ma-carte/demander").await?;
    for (field, text) in [
        ("card-first-name", "Inès"),
        ("card-last-name", "Morel"),
        ("card-day", "2"),
        ("card-month", "5"),
        ("card-year", "2009"),
        ("card-commune", "Fagnières"),
    ] {
        holder.fill(&format!("#{field}"), text).await?;
    }
    holder.click("[aria-labelledby='card-consent'] input[type=checkbox]").await?;
    holder.click("form.form button[type=submit]").await?;
    holder.reads("main", "Ta demande est arrivée").await?;
    agent.visit(&format!("{}/staff/cartes?q=Morel", counter.address())).await?;
    agent.click("main a.row").await?;
    agent.click("form:has(input[name=decision][value='approve']) button[type=submit]").await?;
    holder.reads(".kard-live", "Inès").await.context("the card")?;
    Ok(holder)
}

/// Waits until an element of the preview reads so.
async fn preview_reads(partner: &Browser, selector: &str, words: &str) -> Result<()> {
    let script = "return [...document.getElementById('apercu').contentDocument.querySelectorAll(arguments[0])].map((one) => one.innerText).join(' ')";
    until(&format!("«{words}» in the preview"), || async {
        let text = partner.run(script, vec![selector.into()]).await?;
        Ok(text.as_str().unwrap_or_default().replace(['\u{202f}', '\u{a0}'], " ").contains(words).then_some(()))
    })
    .await
}
