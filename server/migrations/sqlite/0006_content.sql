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
