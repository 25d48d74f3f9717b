//! The content that ships inside the app, so that a first launch in airplane mode shows everything.

use serde::{Deserialize, Serialize};

use crate::domain::{Record, Territory};

/// Content that ships inside the app.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Checksum that changes when the content does.
    pub checksum: String,
    /// Records.
    pub records: Vec<Record>,
    /// Pictures: SHA-256 in hexadecimal, WebP bytes.
    pub media: Vec<(String, &'static [u8])>,
}

/// The file that the build embeds: a territory with its records.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SeedFile {
    /// Content of `territory.toml`.
    pub territory: Territory,
    /// All records.
    pub records: Vec<Record>,
}
