//! Notifications as this phone wants them, and what its server knows of that.
//!
//! Invariants: what the server has is noted only after it said so, so that a phone that dies between two questions asks
//! again; and whatever ends a subscription here, a switch or erasing everything, leaves its target behind until the server
//! was told, and nothing else of it.
//!
//! A setting among the others was rejected: settings say what a person chose, this also what a provider and a server
//! answered, and two tabs of one browser would overwrite each other's look with it.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;

use super::{Store, StoreError};
use crate::domain::UnixSeconds;
use crate::protocol::{PushOffer, PushSubscription, PushTarget, QuietHours};

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
    /// The subscription as the server has it.
    pub sent: Option<PushSubscription>,
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

impl Store {
    /// What the phone holds about notifications.
    pub fn push(&self) -> Result<HeldPush, StoreError> {
        let held = self
            .personal()
            .connection
            .prepare_cached(
                "SELECT wanted, topics, quiet, offer, offered_at, target, target_key, reached_at, sent, sent_at, fault,
                        attempts, next_try_at FROM push",
            )?
            .query_row([], held)
            .optional()?;
        Ok(held.unwrap_or_default())
    }

    /// Switches notifications on or off. Off, the server must be told: see [`Store::push_endings`].
    pub fn want_push(&self, wanted: bool) -> Result<(), StoreError> {
        self.change_push(|connection| {
            if !wanted {
                end_sent(connection)?;
            }
            connection.execute(
                "UPDATE push SET wanted = ?1, target = NULL, sent = NULL, fault = NULL, attempts = 0, next_try_at = 0
                 WHERE wanted <> ?1",
                [wanted],
            )
        })
    }

    /// Says what to be told of, and when not.
    pub fn choose_push(&self, topics: &[String], quiet: Option<QuietHours>) -> Result<(), StoreError> {
        let topics = serde_json::to_string(topics)?;
        let quiet = quiet.map(|quiet| serde_json::to_string(&quiet)).transpose()?;
        self.change_push(|connection| {
            connection.execute(
                "UPDATE push SET topics = ?1, quiet = ?2, fault = NULL, attempts = 0, next_try_at = 0",
                params![topics, quiet],
            )
        })
    }

    /// Notes what the server can do.
    pub fn push_offered(&self, offer: &PushOffer, now: UnixSeconds) -> Result<(), StoreError> {
        let offer = serde_json::to_string(offer)?;
        self.change_push(|connection| {
            connection.execute("UPDATE push SET offer = ?1, offered_at = ?2, attempts = 0", params![offer, now])
        })
    }

    /// Notes where this phone is reached, for a server of this key. What was to be ended there is wanted again.
    pub fn push_reached(&self, target: &PushTarget, key: Option<&str>, now: UnixSeconds) -> Result<(), StoreError> {
        let target = serde_json::to_string(target)?;
        self.change_push(|connection| {
            connection.execute("DELETE FROM push_ending WHERE target = ?1", [&target])?;
            connection.execute(
                "UPDATE push SET target = ?1, target_key = ?2, reached_at = ?3, fault = NULL, attempts = 0",
                params![target, key, now],
            )
        })
    }

    /// Notes that the server has this subscription; one that was switched off meanwhile is to be ended.
    pub fn push_sent(&self, subscription: &PushSubscription, now: UnixSeconds) -> Result<(), StoreError> {
        let kept = PushSubscription { replaces: None, ..subscription.clone() };
        let kept = serde_json::to_string(&kept)?;
        self.change_push(|connection| {
            connection.execute(
                "UPDATE push SET sent = ?1, sent_at = ?2, fault = NULL, attempts = 0, next_try_at = 0",
                params![kept, now],
            )?;
            if connection.query_row("SELECT wanted FROM push", [], |row| row.get(0))? {
                return Ok(1);
            }
            end_sent(connection)?;
            connection.execute("UPDATE push SET sent = NULL", [])
        })
    }

    /// Notes that it does not work, why when that is known, and until when nothing is asked. A phone that forbids
    /// notifications is switched off: it is not asked again behind its owner's back.
    pub fn push_failed(&self, fault: Option<PushFault>, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        if fault == Some(PushFault::Denied) {
            self.want_push(false)?;
        }
        self.change_push(|connection| {
            connection.execute(
                "UPDATE push SET fault = ?1, attempts = attempts + 1, next_try_at = ?2",
                params![fault.map(PushFault::name), next_try_at],
            )
        })
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
            endings.push(PushEnding {
                target: serde_json::from_str(&row.get::<_, String>(0)?)?,
                attempts: row.get(1)?,
                next_try_at: row.get(2)?,
            });
        }
        Ok(endings)
    }

    /// The server ended it, or never had it.
    pub fn push_ended(&self, ending: &PushEnding) -> Result<(), StoreError> {
        let target = serde_json::to_string(&ending.target)?;
        self.personal().connection.execute("DELETE FROM push_ending WHERE target = ?1", [target])?;
        Ok(())
    }

    /// It is to be asked again at `next_try_at`.
    pub fn push_ending_delayed(&self, ending: &PushEnding, next_try_at: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "UPDATE push_ending SET attempts = attempts + 1, next_try_at = ?2 WHERE target = ?1",
            params![serde_json::to_string(&ending.target)?, next_try_at],
        )?;
        Ok(())
    }

    /// Changes the one row, made first if need be, in one transaction.
    fn change_push(
        &self,
        change: impl FnOnce(&Connection) -> Result<usize, rusqlite::Error>,
    ) -> Result<(), StoreError> {
        let quiet = serde_json::to_string(&QUIET_BY_DEFAULT)?;
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute("INSERT INTO push (one, quiet) VALUES (1, ?1) ON CONFLICT DO NOTHING", [quiet])?;
        change(&transaction)?;
        Ok(transaction.commit()?)
    }
}

/// Moves what the server has into what it is to be asked to end.
pub(super) fn end_sent(connection: &Connection) -> Result<(), rusqlite::Error> {
    let sent: Option<String> =
        connection.query_row("SELECT sent FROM push", [], |row| row.get(0)).optional()?.flatten();
    let subscription = sent.and_then(|sent| serde_json::from_str::<PushSubscription>(&sent).ok());
    if let Some(target) = subscription.and_then(|sent| serde_json::to_string(&sent.target).ok()) {
        connection.execute("INSERT INTO push_ending (target) VALUES (?1) ON CONFLICT DO NOTHING", [target])?;
    }
    Ok(())
}

/// What a version wrote that this one cannot read is as good as not there.
fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<Option<T>, rusqlite::Error> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

fn held(row: &Row<'_>) -> Result<HeldPush, rusqlite::Error> {
    Ok(HeldPush {
        wanted: row.get(0)?,
        topics: json(row, 1)?.unwrap_or_default(),
        quiet: json(row, 2)?,
        offer: json(row, 3)?,
        offered_at: row.get(4)?,
        target: json(row, 5)?,
        target_key: row.get(6)?,
        reached_at: row.get(7)?,
        sent: json(row, 8)?,
        sent_at: row.get(9)?,
        fault: row.get::<_, Option<String>>(10)?.as_deref().and_then(PushFault::from_name),
        attempts: row.get(11)?,
        next_try_at: row.get(12)?,
    })
}
