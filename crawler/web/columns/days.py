"""What became of each of the last days of a column: first page, heat map and the column's own page say the same.

A run that could read nothing has looked at no column, so it is no walk; yet its day was not a good one.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from crawler.health.finding import State
from crawler.health.reasons import cause_of
from crawler.web.snapshot import ColumnFacts

Walk = Mapping[str, Any] | None
_FAILED_RUNS = """
SELECT sites.name, runs.number, day, trouble FROM runs JOIN sites ON sites.number = site
WHERE day >= ? AND (trouble IS NOT NULL OR verdict = 'failed') ORDER BY runs.number
"""


def failed_runs(store: sqlite3.Connection, days: Sequence[str]) -> list[dict[str, Mapping[str, Any]]]:
    """For each day the sites of which a run could read nothing, each with the last such run."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {day: {} for day in days}
    for row in store.execute(_FAILED_RUNS, [days[0]]):
        if row["day"] in found:
            found[row["day"]][row["name"]] = row
    return list(found.values())


def is_lost(walk: Walk, failed: Mapping[str, Any] | None) -> bool:
    """Whether the last that was tried on a day was a run that failed."""
    return failed is not None and (walk is None or walk["run"] <= failed["number"])


def marks_of(one: ColumnFacts, failed: Sequence[Mapping[str, Mapping[str, Any]]]) -> list[str]:
    """For each day ``""`` where all was read, else one of ``charts.heat.MARKS``; ``failed`` are the failed runs."""
    return [_mark(walk, sites.get(one.site.name)) for walk, sites in zip(one.walks, failed, strict=True)]


def _mark(walk: Walk, failed: Mapping[str, Any] | None) -> str:
    if failed is not None and is_lost(walk, failed):
        return "blocked" if failed["trouble"] and cause_of(failed["trouble"]).state is State.BLOCKED else "incomplete"
    if walk is None:
        return "not_run"
    return "incomplete" if walk["ended"] == "incomplete" or walk["pages_failed"] or walk["failed"] else ""
