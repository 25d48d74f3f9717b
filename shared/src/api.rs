//! The HTTP client of `/api/v1`: the only module that speaks to the network, and only to the town's server.
//!
//! One client for all targets. TLS uses ring with the platform's roots (the bundled ones on Android, where
//! the platform's verifier needs a JNI start-up); browsers use their own `fetch`.

use std::time::Duration;

use futures_util::{Stream, StreamExt};
use reqwest::{Response, StatusCode, header};
use url::Url;

use crate::protocol::{MessageReceipt, OutgoingMessage, Problem};
use crate::sync::{Answer, Postman, Remote, RemoteError};

/// Largest answer read. The whole content of a region is under 2 MB before compression.
const MAX_ANSWER_BYTES: usize = 16 * 1024 * 1024;

/// Longest wait for an answer that is not a stream.
#[cfg(not(target_family = "wasm"))]
const TIMEOUT: Duration = Duration::from_secs(20);

/// A connection to one server.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

/// The client cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The server's address is not one.
    #[error("the server's address is not valid: {0}")]
    Address(#[from] url::ParseError),
    /// No TLS on this machine.
    #[error("no secure connection can be made: {0}")]
    Tls(#[from] reqwest::Error),
}

impl Client {
    /// A client of the server at `base`, for example `https://jeunes.example.fr/`.
    pub fn new(base: &str) -> Result<Self, ClientError> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place where the client is configured")]
        let builder = reqwest::Client::builder();
        #[cfg(not(target_family = "wasm"))]
        let builder = {
            // Fails only when a provider is already installed, which is as good.
            drop(rustls::crypto::ring::default_provider().install_default());
            builder.connect_timeout(Duration::from_secs(8)).read_timeout(Duration::from_secs(60)).user_agent("guichet-jeunes")
        };
        #[cfg(target_os = "android")]
        let builder = builder.tls_certs_only(
            webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|root| reqwest::Certificate::from_der(root).ok()),
        );
        Ok(Self { http: builder.build()?, base: Url::parse(base)? })
    }

    /// The picture with this SHA-256.
    pub async fn media(&self, sha256: &str) -> Result<Vec<u8>, RemoteError> {
        let address = self.address(&format!("media/{sha256}.webp"))?;
        read(accept(send(self.http.get(address)).await?).await?).await
    }

    /// Opens the live stream. Ends when the line breaks.
    pub async fn live(&self) -> Result<impl Stream<Item = Result<Vec<u8>, RemoteError>> + use<>, RemoteError> {
        let request = self.http.get(self.address("api/v1/live")?).header(header::ACCEPT, "text/event-stream");
        let response = accept(request.send().await.map_err(|_| RemoteError::Unreachable)?).await?;
        Ok(response.bytes_stream().map(|piece| piece.map(|bytes| bytes.to_vec()).map_err(|_| RemoteError::Unreachable)))
    }

    /// Erases a message on the server.
    pub async fn erase_message(&self, id: &str, token: &str) -> Result<(), RemoteError> {
        let request = self.http.delete(self.address(&format!("api/v1/messages/{id}"))?).bearer_auth(token);
        match accept(send(request).await?).await {
            Ok(_) | Err(RemoteError::Refused { status: 404, .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn address(&self, path: &str) -> Result<Url, RemoteError> {
        self.base.join(path).map_err(|_| RemoteError::Unreachable)
    }
}

impl Remote for Client {
    async fn page(&self, since: u64, log: Option<&str>) -> Result<Answer, RemoteError> {
        let mut address = self.address("api/v1/sync")?;
        address.query_pairs_mut().append_pair("since", &since.to_string());
        let mut request = self.http.get(address.clone());
        if let Some(log) = log {
            address.query_pairs_mut().append_pair("log", log);
            // The entity tag of a sync answer is its log and cursor: what we hold, if nothing came after it.
            request = self.http.get(address).header(header::IF_NONE_MATCH, entity_tag(log, since));
        }
        let answer = async { accept(send(request).await?).await };
        match answer.await {
            Ok(response) if response.status() == StatusCode::NOT_MODIFIED || response.status() == StatusCode::NO_CONTENT => {
                Ok(Answer::NotModified)
            }
            Ok(response) => {
                let body = read(response).await?;
                serde_json::from_slice(&body).map(Answer::Page).map_err(|_| RemoteError::Unreadable)
            }
            Err(RemoteError::Refused { status: 410, .. }) => Ok(Answer::Gone),
            Err(error) => Err(error),
        }
    }
}

impl Postman for Client {
    async fn send(&self, message: &OutgoingMessage) -> Result<MessageReceipt, RemoteError> {
        let request = self.http.post(self.address("api/v1/messages")?).header("idempotency-key", &message.key).json(message);
        let body = read(accept(send(request).await?).await?).await?;
        serde_json::from_slice(&body).map_err(|_| RemoteError::Unreadable)
    }

    async fn receipt(&self, id: &str, token: &str) -> Result<MessageReceipt, RemoteError> {
        let request = self.http.get(self.address(&format!("api/v1/messages/{id}"))?).bearer_auth(token);
        let body = read(accept(send(request).await?).await?).await?;
        serde_json::from_slice(&body).map_err(|_| RemoteError::Unreadable)
    }
}

/// Entity tag of the sync answer that ends at `seq` of `log`.
pub fn entity_tag(log: &str, seq: u64) -> String {
    format!("\"{log}.{seq}\"")
}

async fn send(request: reqwest::RequestBuilder) -> Result<Response, RemoteError> {
    #[cfg(not(target_family = "wasm"))]
    let request = request.timeout(TIMEOUT);
    request.send().await.map_err(|_| RemoteError::Unreachable)
}

/// Sorts statuses into what a caller can do about them.
async fn accept(response: Response) -> Result<Response, RemoteError> {
    let status = response.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Ok(response);
    }
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS || status == StatusCode::REQUEST_TIMEOUT {
        let retry_after = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        return Err(RemoteError::Busy { status: status.as_u16(), retry_after });
    }
    let problem = read(response).await.ok().and_then(|body| serde_json::from_slice::<Problem>(&body).ok());
    Err(RemoteError::Refused { status: status.as_u16(), kind: problem.map(|problem| problem.kind).unwrap_or_default() })
}

/// Reads a body within the limit.
async fn read(response: Response) -> Result<Vec<u8>, RemoteError> {
    let mut body = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        body.extend_from_slice(&piece.map_err(|_| RemoteError::Unreachable)?);
        if body.len() > MAX_ANSWER_BYTES {
            return Err(RemoteError::Unreadable);
        }
    }
    Ok(body)
}
