-- What the server publishes. Can be rebuilt at any time: nothing personal belongs here.
CREATE TABLE record (
    rowid   INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,        -- wire name; a newer server's kinds too, kept unread
    id      TEXT NOT NULL,
    seq     INTEGER NOT NULL,     -- change log position; 0 when it came with the app
    section TEXT,                 -- slug, for kinds that stand in a section
    sort    INTEGER NOT NULL,     -- position in lists of its kind, ascending
    body    TEXT NOT NULL,        -- the record as it came over the wire, JSON
    UNIQUE (kind, id)
) STRICT;

CREATE INDEX record_list ON record (kind, section, sort);

-- Where places are, in degrees: "around me" is a search in this box tree.
CREATE VIRTUAL TABLE place_position USING rtree (record, south, north, west, east);

-- How far the change log was followed. No row: only what came with the app.
CREATE TABLE cursor (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    log          TEXT NOT NULL,       -- identity of the server's change log
    seq          INTEGER NOT NULL,    -- everything up to here is in the tables above
    checked_at   INTEGER NOT NULL,    -- unix seconds of the last answer, whether or not it brought anything
    server_ahead INTEGER NOT NULL     -- server's clock minus ours at that answer, seconds
) STRICT;

-- What this file was made by, so that a newer app knows to read it again.
CREATE TABLE origin (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    seed   TEXT NOT NULL,             -- checksum of the content that came with the app
    reader INTEGER NOT NULL           -- version of the code that derived section, sort, position and index
) STRICT;

-- Pictures, by checksum, up to a size cap; the longest unused goes first.
CREATE TABLE media (
    sha256  TEXT PRIMARY KEY,
    bytes   BLOB NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;
