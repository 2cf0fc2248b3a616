"""Runs that are killed, cut short by the crawl window, dated in the future, or fail whole; and columns that move."""

import json
import shutil
from copy import deepcopy
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from copied_runs import COLUMN, copy_run, read_as
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from support import Run, runs

from crawler import clock
from crawler.extensions.lock import Lock
from crawler.health.finding import Health, Lamp, State
from crawler.health.judge import judge
from crawler.spiders.hubei.jingzhou import Jingzhou

OTHER = "通知公告"


class ByHand(Jingzhou):
    """The site of the runs, but never late."""

    every = ""


@pytest.fixture
def site(servers: tuple[HTTPServer, HTTPServer]) -> NewsSite:
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 8)
    site.open(OTHER, "/tzgg/", 2)
    return site


@pytest.fixture
def run(site: NewsSite, tmp_path: Path) -> Run:
    History(site, tmp_path).crawl(-1)
    (run,) = runs(tmp_path, SITE)
    return run


def judged(folder: Path) -> Health:
    return judge(folder / "data", [ByHand], clock.now(), Settings())


def only_copies(folder: Path, run: Run) -> Health:
    """Judged without the run that the copies are of."""
    shutil.rmtree(run.folder)
    shutil.rmtree(folder / "data" / SITE / "cache", ignore_errors=True)
    return judged(folder)


def day(ago: int) -> str:
    return f"{clock.now() - timedelta(days=ago):%Y-%m-%d}"


def test_a_killed_run_is_told_as_soon_as_its_lock_is_free(run: Run, tmp_path: Path) -> None:
    began = clock.now() - timedelta(minutes=10)
    (run.folder.parent / f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}").mkdir()
    lock = Lock(tmp_path / "data", SITE)
    assert judged(tmp_path).findings == []
    lock.release()
    (finding,) = judged(tmp_path).findings
    assert (finding.kind, finding.since) == ("not_run", f"{began:%Y-%m-%d}")
    assert finding.evidence.en == (
        f"the run that began at {began:%Y-%m-%d %H:%M} was killed: it hasn't ended, and its process is gone"
    )


def cut_short(run: Run, left: int) -> dict[str, Any]:
    """A report of a run that its window cut: so many links were left, and one column it didn't come to."""
    columns = [{**one, "read": {"rules": {}, "flags": {}, "days": {}}} for one in run.report["columns"]]
    first, second = sorted(columns, key=lambda one: bool(one["column"] == OTHER))
    first = {**first, "ended": "unfinished", "account": {**first["account"], "failed": {"not_fetched": left}}}
    second = {**second, "ended": "incomplete", "pages": {**second["pages"], "walked": 0}}
    return {"columns": [first, second], "ended": "window_closed", "verdict": "incomplete"}


