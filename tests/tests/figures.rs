//! What phones tell as sums becomes figures on the console, for everyone to read, and one sheet of paper for the mayor.

use anyhow::{Context, Result, ensure};
use journeys::browser::Browser;
use journeys::counter::Counter;
use serde_json::{Value, json};

#[tokio::test]
async fn figures_are_for_everyone_and_the_summary_is_one_sheet_whatever_the_titles() -> Result<()> {
    let counter = Counter::open().await?;
    let reader = sign_in(&counter).await?;
    let mut objections = Vec::new();
    // The first week, when there is nothing yet.
    for path in ["/staff", "/staff/chiffres", "/staff/chiffres/bilan"] {
        reader.visit(&format!("{}{path}", counter.address())).await?;
        objections.extend(reader.objected(path).await?);
    }

    let reads: Vec<Value> = (0..6).map(|n| json!({ "kind": "page", "id": format!("longue-{n}") })).collect();
    for number in 0..6 {
        counter.publish(&long_page(number)).await?;
    }
    let searches = (0..6).map(|n| format!("une recherche aussi longue que permis {n}")).collect::<Vec<_>>();
    for _ in 0..5 {
        post(&reader, "/api/v1/tally", &json!({ "reads": reads, "fruitless": searches })).await?;
    }
    for number in 0..3 {
        let key = format!("01KAS00000000000000000000{number}");
        post(&reader, "/api/v1/messages", &json!({ "key": key, "topic": "question", "text": "Bonjour" })).await?;
    }
    reader.visit(&format!("{}/staff", counter.address())).await?;
    reader.click("a[href='/staff/chiffres']").await?;
    reader.reads("main", "3 messages, tous encore dans leur délai").await?;
    reader.reads("main", "Une fiche au titre bien long").await?;
    reader.click("details.fold > summary").await?;
    reader.reads("details.fold[open]", "En attente").await?;
    objections.extend(reader.objected("/staff/chiffres").await?);
    let file = "const link = document.querySelector('a.file[href*=messages]');
        return fetch(link.href).then((answer) => answer.text()).then((text) => text.split('\\r\\n')[1].split(';').slice(1).join(';'))";
    ensure!(reader.run(file, Vec::new()).await? == json!("0;0;3;0"), "the file says what the page says");

    reader.click("a[href^='/staff/chiffres/bilan']").await?;
    reader.reads("main", "D’où viennent ces nombres").await?;
    objections.extend(reader.objected("/staff/chiffres/bilan").await?);
    let paper = reader.on_paper().await?;
    ensure!(paper == [1, 210, 297], "one sheet of A4, not {paper:?}");
    reader.run("window.print = () => { document.title = 'printed'; }", Vec::new()).await?;
    reader.click("#imprimer").await?;
    ensure!(reader.yes("return document.title === 'printed'").await?, "the button prints");
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    reader.close().await
}

/// Someone who deals with cards, and may see the figures like everybody.
async fn sign_in(counter: &Counter) -> Result<Browser> {
    let said = counter.run(&["staff", "add", "sacha", "--role", "agent"]).await?;
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).context("a password")?.to_owned();
    let reader = Browser::open().await?;
    reader.visit(&format!("{}/staff", counter.address())).await?;
    reader.fill("#nom", "sacha").await?;
    reader.fill("#mot-de-passe", &password).await?;
    reader.click("main button[type=submit]").await?;
    reader.reads("main", "Bonjour sacha").await?;
    Ok(reader)
}

/// As an app does it.
async fn post(browser: &Browser, path: &str, body: &Value) -> Result<()> {
    let script = "return fetch(arguments[0], { method: 'POST', body: arguments[1] }).then((answer) => answer.ok)";
    let told = browser.run(script, vec![path.into(), body.to_string().into()]).await?;
    ensure!(told == Value::Bool(true), "{path} was refused");
    Ok(())
}

fn long_page(number: usize) -> Value {
    let title = format!(
        "Une fiche au titre bien long, comme il en faut parfois pour dire à qui elle s’adresse, numéro {number}"
    );
    json!({
        "kind": "page", "id": format!("longue-{number}"), "section": "se-loger", "group": "Aides", "order": 1, "title": title,
        "summary": "Une page d’essai.", "body": "Texte.", "source": [{ "label": "Essai", "url": "https://example.fr" }],
        "verified_on": "2026-11-23",
    })
}
