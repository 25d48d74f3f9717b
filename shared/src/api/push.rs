//! Subscriptions to notifications: `/api/v1/push`.

use super::{Ask, Client};
use crate::protocol::{PushOffer, PushSubscription, PushTarget};
use crate::sync::{PushOffice, RemoteError};

impl Client {
    async fn subscription(&self, method: &str, body: &PushSubscription) -> Result<(), RemoteError> {
        let headers = vec![("content-type", "application/json".to_owned())];
        let body = serde_json::to_vec(body).map_err(|_| RemoteError::Unreadable)?;
        let path = "api/v1/push/subscription".to_owned();
        self.ask(Ask { method, path, headers, body: Some(body), endless: false }).await.map(drop)
    }
}

impl PushOffice for Client {
    async fn offer(&self) -> Result<PushOffer, RemoteError> {
        self.json(Ask { path: "api/v1/push".to_owned(), ..Ask::default() }).await
    }

    async fn subscribe(&self, subscription: &PushSubscription) -> Result<(), RemoteError> {
        self.subscription("PUT", subscription).await
    }

    async fn unsubscribe(&self, target: &PushTarget) -> Result<(), RemoteError> {
        let target = target.clone();
        let body = PushSubscription { target, topics: Vec::new(), lang: String::new(), quiet: None, replaces: None };
        self.subscription("DELETE", &body).await
    }
}
