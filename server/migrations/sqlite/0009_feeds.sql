-- What the town's other tools publish: followed here, and read over by someone before phones get it, unless told otherwise.
CREATE TABLE feeds (
    id            TEXT    NOT NULL PRIMARY KEY,   -- ULID
    url           TEXT    NOT NULL UNIQUE,        -- also the source's name in `origins`
    format        TEXT    NOT NULL CHECK (format IN ('rss', 'atom', 'json', 'ical')),
    title         TEXT    NOT NULL,
    rule          TEXT    NOT NULL CHECK (rule IN ('review', 'publish')),
    category      TEXT    NOT NULL,               -- for news that come without one; empty: none
    every_minutes INTEGER NOT NULL CHECK (every_minutes >= 5),
    version       INTEGER NOT NULL,               -- grows at each change by hand: who saves over another's notices
    paused        INTEGER NOT NULL,               -- 1: not tried
    next_try      INTEGER NOT NULL,
    lease_until   INTEGER NOT NULL,               -- whoever tries holds it until then; 0: nobody does
    tried_at      INTEGER,
    succeeded_at  INTEGER,
    failures      INTEGER NOT NULL,               -- in a row
    failing_since INTEGER,                        -- the first of them
    failure       TEXT    NOT NULL,               -- what went wrong, by its stable name; empty: nothing
    detail        TEXT    NOT NULL,               -- the same, as the machine says it
    outcome       TEXT    NOT NULL,               -- what the last success brought: counts, as JSON
    entity_tag    TEXT    NOT NULL,               -- as the source sent it; empty: none
    last_modified TEXT    NOT NULL,
    added_at      INTEGER NOT NULL
) STRICT;

-- Each thing that a feed ever named, as it came last, and what became of it.
CREATE TABLE feed_items (
    feed       TEXT    NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    external   TEXT    NOT NULL,                  -- the item's own identifier inside its feed
    kind       TEXT    NOT NULL,
    id         TEXT    NOT NULL UNIQUE,           -- of the record that it is or would be
    item_hash  TEXT    NOT NULL,                  -- SHA-256 of the item as it came last
    body       TEXT    NOT NULL,                  -- the record that it makes, JSON
    title      TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'published', 'edited', 'dismissed')),
    changed    INTEGER NOT NULL,                  -- 1: it changed at its source since that was decided
    cancelled  INTEGER NOT NULL,                  -- 1: its source says that it will not be
    came_at    INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (feed, external)
) STRICT;

CREATE INDEX feed_items_to_read ON feed_items (state, changed);
