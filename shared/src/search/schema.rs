//! The index's tables: plain SQLite, kept inside the store's own file and transactions.
//!
//! Invariant: every table follows from the documents indexed; a term with no document left has no row.
//! FTS5 was rejected after measuring it on the same questions (ADR 0005): its `bm25()` is fixed, sees neither
//! passages nor the difference between a word and its stem, and offers no spelling step.

/// SQL that creates the index. Part of a store migration, so it never changes once released.
pub const SCHEMA: &str = "
CREATE TABLE search_document (
    record   INTEGER PRIMARY KEY,   -- rowid in the store's table of records
    kind     TEXT    NOT NULL,
    section  TEXT,
    words    INTEGER NOT NULL,      -- of title, summary, body and keywords, stop words apart
    terms    BLOB    NOT NULL       -- ids of its terms, ascending, as LEB128 gaps: what a removal undoes
) STRICT;

CREATE TABLE search_term (
    id        INTEGER PRIMARY KEY,
    form      TEXT    NOT NULL UNIQUE,  -- folded
    stem      TEXT    NOT NULL,
    documents INTEGER NOT NULL CHECK (documents >= 0)
) STRICT;

CREATE TABLE search_posting (
    term    INTEGER NOT NULL,       -- search_term.id
    block   INTEGER NOT NULL,       -- record >> 6
    entries BLOB    NOT NULL,       -- see posting.rs
    PRIMARY KEY (term, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_spelling (
    half INTEGER NOT NULL,          -- hash of a term's first or second half and its length
    term INTEGER NOT NULL,          -- search_term.id
    PRIMARY KEY (half, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_total (
    only      INTEGER PRIMARY KEY CHECK (only = 1),
    documents INTEGER NOT NULL,
    words     INTEGER NOT NULL
) STRICT;
INSERT INTO search_total (only, documents, words) VALUES (1, 0, 0);
";

/// SQL that lets a narrowed question read the records of a kind or section without what else is kept of each. A later migration of
/// the same store.
pub const NARROWING: &str = "CREATE INDEX search_document_narrowed ON search_document (kind, section, record);";
