-- Notifications of this phone: off until its owner asks for them. No row: never touched.
CREATE TABLE push (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    wanted      INTEGER NOT NULL DEFAULT 0,    -- 1: switched on
    topics      TEXT    NOT NULL DEFAULT '',   -- slugs of categories, a space between; empty: all
    quiet_from  INTEGER DEFAULT 1320,          -- hours without, in minutes of the day; none: at any hour
    quiet_to    INTEGER DEFAULT 420,
    offer       TEXT,                          -- JSON: what the server can do, as it last said
    offered_at  INTEGER NOT NULL DEFAULT 0,    -- when it said so
    target      TEXT,                          -- where the system says that this phone is reached: provider and what it gave, a line each
    target_key  TEXT,                          -- the server's key that the target was made with, in browsers
    reached_at  INTEGER NOT NULL DEFAULT 0,    -- when the system said so
    sent        TEXT,                          -- JSON: the subscription as the server has it
    sent_to     TEXT,                          -- its target
    sent_at     INTEGER NOT NULL DEFAULT 0,
    fault       TEXT,                          -- why it does not work
    attempts    INTEGER NOT NULL DEFAULT 0,    -- tries in a row that failed
    next_try_at INTEGER NOT NULL DEFAULT 0     -- nothing is asked before then
) STRICT;

-- Subscriptions that the server must still be asked to end, after they were switched off or erased without a network.
CREATE TABLE push_ending (
    target      TEXT PRIMARY KEY,              -- all that is kept of one
    attempts    INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Notifications that were opened, in the app or outside.
CREATE TABLE inbox_read (
    news        TEXT PRIMARY KEY,              -- its id
    notified_at INTEGER NOT NULL               -- of which notification: a later one of the same news is unread again
) STRICT;
