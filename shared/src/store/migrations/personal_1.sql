-- What belongs to the person. Never leaves the phone, except a message they chose to send.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL               -- JSON
) STRICT;

CREATE TABLE favourite (
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    title    TEXT NOT NULL,           -- so that it can be named after its record is gone
    added_at INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

-- What is being typed, saved as it is typed.
CREATE TABLE draft (
    form     TEXT PRIMARY KEY,
    body     TEXT NOT NULL,           -- JSON, the form's own
    saved_at INTEGER NOT NULL
) STRICT;

-- Messages to the service: outbox and answers in one, because a message is one thing to its sender.
CREATE TABLE message (
    key         TEXT PRIMARY KEY,     -- ULID, also the idempotency key
    body        TEXT NOT NULL,        -- JSON, as it is or was sent
    written_at  INTEGER NOT NULL,
    refused     TEXT,                 -- the server's reason, when it will never take it
    receipt     TEXT,                 -- JSON, once sent: id, token, promise, answer
    attempts    INTEGER NOT NULL,     -- sends tried and failed
    next_try_at INTEGER NOT NULL
) STRICT;
