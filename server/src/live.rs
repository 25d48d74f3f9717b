//! `GET /api/v1/live`: what changed, told to open apps as it happens.
//!
//! Each change is written once and handed to every listener as the same bytes. A listener too slow for the
//! queue is told to ask `/sync`, so nothing here grows with slowness, and nothing is lost: the log has it all.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{Stream, stream};
use shared::domain::UnixSeconds;
use shared::protocol::{LiveEvent, SyncPage, WireRecord};
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use crate::app::App;
use crate::clock::Clock;
use crate::http::HttpError;
use crate::storage::{Change, Head, Storage, StorageError};

/// Events a listener may be behind.
const QUEUE: usize = 64;

/// Largest delta told whole, in bytes of JSON.
const MAX_DELTA_BYTES: usize = 16 * 1024;

/// Most changes told whole.
const MAX_DELTA_CHANGES: usize = 50;

/// How often a silent line is shown to be alive. Proxies cut at 30 or 60 seconds.
const HEARTBEAT: Duration = Duration::from_secs(25);

/// What listeners are told.
#[derive(Clone, Debug)]
pub struct Hub {
    events: broadcast::Sender<Bytes>,
    head: Arc<watch::Sender<Head>>,
    listeners: Arc<AtomicUsize>,
    max_listeners: usize,
    closing: watch::Receiver<bool>,
}

impl Hub {
    /// A hub for at most `max_listeners`; streams end when `closing` turns true.
    pub fn new(max_listeners: usize, closing: watch::Receiver<bool>) -> Self {
        let (events, _) = broadcast::channel(QUEUE);
        Self {
            events,
            head: Arc::new(watch::Sender::new(Head::default())),
            listeners: Arc::default(),
            max_listeners,
            closing,
        }
    }

    /// Where the log stands, as told.
    pub fn head(&self) -> watch::Receiver<Head> {
        self.head.subscribe()
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.listeners.load(Ordering::Relaxed)
    }

    /// Reads where the log stands and tells what came since the last time.
    pub async fn refresh(&self, storage: &Storage, clock: &Clock) -> Result<(), StorageError> {
        let known = self.head.borrow().clone();
        let head = storage.head().await?;
        if head == known {
            return Ok(());
        }
        let first = known.log.is_empty();
        let event = if !first && head.log == known.log && head.seq > known.seq {
            let changes = storage.changes(known.seq, head.seq, MAX_DELTA_CHANGES + 1).await?;
            Some(event(&known, &head, &changes, clock.now()))
        } else {
            (!first && (head.log != known.log || head.seq != known.seq)).then(|| changed(&head))
        };
        // The head first: whoever hears of a change and asks for it finds it.
        self.head.send_replace(head);
        if let Some(event) = event {
            // No listener is no error.
            drop(self.events.send(event));
        }
        Ok(())
    }

    /// Follows the storage for ever.
    pub async fn follow(&self, storage: &Storage, clock: &Clock) {
        let notices = storage.notices();
        loop {
            notices.heard().await;
            if let Err(error) = self.refresh(storage, clock).await {
                tracing::warn!(%error, "cannot read the change log; the next notice tries again");
            }
        }
    }

    fn listen(&self) -> Option<Seat> {
        let taken = self.listeners.fetch_add(1, Ordering::Relaxed);
        let seat = Seat(Arc::clone(&self.listeners));
        (taken < self.max_listeners).then_some(seat)
    }
}

