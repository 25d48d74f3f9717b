//! The inbox: news that phones were notified of, and which of them were opened here.
//!
//! It is made of the news themselves, so that it is whole off line, on a phone that was off when its notification came and
//! on one that never asked for any. Only what was opened is noted, with the moment of the notification: news told a second
//! time are unread again. What was notified before this phone had an inbox counts as read.
//!
//! Rejected: a table filled by each notification that arrives. The system shows them without starting the app.

use rusqlite::params;

use super::{Store, StoreError};
use crate::domain::{News, Reader, UnixSeconds};
use crate::protocol::push_topic;

/// Name under which the store keeps since when what is unread counts.
const FROM: &str = "inbox-from";

/// A notification in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notified {
    /// What it was about.
    pub news: News,
    /// When phones were notified.
    pub at: UnixSeconds,
    /// Nobody opened it here yet.
    pub unread: bool,
}

impl Store {
    /// Notifications that concern this reader, and the categories they asked for, last first.
    pub fn inbox(&self, reader: &Reader<'_>, now: UnixSeconds) -> Result<Vec<Notified>, StoreError> {
        let (from, read, held) = (self.setting::<UnixSeconds>(FROM)?.unwrap_or(0), self.inbox_read()?, self.push()?);
        let asked_for = |news: &News| {
            !held.wanted
                || held.topics.is_empty()
                || news.category.as_deref().is_some_and(|category| held.topics.contains(&push_topic(category)))
        };
        let mut inbox: Vec<Notified> = self
            .news(now)?
            .into_iter()
            .filter(|news| news.concerns(reader) && asked_for(news))
            .filter_map(|news| {
                let at = news.notified_at.filter(|at| *at <= now)?;
                let unread = at > from && !read.iter().any(|(id, read)| *id == news.id && *read >= at);
                Some(Notified { news, at, unread })
            })
            .collect();
        inbox.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.news.id.cmp(&other.news.id)));
        Ok(inbox)
    }

    /// Begins the inbox of a phone that has none: what came before is not new.
    pub fn begin_inbox(&self, now: UnixSeconds) -> Result<(), StoreError> {
        match self.setting::<UnixSeconds>(FROM)? {
            None => self.set_setting(FROM, &now),
            Some(_) => Ok(()),
        }
    }

    /// Notes that news were opened. Returns whether they were unread in the inbox.
    pub fn note_opened(&self, news: &str) -> Result<bool, StoreError> {
        let Some(at) = self.news_item(news)?.and_then(|news| news.notified_at) else { return Ok(false) };
        if at <= self.setting::<UnixSeconds>(FROM)?.unwrap_or(0) {
            return Ok(false);
        }
        let noted = self.personal().connection.execute(
            "INSERT INTO inbox_read (news, notified_at) VALUES (?1, ?2)
             ON CONFLICT (news) DO UPDATE SET notified_at = excluded.notified_at
             WHERE notified_at < excluded.notified_at",
            params![news, at],
        )?;
        Ok(noted > 0)
    }

    /// Everything up to `now` counts as read.
    pub fn empty_inbox(&self, now: UnixSeconds) -> Result<(), StoreError> {
        self.set_setting(FROM, &now)?;
        self.personal().connection.execute("DELETE FROM inbox_read WHERE notified_at <= ?1", [now])?;
        Ok(())
    }

    fn inbox_read(&self) -> Result<Vec<(String, UnixSeconds)>, StoreError> {
        let personal = self.personal();
        let mut statement = personal.connection.prepare_cached("SELECT news, notified_at FROM inbox_read")?;
        let read =
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, rusqlite::Error>>()?;
        Ok(read)
    }
}
