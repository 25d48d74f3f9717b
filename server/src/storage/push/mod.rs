//! Notifications of news: phones that asked for them, announcements, and what is still to be sent.
//!
//! Invariants: an announcement is written in the transaction that publishes, so a kill loses none; it reaches the outbox in
//! steps, each one transaction that says how far it came, so a kill repeats none; a line leaves the outbox only once its
//! answer is known; whatever takes an article from phones takes its lines from the outbox in the same transaction.
//!
//! One row for each phone in the transaction that publishes was rejected: a hundred thousand of them would keep every other
//! writer waiting. A queue outside the database was rejected: it could not commit with the article.

mod announce;
mod lease;
mod record;
mod spread;
mod subscribe;
mod tell;

use std::sync::Arc;

use shared::domain::UnixSeconds;
use shared::protocol::{PushPayload, PushProvider, PushTarget, QuietHours};

pub use announce::{DEADLINE_SECONDS, payload};
pub(in crate::storage) use announce::{amend, announce, stop};
pub use record::{Landed, Outcome, ServiceNews};
pub use tell::{Reach, Send, SendState, Service};

/// What is to be sent to one phone, held by whoever took it.
#[derive(Clone, Debug)]
pub struct Leased {
    /// Of the line in the outbox.
    pub id: i64,
    /// Of its announcement.
    pub send: i64,
    /// Of the phone's subscription.
    pub subscription: i64,
    /// Who carries it.
    pub service: String,
    /// Times that it was tried and has to be again.
    pub attempts: u32,
    /// Where to; `None`: what is stored cannot be read by this version.
    pub target: Option<PushTarget>,
    /// When not.
    pub quiet: Option<QuietHours>,
    /// What.
    pub payload: Arc<PushPayload>,
    /// Not after that.
    pub deadline: UnixSeconds,
}

/// Who carries to this target: a provider, and for browsers the host of their service too, because each is paused by itself.
/// `None`: there is no such provider, or the address has no host.
pub fn service(target: &PushTarget) -> Option<String> {
    match target {
        PushTarget::Web { endpoint, .. } => {
            let url = url::Url::parse(endpoint).ok()?;
            let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
            Some(format!("web:{}{port}", url.host_str()?))
        }
        PushTarget::Fcm { .. } | PushTarget::Apns { .. } => Some(target.provider().name().to_owned()),
    }
}

/// The provider of a service.
pub fn provider_of(service: &str) -> PushProvider {
    match service.split(':').next() {
        Some("web") => PushProvider::Web,
        Some("fcm") => PushProvider::Fcm,
        Some("apns") => PushProvider::Apns,
        _ => PushProvider::Unknown,
    }
}

/// Names in a list of SQL; they are this program's own words.
fn listed(providers: &[PushProvider]) -> String {
    let names: Vec<String> = providers.iter().map(|provider| format!("'{}'", provider.name())).collect();
    // An empty list is no SQL everywhere.
    if names.is_empty() { "''".to_owned() } else { names.join(", ") }
}
