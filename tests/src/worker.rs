//! The service worker of a browser, which no page shows: reached through the browser's own port.
//!
//! A notification takes the way it takes from a push service, but for that service: the browser is handed the message as if it
//! had come, starts the worker if it must, and tells it.

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::browser::Browser;
use crate::{PATIENCE, until};

/// A screen without a notification centre lets go of each notification after a few seconds, sooner than a busy machine looks.
/// So the worker remembers, by tag, what the browser took and nobody closed since.
const REMEMBER: &str = "if (!self.remembered) {
    self.remembered = new Map();
    const { showNotification } = ServiceWorkerRegistration.prototype;
    ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
        await showNotification.call(this, title, options);
        remembered.set(options.tag, { title, path: options.data.path });
    };
    const { close } = Notification.prototype;
    Notification.prototype.close = function () {
        remembered.delete(this.tag);
        close.call(this);
    };
}";

/// A line to one of the browser's pages or workers.
struct Line {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    calls: u64,
    /// What was told unasked since the last question.
    told: Vec<Value>,
}

impl Line {
    async fn open(address: &str) -> Result<Self> {
        Ok(Self { socket: connect_async(address).await?.0, calls: 0, told: Vec::new() })
    }

    async fn ask(&mut self, method: &str, params: Value) -> Result<Value> {
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

    /// What is told of the worker whose scope is this address: its registration.
    async fn registration(&mut self, scope: &str) -> Result<String> {
        self.ask("ServiceWorker.enable", json!({})).await?;
        loop {
            for message in std::mem::take(&mut self.told) {
                let of_scope = |one: &&Value| one.get("scopeURL").and_then(Value::as_str) == Some(scope);
                let registrations = message.pointer("/params/registrations").and_then(Value::as_array);
                let found = registrations.and_then(|all| all.iter().find(of_scope));
                if let Some(id) = found.and_then(|one| one.get("registrationId")).and_then(Value::as_str) {
                    return Ok(id.to_owned());
                }
            }
            let message = self.next().await?;
            self.told.push(message);
        }
    }
}

impl Browser {
    /// Hands the app's service worker a message of a push service.
    pub async fn receives_push(&self, server: &str, payload: &Value) -> Result<()> {
        let mut page = Line::open(&self.line_to("page").await?).await?;
        let registration = page.registration(&format!("{server}/")).await?;
        // A worker that is being stopped for want of work would lose the message, and so would one that is only being started.
        page.ask("ServiceWorker.startWorker", json!({ "scopeURL": format!("{server}/") })).await?;
        self.in_worker(REMEMBER).await?;
        let push = json!({ "origin": server, "registrationId": registration, "data": payload.to_string() });
        page.ask("ServiceWorker.deliverPushMessage", push).await?;
        Ok(())
    }

    /// What a script gives in the app's service worker, once that runs.
    pub async fn in_worker(&self, script: &str) -> Result<Value> {
        let mut worker = Line::open(&self.line_to("service_worker").await?).await?;
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        let answer = worker.ask("Runtime.evaluate", params).await?;
        if let Some(fault) = answer.pointer("/exceptionDetails") {
            bail!("{script}: {fault}");
        }
        Ok(answer.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// Titles and addresses of the notifications that were shown and not closed.
    pub async fn notifications(&self) -> Result<Vec<(String, String)>> {
        let shown = self.in_worker("[...self.remembered?.values() ?? []].map(({ title, path }) => [title, path])");
        Ok(serde_json::from_value(shown.await?)?)
    }

    async fn line_to(&self, kind: &str) -> Result<String> {
        let port = self
            .client()
            .capabilities()
            .and_then(|all| all.get("goog:chromeOptions"))
            .and_then(|options| options.get("debuggerAddress").and_then(Value::as_str).map(str::to_owned));
        // Fails only when a provider is installed already.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder().no_proxy().build()?;
        let list = format!("http://{}/json/list", port.context("the browser has no port of its own")?);
        until(&format!("the browser has a {kind}"), || async {
            let targets: Value = serde_json::from_str(&http.get(&list).send().await?.text().await?)?;
            let of_kind = |one: &&Value| one.get("type").and_then(Value::as_str) == Some(kind);
            let found = targets.as_array().and_then(|all| all.iter().find(of_kind));
            Ok(found.and_then(|one| one.get("webSocketDebuggerUrl")).and_then(Value::as_str).map(str::to_owned))
        })
        .await
    }
}
