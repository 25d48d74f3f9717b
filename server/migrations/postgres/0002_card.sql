-- The youth card: applications, phones that hold cards, what shops redeemed, staff who decide.

-- An application and the card it becomes. What is not here is not known: no photo, no school, no address.
CREATE TABLE cards (
    id              TEXT    NOT NULL PRIMARY KEY,  -- ULID
    key_hash        BYTEA    NOT NULL UNIQUE,       -- SHA-256 of the phone's idempotency key; random for the desk
    origin          TEXT    NOT NULL CHECK (origin IN ('app', 'desk')),
    state           TEXT    NOT NULL CHECK (state IN ('submitted', 'asked', 'refused', 'approved', 'active', 'suspended', 'revoked')),
    reason          TEXT    NOT NULL,              -- staff's words; empty without
    first_name      TEXT    NOT NULL,
    last_name       TEXT    NOT NULL,
    name_folded     TEXT    NOT NULL,              -- "first last" without accents or case: search and duplicates
    birth_date      TEXT    NOT NULL,              -- YYYY-MM-DD
    commune         TEXT    NOT NULL,
    parent_name     TEXT,                          -- who agreed for a child
    parent_contact  TEXT,
    consent_version TEXT    NOT NULL,              -- which words were agreed to
    consented_at    BIGINT NOT NULL,
    entitlements    BIGINT NOT NULL,              -- four bits with the territory's meaning
    submitted_at    BIGINT NOT NULL,
    decided_at      BIGINT,
    valid_until     BIGINT,                       -- set by an approval
    renewal_at      BIGINT,                       -- asked for another term then
    device_key      BYTEA,                          -- Ed25519 key of the phone that holds it
    bound_at        BIGINT,                       -- when that phone took it
    changed_at      BIGINT NOT NULL               -- last act of holder or staff: what retention counts from
);

CREATE INDEX cards_by_state ON cards (state, submitted_at);
CREATE INDEX cards_by_name ON cards (name_folded);

-- Secrets of phones. A phone whose card moved away keeps its own until it was told.
CREATE TABLE card_tokens (
    token_hash BYTEA    NOT NULL PRIMARY KEY,       -- SHA-256
    card       TEXT    NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    moved      BIGINT NOT NULL                    -- 1: the card went to another phone
);

CREATE INDEX card_tokens_by_card ON card_tokens (card);

-- One-time codes: 'activation' is shown by staff, 'rescue' is kept by the holder away from the phone.
CREATE TABLE card_codes (
    code_hash  BYTEA    NOT NULL PRIMARY KEY,       -- SHA-256
    card       TEXT    NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    purpose    TEXT    NOT NULL CHECK (purpose IN ('activation', 'rescue')),
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

CREATE INDEX card_codes_by_card ON card_codes (card, purpose);

-- What was signed. Kept until it ends by itself: the list of revocations is made from here.
CREATE TABLE credentials (
    id         BYTEA    NOT NULL PRIMARY KEY,       -- 8 random bytes
    card       TEXT    NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    key_id     BIGINT NOT NULL,
    issued_at  BIGINT NOT NULL,
    expires    BIGINT NOT NULL,
    printed    BIGINT NOT NULL
);

CREATE INDEX credentials_by_card ON credentials (card);

-- Apart from `credentials`, so that an erased card's codes stay refused without a trace of whose they were.
CREATE TABLE revocations (
    credential BYTEA    NOT NULL PRIMARY KEY,
    revoked_at BIGINT NOT NULL,
    expires    BIGINT NOT NULL
);

-- Codes shown to the server in the last minutes: each proof counts once.
CREATE TABLE presentations (
    credential BYTEA    NOT NULL,
    moment     BIGINT NOT NULL,                   -- the proof's own
    scan       TEXT    NOT NULL,                   -- asking again for the same scan is no replay
    seen_at    BIGINT NOT NULL,
    redemption TEXT,                               -- what it was used for
    PRIMARY KEY (credential, moment)
);

-- Uses of offers. `card` goes when its holder is erased; the shop's count stays.
CREATE TABLE redemptions (
    id           TEXT    NOT NULL PRIMARY KEY,     -- ULID
    key_hash     BYTEA    NOT NULL UNIQUE,          -- SHA-256 of the page's idempotency key
    offer        TEXT    NOT NULL,
    shop         TEXT    NOT NULL,                 -- id of its place
    card         TEXT,
    period       TEXT    NOT NULL,                 -- which day, week, month … the limit counts in
    at           BIGINT NOT NULL,                 -- when the shop pressed
    recorded_at  BIGINT NOT NULL,
    undone_at    BIGINT,
    saving_cents BIGINT NOT NULL
);

CREATE INDEX redemptions_by_card ON redemptions (card, offer, period);
CREATE INDEX redemptions_by_shop ON redemptions (shop, at);

-- How many codes were verified and with which answer. No card, no name; kept for thirty days.
CREATE TABLE verifications (
    id      TEXT    NOT NULL PRIMARY KEY,          -- ULID
    at      BIGINT NOT NULL,
    shop    TEXT,
    verdict TEXT    NOT NULL
);

CREATE TABLE shop_invitations (
    code_hash  BYTEA    NOT NULL PRIMARY KEY,
    shop       TEXT    NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);

CREATE TABLE shop_sessions (
    token_hash BYTEA    NOT NULL PRIMARY KEY,
    shop       TEXT    NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE staff (
    id            TEXT    NOT NULL PRIMARY KEY,    -- ULID
    name          TEXT    NOT NULL UNIQUE,         -- to sign in with
    password_hash TEXT    NOT NULL,                -- Argon2id, PHC string
    role          TEXT    NOT NULL CHECK (role IN ('admin', 'editor', 'agent', 'partnerships')),
    created_at    BIGINT NOT NULL,
    disabled_at   BIGINT
);

CREATE TABLE staff_sessions (
    token_hash BYTEA    NOT NULL PRIMARY KEY,
    staff      TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);

-- Other territories whose cards are accepted.
CREATE TABLE card_partners (
    territory BIGINT NOT NULL PRIMARY KEY,
    body      TEXT    NOT NULL                     -- JSON, as the file it came in
);
