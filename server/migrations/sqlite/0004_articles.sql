-- News as the town's staff write them. What phones have is in `records`; here is what is being written, and what was.
CREATE TABLE articles (
    id         TEXT NOT NULL PRIMARY KEY,          -- ULID: the id of the news that it becomes
    state      TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'published', 'ended')),
    version    INTEGER NOT NULL,                        -- grows at each save: who saves over another's notices
    live       INTEGER NOT NULL,                        -- the version that phones have; 0: none
    body       TEXT NOT NULL,                      -- JSON, as being written
    title      TEXT NOT NULL,
    publish_at INTEGER,                                 -- when phones get it, or got it
    expire_at  INTEGER,                                 -- when phones lose it
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
) STRICT;

CREATE INDEX articles_by_state ON articles (state, publish_at);

-- One line for each thing that was done to it on purpose, with its words at that moment.
CREATE TABLE article_versions (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    action  TEXT NOT NULL,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (article, version, action)
) STRICT;
