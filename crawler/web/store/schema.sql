-- All runs of all sites, as the pages read them; derived from the finished runs, deletable at any time.
-- Days are ISO days and times ISO times, Beijing.
CREATE TABLE generation (number INTEGER NOT NULL);
INSERT INTO generation VALUES (0);

-- stamps: JSON, of each folder of runs the size and time of its manifest, and the keys of the runs in it.
CREATE TABLE sites (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, stamps TEXT NOT NULL);

CREATE TABLE columns (
  number INTEGER PRIMARY KEY, site INTEGER NOT NULL, name TEXT NOT NULL, url TEXT, UNIQUE (site, name)
);

-- day: the one it began on; trouble: why no page could be read, in one word; dropped and failed: sums over all reasons;
-- edited and removed: its rows among the changes.
CREATE TABLE runs (
  number INTEGER PRIMARY KEY, site INTEGER NOT NULL, name TEXT NOT NULL, folder TEXT NOT NULL,
  started TEXT NOT NULL, finished TEXT NOT NULL, day TEXT NOT NULL, verdict TEXT NOT NULL, ended TEXT NOT NULL,
  exit_code INTEGER NOT NULL, sentence TEXT NOT NULL, trouble TEXT, closes INTEGER NOT NULL,
  listed INTEGER NOT NULL, written INTEGER NOT NULL, known INTEGER NOT NULL, repeated INTEGER NOT NULL,
  dropped INTEGER NOT NULL, failed INTEGER NOT NULL, edited INTEGER NOT NULL, removed INTEGER NOT NULL,
  UNIQUE (site, name)
);
CREATE INDEX runs_by_day ON runs (day, started);
CREATE INDEX runs_by_start ON runs (started);
CREATE INDEX runs_by_site ON runs (site, started);

-- One column in one run; reading: JSON, how often each rule won in the run's new articles.
CREATE TABLE walks (
  "column" INTEGER NOT NULL, run INTEGER NOT NULL, ended TEXT NOT NULL, declared INTEGER NOT NULL,
  walked INTEGER NOT NULL, pages_failed INTEGER NOT NULL, items INTEGER, closes INTEGER NOT NULL,
  listed INTEGER NOT NULL, written INTEGER NOT NULL, known INTEGER NOT NULL, repeated INTEGER NOT NULL,
  dropped INTEGER NOT NULL, failed INTEGER NOT NULL, reading TEXT NOT NULL, PRIMARY KEY ("column", run)
) WITHOUT ROWID;
CREATE INDEX walks_by_run ON walks (run);

-- An article by its present text. first: the day its first run began; posted: its printed day, or first where it has
-- none or a later one; chars: of the body; flags: each between commas; removed: the day it was found gone, if it is.
CREATE TABLE articles (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, site INTEGER NOT NULL, "column" INTEGER, run INTEGER NOT NULL,
  first TEXT NOT NULL, posted TEXT NOT NULL, title TEXT, date TEXT, source TEXT, chars INTEGER NOT NULL,
  flags TEXT NOT NULL, removed TEXT
);
CREATE INDEX articles_by_day ON articles (posted, number);
CREATE INDEX articles_by_column ON articles ("column", posted, number);
CREATE INDEX articles_by_site ON articles (site, posted, number);
CREATE INDEX articles_by_source ON articles (source, posted, number);
CREATE INDEX articles_by_first ON articles (first, posted, number);
CREATE INDEX articles_by_run ON articles (run);
-- What few articles have or lack: the others aren't looked at.
CREATE INDEX articles_flagged ON articles (posted, number, flags) WHERE flags <> '';
CREATE INDEX articles_removed ON articles (posted, number) WHERE removed IS NOT NULL;
CREATE INDEX articles_without_title ON articles (posted, number) WHERE title IS NULL;
CREATE INDEX articles_without_date ON articles (posted, number) WHERE date IS NULL;
CREATE INDEX articles_without_source ON articles (posted, number) WHERE source IS NULL;
CREATE INDEX articles_without_text ON articles (posted, number) WHERE chars = 0;

-- The present record of each article: its line, zlib.
CREATE TABLE records (article INTEGER PRIMARY KEY, line BLOB NOT NULL);

-- What became of articles that were looked at again; kind: edited, restored or removed; line: of revisions.jsonl or
-- removals.jsonl, zlib.
CREATE TABLE changes (
  number INTEGER PRIMARY KEY, article INTEGER NOT NULL, site INTEGER NOT NULL, "column" INTEGER, run INTEGER NOT NULL,
  day TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, line BLOB NOT NULL
);
CREATE INDEX changes_by_article ON changes (article);
CREATE INDEX changes_by_day ON changes (day, kind);
CREATE INDEX changes_by_site ON changes (site, day);
CREATE INDEX changes_by_column ON changes ("column", number);

-- Where an article was first listed in each column.
CREATE TABLE listings (
  article INTEGER NOT NULL, "column" INTEGER NOT NULL, run INTEGER NOT NULL, page INTEGER, position INTEGER,
  title TEXT, date TEXT, PRIMARY KEY (article, "column")
) WITHOUT ROWID;

-- Every two neighbouring signs of a text are one word of it (grams.py), so that words of two signs are found.
CREATE VIRTUAL TABLE texts USING fts5(
  title, body, content = '', tokenize = "ascii"
);
-- Words are gathered in so much memory before they are written: with the default, a first build takes a tenth longer.
INSERT INTO texts (texts, rank) VALUES ('hashsize', 16777216);
