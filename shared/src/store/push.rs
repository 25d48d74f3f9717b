//! Notifications as this phone wants them, and what its server knows of that.
//!
//! Invariants: what the server has is noted only after it said so, so that a phone that dies between two questions asks
//! again; and whatever ends a subscription here, a switch or erasing everything, leaves its target behind until the server
//! was told, and nothing else of it.
//!
//! What is only compared stays as it was sent, and what has few parts is columns and lines: each shape that is read back from
//! JSON is code that every visitor of the web build downloads. A setting among the others was rejected: settings say what a person chose, this also what a provider and a server
//! answered, and two tabs of one browser would overwrite each other's look with it.

use rusqlite::{OptionalExtension, Row, ToSql, params};

use super::{Store, StoreError};
use crate::domain::UnixSeconds;
use crate::protocol::{PushOffer, PushProvider, PushSubscription, PushTarget, QuietHours};

/// Hours without notifications until someone says otherwise: from 22 h to 7 h.
pub const QUIET_BY_DEFAULT: QuietHours = QuietHours { from: 22 * 60, to: 7 * 60 };

/// What the phone holds about notifications.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPush {
    /// Switched on.
    pub wanted: bool,
    /// Slugs of categories; empty: all news.
    pub topics: Vec<String>,
    /// Hours without.
    pub quiet: Option<QuietHours>,
    /// What the server can do, as it last said. `None`: it was never asked.
    pub offer: Option<PushOffer>,
    /// When it said so, by the phone's clock.
    pub offered_at: UnixSeconds,
    /// Where the system says that this phone is reached.
    pub target: Option<PushTarget>,
    /// The server's key that the target was made with.
    pub target_key: Option<String>,
    /// When the system said so.
    pub reached_at: UnixSeconds,
    /// The subscription as the server has it, as JSON.
    pub sent: Option<String>,
    /// Its target.
    pub sent_to: Option<PushTarget>,
    /// When it took it.
    pub sent_at: UnixSeconds,
    /// Why it does not work.
    pub fault: Option<PushFault>,
    /// Tries in a row that failed.
    pub attempts: u32,
    /// Nothing is asked before then.
    pub next_try_at: UnixSeconds,
}

/// Why notifications do not reach this phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushFault {
    /// Whoever owns the phone, or the phone itself, forbids them.
    #[error("the phone forbids notifications")]
    Denied,
    /// The system or its provider gave no target.
    #[error("the phone could not subscribe")]
    Failed,
    /// The server does not take the subscription.
    #[error("the server refuses the subscription")]
    Refused,
}

/// A subscription that the server must still be asked to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushEnding {
    /// Which.
    pub target: PushTarget,
    /// Tries that failed.
    pub attempts: u32,
    /// Not before then.
    pub next_try_at: UnixSeconds,
}

impl Default for HeldPush {
    fn default() -> Self {
        Self {
            wanted: false,
            topics: Vec::new(),
            quiet: Some(QUIET_BY_DEFAULT),
            offer: None,
            offered_at: 0,
            target: None,
            target_key: None,
            reached_at: 0,
            sent: None,
            sent_to: None,
            sent_at: 0,
            fault: None,
            attempts: 0,
            next_try_at: 0,
        }
    }
}

impl PushFault {
    const fn name(self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Denied, Self::Failed, Self::Refused].into_iter().find(|fault| fault.name() == name)
    }
}

/// Ends what the server has: it is to be told.
pub(super) const END_SENT: &str =
    "INSERT OR IGNORE INTO push_ending (target) SELECT sent_to FROM push WHERE sent_to IS NOT NULL";

impl Store {
    /// What the phone holds about notifications.
    pub fn push(&self) -> Result<HeldPush, StoreError> {
        let held = self
            .personal()
            .connection
            .prepare_cached(
                "SELECT wanted, topics, quiet_from, quiet_to, offer, offered_at, target, target_key, reached_at, sent,
                        sent_to, sent_at, fault, attempts, next_try_at FROM push",
            )?
            .query_row([], held)
            .optional()?;
        Ok(held.unwrap_or_default())
    }

