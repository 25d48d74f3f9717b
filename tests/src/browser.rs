//! A young person's browser: a real Chromium with a fresh profile, driven through WebDriver.

use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};
use std::path::Path;

use tokio::process::Command;

use crate::process::{Process, free_port};
use crate::until;

/// Rules checked: WCAG 2.0 to 2.2, levels A and AA, and axe's own best practices.
const AXE_RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'] }).then(
        (result) => done(result.violations.map((v) => `${v.id}: ${v.help} — ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`)),
        (error) => done([String(error)]));";

/// A browser window of a phone's size.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    profile: tempfile::TempDir,
    driver: Process,
}

#[derive(Debug)]
struct PerformanceLog;

impl WebDriverCompatibleCommand for PerformanceLog {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> std::result::Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "performance" }).to_string()))
    }
}

impl Browser {
    /// Opens one.
    pub async fn open() -> Result<Self> {
        Self::open_with(&[]).await
    }

    /// Opens one whose camera sees what [`crate::camera::film`] wrote.
    pub async fn open_with_camera(film: &Path) -> Result<Self> {
        Self::open_with(&[
            "--use-fake-ui-for-media-stream".to_owned(),
            "--use-fake-device-for-media-stream".to_owned(),
            format!("--use-file-for-fake-video-capture={}", film.display()),
        ])
        .await
    }

    /// Opens one that can draw maps, without a graphics card.
    pub async fn open_with_maps() -> Result<Self> {
        Self::open_with(&["--use-angle=swiftshader", "--enable-unsafe-swiftshader"].map(str::to_owned)).await
    }

