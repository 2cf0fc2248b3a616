"""What is otherwise than in the release before: which articles came, changed and went."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from crawler.releases.tables import ARTICLES, CHANGES
from crawler.releases.writing import parquet_files

FIELDS = ("title", "date", "source", "body")

# First by what is short, then the texts of those that differ alone.
_DIFFERENT = """
CREATE TABLE different AS SELECT
  coalesce(new.id, old.id) AS id,
  CASE WHEN old.id IS NULL THEN 'added' WHEN new.id IS NULL THEN 'removed' ELSE 'changed' END AS op,
  new.content_sha256 AS content_sha256, old.content_sha256 AS previous_sha256
FROM (SELECT id, content_sha256 FROM read_parquet($new)) AS new
FULL JOIN (SELECT id, content_sha256 FROM read_parquet($old)) AS old ON new.id = old.id
WHERE new.content_sha256 IS DISTINCT FROM old.content_sha256
"""
_WORDS = 'id, site, url, title, "date", source, body'
_TOLD = f"""
SELECT different.op, coalesce(new.site, old.site), different.id, coalesce(new.url, old.url),
  CASE WHEN different.op = 'removed' THEN old.title ELSE new.title END,
  CAST(CASE WHEN different.op = 'removed' THEN old."date" ELSE new."date" END AS VARCHAR),
  different.content_sha256, different.previous_sha256,
  CASE WHEN different.op = 'changed' THEN list_filter([
    {", ".join(f"CASE WHEN new.{name} IS DISTINCT FROM old.{name} THEN '{name}' END" for name in FIELDS)}
  ], lambda one: one IS NOT NULL) ELSE [] END
FROM different
LEFT JOIN (SELECT {_WORDS} FROM read_parquet($new) SEMI JOIN different USING (id)) AS new ON new.id = different.id
LEFT JOIN (SELECT {_WORDS} FROM read_parquet($old) SEMI JOIN different USING (id)) AS old ON old.id = different.id
ORDER BY different.op, 2, 6 NULLS LAST, different.id
"""  # noqa: S608 (our own names)
_COUNTED = "SELECT op, count(*) FROM different GROUP BY op"


def compare(store: duckdb.DuckDBPyConnection, folder: Path, previous: Path | None) -> dict[str, int]:
    """Find what differs between two releases' articles; returns how many were added, changed and removed.

    ``folder`` is the new release's; without a ``previous`` one nothing differs.
    """
    counts = {"added": 0, "changed": 0, "removed": 0}
    if previous is not None:
        store.execute(_DIFFERENT, _files(folder, previous))
        counts |= dict(store.execute(_COUNTED).fetchall())
    return counts


def change_rows(store: duckdb.DuckDBPyConnection, folder: Path, previous: Path | None) -> Iterator[dict[str, Any]]:
    """Rows of :data:`CHANGES`, after :func:`compare`: added ones, changed ones, removed ones, each by site and date."""
    if previous is None:
        return
    found = store.cursor().execute(_TOLD, _files(folder, previous))
    while some := found.fetchmany(10_000):
        for values in some:
            yield dict(zip(CHANGES.names, values, strict=True))


def _files(folder: Path, previous: Path) -> dict[str, list[str]]:
    return {"new": parquet_files(folder, ARTICLES), "old": parquet_files(previous, ARTICLES)}
