-- The picture that an application is decided by, in towns that ask for one. Gone with the decision.
CREATE TABLE card_proofs (
    card        TEXT NOT NULL PRIMARY KEY REFERENCES cards (id) ON DELETE CASCADE,
    picture     BYTEA NOT NULL,                    -- WebP, drawn anew by the server
    received_at BIGINT NOT NULL
);
