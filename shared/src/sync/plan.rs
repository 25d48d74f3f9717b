//! What to ask next, decided without doing anything.

use crate::protocol::SyncPage;
use crate::store::Cursor;

/// How a refresh begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Ask for what came after the cursor.
    Continue {
        /// Position.
        since: u64,
        /// Log it is a position of.
        log: String,
    },
    /// Ask for everything, into a database beside the current one.
    Rebuild,
}

/// What an answered page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Apply it, then ask for the following page.
    ApplyAndContinue,
    /// Apply it: the end of the log is reached.
    ApplyAndStop,
    /// It is of another log: rebuild.
    Rebuild,
    /// It cannot be right: apply nothing.
    Refuse,
}

/// How to begin, given how far the store is.
pub fn plan(cursor: Option<&Cursor>) -> Plan {
    match cursor {
        Some(cursor) => Plan::Continue { since: cursor.seq, log: cursor.log.clone() },
        // What came with the app has no position in the log: it cannot be continued from.
        None => Plan::Rebuild,
    }
}

/// What to do with the answer to `since`, of `log` when it is known.
pub fn next(since: u64, log: Option<&str>, page: &SyncPage) -> Next {
    if log.is_some_and(|log| log != page.log) {
        Next::Rebuild
    } else if page.next < since || (page.more && page.next == since) {
        // A cursor that goes back or stands still while promising more would never end.
        Next::Refuse
    } else if page.more {
        Next::ApplyAndContinue
    } else {
        Next::ApplyAndStop
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(log: &str, next: u64, more: bool) -> SyncPage {
        SyncPage { log: log.to_owned(), next, more, server_time: 0, upserts: Vec::new(), deletes: Vec::new() }
    }

    #[test]
    fn an_app_that_never_met_the_server_rebuilds() {
        assert_eq!(plan(None), Plan::Rebuild);
        let cursor = Cursor { log: "a".to_owned(), seq: 7, checked_at: 0, server_ahead: 0 };
        assert_eq!(plan(Some(&cursor)), Plan::Continue { since: 7, log: "a".to_owned() });
    }

    #[test]
    fn every_kind_of_page() {
        for (log, answer, expected) in [
            (Some("a"), page("a", 9, false), Next::ApplyAndStop),
            (Some("a"), page("a", 9, true), Next::ApplyAndContinue),
            (Some("a"), page("b", 9, false), Next::Rebuild),
            (None, page("b", 9, false), Next::ApplyAndStop),
            (Some("a"), page("a", 7, false), Next::ApplyAndStop),
            (Some("a"), page("a", 7, true), Next::Refuse),
            (Some("a"), page("a", 6, false), Next::Refuse),
        ] {
            assert_eq!(next(7, log, &answer), expected, "{answer:?}");
        }
    }
}
