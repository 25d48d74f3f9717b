//! What the build put inside the app: one territory's content, or in browsers its help numbers.

use std::sync::OnceLock;

use shared::domain::Territory;
use shared::protocol::WireRecord;
use shared::store::Seed;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

static TERRITORY: OnceLock<Territory> = OnceLock::new();

/// The territory this app was built for.
pub fn territory() -> &'static Territory {
    #[expect(clippy::expect_used, reason = "the build wrote this very text; a test reads it")]
    TERRITORY.get_or_init(|| {
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/territory.json")))
            .expect("the embedded territory is what the build wrote")
    })
}

/// The embedded content, read when a store asks for it.
pub fn seed() -> Seed {
    Seed {
        checksum: CHECKSUM.to_owned(),
        records: Box::new(records),
        media: MEDIA.iter().map(|(sha256, bytes)| ((*sha256).to_owned(), *bytes)).collect(),
    }
}

fn records() -> Vec<WireRecord> {
    #[expect(clippy::expect_used, reason = "the build wrote this very text; a test reads it")]
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/records.json")))
        .expect("the embedded records are what the build wrote")
}
