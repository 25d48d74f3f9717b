//! Notifications and the server: what is possible there, where this phone is reached, what it wants to hear of.
//!
//! [`next_step`] decides and touches nothing, [`keep_push`] acts. Nothing is asked of anybody while notifications are off,
//! but to end what was on. Each answer is kept before the next question, so that a phone that dies between two of them goes
//! on where it was, and everything said to the server can be said twice.

use super::outbox::wait;
use super::{Haste, RemoteError};
use crate::domain::UnixSeconds;
use crate::protocol::{PushOffer, PushProvider, PushSubscription, PushTarget};
use crate::store::{HeldPush, PushFault, Store, StoreError, as_sent};

const DAY: i64 = 86_400;

/// A subscription is sent again after so long, well before the server forgets it
/// ([`PUSH_KEPT_DAYS`](crate::protocol::PUSH_KEPT_DAYS)).
const RENEW: i64 = 30 * DAY;

/// Most questions of one round: what is possible, where the phone is reached, the subscription.
const MAX_STEPS: usize = 4;

/// The server, as far as notifications need it.
pub trait PushOffice {
    /// What it can do.
    fn offer(&self) -> impl Future<Output = Result<PushOffer, RemoteError>>;
    /// This phone wants to be told; said twice it is stored once.
    fn subscribe(&self, subscription: &PushSubscription) -> impl Future<Output = Result<(), RemoteError>>;
    /// It does not any more.
    fn unsubscribe(&self, target: &PushTarget) -> impl Future<Output = Result<(), RemoteError>>;
}

/// The phone's system, as far as notifications need it.
pub trait Receiver {
    /// Who carries notifications to it. `None`: nobody can.
    fn provider(&self) -> Option<PushProvider>;
    /// Where it is reached; its owner has allowed notifications before. A browser subscribes with the server's key.
    fn target(&self, key: Option<&str>) -> impl Future<Output = Result<PushTarget, PushFault>>;
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask the server what is possible.
    Ask,
    /// Ask the system where this phone is reached, with the server's key.
    Reach(Option<String>),
    /// Tell the server.
    Send(PushSubscription),
}

/// What to do next at `now` for someone who reads `lang`. `None`: nothing.
pub fn next_step(held: &HeldPush, provider: PushProvider, lang: &str, now: UnixSeconds, haste: Haste) -> Option<Step> {
    if !held.wanted || (haste != Haste::Now && now < held.next_try_at) {
        return None;
    }
    let daily = if haste == Haste::Now { 1 } else { DAY };
    let Some(offer) = held.offer.as_ref().filter(|_| !is_old(held.offered_at, now, daily)) else {
        return Some(Step::Ask);
    };
    if !offer.providers.contains(&provider) {
        return None;
    }
    let key = offer.vapid_key.as_ref().filter(|_| provider == PushProvider::Web);
    let target = match &held.target {
        Some(target) if held.target_key.as_ref() == key && !is_old(held.reached_at, now, daily) => target.clone(),
        _ => return Some(Step::Reach(key.cloned())),
    };
    let known = held.sent_to.as_ref().filter(|known| known.provider() == provider);
    let replaces = known.map(|known| known.token().to_owned()).filter(|token| token != target.token());
    let wanted = PushSubscription {
        target,
        topics: held.topics.clone(),
        lang: lang.to_owned(),
        quiet: held.quiet,
        replaces: None,
    };
    let due = held.sent.is_none() || held.sent != as_sent(&wanted).ok() || is_old(held.sent_at, now, RENEW);
    due.then_some(Step::Send(PushSubscription { replaces, ..wanted }))
}

/// A clock that was put back must not silence the phone for years.
const fn is_old(at: UnixSeconds, now: UnixSeconds, most: i64) -> bool {
    now - at >= most || now < at
}

/// Whether [`keep_push`] would do anything at `now`.
pub fn is_due(store: &Store, provider: PushProvider, lang: &str, now: UnixSeconds) -> Result<bool, StoreError> {
    let ending = store.push_endings()?.iter().any(|ending| ending.next_try_at <= now);
    Ok(ending || next_step(&store.push()?, provider, lang, now, Haste::Due).is_some())
}

/// Does what is due about notifications. Returns whether anything changed on the phone.
///
/// # Errors
/// The phone's store fails. What server and system say, or that they say nothing, is kept.
pub async fn keep_push<O: PushOffice, R: Receiver>(
    store: &Store,
    office: &O,
    receiver: &R,
    lang: &str,
    now: UnixSeconds,
    haste: Haste,
) -> Result<bool, StoreError> {
    let mut changed = end_former(store, office, now, haste).await?;
    let Some(provider) = receiver.provider() else { return Ok(changed) };
    for _ in 0..MAX_STEPS {
        let held = store.push()?;
        let Some(step) = next_step(&held, provider, lang, now, haste) else { break };
        changed = true;
        let taken = match step {
            Step::Ask => match ask(office).await {
                Ok(offer) => Ok(store.push_offered(&offer, now)?),
                Err(error) => Err((None, error)),
            },
            Step::Reach(key) => match receiver.target(key.as_deref()).await {
                Ok(target) => Ok(store.push_reached(&target, key.as_deref(), now)?),
                Err(fault) => Err((Some(fault), RemoteError::Unreachable)),
            },
            Step::Send(subscription) => match office.subscribe(&subscription).await {
                Ok(()) => Ok(store.push_sent(&subscription, now)?),
                Err(error @ RemoteError::Refused { .. }) => Err((Some(PushFault::Refused), error)),
                Err(error) => Err((None, error)),
            },
        };
        if let Err((fault, error)) = taken {
            // What is refused today may be taken tomorrow, by a server of a later version.
            let pause = if fault == Some(PushFault::Refused) { DAY } else { wait(held.attempts, &error) };
            // Someone may have switched them off while the question was on its way.
            if store.push()?.wanted {
                store.push_failed(fault, now + pause)?;
            }
            break;
        }
    }
    Ok(changed)
}

/// Asks the server what is possible; one of before notifications can nothing.
pub async fn ask<O: PushOffice>(office: &O) -> Result<PushOffer, RemoteError> {
    match office.offer().await {
        Err(RemoteError::Refused { .. }) => Ok(PushOffer::default()),
        answer => answer,
    }
}

async fn end_former<O: PushOffice>(
    store: &Store,
    office: &O,
    now: UnixSeconds,
    haste: Haste,
) -> Result<bool, StoreError> {
    let mut changed = false;
    for ending in store.push_endings()? {
        if haste != Haste::Now && now < ending.next_try_at {
            continue;
        }
        changed = true;
        match office.unsubscribe(&ending.target).await {
            // Asked again it would refuse again: it has none.
            Ok(()) | Err(RemoteError::Refused { .. }) => store.push_ended(&ending.target)?,
            Err(error) => store.push_ending_delayed(&ending, now + wait(ending.attempts, &error))?,
        }
    }
    Ok(changed)
}
