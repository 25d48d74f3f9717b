//! Two nodes on one PostgreSQL behind a proxy: what is published on one is on the phones of both, and a node that dies takes
//! nothing with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on has failed, and the figure it measures is for whoever reads its output"
)]

#[path = "../../server/tests/town/postgres.rs"]
mod postgres;

use anyhow::{Context, Result, ensure};
use journeys::browser::Browser;
use journeys::nodes::Town;
use journeys::until;
use postgres::Postgres;

/// Longest from the answer to the editor's press until it is painted on a phone of the other node, in milliseconds.
const AT_ONCE: f64 = 1_000.0;

#[tokio::test(flavor = "multi_thread")]
async fn news_cross_from_one_node_to_the_phones_of_the_other_and_outlive_either() -> Result<()> {
    let postgres = Postgres::start();
    let mut town = Town::open(&postgres.database(), 2).await?;
    let phone = Browser::open().await?;
    phone.go(&town.address()).await?;
    phone.skip_welcome().await?;
    phone.filled().await?;
    phone.follow("/actus").await?;
    let theirs = town.listened_to(1).await?;
    let other = 1 - theirs;

    let editor = sign_in(&town, other).await?;
    write(&editor, "Concert au Jard").await?;
    watch(&phone, "Concert au Jard").await?;
    let answered = publish(&editor).await?;
    let painted = seen(&phone).await?;
    eprintln!("painted on a phone of the other node {:.0} ms after the answer to « Publier »", painted - answered);
    ensure!(painted - answered <= AT_ONCE, "{} ms", painted - answered);

    // Its phone's node is gone in the very moment that something is published on the other.
    town.crash(theirs).await?;
    editor.visit(&format!("{}/staff", town.address_of(other)?)).await?;
    write(&editor, "Forum des métiers").await?;
    publish(&editor).await?;
    phone.reads("main", "Forum des métiers").await?;
    phone.reads("main", "Concert au Jard").await?;

    // The node comes back, has what it missed, and is heard again; now the other one dies.
    town.start(theirs).await?;
    let late = Browser::open().await?;
    late.go(&format!("{}/actus", town.address_of(theirs)?)).await?;
    late.skip_welcome().await?;
    late.filled().await?;
    late.reads("main", "Forum des métiers").await?;
    let editor_here = sign_in(&town, theirs).await?;
    write(&editor_here, "Piscine gratuite").await?;
    town.crash(other).await?;
    publish(&editor_here).await?;
    for words in ["Piscine gratuite", "Forum des métiers", "Concert au Jard"] {
        phone.reads("main", words).await?;
        late.reads("main", words).await?;
    }
    for browser in [phone, late, editor, editor_here] {
        browser.close().await?;
    }
    Ok(())
}

/// Someone who writes news, signed in at one node.
async fn sign_in(town: &Town, node: usize) -> Result<Browser> {
    let name = format!("camille-{node}");
    let said = town.run(&["staff", "add", &name, "--role", "editor"]).await?;
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).context("a password")?.to_owned();
    let editor = Browser::open().await?;
    editor.visit(&format!("{}/staff", town.address_of(node)?)).await?;
    editor.fill("#nom", &name).await?;
    editor.fill("#mot-de-passe", &password).await?;
    editor.click("main button[type=submit]").await?;
    editor.reads("main", &format!("Bonjour {name}")).await?;
    Ok(editor)
}

/// Writes an article and waits until it is kept, so that the press on « Publier » is all that is left.
async fn write(editor: &Browser, title: &str) -> Result<()> {
    editor.click("form[action='/staff/actus/nouvelle'] button").await?;
    editor.fill("#titre", title).await?;
    editor.fill("#resume", "Samedi à 18 h.").await?;
    editor.reads("#etat", "Brouillon enregistré").await
}

/// Presses « Publier »; when the server had answered the press, in milliseconds since 1970.
async fn publish(editor: &Browser) -> Result<f64> {
    editor.click("button[value=publier]").await?;
    editor.reads("main", "Publiée").await?;
    // The answer to the form is a redirect to the page that says so.
    let script = "const [page] = performance.getEntriesByType('navigation');
        return performance.timeOrigin + (page.redirectEnd || page.responseStart);";
    editor.run(script, Vec::new()).await?.as_f64().context("a moment")
}

/// From now on the phone notes when these words are first painted.
async fn watch(phone: &Browser, words: &str) -> Result<()> {
    let script = "const [words] = arguments;
        window.paintedAt = null;
        new MutationObserver((_, observer) => {
            if (!document.querySelector('main').innerText.includes(words)) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.timeOrigin + performance.now(); }));
        }).observe(document.body, { childList: true, subtree: true, characterData: true });";
    phone.run(script, vec![words.into()]).await.map(drop)
}

/// When they were, in milliseconds since 1970.
async fn seen(phone: &Browser) -> Result<f64> {
    until("it is painted", || async { Ok(phone.run("return window.paintedAt", Vec::new()).await?.as_f64()) }).await
}
