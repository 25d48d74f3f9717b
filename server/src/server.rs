//! A running server: storage, live stream and HTTP under one roof, started and stopped whole.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use shared::protocol::iso_week;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tower::ServiceExt;

use crate::app::{App, Shared};
use crate::card::Cards;
use crate::clock::Clock;
use crate::config::Config;
use crate::handles;
use crate::health::Metrics;
use crate::http::limits::RateLimit;
use crate::import::{follow, links};
use crate::live::Hub;
use crate::map::Maps;
use crate::media::Pictures;
use crate::push::{Part, Providers, Push, sender};
use crate::seed::{self, SeedError};
use crate::shop::offers::Offers;
use crate::staff::{Imports, SignIn};
use crate::storage::articles::Due;
use crate::storage::{BackupError, Location, Lock, Storage, StorageError};
use crate::sync::{Library, WeeklyCount};
use crate::tally;

/// Longest a client may take to send its request's head, and a silent connection is kept.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// A month as retention counts it, in seconds.
const MONTH: i64 = 31 * 86_400;

/// Longest a request under way may take once the server is asked to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Between two rounds of chores.
const CHORES: Duration = Duration::from_mins(5);

/// Between two looks at what is due: news given a moment appears within it.
const PROGRAMME: Duration = Duration::from_secs(1);

/// Between two looks at which feeds are due.
const FEEDS: Duration = Duration::from_secs(5);

