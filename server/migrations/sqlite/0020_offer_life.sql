-- The whole life of what a shop asks for: a draft that it alone sees, and what was approved for a day to come.
-- SQLite changes no CHECK: the table is made anew.
CREATE TABLE offer_proposals_next (
    id         TEXT    NOT NULL PRIMARY KEY,       -- ULID: of the page, so that one sent twice is one
    shop       TEXT    NOT NULL,                   -- id of its place
    offer      TEXT    NOT NULL,                   -- id of the offer that it changes; empty: a new one
    body       TEXT    NOT NULL,                   -- the offer as it would be, JSON; once approved, as the team wrote it
    words      TEXT    NOT NULL,                   -- what the shop adds for the team
    state      TEXT    NOT NULL CHECK (state IN ('draft', 'waiting', 'approved', 'accepted', 'refused', 'withdrawn')),
    reason     TEXT    NOT NULL,                   -- why it was refused; empty: it was not
    sent_at    INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by TEXT    NOT NULL,                   -- empty: nobody yet
    due_on     TEXT    NOT NULL                    -- YYYY-MM-DD: phones get what was approved on that day; empty: at once
) STRICT;

INSERT INTO offer_proposals_next (id, shop, offer, body, words, state, reason, sent_at, decided_at, decided_by, due_on)
SELECT id, shop, offer, body, words, state, reason, sent_at, decided_at, decided_by, '' FROM offer_proposals;
DROP TABLE offer_proposals;
ALTER TABLE offer_proposals_next RENAME TO offer_proposals;

CREATE INDEX offer_proposals_by_shop ON offer_proposals (shop, sent_at);
CREATE INDEX offer_proposals_waiting ON offer_proposals (state, sent_at);

-- Why an offer rests, and who says so. Speaks only while the record itself is suspended.
CREATE TABLE offer_suspensions (
    offer   TEXT    NOT NULL PRIMARY KEY,
    by_whom TEXT    NOT NULL CHECK (by_whom IN ('shop', 'staff')),
    reason  TEXT    NOT NULL,                      -- of the team, for the shop to read; empty: the shop's own affair
    at      INTEGER NOT NULL
) STRICT;
