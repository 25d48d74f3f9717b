//! What the build put inside the app: one territory's content, or in browsers its help numbers.

use std::sync::OnceLock;

use shared::domain::Territory;
use shared::seed::SeedFile;
use shared::store::Seed;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

static SEED: &str = include_str!(concat!(env!("OUT_DIR"), "/seed.json"));
static TERRITORY: OnceLock<Territory> = OnceLock::new();

fn file() -> SeedFile {
    #[expect(clippy::expect_used, reason = "the build wrote this very text; a test reads it")]
    serde_json::from_str(SEED).expect("the embedded content is what the build wrote")
}

/// The territory this app was built for.
pub fn territory() -> &'static Territory {
    TERRITORY.get_or_init(|| file().territory)
}

/// The embedded content. Parsed at each call: ask once, when opening the store.
pub fn seed() -> Seed {
    let SeedFile { territory, records } = file();
    TERRITORY.get_or_init(|| territory);
    Seed {
        checksum: CHECKSUM.to_owned(),
        records,
        media: MEDIA.iter().map(|(sha256, bytes)| ((*sha256).to_owned(), *bytes)).collect(),
    }
}
