"""What is no more: texts that were revised, articles that were removed."""

from collections.abc import Iterator
from typing import Any

import duckdb

from crawler.releases.present import Texts
from crawler.releases.record import article_fields
from crawler.releases.tables import REMOVALS

_AT_ONCE = 1_000
_ENDED = """
SELECT run, kind, start, next_kind, next_run FROM texts
WHERE kind > 0 AND next_kind IS NOT NULL ORDER BY next_run, id, run, kind, start
"""
_REMOVED = """
SELECT site, run, kind, start, next_kind FROM texts
WHERE kind = 0 ORDER BY run, start
"""


# Known, revised or removed can only be what an earlier run has written.
_LOST = """
SELECT count(*) FROM (
  SELECT id FROM rows WHERE outcome = 'known' AND id IS NOT NULL UNION SELECT id FROM events
) ANTI JOIN (SELECT id FROM events WHERE kind = 1) USING (id)
"""


def lost(store: duckdb.DuckDBPyConnection) -> int:
    """How many articles runs know that no run holds: a run's folder was lost, or moved away as it was damaged."""
    (count,) = store.execute(_LOST).fetchall()[0]
    return int(count)


def count_history(texts: Texts) -> tuple[int, int]:
    """How many earlier texts there are, and how many removals."""
    found = texts.store.execute(
        "SELECT count(*) FILTER (kind > 0 AND next_kind IS NOT NULL), count(*) FILTER (kind = 0) FROM texts"
    )
    revisions, removals = found.fetchall()[0]
    return int(revisions), int(removals)


def revision_rows(texts: Texts) -> Iterator[dict[str, Any]]:
    """Rows of ``REVISIONS``: earlier texts, in the order in which they ended."""
    found = texts.store.cursor().execute(_ENDED)
    while some := found.fetchmany(_AT_ONCE):
        for run, kind, start, next_kind, next_run in some:
            line = texts.line(run, kind, start)
            ended = {"ended": "revised" if next_kind > 0 else "removed", "ended_run": texts.runs[next_run].name}
            yield article_fields(line) | ended


def removal_rows(texts: Texts) -> Iterator[dict[str, Any]]:
    """Rows of ``REMOVALS``, in the order in which they were found."""
    found = texts.store.cursor().execute(_REMOVED)
    while some := found.fetchmany(_AT_ONCE):
        for site, run, kind, start, next_kind in some:
            line = texts.line(run, kind, start)
            told = {**line, "site": site, "restored": bool(next_kind)}
            yield {name: told[name] for name in REMOVALS.names}
