-- One-time links by which someone chooses a password: a new colleague, a lost password, the first account.
CREATE TABLE staff_invitations (
    code_hash  BLOB NOT NULL PRIMARY KEY,   -- SHA-256
    name       TEXT NOT NULL,             -- empty: whoever has the link chooses it
    role       TEXT NOT NULL CHECK (role IN ('admin', 'editor', 'agent', 'partnerships')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
