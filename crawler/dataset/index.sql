-- What is asked of a dataset while its site is crawled; derived from the finished runs, deletable at any time.
CREATE TABLE runs (number INTEGER PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL);

-- day: published, else first fetched; checked: last looked at (both days of the calendar, see policy.py);
-- gone, failed: how often in a row it was gone, or nothing could be said of it; run, file and start: where its newest text is.
CREATE TABLE articles (
  id BLOB PRIMARY KEY, day INTEGER NOT NULL, checked INTEGER NOT NULL, seen INTEGER NOT NULL,
  gone INTEGER NOT NULL, failed INTEGER NOT NULL, run INTEGER NOT NULL, file TEXT NOT NULL, start INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX by_day ON articles (day);
CREATE INDEX by_checked ON articles (checked);

-- Addresses that lead to an article which goes by another id.
CREATE TABLE aliases (id BLOB PRIMARY KEY, article BLOB NOT NULL, day INTEGER NOT NULL) WITHOUT ROWID;

-- front: the rows of page 1 when the column was last read to its end or sealed; walked: the day it was last read whole.
CREATE TABLE columns (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, url TEXT NOT NULL, walked INTEGER, items INTEGER, front TEXT
);
-- mark: CRC-32 of the row's title and day; a pinned article may stand there twice, in other words.
CREATE TABLE listings (
  column INTEGER NOT NULL, row BLOB NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (column, row, mark)
) WITHOUT ROWID;

-- Articles whose row has changed or gone, until they have been looked at.
CREATE TABLE doubtful (id BLOB PRIMARY KEY) WITHOUT ROWID;

-- Links that gave no article: outcome is failed or dropped; asks: in how many runs they were asked for.
CREATE TABLE troubles (
  id BLOB PRIMARY KEY, outcome TEXT NOT NULL, reason TEXT NOT NULL, url TEXT NOT NULL, column TEXT,
  list_title TEXT, list_date TEXT, asks INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL
) WITHOUT ROWID;
