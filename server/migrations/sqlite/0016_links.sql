-- Addresses that content names, tried now and then so that nobody's phone leads to a page that is gone.
CREATE TABLE links (
    url           TEXT    NOT NULL PRIMARY KEY,
    host          TEXT    NOT NULL,               -- one server is asked for one thing at a time
    next_try      INTEGER NOT NULL,
    lease_until   INTEGER NOT NULL,               -- whoever tries holds it until then; 0: nobody does
    tried_at      INTEGER,
    failed_on     INTEGER,                        -- day, counted from 1970, of the failure that was counted last
    failures      INTEGER NOT NULL,               -- days in a row on which it failed
    failing_since INTEGER,                        -- the first of them
    failure       TEXT    NOT NULL,               -- what went wrong last, by its stable name; empty: nothing
    excused       INTEGER NOT NULL                -- 1: somebody looked at it and does not want to hear of it again
) STRICT;

CREATE INDEX links_by_turn ON links (next_try);

-- Pictures that nothing shows, and since when: after a while they go.
CREATE TABLE idle_media (
    sha256 TEXT    NOT NULL PRIMARY KEY REFERENCES media (sha256) ON DELETE CASCADE,
    since  INTEGER NOT NULL
) STRICT;
