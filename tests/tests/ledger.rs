//! A spreadsheet of 5,000 shops between whoever keeps it and a phone: wrong lines told, nothing changed; then all at once.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use journeys::browser::Browser;
use journeys::counter::Counter;
use journeys::until;

/// One journey at a time: its browsers and its server share this machine's few cores.
static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

const HEADER: &str =
    "Identifiant;Enseigne;Description;Rue;CP;Ville;Tél;Source;Adresse de la source;Vérifié le;Notes internes";

/// Lines of the sheet, of which one in 250 is wrong while `wrong`.
fn sheet(wrong: bool) -> String {
    let mut text = format!("{HEADER}\r\n");
    for number in 1..=5000 {
        let broken = wrong && number % 250 == 0;
        let (town, phone) = if broken { ("", "demander Zoé") } else { ("Châlons-en-Champagne", "03 26 00 00 00") };
        let _ = write!(
            text,
            "essai-{number};Boutique {number};Du pain et du reste.;{number} rue d’essai;51000;{town};{phone};Essai;https://example.fr;20/11/2026;à rappeler\r\n"
        );
    }
    text
}

#[tokio::test]
async fn five_thousand_shops_come_all_together_once_every_line_is_right() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let folder = tempfile::tempdir()?;
    let file = |name: &str| folder.path().join(name);
    // As Excel saves it in France: an apostrophe is one byte, and an accent too.
    let latin: Vec<u8> = sheet(true)
        .chars()
        .map(|letter| if letter == '’' { 0x92 } else { u8::try_from(letter).unwrap_or(b'?') })
        .collect();
    std::fs::write(file("faux.csv"), latin)?;
    std::fs::write(file("juste.csv"), sheet(false))?;
    let touched = sheet(false).replace("Boutique 7;Du pain et du reste.", "Boutique 7;Du pain seul.");
    std::fs::write(file("change.csv"), touched)?;
    let partner = partner(&counter, "camille").await?;
    let phone = Browser::open().await?;
    phone.go(&counter.address()).await?;
    phone.skip_welcome().await?;
    phone.filled().await?;
    phone.follow("/lieu/essai-7").await?;
    phone.reads("main h1", "Cette fiche n’est plus là").await?;

    let mut objections = Vec::new();
    bring(&partner, &counter, &file("faux.csv")).await?;
    for words in
        ["20 lignes à corriger", "Ligne 251", "Ligne 5001", "Donnez la commune", "« demander Zoé »", "tout ou rien"]
    {
        partner.reads("main", words).await?;
    }
    objections.extend(partner.objected("a sheet with wrong lines").await?);
    let offered = partner.yes("return document.querySelector('form[action$=\"/import\"]') !== null").await?;
    ensure!(!offered, "what is wrong is not offered for import");

    bring(&partner, &counter, &file("juste.csv")).await?;
    partner.reads("main", "Importer 5 000 commerces").await?;
    partner.reads("main", "Sans usage ici : Notes internes").await?;
    objections.extend(partner.objected("a sheet that is right").await?);
    ensure!(phone.text("main h1").await?.contains("n’est plus là"), "nothing changed before it was asked for");
    partner.click("form[action$='/import'] button").await?;
    partner.reads("main", "C’est importé").await?;
    // Five thousand records are many at once for a browser of this machine: given the time of two waits.
    if phone.reads("main h1", "Boutique 7").await.is_err() {
        phone.reads("main h1", "Boutique 7").await?;
    }
    objections.extend(partner.objected("an import that is done").await?);

    // The same sheet with one line changed: one record moves.
    bring(&partner, &counter, &file("change.csv")).await?;
    partner.reads("main", "Importer 1 commerce").await?;
    partner.click("form[action$='/import'] button").await?;
    partner.reads("main", "C’est importé").await?;
    until("the phone has the new words", || async {
        Ok(phone.text("main").await?.contains("Du pain seul.").then_some(()))
    })
    .await?;

    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [partner, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_of_shops_and_offers_is_for_everyone() -> Result<()> {
    let _alone = ALONE.lock().await;
    let counter = Counter::open().await?;
    let partner = partner(&counter, "camille").await?;
    let mut objections = Vec::new();
    for path in [
        "tableaux",
        "commerces",
        "commerces/nouveau",
        "commerces/ex-miche-du-jard",
        "commerces/ex-miche-du-jard/fiche",
        "bons-plans",
        "bons-plans/nouveau",
        "bons-plans/ex-pizza-etudiante",
        "propositions",
    ] {
        partner.visit(&format!("{}/staff/{path}", counter.address())).await?;
        objections.extend(partner.objected(path).await?);
    }
    // Sent empty, each form says what is wrong at its fields.
    partner.visit(&format!("{}/staff/tableaux", counter.address())).await?;
    partner.click("main form button[type=submit]").await?;
    partner.reads("#fichier-erreur", "Choisissez un fichier").await?;
    objections.extend(partner.objected("no file").await?);
    partner.visit(&format!("{}/staff/bons-plans/nouveau", counter.address())).await?;
    partner.click("button[value=enregistrer]").await?;
    partner.reads("main [role=alert]", "corriger").await?;
    objections.extend(partner.objected("an offer's faults").await?);
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    partner.close().await
}

/// Brings a sheet of shops, as far as the page that shows it.
async fn bring(partner: &Browser, counter: &Counter, file: &Path) -> Result<()> {
    partner.visit(&format!("{}/staff/tableaux", counter.address())).await?;
    partner.click("input[value=commerces]").await?;
    partner.fill("#fichier", &file.display().to_string()).await?;
    partner.click("main form button[type=submit]").await?;
    partner.reads("main h1", &file.file_name().unwrap_or_default().to_string_lossy()).await
}

/// Someone who deals with shops, signed in.
async fn partner(counter: &Counter, name: &str) -> Result<Browser> {
    let said = counter.run(&["staff", "add", name, "--role", "partnerships"]).await?;
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).context("a password")?.to_owned();
    let partner = Browser::open().await?;
    partner.visit(&format!("{}/staff", counter.address())).await?;
    partner.fill("#nom", name).await?;
    partner.fill("#mot-de-passe", &password).await?;
    partner.click("main button[type=submit]").await?;
    partner.reads("main", &format!("Bonjour {name}")).await?;
    Ok(partner)
}
