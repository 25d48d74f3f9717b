//! A real Chromium, driven through its own driver: just what taking pictures needs.
//!
//! WebDriver is JSON over HTTP on this machine, so a hundred lines do; a client crate with its asynchronous runtime was
//! rejected because every `cargo xtask` would compile it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use serde_json::{Value, json};

use crate::{command, server};

/// Longest wait for one answer of the driver.
const ANSWER: Duration = Duration::from_mins(1);
const LOOK: Duration = Duration::from_millis(100);
/// Half a minute for a page or the driver to be ready.
const LOOKS: usize = 300;

/// A browser with a fresh profile; dropped, it is closed.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

/// How a page is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    /// CSS pixels.
    pub(crate) width: u32,
    /// CSS pixels.
    pub(crate) height: u32,
    /// Device pixels for one CSS pixel.
    pub(crate) scale: f64,
    pub(crate) mobile: bool,
    pub(crate) dark: bool,
}

/// The picture formats Chromium writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Png,
    WebP,
}

impl Browser {
    /// Opens a browser that speaks `language` (`fr`, `en`).
    pub(crate) fn open(language: &str, stop: &Receiver<()>) -> Result<Self> {
        let port = server::free_port()?;
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("could not start chromedriver")?;
        let mut browser = Self { driver, port, session: String::new() };
        browser
            .wait("the browser's driver", stop, |browser| Ok(browser.call("GET", "/status", &Value::Null).is_ok()))?;
        let program = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| command::find(name));
        let options = json!({
            "binary": program.context("Chromium vanished after its installation")?,
            "args": [
                "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--hide-scrollbars",
                // Maps are drawn on machines without a graphics card too.
                "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                format!("--lang={language}"), format!("--accept-lang={language}"),
            ],
        });
        let asked = json!({ "capabilities": { "alwaysMatch": { "goog:chromeOptions": options } } });
        let answer = browser.call("POST", "/session", &asked)?;
        browser.session =
            answer.get("sessionId").and_then(Value::as_str).context("the browser opened no session")?.to_owned();
        Ok(browser)
    }

    /// Goes to an address and waits until the app has painted it: a heading, its fonts, its images.
    pub(crate) fn visit(&self, address: &str, stop: &Receiver<()>) -> Result<()> {
        self.session("/url", &json!({ "url": address }))?;
        self.wait(address, stop, |browser| Ok(browser.run(PAINTED)? == Value::Bool(true)))
    }

    /// Runs a script in the page.
    pub(crate) fn run(&self, script: &str) -> Result<Value> {
        self.session("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    pub(crate) fn look(&self, view: &View) -> Result<()> {
        let metrics = json!({
            "width": view.width, "height": view.height, "deviceScaleFactor": view.scale, "mobile": view.mobile,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics)?;
        let scheme = if view.dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            // A picture is taken at rest.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features })).map(drop)
    }

    /// What is on the screen now.
    pub(crate) fn picture(&self, format: Format) -> Result<Vec<u8>> {
        let asked = match format {
            Format::Png => json!({ "format": "png" }),
            Format::WebP => json!({ "format": "webp", "quality": 82 }),
        };
        let answer = self.devtools("Page.captureScreenshot", &asked)?;
        let data = answer.get("data").and_then(Value::as_str).context("Chromium took no picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
    }

    fn devtools(&self, name: &str, parameters: &Value) -> Result<Value> {
        self.session("/goog/cdp/execute", &json!({ "cmd": name, "params": parameters }))
    }

    fn session(&self, path: &str, body: &Value) -> Result<Value> {
        self.call("POST", &format!("/session/{}{path}", self.session), body)
    }

    /// Waits until a script returns `true`.
    pub(crate) fn until(&self, script: &str, stop: &Receiver<()>) -> Result<()> {
        self.wait(script, stop, |browser| Ok(browser.run(script)? == Value::Bool(true)))
    }

    fn wait(&self, what: &str, stop: &Receiver<()>, ready: impl Fn(&Self) -> Result<bool>) -> Result<()> {
        for _ in 0..LOOKS {
            if ready(self)? {
                return Ok(());
            }
            if stop.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout) {
                bail!("interrupted");
            }
        }
        bail!("{what}: not ready within half a minute");
    }

    /// One request; the driver's own errors become ours.
    fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(ANSWER))?;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let answer = whole(stream).with_context(|| format!("the browser does not answer {path}"))?;
        value_of(&answer)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.call("DELETE", &format!("/session/{}", self.session), &Value::Null);
        }
        server::stop(&mut self.driver);
    }
}

/// True once the app stands where the splash was, the server's content is there, and all it shows has arrived.
const PAINTED: &str = "return document.querySelector('h1') !== null \
    && document.querySelector('#splash, .skeleton, .fresh[data-state=never], .fresh[data-state=syncing], .map-wait') === null \
    && document.fonts.status === 'loaded' \
    && [...document.images].every((one) => one.complete || one.getBoundingClientRect().top > innerHeight)";

/// One answer, as long as its head says: the driver leaves the line open after it.
fn whole(stream: impl Read) -> Result<Vec<u8>> {
    let mut stream = BufReader::new(stream);
    let mut answer = Vec::new();
    let mut length = 0;
    loop {
        let start = answer.len();
        if stream.read_until(b'\n', &mut answer)? == 0 {
            return Ok(answer);
        }
        let line = String::from_utf8_lossy(answer.get(start..).unwrap_or_default()).trim().to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse()?;
        }
        if line.is_empty() {
            break;
        }
    }
    stream.take(length).read_to_end(&mut answer)?;
    Ok(answer)
}

/// The `value` of a WebDriver answer.
fn value_of(answer: &[u8]) -> Result<Value> {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n").context("the browser's driver gave no answer")?;
    let mut json: Value = serde_json::from_str(body).context("the browser's driver answered no JSON")?;
    let value = json.get_mut("value").map(Value::take).unwrap_or_default();
    if !head.starts_with("HTTP/1.1 200") {
        let words = value.get("message").and_then(Value::as_str).unwrap_or("unknown error");
        bail!("the browser refused: {}", words.lines().next().unwrap_or_default());
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_head_says() {
        let line = b"HTTP/1.1 200 OK\r\nContent-Length:2\r\n\r\n{}and more".as_slice();
        assert!(whole(line).unwrap().ends_with(b"\r\n\r\n{}"));
        assert_eq!(whole(b"".as_slice()).unwrap(), b"");
    }

    #[test]
    fn answers_are_read_and_refusals_told() {
        let good = b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"value\":{\"sessionId\":\"1\"}}";
        assert_eq!(value_of(good).unwrap(), json!({ "sessionId": "1" }));
        let bad = b"HTTP/1.1 404 Not Found\r\n\r\n{\"value\":{\"message\":\"no such window\\nstack\"}}";
        assert_eq!(value_of(bad).unwrap_err().to_string(), "the browser refused: no such window");
        assert!(value_of(b"nothing").is_err());
    }
}
