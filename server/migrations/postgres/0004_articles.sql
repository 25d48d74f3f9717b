-- News as the town's staff write them. What phones have is in `records`; here is what is being written, and what was.
CREATE TABLE articles (
    id         TEXT NOT NULL PRIMARY KEY,          -- ULID: the id of the news that it becomes
    state      TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'published', 'ended')),
    version    BIGINT NOT NULL,                        -- grows at each save: who saves over another's notices
    live       BIGINT NOT NULL,                        -- the version that phones have; 0: none
    body       TEXT NOT NULL,                      -- JSON, as being written
    title      TEXT NOT NULL,
    publish_at BIGINT,                                 -- when phones get it, or got it
    expire_at  BIGINT,                                 -- when phones lose it
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL
);

CREATE INDEX articles_by_state ON articles (state, publish_at);

-- One line for each thing that was done to it on purpose, with its words at that moment.
CREATE TABLE article_versions (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    action  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    actor   TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (article, version, action)
);
