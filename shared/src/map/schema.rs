//! What the map's file is, table by table: an `MBTiles` database with letters and a gazetteer beside its tiles.
//!
//! One file, because a phone downloads it once by choice: basemap, letters and place search come or go together.
//! `PMTiles` was rejected: it is made for ranges over HTTP, and could hold neither the letters nor the gazetteer.

/// `PRAGMA application_id`: "GJmp".
pub const APPLICATION_ID: i64 = 0x474a_6d70;

/// `PRAGMA user_version` of what this program writes; it reads none newer.
pub const VERSION: i64 = 1;

/// Tiles, as the `MBTiles` specification 1.3 has them; what it leaves open (`STRICT`, the key) is settled here.
pub const TILES: &str = "
CREATE TABLE metadata (
    name TEXT NOT NULL PRIMARY KEY, -- name, format, minzoom, maxzoom, bounds, attribution, version, built_at, json
    value TEXT NOT NULL
) STRICT;
CREATE TABLE tiles (
    zoom_level INTEGER NOT NULL,
    tile_column INTEGER NOT NULL,
    tile_row INTEGER NOT NULL, -- from the south, as TMS counts
    tile_data BLOB NOT NULL, -- a Mapbox Vector Tile, gzip
    PRIMARY KEY (zoom_level, tile_column, tile_row)
) STRICT;
CREATE TABLE glyphs (
    range TEXT NOT NULL PRIMARY KEY, -- \"0-255\"
    data BLOB NOT NULL -- signed distance fields, as MapLibre reads them
) STRICT;
";

/// The gazetteer. Words of context stand in `spot_word` too: « rue de la marne chalons » is then one intersection.
pub const GAZETTEER: &str = "
CREATE TABLE spot (
    id INTEGER PRIMARY KEY, -- the more a spot matters, the lower
    kind TEXT NOT NULL, -- street, place, locality, municipality
    name TEXT NOT NULL,
    context TEXT NOT NULL, -- postal code and commune
    folded TEXT NOT NULL, -- words of the name, a bar, words of the context: as they are compared
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    rank INTEGER NOT NULL -- 0 for a town, up to 9
) STRICT;
CREATE TABLE house (
    street INTEGER NOT NULL, -- id of its spot
    number TEXT NOT NULL, -- 12, 12bis: without spaces, in lower case
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    PRIMARY KEY (street, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE spot_term (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    letters INTEGER NOT NULL, -- length of the word: a misspelt one is looked for among those of its length
    spots INTEGER NOT NULL -- how many have it
) STRICT;
CREATE INDEX spot_term_letters ON spot_term (letters, word, spots);
CREATE TABLE spot_word (
    term INTEGER NOT NULL,
    spot INTEGER NOT NULL,
    PRIMARY KEY (term, spot)
) STRICT, WITHOUT ROWID;
";
