//! The youth card and the server: an application sent once, a status asked for, a credential renewed after half its life.
//!
//! [`next_step`] decides and touches nothing, [`keep_card`] acts. Each answer is kept before the next question, so that a
//! phone that dies between two of them goes on where it was. The phone's key is asked to sign through [`DeviceKey`]: in a
//! browser it cannot be read, by anyone.

use super::RemoteError;
use super::outbox::wait;
use crate::card::{PublicKey, Signature, SignedCredential, binding_message, from_hex, to_hex};
use crate::domain::UnixSeconds;
use crate::protocol::{
    CardApplication, CardReceipt, CardState, CardStatus, CredentialAnswer, CredentialRequest, RescueRequest,
};
use crate::store::{Errand, ErrandKind, HeldCard, Sending, Store, StoreError};

/// Seconds between two looks at a card that someone is deciding about.
const LOOK_WAITING: i64 = 60;

/// Seconds between two looks at a card that someone has on the screen.
const LOOK_SEEN: i64 = 5;

/// Seconds between two looks at a card that is settled: an hour.
const LOOK_SETTLED: i64 = 3_600;

/// Most questions of one round: apply, prove, look, ask for a credential, look again.
const MAX_STEPS: usize = 6;

/// The server, as far as a holder needs it.
pub trait CardOffice {
    /// Sends an application; sending it twice stores it once.
    fn apply(&self, application: &CardApplication) -> impl Future<Output = Result<CardReceipt, RemoteError>>;
    /// Corrects it, or applies for the time after.
    fn correct(
        &self,
        token: &str,
        application: &CardApplication,
    ) -> impl Future<Output = Result<CardStatus, RemoteError>>;
    /// Sends the picture of a proof.
    fn prove(&self, token: &str, jpeg: Vec<u8>) -> impl Future<Output = Result<CardStatus, RemoteError>>;
    /// Where the card stands.
    fn status(&self, token: &str) -> impl Future<Output = Result<CardStatus, RemoteError>>;
    /// Asks for a credential.
    fn credential(
        &self,
        token: &str,
        request: &CredentialRequest,
    ) -> impl Future<Output = Result<CredentialAnswer, RemoteError>>;
    /// Blocks the card: this phone is lost.
    fn lost(&self, token: &str) -> impl Future<Output = Result<CardStatus, RemoteError>>;
    /// Erases all that the server holds of it.
    fn erase(&self, token: &str) -> impl Future<Output = Result<(), RemoteError>>;
    /// Takes over a card that staff made.
    fn activate(&self, code: &str) -> impl Future<Output = Result<CardReceipt, RemoteError>>;
    /// Blocks a card without its phone, or moves it here: then with a receipt.
    fn rescue(&self, request: &RescueRequest) -> impl Future<Output = Result<Option<CardReceipt>, RemoteError>>;
    /// Everything the server holds about the holder, as JSON.
    fn export(&self, token: &str) -> impl Future<Output = Result<String, RemoteError>>;
}

/// The phone's own key, which never leaves it.
pub trait DeviceKey {
    /// The public key, made the first time.
    fn public(&self) -> impl Future<Output = Result<PublicKey, KeyFault>>;
    /// Signs.
    fn sign(&self, message: &[u8]) -> impl Future<Output = Result<Signature, KeyFault>>;
}

/// Why a phone has no key to sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// This browser does not know Ed25519.
    #[error("this browser cannot sign")]
    Unsupported,
    /// There is nowhere to keep a key: a private window, for example.
    #[error("no key can be kept here")]
    NotKept,
    /// The key did not sign.
    #[error("the key did not sign")]
    Failed,
}

/// Why a round stopped.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    /// The phone's store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The phone's key.
    #[error(transparent)]
    Key(#[from] KeyFault),
}

/// What to ask the server next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send the application.
    Apply(CardApplication),
    /// Correct it.
    Correct(String, CardApplication),
    /// Send the picture of a proof.
    Prove(String),
    /// Ask where the card stands.
    Look(String),
    /// Ask for a credential.
    Renew(String),
}

