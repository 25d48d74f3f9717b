//! Reading a file or an address that someone typed.
//!
//! Addresses lead to the public internet only: a feed must not make this server read what only it can reach.
//! Names are checked when they are resolved for the connection itself, so a name cannot change between the
//! check and the use. `allow_private` lifts that for a feed inside the town's own network.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Response, StatusCode};
use url::{Host, Url};

use crate::storage::feeds::Validators;

const TIMEOUT: Duration = Duration::from_secs(20);
const MAX_REDIRECTS: usize = 5;

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Not a file, not a web address.
    #[error("{0} is neither a file nor an http(s) address")]
    Address(String),
    /// It leads inside this network.
    #[error("{0} leads inside this network; --allow-private permits it")]
    Private(String),
    /// More than is read.
    #[error("{address} is larger than {limit} bytes")]
    TooLarge {
        /// Where.
        address: String,
        /// The limit.
        limit: usize,
    },
    /// The server there refuses, or has a fault.
    #[error("{address} answers {status}")]
    Answered {
        /// Where.
        address: String,
        /// The HTTP status.
        status: u16,
        /// Seconds after which it may be asked again, if it says so.
        retry_after: Option<u64>,
    },
    /// It does not answer in time.
    #[error("{0} takes too long")]
    Slow(String),
    /// It cannot prove who it is.
    #[error("{0} shows a certificate that is not to be trusted")]
    Certificate(String),
    /// The file or the network.
    #[error("{address} cannot be read: {reason}")]
    Unreadable {
        /// Where.
        address: String,
        /// Why.
        reason: String,
    },
}

impl FetchError {
    /// What went wrong, by a name that stays: the console has words for each.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Answered { status, .. } => return format!("answer-{status}"),
            Self::Slow(_) => "slow",
            Self::Private(_) => "private",
            Self::Address(_) => "address",
            Self::TooLarge { .. } => "too-large",
            Self::Certificate(_) => "certificate",
            Self::Unreadable { .. } => "unreachable",
        }
        .to_owned()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) enum Fetched {
    /// As it was.
    Same,
    /// The bytes, and what they are marked with.
    New(Vec<u8>, Validators),
}

/// Longest mark that is kept.
const MARK_MAX: usize = 500;

/// Reads addresses.
#[derive(Clone, Debug)]
pub(super) struct Fetcher {
    http: reqwest::Client,
    allow_private: bool,
}

impl Fetcher {
    /// One that stays outside this network unless allowed.
    pub(super) fn new(allow_private: bool) -> Result<Self, FetchError> {
        // Fails only when a provider is installed already, which is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = reqwest::Client::builder();
        let policy = Policy::custom(move |attempt| {
            if attempt.previous().len() > MAX_REDIRECTS {
                attempt.error("too many redirects")
            } else if verify(attempt.url(), allow_private).is_err() {
                attempt.error("it redirects to where no feed should be")
            } else {
                attempt.follow()
            }
        });
        let http = builder
            .timeout(TIMEOUT)
            .redirect(policy)
            .dns_resolver(Arc::new(Outside { allow_private }))
            .no_proxy()
            .user_agent("guichet-jeunes")
            .build()
            .map_err(|error| FetchError::Unreadable { address: "the network".to_owned(), reason: error.to_string() })?;
        Ok(Self { http, allow_private })
    }

    /// Whether there is something at a web address. Asks for its head; for itself only where that is refused, because many
    /// servers answer a head badly. What it says is not read.
    pub(super) async fn probe(&self, url: &Url) -> Result<(), FetchError> {
        verify(url, self.allow_private)?;
        let mut answer = self.http.head(url.clone()).send().await;
        if answer.as_ref().is_ok_and(|answer| !answer.status().is_success()) {
            answer = self.http.get(url.clone()).send().await;
        }
        let answer = answer.map_err(|error| failed(url, &error))?;
        if answer.status().is_success() { Ok(()) } else { Err(refused(url, &answer)) }
    }

    /// The bytes at a web address.
    pub(super) async fn get(&self, url: &Url, limit: usize) -> Result<Vec<u8>, FetchError> {
        match self.ask(url, limit, &Validators::default()).await? {
            Fetched::New(bytes, _) => Ok(bytes),
            Fetched::Same => Err(FetchError::Unreadable {
                address: url.to_string(),
                reason: "it answers that nothing changed, which nobody asked".to_owned(),
            }),
        }
    }

    /// The bytes at a web address, unless they are still what `known` marks.
    pub(super) async fn ask(&self, url: &Url, limit: usize, known: &Validators) -> Result<Fetched, FetchError> {
        verify(url, self.allow_private)?;
        let mut request = self.http.get(url.clone());
        for (name, value) in [(IF_NONE_MATCH, &known.entity_tag), (IF_MODIFIED_SINCE, &known.last_modified)] {
            if !value.is_empty() {
                request = request.header(name, value);
            }
        }
        let response = request.send().await.map_err(|error| failed(url, &error))?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(Fetched::Same);
        }
        if !response.status().is_success() {
            return Err(refused(url, &response));
        }
        let marks = Validators { entity_tag: said(&response, ETAG), last_modified: said(&response, LAST_MODIFIED) };
        let mut bytes = Vec::new();
        let mut pieces = response.bytes_stream();
        while let Some(piece) = pieces.next().await {
            bytes.extend_from_slice(&piece.map_err(|error| failed(url, &error))?);
            if bytes.len() > limit {
                return Err(FetchError::TooLarge { address: url.to_string(), limit });
            }
        }
        Ok(Fetched::New(bytes, marks))
    }
}

