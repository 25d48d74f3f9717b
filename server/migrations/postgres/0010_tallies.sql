-- What apps tell of how they are used: sums of ISO weeks ("2026-W48"), nothing about anyone.

-- Apps that opened a news item or a page in a week. A record deleted since keeps its sums.
CREATE TABLE read_counts (
    week  TEXT   NOT NULL,
    kind  TEXT   NOT NULL,
    id    TEXT   NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (week, kind, id)
);

-- Apps whose search found nothing, by its folded words. Few apps could be one person's: such rows are shown to nobody, and
-- deleted once their week is over.
CREATE TABLE fruitless_searches (
    week  TEXT   NOT NULL,
    words TEXT   NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (week, words)
);
