//! The file that a build embeds in the app: one territory with its records.

use serde::{Deserialize, Serialize};

use crate::domain::{Record, Territory};

/// A territory with its records, as JSON.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SeedFile {
    /// Content of `territory.toml`.
    pub territory: Territory,
    /// All records.
    pub records: Vec<Record>,
}
