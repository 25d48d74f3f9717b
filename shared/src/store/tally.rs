//! What this app may tell the town of the week, and what it has told.
//!
//! Invariant: each thing is told at most once a week, so that the town's sums are numbers of apps; what belongs to a past
//! week is forgotten, told or not. Only an answer that was lost on its way is told twice.

use rusqlite::params;

use super::{Store, StoreError};
use crate::domain::{RecordId, UnixSeconds};
use crate::protocol::{TALLY_MAX_READS, TALLY_MAX_SEARCHES, Tally, iso_week, tellable};

/// What was searched in vain.
const SEARCH: &str = "search";

/// That the app was opened.
const APP: &str = "app";

/// What is still to be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Untold {
    /// Nobody told yet that this app was opened this week.
    pub app: bool,
    /// Reads and searches.
    pub tally: Tally,
}

impl Store {
    /// Notes that a record was opened.
    pub fn note_read(&self, id: &RecordId, now: UnixSeconds) -> Result<(), StoreError> {
        self.note(&id.kind, &id.id, TALLY_MAX_READS, now)
    }

    /// Notes that a search found nothing, if its words may be told.
    pub fn note_fruitless(&self, search: &str, now: UnixSeconds) -> Result<(), StoreError> {
        tellable(search).map_or(Ok(()), |words| self.note(SEARCH, &words, TALLY_MAX_SEARCHES, now))
    }

    /// A week of someone who reads all day tells no more than a tally holds.
    fn note(&self, kind: &str, what: &str, most: usize, now: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "INSERT INTO tally (week, kind, what) SELECT ?1, ?2, ?3
             WHERE (SELECT count(*) FROM tally WHERE week = ?1 AND (kind = 'search') = (?2 = 'search')) < ?4
             ON CONFLICT DO NOTHING",
            params![iso_week(now), kind, what, most as i64],
        )?;
        Ok(())
    }

    /// What is to be told now. Forgets weeks that are over.
    pub fn untold(&self, now: UnixSeconds) -> Result<Untold, StoreError> {
        let personal = self.personal();
        let week = iso_week(now);
        personal.connection.execute("DELETE FROM tally WHERE week <> ?1", [&week])?;
        let mut untold = Untold { app: true, ..Untold::default() };
        let mut statement =
            personal.connection.prepare_cached("SELECT kind, what, told FROM tally ORDER BY kind, what")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, what, told): (String, String, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
            match kind.as_str() {
                APP => untold.app = false,
                _ if told => {}
                SEARCH => untold.tally.fruitless.push(what),
                _ => untold.tally.reads.push(RecordId { kind, id: what }),
            }
        }
        Ok(untold)
    }

    /// The server counted that this app was opened.
    pub fn app_counted(&self, now: UnixSeconds) -> Result<(), StoreError> {
        self.personal().connection.execute(
            "INSERT INTO tally (week, kind, what, told) VALUES (?1, ?2, '', 1) ON CONFLICT DO NOTHING",
            params![iso_week(now), APP],
        )?;
        Ok(())
    }

    /// The server was told this.
    pub fn tally_told(&self, tally: &Tally) -> Result<(), StoreError> {
        let mut personal = self.personal();
        let transaction = personal.connection.transaction()?;
        let reads = tally.reads.iter().map(|id| (id.kind.as_str(), id.id.as_str()));
        for (kind, what) in reads.chain(tally.fruitless.iter().map(|words| (SEARCH, words.as_str()))) {
            transaction.execute("UPDATE tally SET told = 1 WHERE kind = ?1 AND what = ?2", params![kind, what])?;
        }
        Ok(transaction.commit()?)
    }
}
