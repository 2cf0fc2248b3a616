"""A site in trouble that doesn't say so: nothing of it is believed, and nothing is lost once it is well again."""

from pathlib import Path

import pytest
from history import Crawled, History
from news_site import NewsSite
from pytest_httpserver import HTTPServer
from small_site import article_html

COLUMNS = {"队伍建设": "/dwjs/", "政法要闻": "/zfyw/", "平安建设": "/pajs/"}
EACH = 9
ALL = EACH * len(COLUMNS)
TRIES = ("-s", "RETRY_TIMES=0")


@pytest.fixture
def site(servers: tuple[HTTPServer, HTTPServer]) -> NewsSite:
    site = NewsSite(servers[0])
    for name, path in COLUMNS.items():
        site.open(name, path, EACH)
    assert len(site.stories) == ALL
    return site


def all_written(site: NewsSite, history: History, day: int) -> Crawled:
    """The crawl of ``day``, on a site that is well: every article there is has been written once by its end."""
    for path in site.stories:
        site.restore(path)
    crawled = history.crawl(day)
    assert history.written() == set(site.stories)
    return crawled


def test_links_that_failed_in_several_columns_are_written_once(site: NewsSite, tmp_path: Path) -> None:
    """Column pages come while the links that failed before are handed over, and list the same ones."""
    history = History(site, tmp_path)
    for path in site.stories:
        site.fault(path, 500)
    history.crawl(0, *TRIES, code=3)
    crawled = all_written(site, history, 0)
    assert crawled.run.report["asked_again"]["written"] == ALL
    assert f"({ALL} of them asked for again)" in crawled.done.stderr


def test_a_run_in_which_most_articles_are_gone_is_not_complete_and_no_reason_to_forget_them(
    site: NewsSite, tmp_path: Path
) -> None:
    history = History(site, tmp_path)
    for path in site.stories:
        site.fault(path, 404)
    for day in range(4):
        crawled = history.crawl(day, code=3)
        assert f"incomplete (most articles are gone: {ALL}; look at the site" in crawled.done.stderr
        assert crawled.run.report["most_gone"] is True
    assert all_written(site, history, 4).run.report["most_gone"] is False


def test_an_address_to_which_many_redirect_stands_for_none_of_them(site: NewsSite, tmp_path: Path) -> None:
    history = History(site, tmp_path)
    site.serve("/gg/9999.jhtml", article_html("某市长安网升级公告"))
    for path in site.stories:
        site.redirect(path, "/gg/9999.jhtml")
    crawled = history.crawl(0, code=3)
    assert crawled.run.report["account"]["failed"] == {"shared_redirect": ALL - 2}
    for path in site.stories:
        site.redirect_no_more(path)
    history.crawl(1)
    assert history.written() == {"/gg/9999.jhtml", *site.stories}


def test_a_page_that_comes_for_many_articles_is_none_of_theirs(site: NewsSite, tmp_path: Path) -> None:
    history = History(site, tmp_path)
    for path in site.stories:
        site.serve(path, article_html("某市长安网升级公告"))
    account = history.crawl(0, code=3).run.report["account"]
    assert (account["written"], account["dropped"], account["failed"]) == (
        1,
        {"same_page": 1},
        {"same_page": ALL - 2},
    )


def test_a_page_that_comes_for_many_known_articles_revises_one_at_most(site: NewsSite, tmp_path: Path) -> None:
    history = History(site, tmp_path)
    history.crawl(0)
    for path in site.stories:
        site.serve(path, article_html("某市长安网升级公告"))
    revisited = history.crawl(31, "-s", f"REVISIT_OLD={ALL}", code=3).run.report["revisited"]
    assert (revisited["revised"], revisited["failed"]) == (1, {"same_page": ALL - 1})


def test_a_site_of_which_most_stays_gone_is_believed_after_a_week(site: NewsSite, tmp_path: Path) -> None:
    history = History(site, tmp_path)
    for path in site.stories:
        site.fault(path, 404)
    codes = [(day, history.crawl(day, "-s", "GONE_ASKS=1", code=code)) for day, code in ((0, 3), (4, 3), (8, 3))]
    assert all(len(crawled.run.report["account"]["dropped"]) == 1 for _, crawled in codes)
    last = history.crawl(9, "-s", "GONE_ASKS=1")
    assert last.run.report["account"]["dropped"].keys() == {"gone_before"}
