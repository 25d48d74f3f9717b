//! An edit at the counter reaches an open phone without a touch, and never moves what is being read.

use anyhow::{Result, ensure};
use journeys::browser::Browser;
use journeys::colleague::{colleague, phone, press_on};
use journeys::counter::Counter;
use journeys::window::Window;
use serde_json::{Value, json};

#[tokio::test]
async fn an_edit_appears_on_the_page_being_read_and_the_line_read_stays_where_it_is() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    counter.publish(&page("Une aide d’essai", 12)).await?;
    holder.go(&format!("{}/page/essai", counter.address())).await?;
    holder.reads("main h1", "Une aide d’essai").await?;
    let mark = "const p = [...document.querySelectorAll('main p')].find((p) => p.textContent.includes('Repère'));";
    holder.run(&format!("{mark} p.scrollIntoView({{ block: 'center', behavior: 'instant' }})"), Vec::new()).await?;
    let before = top(&holder, mark).await?;

    counter.publish(&page("Une aide qui a changé", 24)).await?;
    holder.reads("main h1", "Une aide qui a changé").await?;
    journeys::until("the line read is where it was", || async {
        Ok(((top(&holder, mark).await? - before).abs() < 4.0).then_some(()))
    })
    .await?;
    holder.reads(".notices", "Du nouveau").await?;

    counter.delete("page", "essai").await?;
    journeys::until("the page says that it is gone", || async {
        Ok((!holder.text("main h1").await?.contains("Une aide qui a changé")).then_some(()))
    })
    .await?;
    holder.close().await
}

#[tokio::test]
async fn a_server_that_crashes_as_it_tells_is_asked_again_and_nothing_stays_half_told() -> Result<()> {
    let mut counter = Counter::open().await?;
    let holder = Browser::open().await?;
    counter.publish(&page("Version 0", 40)).await?;
    holder.go(&format!("{}/page/essai", counter.address())).await?;
    for version in 1..=4 {
        // Told live or asked for: whichever it was doing, it is cut short.
        counter.publish(&page(&format!("Version {version}"), 40)).await?;
        counter.crash().await?;
        counter.start().await?;
    }
    holder.reads("main h1", "Version 4").await?;
    let lines =
        "return [...document.querySelectorAll('main p')].filter((p) => p.textContent.includes('Repère')).length === 1";
    ensure!(holder.yes(lines).await?, "the page is whole");
    holder.close().await
}

#[tokio::test]
async fn the_eighth_page_opened_in_a_row_still_hears() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open().await?;
    // Left pages stay in the browser, and it opens six connections: each must let go of its own.
    for path in ["/bienvenue", "/", "/explorer", "/actus", "/agenda", "/aide", "/contact", "/page/essai"] {
        holder.go(&format!("{}{path}", counter.address())).await?;
    }
    counter.publish(&page("Une aide d’essai", 2)).await?;
    holder.reads("main h1", "Une aide d’essai").await?;
    holder.close().await
}

#[tokio::test]
async fn the_window_hears_of_it_too() -> Result<()> {
    let counter = Counter::open().await?;
    let phone = tempfile::tempdir()?;
    let mut app = Window::open(phone.path(), &format!("{}/", counter.address())).await?;
    app.click("main .btn-line").await?;
    app.reads("Se divertir").await?;
    counter.publish(&json!({ "kind": "news", "id": "direct", "title": "Concert surprise ce soir", "summary": "Au Jard.", "publish_at": 4_000_000_000_i64, "pinned": true })).await?;
    counter.publish(&json!({ "kind": "news", "id": "direct", "title": "Concert surprise ce soir", "summary": "Au Jard.", "publish_at": 1_700_000_000, "pinned": true })).await?;
    app.reads("Concert surprise ce soir").await?;
    app.crash().await
}

#[tokio::test]
async fn a_message_waits_for_the_network_then_leaves_and_brings_back_its_answer() -> Result<()> {
    let mut counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    counter.crash().await?;
    holder.follow("/contact").await?;
    holder.fill("#message-text", "Bonjour, je cherche un logement pour janvier.").await?;
    holder.keeps("logement pour janvier").await?;
    holder.reload().await?;
    let typed = holder.run("return document.querySelector('#message-text')?.value ?? ''", Vec::new()).await?;
    ensure!(
        typed.as_str().is_some_and(|typed| typed.contains("logement pour janvier")),
        "what was typed is still there: {typed}"
    );
    holder.click("form.form button[type=submit]").await?;

    counter.start().await?;
    let listed = journeys::until("staff read the message", || async {
        let listed = counter.run(&["messages", "list"]).await?;
        Ok(listed.contains("logement pour janvier").then_some(listed))
    })
    .await?;
    let id = listed.split_whitespace().find(|word| word.len() == 26).unwrap_or_default().to_owned();
    counter.run(&["messages", "answer", &id, "Passe nous voir mercredi, on regarde ensemble."]).await?;
    holder.reload().await?;
    holder.follow("/contact").await?;
    holder.reads("main", "Passe nous voir mercredi").await?;
    holder.close().await
}

#[tokio::test]
async fn an_agent_answers_in_the_console_by_keyboard_and_the_phone_reads_it() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = phone(&counter.address()).await?;
    holder.follow("/contact").await?;
    holder.fill("#message-text", "Comment payer ma caution en janvier ?").await?;
    holder.click("form.form button[type=submit]").await?;
    holder.reads("main", "Réponse d’ici").await?;

    let agent = colleague(&counter, "camille", "agent").await?;
    let mut objections = agent.objected("/staff").await?;
    press_on(&agent, "message à répondre").await?;
    agent.reads("main h1", "Messages").await?;
    objections.extend(agent.objected("/staff/messages").await?);
    press_on(&agent, "Comment payer ma caution").await?;
    agent.reads("main", "l’application n’en demande pas").await?;
    objections.extend(agent.objected("/staff/messages/<id>").await?);
    agent.tab_to_field("reponse").await?;
    agent.type_keys("Une avance existe : passe mercredi.").await?;
    press_on(&agent, "Envoyer la réponse").await?;
    agent.reads("main .notice", "Réponse envoyée").await?;
    agent.reads("main", "Personne n’attend de réponse").await?;
    press_on(&agent, "Messages répondus (1)").await?;
    press_on(&agent, "Comment payer ma caution").await?;
    agent.reads("main", "camille a répondu au message").await?;
    objections.extend(agent.objected("an answered message").await?);
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    agent.close().await?;

    holder.reload().await?;
    holder.follow("/contact").await?;
    holder.reads("main", "Une avance existe : passe mercredi.").await?;
    holder.close().await
}

async fn top(holder: &Browser, mark: &str) -> Result<f64> {
    Ok(holder
        .run(&format!("{mark} return p.getBoundingClientRect().top"), Vec::new())
        .await?
        .as_f64()
        .unwrap_or(f64::MAX))
}

fn page(title: &str, lines_above: usize) -> Value {
    let above = "Un paragraphe qui prend de la place, assez long pour tenir sur plusieurs lignes d’un téléphone.\n\n"
        .repeat(lines_above);
    let below = "Encore un paragraphe, après le repère, pour que la page défile.\n\n".repeat(30);
    json!({
        "kind": "page", "id": "essai", "section": "se-loger", "group": "Aides", "order": 1, "title": title, "summary": "Une page d’essai.",
        "body": format!("{above}Repère de lecture.\n\n{below}"), "source": [{ "label": "Essai", "url": "https://example.fr" }], "verified_on": "2026-11-23",
    })
}
