//! The content that ships inside the app, so that a first launch in airplane mode shows everything.

use crate::domain::Record;

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