/// A listener's place, given back when dropped.
#[derive(Debug)]
struct Seat(Arc<AtomicUsize>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The event that brings a listener from `known` to `head`.
fn event(known: &Head, head: &Head, changes: &[Change], now: UnixSeconds) -> Bytes {
    delta(known, head, changes, now).filter(|bytes| bytes.len() <= MAX_DELTA_BYTES).unwrap_or_else(|| changed(head))
}

fn delta(known: &Head, head: &Head, changes: &[Change], now: UnixSeconds) -> Option<Bytes> {
    // Below the horizon a deletion may be forgotten: what changed since cannot be told, only that something did.
    if changes.len() > MAX_DELTA_CHANGES || known.seq < head.horizon {
        return None;
    }
    let mut page = SyncPage {
        log: head.log.clone(),
        next: head.seq,
        more: false,
        server_time: now,
        upserts: Vec::new(),
        deletes: Vec::new(),
    };
    for change in changes {
        match &change.body {
            Some(body) => {
                let mut value: serde_json::Value = serde_json::from_str(body).ok()?;
                value.as_object_mut()?.insert("seq".to_owned(), change.seq.into());
                page.upserts.push(serde_json::from_value::<WireRecord>(value).ok()?);
            }
            None => page.deletes.push(change.id.clone()),
        }
    }
    frame(head.seq, &LiveEvent::Delta { from: known.seq, page })
}

fn changed(head: &Head) -> Bytes {
    frame(head.seq, &LiveEvent::Changed { log: head.log.clone(), seq: head.seq }).unwrap_or_default()
}

fn frame(seq: u64, event: &LiveEvent) -> Option<Bytes> {
    Some(format!("id: {seq}\ndata: {}\n\n", serde_json::to_string(event).ok()?).into())
}

/// The handler. The first event says where the log stands, so that what happened between a phone's last
/// sync and this connection is not missed.
pub async fn live(State(app): State<App>, headers: HeaderMap) -> Result<Response, HttpError> {
    let seat = app.hub.listen().ok_or(HttpError::Busy(30))?;
    let events = app.hub.events.subscribe();
    let head = app.library.head();
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<u64>().ok());
    let greeting = if last == Some(head.seq) { Bytes::from_static(b": up to date\n\n") } else { changed(&head) };
    let mut response = Body::from_stream(told(app.hub.clone(), seat, events, greeting)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep events back to fill its buffer.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

struct Listener {
    hub: Hub,
    _seat: Seat,
    events: broadcast::Receiver<Bytes>,
    greeting: Option<Bytes>,
    heartbeat: Interval,
    closing: watch::Receiver<bool>,
}

fn told(
    hub: Hub,
    seat: Seat,
    events: broadcast::Receiver<Bytes>,
    greeting: Bytes,
) -> impl Stream<Item = Result<Bytes, Infallible>> {
    let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let closing = hub.closing.clone();
    let listener = Listener { hub, _seat: seat, events, greeting: Some(greeting), heartbeat, closing };
    stream::unfold(listener, |mut listener| async move {
        let bytes = listener.next().await?;
        Some((Ok(bytes), listener))
    })
}

impl Listener {
    /// What to send next; `None` ends the stream.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        tokio::select! {
            _ = self.closing.wait_for(|closing| *closing) => None,
            event = self.events.recv() => match event {
                Ok(bytes) => Some(bytes),
                Err(broadcast::error::RecvError::Lagged(_)) => {
                    self.events = self.events.resubscribe();
                    Some(changed(&self.hub.head.borrow()))
                }
                Err(broadcast::error::RecvError::Closed) => None,
            },
            _ = self.heartbeat.tick() => Some(Bytes::from_static(b":\n\n")),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::domain::RecordId;
    use shared::sync::live::Parser;

    use super::*;

    fn head(seq: u64) -> Head {
        Head { log: "LOG".to_owned(), seq, horizon: 0 }
    }

    fn change(seq: u64, text: &str) -> Change {
        let body = format!(r#"{{"kind":"page","id":"p{seq}","body":"{text}"}}"#);
        Change { seq, id: RecordId { kind: "page".to_owned(), id: format!("p{seq}") }, body: Some(body) }
    }

    #[test]
    fn a_small_change_travels_whole_and_a_large_one_is_announced() {
        let small = event(&head(7), &head(8), &[change(8, "nouveau")], 5);
        let [LiveEvent::Delta { from: 7, page }] = &Parser::default().push(&small)[..] else { panic!("{small:?}") };
        assert_eq!((page.next, page.server_time, page.upserts[0].seq), (8, 5, 8));
        let large = event(&head(7), &head(8), &[change(8, &"x".repeat(MAX_DELTA_BYTES))], 5);
        assert_eq!(Parser::default().push(&large), [LiveEvent::Changed { log: "LOG".to_owned(), seq: 8 }]);
    }

    #[test]
    fn nothing_is_told_whole_from_below_the_horizon() {
        let pruned = Head { horizon: 8, ..head(9) };
        let event = event(&head(7), &pruned, &[change(9, "nouveau")], 5);
        assert_eq!(Parser::default().push(&event), [LiveEvent::Changed { log: "LOG".to_owned(), seq: 9 }]);
    }

    #[test]
    fn a_place_is_given_back() {
        let (_sender, closing) = watch::channel(false);
        let hub = Hub::new(1, closing);
        let seat = hub.listen();
        assert!(seat.is_some() && hub.listen().is_none());
        drop(seat);
        assert!(hub.listen().is_some());
    }
}
