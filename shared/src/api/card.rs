//! What a holder asks the server about their card: `/api/v1/card`.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Ask, Client, bearer, parse, read};
use crate::protocol::{
    ActivationRequest, CardApplication, CardReceipt, CardStatus, CredentialAnswer, CredentialRequest, RescueRequest,
    VoucherRequest,
};
use crate::sync::{CardOffice, RemoteError};

impl Client {
    async fn card<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<Vec<u8>>,
    ) -> Result<T, RemoteError> {
        self.json(ask(method, path, token, body)).await
    }

    /// Asks for a code of a shop on the web.
    pub async fn voucher(&self, token: &str, request: &VoucherRequest) -> Result<CardStatus, RemoteError> {
        self.card("POST", "/vouchers", Some(token), written(request)?).await
    }
}

fn ask<'a>(method: &'a str, path: &str, token: Option<&str>, body: Option<Vec<u8>>) -> Ask<'a> {
    let mut headers: Vec<_> = token.map(bearer).into_iter().collect();
    if body.is_some() {
        headers.push(("content-type", "application/json".to_owned()));
    }
    Ask { method, path: format!("api/v1/card{path}"), headers, body, endless: false }
}

fn written<T: Serialize>(body: &T) -> Result<Option<Vec<u8>>, RemoteError> {
    serde_json::to_vec(body).map(Some).map_err(|_| RemoteError::Unreadable)
}

impl CardOffice for Client {
    async fn apply(&self, application: &CardApplication) -> Result<CardReceipt, RemoteError> {
        let mut ask = ask("POST", "/applications", None, written(application)?);
        ask.headers.push(("idempotency-key", application.key.clone()));
        self.json(ask).await
    }

    async fn correct(&self, token: &str, application: &CardApplication) -> Result<CardStatus, RemoteError> {
        self.card("PUT", "", Some(token), written(application)?).await
    }

    async fn prove(&self, token: &str, jpeg: Vec<u8>) -> Result<CardStatus, RemoteError> {
        let headers = vec![bearer(token), ("content-type", "image/jpeg".to_owned())];
        let ask =
            Ask { method: "PUT", path: "api/v1/card/proof".to_owned(), headers, body: Some(jpeg), endless: false };
        self.json(ask).await
    }

    async fn status(&self, token: &str) -> Result<CardStatus, RemoteError> {
        self.card("GET", "", Some(token), None).await
    }

    async fn credential(&self, token: &str, request: &CredentialRequest) -> Result<CredentialAnswer, RemoteError> {
        self.card("POST", "/credential", Some(token), written(request)?).await
    }

    async fn lost(&self, token: &str) -> Result<CardStatus, RemoteError> {
        self.card("POST", "/lost", Some(token), None).await
    }

    async fn erase(&self, token: &str) -> Result<(), RemoteError> {
        self.ask(ask("DELETE", "", Some(token), None)).await.map(drop)
    }

    async fn activate(&self, code: &str) -> Result<CardReceipt, RemoteError> {
        self.card("POST", "/activations", None, written(&ActivationRequest { code: code.to_owned() })?).await
    }

    async fn rescue(&self, request: &RescueRequest) -> Result<Option<CardReceipt>, RemoteError> {
        let reply = self.ask(ask("POST", "/rescue", None, written(request)?)).await?;
        if reply.status() == 204 {
            return Ok(None);
        }
        parse(&read(reply).await?).map(Some)
    }

    async fn export(&self, token: &str) -> Result<String, RemoteError> {
        let body = read(self.ask(ask("GET", "/export", Some(token), None)).await?).await?;
        String::from_utf8(body).map_err(|_| RemoteError::Unreadable)
    }
}
