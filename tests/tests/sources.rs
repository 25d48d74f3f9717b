//! What a neighbour publishes, read over here before phones have it; and a fact of a place, corrected while it is read.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::colleague::{click_on, editor, phone, press_on};
use journeys::counter::Counter;
use serde_json::{Value, json};
use server::clock::Clock;

#[tokio::test]
async fn a_neighbours_news_is_followed_read_over_and_painted_on_a_phone() -> Result<()> {
    // The neighbour is another counter: its own feed is what is followed.
    let neighbour = Counter::open().await?;
    neighbour.publish(&news("voisin", "Bal des pompiers de la ville voisine")).await?;
    let counter = Counter::open_with_neighbours().await?;
    let phone = phone(&counter.address()).await?;
    let reader = editor(&counter, "camille").await?;
    follow(&counter, &reader, &neighbour).await?;

    reader.visit(&format!("{}/staff/relire", counter.address())).await?;
    reader.reads("main", "Bal des pompiers").await?;
    looked(&reader, "what waits").await?;
    click_on(&reader, "Bal des pompiers").await?;
    reader.reads("main h1", "Bal des pompiers").await?;
    looked(&reader, "one thing that came").await?;
    ensure!(!phone.text("main").await?.contains("Bal des pompiers"), "what waits is nobody's news");
    click_on(&reader, "Publier tel quel").await?;
    reader.reads("main", "Publié").await?;
    phone.reads("main", "Bal des pompiers de la ville voisine").await?;

    // It changes at the neighbour's: phones keep what was read over until somebody looks.
    neighbour.publish(&news("voisin", "Bal des pompiers, reporté")).await?;
    reader.visit(&format!("{}/staff/flux", counter.address())).await?;
    click_on(&reader, "Guichet voisin").await?;
    click_on(&reader, "Essayer maintenant").await?;
    reader.reads("main", "Essai réussi").await?;
    looked(&reader, "a feed").await?;
    reader.visit(&format!("{}/staff/relire", counter.address())).await?;
    reader.reads("main", "modifié à la source").await?;
    click_on(&reader, "Bal des pompiers, reporté").await?;
    reader.reads("main", "Ce qui diffère").await?;
    looked(&reader, "two versions of what came").await?;
    click_on(&reader, "Publier la nouvelle version").await?;
    phone.reads("main", "Bal des pompiers, reporté").await?;
    for browser in [reader, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_feed_is_followed_and_its_news_made_ours_without_a_mouse() -> Result<()> {
    let neighbour = Counter::open().await?;
    neighbour.publish(&news("voisin", "Tournoi de baby-foot")).await?;
    let counter = Counter::open_with_neighbours().await?;
    let phone = phone(&counter.address()).await?;
    let reader = editor(&counter, "sacha").await?;
    reader.visit(&format!("{}/staff/flux", counter.address())).await?;
    reader.tab_to_field("adresse").await?;
    reader.type_keys(&format!("{}/feeds/news.rss", neighbour.address())).await?;
    press_on(&reader, "Essayer").await?;
    reader.reads("main", "Tournoi de baby-foot").await?;
    press_on(&reader, "Suivre ce flux").await?;
    reader.reads("main", "Flux suivi").await?;
    press_on(&reader, "À relire (").await?;
    reader.reads("main h1", "À relire").await?;
    press_on(&reader, "Tournoi de baby-foot").await?;
    reader.reads("main h1", "Tournoi de baby-foot").await?;
    press_on(&reader, "Modifier d’abord").await?;
    reader.reads("main h1", "Tournoi de baby-foot").await?;
    reader.tab_to_field("titre").await?;
    reader.press(Key::End).await?;
    reader.type_keys(", chez nous aussi").await?;
    press_on(&reader, "Publier").await?;
    reader.reads("main", "Publiée").await?;
    phone.reads("main", "Tournoi de baby-foot, chez nous aussi").await?;
    for browser in [reader, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn hours_that_are_corrected_at_the_counter_change_on_the_page_being_read() -> Result<()> {
    let counter = Counter::open().await?;
    counter.publish(&place()).await?;
    let phone = Browser::open().await?;
    phone.go(&format!("{}/lieu/essai", counter.address())).await?;
    phone.reads("main h1", "L’Escale").await?;
    phone.reads("main", "9 h").await?;
    let editor = editor(&counter, "camille").await?;
    editor.visit(&format!("{}/staff/contenus?q=escale", counter.address())).await?;
    press_on(&editor, "L’Escale").await?;
    editor.reads("main h1", "L’Escale").await?;
    looked(&editor, "a place").await?;
    for day in ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"] {
        editor.tab_to_field(day).await?;
        // Tab chose all that the field says: typing takes its place.
        editor.type_keys("7h-23h15").await?;
    }
    press_on(&editor, "Enregistrer").await?;
    editor.reads("main", "Enregistré").await?;
    phone.reads("main", "23 h 15").await?;

    // A slip is told at its day, and phones keep what was right.
    editor.tab_to_field("mardi").await?;
    editor.type_keys("le matin").await?;
    press_on(&editor, "Enregistrer").await?;
    editor.reads("#mardi-erreur", "9h-12h").await?;
    looked(&editor, "a slip in hours").await?;
    ensure!(phone.text("main").await?.contains("23 h 15"), "phones have what was right");
    for browser in [editor, phone] {
        browser.close().await?;
    }
    Ok(())
}

/// Follows the neighbour's feed, by what stands on the screens.
async fn follow(counter: &Counter, reader: &Browser, neighbour: &Counter) -> Result<()> {
    reader.visit(&format!("{}/staff/flux", counter.address())).await?;
    reader.fill("#adresse", &format!("{}/feeds/news.rss", neighbour.address())).await?;
    click_on(reader, "Essayer").await?;
    reader.reads("main", "Suivre ce flux").await?;
    looked(reader, "what a feed holds").await?;
    reader.run("document.getElementById('nom').value = ''", Vec::new()).await?;
    reader.fill("#nom", "Guichet voisin").await?;
    click_on(reader, "Suivre ce flux").await?;
    reader.reads("main", "Flux suivi").await?;
    looked(reader, "a feed that is followed").await
}

/// Nothing of a page is in anybody's way.
async fn looked(browser: &Browser, page: &str) -> Result<()> {
    let objections = browser.objected(page).await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    Ok(())
}

fn news(id: &str, title: &str) -> Value {
    json!({ "kind": "news", "id": id, "title": title, "summary": "Samedi soir, entrée libre.", "publish_at": Clock::system().now() - 3_600 })
}

fn place() -> Value {
    json!({
        "kind": "place", "id": "essai", "place_kind": "service", "name": "L’Escale", "sections": ["se-loger"], "summary": "Un lieu d’essai.",
        "city": "Châlons-en-Champagne", "opening_hours": "Mo-Su 09:00-12:00",
        "source": [{ "label": "Essai", "url": "https://example.fr" }], "verified_on": "2026-11-23",
    })
}
