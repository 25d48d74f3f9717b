-- How many cards were active in an ISO week ("2026-W48"), as last counted in it. A number, nothing about anyone: what the
-- `cards` table says changes with each act, and erased cards leave nothing to count later.
CREATE TABLE weekly_cards (
    week   TEXT    NOT NULL PRIMARY KEY,
    active INTEGER NOT NULL
) STRICT;
