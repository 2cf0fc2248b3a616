"""One run: its verdict, the account that closes, what failed, and what is otherwise than in the run before."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from crawler.dataset.runs import Run
from crawler.web.charts.account import account_bar, swatch
from crawler.web.page import Page
from crawler.web.runs.account import FailureGroup, difference, failures_of, parts_of, statuses
from crawler.web.runs.files import asked_run, of_run
from crawler.web.runs.sentence import EXITS, sentence
from crawler.web.sheet import sheet_among

# The run before that read columns: one that was killed tells of none.
_BEFORE = """
SELECT runs.number, runs.name, runs.started FROM runs
WHERE runs.site = (SELECT number FROM sites WHERE name = :site)
  AND runs.number < (SELECT number FROM runs AS this WHERE this.site = runs.site AND this.name = :run)
  AND EXISTS (SELECT 1 FROM walks WHERE walks.run = runs.number)
ORDER BY runs.number DESC LIMIT 1
"""
_WALKS = 'SELECT columns.name, walks.* FROM walks JOIN columns ON columns.number = walks."column" WHERE walks.run = ?'
_NUMBER = "SELECT number FROM runs WHERE name = :run AND site = (SELECT number FROM sites WHERE name = :site)"


@dataclass(frozen=True, slots=True)
class Compared:
    """The run before, and the columns that were well in one of the two and not in the other; lost: not read now."""

    run: str
    started: str
    worse: list[str]
    better: list[str]
    lost: list[str]


def run(page: Page) -> Response:
    """The page of a run."""
    site, name = asked_run(page)
    report, software, failures = of_run(page, site, name, _read)
    account, revisited = report["account"], report["revisited"]
    open_by = difference(account)
    parts = parts_of(account, page.language)
    words = ", ".join(f"{part.told} {part.count:,}" for part in parts)
    closes = page.said("账平", "it closes") if not open_by else page.said(f"差 {open_by}", f"{open_by} missing")
    told = page.said(
        f"列出 {account['listed']:,}：{words}；{closes}", f"{account['listed']:,} listed: {words}; {closes}"
    )
    return page.html(
        "run.html",
        site=site,
        run=name,
        report=report,
        sentence=sentence(report),
        meaning=EXITS.get(report["exit_code"]),
        lasted=_lasted(page, report),
        software=software,
        parts=parts,
        open_by=open_by,
        bar=account_bar(account["listed"], parts, told),
        swatch=swatch,
        again=report.get("asked_again"),
        again_parts=parts_of(report["asked_again"], page.language) if report.get("asked_again") else [],
        revisited=revisited,
        columns=sheet_among(page, report["columns"]),
        failures=failures,
        statuses=statuses(report.get("requests", {})),
        compared=_compared(page, site, name),
    )


def _read(run: Run) -> tuple[dict[str, Any], str, list[FailureGroup]]:
    report = run.report()
    return report, str(run.manifest.get("software", {}).get("lanmu", "–")), failures_of(run, report)


def _lasted(page: Page, report: Mapping[str, Any]) -> str:
    span: timedelta = datetime.fromisoformat(report["finished_at"]) - datetime.fromisoformat(report["started_at"])
    seconds = max(round(span.total_seconds()), 0)
    hours, minutes, left = seconds // 3600, seconds // 60 % 60, seconds % 60
    if hours:
        return page.said(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")
    return page.said(f"{minutes} 分 {left} 秒", f"{minutes} min {left} s")


def _compared(page: Page, site: str, name: str) -> Compared | None:
    given = {"site": site, "run": name}
    before = page.store.execute(_BEFORE, given).fetchone()
    (number,) = page.store.execute(_NUMBER, given).fetchone()
    now = {row["name"]: _is_well(row) for row in page.store.execute(_WALKS, [number])}
    if before is None or not now:
        return None
    then = {row["name"]: _is_well(row) for row in page.store.execute(_WALKS, [before["number"]])}
    return Compared(
        before["name"],
        before["started"],
        worse=[column for column, well in now.items() if not well and then.get(column, True)],
        better=[column for column, well in now.items() if well and not then.get(column, True)],
        lost=[column for column in then if column not in now],
    )


def _is_well(walk: sqlite3.Row) -> bool:
    return walk["ended"] in {"walked", "sealed"} and not walk["failed"] and bool(walk["closes"])
