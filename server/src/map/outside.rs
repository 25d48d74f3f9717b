//! What the map asks outside of this network: one client, without redirects, proxies or anything of who asks here.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use url::Url;

use crate::import::{Outside as Resolver, leads_outside};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(4);

/// Why a source gave nothing that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsideError {
    /// The address is inside this network, or no web address.
    #[error("its address is not one of the public internet")]
    Address,
    /// No answer in time.
    #[error("it does not answer in time")]
    Slow,
    /// No connection.
    #[error("it cannot be reached")]
    Unreachable,
    /// It refuses, or sends elsewhere.
    #[error("it answers {0}")]
    Answered(u16),
    /// It answers something else than what was asked for.
    #[error("it does not answer what was asked for")]
    Foreign,
}

impl OutsideError {
    /// What a colleague reads of it.
    pub fn words(&self) -> String {
        match self {
            Self::Address => "son adresse n’est pas une adresse publique en https".to_owned(),
            Self::Slow => "elle ne répond pas à temps".to_owned(),
            Self::Unreachable => "on ne peut pas la joindre".to_owned(),
            Self::Answered(status) => format!("elle répond par l’erreur {status}"),
            Self::Foreign => "elle répond autre chose que ce qui est demandé".to_owned(),
        }
    }
}

/// Asks sources that the configuration names.
#[derive(Debug)]
pub struct Outside {
    client: Option<Client>,
    allow_private: bool,
}

impl Outside {
    /// One that stays outside this network unless allowed, and waits so long: somebody looks at an empty map meanwhile.
    pub fn new(allow_private: bool, timeout: Duration) -> Self {
        // Fails only when a provider is installed already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder()
            .timeout(timeout)
            .connect_timeout(CONNECT)
            .redirect(Policy::none())
            .dns_resolver(Arc::new(Resolver { allow_private }))
            .no_proxy()
            .user_agent("guichet-jeunes")
            .build();
        if let Err(error) = &client {
            tracing::error!(%error, "no connection can be made for the map");
        }
        Self { client: client.ok(), allow_private }
    }

    /// The bytes at an address; `None` where there is nothing. A page for people is no answer.
    pub(super) async fn get(&self, url: &Url, limit: usize) -> Result<Option<Vec<u8>>, OutsideError> {
        let secure = url.scheme() == "https" || self.allow_private;
        if !secure || !leads_outside(url, self.allow_private) {
            return Err(OutsideError::Address);
        }
        let client = self.client.as_ref().ok_or(OutsideError::Unreachable)?;
        let answer = client.get(url.clone()).send().await.map_err(|error| failed(&error))?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NO_CONTENT | StatusCode::NOT_FOUND => return Ok(None),
            other => return Err(OutsideError::Answered(other.as_u16())),
        }
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.trim_start().to_ascii_lowercase().starts_with("text/html") {
            return Err(OutsideError::Foreign);
        }
        let mut bytes = Vec::new();
        let mut pieces = answer.bytes_stream();
        while let Some(piece) = pieces.next().await {
            bytes.extend_from_slice(&piece.map_err(|error| failed(&error))?);
            if bytes.len() > limit {
                return Err(OutsideError::Foreign);
            }
        }
        Ok(Some(bytes))
    }
}

fn failed(error: &reqwest::Error) -> OutsideError {
    if error.is_timeout() { OutsideError::Slow } else { OutsideError::Unreachable }
}