def written(folder: Path, articles: int) -> None:
    """Let a run have written so many."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["counts"]["articles"] = articles
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_first_crawl_that_its_window_cuts_night_after_night_gets_on(run: Run, tmp_path: Path) -> None:
    for ago in range(12, 0, -1):
        written(copy_run(run, ago, **cut_short(run, 100 * ago)), 100)
    health = only_copies(tmp_path, run)
    assert health.findings == []
    assert {one.state for one in health.columns} == {State.NEW}
    assert health.columns[0].lamps[Lamp.COMPLETE].reason.en == (
        "its first crawl goes on: 1,200 articles in 12 runs, 100 more are listed"
    )


def test_a_first_crawl_that_gets_nowhere_is_stopped(run: Run, tmp_path: Path) -> None:
    for ago in range(12, 0, -1):
        written(copy_run(run, ago, **cut_short(run, 100)), 0)
    assert [one.kind for one in only_copies(tmp_path, run).findings] == ["stopped"]


def test_a_window_that_closes_on_a_site_that_was_read_before_is_told_once(run: Run, tmp_path: Path) -> None:
    for ago in range(12, 0, -1):
        copy_run(run, ago, **(cut_short(run, 100) if ago < 4 else {}))
    assert [(one.key, one.since) for one in only_copies(tmp_path, run).findings] == [(f"{SITE}/:stopped", day(3))]


def failing(run: Run, column: str, reason: str) -> dict[str, Any]:
    """A report in which the first page of a column (or of all: ``""``) failed."""
    columns = deepcopy(run.report["columns"])
    for one in columns:
        if column in {"", one["column"]}:
            failed = [{"page": 1, "url": one["url"], "reason": reason}]
            one.update(ended="incomplete", pages={"declared": 1, "walked": 0, "failed": failed})
    return {"columns": columns, "trouble": reason if not column else None}


def test_runs_in_which_the_whole_site_failed_are_not_counted_to_a_column(run: Run, tmp_path: Path) -> None:
    for ago in range(12, 0, -1):
        whole = failing(run, "", "http_500") if ago in {3, 4, 5} else {}
        copy_run(run, ago, **(failing(run, COLUMN, "no_links") if ago < 3 else whole))
    (finding,) = only_copies(tmp_path, run).findings
    assert (finding.key, finding.since) == (f"{SITE}/{COLUMN}:unreadable", day(2))
    assert finding.evidence.en.endswith("2 runs in a row")
    assert "lanmu newsite HOMEPAGE --name NAME" in finding.todo.en


def test_a_night_in_which_the_whole_site_fails_ends_no_finding_of_a_column(run: Run, tmp_path: Path) -> None:
    for ago in range(12, 0, -1):
        copy_run(run, ago, **(failing(run, COLUMN if ago > 1 else "", "http_500") if ago < 4 else {}))
    health = only_copies(tmp_path, run)
    assert [(one.key, one.since) for one in health.findings] == [(f"{SITE}/{COLUMN}:unreachable", day(3))]
    assert {one.state for one in health.columns} == {State.INCOMPLETE}


def test_a_column_that_is_not_there_any_more_has_moved_or_is_lost(site: NewsSite, run: Run, tmp_path: Path) -> None:
    site.fault("/dwjs/index.jhtml", 404)
    History(site, tmp_path).crawl(0, code=3)
    (finding,) = judged(tmp_path).findings
    assert (finding.key, finding.state) == (f"{SITE}/{COLUMN}:lost_column", State.INCOMPLETE)
    assert finding.evidence.zh == "栏目页不在原址了：共 1 页只走到 0：第 1 页 http_404"


def test_a_run_of_a_clock_that_was_ahead_blinds_nothing(run: Run, tmp_path: Path) -> None:
    for ago in range(12, 0, -1):
        copy_run(run, ago, **(failing(run, "", "blocked_challenge") if ago < 3 else {}))
    ahead = [copy_run(run, -days).name for days in (2, 400)]
    health = only_copies(tmp_path, run)
    blocked, clock_ahead = health.findings
    assert (blocked.key, blocked.since) == (f"{SITE}/:blocked", day(2))
    assert (clock_ahead.key, clock_ahead.todo.zh[:6]) == ("/:clock", "校准本机时钟")
    assert clock_ahead.evidence.en.startswith(f"{SITE}/runs/{ahead[0]} and others, 2 in all")
    late = judge(tmp_path / "data", [type("Daily", (Jingzhou,), {"every": "6 hours", "__module__": __name__})],
                 clock.now(), Settings())  # fmt: skip
    assert "not_run" in {one.kind for one in late.findings}
    # When its day has come, it counts.
    then = judge(tmp_path / "data", [ByHand], clock.now() + timedelta(days=401), Settings())
    assert then.findings == []


def test_many_runs_a_day_have_a_past_too(run: Run, tmp_path: Path) -> None:
    for ago in range(17, 0, -1):
        for hour in range(8, 24):
            copy_run(run, ago, hour, **read_as(run, ago, 1, "old" if ago > 15 else "new"))
    found = {one.key: one.since for one in only_copies(tmp_path, run).findings}
    assert found[f"{SITE}/:drift"] == day(15)


def test_a_site_without_a_home_page_says_why_it_was_not_read(tmp_path: Path) -> None:
    health = judged(tmp_path)
    assert health.sentence("en").startswith("0 columns; 1 site of which no column was read (1 new); ")
    assert health.columns[0].lamps[Lamp.ARRIVED].reason.en == "not crawled yet: its file names no home page"
