//! Notifications of news: phones subscribe here, and are told through whoever carries to them.
//!
//! Invariants: what leaves carries public text only; a line leaves the outbox once its answer is known, so nothing is lost
//! and only what was under way at a kill is told twice; one carrier that is slow, full or broken holds up no other; with no
//! carrier at all everything else works.
//!
//! To add a carrier: its file with a [`Provider`], its line in [`Providers::open`], its target in `shared::protocol`.

mod apns;
mod envelope;
mod fcm;
pub mod keys;
mod outside;
mod provider;
mod providers;
pub(crate) mod sender;
mod signed;
pub(crate) mod subscription;
mod verdict;
mod web;

pub use envelope::{Unusable, seal_for};
pub use provider::{Message, Provider};
pub use providers::{Part, Providers};
pub use verdict::Verdict;

use std::sync::Mutex;

use shared::protocol::PushTopic;

use crate::http::limits::RateLimit;
use crate::storage::{Storage, StorageError};

/// Subscriptions one address may send at once: a whole school behind it on the first day.
const BURST: u32 = 300;

/// And then one each so many seconds.
const SECONDS: u32 = 2;

/// What the handlers and the sender share.
#[derive(Debug)]
pub struct Push {
    pub(crate) providers: Providers,
    pub(crate) limit: RateLimit,
    /// Topics as the log had them at a position.
    topics: Mutex<Option<(u64, Vec<PushTopic>)>>,
}

impl Push {
    /// With these providers.
    pub fn new(providers: Providers) -> Self {
        Self { providers, limit: RateLimit::new(BURST, SECONDS), topics: Mutex::new(None) }
    }

    /// Categories that news have at the log's position `seq`; all news are read once for each.
    pub(crate) async fn topics(&self, storage: &Storage, seq: u64) -> Result<Vec<PushTopic>, StorageError> {
        if let Ok(topics) = self.topics.lock()
            && let Some((at, topics)) = topics.as_ref()
            && *at == seq
        {
            return Ok(topics.clone());
        }
        let found = storage.push_topics().await?;
        if let Ok(mut topics) = self.topics.lock() {
            *topics = Some((seq, found.clone()));
        }
        Ok(found)
    }
}
