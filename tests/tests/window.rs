//! The app in its own window, where the map is drawn by the system's web view and kept as a file: found, brought, kept, offered.

use anyhow::{Context, Result, ensure};
use journeys::atlas;
use journeys::colleague::{click_on, colleague};
use journeys::counter::Counter;
use journeys::until;
use journeys::window::Window;

/// The shop that proposes.
const SHOP: &str = "ex-miche-du-jard";

/// Opens the app past its welcome.
async fn open(phone: &tempfile::TempDir, counter: &Counter) -> Result<Window> {
    let mut app = Window::open(phone.path(), &format!("{}/", counter.address())).await?;
    app.click("main .btn-line").await?;
    app.reads("Se divertir").await?;
    Ok(app)
}

/// The screen that leads everywhere, once it stands: home has links of the same names.
async fn explore(app: &mut Window) -> Result<()> {
    app.click("nav a[href*='/explorer']").await?;
    app.reads_in("main h1", "Explorer").await
}

async fn to_the_map(app: &mut Window) -> Result<()> {
    explore(app).await?;
    app.click("main a[href*='/carte']").await
}

/// Waits until what is asked for covers a tenth of the window.
async fn is_painted(app: &mut Window, what: &str, is_it: impl Fn([u8; 3]) -> bool) -> Result<()> {
    let middle = "document.querySelector('.map-canvas').scrollIntoView({ block: 'center', behavior: 'instant' })";
    app.evaluate(&format!("{middle}, true")).await?;
    let mut seen = 0;
    for _ in 0..200 {
        let picture = app.photograph().await?;
        seen = picture.pixels().filter(|pixel| is_it(pixel.0)).count();
        if seen * 10 > picture.pixels().len() {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    anyhow::bail!("{what} is not painted: {seen} pixels")
}

#[tokio::test]
async fn a_question_leads_to_its_page_and_a_misspelt_name_to_its_place_and_the_way_there() -> Result<()> {
    let counter = Counter::open().await?;
    let phone = tempfile::tempdir()?;
    let mut app = open(&phone, &counter).await?;
    explore(&mut app).await?;
    app.click("main a[href*='/recherche']").await?;
    app.fill("main input[type=search]", "comment avoir une aide pour payer mon loyer").await?;
    app.click("main ul.sheets a[href*='/page/']").await?;
    app.reads_in("main", "loyer").await?;
    app.reads_in("main", "Qui appeler").await?;

    to_the_map(&mut app).await?;
    app.fill(".map-lookup input", "bolwing").await?;
    app.reads_in(".map-found", "Bowling").await?;
    app.click(".map-found button").await?;
    app.reads_in(".map-sheet h2", "Bowling").await?;
    let way = "document.querySelector(\".map-sheet a[href^='https://www.google.com/maps/dir/']\")?.href ?? ''";
    let way = app.evaluate(way).await?;
    ensure!(way.as_str().is_some_and(|way| way.contains("destination=48.9")), "{way}");
    app.crash().await
}

#[tokio::test]
async fn a_map_brought_in_two_halves_is_drawn_in_the_window_with_the_server_gone() -> Result<()> {
    let mut counter = Counter::open().await?;
    counter.hang_map()?;
    let phone = tempfile::tempdir()?;
    let mut app = open(&phone, &counter).await?;
    to_the_map(&mut app).await?;
    app.reads_in(".map-by", atlas::MADE_BY).await?;
    is_painted(&mut app, "the canal", is_blue).await?;
    app.reads_in(".map-file", "Télécharger").await?;
    app.click(".map-file .btn").await?;
    // Killed in the middle of it, and the server with it.
    until("a piece is here", || async {
        Ok(std::fs::metadata(phone.path().join("map.part")).is_ok_and(|part| part.len() > 0).then_some(()))
    })
    .await?;
    app.crash().await?;
    counter.crash().await?;
    let brought = std::fs::metadata(phone.path().join("map.part")).context("the beginning is kept")?.len();
    ensure!(brought > 0, "some of it is here");

    counter.start().await?;
    let mut app = again(&phone, &counter).await?;
    app.reads_in(".map-file", "Reprendre").await?;
    app.click(".map-file .btn").await?;
    app.reads_in(".map-file", "La carte est sur ce téléphone").await?;
    app.crash().await?;

    counter.crash().await?;
    // Not what was seen while there was a network: the file alone.
    std::fs::remove_file(phone.path().join("map.sqlite")).ok();
    let mut app = again(&phone, &counter).await?;
    app.reads_in(".map-by", atlas::MADE_BY).await?;
    is_painted(&mut app, "the canal", is_blue).await?;
    app.fill(".map-lookup input", "arquebuze").await?;
    app.reads_in(".map-found", "Rue de l’Arquebuse").await?;
    app.click(".map-found button").await?;
    app.reads_in("main", "Le plus près du point choisi").await?;
    app.crash().await
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_is_full_and_a_position_that_fails_have_their_words_in_the_window() -> Result<()> {
    let counter = Counter::open().await?;
    counter.hang_map()?;
    let phone = tempfile::tempdir()?;
    let mut app = open(&phone, &counter).await?;
    to_the_map(&mut app).await?;
    app.reads_in(".map-file", "Télécharger").await?;
    app.click(".map-file .btn").await?;
    let part = phone.path().join("map.part");
    until("a piece is here", || async { Ok(std::fs::metadata(&part).is_ok_and(|part| part.len() > 0).then_some(())) })
        .await?;
    app.crash().await?;

    // What is asked for next goes where no byte fits.
    std::fs::remove_file(&part)?;
    std::os::unix::fs::symlink("/dev/full", &part)?;
    let mut app = again(&phone, &counter).await?;
    app.reads_in(".map-file", "Télécharger").await?;
    app.click(".map-file .btn").await?;
    app.reads_in(".map-file", "plus assez de place").await?;
    // There is room again.
    std::fs::remove_file(&part)?;
    std::fs::write(&part, [])?;
    app.click(".map-file .btn").await?;
    app.reads_in(".map-file", "La carte est sur ce téléphone").await?;

    // A desk says no for the person, or has nothing to ask, whichever its system is.
    app.click(".map-side .chip").await?;
    let told = "/n’est pas partagée|ne sait pas où tu es/.test(document.querySelector('.map-side')?.innerText ?? '')";
    app.waits("a desk's position has its words", told).await?;
    for (answer, words) in [
        ("failed({ code: 3 })", "Ta position met trop de temps"),
        ("found({ coords: { latitude: 48.8566, longitude: 2.3522 } })", "km : on reste sur"),
    ] {
        app.evaluate(&format!("navigator.geolocation.getCurrentPosition = (found, failed) => {answer}, true")).await?;
        app.click(".map-side .chip").await?;
        app.reads_in(".map-side", words).await?;
    }
    app.crash().await
}

#[tokio::test]
async fn what_a_shop_proposes_comes_onto_the_map_with_its_notice_once_the_team_accepts_it() -> Result<()> {
    let counter = Counter::open().await?;
    let partner = colleague(&counter, "camille", "partnerships").await?;
    let phone = tempfile::tempdir()?;
    let mut app = open(&phone, &counter).await?;
    to_the_map(&mut app).await?;
    app.fill(".map-lookup input", "Miche du Jard").await?;
    app.click(".map-found button").await?;
    app.reads_in(".map-sheet h2", "La Miche du Jard").await?;

    partner.visit(&format!("{}/staff/commerces/{SHOP}", counter.address())).await?;
    partner.click("form[action$='/invitation'] button").await?;
    let invitation = partner.scan("main svg[role=img]").await?;
    let till = journeys::browser::Browser::open().await?;
    till.visit(&invitation).await?;
    till.click("#invitation-accept").await?;
    till.reads("#shop-title", "La Miche du Jard").await?;
    till.visit(&format!("{}/v/commerce/proposition", counter.address())).await?;
    till.fill("#titre", "Un café offert").await?;
    till.fill("#conditions", "Avec un croissant, avant 10 h.").await?;
    till.click("input[value=cadeau]").await?;
    till.click("#categorie option[value=manger]").await?;
    click_on(&till, "Envoyer à la ville").await?;
    till.reads("main", "Envoyé à la ville").await?;

    partner.visit(&format!("{}/staff/propositions", counter.address())).await?;
    click_on(&partner, "Un café offert").await?;
    click_on(&partner, "Accepter et publier").await?;
    partner.reads("main", "Accepté").await?;
    // On the map as it stands, without a touch; then, at home, its notice.
    app.reads_in(".map-sheet", "Un café offert").await?;
    app.click("nav a[href='/']").await?;
    app.reads_in("main", "1 nouveau bon plan pour toi").await?;
    app.crash().await?;
    for browser in [till, partner] {
        browser.close().await?;
    }
    Ok(())
}

/// The app started again on what it has; it opens where it was left.
async fn again(phone: &tempfile::TempDir, counter: &Counter) -> Result<Window> {
    let mut app = Window::open(phone.path(), &format!("{}/", counter.address())).await?;
    app.reads_in("main h1", "Carte").await?;
    Ok(app)
}

/// The canal's colour, whatever blue the theme gives it.
fn is_blue([red, _, blue]: [u8; 3]) -> bool {
    blue > red.saturating_add(25)
}
