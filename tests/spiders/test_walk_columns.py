"""Columns named in the site file are walked without a look at the home page."""

from pathlib import Path

import pytest
from small_site import SmallSite
from support import crawl, the_run

SETTINGS = """
from crawler.settings import *

SPIDER_MODULES = ["crawler.spiders", "own_spiders"]
"""
SPIDERS = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"
    columns = {"队伍建设": "/dwjs/index.jhtml", "政法要闻": "zfyw/"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a site file and a settings module of its own."""
    (tmp_path / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own_spiders.py").write_text(SPIDERS, encoding="utf-8")
    return tmp_path


def test_the_home_page_is_not_asked_for(site: SmallSite, folder: Path) -> None:
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    site.column("/zfyw/", [site.article("/zfyw/2.jhtml", "市委召开政法工作会议")], pages=2, total=2)
    site.column("/zfyw/", [site.article("/zfyw/3.jhtml", "某县开展平安创建活动")], number=2, pages=2, total=2)
    index = site.answer_of("/zfyw/index.jhtml")
    site.serve("/zfyw/", index)
    done = crawl("own", site.address, cwd=folder, settings="own_settings")
    assert done.returncode == 0, done.stderr
    assert "/" not in site.requested
    assert site.requested[0] == "/robots.txt"
    run = the_run(folder, "own")
    assert {article["title"]: article["column"] for article in run.articles} == {
        "队伍建设工作会议召开": "队伍建设",
        "市委召开政法工作会议": "政法要闻",
        "某县开展平安创建活动": "政法要闻",
    }
    assert [column["url"] for column in run.report["columns"]] == [
        f"{site.address}dwjs/index.jhtml",
        f"{site.address}zfyw/",
    ]


def test_all_further_pages_are_asked_for_behind_a_failing_one(site: SmallSite, folder: Path) -> None:
    site.serve("/zfyw/", "<html><body><p>空</p></body></html>")
    for number in range(1, 6):
        row = site.article(f"/dwjs/{number}.jhtml", f"第{number}次队伍建设工作会议召开")
        site.column("/dwjs/", [row], number=number, pages=5, total=5)
    site.fault("/dwjs/index_2.jhtml", 500)
    done = crawl("own", site.address, cwd=folder, settings="own_settings")
    assert done.returncode == 3
    assert {article["url"].rpartition("/")[2] for article in the_run(folder, "own").articles} == {
        "1.jhtml",
        "3.jhtml",
        "4.jhtml",
        "5.jhtml",
    }


def test_a_text_in_the_navigation_is_no_column(site: SmallSite, tmp_path: Path) -> None:
    """One whose name says that it is no column (关于我们) is not even asked for."""
    site.home({"队伍建设": "/dwjs/index.jhtml", "机构职能": "/jgzn.jhtml", "关于我们": "/gywm.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    site.article("/jgzn.jhtml", "机构职能")
    site.article("/gywm.jhtml", "关于我们")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    ended = {column["column"]: column["ended"] for column in the_run(tmp_path, "jingzhou").report["columns"]}
    assert done.returncode == 0, done.stderr
    assert ended == {"队伍建设": "walked", "机构职能": "single_page"}
    assert "/gywm.jhtml" not in site.requested


def test_an_empty_page_in_the_navigation_is_a_column_that_is_missing(site: SmallSite, tmp_path: Path) -> None:
    site.home({"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"})
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    site.serve("/pajs/index.jhtml", "<html><body><p>平安建设</p></body></html>")
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "平安建设 page 1 no_links" in done.stderr
