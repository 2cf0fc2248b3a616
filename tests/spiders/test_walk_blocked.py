"""Columns that are not there: empty ones, challenges, and shells that only a browser fills."""

from pathlib import Path

import pytest
from small_site import SmallSite
from support import crawl, the_run
from walk_sites import crawl_own, list_html

COLUMNS = {"队伍建设": "/dwjs/index.jhtml", "平安建设": "/pajs/index.jhtml"}
CHALLENGE = (
    f"""<html><head><meta content="{"aB3.x_9" * 20}" r="m"><script r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={{}};"""
    f"""$_ts.nsd=1234;$_ts.cd="{"q3Kx" * 90}";</script></head><body><input type="hidden" id="x"></body></html>"""
)
SHELL = (
    '<html><head><meta charset="utf-8"><title>某市长安网</title></head><body><noscript>请启用 JavaScript</noscript>'
    '<div id="app"></div><script src="/js/app.js"></script></body></html>'
)
EMPTY = "<html><body><div>共0条记录 1/1页</div></body></html>"


@pytest.fixture
def halved(site: SmallSite) -> SmallSite:
    """A site with one column that is well; the test says what is in the other."""
    site.home(COLUMNS)
    site.column("/dwjs/", [site.article("/dwjs/1.jhtml", "队伍建设工作会议召开")])
    return site


def failures(folder: Path, site: str = "jingzhou") -> dict[str, list[str]]:
    report = the_run(folder, site).report
    return {column["column"]: [page["reason"] for page in column["pages"]["failed"]] for column in report["columns"]}


@pytest.mark.parametrize("status", [200, 202, 412])
def test_a_challenge_is_told(halved: SmallSite, tmp_path: Path, status: int) -> None:
    halved.serve("/pajs/index.jhtml", CHALLENGE, status)
    done = crawl("jingzhou", halved.address, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("jingzhou incomplete (平安建设 page 1 blocked_challenge): ")
    assert failures(tmp_path) == {"队伍建设": [], "平安建设": ["blocked_challenge"]}


def test_a_challenge_on_a_later_page_is_told(halved: SmallSite, tmp_path: Path) -> None:
    halved.column("/pajs/", [halved.article("/pajs/2.jhtml", "平安建设工作会议召开")], pages=2, total=2)
    halved.serve("/pajs/index_2.jhtml", CHALLENGE)
    done = crawl("jingzhou", halved.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "平安建设 page 2 blocked_challenge" in done.stderr


def test_a_challenge_is_not_the_end_of_a_list_that_states_no_total(halved: SmallSite, tmp_path: Path) -> None:
    row = halved.article("/pajs/2.jhtml", "平安建设工作会议召开")
    halved.serve("/pajs/index.jhtml", list_html([row], "<a href=index_2.jhtml>下一页</a>"))
    halved.serve("/pajs/index_2.jhtml", CHALLENGE)
    done = crawl("jingzhou", halved.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "平安建设 page 2 blocked_challenge" in done.stderr


def test_a_shell_needs_a_browser(halved: SmallSite, tmp_path: Path) -> None:
    halved.serve("/pajs/index.jhtml", SHELL)
    done = crawl("jingzhou", halved.address, cwd=tmp_path)
    assert done.returncode == 3
    assert "平安建设 page 1 blocked_needs_browser" in done.stderr


@pytest.mark.parametrize(("page", "said"), [(CHALLENGE, "blocked_challenge"), (SHELL, "blocked_needs_browser")])
def test_a_home_page_that_is_kept_from_us_is_one_line(site: SmallSite, tmp_path: Path, page: str, said: str) -> None:
    site.serve("/", page)
    done = crawl("jingzhou", site.address, cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


@pytest.mark.parametrize("page", [CHALLENGE, SHELL])
def test_neither_becomes_an_article(halved: SmallSite, tmp_path: Path, page: str) -> None:
    row = halved.article("/pajs/2.jhtml", "平安建设工作会议召开")
    halved.column("/pajs/", [row])
    halved.serve("/pajs/2.jhtml", page)
    done = crawl("jingzhou", halved.address, cwd=tmp_path)
    run = the_run(tmp_path, "jingzhou")
    assert done.returncode == 3
    assert [article["title"] for article in run.articles] == ["队伍建设工作会议召开"]
    assert run.outcomes()["pajs/2.jhtml"][0] == "failed"


@pytest.mark.parametrize(
    "empty",
    [EMPTY, "<html><body><p>平安建设</p></body></html>", "<html><body><p>平安建设</p><p>暂无内容</p></body></html>"],
)
@pytest.mark.parametrize("allowed", [True, False])
def test_an_empty_column_is_a_failure_until_the_site_file_names_it(
    halved: SmallSite, tmp_path: Path, empty: str, allowed: bool
) -> None:
    halved.serve("/pajs/index.jhtml", empty)
    done = crawl_own(halved, tmp_path, COLUMNS, may_be_empty=("平安建设",) if allowed else ())
    reason = "empty_column" if empty == EMPTY else "no_links"
    assert done.returncode == (0 if allowed else 3), done.stderr
    assert failures(tmp_path, "own") == {"队伍建设": [], "平安建设": [] if allowed else [reason]}
    assert (f"平安建设 page 1 {reason}" in done.stderr) is not allowed


def test_a_column_that_may_be_empty_may_not_be_a_challenge(halved: SmallSite, tmp_path: Path) -> None:
    halved.serve("/pajs/index.jhtml", CHALLENGE)
    done = crawl_own(halved, tmp_path, COLUMNS, may_be_empty=("平安建设",))
    assert done.returncode == 3
    assert "平安建设 page 1 blocked_challenge" in done.stderr


def test_a_column_that_may_be_empty_is_walked_when_it_is_not(halved: SmallSite, tmp_path: Path) -> None:
    halved.column("/pajs/", [halved.article("/pajs/2.jhtml", "平安建设工作会议召开")])
    done = crawl_own(halved, tmp_path, COLUMNS, may_be_empty=("平安建设",))
    assert done.returncode == 0, done.stderr
    assert len(the_run(tmp_path, "own").articles) == 2
