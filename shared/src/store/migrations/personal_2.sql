-- The youth card of this phone: one at most. Leaves the phone only as its holder asks: the application, and each proof.
CREATE TABLE card (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    token        TEXT,                -- secret that speaks for the card; none until the server took the application
    application  TEXT,                -- JSON, as it is or was sent; none when staff made the card
    sent_at      INTEGER,             -- when the server took the application; none: it waits
    refused      TEXT,                -- the server's reason for not taking the application
    attempts     INTEGER NOT NULL DEFAULT 0, -- tries in a row that failed
    next_try_at  INTEGER NOT NULL DEFAULT 0, -- nothing is asked before then
    status       TEXT,                -- JSON, as the server last told it
    status_at    INTEGER NOT NULL DEFAULT 0, -- when it told it, by the phone's clock
    fault        TEXT,                -- the server's reason for giving no credential
    credential   BLOB,                -- signed by the town
    renew_from   INTEGER NOT NULL DEFAULT 0, -- the next one is asked for from then on, by the server's clock
    server_ahead INTEGER,             -- server's clock minus the phone's when the credential came, seconds
    heard_at     INTEGER NOT NULL DEFAULT 0, -- when that was, by the phone's clock
    rescue_code  TEXT,                -- given once, to be written down elsewhere
    photo        BLOB                 -- JPEG or WebP that the phone made; never sent
) STRICT;

-- What the server must still be asked, after a card was declared lost or erased here without a network. Its token is all
-- that is kept of an erased card.
CREATE TABLE card_errand (
    token        TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('lost', 'erase')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_try_at  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (token, kind)
) STRICT;
