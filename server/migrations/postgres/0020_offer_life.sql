-- The whole life of what a shop asks for: a draft that it alone sees, and what was approved for a day to come.
ALTER TABLE offer_proposals DROP CONSTRAINT offer_proposals_state_check;
ALTER TABLE offer_proposals ADD CONSTRAINT offer_proposals_state_check
    CHECK (state IN ('draft', 'waiting', 'approved', 'accepted', 'refused', 'withdrawn'));
-- YYYY-MM-DD: phones get what was approved on that day; empty: at once.
ALTER TABLE offer_proposals ADD COLUMN due_on TEXT NOT NULL DEFAULT '';

-- Why an offer rests, and who says so. Speaks only while the record itself is suspended.
CREATE TABLE offer_suspensions (
    offer   TEXT    NOT NULL PRIMARY KEY,
    by_whom TEXT    NOT NULL CHECK (by_whom IN ('shop', 'staff')),
    reason  TEXT    NOT NULL,                      -- of the team, for the shop to read; empty: the shop's own affair
    at      BIGINT  NOT NULL
);
