//! Where imported records came from, so that an update is recognised and nothing arrives twice.
//!
//! A record that was edited or deleted here after its import is left alone: the counter's own hand wins
//! over the feed's.

use std::collections::{HashMap, HashSet};

use shared::domain::{Record, RecordId};
use sqlx::{AnyConnection, Row};

use super::log::{stored, write_batch};
use super::{Batch, Picture, Storage, StorageError};
use crate::digest;

/// An outside item as a record.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The item's own identifier inside its source.
    pub external: String,
    /// SHA-256 of the item as it came.
    pub item_hash: String,
    /// What it became.
    pub record: Record,
    /// Pictures it shows.
    pub pictures: Vec<Picture>,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New records.
    pub added: usize,
    /// Records whose item changed.
    pub changed: usize,
    /// Items that were as before.
    pub unchanged: usize,
    /// Records left alone because they were edited or deleted here.
    pub kept: usize,
    /// Records deleted because their item is gone.
    pub removed: usize,
}

pub(super) struct Origin {
    pub(super) id: RecordId,
    pub(super) item_hash: String,
    pub(super) body_hash: String,
}

impl Storage {
    /// Items known of a source, with the hash they had.
    pub async fn known_items(&self, source: &str) -> Result<HashMap<String, String>, StorageError> {
        let rows = sqlx::query("SELECT external, item_hash FROM origins WHERE source = $1")
            .bind(source)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((row.try_get("external")?, row.try_get("item_hash")?))).collect()
    }

    /// Imports items in one transaction. With `complete`, the identifiers the source holds now, records of
    /// items no longer among them are deleted; without, the source is a window and nothing is.
    pub async fn import(
        &self,
        source: &str,
        items: &[Imported],
        complete: Option<&HashSet<String>>,
    ) -> Result<ImportCounts, StorageError> {
        let mut counts = ImportCounts::default();
        let (mut transaction, before) = self.begin_write().await?;
        let mut seq = before;
        let now = self.clock.now();
        for item in items {
            let origin = origin(&mut transaction, source, &item.external).await?;
            if origin.as_ref().is_some_and(|origin| origin.item_hash == item.item_hash) {
                counts.unchanged += 1;
                continue;
            }
            let body = serde_json::to_string(&item.record)?;
            let current = stored(&mut transaction, &item.record.record_id()).await?;
            let ours = match (&origin, &current) {
                (Some(origin), Some(current)) => digest::hex(current) == origin.body_hash,
                (Some(_), None) => false,
                (None, Some(current)) => *current == body,
                (None, None) => true,
            };
            if ours {
                let batch =
                    Batch { upserts: vec![item.record.clone()], deletes: Vec::new(), pictures: item.pictures.clone() };
                seq = write_batch(&mut transaction, seq, &batch, now).await?;
                if origin.is_some() { counts.changed += 1 } else { counts.added += 1 }
            } else {
                counts.kept += 1;
            }
            // For a record kept as edited, `body_hash` stays what the import made: it goes on being recognised as edited.
            let body_hash = match (&origin, ours) {
                (Some(origin), false) => origin.body_hash.clone(),
                _ => digest::hex(&body),
            };
            remember(&mut transaction, source, item, &body_hash).await?;
        }
        if let Some(complete) = complete {
            for external in externals(&mut transaction, source).await? {
                if complete.contains(&external) {
                    continue;
                }
                let Some(origin) = origin(&mut transaction, source, &external).await? else { continue };
                let current = stored(&mut transaction, &origin.id).await?;
                if current.is_some_and(|body| digest::hex(body) == origin.body_hash) {
                    let batch = Batch { deletes: vec![origin.id], ..Batch::default() };
                    seq = write_batch(&mut transaction, seq, &batch, now).await?;
                    counts.removed += 1;
                }
                sqlx::query("DELETE FROM origins WHERE source = $1 AND external = $2")
                    .bind(source)
                    .bind(&external)
                    .execute(&mut *transaction)
                    .await?;
            }
        }
        self.finish(transaction, before, seq).await?;
        Ok(counts)
    }
}

pub(super) async fn origin(
    connection: &mut AnyConnection,
    source: &str,
    external: &str,
) -> Result<Option<Origin>, StorageError> {
    let row = sqlx::query("SELECT kind, id, item_hash, body_hash FROM origins WHERE source = $1 AND external = $2")
        .bind(source)
        .bind(external)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok(Origin {
            id: RecordId { kind: row.try_get("kind")?, id: row.try_get("id")? },
            item_hash: row.try_get("item_hash")?,
            body_hash: row.try_get("body_hash")?,
        })
    })
    .transpose()
}

pub(super) async fn externals(connection: &mut AnyConnection, source: &str) -> Result<Vec<String>, StorageError> {
    let rows = sqlx::query("SELECT external FROM origins WHERE source = $1").bind(source).fetch_all(connection).await?;
    rows.iter().map(|row| Ok(row.try_get("external")?)).collect()
}

pub(super) async fn remember(
    connection: &mut AnyConnection,
    source: &str,
    item: &Imported,
    body_hash: &str,
) -> Result<(), StorageError> {
    let id = item.record.record_id();
    sqlx::query(
        "INSERT INTO origins (source, external, kind, id, item_hash, body_hash) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (source, external) DO UPDATE
         SET kind = excluded.kind, id = excluded.id, item_hash = excluded.item_hash, body_hash = excluded.body_hash",
    )
    .bind(source)
    .bind(&item.external)
    .bind(&id.kind)
    .bind(&id.id)
    .bind(&item.item_hash)
    .bind(body_hash)
    .execute(connection)
    .await?;
    Ok(())
}
