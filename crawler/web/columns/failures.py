"""What failed in a column in its last runs: pages and links, with their reasons."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from crawler.dataset.runs import Run
from crawler.web.page import MissingError, Page
from crawler.web.runs.files import of_run
from crawler.web.runs.links import fragments, lines_with

MOST_RUNS, MOST_LINKS = 5, 50
_RUNS = """
SELECT runs.name, runs.day, walks.failed, walks.pages_failed FROM walks JOIN runs ON runs.number = run
WHERE "column" = ? AND (walks.failed OR pages_failed) ORDER BY run DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Failed:
    """One page of the column, given by its number, or one link of it (``page`` is None)."""

    page: int | None
    title: str | None
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class FailedRun:
    """A run in which something failed, all of it counted by ``reasons``; ``shown`` is the beginning of it.

    Both are empty where its files can't be read.
    """

    run: str
    day: str
    pages: int
    links: int
    reasons: Sequence[tuple[str, int]]
    shown: Sequence[Failed]


def last_failures(page: Page, site: str, column: str, number: int) -> list[FailedRun]:
    """The last runs in which something of the column failed, newest first."""
    found = []
    for name, day, links, pages in page.store.execute(_RUNS, [number, MOST_RUNS]).fetchall():
        try:
            reasons, failed = of_run(page, site, name, lambda run: _failed(run, column))
        except MissingError:
            reasons, failed = Counter(), []
        found.append(FailedRun(name, day, pages, links, reasons.most_common(), failed))
    return found


def _failed(run: Run, column: str) -> tuple[Counter[str], list[Failed]]:
    entry: dict[str, Any] = next(one for one in run.report()["columns"] if one["column"] == column)
    pages = [Failed(one["page"], None, one["url"], one["reason"]) for one in entry["pages"]["failed"]]
    reasons = Counter(one.reason for one in pages) + Counter(entry["account"]["failed"])
    return reasons, [*pages[:MOST_LINKS], *islice(_links(run, column), MOST_LINKS)]


def _links(run: Run, column: str) -> Iterator[Failed]:
    """Those of the column's own account, which links asked for again aren't in."""
    for link in map(json.loads, lines_with(run, fragments(column, "failed"), again=False)):
        yield Failed(None, link["list_title"], link["url"], link["reason"])
