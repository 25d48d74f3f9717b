//! The HTTP clients of notifications: no redirects, no proxies, and, for addresses that phones named, none inside this
//! network.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;

use crate::import::Outside;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// Longest time that an unused connection is kept.
const IDLE: Duration = Duration::from_mins(1);

/// Most unused connections to one host: as many as send to it at once.
const IDLE_PER_HOST: usize = super::sender::PER_SERVICE;

/// A client for addresses that phones named.
pub(super) fn to_strangers(allow_private: bool) -> Result<reqwest::Client, String> {
    build(builder().dns_resolver(Arc::new(Outside { allow_private })))
}

/// A client for the address that this server was told of. One without TLS speaks HTTP/2 from the first byte when
/// `http2_only`, because there is no handshake to agree in.
pub(super) fn to_provider(base: &str, http2_only: bool) -> Result<reqwest::Client, String> {
    let builder = builder();
    build(if http2_only && base.starts_with("http://") { builder.http2_prior_knowledge() } else { builder })
}

fn builder() -> reqwest::ClientBuilder {
    // Fails only when a provider is installed already, which is as good.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(IDLE_PER_HOST)
        .redirect(Policy::none())
        .no_proxy()
        .user_agent("guichet-jeunes")
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, String> {
    builder.build().map_err(|error| error.to_string())
}
