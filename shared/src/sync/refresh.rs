//! One refresh, from question to applied answer.

use super::plan::{Next, Plan, next, plan};
use crate::domain::UnixSeconds;
use crate::protocol::SyncPage;
use crate::store::{Store, StoreError};

/// Most pages of one refresh: a server that never ends is refused, not followed.
const MAX_PAGES: usize = 1_000;

/// The server, as far as a refresh needs it.
pub trait Remote {
    /// Asks for what came after `since` in `log`; `(0, None)` is everything.
    fn page(&self, since: u64, log: Option<&str>) -> impl Future<Output = Result<Answer, RemoteError>>;
}

/// A server's answer to a position.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A page of changes.
    Page(SyncPage),
    /// Nothing came after it. The server's clock, if it told it.
    NotModified(Option<UnixSeconds>),
    /// It cannot be continued from.
    Gone,
}

/// Why the server did not answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemoteError {
    /// It could not be reached, or the line broke, or it took too long.
    #[error("the server cannot be reached")]
    Unreachable,
    /// It asks to come back later.
    #[error("the server is busy (status {status})")]
    Busy {
        /// HTTP status: 429 or 5xx.
        status: u16,
        /// Seconds it asks to wait.
        retry_after: Option<u64>,
    },
    /// It refuses, and would refuse again.
    #[error("the server refuses: {kind} (status {status})")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Problem type, or an empty text.
        kind: String,
    },
    /// It answered something that is not of this protocol.
    #[error("the server's answer cannot be read")]
    Unreadable,
}

/// Why a refresh did not end. What was applied before stays; the store is never marked fresh.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The server's side.
    #[error(transparent)]
    Remote(#[from] RemoteError),
    /// The phone's side.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a refresh brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records created or changed.
    pub upserts: usize,
    /// Records deleted.
    pub deletes: usize,
    /// Everything was fetched anew.
    pub rebuilt: bool,
}

impl Outcome {
    /// Whether anything on a screen may have changed.
    pub const fn changed(&self) -> bool {
        self.upserts > 0 || self.deletes > 0 || self.rebuilt
    }

    fn count(&mut self, page: &SyncPage) {
        self.upserts += page.upserts.len();
        self.deletes += page.deletes.len();
    }
}

/// Brings the store to where the server is.
///
/// `now` reads the phone's clock; `breathe` is awaited between chunks of long work, so that a screen can move.
pub async fn refresh<R, F>(
    store: &Store,
    remote: &R,
    now: impl Fn() -> UnixSeconds,
    breathe: impl Fn() -> F,
) -> Result<Outcome, SyncError>
where
    R: Remote,
    F: Future<Output = ()>,
{
    let mut outcome = Outcome::default();
    match plan(store.cursor()?.as_ref()) {
        Plan::Rebuild => rebuild(store, remote, &now, &breathe, &mut outcome).await?,
        Plan::Continue { since, log } => {
            if follow(store, remote, since, &log, &now, &mut outcome).await? == Followed::Broken {
                store.drop_staging()?;
                rebuild(store, remote, &now, &breathe, &mut outcome).await?;
            }
        }
    }
    Ok(outcome)
}

/// Applies the page of a live event when it continues exactly where the store is.
///
/// `false`: it does not; a [`refresh`] will find out.
pub fn take_delta(store: &Store, from: u64, page: &SyncPage, now: UnixSeconds) -> Result<bool, StoreError> {
    let Some(cursor) = store.cursor()? else { return Ok(false) };
    if cursor.seq != from || next(from, Some(&cursor.log), page) != Next::ApplyAndStop {
        return Ok(false);
    }
    store.apply(page, now)?;
    Ok(true)
}

#[derive(PartialEq, Eq)]
enum Followed {
    ToTheEnd,
    /// The log cannot be continued.
    Broken,
}

async fn follow<R: Remote>(
    store: &Store,
    remote: &R,
    mut since: u64,
    log: &str,
    now: impl Fn() -> UnixSeconds,
    outcome: &mut Outcome,
) -> Result<Followed, SyncError> {
    for _ in 0..MAX_PAGES {
        let page = match remote.page(since, Some(log)).await? {
            Answer::NotModified(server_time) => {
                store.mark_checked(now(), server_time)?;
                return Ok(Followed::ToTheEnd);
            }
            Answer::Gone => return Ok(Followed::Broken),
            Answer::Page(page) => page,
        };
        let next = next(since, Some(log), &page);
        match next {
            Next::Rebuild => return Ok(Followed::Broken),
            Next::Refuse => return Err(RemoteError::Unreadable.into()),
            Next::ApplyAndContinue | Next::ApplyAndStop => store.apply(&page, now())?,
        }
        outcome.count(&page);
        since = page.next;
        if next == Next::ApplyAndStop {
            return Ok(Followed::ToTheEnd);
        }
    }
    Err(RemoteError::Unreadable.into())
}

async fn rebuild<R, F>(
    store: &Store,
    remote: &R,
    now: impl Fn() -> UnixSeconds,
    breathe: impl Fn() -> F,
    outcome: &mut Outcome,
) -> Result<(), SyncError>
where
    R: Remote,
    F: Future<Output = ()>,
{
    let begun = store.staging_cursor()?;
    let (mut since, mut log) = begun.map_or((0, None), |cursor| (cursor.seq, Some(cursor.log)));
    for _ in 0..MAX_PAGES {
        let page = match remote.page(since, log.as_deref()).await? {
            Answer::Page(page) => page,
            // What was begun is as whole as it can be.
            Answer::NotModified(_) if log.is_some() => break,
            Answer::NotModified(_) => return Err(RemoteError::Unreadable.into()),
            Answer::Gone if since == 0 => return Err(RemoteError::Unreadable.into()),
            // The log moved on while this was paused: begin again.
            Answer::Gone => {
                store.drop_staging()?;
                (since, log) = (0, None);
                continue;
            }
        };
        let next = next(since, log.as_deref(), &page);
        match next {
            Next::Rebuild => {
                store.drop_staging()?;
                (since, log) = (0, None);
                continue;
            }
            Next::Refuse => return Err(RemoteError::Unreadable.into()),
            Next::ApplyAndContinue | Next::ApplyAndStop => store.apply_to_staging(&page, now(), &breathe).await?,
        }
        outcome.count(&page);
        (since, log) = (page.next, Some(page.log));
        if next == Next::ApplyAndStop {
            break;
        }
    }
    store.swap_staging()?;
    outcome.rebuilt = true;
    Ok(())
}
