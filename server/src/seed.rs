//! A territory's folder into the storage, at first start and whenever the folder changes.
//!
//! The folder is one more source of imports: what staff edited here stays, what left the folder is deleted,
//! and starting again changes nothing.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use shared::content::{Content, ContentError, read_territory};
use shared::domain::Record;

use crate::digest;
use crate::storage::{ImportCounts, Imported, Picture, Storage, StorageError};

/// Name of the folder among the sources of imports.
const SOURCE: &str = "territory";

/// Why nothing was seeded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The folder.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The reading was interrupted.
    #[error("the reading was interrupted")]
    Interrupted,
}

/// What seeding did.
#[derive(Clone, Debug)]
pub struct SeedReport {
    /// Slug of the territory.
    pub territory: String,
    /// Records, news included.
    pub counts: ImportCounts,
}

/// Reads the folder and brings the storage up to date with it.
pub async fn seed(storage: &Storage, folder: &Path) -> Result<SeedReport, SeedError> {
    let content = read(folder.to_owned()).await?;
    storage.set_territory(&content.territory).await?;
    let items = items(&content)?;
    let complete: HashSet<String> = items.iter().map(|item| item.external.clone()).collect();
    let counts = storage.import(SOURCE, &items, Some(&complete)).await?;
    Ok(SeedReport { territory: content.territory.slug, counts })
}

async fn read(folder: PathBuf) -> Result<Content, SeedError> {
    Ok(tokio::task::spawn_blocking(move || read_territory(&folder)).await.map_err(|_| SeedError::Interrupted)??)
}

fn items(content: &Content) -> Result<Vec<Imported>, StorageError> {
    content
        .records
        .iter()
        .map(|record| {
            Ok(Imported {
                external: format!("{}/{}", record.kind().name(), record.id()),
                item_hash: digest::hex(serde_json::to_string(record)?),
                record: record.clone(),
                pictures: pictures(content, record),
            })
        })
        .collect()
}

fn pictures(content: &Content, record: &Record) -> Vec<Picture> {
    let shown: HashSet<&str> =
        record.image().into_iter().flat_map(|image| &image.variants).map(|variant| variant.sha256.as_str()).collect();
    let of_record = content.media.iter().filter(|media| shown.contains(media.sha256.as_str()));
    of_record.map(|media| Picture { sha256: media.sha256.clone(), bytes: media.bytes.clone() }).collect()
}
