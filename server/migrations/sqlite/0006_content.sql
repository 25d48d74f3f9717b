-- What was done in the console to pages, places, events and help numbers: who, when, and the words of then. What phones
-- have is in `records`; this is its history, and where a withdrawn record comes back from.
CREATE TABLE record_versions (
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    version INTEGER NOT NULL,              -- position in the change log that it took
    action  TEXT NOT NULL,                 -- 'import' for what was there before the first hand
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,                 -- empty: an import or a command
    body    TEXT NOT NULL,                 -- JSON; of a withdrawal, the words that went
    PRIMARY KEY (kind, id, version)
) STRICT;

-- Links that content leads to, and what came of the last looks at them.
CREATE TABLE watched_links (
    url        TEXT NOT NULL PRIMARY KEY,
    checked_at INTEGER NOT NULL,
    failures   INTEGER NOT NULL,           -- in a row; 0: it answers
    reason     TEXT NOT NULL               -- of the last failure, in words; empty: none
) STRICT;
