"""Links that gave nothing are asked for again, each in its way and not for ever."""

import signal
from pathlib import Path

import pytest
from history import Crawled, History
from killing import SECONDS, crawling, wait_for_requests
from news_site import NewsSite, articles_in
from pytest_httpserver import HTTPServer

COLUMN = "队伍建设"
# The first page of the column, from its top; then two rows of the second.
STUBBORN, PASSING, GONE, COMING, MOVED = (f"/dwjs/{number}.jhtml" for number in (12, 11, 10, 9, 8))
DELETED, TARGET = "/dwjs/7.jhtml", "/dwjs/3.jhtml"
DAYS = (0, 1, 3, 5, 7, 8)


class Weeks:
    """A site with links of all kinds that give nothing, crawled on several days; twice in full at the end."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.site = site
        site.open(COLUMN, "/dwjs/", 12)
        for path in (STUBBORN, PASSING, DELETED):
            site.fault(path, 500)
        for path in (GONE, COMING):
            site.fault(path, 404)
        site.redirect(MOVED, TARGET)
        history = History(site, folder)
        self.on: dict[int, Crawled] = {}
        for day in DAYS:
            if day == 1:
                site.restore(PASSING)
                site.unlist(PASSING)
                site.restore(COMING)
                site.fault(DELETED, 404)
            self.on[day] = history.crawl(day, "-s", "RETRY_TIMES=0", code=0 if day == 8 else 3)
        self.full = history.crawl(8, "-a", "full=1", "-s", "RETRY_TIMES=0", code=3)
        site.restore(STUBBORN)
        self.last = history.crawl(8, "-a", "full=1")

    def days_asked(self, path: str) -> list[int]:
        return [day for day, crawled in self.on.items() if path in crawled.asked]


@pytest.fixture(scope="module")
def weeks(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Weeks:
    return Weeks(NewsSite(servers[0]), tmp_path_factory.mktemp("weeks"))


def test_a_failed_link_is_asked_for_once_and_before_other_articles_in_each_run(weeks: Weeks) -> None:
    for day in (1, 3, 5, 7):
        asked = articles_in(weeks.on[day].asked)
        assert asked.count(STUBBORN) == 1
        assert asked.index(STUBBORN) < len([path for path in asked if path in {STUBBORN, PASSING, DELETED}])


def test_it_has_a_line_without_a_place_and_one_for_its_row(weeks: Weeks) -> None:
    assert weeks.on[0].links(STUBBORN) == [(1, "failed", "http_500")]
    assert sorted(weeks.on[1].links(STUBBORN), key=str) == [(1, "repeated", None), (None, "failed", "http_500")]
    told = weeks.on[0].link(STUBBORN)
    assert {**told, "page": None, "position": None} in weeks.on[1].run.links


def test_what_was_asked_for_again_has_an_account_of_its_own(weeks: Weeks) -> None:
    account = weeks.on[1].run.report["asked_again"]
    assert (account["listed"], account["written"], account["closes"]) == (3, 1, True)
    assert (account["dropped"], account["failed"]) == ({"gone": 1}, {"http_500": 1})
    assert weeks.on[1].column(COLUMN)["account"]["failed"] == {}
    assert weeks.on[1].run.report["account"]["failed"] == {"http_500": 1}
    assert "1 link http_500, see links.jsonl" in weeks.on[1].done.stderr


def test_an_article_that_comes_after_all_is_written_though_no_list_shows_it(weeks: Weeks) -> None:
    assert weeks.on[1].links(PASSING) == [(None, "written", None)]
    record = next(record for record in weeks.on[1].run.articles if record["url"].endswith(PASSING))
    assert (record["column"], record["list_title"]) == (COLUMN, weeks.site.stories[PASSING].title)
    assert weeks.days_asked(PASSING) == [0, 1]


def test_a_link_is_given_up_after_five_runs_over_seven_days_and_that_is_visible(weeks: Weeks) -> None:
    assert weeks.days_asked(STUBBORN) == [0, 1, 3, 5, 7]
    assert weeks.on[8].links(STUBBORN) == [(1, "dropped", "given_up")]
    assert weeks.on[8].run.report["verdict"] == "complete"
    assert "(1 given_up" in weeks.on[8].done.stderr or "1 given_up)" in weeks.on[8].done.stderr


def test_a_full_run_asks_for_it_again_and_takes_it_when_it_is_there(weeks: Weeks) -> None:
    assert (None, "failed", "http_500") in weeks.full.links(STUBBORN)
    assert (None, "written", None) in weeks.last.links(STUBBORN)
    assert weeks.last.run.report["verdict"] == "complete"


def test_a_link_to_nothing_is_asked_for_on_three_days(weeks: Weeks) -> None:
    assert weeks.days_asked(GONE) == [0, 1, 3]
    assert [weeks.on[day].links(GONE) for day in (3, 5)] == [[(1, "dropped", "gone")], [(1, "dropped", "gone_before")]]
    assert GONE in weeks.full.asked


def test_a_failed_link_that_turns_out_to_be_gone_is_not_failed_any_more(weeks: Weeks) -> None:
    assert (None, "dropped", "gone") in weeks.on[1].links(DELETED)
    assert weeks.days_asked(DELETED) == [0, 1, 3, 5]
    # On the third day it was gone, not the third it was asked for.
    assert [weeks.on[day].links(DELETED) for day in (3, 5)] == [[(2, "dropped", "gone")]] * 2
    assert weeks.on[7].links(DELETED) == [(2, "dropped", "gone_before")]


def test_a_page_that_comes_where_there_was_none_is_written(weeks: Weeks) -> None:
    assert weeks.on[1].links(COMING) == [(1, "written", None)]
    assert weeks.days_asked(COMING) == [0, 1]


def test_an_address_that_redirects_is_asked_for_once_and_known_by_both(weeks: Weeks) -> None:
    link, target = weeks.on[0].link(MOVED), weeks.on[0].link(TARGET)
    assert link["id"] == target["id"]
    assert link["from_id"] not in {None, link["id"]}
    assert {link["outcome"], target["outcome"]} == {"written", "repeated"}
    assert target["from_id"] is None
    assert weeks.days_asked(MOVED) == [0]
    for day in DAYS[1:]:
        assert weeks.on[day].links(MOVED) == [(2, "known", "redirected_before")]
        assert weeks.on[day].link(MOVED)["id"] == link["id"]
        assert weeks.on[day].link(MOVED)["from_id"] == link["from_id"]
    assert MOVED in weeks.full.asked
    assert weeks.full.links(MOVED) == [(2, "known", None)]


def test_what_a_stopped_run_did_not_fetch_is_asked_for_by_the_next(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    site = NewsSite(servers[0])
    everything = set(site.open(COLUMN, "/dwjs/", 12))
    history = History(site, tmp_path)
    with crawling(site, tmp_path, "-s", "DOWNLOAD_DELAY=0.2") as process:
        wait_for_requests(9, site, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 3
    stopped = history.runs()[0]
    missing = stopped.report["account"]["failed"]["not_fetched"]
    after = history.crawl(0)
    assert after.run.report["asked_again"]["listed"] == after.run.report["asked_again"]["written"] == missing
    assert history.written() == everything
