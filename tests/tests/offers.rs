//! Offers and events in a young person's hands: a new offer arrives, a list is sifted without a mouse, a date is kept in the phone's
//! own calendar and reminded of without network.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use journeys::browser::Browser;
use journeys::colleague::{phone, reads_no_more};
use journeys::counter::Counter;
use journeys::until;
use serde_json::{Value, json};

/// What the page hands to the browser as a file: its name, its type and its words.
const FILES: &str = "globalThis.files = [];
    const address = URL.createObjectURL;
    const blobs = new Map();
    URL.createObjectURL = (blob) => {
        const made = address.call(URL, blob);
        blobs.set(made, blob);
        return made;
    };
    HTMLAnchorElement.prototype.click = function () {
        const blob = blobs.get(this.href);
        blob?.text().then((text) => files.push([this.download, blob.type, text]));
    };";

fn offer(id: &str, title: &str) -> Value {
    json!({
        "kind": "offer", "id": id, "place": "ex-miche-du-jard", "title": title, "terms": "Montre ta carte.",
        "offer_kind": "gift", "category": "manger", "order": 1, "saving_cents": 200, "example": true,
    })
}

#[tokio::test]
async fn a_new_offer_is_announced_as_it_is_published_and_found_without_a_mouse() -> Result<()> {
    let counter = Counter::open().await?;
    let holder = phone(&counter.address()).await?;
    holder.follow("/").await?;
    ensure!(!holder.text("main").await?.contains("nouveau bon plan"), "what was there before is not new");

    counter.publish(&offer("brioche", "Une brioche offerte")).await?;
    holder.reads("main", "1 nouveau bon plan pour toi").await?;
    holder.tab_to("1 nouveau bon plan pour toi").await?;
    holder.press(Key::Enter).await?;
    holder.reads("main h1", "Bons plans").await?;
    holder.reads("main", "Une brioche offerte").await?;
    pressed(&holder, "Nouveaux", true).await?;
    let mut objections = holder.objected("new offers").await?;

    // A choice more, a choice less: the focus stays on the chip that was pressed.
    holder.tab_to("Mes favoris").await?;
    holder.press(Key::Space).await?;
    pressed(&holder, "Mes favoris", true).await?;
    holder.reads("main", "Aucun bon plan comme ça").await?;
    let there = "return document.activeElement.innerText === 'Mes favoris'";
    ensure!(holder.yes(there).await?, "the focus is where it was");
    objections.extend(holder.objected("no offer").await?);
    // The address remembers.
    holder.reload().await?;
    pressed(&holder, "Mes favoris", true).await?;
    pressed(&holder, "Nouveaux", true).await?;
    holder.tab_to("Voir tous les bons plans").await?;
    holder.press(Key::Enter).await?;
    pressed(&holder, "Mes favoris", false).await?;

    holder.run("document.getElementById('offers-sort').focus()", Vec::new()).await?;
    holder.type_keys("Les plus grosses").await?;
    holder.reads("main", "d’économie").await?;
    let sorted = holder.run("return location.search", Vec::new()).await?;
    ensure!(sorted.as_str().is_some_and(|search| search.contains("tri=economie")), "{sorted}");

    // It was shown: nothing is announced any more, until the next one.
    holder.follow("/").await?;
    reads_no_more(&holder, "main", "nouveau bon plan").await?;
    counter.publish(&offer("galette", "Une galette offerte")).await?;
    holder.reads("main", "1 nouveau bon plan pour toi").await?;
    holder.follow("/notifications").await?;
    holder.reads("main", "1 nouveau bon plan pour toi").await?;
    counter.delete("offer", "galette").await?;
    reads_no_more(&holder, "main", "nouveau bon plan").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    holder.close().await
}

#[tokio::test]
async fn a_list_goes_on_as_one_reads_and_is_where_it_was_when_one_comes_back() -> Result<()> {
    let counter = Counter::open().await?;
    let many = (0..60).map(|n| offer(&format!("essai-{n:02}"), &format!("Essai {n:02}"))).collect();
    counter.publish(&Value::Array(many)).await?;
    let holder = phone(&counter.address()).await?;
    holder.follow("/bons-plans?categorie=manger").await?;
    holder.reads("main", "Essai 00").await?;
    let rows = "return document.querySelectorAll('.sheets-long > li').length";
    let drawn = holder.run(rows, Vec::new()).await?.as_u64().unwrap_or_default();
    ensure!(drawn == 40, "{drawn} rows to begin with");
    until("the list goes on by itself", || async {
        // Rows that come into view take their true height, and the end moves away: one goes on scrolling.
        holder.run("document.querySelector('.sheets-long > li:last-child').scrollIntoView()", Vec::new()).await?;
        Ok((holder.run(rows, Vec::new()).await?.as_u64() > Some(60)).then_some(()))
    })
    .await?;
    holder.click("a[href='/bons-plans/essai-55']").await?;
    holder.reads("main h1", "Essai 55").await?;
    holder.run("history.back()", Vec::new()).await?;
    until("the row that was left is there", || async {
        Ok(holder
            .yes("return document.querySelector(\"a[href='/bons-plans/essai-55']\") !== null")
            .await?
            .then_some(()))
    })
    .await?;
    holder.close().await
}

