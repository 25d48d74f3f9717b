//! Sends what is due: many at once, bounded; each answer written down before its place is given to another.
//!
//! One loop a node. It takes lines, starts requests, gathers answers, writes them down, and sleeps only when nothing is due.
//! Invariants: at most [`MOST`] lines are under way, which is also what a kill can have told twice; no service has more than
//! [`PER_SERVICE`] of them, so one that stalls leaves places to the others; what could not be written down is written down
//! later, and nothing is taken meanwhile.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;

use super::provider::Message;
use super::verdict::{Streak, Verdict, follow};
use crate::app::App;
use crate::entropy;
use crate::storage::StorageError;
use crate::storage::push::{Landed, Leased, Outcome, ServiceNews, provider_of};

/// Most lines under way.
const MOST: usize = 256;

/// Most of them with one service.
pub(super) const PER_SERVICE: usize = 192;

/// So many places have to be free before lines are taken: a few at a time would be a transaction for each.
const FREE: usize = 64;

/// Between two looks when nothing is due.
const LOOK: Duration = Duration::from_secs(1);

/// How long answers are gathered before they are written down.
const TOGETHER: Duration = Duration::from_millis(20);

/// What a lease adds to the longest request: writing down, and a clock that is set.
const LEASE_MARGIN: i64 = 60;

/// Most services that are known to fail.
const STREAKS: usize = 4_096;

type Answered = (Leased, Verdict);

