//! Someone at the counter, in a browser of their own: how they come in, and what they do in the same way each day.

use anyhow::{Context, Result};
use fantoccini::key::Key;

use crate::browser::Browser;
use crate::counter::Counter;
use crate::until;

/// The link that the counter said to whoever started it: it opens the first account.
pub async fn first_link(counter: &Counter) -> Result<String> {
    until("the link is printed", || async {
        Ok(counter.said()?.split_whitespace().find(|word| word.contains("/staff/invitation/")).map(str::to_owned))
    })
    .await
}

/// Someone who writes news and contents, signed in.
pub async fn editor(counter: &Counter, name: &str) -> Result<Browser> {
    colleague(counter, name, "editor").await
}

/// Someone with that role, signed in.
pub async fn colleague(counter: &Counter, name: &str, role: &str) -> Result<Browser> {
    arrive(Browser::open().await?, counter, name, role).await
}

/// Someone who writes contents, signed in, whose browser can draw maps.
pub async fn editor_with_maps(counter: &Counter, name: &str) -> Result<Browser> {
    arrive(Browser::open_with_maps().await?, counter, name, "editor").await
}

async fn arrive(browser: Browser, counter: &Counter, name: &str, role: &str) -> Result<Browser> {
    let said = counter.run(&["staff", "add", name, "--role", role]).await?;
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).context("a password")?.to_owned();
    enter(&browser, &counter.address(), name, &password).await?;
    Ok(browser)
}

/// Signs in.
pub async fn enter(browser: &Browser, address: &str, name: &str, password: &str) -> Result<()> {
    browser.visit(&format!("{address}/staff")).await?;
    browser.fill("#nom", name).await?;
    browser.fill("#mot-de-passe", password).await?;
    browser.click("main button[type=submit]").await?;
    browser.reads("main", &format!("Bonjour {name}")).await
}

/// Goes to something by Tab and presses Enter on it.
pub async fn press_on(browser: &Browser, words: &str) -> Result<()> {
    browser.tab_to(words).await?;
    browser.press(Key::Enter).await
}

/// Clicks the button or link that reads so, as who looks for it would.
pub async fn click_on(browser: &Browser, words: &str) -> Result<()> {
    until(&format!("«{words}» is there"), || async {
        let mark = "const found = [...document.querySelectorAll('main a, main button, main summary')]
                .find((one) => one.innerText.replace(/\\s/g, ' ').trim().startsWith(arguments[0]) && one.checkVisibility());
            document.querySelectorAll('[data-sought]').forEach((one) => delete one.dataset.sought);
            if (found) found.dataset.sought = '';
            return Boolean(found)";
        Ok((browser.run(mark, vec![words.into()]).await? == serde_json::Value::Bool(true)).then_some(()))
    })
    .await?;
    browser.click("[data-sought]").await
}

/// A young person's phone that has what the counter gives, its news in front.
pub async fn phone(address: &str) -> Result<Browser> {
    let phone = Browser::open().await?;
    phone.go(address).await?;
    phone.skip_welcome().await?;
    phone.filled().await?;
    Ok(phone)
}

/// Waits until an element does not read so any more.
pub async fn reads_no_more(browser: &Browser, selector: &str, words: &str) -> Result<()> {
    until(&format!("«{words}» is gone from {selector}"), || async {
        Ok((!browser.text(selector).await?.contains(words)).then_some(()))
    })
    .await
}
