//! A line to the browser itself, past its driver: to a page, to a worker, to the whole of it.
//!
//! The driver's own way knows only pages, and gives answers without what is told unasked.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::browser::Browser;
use crate::{PATIENCE, until};

/// A line to one of the browser's pages or workers.
#[derive(Debug)]
pub(crate) struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    calls: u64,
    /// What was told unasked since the last question.
    told: Vec<Value>,
}

impl Line {
    pub(crate) async fn open(address: &str) -> Result<Self> {
        Ok(Self { socket: connect_async(address).await?.0, calls: 0, told: Vec::new() })
    }

    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> Result<Value> {
        self.calls += 1;
        let question = json!({ "id": self.calls, "method": method, "params": params });
        self.socket.send(Message::text(question.to_string())).await?;
        loop {
            let message = self.next().await?;
            if message.get("id").and_then(Value::as_u64) != Some(self.calls) {
                self.told.push(message);
                continue;
            }
            if let Some(error) = message.get("error") {
                bail!("{method}: {error}");
            }
            return Ok(message.get("result").cloned().unwrap_or_default());
        }
    }

    async fn next(&mut self) -> Result<Value> {
        let message = tokio::time::timeout(PATIENCE, self.socket.next()).await?.context("the browser hung up")??;
        Ok(serde_json::from_str(message.to_text()?)?)
    }
    /// Waits for something told unasked.
    pub(crate) async fn listen(&mut self) -> Result<()> {
        let message = self.next().await?;
        self.told.push(message);
        Ok(())
    }

    /// What was told unasked since this was last asked for.
    pub(crate) fn told(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.told)
    }
}

impl Browser {
    /// The line to the first page or worker of this kind, once there is one.
    pub(crate) async fn line_to(&self, kind: &str) -> Result<String> {
        until(&format!("the browser has a {kind}"), || async {
            let targets = self.of_its_port("list").await?;
            let of_kind = |one: &&Value| one.get("type").and_then(Value::as_str) == Some(kind);
            let found = targets.as_array().and_then(|all| all.iter().find(of_kind));
            Ok(found.and_then(|one| one.get("webSocketDebuggerUrl")).and_then(Value::as_str).map(str::to_owned))
        })
        .await
    }

    /// The line to the whole browser.
    pub(crate) async fn line_to_all(&self) -> Result<Line> {
        let version = self.of_its_port("version").await?;
        Line::open(version.get("webSocketDebuggerUrl").and_then(Value::as_str).context("the browser has no line")?)
            .await
    }

    async fn of_its_port(&self, what: &str) -> Result<Value> {
        let port = self
            .client()
            .capabilities()
            .and_then(|all| all.get("goog:chromeOptions"))
            .and_then(|options| options.get("debuggerAddress").and_then(Value::as_str).map(str::to_owned))
            .context("the browser has no port of its own")?;
        // Fails only when a provider is installed already.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(serde_json::from_str(&http.get(format!("http://{port}/json/{what}")).send().await?.text().await?)?)
    }
}
