//! What the build put inside the app: one territory's content, or in browsers its help numbers.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use shared::domain::{Lexicon, Territory};
use shared::protocol::WireRecord;
use shared::search::Vocabulary;
use shared::store::Seed;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

static TERRITORY: OnceLock<Territory> = OnceLock::new();

/// The territory this app was built for.
pub fn territory() -> &'static Territory {
    TERRITORY.get_or_init(|| embedded(include_str!(concat!(env!("OUT_DIR"), "/territory.json"))))
}

static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();

/// The territory's own words, read at the first search.
pub fn vocabulary() -> &'static Vocabulary {
    VOCABULARY
        .get_or_init(|| Vocabulary::new(&embedded::<Lexicon>(include_str!(concat!(env!("OUT_DIR"), "/lexicon.json")))))
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
    embedded(include_str!(concat!(env!("OUT_DIR"), "/records.json")))
}

fn embedded<T: DeserializeOwned>(text: &str) -> T {
    #[expect(clippy::expect_used, reason = "the build wrote this very text; a test reads it")]
    serde_json::from_str(text).expect("the embedded content is what the build wrote")
}
