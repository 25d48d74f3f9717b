-- Notifications of news: phones that asked for them, what was announced, and what is still to be sent.

-- Where to send, and what the phone wants to hear of. No account, nothing that names its owner. Numbered, so that an
-- announcement can walk over them and go on from where it was.
CREATE TABLE push_subscriptions (
    id         INTEGER NOT NULL PRIMARY KEY,
    token_hash BLOB    NOT NULL UNIQUE,          -- SHA-256 of provider and endpoint or token
    provider   TEXT    NOT NULL CHECK (provider IN ('web', 'fcm', 'apns')),
    service    TEXT    NOT NULL,                 -- who carries it: the provider, with its host for browsers
    target     TEXT    NOT NULL,                 -- where to, JSON as it came
    topics     TEXT    NOT NULL,                 -- ",culture,sport,"; empty: all
    lang       TEXT    NOT NULL,                 -- of the app; empty: the town's
    quiet_from INTEGER NOT NULL,                 -- minute of the day in the town's zone; -1: no quiet hours
    quiet_to   INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL                  -- when the phone last sent it
) STRICT;

CREATE INDEX push_subscriptions_by_service ON push_subscriptions (service);
CREATE INDEX push_subscriptions_by_age ON push_subscriptions (seen_at);

-- One announcement of one article, and how it went. Written in the transaction that publishes.
CREATE TABLE push_sends (
    id        INTEGER NOT NULL PRIMARY KEY,
    article   TEXT    NOT NULL,
    payload   TEXT    NOT NULL,                  -- what phones get, JSON
    topic     TEXT    NOT NULL,                  -- empty: none
    begun_at  INTEGER NOT NULL,
    begun_by  TEXT    NOT NULL,
    deadline  INTEGER NOT NULL,                  -- what is not sent by then is not sent
    state     TEXT    NOT NULL CHECK (state IN ('spreading', 'sending', 'done', 'stopped')),
    spread_to INTEGER NOT NULL,                  -- subscriptions up to this number are in the outbox
    spread_end INTEGER NOT NULL,                -- up to which they have to be
    sent      INTEGER NOT NULL,
    gone      INTEGER NOT NULL,                  -- phones that are not there any more
    refused   INTEGER NOT NULL,
    late      INTEGER NOT NULL                   -- given up at the deadline
) STRICT;

CREATE INDEX push_sends_by_article ON push_sends (article);

-- What is still to be sent, one line for a phone and an article: a later announcement takes the place of one that waits.
CREATE TABLE push_outbox (
    id           INTEGER NOT NULL PRIMARY KEY,
    subscription INTEGER NOT NULL REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    article      TEXT    NOT NULL,
    send         INTEGER NOT NULL REFERENCES push_sends (id) ON DELETE CASCADE,
    service      TEXT    NOT NULL,
    due_at       INTEGER NOT NULL,               -- when to try, and while somebody tries, until when it is theirs
    attempts     INTEGER NOT NULL,
    UNIQUE (subscription, article)
) STRICT;

CREATE INDEX push_outbox_due ON push_outbox (service, due_at);
CREATE INDEX push_outbox_by_send ON push_outbox (send);

-- Whoever carries notifications, and how they are doing. What they ask to wait holds for every node.
CREATE TABLE push_services (
    name          TEXT    NOT NULL PRIMARY KEY,
    provider      TEXT    NOT NULL,
    paused_until  INTEGER NOT NULL,
    failing_since INTEGER,                       -- since when nothing went through
    failure       TEXT    NOT NULL,              -- what went wrong last, by its stable name; empty: nothing
    tried_at      INTEGER NOT NULL,
    sent_at       INTEGER                        -- when something last went through
) STRICT;