/// Between two looks at which links are due: no host is asked more often.
const LINKS: Duration = Duration::from_secs(3);

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not this machine's.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    /// The data folder cannot be made.
    #[error("cannot use the folder {0}: {1}")]
    Folder(std::path::PathBuf, std::io::Error),
    /// Another server holds the data.
    #[error(transparent)]
    Lock(#[from] BackupError),
    /// The database.
    #[error("the database: {0}")]
    Storage(#[from] StorageError),
}

/// Starts servers.
#[derive(Debug)]
pub struct Server;

/// A server that answers. Dropping it leaves it running; [`Running::stop`] ends it.
#[derive(Debug)]
pub struct Running {
    /// Address it answers at.
    pub addr: SocketAddr,
    app: App,
    closing: watch::Sender<bool>,
    accepting: JoinHandle<()>,
    followers: Vec<JoinHandle<()>>,
    sending: JoinHandle<()>,
    _lock: Option<Lock>,
}

impl Server {
    /// Opens the storage, seeds it, listens. Port 0 takes any free port.
    pub async fn start(config: Config, clock: Clock) -> Result<Running, StartError> {
        let location = config.location();
        let lock = match &location {
            Location::File { path, .. } => {
                std::fs::create_dir_all(&config.data)
                    .map_err(|error| StartError::Folder(config.data.clone(), error))?;
                Some(Lock::take(path)?)
            }
            Location::Postgres(_) => None,
        };
        let storage = Storage::open(location, clock.clone()).await?;
        let metrics = Metrics::new();
        seed_if_asked(&config, &storage, &metrics).await;
        let territory = storage.territory().await?;
        let listener =
            TcpListener::bind(config.address()).await.map_err(|error| StartError::Listen(config.address(), error))?;
        let addr = listener.local_addr().map_err(|error| StartError::Listen(config.address(), error))?;

        let (closing, closed) = watch::channel(false);
        let hub = Hub::new(config.max_listeners, closed.clone());
        hub.refresh(&storage, &clock).await?;
        let app = App::new(Shared {
            library: Library::new(storage.clone(), hub.head()),
            pictures: Pictures::new(storage.clone()),
            weekly: WeeklyCount::default(),
            messages_limit: RateLimit::new(config.message_burst, config.message_seconds),
            tally_limit: RateLimit::new(tally::BURST, tally::SECONDS),
            cards: Cards::new(&config),
            drawing: Semaphore::new(2),
            offers: Offers::default(),
            push: Push::new(Providers::open(&config, &storage, territory.as_ref()).await),
            maps: Maps::new(&config, territory.as_ref()),
            staff: SignIn::new(&config),
            imports: Imports::default(),
            public_url: config.public_url.clone().unwrap_or_else(|| format!("http://{addr}")),
            territory,
            metrics,
            hub: hub.clone(),
            storage: storage.clone(),
            clock: clock.clone(),
            config,
        });
        // Made on the first start, so that a fault is known before the first card is asked for.
        if app.territory.as_ref().is_some_and(|territory| territory.card.enabled)
            && let Err(error) = app.cards.keys(&app).await
        {
            tracing::warn!(%error, "going on without youth cards");
        }
        for (kind, part) in app.push.providers.all() {
            if let Part::Broken(error) = part {
                tracing::warn!(provider = kind.name(), error, "going on without these notifications");
            }
        }
        let followers = vec![
            tokio::spawn({
                let (storage, clock) = (storage.clone(), clock.clone());
                async move { hub.follow(&storage, &clock).await }
            }),
            tokio::spawn({
                let storage = storage.clone();
                async move { storage.watch_others().await }
            }),
            tokio::spawn(chores(app.clone())),
            tokio::spawn(programme(app.clone())),
            tokio::spawn(follow_feeds(app.clone())),
            tokio::spawn(watch_links(app.clone())),
        ];
        let sending = tokio::spawn(sender::run(app.clone(), closed.clone()));
        let connections = Arc::new(Semaphore::new(handles::room_for(app.config.max_connections.max(1))));
        let accepting = tokio::spawn(accept(listener, app.clone().router(), connections, closed));
        Ok(Running { addr, app, closing, accepting, followers, sending, _lock: lock })
    }
}

impl Running {
    /// Its storage.
    pub fn storage(&self) -> &Storage {
        &self.app.storage
    }

    /// What its handlers share.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// `http://…`, without a final slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Waits until what was written up to `seq` is told and answered.
    pub async fn settled(&self, seq: u64) {
        // Fails only when the hub is gone, and with it the server.
        drop(self.app.hub.head().wait_for(|head| head.seq >= seq).await);
    }

    /// Ends streams, lets requests under way finish, writes down what is counted, closes the database.
    pub async fn stop(mut self) {
        self.closing.send_replace(true);
        drop(self.accepting.await);
        // What is under way is heard to its end, so that nobody is notified twice.
        if let Ok(sent) = tokio::time::timeout(FAREWELL, &mut self.sending).await {
            drop(sent);
        }
        self.sending.abort();
        for follower in &self.followers {
            follower.abort();
        }
        if let Err(error) = self.app.weekly.save(&self.app.storage, self.app.clock.now()).await {
            tracing::warn!(%error, "this week's count of apps is lost");
        }
        self.app.storage.close().await;
    }
}

/// A folder that cannot be read does not keep the server from giving what it has.
async fn seed_if_asked(config: &Config, storage: &Storage, metrics: &Metrics) {
    let Some(folder) = &config.territory else { return };
    match seed::seed(storage, folder).await {
        Ok(report) => {
            metrics.seeded(report.counts.added + report.counts.changed);
            tracing::info!(territory = report.territory, ?report.counts, "seeded");
        }
        Err(SeedError::Storage(error)) if error.is_full() => {
            tracing::error!("the disk is full: the territory was not seeded");
        }
        Err(error) => tracing::error!(%error, "the territory was not seeded; going on with what is stored"),
    }
}

/// Publishes and takes back what was given a moment, within a second of it; after a restart, what was missed.
async fn programme(app: App) {
    loop {
        match app.storage.do_what_is_due().await {
            Ok(due) if due != Due::default() => {
                tracing::info!(published = due.published, ended = due.ended, "what was due is done");
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "what is due is done later"),
        }
        let today = shared::calendar::local(app.zone(), app.clock.now()).date();
        match app.storage.publish_approved(today).await {
            Ok(0) => {}
            Ok(published) => tracing::info!(published, "offers whose first day has come are on phones"),
            Err(error) => tracing::warn!(%error, "approved offers are published later"),
        }
        tokio::time::sleep(PROGRAMME).await;
    }
}

/// Tries the feeds that are due, one after the other.
async fn follow_feeds(app: App) {
    loop {
        match follow::try_due(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "feeds are tried later"),
        }
        tokio::time::sleep(FEEDS).await;
    }
}

