"""A site judged whole: what it has itself hides nothing that only a column has."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from copied_runs import copy_run, history_of
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from support import Run, runs

from crawler import clock
from crawler.health.finding import Health
from crawler.health.judge import judge
from crawler.spiders.hubei.jingzhou import Jingzhou

COLUMN, OTHER = "队伍建设", "通知公告"


class ByHand(Jingzhou):
    """The site of the runs, but never late."""

    every = ""


@pytest.fixture
def site(servers: tuple[HTTPServer, HTTPServer]) -> NewsSite:
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 8)
    site.open(OTHER, "/tzgg/", 2)
    return site


def judged(folder: Path, site: type[Jingzhou] = ByHand) -> Health:
    return judge(folder / "data", [site], clock.now())


def keys(health: Health) -> set[str]:
    return {one.key for one in health.findings}


def test_a_slow_site_hides_no_column_that_is_incomplete(site: NewsSite, tmp_path: Path) -> None:
    told = History(site, tmp_path)
    told.crawl(-2)
    site.fault("/tzgg/index.jhtml", 403)
    told.crawl(-1, code=3)
    good, bad = runs(tmp_path, SITE)
    history_of(tmp_path / "data", 20, good, bad, 3, latency=1000.0)
    assert keys(judged(tmp_path)) == {f"{SITE}/:slow", f"{SITE}/{OTHER}:blocked"}


@pytest.mark.parametrize(("days_old", "found"), [(400, set()), (3, {f"{SITE}/:drift"})])
def test_nothing_is_held_against_the_archive_that_a_first_run_brings(
    days_old: int, found: set[str], site: NewsSite, tmp_path: Path
) -> None:
    History(site, tmp_path).crawl(-1)
    (run,) = runs(tmp_path, SITE)
    for ago in range(12, 0, -1):
        first = ago == 12
        told = read_as(run, ago + days_old, 200, "old") if first else read_as(run, ago, 4, "new")
        copy_run(run, ago, **told)
    shutil.rmtree(run.folder)
    shutil.rmtree(tmp_path / "data" / SITE / "cache", ignore_errors=True)
    # What the site has is told once.
    assert {key for key in keys(judged(tmp_path)) if key.endswith("drift")} == found


def test_a_list_that_cannot_be_read_is_news_where_a_drift_has_been_told_of(site: NewsSite, tmp_path: Path) -> None:
    told = History(site, tmp_path)
    told.crawl(-2)
    site.fault("/dwjs/index.jhtml", 404)
    told.crawl(-1, code=3)
    good, bad = runs(tmp_path, SITE)
    for ago in range(30, 0, -1):
        read = read_as(good, ago, 4, "old" if ago > 10 else "new")
        copy_run(bad if ago == 1 else good, ago, **({"fields": read["fields"]} if ago == 1 else read))
    for run in (good, bad):
        shutil.rmtree(run.folder)
    shutil.rmtree(tmp_path / "data" / SITE / "cache", ignore_errors=True)
    assert keys(judged(tmp_path)) >= {f"{SITE}/:drift", f"{SITE}/{COLUMN}:unreadable"}


def read_as(run: Run, ago: int, articles: int, rule: str) -> dict[str, Any]:
    """A report of so many articles in the first column, dated so many days ago, each date read by one rule."""
    rules = {"title/meta": articles, f"date/{rule}": articles, "source/meta": articles, "body/window": articles}
    read = {"rules": rules, "flags": {}, "days": {f"{clock.now() - timedelta(days=ago):%Y-%m-%d}": articles}}
    none: dict[str, Any] = {"rules": {}, "flags": {}, "days": {}}
    columns = [{**one, "read": read if one["column"] == COLUMN else none} for one in run.report["columns"]]
    return {"columns": columns, "fields": {f"field/{name}": count for name, count in rules.items()}}
