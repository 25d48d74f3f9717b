//! Follows the server: a refresh once the first screen is painted, then its live stream, then again after each break.

use std::time::Duration;

use crate::hooks::use_effect;
use crate::words::tid;
use dioxus::prelude::*;
use futures_util::future::{Either, select};
use futures_util::{FutureExt, StreamExt, pin_mut};
use shared::api::Client;
use shared::domain::UnixSeconds;
use shared::protocol::LiveEvent;
use shared::store::Store;
use shared::sync::live::{Parser, delay};
use shared::sync::{Haste, RemoteError, SyncError, deliver, refresh as refresh_store, take_delta, tell};

use super::Local;
use crate::platform;

/// How fresh the content is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncState {
    /// The server was never met: only what came with the app.
    Never,
    /// Asking.
    Syncing,
    /// The server answered then, and is being listened to.
    UpToDate {
        /// When.
        at: UnixSeconds,
    },
    /// The server cannot be reached.
    Offline {
        /// When it last answered.
        last: Option<UnixSeconds>,
    },
    /// The server answers, but not as it should, or the device has no room.
    Failed {
        /// When it last answered well.
        last: Option<UnixSeconds>,
        /// Why, for the log and for support.
        reason: String,
    },
}

/// Someone asks for a refresh now.
#[derive(Clone, Copy, Debug)]
struct Ask;

/// How fresh the content is.
pub fn use_sync() -> ReadSignal<SyncState> {
    use_context::<Local>().sync.into()
}

/// Asks the server now.
pub fn refresh() {
    if let Some(coroutine) = try_consume_context::<Coroutine<Ask>>() {
        coroutine.send(Ask);
    }
}

/// Starts following the server, for as long as the app lives.
pub fn use_following(local: Local) {
    let following = use_coroutine(move |mut asks: UnboundedReceiver<Ask>| async move {
        // Making a client reads every authority the system trusts: the first screen does not wait for that.
        if asks.next().await.is_none() {
            return;
        }
        let client = match Client::new(&platform::server_address()) {
            Ok(client) => client,
            Err(error) => {
                let mut sync = local.sync;
                sync.set(SyncState::Failed { last: last_answer(&local.store()), reason: error.to_string() });
                return;
            }
        };
        let mut failures = 0;
        loop {
            let ended = {
                let follow = follow(local, &client).fuse();
                let ask = asks.next().fuse();
                pin_mut!(follow, ask);
                match select(follow, ask).await {
                    Either::Left((lasted, _)) => Some(lasted),
                    Either::Right((Some(Ask), _)) => None,
                    Either::Right((None, _)) => return,
                }
            };
            match ended {
                // Asked: begin again at once.
                None => failures = 0,
                Some(lasted) => {
                    failures = if lasted { 1 } else { failures + 1 };
                    let pause = platform::sleep(delay(failures, platform::random())).fuse();
                    let ask = asks.next().fuse();
                    pin_mut!(pause, ask);
                    if let Either::Right((None, _)) = select(pause, ask).await {
                        return;
                    }
                }
            }
        }
    });
    use_effect(move || {
        spawn(async move {
            platform::painted().await;
            following.send(Ask);
        });
    });
}

/// Refreshes, then listens until the line breaks. Returns whether there was a line at all.
async fn follow(local: Local, client: &Client) -> bool {
    if !bring_up_to_date(local, client).await {
        return false;
    }
    let Ok(stream) = client.live().await else { return false };
    pin_mut!(stream);
    let mut parser = Parser::default();
    while let Some(Ok(piece)) = stream.next().await {
        for event in parser.push(&piece) {
            if !take(local, client, event).await {
                return true;
            }
        }
    }
    let mut sync = local.sync;
    sync.set(SyncState::Offline { last: last_answer(&local.store()) });
    true
}

/// Applies a live event. `false`: something is wrong, begin again.
async fn take(local: Local, client: &Client, event: LiveEvent) -> bool {
    let store = local.store();
    if let LiveEvent::Delta { from, page } = &event {
        let now = platform::now();
        match take_delta(&store, *from, page, now) {
            Ok(true) => {
                show(local, !page.is_empty());
                platform::keep_pictures(&store);
                let mut sync = local.sync;
                sync.set(SyncState::UpToDate { at: now });
                return true;
            }
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "a live change was not applied"),
        }
    }
    bring_up_to_date(local, client).await
}

async fn bring_up_to_date(local: Local, client: &Client) -> bool {
    let store = local.store();
    let mut sync = local.sync;
    let met_before = last_answer(&store).is_some();
    if *sync.peek() == SyncState::Never || !met_before {
        sync.set(SyncState::Syncing);
    }
    let breathe = || platform::sleep(Duration::from_millis(1));
    let outcome = refresh_store(&store, client, platform::now, breathe).await;
    let state = match outcome {
        Ok(outcome) => {
            // A first meeting replaces what came with the app: nothing to announce.
            if outcome.changed() {
                show(local, met_before);
            }
            SyncState::UpToDate { at: platform::now() }
        }
        Err(SyncError::Remote(RemoteError::Unreachable)) => SyncState::Offline { last: last_answer(&store) },
        Err(error) => {
            tracing::warn!(%error, "refresh failed");
            SyncState::Failed { last: last_answer(&store), reason: error.to_string() }
        }
    };
    let reached = matches!(state, SyncState::UpToDate { .. });
    sync.set(state);
    if reached {
        platform::keep_pictures(&store);
    }
    if reached && let Ok(true) = deliver(&store, client, platform::now()).await {
        local.personal_moved();
    }
    if reached
        && local.settings.peek().counted
        && let Err(error) = tell(&store, client, platform::now()).await
    {
        tracing::warn!(%error, "nothing was told of this week");
    }
    if reached {
        super::card::round(local, client, Haste::Due).await;
        super::push::round(local, client, Haste::Due).await;
    }
    reached
}

/// Lets screens show what changed, without moving what is being read.
fn show(local: Local, announce: bool) {
    platform::hold_scroll();
    local.content_moved();
    if announce {
        local.notify(tid!("content-updated"));
    }
}

fn last_answer(store: &Store) -> Option<UnixSeconds> {
    store.cursor().ok().flatten().map(|cursor| cursor.checked_at)
}
