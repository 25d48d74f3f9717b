-- Tables that staff brought, kept for the minutes between looking at them and importing them.
CREATE TABLE uploads (
    id         TEXT    NOT NULL PRIMARY KEY,       -- ULID
    owner      TEXT    NOT NULL,                   -- id of whoever brought it: nobody else sees it
    noun       TEXT    NOT NULL CHECK (noun IN ('shops', 'offers', 'places')),
    file_name  TEXT    NOT NULL,
    bytes      BYTEA   NOT NULL,                   -- as they came; emptied once imported
    mapping    TEXT    NOT NULL,                   -- which column says what, JSON
    state      TEXT    NOT NULL CHECK (state IN ('ready', 'running', 'done', 'moved', 'full', 'failed')),
    started_at BIGINT  NOT NULL,                   -- when its import last began; 0: never
    outcome    TEXT    NOT NULL,                   -- what the import did: counts, JSON; empty: nothing yet
    created_at BIGINT  NOT NULL
);

CREATE INDEX uploads_by_owner ON uploads (owner, created_at);

-- What shops ask for: an offer of theirs, new or changed. Nothing of it is on phones before somebody accepts it.
CREATE TABLE offer_proposals (
    id         TEXT    NOT NULL PRIMARY KEY,       -- ULID: of the page, so that one sent twice is one
    shop       TEXT    NOT NULL,                   -- id of its place
    offer      TEXT    NOT NULL,                   -- id of the offer that it changes; empty: a new one
    body       TEXT    NOT NULL,                   -- the offer as it would be, JSON
    words      TEXT    NOT NULL,                   -- what the shop adds for the team
    state      TEXT    NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'withdrawn')),
    reason     TEXT    NOT NULL,                   -- why it was refused; empty: it was not
    sent_at    BIGINT  NOT NULL,
    decided_at BIGINT,
    decided_by TEXT    NOT NULL                    -- empty: nobody yet
);

CREATE INDEX offer_proposals_by_shop ON offer_proposals (shop, sent_at);
CREATE INDEX offer_proposals_waiting ON offer_proposals (state, sent_at);
