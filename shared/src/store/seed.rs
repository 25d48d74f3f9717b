//! The content that ships inside the app, so that a first launch in airplane mode shows everything.

use crate::protocol::WireRecord;

/// Content that ships inside the app.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Checksum that changes when the content does.
    pub checksum: String,
    /// Records, at position 0.
    pub records: Vec<WireRecord>,
    /// Pictures: SHA-256 in hexadecimal, WebP bytes.
    pub media: Vec<(String, &'static [u8])>,
}
