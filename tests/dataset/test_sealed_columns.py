"""Columns that were read before are left early; what is new on them is found all the same."""

from pathlib import Path

import pytest
from history import Crawled, History
from news_site import NewsSite, articles_in
from pytest_httpserver import HTTPServer

QUIET, NEWS, LATE, UNCOUNTED, PINNED, LOST = "队伍建设", "政法要闻", "平安建设", "法治建设", "基层治理", "通知公告"
PATHS = {QUIET: "/dwjs/", NEWS: "/zfyw/", LATE: "/pajs/", UNCOUNTED: "/fzjs/", PINNED: "/jczl/", LOST: "/tzgg/"}


class Weeks:
    """A site of six columns, crawled on days 0, 1, 2 and 7, and once in full."""

    def __init__(self, site: NewsSite, folder: Path) -> None:
        self.site = site
        for name, path in PATHS.items():
            site.open(name, path, 24, total=name != UNCOUNTED)
        site.shelves[PINNED].pinned = site.shelves[PINNED].rows[-1:]
        site.show()
        history = History(site, folder)
        self.first = history.crawl(0)
        self.on_top = site.publish(NEWS, 5)
        self.late = site.publish(LATE, at=20, day="2024-02-01")
        self.below = site.publish(UNCOUNTED, at=15)
        self.beside = site.publish(PINNED, 2)
        site.lose(LOST)
        self.later = site.publish(LOST, 2)
        self.second = history.crawl(1)
        self.third = history.crawl(2)
        self.sweep = history.crawl(7)
        self.hidden = site.publish(UNCOUNTED, at=15)
        self.full = history.crawl(7, "-a", "full=1")

    def pages(self, crawled: Crawled, name: str) -> list[int]:
        return self.site.pages_of(name, crawled.asked)


@pytest.fixture(scope="module")
def weeks(servers: tuple[HTTPServer, HTTPServer], tmp_path_factory: pytest.TempPathFactory) -> Weeks:
    return Weeks(NewsSite(servers[0]), tmp_path_factory.mktemp("weeks"))


def test_a_first_crawl_walks_every_column_to_its_end(weeks: Weeks) -> None:
    assert {weeks.first.ended(name) for name in PATHS} == {"walked"}
    assert weeks.pages(weeks.first, QUIET) == [1, 2, 3, 4, 5, 6, 7, 8, 1]
    assert len(weeks.first.written) == 24 * len(PATHS)


def test_a_quiet_column_costs_two_pages_and_a_second_look_at_the_first(weeks: Weeks) -> None:
    assert weeks.pages(weeks.second, QUIET) == [1, 2, 1]
    assert weeks.second.ended(QUIET) == "sealed"
    assert weeks.second.column(QUIET)["pages"] == {"declared": 8, "walked": 2, "failed": []}
    assert weeks.second.column(QUIET)["account"]["known"] == 6


def test_the_closing_line_counts_the_sealed_columns(weeks: Weeks) -> None:
    assert "6 columns (5 sealed), 23 of 54 column pages walked" in weeks.second.done.stderr
    assert weeks.second.run.report["verdict"] == "complete"


def test_what_is_new_on_top_is_found_and_the_two_pages_behind_it_read(weeks: Weeks) -> None:
    assert set(weeks.on_top) <= weeks.second.written
    assert weeks.pages(weeks.second, NEWS) == [1, 2, 3, 4, 1]
    assert weeks.second.ended(NEWS) == "sealed"


def test_a_late_post_makes_the_stated_total_not_add_up_so_the_column_is_walked(weeks: Weeks) -> None:
    assert set(weeks.late) <= weeks.second.written
    assert weeks.second.ended(LATE) == "walked"
    assert set(weeks.pages(weeks.second, LATE)) == set(range(1, 10))


def test_without_a_stated_total_a_late_post_is_found_by_the_full_sweep(weeks: Weeks) -> None:
    (below,) = weeks.below
    assert weeks.pages(weeks.second, UNCOUNTED) == weeks.pages(weeks.third, UNCOUNTED) == [1, 2, 1]
    assert below not in weeks.second.asked + weeks.third.asked
    assert below in weeks.sweep.written


def test_seven_days_after_the_last_whole_walk_a_column_is_walked_again(weeks: Weeks) -> None:
    assert weeks.sweep.ended(QUIET) == weeks.sweep.ended(NEWS) == "walked"
    # This one was walked on day 1.
    assert weeks.sweep.ended(LATE) == "sealed"
    assert "(1 sealed)" in weeks.sweep.done.stderr


def test_a_row_pinned_on_every_page_is_no_hindrance(weeks: Weeks) -> None:
    assert set(weeks.beside) <= weeks.second.written
    assert weeks.second.ended(PINNED) == weeks.third.ended(PINNED) == "sealed"
    assert weeks.pages(weeks.third, PINNED) == [1, 2, 1]


def test_nothing_is_asked_for_twice_over_the_runs(weeks: Weeks) -> None:
    first, second = articles_in(weeks.first.asked), articles_in(weeks.second.asked)
    assert len(set(first)) == len(first)
    assert sorted(second) == sorted(weeks.on_top + weeks.late + weeks.beside + weeks.later)
    assert articles_in(weeks.third.asked) == []


def test_a_column_that_the_navigation_has_lost_is_walked_all_the_same(weeks: Weeks) -> None:
    assert set(weeks.later) <= weeks.second.written
    assert weeks.second.ended(LOST) == "sealed"
    assert weeks.sweep.ended(LOST) == "walked"


def test_a_full_sweep_walks_everything_and_forgets_what_the_navigation_has_lost(weeks: Weeks) -> None:
    names = [column["column"] for column in weeks.full.run.report["columns"]]
    assert sorted(names) == sorted(set(PATHS) - {LOST})
    assert {weeks.full.ended(name) for name in names} == {"walked"}
    assert weeks.full.run.report["full"] is True
    assert weeks.full.written == set(weeks.hidden)
