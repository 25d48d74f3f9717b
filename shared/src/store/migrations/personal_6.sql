-- Offers that their reader was shown: another one is new to them. Kept here alone, like favourites.
CREATE TABLE offer_met (
    offer  TEXT PRIMARY KEY,   -- its id
    met_at INTEGER NOT NULL    -- when; 0: it was there before this phone looked
) STRICT;

-- What the phone's owner asked to be reminded of.
CREATE TABLE reminder (
    event  TEXT NOT NULL,      -- id of the event
    start  INTEGER NOT NULL,   -- which of its dates, unix seconds
    ahead  INTEGER NOT NULL,   -- how long before, seconds
    title  TEXT NOT NULL,      -- the event's, should its record be gone by then
    told   INTEGER NOT NULL DEFAULT 0,   -- 1: said on the screen
    PRIMARY KEY (event, start)
) STRICT;
