//! The wire of devices: reqwest, TLS by ring with the platform's roots (the bundled ones on Android, where the
//! platform's verifier needs a JNI start-up).

use std::time::Duration;

use futures_util::{Stream, StreamExt};
use url::Url;

use super::Ask;
use crate::sync::RemoteError;

/// Longest wait for an answer that is not a stream.
const TIMEOUT: Duration = Duration::from_secs(20);

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

#[derive(Clone, Debug)]
pub(super) struct Wire {
    http: reqwest::Client,
    base: Url,
}

pub(super) struct Reply(reqwest::Response);

impl Wire {
    pub(super) fn new(base: &str) -> Result<Self, ClientError> {
        // Fails only when a provider is already installed, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(8))
            .read_timeout(Duration::from_mins(1))
            .user_agent("guichet-jeunes");
        #[cfg(target_os = "android")]
        let builder = builder.tls_certs_only(
            webpki_root_certs::TLS_SERVER_ROOT_CERTS
                .iter()
                .filter_map(|root| reqwest::Certificate::from_der(root).ok()),
        );
        Ok(Self { http: builder.build()?, base: Url::parse(base)? })
    }

    pub(super) async fn send(&self, ask: Ask<'_>) -> Result<Reply, RemoteError> {
        let address = self.base.join(&ask.path).map_err(|_| RemoteError::Unreachable)?;
        let method = if ask.method.is_empty() {
            reqwest::Method::GET
        } else {
            ask.method.parse().map_err(|_| RemoteError::Unreachable)?
        };
        let mut request = self.http.request(method, address);
        for (name, value) in ask.headers {
            request = request.header(name, value);
        }
        if let Some(body) = ask.body {
            request = request.body(body);
        }
        if !ask.endless {
            request = request.timeout(TIMEOUT);
        }
        request.send().await.map(Reply).map_err(|_| RemoteError::Unreachable)
    }
}

impl Reply {
    pub(super) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        Some(self.0.headers().get(name)?.to_str().ok()?.to_owned())
    }

    pub(super) fn pieces(self) -> impl Stream<Item = Result<Vec<u8>, RemoteError>> {
        self.0.bytes_stream().map(|piece| piece.map(|bytes| bytes.to_vec()).map_err(|_| RemoteError::Unreachable))
    }
}
