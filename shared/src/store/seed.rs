//! The content that ships inside the app, so that a first launch in airplane mode shows everything.

use std::fmt;

use crate::protocol::WireRecord;

/// Content that ships inside the app.
pub struct Seed {
    /// Checksum that changes when the content does.
    pub checksum: String,
    /// Reads the records, at position 0. Asked only by a store that has not these: most launches read none.
    pub records: Box<dyn Fn() -> Vec<WireRecord>>,
    /// Pictures: SHA-256 in hexadecimal, WebP bytes.
    pub media: Vec<(String, &'static [u8])>,
}

impl Seed {
    /// These records, without pictures.
    pub fn of(checksum: &str, records: Vec<WireRecord>) -> Self {
        Self { checksum: checksum.to_owned(), records: Box::new(move || records.clone()), media: Vec::new() }
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Seed").field("checksum", &self.checksum).finish_non_exhaustive()
    }
}
