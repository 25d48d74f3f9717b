//! The service worker of a browser, which no page shows: reached through the browser's own port.
//!
//! A notification takes the way it takes from a push service, but for that service: the browser is handed the message as if it
//! had come, starts the worker if it must, and tells it.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::line::Line;

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

impl Line {
    /// What is told of the worker whose scope is this address: its registration.
    async fn registration(&mut self, scope: &str) -> Result<String> {
        self.ask("ServiceWorker.enable", json!({})).await?;
        loop {
            for message in self.told() {
                let of_scope = |one: &&Value| one.get("scopeURL").and_then(Value::as_str) == Some(scope);
                let registrations = message.pointer("/params/registrations").and_then(Value::as_array);
                let found = registrations.and_then(|all| all.iter().find(of_scope));
                if let Some(id) = found.and_then(|one| one.get("registrationId")).and_then(Value::as_str) {
                    return Ok(id.to_owned());
                }
            }
            self.listen().await?;
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
}