/// Whether someone waits at the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// Nobody does: what is due.
    Due,
    /// Someone looks at the card: its state should be fresh, but a wait that the server asked for is kept.
    Looking,
    /// Someone pressed a button: at once.
    Now,
}

/// What to ask next at `now` by the phone's clock, the server's being `ahead` of it. `None`: nothing.
pub fn next_step(held: &HeldCard, now: UnixSeconds, ahead: i64, haste: Haste) -> Option<Step> {
    if haste != Haste::Now && now < held.next_try_at {
        return None;
    }
    match (&held.sending, &held.application, &held.token) {
        (Sending::Waiting, Some(application), None) => return Some(Step::Apply(application.clone())),
        (Sending::Waiting, Some(application), Some(token)) => {
            return Some(Step::Correct(token.clone(), application.clone()));
        }
        _ => {}
    }
    let token = held.token.clone()?;
    // Erased there: only someone at the screen asks again.
    if held.fault.as_deref() == Some("not-found") && haste != Haste::Now {
        return None;
    }
    if held.proof_due && held.sending == Sending::Done {
        return Some(Step::Prove(token));
    }
    let state = held.status.as_ref().map(|status| status.state);
    let age = now - held.status_at;
    let settled = matches!(state, Some(CardState::Active | CardState::Revoked | CardState::Moved));
    let every = if settled && held.credential.is_some() { LOOK_SETTLED } else { LOOK_WAITING };
    // A clock that was put back must not silence the phone for years.
    let fresh = match haste {
        Haste::Due => every,
        Haste::Looking => every.min(LOOK_SEEN),
        Haste::Now => 1,
    };
    if age >= fresh || age < 0 {
        return Some(Step::Look(token));
    }
    let holds = matches!(state, Some(CardState::Approved | CardState::Active));
    let told = held.status.as_ref().is_some_and(|status| status.renew_now);
    let due = held.credential.is_none() || told || now + ahead >= held.renew_from;
    (holds && due && held.fault.is_none()).then_some(Step::Renew(token))
}

/// Whether [`keep_card`] would ask anything at `now`.
pub fn is_due(store: &Store, now: UnixSeconds) -> Result<bool, StoreError> {
    if store.card_errands()?.iter().any(|errand| errand.next_try_at <= now) {
        return Ok(true);
    }
    let ahead = store.server_clock()?.map_or(0, |clock| clock.ahead);
    Ok(store.held_card()?.is_some_and(|held| !held.lost && next_step(&held, now, ahead, Haste::Due).is_some()))
}

/// Asks the server what is due about the card. Returns whether anything changed on the phone.
///
/// # Errors
/// The phone's store or key fails. What the server says, or that it says nothing, is kept with the card.
pub async fn keep_card<O: CardOffice, K: DeviceKey>(
    store: &Store,
    office: &O,
    key: &K,
    now: UnixSeconds,
    haste: Haste,
) -> Result<bool, CardError> {
    let mut changed = run_errands(store, office, now, haste).await?;
    for _ in 0..MAX_STEPS {
        let Some(held) = store.held_card()? else { break };
        if held.lost {
            break;
        }
        let ahead = store.server_clock()?.map_or(0, |clock| clock.ahead);
        let Some(step) = next_step(&held, now, ahead, haste) else { break };
        changed = true;
        if let Err(error) = take(store, office, key, step, now, ahead).await? {
            store.card_delayed(now + wait(held.attempts, &error))?;
            break;
        }
    }
    Ok(changed)
}