/// Tries the links that are due, a few at a time.
async fn watch_links(app: App) {
    if !app.config.watch_links {
        return;
    }
    let mut watch = links::Watch::default();
    loop {
        if let Err(error) = watch.round(&app).await {
            tracing::warn!(%error, "links are tried later");
        }
        tokio::time::sleep(LINKS).await;
    }
}

async fn chores(app: App) {
    let mut swept = None;
    loop {
        let keep = i64::from(app.config.tombstone_days) * 86_400;
        if let Err(error) = app.storage.prune(app.clock.now() - keep).await {
            tracing::warn!(%error, "tombstones are kept for now");
        }
        match app.storage.retain_cards(app.clock.now()).await {
            Ok(0) => {}
            Ok(erased) => tracing::info!(erased, "cards without a sign of life were erased"),
            Err(error) => tracing::warn!(%error, "what time should undo is kept for now"),
        }
        let kept_since = app.clock.now() - i64::from(app.config.audit_months) * MONTH;
        if let Err(error) = app.storage.retain_audit(kept_since).await {
            tracing::warn!(%error, "the journal is kept whole for now");
        }
        if let Err(error) = app.storage.forget_uploads().await {
            tracing::warn!(%error, "tables that were brought are kept for now");
        }
        match app.storage.retain_push().await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "phones that were not heard of for long are forgotten"),
            Err(error) => tracing::warn!(%error, "phones that were not heard of for long are kept for now"),
        }
        if let Err(error) = app.storage.forget_rare_searches(&iso_week(app.clock.now())).await {
            tracing::warn!(%error, "searches of few apps are kept for now");
        }
        let day = app.clock.now().div_euclid(86_400);
        if swept != Some(day) {
            match app.storage.sweep_media().await {
                Ok(0) => {}
                Ok(gone) => tracing::info!(gone, "pictures that nothing shows were deleted"),
                Err(error) => tracing::warn!(%error, "pictures that nothing shows are kept for now"),
            }
            swept = Some(day);
        }
        if let Err(error) = app.storage.note_active_cards(&iso_week(app.clock.now()), app.clock.now()).await {
            tracing::warn!(%error, "this week's active cards are counted later");
        }
        tokio::time::sleep(CHORES).await;
        if let Err(error) = app.weekly.save(&app.storage, app.clock.now()).await {
            tracing::warn!(%error, "this week's count is written later");
        }
    }
}

async fn accept(
    listener: TcpListener,
    router: Router,
    connections: Arc<Semaphore>,
    mut closing: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(64 * 1024);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Duration::from_secs(30)).max_concurrent_streams(64);
    loop {
        // Without a free place new connections wait in the system's queue.
        let Ok(place) = Arc::clone(&connections).acquire_owned().await else { break };
        let accepted = tokio::select! {
            () = closed(&mut closing) => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file handles, most likely: others will close.
                tracing::warn!(%error, "cannot take a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        drop(stream.set_nodelay(true));
        let service = service_fn({
            let router = router.clone();
            move |request: Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                router.clone().oneshot(request)
            }
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // A broken line is the client's affair.
            drop(watched.await);
            drop(place);
        });
    }
    drop(listener);
    drop(tokio::time::timeout(FAREWELL, graceful.shutdown()).await);
}

/// Waits until the server is asked to stop.
async fn closed(closing: &mut watch::Receiver<bool>) {
    // An error says that whoever could ask is gone, which is as good.
    drop(closing.wait_for(|closing| *closing).await);
}