    /// Switches notifications on or off. Off, the server must be told: see [`Store::push_endings`].
    pub fn want_push(&self, wanted: bool) -> Result<(), StoreError> {
        let end = if wanted { "" } else { END_SENT };
        self.change_push(
            end,
            "UPDATE push SET wanted = ?1, target = NULL, sent = NULL, sent_to = NULL, fault = NULL, attempts = 0,
                             next_try_at = 0 WHERE wanted <> ?1",
            &[&wanted],
        )
    }

    /// Says what to be told of, and when not.
    pub fn choose_push(&self, topics: &[String], quiet: Option<QuietHours>) -> Result<(), StoreError> {
        let (from, to) = (quiet.map(|quiet| quiet.from), quiet.map(|quiet| quiet.to));
        self.change_push(
            "",
            "UPDATE push SET topics = ?1, quiet_from = ?2, quiet_to = ?3, fault = NULL, attempts = 0, next_try_at = 0",
            &[&topics.join(" "), &from, &to],
        )
    }

    /// Notes what the server can do.
    pub fn push_offered(&self, offer: &PushOffer, now: UnixSeconds) -> Result<(), StoreError> {
        let offer = serde_json::to_string(offer)?;
        self.change_push("", "UPDATE push SET offer = ?1, offered_at = ?2, attempts = 0", &[&offer, &now])
    }

    /// Notes where this phone is reached, for a server of this key. What was to be ended there is wanted again.
    pub fn push_reached(&self, target: &PushTarget, key: Option<&str>, now: UnixSeconds) -> Result<(), StoreError> {
        self.change_push(
            "",
            "UPDATE push SET target = ?1, target_key = ?2, reached_at = ?3, fault = NULL, attempts = 0",
            &[&lines(target), &key, &now],
        )?;
        self.push_ended(target)
    }

    /// Notes that the server has this subscription; one that was switched off meanwhile is to be ended.
    pub fn push_sent(&self, subscription: &PushSubscription, now: UnixSeconds) -> Result<(), StoreError> {
        self.change_push(
            "",
            "UPDATE push SET sent = ?1, sent_to = ?2, sent_at = ?3, fault = NULL, attempts = 0, next_try_at = 0",
            &[&as_sent(subscription)?, &lines(&subscription.target), &now],
        )?;
        let off = format!("{END_SENT} AND wanted = 0");
        self.change_push(&off, "UPDATE push SET sent = NULL, sent_to = NULL WHERE wanted = 0", &[])
    }

    /// Notes that it does not work, why when that is known, and until when nothing is asked. A phone that forbids
    /// notifications is switched off: it is not asked again behind its owner's back.
    pub fn push_failed(&self, fault: Option<PushFault>, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        if fault == Some(PushFault::Denied) {
            self.want_push(false)?;
        }
        self.change_push(
            "",
            "UPDATE push SET fault = ?1, attempts = attempts + 1, next_try_at = ?2",
            &[&fault.map(PushFault::name), &next_try_at],
        )
    }

    /// Subscriptions that the server must still be asked to end.
    pub fn push_endings(&self) -> Result<Vec<PushEnding>, StoreError> {
        let personal = self.personal();
        let mut statement = personal
            .connection
            .prepare_cached("SELECT target, attempts, next_try_at FROM push_ending ORDER BY rowid")?;
        let mut rows = statement.query([])?;
        let mut endings = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(target) = target(row, 0)? {
                endings.push(PushEnding { target, attempts: row.get(1)?, next_try_at: row.get(2)? });
            }
        }
        Ok(endings)
    }

    /// The server ended it, or never had it, or it is wanted again.
    pub fn push_ended(&self, target: &PushTarget) -> Result<(), StoreError> {
        self.personal().connection.execute("DELETE FROM push_ending WHERE target = ?1", [lines(target)])?;
        Ok(())
    }

    /// It is to be asked again at `next_try_at`.
    pub fn push_ending_delayed(&self, ending: &PushEnding, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "UPDATE push_ending SET attempts = attempts + 1, next_try_at = ?2 WHERE target = ?1",
            params![lines(&ending.target), next_try_at],
        )?;
        Ok(())
    }

    /// Changes the one row, made first if need be, in one transaction.
    fn change_push(&self, first: &str, change: &str, values: &[&dyn ToSql]) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute_batch("INSERT OR IGNORE INTO push (one) VALUES (1)")?;
        transaction.execute_batch(first)?;
        transaction.execute(change, values)?;
        Ok(transaction.commit()?)
    }
}

