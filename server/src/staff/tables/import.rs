//! `POST /staff/tableaux/<id>/import`: all of a table, in one transaction, beside whoever waits for it.
//!
//! The page that asked does not hold it: a lost connection changes nothing, and whoever comes back sees how it went.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use shared::domain::UnixSeconds;

use super::Kind;
use super::look::{TableError, Town, look};
use super::mapping::Mapping;
use super::preview::owned;
use super::progress::Underway;
use crate::app::App;
use crate::staff::form::Fields;
use crate::staff::page::Refusal;
use crate::storage::uploads::{Attempt, Together, Upload, UploadState};
use crate::storage::{Location, StaffMember, StorageError};

/// Longest that an import of another node is believed to run, seconds.
const LEASE: UnixSeconds = 180;

/// Where a table stands, seen from here.
pub(super) enum Stands {
    /// To be looked at.
    Waiting,
    /// Somebody imports it; with how far that is, if it is done here.
    Running(Option<(usize, usize, usize)>),
    Done,
}

/// Whether an import that the database believes in still runs.
pub(super) fn stands(app: &App, upload: &Upload) -> Stands {
    match upload.state {
        UploadState::Done => Stands::Done,
        UploadState::Running => match app.imports.of(&upload.brought.id) {
            Some(progress) => Stands::Running(Some(progress.now())),
            None if upload.started_at > stale(app) => Stands::Running(None),
            None => Stands::Waiting,
        },
        _ => Stands::Waiting,
    }
}

/// What began then and is not known here runs no more. On a file this process is the only one.
fn stale(app: &App) -> UnixSeconds {
    match app.storage.location() {
        Location::File { .. } => UnixSeconds::MAX,
        Location::Postgres(_) => app.clock.now() - LEASE,
    }
}

/// `POST /staff/tableaux/<id>/import`
pub(in crate::staff) async fn import(
    State(app): State<App>,
    Extension(who): Extension<StaffMember>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Refusal> {
    let (kind, upload) = owned(&app, &who, &id).await?;
    let seen = fields.text("vu").parse().unwrap_or_default();
    if matches!(stands(&app, &upload), Stands::Waiting)
        && let Some(started_at) = app.storage.begin_import(&who.id, &id, stale(&app)).await?
    {
        let underway = app.imports.begin(&id);
        let attempt = Attempt { upload: id.clone(), started_at, outcome: String::new() };
        tokio::spawn(run(app.clone(), who, kind, upload, seen, attempt, underway));
    }
    Ok(Redirect::to(&format!("/staff/tableaux/{id}")).into_response())
}

async fn run(
    app: App,
    who: StaffMember,
    kind: &'static Kind,
    upload: Upload,
    seen: u64,
    mut attempt: Attempt,
    underway: Underway,
) {
    let ended = match take(&app, &who, kind, upload, seen, &mut attempt, &underway).await {
        Ok(None) => return,
        Ok(Some(state)) => state,
        Err(TableError::Storage(error)) if error.is_full() => UploadState::Full,
        Err(error) => {
            tracing::error!(%error, upload = attempt.upload, "a table was not imported");
            UploadState::Failed
        }
    };
    if let Err(error) = app.storage.end_import(&attempt, ended).await {
        // Whoever looks finds an import that runs no more.
        tracing::error!(%error, upload = attempt.upload, "what became of a table is not written down");
    }
}

/// `None`: it is in. Else why nothing is.
async fn take(
    app: &App,
    who: &StaffMember,
    kind: &Kind,
    upload: Upload,
    seen: u64,
    attempt: &mut Attempt,
    underway: &Underway,
) -> Result<Option<UploadState>, TableError> {
    let mapping = Mapping::kept(kind.noun, &upload.brought.mapping);
    let progress = underway.progress.clone();
    let look =
        look(&app.storage, Town::around(app), kind.noun, upload.brought.bytes, Some(mapping), Some(progress)).await?;
    // The page tells of them.
    if !look.plan.faults.is_empty() {
        return Ok(Some(UploadState::Ready));
    }
    attempt.outcome = serde_json::to_string(&look.plan.counts()).map_err(StorageError::from)?;
    let records = look.plan.records();
    let tell = |written| underway.progress.wrote(written);
    Ok(match app.storage.take_together(&who.name, &records, seen, Some(attempt), &tell).await? {
        Together::Taken | Together::GivenUp => None,
        Together::Moved => Some(UploadState::Moved),
    })
}
