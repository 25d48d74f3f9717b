//! Where a held card stands, as a screen speaks of it: one answer, never several flags.
//!
//! Nothing is asked of anyone here: what the phone holds and the moment decide. A credential that still holds is shown
//! while a renewal is on its way, so that nobody loses a card by asking for the next one.

use super::card::{HeldCard, Sending, ServerClock};
use crate::card::SignedCredential;
use crate::domain::UnixSeconds;
use crate::protocol::CardState;

/// Seconds in a day.
const DAY: i64 = 86_400;

/// The holder is warned so long before a credential ends without a network: four days.
const WARN: i64 = 4 * DAY;

/// The holder is told so long before the card itself ends: thirty days.
const RENEW_SOON: i64 = 30 * DAY;

/// Clocks that differ by more are spoken of, seconds: what a verifier without network allows.
const CLOCK_SPOKEN_OF: i64 = 30;

/// Where a card stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    None,
    /// The application waits for the network.
    Waiting,
    /// The server does not take the application, for this reason.
    NotTaken(String),
    /// Staff will look at it.
    Submitted,
    /// Staff ask for something.
    Asked(String),
    /// Refused, for a reason.
    Refused(String),
    /// Approved: the credential is on its way.
    Activating,
    /// Good to be shown.
    Active(Box<Shown>),
    /// The credential has ended without a network.
    Ended,
    /// Declared lost here; the server does not know yet.
    LostHere,
    /// Suspended, perhaps with staff's words.
    Suspended(String),
    /// Withdrawn, perhaps with staff's words.
    Revoked(String),
    /// Its time is over.
    Expired,
    /// Held by another phone now.
    Moved,
    /// Bound to another key: this phone lost its own.
    OtherKey,
    /// The server knows no such card: it was erased.
    Erased,
    /// A state of a newer server.
    Unknown,
}

/// A card that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What is shown.
    pub signed: SignedCredential,
    /// Whole days that it holds without a network.
    pub days_offline: i64,
    /// They are few: the phone should meet the network.
    pub warn_offline: bool,
    /// When the card itself ends.
    pub valid_until: Option<UnixSeconds>,
    /// The next application may be sent.
    pub renewal_due: bool,
    /// The next application was sent, or waits.
    pub renewing: bool,
    /// What is wrong with the phone's clock.
    pub clock: Option<ClockFault>,
}

/// What is wrong with a phone's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFault {
    /// It differs from the server's by so many seconds, which is allowed for; late when positive.
    Corrected(i64),
    /// It was never compared.
    Unknown,
    /// It shows a moment before the one when it was last compared: it was changed since.
    WentBack,
}

impl ServerClock {
    /// What is wrong with the phone's clock that shows `now`.
    pub fn fault(clock: Option<Self>, now: UnixSeconds) -> Option<ClockFault> {
        match clock {
            None => Some(ClockFault::Unknown),
            Some(clock) if now < clock.compared_at - CLOCK_SPOKEN_OF => Some(ClockFault::WentBack),
            Some(clock) if clock.ahead.abs() > CLOCK_SPOKEN_OF => Some(ClockFault::Corrected(clock.ahead)),
            Some(_) => None,
        }
    }
}

impl Standing {
    /// Where `held` stands when the phone's clock shows `now`.
    pub fn of(held: Option<&HeldCard>, clock: Option<ServerClock>, now: UnixSeconds) -> Self {
        let Some(held) = held else { return Self::None };
        if held.lost {
            return Self::LostHere;
        }
        if held.fault.as_deref() == Some("not-found") {
            return Self::Erased;
        }
        let moment = now + clock.map_or(0, |clock| clock.ahead);
        let state = held.status.as_ref().map(|status| status.state);
        let holds = matches!(
            state,
            Some(
                CardState::Active | CardState::Approved | CardState::Submitted | CardState::Asked | CardState::Refused
            )
        );
        if holds && let Some(signed) = held.credential.as_ref().filter(|signed| !signed.credential.is_over(moment)) {
            return Self::Active(Box::new(shown(held, signed, clock, now, moment)));
        }
        match &held.sending {
            Sending::Waiting => return Self::Waiting,
            Sending::Refused(kind) => return Self::NotTaken(kind.clone()),
            Sending::Done => {}
        }
        match held.fault.as_deref() {
            Some("device-differs") => return Self::OtherKey,
            Some("card-moved") => return Self::Moved,
            _ => {}
        }
        let reason = held.status.as_ref().map(|status| status.reason.clone()).unwrap_or_default();
        match state {
            None | Some(CardState::Submitted) => Self::Submitted,
            Some(CardState::Asked) => Self::Asked(reason),
            Some(CardState::Refused) => Self::Refused(reason),
            Some(CardState::Active | CardState::Approved) if held.credential.is_some() => Self::Ended,
            Some(CardState::Active | CardState::Approved) => Self::Activating,
            Some(CardState::Suspended) => Self::Suspended(reason),
            Some(CardState::Revoked) => Self::Revoked(reason),
            Some(CardState::Expired) => Self::Expired,
            Some(CardState::Moved) => Self::Moved,
            Some(CardState::Unknown) => Self::Unknown,
        }
    }
}

fn shown(
    held: &HeldCard,
    signed: &SignedCredential,
    clock: Option<ServerClock>,
    now: UnixSeconds,
    moment: UnixSeconds,
) -> Shown {
    let left = UnixSeconds::from(signed.credential.expires) - moment;
    let status = held.status.as_ref();
    let valid_until = status.and_then(|status| status.valid_until);
    let near = valid_until.is_some_and(|until| until - moment < RENEW_SOON);
    let applied_again =
        matches!(status.map(|status| status.state), Some(CardState::Submitted | CardState::Asked | CardState::Refused));
    // A credential never outlives its card: near the card's end the network would bring no other.
    let ends_with_card = valid_until.is_some_and(|until| UnixSeconds::from(signed.credential.expires) >= until);
    Shown {
        signed: signed.clone(),
        days_offline: left / DAY,
        warn_offline: left < WARN && !ends_with_card,
        valid_until,
        renewal_due: status.is_some_and(|status| status.renewal_due) || near,
        renewing: applied_again || held.sending == Sending::Waiting,
        clock: ServerClock::fault(clock, now),
    }
}
