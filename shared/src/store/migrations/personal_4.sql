-- What the town is told without a name, each once a week: that an app was opened, news and pages read, searches in vain.
CREATE TABLE tally (
    week TEXT    NOT NULL,             -- ISO 8601, for example 2026-W48
    kind TEXT    NOT NULL,             -- a record's kind, 'search' or 'app'
    what TEXT    NOT NULL,             -- the record's id, the search's words, nothing
    told INTEGER NOT NULL DEFAULT 0,   -- 1: the server knows
    PRIMARY KEY (week, kind, what)
) STRICT;