/// One question and its answer. The inner error is the server's silence.
async fn take<O: CardOffice, K: DeviceKey>(
    store: &Store,
    office: &O,
    key: &K,
    step: Step,
    now: UnixSeconds,
    ahead: i64,
) -> Result<Result<(), RemoteError>, CardError> {
    match step {
        Step::Apply(application) => match office.apply(&application).await {
            Ok(receipt) => store.application_received(&receipt, now)?,
            Err(RemoteError::Refused { kind, .. }) => store.application_refused(&kind)?,
            Err(error) => return Ok(Err(error)),
        },
        Step::Correct(token, application) => match office.correct(&token, &application).await {
            Ok(card) => store.application_received(&CardReceipt { token: None, card }, now)?,
            // Decided meanwhile: the answer is in the status.
            Err(RemoteError::Refused { kind, .. }) if kind == "application-decided" => {
                match office.status(&token).await {
                    Ok(card) => store.application_received(&CardReceipt { token: None, card }, now)?,
                    Err(error) => return Ok(Err(error)),
                }
            }
            Err(RemoteError::Refused { kind, .. }) => store.application_refused(&kind)?,
            Err(error) => return Ok(Err(error)),
        },
        Step::Prove(token) => {
            let Some(jpeg) = store.card_proof()? else { return Ok(Ok(())) };
            match office.prove(&token, jpeg).await {
                Ok(status) => {
                    store.proof_settled()?;
                    store.card_status(&status, now)?;
                }
                Err(RemoteError::Refused { kind, .. }) if kind.starts_with("proof-") => store.proof_refused(&kind)?,
                // Decided meanwhile, or erased: nobody wants it any more.
                Err(RemoteError::Refused { .. }) => store.proof_settled()?,
                Err(error) => return Ok(Err(error)),
            }
        }
        Step::Look(token) => match office.status(&token).await {
            Ok(status) => store.card_status(&status, now)?,
            Err(RemoteError::Refused { status: 401 | 404, .. }) => {
                store.credential_refused("not-found")?;
                return Ok(Err(RemoteError::Unreadable));
            }
            Err(error) => return Ok(Err(error)),
        },
        Step::Renew(token) => {
            let device_key = key.public().await?;
            let at = now + ahead;
            let signature = key.sign(&binding_message(&device_key, at)).await?;
            let request = CredentialRequest { device_key: to_hex(&device_key), at, signature: to_hex(&signature) };
            match office.credential(&token, &request).await {
                Ok(answer) => match signed_for(&answer, &device_key) {
                    Some(signed) => store.keep_credential(&signed, &answer, now)?,
                    None => return Ok(Err(RemoteError::Unreadable)),
                },
                // The clocks differ more than the phone knew: the next refresh compares them.
                Err(error @ RemoteError::Refused { status: 422, .. }) => return Ok(Err(error)),
                Err(RemoteError::Refused { kind, .. }) => store.credential_refused(&kind)?,
                Err(error) => return Ok(Err(error)),
            }
        }
    }
    Ok(Ok(()))
}

/// The credential in an answer, when it is one for this very key.
fn signed_for(answer: &CredentialAnswer, key: &PublicKey) -> Option<SignedCredential> {
    let signed = SignedCredential::from_bytes(&from_hex(&answer.credential)?).ok()?;
    (signed.credential.device_key.as_ref() == Some(key)).then_some(signed)
}

async fn run_errands<O: CardOffice>(
    store: &Store,
    office: &O,
    now: UnixSeconds,
    haste: Haste,
) -> Result<bool, CardError> {
    let mut changed = false;
    for errand in store.card_errands()? {
        if haste != Haste::Now && now < errand.next_try_at {
            continue;
        }
        changed = true;
        match run(office, &errand).await {
            Ok(status) => {
                store.errand_done(&errand)?;
                let held = store.held_card()?.is_some_and(|held| held.token.as_deref() == Some(errand.token.as_str()));
                if let Some(status) = status.filter(|_| held) {
                    store.card_status(&status, now)?;
                }
            }
            // Asked again it would refuse again: the card is gone already, which is what was wanted.
            Err(RemoteError::Refused { .. }) => store.errand_done(&errand)?,
            Err(error) => store.errand_delayed(&errand, now + wait(errand.attempts, &error))?,
        }
    }
    Ok(changed)
}

async fn run<O: CardOffice>(office: &O, errand: &Errand) -> Result<Option<CardStatus>, RemoteError> {
    match errand.kind {
        ErrandKind::Lost => office.lost(&errand.token).await.map(Some),
        ErrandKind::Erase => office.erase(&errand.token).await.map(|()| None),
    }
}
