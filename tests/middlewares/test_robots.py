"""robots.txt is obeyed by every request, those that wait for it among them."""

from pathlib import Path

import pytest
from small_site import SmallSite
from support import crawl, the_run

SETTINGS = """
from crawler.settings import *

SPIDER_MODULES = ["own_spiders"]
CONCURRENT_REQUESTS_PER_DOMAIN = 16
"""
SPIDERS = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"
    columns = {f"栏目{n}": f"/lm{n}/index.jhtml" for n in range(8)}
"""


@pytest.fixture
def folder(site: SmallSite, tmp_path: Path) -> Path:
    """A site of eight columns that a crawl asks for at once."""
    (tmp_path / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own_spiders.py").write_text(SPIDERS, encoding="utf-8")
    for number in range(8):
        rows = [site.article(f"/lm{number}/{number}{n}.jhtml", f"栏目{number}的第{n}篇文章") for n in range(2)]
        site.column(f"/lm{number}/", rows)
    return tmp_path


def forbid(site: SmallSite, *paths: str) -> None:
    site.serve("/robots.txt", "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in paths), kind="text/plain")


def test_requests_that_wait_for_the_first_robots_txt_obey_it(site: SmallSite, folder: Path) -> None:
    """Scrapy 2.14.2–2.19.0 lets all but the first of them through."""
    forbid(site, *(f"/lm{number}/" for number in range(1, 8)))
    done = crawl("own", site.address, cwd=folder, settings="own_settings")
    assert sorted(site.requested) == ["/lm0/00.jhtml", "/lm0/01.jhtml", "/lm0/index.jhtml", "/robots.txt"]
    assert done.returncode == 3
    assert "栏目1 page 1 robots and 6 more" in done.stderr
    columns = the_run(folder, "own").report["columns"]
    assert [column["ended"] for column in columns] == ["walked", *["incomplete"] * 7]
    assert {page["reason"] for column in columns for page in column["pages"]["failed"]} == {"robots"}


def test_a_forbidden_article_is_dropped_with_that_reason(site: SmallSite, folder: Path) -> None:
    forbid(site, "/lm3/31.jhtml")
    done = crawl("own", site.address, cwd=folder, settings="own_settings")
    assert done.returncode == 0, done.stderr
    assert "/lm3/31.jhtml" not in site.requested
    assert the_run(folder, "own").report["account"]["dropped"] == {"robots": 1}


def test_a_site_that_forbids_everything_is_not_walked(site: SmallSite, folder: Path) -> None:
    forbid(site, "/")
    done = crawl("own", site.address, cwd=folder, settings="own_settings")
    assert site.requested == ["/robots.txt"]
    assert done.returncode in {1, 3}
    assert "robots" in done.stderr


def test_a_robots_txt_that_is_not_there_forbids_nothing(site: SmallSite, folder: Path) -> None:
    site.fault("/robots.txt", 404)
    assert crawl("own", site.address, cwd=folder, settings="own_settings").returncode == 0
    assert len(the_run(folder, "own").articles) == 16
