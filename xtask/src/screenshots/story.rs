//! What only a story leads to: a card asked for, decided at the counter, shown and verified; an article being written. Each
//! picture is of what the step before led to, with the real server between them.

use std::path::Path;

use anyhow::{Context, Result};

use super::Tour;
use crate::webdriver::Browser;

/// Who asks: one for each view, since nobody asks twice.
const PEOPLE: [(&str, &str); 6] = [
    ("Inès", "Morel"),
    ("Tom", "Leroy"),
    ("Aya", "Benali"),
    ("Léo", "Marchand"),
    ("Jade", "Petit"),
    ("Noé", "Garnier"),
];

/// Someone at the counter.
pub(super) struct Colleague {
    pub(super) name: &'static str,
    pub(super) password: String,
}

/// Where the shop page's own reader of codes is served.
pub(super) fn reader(site: &Path) -> Result<String> {
    let folders = std::fs::read_dir(site.join("pkg"))?.flatten().map(|entry| entry.path());
    let folder = folders.filter(|folder| folder.join("jsqr.js").is_file()).last().context("no jsqr.js in the site")?;
    Ok(format!("/pkg/{}/jsqr.js", folder.file_name().unwrap_or_default().to_string_lossy()))
}

/// Tells the story to the `person`th view; `take` takes the picture of each name.
pub(super) fn tell(
    browser: &Browser,
    tour: &Tour<'_>,
    person: usize,
    take: &mut dyn FnMut(&str) -> Result<()>,
) -> Result<()> {
    let at = |path: &str| browser.visit(&format!("{}{path}", tour.address), tour.stop);
    let until = |script: &str| browser.until(script, tour.stop);
    let (first, last) = PEOPLE.get(person % PEOPLE.len()).copied().unwrap_or_default();

    at("/ma-carte/demander")?;
    browser.run(&format!("{FILL} fill('card-first-name', '{first}'); fill('card-last-name', '{last}');"))?;
    take("card-apply")?;
    browser.run(&format!(
        "{FILL} fill('card-day', '2'); fill('card-month', '5'); fill('card-year', '2009');
         const communes = document.getElementById('card-commune'); fill('card-commune', communes.options[1].value);
         document.getElementById('card-agrees').click();"
    ))?;
    // One turn of the page later every field is in the form.
    until("return document.getElementById('card-agrees').checked")?;
    browser.run("document.querySelector('form.form').requestSubmit()")?;
    until("return document.querySelector('[data-standing=submitted]') !== null")?;
    take("card-waiting")?;

    at("/staff/entrer")?;
    browser.run(&format!(
        "{FILL} fill('nom', '{}'); fill('mot-de-passe', '{}'); document.querySelector('main form').submit()",
        tour.colleague.name, tour.colleague.password
    ))?;
    until("return location.pathname === '/staff'")?;
    take("console")?;
    at("/staff/actus")?;
    browser.run("document.querySelector(\"form[action='/staff/actus/nouvelle']\").submit()")?;
    until("return document.getElementById('article') !== null")?;
    browser.run(&format!(
        "{FILL} fill('titre', 'Concert gratuit au Jard'); fill('resume', 'Samedi à 18 h : trois groupes d’ici, exemple de la galerie.');
         fill('texte', '## Qui joue\u{202f}?\\n\\nTrois groupes de la ville. **Entrée libre**, sans réservation.'); fill('categorie', 'Musique');"
    ))?;
    until(
        "return document.getElementById('etat').textContent !== ''
             && document.getElementById('apercu').contentDocument?.querySelector('h2')?.textContent.startsWith('Qui') === true",
    )?;
    take("console-article")?;
    at("/staff/contenus?sorte=lieux")?;
    take("console-contents")?;
    browser.run("document.querySelector('main a.row').click()")?;
    until("return document.getElementById('fiche') !== null")?;
    take("console-place")?;
    at("/staff/flux")?;
    take("console-feeds")?;
    for (path, name) in
        [("chiffres", "figures"), ("bons-plans", "offers"), ("tableaux", "tables"), ("journal", "journal")]
    {
        at(&format!("/staff/{path}"))?;
        take(&format!("console-{name}"))?;
    }
    at("/staff/demandes")?;
    take("console-queue")?;
    browser.run("document.querySelector('main a.row').click()")?;
    until("return document.querySelector('main .acts') !== null")?;
    take("console-card")?;
    browser.run("document.querySelector(\"form:has(input[value='approve'])\").submit()")?;
    until("return document.querySelector('.notice.good') !== null")?;

    at("/ma-carte")?;
    until("return document.querySelector('.kard-qr svg path') !== null")?;
    take("card-shown")?;
    browser.run(&READ.replace("{reader}", &tour.reader))?;
    until("return Boolean(window.read)")?;
    let code = browser.run("return window.read")?.as_str().context("the code is not read")?.to_owned();

    browser.visit(&code, tour.stop)?;
    until("return document.body.dataset.verdict === 'valid'")?;
    take("shop-valid")?;
    // One digit in the middle of the code is another.
    browser.run(
        "const digits = [...location.hash]; digits[200] = String((Number(digits[200]) + 1) % 10); location.hash = digits.join('')",
    )?;
    until("return document.body.dataset.kind === 'no'")?;
    take("shop-forged")?;

    at(&format!("/staff/commerces/{}", tour.examples.place))?;
    browser.run("document.querySelector(\"main form[action$='/invitation']\").submit()")?;
    until("return document.querySelector('main code.link') !== null")?;
    let invitation = browser.run("return document.querySelector('main code.link').textContent.trim()")?;
    browser.visit(invitation.as_str().context("the page gives no link")?, tour.stop)?;
    browser.run("document.getElementById('invitation-accept').click()")?;
    until("return document.getElementById('shop-title')?.textContent.trim() !== ''")?;
    take("shop")?;
    for (path, name) in [("", ""), ("/proposition", "-propose"), ("/semaine", "-week"), ("/affiche", "-poster")] {
        at(&format!("/v/commerce{path}"))?;
        take(&format!("portal{name}"))?;
    }
    Ok(())
}

/// Types into a field as a person would: its value, then the event.
const FILL: &str = "const fill = (id, text) => {
    const field = document.getElementById(id);
    field.value = text;
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
};";

/// Leaves what the code on the screen says in `window.read`.
const READ: &str = "const side = 900;
const drawn = document.querySelector('.kard-qr svg').cloneNode(true);
drawn.setAttribute('width', side);
drawn.setAttribute('height', side);
const picture = new Image();
picture.src = 'data:image/svg+xml,' + encodeURIComponent(new XMLSerializer().serializeToString(drawn));
import('{reader}').then(() => picture.decode()).then(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side + 200;
    const paper = canvas.getContext('2d');
    paper.fillStyle = '#fff';
    paper.fillRect(0, 0, side + 200, side + 200);
    paper.drawImage(picture, 100, 100, side, side);
    const { data } = paper.getImageData(0, 0, side + 200, side + 200);
    window.read = jsQR(data, side + 200, side + 200)?.data;
});";
