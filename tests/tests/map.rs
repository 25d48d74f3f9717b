//! The map in a real browser: found by name, near me, with no network, on a phone that is full, and for those who do not see it.

use anyhow::{Context, Result, ensure};
use journeys::atlas;
use journeys::browser::Browser;
use journeys::colleague::{editor_with_maps, press_on};
use journeys::counter::Counter;
use journeys::until;
use serde_json::json;

/// The middle of Châlons, and of Paris.
const TOWN: (f64, f64) = (48.9567, 4.3588);
const ELSEWHERE: (f64, f64) = (48.8566, 2.3522);

/// A browser whose database takes nothing more, and says so as it does: by ending the transaction.
const FULL: &str = "
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given);
        if (localStorage.full && this.transaction.db.name === 'guichet-map') {
            Object.defineProperty(this.transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
            this.transaction.abort();
        }
        return request;
    };";

async fn open_map(counter: &Counter) -> Result<Browser> {
    let holder = Browser::open_with_maps().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    holder.follow("/carte").await?;
    Ok(holder)
}

#[tokio::test]
async fn a_misspelt_name_leads_to_the_place_and_the_way_there() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = open_map(&counter).await?;
    holder.fill(".map-lookup input", "bolwing").await?;
    holder.reads(".map-found", "Bowling").await?;
    holder.click(".map-found button").await?;
    holder.reads(".map-sheet h2", "Bowling").await?;
    let way = "return document.querySelector(\".map-sheet a[href^='https://www.google.com/maps/dir/']\")?.href ?? ''";
    let way = holder.run(way, Vec::new()).await?;
    ensure!(way.as_str().is_some_and(|way| way.contains("destination=48.9")), "{way}");
    let mut others = holder.requests().await?;
    // Its own first page is the browser's.
    others.retain(|asked| !asked.starts_with(&counter.address()) && !asked.starts_with("chrome"));
    ensure!(others.is_empty(), "others were asked: {others:?}");
    holder.close().await
}

#[tokio::test]
async fn list_and_map_show_the_same_and_both_pass_axe_with_a_place_open() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = open_map(&counter).await?;
    for filter in ["/carte", "/carte?rubrique=se-divertir", "/carte?reduction=oui"] {
        holder.follow(filter).await?;
        until(&format!("{filter}: as many pins as rows"), || async {
            let same = "const pins = document.querySelector('.map-canvas').dataset.places?.split(' ') ?? [];
                const rows = [...document.querySelectorAll('.map-list a')].map((a) => a.pathname.split('/').pop());
                return rows.length > 1 && rows.length <= 40 && rows.every((id, n) => pins[n] === id)
                    && document.getElementById('map-list').innerText.startsWith(String(pins.length));";
            Ok(holder.yes(same).await?.then_some(()))
        })
        .await?;
    }
    holder.click(".map-list a").await?;
    holder.reads("main", "Voir sur la carte").await?;
    holder.click("main a[href^='/carte?lieu=']").await?;
    holder.reads(".map-sheet", "Itinéraire").await?;
    let objections = holder.objected("/carte with a place open").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    holder.close().await
}

#[tokio::test]
async fn by_keyboard_the_map_can_be_skipped() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = open_map(&counter).await?;
    holder.tab_to("Passer à la liste").await?;
    holder.press(fantoccini::key::Key::Enter).await?;
    let there = "return document.activeElement.id === 'map-list'";
    until("the list has the focus", || async { Ok(holder.yes(there).await?.then_some(())) }).await?;
    holder.close().await
}

#[tokio::test]
async fn a_map_brought_in_two_halves_is_drawn_and_searched_with_the_server_gone() -> Result<()> {
    let mut counter = Counter::open().await?;
    counter.hang_map()?;
    let holder = open_map(&counter).await?;
    holder.reads(".map-by", atlas::MADE_BY).await?;
    holder.reads(".map-file", "2,").await?;
    holder.on_a_line_of(Some(400_000)).await?;
    holder.click(".map-file .btn").await?;
    until("a piece is here", || async {
        Ok(holder.yes("return document.querySelector('.map-file progress')?.value > 0").await?.then_some(()))
    })
    .await?;
    counter.crash().await?;
    holder.reads(".map-file", "Le réseau s’est arrêté").await?;

    counter.start().await?;
    holder.on_a_line_of(None).await?;
    // The app has not asked again yet what there is to have: the screen, opened anew, does.
    holder.reload().await?;
    holder.reads(".map-file", "Reprendre").await?;
    holder.click(".map-file .btn").await?;
    holder.reads(".map-file", "La carte est sur ce téléphone").await?;
    holder.kept_offline().await?;

    counter.crash().await?;
    holder.reload().await?;
    holder.reads(".map-by", atlas::MADE_BY).await?;
    until("the canal is painted", || async {
        let picture = image::load_from_memory(&holder.photograph(".map-canvas").await?)?.to_rgb8();
        let blue = picture.pixels().filter(|pixel| pixel.0[2] > pixel.0[0].saturating_add(25)).count();
        Ok((blue * 10 > picture.pixels().len()).then_some(()))
    })
    .await?;
    holder.fill(".map-lookup input", "arquebuze").await?;
    holder.reads(".map-found", "Rue de l’Arquebuse").await?;
    holder.click(".map-found button").await?;
    holder.reads("main", "Le plus près du point choisi").await?;

    holder.click(".map-file .btn-line").await?;
    until("it is gone", || async { Ok(holder.text(".map-file").await?.is_empty().then_some(())) }).await?;
    holder.close().await
}

