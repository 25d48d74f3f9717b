-- What staff show beside their password: codes of an app on their phone, and codes kept on paper for when it is lost.
CREATE TABLE staff_second_factors (
    staff        TEXT    NOT NULL PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE,
    sealed       BLOB    NOT NULL,          -- secret under a key that is in no backup: nonce, ciphertext, tag
    begun_at     INTEGER NOT NULL,
    confirmed_at INTEGER,                   -- none: shown, but no code of it was typed yet, so it is not asked for
    last_step    INTEGER NOT NULL           -- time step of the last code that was accepted: none counts twice
) STRICT;

CREATE TABLE staff_recovery_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,    -- SHA-256 of eighty random bits; gone once used
    staff     TEXT NOT NULL REFERENCES staff (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX staff_recovery_codes_by_staff ON staff_recovery_codes (staff);

-- Whose password was right and whose code is awaited. Some minutes long, a few tries wide.
CREATE TABLE staff_sign_ins (
    token_hash BLOB    NOT NULL PRIMARY KEY,  -- SHA-256
    staff      TEXT    NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL
) STRICT;
