-- The picture of a proof, in towns that ask for one: a draft, then on its way, then gone.
CREATE TABLE card_proof (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    picture BLOB    NOT NULL,          -- JPEG that the phone made
    queued  INTEGER NOT NULL DEFAULT 0 -- 1: its holder pressed « Envoyer »
) STRICT;