#[tokio::test]
async fn a_full_phone_says_so_and_keeps_what_it_had() -> Result<()> {
    let counter = Counter::open().await?;
    counter.hang_map()?;
    let holder = Browser::open_with_maps().await?;
    holder.with_a_script(FULL).await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    holder.kept_offline().await?;
    holder.with_room_for(&counter.address(), Some(1_000)).await?;
    holder.run("localStorage.full = 'yes'", Vec::new()).await?;
    holder.follow("/carte").await?;
    holder.reads(".map-by", atlas::MADE_BY).await?;
    holder.reads(".map-file", "Télécharger").await?;
    holder.click(".map-file .btn").await?;
    holder.reads(".map-file", "plus assez de place").await?;
    holder.run("localStorage.full = ''", Vec::new()).await?;
    holder.with_room_for(&counter.address(), None).await?;
    holder.click(".map-file .btn").await?;
    holder.reads(".map-file", "La carte est sur ce téléphone").await?;
    holder.close().await
}

#[tokio::test]
async fn near_me_is_asked_on_a_press_and_each_way_it_fails_has_its_words() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = open_map(&counter).await?;
    let address = counter.address();
    let around = ".map-side .chip";
    holder.stands(&address, "denied", None).await?;
    holder.click(around).await?;
    holder.reads(".map-side", "Ta position n’est pas partagée").await?;

    holder.stands(&address, "granted", Some(TOWN)).await?;
    holder.click(around).await?;
    holder.reads(".map-side", "Le plus près de toi d’abord").await?;
    let first = holder.text(".map-list .tag-ink").await?;
    ensure!(first.ends_with(" m"), "the nearest is {first} away");
    let path = holder.run("return location.search", Vec::new()).await?;
    ensure!(path.as_str() == Some(""), "where somebody is stands in no address: {path}");
    holder.close().await?;

    let visitor = open_map(&counter).await?;
    visitor.stands(&address, "granted", Some(ELSEWHERE)).await?;
    visitor.click(around).await?;
    visitor.reads(".map-side", "km : on reste sur").await?;
    visitor.close().await
}

#[tokio::test]
async fn a_position_that_does_not_come_and_a_device_that_cannot_draw_have_their_words() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = Browser::open_with_maps().await?;
    holder.with_a_script(
        "navigator.geolocation.getCurrentPosition = (_, failed, { timeout }) => timeout > 1_000 && failed({ code: 3 });
         HTMLCanvasElement.prototype.getContext = () => null;",
    )
    .await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    holder.follow("/carte").await?;
    holder.reads("main", "Cet appareil ne peut pas dessiner la carte").await?;
    holder.click(".map-side .chip").await?;
    holder.reads(".map-side", "Ta position met trop de temps").await?;
    let rows = holder.run("return document.querySelectorAll('.map-list a').length", Vec::new()).await?;
    ensure!(rows.as_u64().context("rows")? > 10, "the list is whole without a map: {rows}");
    holder.close().await
}

#[tokio::test]
async fn a_place_gets_its_point_on_the_counters_map_by_a_press_and_without_a_mouse() -> Result<()> {
    let counter = Counter::open().await?;
    counter.hang_map()?;
    counter
        .publish(&json!({
            "kind": "place", "id": "essai", "place_kind": "service", "name": "L’Escale", "sections": ["se-loger"],
            "summary": "Un lieu d’essai.", "city": "Châlons-en-Champagne",
            "source": [{ "label": "Essai", "url": "https://example.fr" }], "verified_on": "2026-11-23",
        }))
        .await?;
    let holder = open_map(&counter).await?;
    holder.follow("/carte?rubrique=se-loger").await?;
    let pins =
        "return document.querySelector('.map-canvas')?.dataset.places?.split(' ').includes('essai') === arguments[0]";
    until("a place without a point is not on the map", || async {
        Ok((holder.run(pins, vec![false.into()]).await? == true).then_some(()))
    })
    .await?;
    let editor = editor_with_maps(&counter, "camille").await?;
    editor.visit(&format!("{}/staff/contenus/lieux/essai", counter.address())).await?;
    until("the map is drawn", || async {
        Ok(editor
            .yes("return document.querySelector('#carte-point-dessin canvas')?.clientWidth > 100")
            .await?
            .then_some(()))
    })
    .await?;
    let mut objections = editor.objected("a place's map").await?;

    // By keys: the map is moved by arrows, then a button takes its middle.
    let point = async || anyhow::Ok(editor.run("return document.getElementById('position').value", Vec::new()).await?);
    press_on(&editor, "Placer le point au milieu de la carte").await?;
    let middle =
        until("the middle is written", || async { Ok(Some(point().await?).filter(|point| point != "")) }).await?;
    // By a press, a quarter of the map away.
    let press = "const canvas = document.querySelector('#carte-point-dessin canvas');
        canvas.scrollIntoView({ block: 'center', behavior: 'instant' });
        const { x, y, width, height } = canvas.getBoundingClientRect();
        const at = { clientX: x + width / 4, clientY: y + height / 4, button: 0, bubbles: true };
        for (const name of ['mousedown', 'mouseup', 'click']) canvas.dispatchEvent(new MouseEvent(name, at));";
    editor.run(press, Vec::new()).await?;
    until("the point pressed is written", || async { Ok((point().await? != middle).then_some(())) }).await?;
    let pressed = point().await?.as_str().unwrap_or_default().to_owned();
    press_on(&editor, "Enregistrer").await?;
    editor.reads("main", "Enregistré").await?;
    ensure!(point().await? == pressed.as_str(), "the form keeps {pressed}");
    until("it is on the map of an open phone", || async {
        Ok((holder.run(pins, vec![true.into()]).await? == true).then_some(()))
    })
    .await?;
    objections.extend(holder.objected("the map with it").await?);
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    for browser in [editor, holder] {
        browser.close().await?;
    }
    Ok(())
}