/// A subscription as it is compared with the next: what it takes the place of is said once.
pub(crate) fn as_sent(subscription: &PushSubscription) -> Result<String, serde_json::Error> {
    serde_json::to_string(&PushSubscription { replaces: None, ..subscription.clone() })
}

/// A target as it is kept: its provider, then what that gave, a line each.
fn lines(target: &PushTarget) -> String {
    let provider = target.provider().name();
    match target {
        PushTarget::Web { endpoint, p256dh, auth } => [provider, endpoint, p256dh, auth].join("\n"),
        PushTarget::Fcm { token } | PushTarget::Apns { token } => [provider, token].join("\n"),
    }
}

fn target(row: &Row<'_>, column: usize) -> Result<Option<PushTarget>, rusqlite::Error> {
    let text: Option<String> = row.get(column)?;
    let lines: Vec<String> = text.unwrap_or_default().split('\n').map(str::to_owned).collect();
    Ok(match <[String; 4]>::try_from(lines) {
        Ok([_, endpoint, p256dh, auth]) => Some(PushTarget::Web { endpoint, p256dh, auth }),
        Err(lines) => match <[String; 2]>::try_from(lines) {
            Ok([provider, token]) if provider == PushProvider::Fcm.name() => Some(PushTarget::Fcm { token }),
            Ok([_, token]) => Some(PushTarget::Apns { token }),
            Err(_) => None,
        },
    })
}

fn held(row: &Row<'_>) -> Result<HeldPush, rusqlite::Error> {
    let (topics, offer): (String, Option<String>) = (row.get(1)?, row.get(4)?);
    let (from, to): (Option<u16>, Option<u16>) = (row.get(2)?, row.get(3)?);
    Ok(HeldPush {
        wanted: row.get(0)?,
        topics: topics.split_whitespace().map(str::to_owned).collect(),
        quiet: from.zip(to).map(|(from, to)| QuietHours { from, to }),
        // What a version wrote that this one cannot read is as good as never said.
        offer: offer.and_then(|offer| serde_json::from_str(&offer).ok()),
        offered_at: row.get(5)?,
        target: target(row, 6)?,
        target_key: row.get(7)?,
        reached_at: row.get(8)?,
        sent: row.get(9)?,
        sent_to: target(row, 10)?,
        sent_at: row.get(11)?,
        fault: row.get::<_, Option<String>>(12)?.as_deref().and_then(PushFault::from_name),
        attempts: row.get(13)?,
        next_try_at: row.get(14)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Location, Seed};

    #[test]
    fn a_target_of_each_provider_is_kept_whole_and_the_night_is_quiet_by_default() {
        let store = Store::open(Location::memory(), &Seed::of("seed", Vec::new()), 0).unwrap();
        let token = || "f:A_b-9".to_owned();
        let web = PushTarget::Web { endpoint: "https://push.example/1".to_owned(), p256dh: token(), auth: token() };
        for target in [web, PushTarget::Fcm { token: token() }, PushTarget::Apns { token: token() }] {
            store.push_reached(&target, Some("BKey"), 5).unwrap();
            assert_eq!(store.push().unwrap().target, Some(target));
        }
        assert_eq!(store.push().unwrap().quiet, Some(QUIET_BY_DEFAULT), "as the migration has it");
    }
}
