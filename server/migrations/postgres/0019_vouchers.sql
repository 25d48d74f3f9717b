-- Codes that shops on the web gave to be given: each to one card, once.
CREATE TABLE vouchers (
    id         TEXT    NOT NULL PRIMARY KEY,       -- ULID: codes are given in this order
    offer      TEXT    NOT NULL,
    code       TEXT    NOT NULL,                   -- as the shop wrote it, for it is shown again; emptied with its holder
    code_hash  BYTEA    NOT NULL,                   -- SHA-256: a code that was here once is not brought again
    added_at   BIGINT  NOT NULL,
    given_at   BIGINT ,                            -- NULL: not yet
    card       TEXT,                               -- to whom; goes when its holder is erased
    redemption TEXT                                -- the use that it is
);

CREATE UNIQUE INDEX vouchers_once ON vouchers (offer, code_hash);
CREATE INDEX vouchers_left ON vouchers (offer, given_at, id);
CREATE INDEX vouchers_by_card ON vouchers (card);

-- How full each stock was when codes were last brought, and what was told of it since.
CREATE TABLE voucher_stocks (
    offer TEXT    NOT NULL PRIMARY KEY,
    size  BIGINT  NOT NULL,                        -- codes left then: what the alerts are per cent of
    told  BIGINT  NOT NULL                         -- the lowest alert told since: 50, 25, 10, 0; 100: none
);

-- What was told of a stock: once to the shop, once to the team, until each has said that it was seen.
CREATE TABLE voucher_alerts (
    id         TEXT    NOT NULL PRIMARY KEY,       -- ULID
    offer      TEXT    NOT NULL,
    shop       TEXT    NOT NULL,                   -- id of its place
    percent    BIGINT  NOT NULL,
    remaining  BIGINT  NOT NULL,
    at         BIGINT  NOT NULL,
    shop_seen  BIGINT ,                            -- when; NULL: not yet
    staff_seen BIGINT 
);

CREATE INDEX voucher_alerts_by_shop ON voucher_alerts (shop, at);