/// A header of an answer; empty when it is missing, or too long to be kept.
fn said(response: &Response, name: HeaderName) -> String {
    let value = response.headers().get(name).and_then(|value| value.to_str().ok());
    value.filter(|value| value.len() <= MARK_MAX).unwrap_or_default().to_owned()
}

fn refused(url: &Url, response: &Response) -> FetchError {
    FetchError::Answered {
        address: url.to_string(),
        status: response.status().as_u16(),
        retry_after: said(response, RETRY_AFTER).trim().parse().ok(),
    }
}

fn failed(url: &Url, error: &reqwest::Error) -> FetchError {
    if error.is_timeout() {
        return FetchError::Slow(url.to_string());
    }
    if is_about_a_certificate(error) {
        return FetchError::Certificate(url.to_string());
    }
    let reason = std::iter::successors(std::error::Error::source(error), |&error| error.source()).last();
    FetchError::Unreadable {
        address: url.to_string(),
        reason: reason.map_or_else(|| error.to_string(), ToString::to_string),
    }
}

/// Whether the other side's certificate is what went wrong. `io::Error` hides what it wraps from `source`.
fn is_about_a_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|error| {
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = error.downcast_ref().or_else(|| wrapped?.downcast_ref());
        matches!(tls, Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented))
    })
}

/// Reads a file or an address.
pub(super) async fn read(source: &str, limit: usize, fetcher: &Fetcher) -> Result<Vec<u8>, FetchError> {
    match web(source) {
        Some(url) => fetcher.get(&url, limit).await,
        None => file(Path::new(source), limit).await,
    }
}

/// The web address that a source is, if it is one.
pub(super) fn web(source: &str) -> Option<Url> {
    Url::parse(source).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Reads a file.
pub(super) async fn file(path: &Path, limit: usize) -> Result<Vec<u8>, FetchError> {
    let address = path.display().to_string();
    let unreadable =
        |error: std::io::Error| FetchError::Unreadable { address: address.clone(), reason: error.to_string() };
    let size = tokio::fs::metadata(path).await.map_err(unreadable)?.len();
    if size > limit as u64 {
        return Err(FetchError::TooLarge { address, limit });
    }
    tokio::fs::read(path).await.map_err(unreadable)
}

fn verify(url: &Url, allow_private: bool) -> Result<(), FetchError> {
    let address = match url.host() {
        _ if !matches!(url.scheme(), "http" | "https") => return Err(FetchError::Address(url.to_string())),
        None => return Err(FetchError::Address(url.to_string())),
        Some(Host::Domain(_)) => return Ok(()),
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
    };
    if allow_private || is_public(address) { Ok(()) } else { Err(FetchError::Private(url.to_string())) }
}

/// Whether a web address leads outside this network, as far as it says so itself.
pub(crate) fn leads_outside(url: &Url, allow_private: bool) -> bool {
    verify(url, allow_private).is_ok()
}

/// Resolves names, leaving out addresses inside this network.
#[derive(Debug)]
pub(crate) struct Outside {
    pub(crate) allow_private: bool,
}

impl Resolve for Outside {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_private = self.allow_private;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let kept: Vec<SocketAddr> = found.filter(|address| allow_private || is_public(address.ip())).collect();
            if kept.is_empty() {
                return Err(format!("{} leads inside this network", name.as_str()).into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the public internet (IANA special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4 == Ipv4Addr::BROADCAST
                || v4.is_documentation()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 198 && (18..20).contains(&b))
                || (a == 192 && b == 0))
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            // Global unicast only, without documentation and the forms that carry an IPv4 address.
            (0x2000..0x4000).contains(&first)
                && !(first == 0x2001 && (second == 0xdb8 || second == 0))
                && first != 0x2002
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_and_outside() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "::ffff:127.0.0.1",
            "fd00::1",
            "fe80::1",
            "2002:7f00:1::",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["193.252.1.1", "2a01:cb00::1"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn a_bad_certificate_is_told_from_a_broken_line() {
        let tls = rustls::Error::InvalidCertificate(rustls::CertificateError::Expired);
        assert!(is_about_a_certificate(&std::io::Error::new(std::io::ErrorKind::InvalidData, tls)));
        let broken = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "reset");
        assert!(!is_about_a_certificate(&broken));
        assert!(!is_about_a_certificate(&std::io::Error::other(rustls::Error::DecryptError)));
    }

    #[test]
    fn numbers_in_disguise_are_numbers() {
        for address in ["http://127.1/", "http://0x7f000001/", "http://[::ffff:10.0.0.1]/", "http://2130706433/"] {
            assert!(matches!(verify(&Url::parse(address).unwrap(), false), Err(FetchError::Private(_))), "{address}");
        }
        assert!(verify(&Url::parse("ftp://example.org/").unwrap(), true).is_err());
    }
}
