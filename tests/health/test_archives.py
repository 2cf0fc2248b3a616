"""The archive that first runs bring looks different from today's pages: that is no redesign, and hides none."""

import random
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from copied_runs import COLUMN, copy_run, read_as
from histories import ordinal, site_view, view
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from support import Run, runs

from crawler import clock
from crawler.health import readable
from crawler.health.history import DayRead
from crawler.health.judge import judge
from crawler.spiders.hubei.jingzhou import Jingzhou

RULES = "title/meta", "date/old", "date/new"


class ByHand(Jingzhou):
    """The site of the runs, but never late."""

    every = ""


@pytest.fixture
def run(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> Run:
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 8)
    History(site, tmp_path).crawl(-1)
    (run,) = runs(tmp_path, SITE)
    return run


def drifts(folder: Path, run: Run) -> dict[str, str]:
    """The drifts that are found where only the copies of a run are left, and since when."""
    shutil.rmtree(run.folder)
    shutil.rmtree(folder / "data" / SITE / "cache", ignore_errors=True)
    findings = judge(folder / "data", [ByHand], clock.now(), Settings()).findings
    return {one.key: one.evidence.en for one in findings if one.kind == "drift"}


@pytest.mark.parametrize(("days_old", "found"), [(400, set()), (3, {f"{SITE}/:drift"})])
def test_nothing_is_held_against_the_archive_that_a_first_run_brings(
    days_old: int, found: set[str], run: Run, tmp_path: Path
) -> None:
    for ago in range(12, 0, -1):
        copy_run(run, ago, **(read_as(run, ago + days_old, 200, "old") if ago == 12 else read_as(run, ago, 4, "new")))
    # What the site has is told once.
    assert set(drifts(tmp_path, run)) == found


def test_an_archive_that_takes_many_nights_is_one(run: Run, tmp_path: Path) -> None:
    for ago in range(30, 0, -1):
        copy_run(run, ago, **(read_as(run, ago + 400, 60, "old") if ago > 20 else read_as(run, ago, 4, "new")))
    assert drifts(tmp_path, run) == {}


@pytest.mark.parametrize("archive", ["old", "older", "new"])
def test_a_redesign_is_found_whatever_the_archive_looks_like(archive: str, run: Run, tmp_path: Path) -> None:
    for ago in range(90, 0, -1):
        first = read_as(run, ago + 400, 200, archive)
        copy_run(run, ago, **(first if ago == 90 else read_as(run, ago, 4, "old" if ago > 3 else "new")))
    (evidence,) = drifts(tmp_path, run).values()
    assert "→12/12)" in evidence


def reads(days: Iterable[tuple[int, int, int]], *, archive: bool = False) -> list[DayRead]:
    """Of each day its number, and how many articles were read by the old and by the new rule."""
    return [
        DayRead(ordinal(day), dict(zip(RULES, (old + new, old, new), strict=True)), {}, archive)
        for day, old, new in days
    ]


def kinds(days: int, *read: DayRead) -> list[str]:
    return [one.kind for one in readable.look(view(days, reads=read)).findings]


def test_what_an_archive_has_is_nothing_new() -> None:
    live = reads([*((day, 3, 0) for day in range(1, 5)), *((day, 0, 3) for day in range(5, 9))])
    assert kinds(9, *live) == ["drift"]
    assert kinds(9, *reads([(0, 100, 100)], archive=True), *live) == []
    assert kinds(9, *reads([(0, 200, 0)], archive=True), *live) == ["drift"]


def test_columns_in_which_nothing_changes_are_no_drift_whatever_their_archive() -> None:
    for seed in range(25):
        rng = random.Random(seed)  # noqa: S311 - the same columns each time
        past, share, rate = rng.choice([0.0, 0.5, 1.0, rng.random()]), rng.choice([0.0, 0.5, 1.0]), rng.randint(1, 8)
        days = reads([(0, *parted(rng, 200, past))], archive=True)
        for number in range(1, 120):
            days += reads([(number, *parted(rng, rng.randint(0, rate), share))])
            if number > 8 and number % 3 == 0:
                assert kinds(number + 1, *days) == [], (seed, number)


def parted(rng: random.Random, articles: int, share: float) -> tuple[int, int]:
    old = sum(rng.random() < share for _ in range(articles))
    return old, articles - old


def test_an_archive_that_is_looked_at_again_is_no_redesign() -> None:
    # From the second month on twenty old articles a run; or all of them within some days, once a month.
    for again in (dict.fromkeys(range(30, 150), 20), {day: 20 for day in range(30, 150) if day % 30 < 6}):

        def told(number: int, again: Mapping[int, int] = again) -> dict[str, Any]:
            old, new = (1000, 0) if number == 0 else (again.get(number, 0), 3)
            return {"rules": dict(zip(RULES, (old + new, old, new), strict=True)), "archive": number == 0}

        assert [days for days in range(9, 150) if readable.look_at_site(site_view(days, told)).findings] == []
