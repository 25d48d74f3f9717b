//! A table looked at: what it holds, which columns say what, what importing it would do.

use std::sync::Arc;

use chrono::NaiveDate;
use shared::calendar;
use shared::domain::{Territory, UnixSeconds};

use super::mapping::Mapping;
use super::plan::{Known, Plan, plan};
use super::progress::Progress;
use crate::app::App;
use crate::http::HttpError;
use crate::spreadsheet::{self, ReadError, Table};
use crate::staff::content::noun::Noun;
use crate::staff::content::setting::Lists;
use crate::storage::{Storage, StorageError};

/// The town, as a look takes it along to another thread.
#[derive(Clone, Debug)]
pub(super) struct Town {
    pub(super) territory: Option<Territory>,
    pub(super) zone: String,
    pub(super) today: NaiveDate,
}

impl Town {
    pub(super) fn of(territory: Option<Territory>, now: UnixSeconds) -> Self {
        let zone = territory.as_ref().map_or("Europe/Paris", |town| town.timezone.as_str()).to_owned();
        let today = calendar::local(&zone, now).date();
        Self { territory, zone, today }
    }

    pub(super) fn around(app: &App) -> Self {
        Self::of(app.territory.clone(), app.clock.now())
    }
}

/// What was seen.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) table: Table,
    pub(super) mapping: Mapping,
    pub(super) plan: Plan,
    /// Position of the log that it was seen at.
    pub(super) seen: u64,
}

/// Why a table neither came nor went.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file is no table.
    #[error("{0}; nothing was changed")]
    Read(#[from] ReadError),
    /// Some lines are wrong: each in words.
    #[error("{}\nnothing was changed", .0.join("\n"))]
    Faulty(Vec<String>),
    /// Somebody changed the same records meanwhile.
    #[error("somebody changed these records meanwhile; nothing was changed: try again")]
    Moved,
    /// The storage.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// It cannot be written.
    #[error("the table cannot be written: {0}")]
    Write(#[from] csv::Error),
    /// The thread was lost.
    #[error("the table could not be read: {0}")]
    Lost(#[from] tokio::task::JoinError),
}

impl From<TableError> for HttpError {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Storage(error) => error.into(),
            // A table is kept only once it was read.
            other => Self::Internal(other.to_string()),
        }
    }
}

/// Looks at a table. Without a mapping its header says which column is which.
pub(super) async fn look(
    storage: &Storage,
    town: Town,
    noun: Noun,
    bytes: Vec<u8>,
    mapping: Option<Mapping>,
    progress: Option<Arc<Progress>>,
) -> Result<Look, TableError> {
    // Before the records: what moves meanwhile counts as not seen.
    let seen = storage.head().await?.seq;
    let lists = Lists::of(storage).await?;
    let held = storage.all_held(noun.kind()).await?;
    let looked = tokio::task::spawn_blocking(move || {
        let table = spreadsheet::read(&bytes)?;
        if let Some(progress) = &progress {
            progress.expect(table.lines.len());
        }
        let mapping = mapping.unwrap_or_else(|| Mapping::guess(noun, &table.header));
        let setting = lists.setting(town.territory.as_ref(), &town.zone, town.today);
        let tell = |lines| {
            if let Some(progress) = &progress {
                progress.read(lines);
            }
        };
        let plan = plan(noun, &table, &mapping, &Known::of(noun, &held), &setting, &tell);
        Ok::<_, ReadError>(Look { table, mapping, plan, seen })
    });
    Ok(looked.await??)
}
