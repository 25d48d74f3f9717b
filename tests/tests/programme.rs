//! News that appear and go at their minute, whatever happens to the server, and news that say again what they said.

use anyhow::{Result, ensure};
use journeys::browser::Browser;
use journeys::colleague::{click_on, editor, phone, press_on, reads_no_more};
use journeys::counter::Counter;
use journeys::town::Town;
use server::storage::articles::Due;
use shared::calendar;

const HOUR: i64 = 3_600;

#[tokio::test]
async fn news_appear_and_go_at_their_minute_though_the_server_was_away_when_it_came() -> Result<()> {
    let mut town = Town::open().await?;
    let writer = town.editor("camille").await?;
    let phone = Browser::open().await?;
    phone.with_a_clock_to_turn().await?;
    phone.go(&town.address()).await?;
    phone.skip_welcome().await?;

    click_on(&writer, "Écrire une actu").await?;
    writer.reads("main h1", "Nouvelle actu").await?;
    writer.fill("#titre", "Inscriptions au tournoi").await?;
    writer.fill("#resume", "Une heure seulement.").await?;
    choose(&writer, "paraitre", town.now() + HOUR).await?;
    choose(&writer, "retirer", town.now() + 2 * HOUR).await?;
    click_on(&writer, "Publier").await?;
    writer.reads("main", "Programmée").await?;
    let objections = writer.objected("scheduled news").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));

    town.turn(HOUR - 1);
    ensure!(town.storage()?.do_what_is_due().await? == Due::default(), "not a second before");
    town.at_this_minute(&phone, "/actus").await?;
    phone.filled().await?;
    ensure!(!phone.text("main").await?.contains("Inscriptions au tournoi"), "nobody reads it yet");

    // The minute comes while the server is down.
    town.stop().await;
    town.turn(1);
    town.start().await?;
    town.at_this_minute(&phone, "/actus").await?;
    phone.reads("main", "Inscriptions au tournoi").await?;

    town.turn(HOUR - 1);
    ensure!(town.storage()?.do_what_is_due().await? == Due::default(), "it stays to its last second");
    ensure!(shown(&town).await?, "phones that come now still get it");
    town.stop().await;
    town.turn(1);
    town.start().await?;
    journeys::until("it is taken back", || async { Ok((!shown(&town).await?).then_some(())) }).await?;
    town.at_this_minute(&phone, "/actus").await?;
    phone.filled().await?;
    reads_no_more(&phone, "main", "Inscriptions au tournoi").await?;

    // Whoever wrote it sees what became of it.
    writer.visit(&format!("{}/staff/actus", town.address())).await?;
    writer.reads("main", "Inscriptions au tournoi").await?;
    let objections = writer.objected("the list of news").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [writer, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_publication_is_undone_without_a_mouse_and_its_former_words_come_back() -> Result<()> {
    let counter = Counter::open().await?;
    let phone = phone(&counter.address()).await?;
    let writer = editor(&counter, "sacha").await?;
    press_on(&writer, "Écrire une actu").await?;
    writer.reads("main h1", "Nouvelle actu").await?;
    writer.tab_to_field("titre").await?;
    writer.type_keys("Collecte de jouets").await?;
    writer.tab_to_field("resume").await?;
    writer.type_keys("Jusqu’à vendredi.").await?;
    press_on(&writer, "Publier").await?;
    writer.reads("main", "Publiée").await?;
    phone.reads("main", "Jusqu’à vendredi.").await?;

    writer.tab_to_field("resume").await?;
    writer.type_keys(" Zut, une faute.").await?;
    press_on(&writer, "Publier les modifications").await?;
    writer.reads("main", "Publiée").await?;
    phone.reads("main", "Zut, une faute.").await?;

    // The words of before, then to phones: two presses, and nothing is lost on the way.
    press_on(&writer, "Reprendre ces mots").await?;
    writer.reads("main", "Enregistrée").await?;
    let objections = writer.objected("former words").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    ensure!(phone.text("main").await?.contains("Zut, une faute."), "phones wait for the second press");
    press_on(&writer, "Publier les modifications").await?;
    writer.reads("main", "Publiée").await?;
    reads_no_more(&phone, "main", "Zut").await?;
    phone.reads("main", "Jusqu’à vendredi.").await?;
    for browser in [writer, phone] {
        browser.close().await?;
    }
    Ok(())
}

/// Chooses a minute in a field, as its calendar would.
async fn choose(writer: &Browser, field: &str, moment: i64) -> Result<()> {
    let local = calendar::local("Europe/Paris", moment).format("%Y-%m-%dT%H:%M").to_string();
    let script = "const field = document.getElementById(arguments[0]);
        field.value = arguments[1]; field.dispatchEvent(new Event('input', { bubbles: true }));";
    writer.run(script, vec![field.into(), local.into()]).await?;
    Ok(())
}

/// Whether phones that ask now get the news.
async fn shown(town: &Town) -> Result<bool> {
    let bodies = town.storage()?.bodies("news").await?;
    Ok(bodies.iter().any(|body| body.contains("Inscriptions au tournoi")))
}