#[tokio::test]
async fn a_date_goes_into_the_phones_calendar_and_is_reminded_of_without_network() -> Result<()> {
    let mut counter = Counter::open().await?;
    let holder = Browser::open().await?;
    holder.with_a_clock_to_turn().await?;
    holder.go(&counter.address()).await?;
    holder.skip_welcome().await?;
    holder.filled().await?;
    // In two days and some hours, and each week after.
    let start = holder.run("return Math.floor(Date.now() / 1000)", Vec::new()).await?.as_i64().unwrap_or_default();
    let start = (start / 3_600 + 50) * 3_600;
    counter
        .publish(&json!({
            "kind": "event", "id": "atelier", "title": "Atelier vélo; apporte le tien", "summary": "On répare ensemble.",
            "start": start, "end": start + 7_200, "rrule": "FREQ=WEEKLY", "place": "ex-atelier-guidon", "free": true,
        }))
        .await?;
    holder.follow("/agenda?gratuit=oui").await?;
    holder.reads("main", "Atelier vélo").await?;
    let mut objections = holder.objected("the agenda").await?;
    holder.click("main a[href='/agenda/atelier']").await?;
    holder.reads("main h1", "Atelier vélo").await?;
    objections.extend(holder.objected("an event").await?);

    holder.run(FILES, Vec::new()).await?;
    holder.tab_to("Ajouter à mon calendrier").await?;
    holder.press(Key::Enter).await?;
    let file = until("the file is handed over", || async {
        let files = holder.run("return files", Vec::new()).await?;
        Ok(files.get(0).cloned())
    })
    .await?;
    let [name, kind, text]: [String; 3] = serde_json::from_value(file)?;
    ensure!(name == "atelier.ics" && kind.starts_with("text/calendar"), "{name} {kind}");
    for line in [
        "UID:atelier@127.0.0.1\r\n",
        "RRULE:FREQ=WEEKLY\r\n",
        "SUMMARY:Atelier vélo\\; apporte le tien\r\n",
        "DTSTART;TZID=Europe/Paris:",
        "BEGIN:VTIMEZONE\r\n",
        "TRIGGER:-PT60M\r\n",
        "END:VCALENDAR\r\n",
    ] {
        ensure!(text.contains(line), "{line:?} is not in {text}");
    }

    holder.tab_to("Une heure avant").await?;
    holder.press(Key::Space).await?;
    holder.reads("main", "C’est noté").await?;
    holder.kept_offline().await?;
    holder.keeps("Atelier vélo").await?;
    counter.crash().await?;
    let now = holder.run("return Math.floor(Date.now() / 1000)", Vec::new()).await?.as_i64().unwrap_or_default();
    holder.turn_clock(start - 1_800 - now).await?;
    holder.reload().await?;
    holder.reads(".notices", "Atelier vélo").await?;
    holder.follow("/notifications").await?;
    holder.reads("main", "Tes rappels").await?;
    objections.extend(holder.objected("reminders").await?);
    // Said once, and let go by the same press.
    holder.reload().await?;
    ensure!(!holder.text(".notices").await?.contains("Atelier vélo"), "said once");

    // Cancelled after all: told at once, and not reminded of any more.
    counter.start().await?;
    counter
        .publish(&json!({
            "kind": "event", "id": "atelier", "title": "Atelier vélo; apporte le tien", "summary": "On répare ensemble.",
            "start": start, "end": start + 7_200, "place": "ex-atelier-guidon", "free": true, "change": "cancelled",
        }))
        .await?;
    holder.reload().await?;
    holder.reads(".notices", "C’est annulé : Atelier vélo").await?;
    holder.follow("/notifications").await?;
    reads_no_more(&holder, "main", "Tes rappels").await?;
    ensure!(objections.is_empty(), "{}", objections.join("\n"));
    holder.close().await
}

/// Waits until a chip is pressed, or is not.
async fn pressed(holder: &Browser, words: &str, made: bool) -> Result<()> {
    let script = "return [...document.querySelectorAll('main .chip')].find((chip) => chip.innerText === arguments[0])?.getAttribute('aria-pressed') ?? ''";
    until(&format!("«{words}» pressed: {made}"), || async {
        let state = holder.run(script, vec![words.into()]).await?;
        Ok((state.as_str() == Some(if made { "true" } else { "false" })).then_some(()))
    })
    .await
}