/// Sends until it is told to stop, then waits for what is under way.
pub(crate) async fn run(app: App, mut closing: watch::Receiver<bool>) {
    let mut desk = Desk::new(app);
    while !*closing.borrow() {
        match desk.round().await {
            Ok(true) => {}
            Ok(false) => {
                tokio::select! {
                    Some(done) = desk.flying.join_next_with_id() => desk.gather(done).await,
                    () = tokio::time::sleep(LOOK) => {}
                    changed = closing.changed() => if changed.is_err() { break },
                }
            }
            Err(error) => {
                tracing::warn!(%error, "notifications go on later");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
    while let Some(done) = desk.flying.join_next_with_id().await {
        desk.land(done);
    }
    if let Err(error) = desk.record().await {
        tracing::warn!(%error, "some phones may be notified twice");
    }
}

struct Desk {
    app: App,
    flying: JoinSet<Answered>,
    /// The service of each request under way.
    with: HashMap<Id, String>,
    landed: Vec<Landed>,
    news: BTreeMap<String, ServiceNews>,
    /// Failures in a row; a service that works is not in it.
    streaks: HashMap<String, Streak>,
    closed_at: Option<Instant>,
}

impl Desk {
    fn new(app: App) -> Self {
        Self {
            app,
            flying: JoinSet::new(),
            with: HashMap::new(),
            landed: Vec::new(),
            news: BTreeMap::new(),
            streaks: HashMap::new(),
            closed_at: None,
        }
    }

    /// One turn. Whether there may be more to do at once.
    async fn round(&mut self) -> Result<bool, StorageError> {
        while let Some(done) = self.flying.try_join_next_with_id() {
            self.land(done);
        }
        let mut busy = !self.landed.is_empty();
        self.record().await?;
        busy |= self.app.storage.spread_push(self.app.zone(), &self.app.push.providers.wanted()).await?.is_some();
        busy |= self.take().await?;
        if self.closed_at.is_none_or(|at| at.elapsed() >= LOOK) {
            let late = self.app.storage.close_push_sends().await?;
            if late > 0 {
                tracing::warn!(late, "notifications came to their deadline unsent");
            }
            self.app.metrics.push_waiting(self.app.storage.push_waiting().await?);
            // Anybody can name a service: what is known of those that fail is forgotten before it is much.
            if self.streaks.len() > STREAKS {
                self.streaks.clear();
            }
            self.closed_at = Some(Instant::now());
        }
        Ok(busy)
    }

    /// Takes lines into free places and sends them. Whether there were any.
    async fn take(&mut self) -> Result<bool, StorageError> {
        let mut free = MOST.saturating_sub(self.flying.len());
        let on = self.app.push.providers.on();
        if free < FREE || on.is_empty() {
            return Ok(false);
        }
        let mut taken = false;
        let lease = self.app.config.push_timeout_seconds as i64 + LEASE_MARGIN;
        for service in self.app.storage.due_push_services(&on).await? {
            let theirs = self.with.values().filter(|name| **name == service).count();
            let room = free.min(PER_SERVICE.saturating_sub(theirs));
            // A service that has not shown that it works gets a few to show it with.
            let room =
                if self.streaks.contains_key(&service) { room.min(4_usize.saturating_sub(theirs)) } else { room };
            if room == 0 {
                continue;
            }
            for line in self.app.storage.lease_push(&service, room, lease).await? {
                free = free.saturating_sub(1);
                taken = true;
                self.send(line);
            }
            if free == 0 {
                break;
            }
        }
        // Lines that were put back at once have to be written down before the next look.
        Ok(taken || !self.landed.is_empty())
    }

    fn send(&mut self, line: Leased) {
        let now = self.app.clock.now();
        let due = line.due_at(self.app.zone(), now);
        if due > now || line.deadline <= now {
            // Its night began while it waited, or its time is over: the next closing takes it away.
            let until = due.max(now + LEASE_MARGIN);
            self.landed.push(line.landed(Outcome::Held(until)));
            return;
        }
        let Some(provider) = self.app.push.providers.of(provider_of(&line.service)).cloned() else { return };
        let service = line.service.clone();
        let timeout = Duration::from_secs(self.app.config.push_timeout_seconds);
        let handle = self.flying.spawn(async move {
            let Some(target) = &line.target else { return (line, Verdict::Gone) };
            let message = Message { target, payload: &line.payload, deadline: line.deadline, now };
            let verdict = tokio::time::timeout(timeout, provider.send(message)).await;
            let verdict = verdict.unwrap_or_else(|_| Verdict::Later("slow".to_owned(), None));
            (line, verdict)
        });
        self.with.insert(handle.id(), service);
    }

    /// An answer came in: those that come with it are worth a moment, for each time they are written down costs the disk as
    /// much as one.
    async fn gather(&mut self, first: Result<(Id, Answered), JoinError>) {
        self.land(first);
        let end = Instant::now() + TOGETHER;
        while self.landed.len() < FREE {
            match tokio::time::timeout_at(end, self.flying.join_next_with_id()).await {
                Ok(Some(done)) => self.land(done),
                Ok(None) | Err(_) => break,
            }
        }
    }

    /// An answer came in.
    fn land(&mut self, done: Result<(Id, Answered), JoinError>) {
        let (line, verdict) = match done {
            Ok((id, answered)) => {
                self.with.remove(&id);
                answered
            }
            // Its lease ends by itself.
            Err(error) => {
                self.with.remove(&error.id());
                return;
            }
        };
        let now = self.app.clock.now();
        let chance = entropy::bytes::<2>().map_or(0, u16::from_be_bytes);
        let (outcome, mut paused) = follow(&verdict, line.attempts, now, chance);
        self.app.metrics.notified(provider_of(&line.service).name(), verdict.name());
        let news = self.news.entry(line.service.clone()).or_default();
        match &verdict {
            Verdict::Sent | Verdict::Gone => {
                news.sent |= verdict == Verdict::Sent;
                self.streaks.remove(&line.service);
            }
            Verdict::Later(..) | Verdict::Busy(_) | Verdict::Credentials(_) => {
                let streak = self.streaks.entry(line.service.clone()).or_default();
                paused = paused.max(streak.fail(now));
            }
            Verdict::Refused(_) => {}
        }
        if !verdict.failure().is_empty() {
            news.failure = Some(verdict.failure().to_owned());
        }
        news.paused_until = news.paused_until.max(paused);
        self.landed.push(line.landed(outcome));
    }

    /// Writes down what came in. What cannot be written down stays, and is written down first of all next time.
    async fn record(&mut self) -> Result<(), StorageError> {
        if self.landed.is_empty() && self.news.is_empty() {
            return Ok(());
        }
        self.app.storage.record_push(&self.landed, &self.news).await?;
        self.landed.clear();
        self.news.clear();
        Ok(())
    }
}
