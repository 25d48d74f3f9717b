-- The counter's own database on PostgreSQL. Never edited once released: a change is a new file.
-- The SQLite folder beside this one says the same in its own types.

-- The change log's head. One row, whose lock puts writers in line, so that `seq` grows in commit order.
CREATE TABLE change_log (
    one     BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    id      TEXT    NOT NULL,            -- new after each restore: a cursor of another log is refused
    seq     BIGINT NOT NULL,            -- last position given out
    horizon BIGINT NOT NULL             -- highest position of a tombstone no longer kept
);

-- Public records, and tombstones of deleted ones. A record stands at the position that last touched it.
CREATE TABLE records (
    kind       TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    seq        BIGINT NOT NULL UNIQUE,
    body       TEXT,                     -- JSON as it travels, without seq; NULL is a tombstone
    changed_at BIGINT NOT NULL,         -- unix seconds
    PRIMARY KEY (kind, id)
);

-- Which outside item became which record, and what it was then: tells an update from an edit made here.
CREATE TABLE origins (
    source    TEXT NOT NULL,             -- address or name of the feed, "territory" for the seed
    external  TEXT NOT NULL,             -- the item's own identifier
    kind      TEXT NOT NULL,
    id        TEXT NOT NULL,
    item_hash TEXT NOT NULL,             -- SHA-256 of the item as it came
    body_hash TEXT NOT NULL,             -- SHA-256 of the record made from it
    PRIMARY KEY (source, external)
);

-- Pictures, named by what they contain. In the database so that one file is the whole backup and a picture
-- is committed with the record that shows it.
CREATE TABLE media (
    sha256 TEXT NOT NULL PRIMARY KEY,    -- lower-case hexadecimal
    bytes  BYTEA NOT NULL                 -- WebP
);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- Messages to the youth service: personal data, erased by their sender with the token.
CREATE TABLE messages (
    id          TEXT    NOT NULL PRIMARY KEY,  -- ULID
    key_hash    BYTEA   NOT NULL UNIQUE,       -- SHA-256 of the phone's idempotency key
    topic       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    reply_to    TEXT    NOT NULL,
    about_kind  TEXT,
    about_id    TEXT,
    received_at BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    answer      TEXT,
    answered_at BIGINT
);

-- A message has a few tokens: one for each time its phone had to send it again.
CREATE TABLE message_tokens (
    message    TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    token_hash BYTEA NOT NULL,                  -- SHA-256; the token itself is nowhere
    PRIMARY KEY (message, token_hash)
);

-- Keys of erased messages, so that a late retry does not bring one back.
CREATE TABLE erased_messages (
    key_hash  BYTEA   NOT NULL PRIMARY KEY,
    erased_at BIGINT NOT NULL
);

-- Who read or answered what, never the text.
CREATE TABLE audit (
    id      TEXT    NOT NULL PRIMARY KEY,      -- ULID
    at      BIGINT NOT NULL,
    actor   TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    subject TEXT    NOT NULL
);

-- Apps that synced for the first time in an ISO week. A number, nothing about anyone.
CREATE TABLE weekly_syncs (
    week  TEXT    NOT NULL PRIMARY KEY,        -- "2026-W48"
    apps  BIGINT NOT NULL
);
