"""A site judged whole: what it has itself hides nothing that only a column has."""

from pathlib import Path

import pytest
from copied_runs import history_of
from history import SITE, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from support import runs

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