    async fn open_with(more: &[String]) -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let port = free_port()?;
        let driver = Process::start(Command::new("chromedriver").arg(format!("--port={port}")).arg("--log-level=OFF"))?;
        let arguments: Vec<String> = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--lang=fr",
            "--force-prefers-reduced-motion",
            "--window-size=412,915",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain([format!("--user-data-dir={}", profile.path().display())])
        .chain(more.iter().cloned())
        .collect();
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "goog:chromeOptions".to_owned(),
            json!({ "args": arguments, "prefs": { "intl.accept_languages": "fr" } }),
        );
        capabilities.insert("goog:loggingPrefs".to_owned(), json!({ "performance": "ALL" }));
        let client = until("a browser opens", || async {
            Ok(Some(
                ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
                    .capabilities(capabilities.clone())
                    .connect(&format!("http://127.0.0.1:{port}"))
                    .await?,
            ))
        })
        .await?;
        Ok(Self { client, profile, driver })
    }

    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }

    /// Goes to an address and waits until the app draws its own screen there.
    pub async fn go(&self, address: &str) -> Result<()> {
        self.client.goto(address).await?;
        self.drawn().await
    }

    /// Goes to a page that is not the app's, as a link from elsewhere would: it is loaded even when only its fragment is new.
    pub async fn visit(&self, address: &str) -> Result<()> {
        self.client.goto("about:blank").await?;
        Ok(self.client.goto(address).await?)
    }

    /// Loads the page again and waits until the app draws its screen.
    pub async fn reload(&self) -> Result<()> {
        self.client.refresh().await?;
        self.drawn().await
    }

    /// The tab in front.
    pub async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.client.window().await?)
    }

    /// Opens an address in a second tab, which comes to the front.
    pub async fn open_tab(&self, address: &str) -> Result<()> {
        let opened = self.client.new_window(true).await?;
        self.client.switch_to_window(opened.handle).await?;
        self.go(address).await
    }

    /// Brings a tab to the front as it was left.
    pub async fn to_tab(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.client.switch_to_window(tab.clone()).await?)
    }

    /// Goes elsewhere in the app as a link would, without loading the page again.
    pub async fn follow(&self, path: &str) -> Result<()> {
        self.run(
            "history.pushState(null, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate'));",
            vec![path.into()],
        )
        .await?;
        self.drawn().await
    }

    async fn drawn(&self) -> Result<()> {
        until("the app draws its screen", || async {
            Ok(self.yes("return document.querySelector('main#content h1') !== null && document.getElementById('splash') === null").await?.then_some(()))
        })
        .await
    }

    /// Leaves the welcome screen, if it is there.
    pub async fn skip_welcome(&self) -> Result<()> {
        if self.path().await? == "/bienvenue" {
            self.click("main .btn-line").await?;
            self.reads("main", "Se loger").await?;
        }
        Ok(())
    }

    /// Waits until the app has taken the server's content.
    pub async fn filled(&self) -> Result<()> {
        self.follow("/actus").await?;
        until("the app is up to date", || async {
            Ok(self.yes("return document.querySelector(\".fresh[data-state='fresh']\") !== null").await?.then_some(()))
        })
        .await
    }

    /// Waits until the service worker keeps the app for a day without network.
    pub async fn kept_offline(&self) -> Result<()> {
        until("the app is kept off line", || async {
            let kept = "const done = arguments[arguments.length - 1];
                navigator.serviceWorker.getRegistration().then((r) => done(Boolean(r?.active) && Boolean(navigator.serviceWorker.controller)), () => done(false));";
            Ok((self.client.execute_async(kept, Vec::new()).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Waits until the service worker keeps so many pictures.
    pub async fn pictures_kept(&self, count: u64) -> Result<()> {
        let counted = "const done = arguments[arguments.length - 1];
            caches.open('media').then((c) => c.keys()).then((keys) => done(keys.length), () => done(0));";
        until(&format!("{count} pictures are kept"), || async {
            let kept = self.client.execute_async(counted, Vec::new()).await?.as_u64().unwrap_or(0);
            Ok((kept >= count).then_some(()))
        })
        .await
    }

    /// Waits until the browser keeps these words in the personal database: a few hundredths of a second after a key.
    pub async fn keeps(&self, words: &str) -> Result<()> {
        let look = "const [words, done] = arguments;
            const open = indexedDB.open('guichet', 1);
            open.onerror = () => done(false);
            open.onsuccess = () => {
                const request = open.result.transaction('databases').objectStore('databases').get('personal');
                request.onerror = () => done(false);
                request.onsuccess = () => {
                    open.result.close();
                    done(new TextDecoder().decode(request.result ?? new Uint8Array()).includes(words));
                };
            };";
        until(&format!("«{words}» is kept"), || async {
            Ok((self.client.execute_async(look, vec![words.into()]).await? == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Waits until an element reads so.
    pub async fn reads(&self, selector: &str, words: &str) -> Result<()> {
        let seen = until(&format!("«{words}» in {selector}"), || async {
            Ok(self.text(selector).await?.contains(words).then_some(()))
        })
        .await;
        match seen {
            Ok(()) => Ok(()),
            Err(error) => bail!("{error}; it reads: {}", self.text("body").await.unwrap_or_default()),
        }
    }

    /// What an element reads, with ordinary spaces.
    pub async fn text(&self, selector: &str) -> Result<String> {
        let text =
            self.run("return document.querySelector(arguments[0])?.innerText ?? ''", vec![selector.into()]).await?;
        let ordinary = |c: char| if c.is_whitespace() { ' ' } else { c };
        Ok(text
            .as_str()
            .unwrap_or_default()
            .chars()
            .filter(|c| !matches!(c, '\u{2066}'..='\u{2069}'))
            .map(ordinary)
            .collect())
    }

    /// Clicks an element, once it is there, scrolled to the middle as a thumb would.
    pub async fn click(&self, selector: &str) -> Result<()> {
        const MIDDLE: &str = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.on(selector, async |element| {
            self.client.execute(MIDDLE, vec![serde_json::to_value(&element)?]).await?;
            element.click().await
        })
        .await
    }

    /// Types into an element.
    pub async fn fill(&self, selector: &str, text: &str) -> Result<()> {
        self.on(selector, async |element| element.send_keys(text).await).await
    }

    /// Does something with an element once it is there and seen. A page that draws the element anew in between gives another one,
    /// as it would to a finger: what is refused because the old one is gone was not done, and is done to the new one.
    async fn on(&self, selector: &str, act: impl AsyncFn(Element) -> Result<(), CmdError>) -> Result<()> {
        until(selector, || async {
            match act(self.client.find(Locator::Css(selector)).await?).await {
                Ok(()) => Ok(Some(Ok(()))),
                Err(error) if is_not_there_yet(&error) => Ok(None),
                Err(error) => Ok(Some(Err(error.into()))),
            }
        })
        .await?
    }

    /// Presses a key on whatever has the focus.
    pub async fn press(&self, key: Key) -> Result<()> {
        // As a keyboard does it, not by typing into an element: a field for files would take a key for a name.
        let key = char::from(key);
        let pressed = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key });
        Ok(self.client.perform_actions(pressed).await?)
    }

    /// Presses Tab until what has the focus reads so; the error tells what was met on the way.
    pub async fn tab_to(&self, words: &str) -> Result<()> {
        let mut met = Vec::new();
        for _ in 0..80 {
            self.press(Key::Tab).await?;
            let name = self
                .run(
                    "const e = document.activeElement; return e.matches('a, button, input, textarea, select, summary') ? e.getAttribute('aria-label') ?? e.innerText : ''",
                    Vec::new(),
                )
                .await?;
            let name = name.as_str().unwrap_or_default().replace(['\u{202f}', '\u{a0}', '\n'], " ");
            if name.contains(words) {
                return Ok(());
            }
            met.push(name);
        }
        bail!("«{words}» cannot be reached by keyboard; met {met:?}")
    }

    /// Presses Tab until the field of this id has the focus.
    pub async fn tab_to_field(&self, id: &str) -> Result<()> {
        for _ in 0..80 {
            self.press(Key::Tab).await?;
            let focused = self.run("return document.activeElement.id", Vec::new()).await?;
            if focused.as_str() == Some(id) {
                return Ok(());
            }
        }
        bail!("the field {id} cannot be reached by keyboard")
    }

    /// Types into whatever has the focus.
    pub async fn type_keys(&self, text: &str) -> Result<()> {
        Ok(self.client.active_element().await?.send_keys(text).await?)
    }

    /// Where the app is.
    pub async fn path(&self) -> Result<String> {
        Ok(self.client.current_url().await?.path().to_owned())
    }

    /// What axe objects to on the screen as it stands.
    pub async fn objections(&self) -> Result<Vec<String>> {
        self.run(include_str!("../../assets/vendor/axe/axe.min.js"), Vec::new()).await?;
        let found = self.client.execute_async(AXE_RUN, Vec::new()).await?;
        Ok(serde_json::from_value(found)?)
    }

    /// Every address the browser asked for since it was last asked, other than data and blobs.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let entries = self.client.issue_cmd(PerformanceLog).await?;
        let mut addresses = Vec::new();
        for entry in entries.as_array().context("no log")? {
            let message: Value = serde_json::from_str(entry.get("message").and_then(Value::as_str).unwrap_or("{}"))?;
            if message.pointer("/message/method").and_then(Value::as_str) == Some("Network.requestWillBeSent")
                && let Some(url) = message.pointer("/message/params/request/url").and_then(Value::as_str)
                && !url.starts_with("data:")
                && !url.starts_with("blob:")
            {
                addresses.push(url.to_owned());
            }
        }
        Ok(addresses)
    }

    /// Runs a script that returns whether something is so.
    pub async fn yes(&self, script: &str) -> Result<bool> {
        Ok(self.run(script, Vec::new()).await? == Value::Bool(true))
    }

    /// Runs a script.
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Closes it.
    pub async fn close(mut self) -> Result<()> {
        self.client.clone().close().await?;
        self.driver.kill().await?;
        drop(self.profile);
        Ok(())
    }
}

/// Whether nothing was done because the element is not on the screen: not drawn, drawn anew, or hidden.
fn is_not_there_yet(error: &CmdError) -> bool {
    error.is_no_such_element() || error.is_stale_element_reference() || error.is_element_not_interactable()
}
