"""No seal above what a run hasn't seen: killed, incomplete and sample runs move nothing."""

from pathlib import Path

import pytest
from history import History
from killing import crawling, held, kill, lines_in, wait_until
from news_site import NewsSite
from pytest_httpserver import HTTPServer

COLUMN = "队伍建设"


@pytest.fixture
def history(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> History:
    """A column of ten pages that has been crawled, and twelve articles that came since: four pages of them."""
    site = NewsSite(servers[0])
    site.open(COLUMN, "/dwjs/", 30)
    history = History(site, tmp_path)
    history.crawl(0)
    return history


def test_a_killed_run_leaves_nothing_for_the_next_to_pass_over(history: History) -> None:
    site, folder = history.site, history.folder
    new = site.publish(COLUMN, 12)
    with held(site, site.shelves[COLUMN].page(2)), crawling(site, folder, day=1) as process:
        wait_until(lambda: lines_in(folder, "articles.jsonl") == 3, process)
        kill(process)
    after = history.crawl(1)
    killed = history.runs()[1]
    assert (killed.report["verdict"], len(killed.articles)) == ("interrupted", 3)
    assert after.written == set(new[3:])
    assert site.pages_of(COLUMN, after.asked) == [1, 2, 3, 4, 5, 6, 1]
    assert after.ended(COLUMN) == "sealed"


@pytest.mark.parametrize("total", [True, False])
def test_behind_a_page_that_fails_all_the_rest_is_asked_for_and_the_next_run_gets_the_page(
    history: History, total: bool
) -> None:
    site = history.site
    site.shelves[COLUMN].total = total
    new = site.publish(COLUMN, 12)
    site.fault(site.shelves[COLUMN].page(2), 500)
    failed = history.crawl(1, "-s", "RETRY_TIMES=0", code=3)
    assert failed.ended(COLUMN) == "incomplete"
    assert site.pages_of(COLUMN, failed.asked) == list(range(1, 15))
    assert failed.written == set(new) - set(new[3:6])
    site.show()
    after = history.crawl(1)
    assert after.written == set(new[3:6])
    assert site.pages_of(COLUMN, after.asked) == [1, 2, 3, 4, 5, 6, 1]


def test_a_sample_leaves_the_rest_to_the_next_run(history: History) -> None:
    site = history.site
    new = site.publish(COLUMN, 12)
    sample = history.crawl(1, "-a", "sample=2")
    assert sample.run.report["verdict"] == "partial"
    assert sample.written == set(new[:2])
    after = history.crawl(1)
    assert after.written == set(new[2:])
    assert after.ended(COLUMN) == "sealed"


def test_a_failed_article_below_the_seal_is_asked_for_all_the_same(history: History) -> None:
    """Its row was seen, so the column may be sealed above it; its link is remembered by itself."""
    site = history.site
    new = site.publish(COLUMN, 12)
    site.fault(new[11], 500)
    assert history.crawl(1, "-s", "RETRY_TIMES=0", code=3).ended(COLUMN) == "sealed"
    site.restore(new[11])
    after = history.crawl(1)
    assert site.pages_of(COLUMN, after.asked) == [1, 2, 1]
    assert after.links(new[11]) == [(None, "written", None)]


@pytest.mark.parametrize(("when", "looks"), [(2, 1), (1, 2)], ids=["between the pages", "before the second look"])
def test_a_post_while_a_quiet_column_is_read_is_found_by_the_same_run(history: History, when: int, looks: int) -> None:
    site, new = history.site, list[str]()
    path = site.shelves[COLUMN].page(when)

    def post(asked: str) -> None:
        if asked == path and site.requested.count(path) == looks and not new:
            new.extend(site.publish(COLUMN))

    site.before = post
    crawled = history.crawl(1)
    assert crawled.written == set(new)
    assert len(new) == 1
    assert crawled.ended(COLUMN) == "sealed"


def test_a_row_that_goes_while_a_quiet_column_is_read_makes_it_be_walked_anew(history: History) -> None:
    site, gone = history.site, history.site.shelves[COLUMN].rows[1]

    def take_away(asked: str) -> None:
        if asked == site.shelves[COLUMN].page(2):
            site.unlist(gone)

    site.before = take_away
    crawled = history.crawl(1)
    # Another row is missing than the number that the site states allows: the column is walked to its end.
    assert crawled.ended(COLUMN) == "walked"
    assert set(site.pages_of(COLUMN, crawled.asked)) == set(range(1, 11))
