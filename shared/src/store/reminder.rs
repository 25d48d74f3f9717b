//! Reminders of events, asked for on this phone and kept here alone.
//!
//! A reminder is of one date of an event, and goes when the event is over. What is due is said once on the screen, and stands in the
//! inbox until then. A date that an event no longer has is said all the same: its page says what changed.
//!
//! Rejected: to count on the system to wake the app. Browsers and phones that sleep do not; the calendar's own alarm does, and
//! is offered beside this (`calendar::ics`).

use rusqlite::params;

use super::{Store, StoreError};
use crate::domain::UnixSeconds;

/// A reminder stays in the inbox for so long after its event began: a quarter of a day.
const STANDS: UnixSeconds = 6 * 3_600;

/// A reminder of one date of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Id of the event.
    pub event: String,
    /// When it begins.
    pub start: UnixSeconds,
    /// So many seconds before.
    pub ahead: UnixSeconds,
    /// Its title when it was asked for.
    pub title: String,
    /// It was said on the screen.
    pub told: bool,
}

impl Reminder {
    /// When it is due.
    pub const fn at(&self) -> UnixSeconds {
        self.start - self.ahead
    }

    /// Whether it is due and its event is not long begun.
    pub const fn is_due(&self, now: UnixSeconds) -> bool {
        self.at() <= now && now < self.start + STANDS
    }
}

impl Store {
    /// Reminders that are not behind, soonest first.
    pub fn reminders(&self, now: UnixSeconds) -> Result<Vec<Reminder>, StoreError> {
        let personal = self.personal();
        let mut statement = personal.connection.prepare_cached(
            "SELECT event, start, ahead, title, told FROM reminder WHERE start > ?1 ORDER BY start, event",
        )?;
        let reminders = statement
            .query_map([now - STANDS], |row| {
                Ok(Reminder {
                    event: row.get(0)?,
                    start: row.get(1)?,
                    ahead: row.get(2)?,
                    title: row.get(3)?,
                    told: row.get(4)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        Ok(reminders)
    }

    /// Keeps a reminder, in the place of another one of the same date; lets those go that are behind.
    pub fn remind(&self, reminder: &Reminder, now: UnixSeconds) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        transaction.execute("DELETE FROM reminder WHERE start <= ?1", [now - STANDS])?;
        transaction.execute(
            "INSERT OR REPLACE INTO reminder (event, start, ahead, title, told) VALUES (?1, ?2, ?3, ?4, 0)",
            params![reminder.event, reminder.start, reminder.ahead, reminder.title],
        )?;
        Ok(transaction.commit()?)
    }

    /// Lets the reminders of an event go.
    pub fn forget_reminders(&self, event: &str) -> Result<(), StoreError> {
        self.personal().connection.execute("DELETE FROM reminder WHERE event = ?1", [event])?;
        Ok(())
    }

    /// Takes the reminders that are due and were not said yet; from now on they are.
    pub fn take_due_reminders(&self, now: UnixSeconds) -> Result<Vec<Reminder>, StoreError> {
        let mut due = self.reminders(now)?;
        due.retain(|reminder| reminder.is_due(now) && !reminder.told);
        if !due.is_empty() {
            self.personal().connection.execute("UPDATE reminder SET told = 1 WHERE start - ahead <= ?1", [now])?;
        }
        Ok(due)
    }
}
