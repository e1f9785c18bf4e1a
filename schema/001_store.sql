-- The store's tables, version 1. Blobs only: what they hold is STORE's formats. See include/evenkeel/store.h.
PRAGMA application_id=0x45564B4C;
PRAGMA user_version=1;
CREATE TABLE chain(g INTEGER PRIMARY KEY, first_e INTEGER NOT NULL, first_n INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK(kind IN (0,1,2)), box BLOB NOT NULL CHECK(length(box) IN (0,81,105))) STRICT;
CREATE TABLE epoch(e INTEGER PRIMARY KEY, g INTEGER NOT NULL REFERENCES chain, first_n INTEGER NOT NULL UNIQUE,
  box BLOB NOT NULL CHECK(length(box) IN (81,105))) STRICT;
CREATE TABLE entry(n INTEGER PRIMARY KEY, blob BLOB NOT NULL CHECK(length(blob) IN (104,1064))) STRICT;
