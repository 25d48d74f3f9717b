//! A news item between an editor's browser and a phone: written, looked at, published, corrected, taken back.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::colleague::{colleague, editor, phone, press_on, reads_no_more};
use journeys::counter::Counter;
use journeys::until;

#[tokio::test]
async fn an_article_is_written_without_a_mouse_seen_as_it_will_look_and_read_on_a_phone() -> Result<()> {
    let counter = Counter::open().await?;
    let editor = editor(&counter, "camille").await?;
    let phone = phone(&counter.address()).await?;

    editor.tab_to("Écrire une actu").await?;
    editor.press(Key::Enter).await?;
    editor.reads("main h1", "Nouvelle actu").await?;
    for (field, words) in [
        ("titre", "Concert gratuit au Jard"),
        ("resume", "Samedi à 18 h, trois groupes d’ici."),
        ("texte", "## Qui joue ?\n\n- **Trois** groupes\n"),
    ] {
        editor.tab_to_field(field).await?;
        editor.type_keys(words).await?;
    }
    // Kept while one types, without a press.
    editor.reads("#etat", "Brouillon enregistré").await?;
    // The frame shows what phones will, drawn by the app itself.
    preview_reads(&editor, "h1", "Concert gratuit au Jard").await?;
    preview_reads(&editor, "h2", "Qui joue").await?;
    editor.click("button[data-theme=night]").await?;
    until("the preview is dark", || async {
        let dark = "return document.getElementById('apercu').contentDocument.documentElement.dataset.theme === 'night'";
        Ok(editor.yes(dark).await?.then_some(()))
    })
    .await?;
    let mut objections = editor.objected("an article").await?;
    ensure!(!phone.text("main").await?.contains("Concert gratuit"), "nobody sees a draft");

    editor.click("button[value=publier]").await?;
    editor.reads("main", "Publiée").await?;
    phone.reads("main", "Concert gratuit au Jard").await?;

    editor.fill("#resume", " Entrée libre.").await?;
    editor.click("button[value=publier]").await?;
    editor.reads("main", "Publiée").await?;
    phone.reads("main", "Entrée libre.").await?;
    editor.click("button[value=depublier]").await?;
    editor.reads("main", "Retirée des téléphones").await?;
    reads_no_more(&phone, "main", "Concert gratuit").await?;
    for path in ["/staff/actus", "/staff/envois", "/staff"] {
        editor.visit(&format!("{}{path}", counter.address())).await?;
        objections.extend(editor.objected(path).await?);
    }
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [editor, phone] {
        browser.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn every_page_of_contents_and_feeds_is_for_everyone() -> Result<()> {
    let counter = Counter::open().await?;
    let editor = editor(&counter, "camille").await?;
    let mut objections = Vec::new();
    for path in [
        "contenus",
        "contenus?q=rien-de-tel",
        "contenus/a-verifier",
        "contenus/lieux/nouveau",
        "contenus/fiches/nouveau",
        "contenus/numeros/112",
        "contenus/evenements/noel-chalons-2026",
        "relire",
        "flux",
    ] {
        editor.visit(&format!("{}/staff/{path}", counter.address())).await?;
        objections.extend(editor.objected(path).await?);
    }
    // Sent empty, a form says what is wrong at each field; an address that leads nowhere keeps what was typed.
    editor.visit(&format!("{}/staff/contenus/lieux/nouveau", counter.address())).await?;
    editor.click("button[value=enregistrer]:not(.visually-hidden)").await?;
    editor.reads("main [role=alert]", "corriger").await?;
    objections.extend(editor.objected("a place's faults").await?);
    editor.visit(&format!("{}/staff/flux", counter.address())).await?;
    editor.fill("#adresse", "http://127.0.0.1/flux").await?;
    editor.click("button[value=essayer]").await?;
    editor.reads("#adresse-erreur", "intérieur du réseau").await?;
    objections.extend(editor.objected("a feed's fault").await?);
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    editor.close().await
}

#[tokio::test]
async fn every_page_of_the_second_factor_and_the_journal_is_for_everyone() -> Result<()> {
    let counter = Counter::open().await?;
    let admin = colleague(&counter, "alix", "admin").await?;
    let mut objections = Vec::new();
    for path in ["compte", "compte/code", "journal", "journal?q=rien-de-tel", "equipe"] {
        admin.visit(&format!("{}/staff/{path}", counter.address())).await?;
        objections.extend(admin.objected(path).await?);
    }
    admin.visit(&format!("{}/staff/compte/code", counter.address())).await?;
    admin.click("form[action='/staff/compte/code'] button").await?;
    admin.reads("main", "Les six chiffres").await?;
    objections.extend(admin.objected("the secret").await?);
    admin.fill("#code", "000").await?;
    admin.click("form[action='/staff/compte/code/confirmation'] button").await?;
    admin.reads("#erreur", "code de maintenant").await?;
    objections.extend(admin.objected("a wrong code").await?);
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    admin.close().await
}

#[tokio::test]
async fn two_editors_lose_no_word_and_a_photo_arrives_by_itself() -> Result<()> {
    let counter = Counter::open().await?;
    let first = editor(&counter, "camille").await?;
    first.click("form[action='/staff/actus/nouvelle'] button").await?;
    first.fill("#titre", "Portes ouvertes").await?;
    first.reads("#etat", "Brouillon enregistré").await?;
    let address = format!("{}{}", counter.address(), first.path().await?);
    let second = editor(&counter, "sacha").await?;
    second.visit(&address).await?;

    let folder = tempfile::tempdir()?;
    let file = folder.path().join("hall.png");
    image::RgbImage::from_pixel(900, 600, image::Rgb([40, 120, 90])).save(&file)?;
    first.fill("#photo", &file.display().to_string()).await?;
    first.reads("#etat", "Brouillon enregistré").await?;
    until("the photo in the preview", || async {
        let shown = "return document.getElementById('apercu').contentDocument.querySelector('.page-picture img')?.src.includes('/media/') === true";
        Ok(first.yes(shown).await?.then_some(()))
    })
    .await?;

    // The second has no mouse.
    second.tab_to_field("resume").await?;
    second.type_keys("Mercredi de 14 h à 18 h.").await?;
    second.reads("#etat", "camille a enregistré").await?;
    press_on(&second, "Enregistrer").await?;
    second.reads("main", "Rien n’est écrasé").await?;
    // Both are shown, field by field, to whoever looks at the page in whichever way.
    second.reads("main .notice.warn", "Résumé, chez l’autre").await?;
    second.reads("main .notice.warn", "Mercredi de 14 h à 18 h.").await?;
    let objections = second.objected("two versions of an article").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    let kept = second.yes("return document.getElementById('resume').value === 'Mercredi de 14 h à 18 h.'").await?;
    ensure!(kept, "what was typed is in the form");
    press_on(&second, "Publier").await?;
    second.reads("main", "Décrivez la photo").await?;
    second.tab_to_field("photo-texte").await?;
    second.type_keys("Le hall du service").await?;
    press_on(&second, "Publier").await?;
    second.reads("main", "Publiée").await?;
    for browser in [first, second] {
        browser.close().await?;
    }
    Ok(())
}

/// Waits until an element of the preview reads so.
async fn preview_reads(editor: &Browser, selector: &str, words: &str) -> Result<()> {
    let script = "return [...document.getElementById('apercu').contentDocument.querySelectorAll(arguments[0])].map((one) => one.innerText).join(' ')";
    until(&format!("«{words}» in the preview"), || async {
        let text = editor.run(script, vec![selector.into()]).await?;
        Ok(text.as_str().unwrap_or_default().replace(['\u{202f}', '\u{a0}'], " ").contains(words).then_some(()))
    })
    .await
}
