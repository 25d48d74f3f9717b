//! The file that a build embeds in the app: one territory with its records.

use serde::{Deserialize, Serialize};

use crate::domain::Territory;
use crate::protocol::WireRecord;

/// A territory with its records, as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SeedFile {
    /// Content of `territory.toml`.
    pub territory: Territory,
    /// All records as they travel, at position 0: a phone stores them as it stores a sync.
    pub records: Vec<WireRecord>,
}
