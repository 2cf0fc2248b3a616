"""Every row that column pages have shown, once for each column, out of all the lines that runs wrote of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb

from crawler.dataset.runs import Run
from crawler.releases.tables import LINKS

# An article has one row in a column, whatever its address was. What a row says is what it said last; where it stood is
# where a page last showed it. Where a column shows an article twice in a run, the row that isn't the repetition says
# what became of it. What failed is missing, unless the article came by another row.
_LINKS = """
CREATE TABLE links AS SELECT
  *,
  last.outcome = 'failed' AND coalesce(last.id, '') NOT IN (SELECT id FROM present)
    AND coalesce(last.from_id, '') NOT IN (SELECT id FROM present) AS missing
FROM (SELECT
  site, "column", max_by(url, (run, line)) AS url,
  min((run, line)) AS first, min(run) AS first_run, max(run) AS last_run, count(*) AS times,
  max_by(
    struct_pack(id := id, outcome := outcome, reason := reason, from_id := from_id), (run, outcome <> 'repeated', line)
  ) AS last,
  max_by(struct_pack(list_title := list_title, list_date := list_date), (run, line)) AS told,
  max_by(struct_pack(page := page, "position" := "position"), (run, line)) FILTER (page IS NOT NULL) AS place
FROM rows GROUP BY site, "column", coalesce(from_id, id, url))
"""
_ORDERED = """
SELECT site, "column", last.id AS id, url, told.list_title AS list_title, told.list_date AS list_date,
  place.page AS page, place."position" AS "position", last.outcome AS outcome, last.reason AS reason,
  missing, last.from_id AS from_id, first_run, last_run, times
FROM links ORDER BY site, first
"""
_COUNTED = "SELECT last.outcome, last.reason, count(*) FROM links GROUP BY ALL ORDER BY ALL"
_AT_ONCE = 10_000


def merge_links(store: duckdb.DuckDBPyConnection) -> int:
    """Make the table ``links`` of the database; returns how many there are."""
    store.execute(_LINKS)
    (count,) = store.execute("SELECT count(*) FROM links").fetchall()[0]
    return int(count)


def link_rows(store: duckdb.DuckDBPyConnection, runs: Sequence[Run]) -> Iterator[dict[str, Any]]:
    """Rows of :data:`LINKS`, those of a site in the order in which they were first met."""
    found = store.cursor().execute(_ORDERED)
    while some := found.fetchmany(_AT_ONCE):
        for values in some:
            row = dict(zip(LINKS.names, values, strict=True))
            yield row | {name: runs[row[name]].name for name in ("first_run", "last_run")}


def links_account(store: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """What became of all links, counted: ``rows`` is the sum of the others."""
    account: dict[str, Any] = {"rows": 0, "written": 0, "known": 0, "repeated": 0}
    reasons: dict[str, Counter[str]] = {"dropped": Counter(), "failed": Counter()}
    for outcome, reason, count in store.execute(_COUNTED).fetchall():
        account["rows"] += count
        if outcome in reasons:
            reasons[outcome][reason or "unknown"] += count
        else:
            account[outcome] += count
    return {**account, **{outcome: dict(counts) for outcome, counts in reasons.items()}}
