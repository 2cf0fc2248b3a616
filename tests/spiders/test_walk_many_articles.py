"""More articles than are asked for ahead, of which none comes as it should: every link is settled, the crawl ends."""

from collections import Counter
from pathlib import Path

import pytest
from small_site import ListRow, SmallSite
from support import Done, Run, crawl, the_run
from walk_sites import SETTINGS

MANY = 330
ROWS = 110  # of a column page
RAISING = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"

    def article_pages(self, page, url):
        raise LookupError(url)
"""

RAISING_COLUMN = """
from crawler.platforms.jeecms import Jeecms


class Own(Jeecms):
    name = "own"
    site_name = "某市长安网"

    def further_pages(self, column, number):
        yield from super().further_pages(column, number)
        if column.name == "队伍建设":
            raise LookupError(column.url)
"""


def rows(many: int = MANY) -> list[ListRow]:
    return [ListRow(f"/dwjs/{n}.jhtml", f"第{n}次队伍建设工作会议召开") for n in range(1, many + 1)]


def fill(site: SmallSite) -> None:
    """One column of many articles on three pages; the articles themselves are the test's."""
    site.home({"队伍建设": "/dwjs/index.jhtml"})
    for number in range(1, MANY // ROWS + 1):
        site.column("/dwjs/", rows()[(number - 1) * ROWS : number * ROWS], number, MANY // ROWS, MANY)


def settled(done: Done, run: Run) -> Counter[tuple[str, str | None]]:
    """The outcomes of all links, each of which must have one, in a run whose account closes."""
    assert "THE ACCOUNT DOES NOT CLOSE" not in done.stderr
    assert run.report["account"]["closes"] is True
    assert run.report["account"]["listed"] == len(run.links) == MANY
    return Counter((link["outcome"], link["reason"]) for link in run.links)


def test_articles_whose_reading_raises_are_failed_one_by_one(site: SmallSite, tmp_path: Path) -> None:
    fill(site)
    for row in rows():
        site.article(row.href, row.title)
    (tmp_path / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own_spiders.py").write_text(RAISING, encoding="utf-8")
    done = crawl("own", site.address, "-L", "CRITICAL", cwd=tmp_path, settings="own_settings")
    assert done.returncode == 3
    assert settled(done, the_run(tmp_path, "own")) == {("failed", "error_LookupError"): MANY}
    assert {row.href for row in rows()} <= set(site.requested)


def test_a_column_that_raises_behind_its_rows_stops_no_other(site: SmallSite, tmp_path: Path) -> None:
    others = [ListRow(f"/pajs/{n}.jhtml", f"第{n}次平安建设会议召开") for n in range(1, 21)]
    site.home({"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"})
    site.column("/dwjs/", rows(ROWS))
    site.column("/pajs/", others)
    for row in (*rows(ROWS), *others):
        site.article(row.href, row.title)
    (tmp_path / "own_settings.py").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "own_spiders.py").write_text(RAISING_COLUMN, encoding="utf-8")
    done = crawl("own", site.address, "-L", "CRITICAL", cwd=tmp_path, settings="own_settings")
    assert done.returncode == 3, done.stderr
    run = the_run(tmp_path, "own")
    assert run.report["account"]["closes"] is True
    assert {row.href for row in others} <= set(site.requested)
    assert {link["outcome"] for link in run.links if link["column"] == "平安建设"} == {"written"}


@pytest.mark.parametrize(
    ("status", "outcome", "code"),
    [(500, ("failed", "http_500"), 3), (404, ("dropped", "gone"), 3), (403, ("failed", "http_403"), 3)],
)
def test_articles_that_are_all_refused_are_all_settled(
    site: SmallSite, tmp_path: Path, status: int, outcome: tuple[str, str], code: int
) -> None:
    fill(site)
    for row in rows():
        site.fault(row.href, status)
    done = crawl("jingzhou", site.address, "-s", "RETRY_TIMES=0", cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert settled(done, the_run(tmp_path, "jingzhou")) == {outcome: MANY}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/", {("dropped", "moved"): MANY}),
        ("/wh.html", {("dropped", "moved"): MANY}),
        # An article may have a second address; from the third on, it stands for none of them.
        (
            "/dwjs/9999.jhtml",
            {("written", None): 1, ("repeated", None): 1, ("failed", "shared_redirect"): MANY - 2},
        ),
    ],
)
def test_articles_that_all_lead_to_one_page_are_all_settled(
    site: SmallSite, tmp_path: Path, target: str, expected: dict[tuple[str, str | None], int]
) -> None:
    fill(site)
    site.article("/dwjs/9999.jhtml", "网站维护公告")
    site.serve("/wh.html", "<p>网站维护公告</p>")
    for row in rows():
        site.redirect(row.href, target)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert settled(done, the_run(tmp_path, "jingzhou")) == expected


def test_empty_pages_and_articles_take_turns(site: SmallSite, tmp_path: Path) -> None:
    fill(site)
    for number, row in enumerate(rows()):
        if number % 3:
            site.serve(row.href, " ")
        else:
            site.article(row.href, row.title)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert settled(done, the_run(tmp_path, "jingzhou")) == {
        ("written", None): MANY // 3,
        ("failed", "empty_page"): MANY - MANY // 3,
    }
