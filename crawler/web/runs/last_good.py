"""The last good look at a column, or the last good run of a site, beside the present one."""

import sqlite3
from collections.abc import Mapping

_WALKS = """
SELECT walks.*, runs.name AS run_name, runs.day FROM walks JOIN runs ON runs.number = run
WHERE "column" = :of AND {} ORDER BY run DESC LIMIT 1
"""
_RUNS = """
SELECT runs.*, name AS run_name FROM runs
WHERE site = (SELECT number FROM sites WHERE name = :of) AND {} ORDER BY number DESC LIMIT 1
"""
_GOOD_WALK = "runs.day < :since AND walks.pages_failed = 0 AND walks.ended <> 'incomplete'"
_GOOD_RUN = "day < :since AND verdict = 'complete'"

# The last good one and the last, each with ``run_name`` and ``day``.
Looks = tuple[sqlite3.Row, sqlite3.Row]


def looks_at_column(store: sqlite3.Connection, column: int, since: str) -> Looks | None:
    """Walks of a column, given its number; None where there was no other good one before that day."""
    return _looks(store, (_WALKS, _GOOD_WALK), {"of": column, "since": since})


def runs_of_site(store: sqlite3.Connection, site: str, since: str) -> Looks | None:
    """Runs of a site, given its name; None where there was no other good one before that day."""
    return _looks(store, (_RUNS, _GOOD_RUN), {"of": site, "since": since})


def _looks(store: sqlite3.Connection, sql: tuple[str, str], asked: Mapping[str, object]) -> Looks | None:
    rows, good = sql
    before, now = (store.execute(rows.format(which), asked).fetchone() for which in (good, "1"))
    # Of a site that isn't run any more, the last run is the last good one: nothing stands beside it.
    return None if before is None or before["run_name"] == now["run_name"] else (before, now)
