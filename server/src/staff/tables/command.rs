//! Tables from the command line: the same reading, the same all or nothing.

use shared::domain::Territory;

use super::Kind;
use super::export::table;
use super::look::{TableError, Town, look};
use crate::clock::Clock;
use crate::storage::Storage;
use crate::storage::uploads::Together;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableReport {
    /// Records that were not there.
    pub added: usize,
    /// Records that say something else now.
    pub changed: usize,
    /// Records that were so already.
    pub same: usize,
    /// Records here that the table does not name.
    pub absent: usize,
}

/// Imports a table of `shops`, `offers` or `places`, whole or not at all. `None`: there is no such noun.
pub async fn import_table(
    storage: &Storage,
    clock: &Clock,
    actor: &str,
    noun: &str,
    bytes: Vec<u8>,
) -> Result<Option<TableReport>, TableError> {
    let Some(kind) = Kind::named(noun) else { return Ok(None) };
    let look = look(storage, town(storage, clock).await?, kind.noun, bytes, None, None).await?;
    if !look.plan.faults.is_empty() {
        let words = look.plan.faults.iter().map(|fault| {
            format!("ligne {}, {} «\u{202f}{}\u{202f}»\u{a0}: {}", fault.number, fault.column, fault.typed, fault.say)
        });
        return Err(TableError::Faulty(words.collect()));
    }
    let counts = look.plan.counts();
    let seen = look.seen;
    let records = look.plan.records();
    if !records.is_empty() {
        match storage.take_together(actor, &records, seen, None, &|_| {}).await? {
            Together::Taken => {}
            Together::Moved | Together::GivenUp => return Err(TableError::Moved),
        }
    }
    Ok(Some(TableReport { added: counts.added, changed: counts.changed, same: counts.same, absent: counts.absent }))
}

/// A table of `shops`, `offers` or `places`. `None`: there is no such noun.
pub async fn export_table(storage: &Storage, clock: &Clock, noun: &str) -> Result<Option<Vec<u8>>, TableError> {
    let Some(kind) = Kind::named(noun) else { return Ok(None) };
    Ok(Some(table(storage, &town(storage, clock).await?, kind.noun).await?))
}

async fn town(storage: &Storage, clock: &Clock) -> Result<Town, TableError> {
    let territory: Option<Territory> = storage.territory().await?;
    Ok(Town::of(territory, clock.now()))
}
