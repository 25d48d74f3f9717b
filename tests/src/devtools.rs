//! What WebDriver has no word for: the browser's clock, a picture of one element.

use anyhow::{Context, Result};
use fantoccini::Locator;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::camera::read_code;
use crate::until;

/// The page's clock is what `localStorage.ahead` says, in seconds: so a test can turn it while the page is open.
const CLOCK: &str = "(() => {
    const Real = Date;
    const now = () => Real.now() + 1000 * Number(localStorage.getItem('ahead') ?? '0');
    globalThis.Date = class extends Real {
        constructor(...given) { if (given.length) super(...given); else super(now()); }
        static now() { return now(); }
    };
})()";

/// A command of Chromium's own.
#[derive(Debug)]
struct Devtools(&'static str, Value);

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> std::result::Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

impl Browser {
    /// From the next page on, the phone's clock can be turned by [`Browser::turn_clock`].
    pub async fn with_a_clock_to_turn(&self) -> Result<()> {
        self.with_a_script(CLOCK).await
    }

    /// Puts the phone's clock so many seconds ahead of the real one, or behind.
    pub async fn turn_clock(&self, ahead: i64) -> Result<()> {
        self.run("localStorage.setItem('ahead', arguments[0])", vec![ahead.to_string().into()]).await?;
        Ok(())
    }

    /// From the next page on, this script runs before the page's own.
    pub async fn with_a_script(&self, script: &str) -> Result<()> {
        let script = Devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
        self.client().issue_cmd(script).await?;
        Ok(())
    }

    /// What the owner of the browser answers, or answered, when a page asks to show notifications.
    pub async fn answers_notifications(&self, server: &str, setting: &str) -> Result<()> {
        let answer = json!({ "permission": { "name": "notifications" }, "setting": setting, "origin": server });
        self.client().issue_cmd(Devtools("Browser.setPermission", answer)).await?;
        Ok(())
    }

    /// Where the holder is, and what they answer when a page asks for it. `None`: nobody can tell.
    pub async fn stands(&self, server: &str, setting: &str, at: Option<(f64, f64)>) -> Result<()> {
        let answer = json!({ "permission": { "name": "geolocation" }, "setting": setting, "origin": server });
        self.client().issue_cmd(Devtools("Browser.setPermission", answer)).await?;
        let position = match at {
            Some((latitude, longitude)) => json!({ "latitude": latitude, "longitude": longitude, "accuracy": 20 }),
            None => json!({}),
        };
        self.client().issue_cmd(Devtools("Emulation.setGeolocationOverride", position)).await?;
        Ok(())
    }

    /// A line that brings so many bytes in a second, or as many as it can.
    pub async fn on_a_line_of(&self, bytes: Option<u64>) -> Result<()> {
        self.on_a_line(bytes, 0.0).await
    }

    /// *Slow 4G* as Chromium's own tools and Lighthouse simulate it: 1.6 Mbit/s and 150 ms to and fro, counted request by request.
    pub async fn on_slow_4g(&self) -> Result<()> {
        self.on_a_line(Some(184_320), 562.5).await
    }

    async fn on_a_line(&self, bytes: Option<u64>, latency: f64) -> Result<()> {
        let speed = bytes.map_or(json!(-1), |bytes| json!(bytes));
        let line = json!({ "offline": false, "latency": latency, "downloadThroughput": speed, "uploadThroughput": -1 });
        self.client().issue_cmd(Devtools("Network.enable", json!({}))).await?;
        self.client().issue_cmd(Devtools("Network.emulateNetworkConditions", line)).await?;
        Ok(())
    }

    /// A processor so many times slower than this machine's.
    pub async fn on_a_slower_processor(&self, times: u32) -> Result<()> {
        self.client().issue_cmd(Devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times }))).await?;
        Ok(())
    }

    /// A wheel scrolls the page down by so many pixels, at so many in a second. Without a screen Chromium lets no finger scroll.
    pub async fn scrolls(&self, pixels: u32, speed: u32) -> Result<()> {
        let gesture = json!({ "x": 200, "y": 500, "yDistance": -i64::from(pixels), "speed": speed, "gestureSourceType": "mouse" });
        self.client().issue_cmd(Devtools("Input.synthesizeScrollGesture", gesture)).await?;
        Ok(())
    }

    /// Room for so many bytes of what this server's pages keep, or for as many as the disk has.
    pub async fn with_room_for(&self, server: &str, bytes: Option<u64>) -> Result<()> {
        let mut room = json!({ "origin": server });
        if let (Some(bytes), Some(room)) = (bytes, room.as_object_mut()) {
            room.insert("quotaSize".to_owned(), json!(bytes));
        }
        self.client().issue_cmd(Devtools("Storage.overrideQuotaForOrigin", room)).await?;
        Ok(())
    }

    /// Shows pages in the dark, or in the light.
    pub async fn in_the_dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.client().issue_cmd(Devtools("Emulation.setEmulatedMedia", media)).await?;
        Ok(())
    }

    /// Shows pages as wide as that, in pixels, or as wide as the window.
    pub async fn narrow(&self, width: Option<u32>) -> Result<()> {
        let command = match width {
            Some(width) => Devtools(
                "Emulation.setDeviceMetricsOverride",
                json!({ "width": width, "height": 640, "deviceScaleFactor": 1, "mobile": true }),
            ),
            None => Devtools("Emulation.clearDeviceMetricsOverride", json!({})),
        };
        self.client().issue_cmd(command).await?;
        Ok(())
    }

    /// Shows pages in a window as large as a desk's.
    pub async fn at_a_desk(&self) -> Result<()> {
        self.narrow(None).await?;
        Ok(self.client().set_window_size(1_280, 900).await?)
    }

    /// What is wrong with the screen as it stands, in the light, in the dark and on a small phone: axe's objections, and what
    /// is wider than the phone. `screen` names it.
    pub async fn objected(&self, screen: &str) -> Result<Vec<String>> {
        let mut all = Vec::new();
        for dark in [false, true] {
            self.in_the_dark(dark).await?;
            let found = self.objections().await?;
            all.extend(found.into_iter().map(|objection| format!("{screen} (dark: {dark}): {objection}")));
        }
        self.in_the_dark(false).await?;
        self.narrow(Some(320)).await?;
        let surplus = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
        let surplus = self.run(surplus, Vec::new()).await?.as_i64().unwrap_or_default();
        if surplus > 0 {
            all.push(format!("{screen}: {surplus} px too wide for 320 px"));
        }
        self.narrow(None).await?;
        Ok(all)
    }

    /// How many sheets the page takes on paper of its own choice, how wide and how high they are, in millimetres.
    pub async fn on_paper(&self) -> Result<[u64; 3]> {
        let print = Devtools("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": true }));
        let printed = self.client().issue_cmd(print).await?;
        // Chromium writes the pages of a document in clear; their boxes are in points.
        let measure = r"const pdf = atob(arguments[0]);
            const sheets = (pdf.match(/\/Type \/Page\b(?!s)/g) ?? []).length;
            const [, width, height] = pdf.match(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/);
            return [sheets, Math.round(width / 72 * 25.4), Math.round(height / 72 * 25.4)];";
        let pdf = printed.get("data").context("nothing was printed")?.clone();
        Ok(serde_json::from_value(self.run(measure, vec![pdf]).await?)?)
    }

    /// A picture of an element, scrolled into view, as PNG.
    pub async fn photograph(&self, selector: &str) -> Result<Vec<u8>> {
        let element =
            self.client().wait().for_element(Locator::Css(selector)).await.with_context(|| selector.to_owned())?;
        let middle = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
        self.run(middle, vec![serde_json::to_value(&element)?]).await?;
        Ok(element.screenshot().await?)
    }

    /// What a camera reads in an element: pictures are taken until an independent reader finds a code in one.
    pub async fn scan(&self, selector: &str) -> Result<String> {
        until(&format!("a code in {selector}"), || async { read_code(&self.photograph(selector).await?) }).await
    }
}
