//! The real app window: a WebKitGTK view under a virtual screen, looked into through its remote inspector.
//!
//! The inspector speaks JSON over a websocket; calls are wrapped in `Target.sendMessageToTarget`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::process::{Process, free_port};
use crate::{LOOK, PATIENCE, given, until};

/// The app in a window.
#[derive(Debug)]
pub struct Window {
    process: Process,
    inspector: WebSocketStream<MaybeTlsStream<TcpStream>>,
    target: String,
    calls: u64,
}

impl Window {
    /// Opens the app on this data folder, told of this server.
    pub async fn open(data: &Path, server: &str) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(given("GUICHET_APP_WINDOW")?);
        command
            .env("GUICHET_DATA", data)
            .env("GUICHET_SERVER", server)
            .env("WEBKIT_INSPECTOR_HTTP_SERVER", format!("127.0.0.1:{port}"))
            // A virtual screen has no graphics card.
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        let process = Process::start(&mut command)?;
        let socket =
            until("the window can be looked into", || async { socket_of(&page(port).await?).map(Some) }).await?;
        let (mut inspector, _) = connect_async(format!("ws://127.0.0.1:{port}{socket}")).await?;
        let target = target(&mut inspector).await?;
        Ok(Self { process, inspector, target, calls: 0 })
    }

    /// Evaluates an expression in the page.
    pub async fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let answer = self.ask("Runtime.evaluate", &json!({ "expression": expression, "returnByValue": true })).await?;
        answer.pointer("/result/result/value").cloned().with_context(|| format!("{expression}: {answer}"))
    }

    /// A picture of what the window shows.
    pub async fn photograph(&mut self) -> Result<image::RgbImage> {
        let size = self.evaluate("[innerWidth, innerHeight]").await?;
        let [width, height]: [f64; 2] = serde_json::from_value(size)?;
        let rect = json!({ "x": 0, "y": 0, "width": width, "height": height, "coordinateSystem": "Viewport" });
        let answer = self.ask("Page.snapshotRect", &rect).await?;
        let picture = answer.pointer("/result/dataURL").and_then(Value::as_str).with_context(|| answer.to_string())?;
        let (_, picture) = picture.split_once(',').context("no picture")?;
        Ok(image::load_from_memory(&BASE64.decode(picture)?)?.to_rgb8())
    }

    async fn ask(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.calls += 1;
        let inner = json!({ "id": self.calls, "method": method, "params": params });
        let outer = json!({
            "id": self.calls, "method": "Target.sendMessageToTarget",
            "params": { "targetId": self.target, "message": inner.to_string() },
        });
        self.inspector.send(Message::text(outer.to_string())).await?;
        loop {
            let message = next(&mut self.inspector).await?;
            let Some(text) = message.pointer("/params/message").and_then(Value::as_str) else { continue };
            let answer: Value = serde_json::from_str(text)?;
            if answer.get("id").and_then(Value::as_u64) == Some(self.calls) {
                return Ok(answer);
            }
        }
    }

    /// Waits until the window reads so.
    pub async fn reads(&mut self, words: &str) -> Result<()> {
        self.reads_in("body", words).await
    }

    /// Waits until an element reads so.
    pub async fn reads_in(&mut self, selector: &str, words: &str) -> Result<()> {
        let mut text = String::new();
        let script = format!("document.querySelector({})?.innerText ?? ''", json!(selector));
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            let read = self.evaluate(&script).await?;
            text = read.as_str().unwrap_or_default().replace(['\u{202f}', '\u{a0}'], " ");
            if text.contains(words) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("waited in vain for «{words}» in {selector}; it reads: {text}")
    }

    /// Waits until something is so.
    pub async fn waits(&mut self, what: &str, expression: &str) -> Result<()> {
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            if self.evaluate(expression).await? == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("waited in vain: {what}")
    }

    /// Types into a field, once it is there.
    pub async fn fill(&mut self, selector: &str, text: &str) -> Result<()> {
        let script = format!(
            "(() => {{ const e = document.querySelector({}); if (!e) return false; e.focus(); e.value = {};
                e.dispatchEvent(new Event('input', {{ bubbles: true }})); return true }})()",
            json!(selector),
            json!(text)
        );
        self.waits(selector, &script).await
    }

    /// Clicks what a selector finds, once it is there.
    pub async fn click(&mut self, selector: &str) -> Result<()> {
        let script = format!(
            "(() => {{ const e = document.querySelector({}); e?.click(); return e !== null }})()",
            json!(selector)
        );
        self.waits(selector, &script).await
    }

    /// Closes the window as a crash would.
    pub async fn crash(mut self) -> Result<()> {
        self.process.kill().await
    }
}

async fn page(port: u16) -> Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n").await?;
    let mut page = Vec::new();
    stream.read_to_end(&mut page).await?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// `/socket/1/1/WebPage` in the inspector's list of pages.
fn socket_of(page: &str) -> Result<String> {
    let at = page.find("/socket/").context("no page yet")?;
    let rest = page.get(at..).unwrap_or_default();
    Ok(rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect())
}

async fn target(inspector: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Result<String> {
    loop {
        let message = next(inspector).await?;
        if message.get("method").and_then(Value::as_str) == Some("Target.targetCreated")
            && let Some(id) = message.pointer("/params/targetInfo/targetId").and_then(Value::as_str)
        {
            return Ok(id.to_owned());
        }
    }
}

async fn next(inspector: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> Result<Value> {
    let message = tokio::time::timeout(PATIENCE, inspector.next())
        .await
        .context("the inspector is silent")?
        .context("the inspector left")??;
    Ok(serde_json::from_str(message.to_text().unwrap_or("{}")).unwrap_or_default())
}
