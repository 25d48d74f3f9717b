//! The real app window: a WebKitGTK view under a virtual screen, looked into through its remote inspector.
//!
//! The inspector speaks JSON over a websocket; calls are wrapped in `Target.sendMessageToTarget`.

use std::path::Path;

use anyhow::{Context, Result, bail};
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
            .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
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
        self.calls += 1;
        let inner = json!({ "id": self.calls, "method": "Runtime.evaluate", "params": { "expression": expression, "returnByValue": true } });
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
                return answer
                    .pointer("/result/result/value")
                    .cloned()
                    .with_context(|| format!("{expression}: {answer}"));
            }
        }
    }

    /// Waits until the window reads so.
    pub async fn reads(&mut self, words: &str) -> Result<()> {
        let mut text = String::new();
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            let read = self.evaluate("document.body.innerText").await?;
            text = read.as_str().unwrap_or_default().replace(['\u{202f}', '\u{a0}'], " ");
            if text.contains(words) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("waited in vain for «{words}»; the window reads: {text}")
    }

    /// Clicks what a selector finds, once it is there.
    pub async fn click(&mut self, selector: &str) -> Result<()> {
        let script = format!(
            "(() => {{ const e = document.querySelector({}); e?.click(); return e !== null }})()",
            json!(selector)
        );
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            if self.evaluate(&script).await? == Value::Bool(true) {
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("nothing to click: {selector}")
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
