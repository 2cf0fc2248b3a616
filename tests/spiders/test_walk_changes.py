"""Lists that change while they are walked: what was listed all the time is in the dataset, or the run is incomplete."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from small_site import ListRow
from support import the_run
from walk_sites import ChangingSite, crawl_own

Change = Callable[[list[ListRow]], None]
COLUMN = {"队伍建设": "/dwjs/index.jhtml"}


def new_on_top(rows: list[ListRow]) -> None:
    rows.insert(0, ListRow("/dwjs/99.jhtml", "第99次队伍建设工作会议召开"))


def moved(start: int, to: int) -> Change:
    return lambda rows: rows.insert(to, rows.pop(start))


def away(at: int) -> Change:
    return lambda rows: rows.remove(rows[at])


# Eleven articles on four pages; after how many answers, what.
CHANGES: dict[str, dict[int, Change]] = {
    "one on top": {1: new_on_top},
    "one on top, late": {3: new_on_top},
    "one on top while page 1 is read again": {4: new_on_top},
    "up to a page that was read": {2: moved(8, 4)},
    "up to the top": {2: moved(8, 0)},
    "down from page 1 to the end": {1: moved(1, 10)},
    "down from page 2 to the end": {2: moved(4, 10)},
    "away from page 1": {1: away(1)},
    "away from page 2": {2: away(4)},
    "away from the end": {2: away(10)},
    "the last page away": {1: away(10), 2: away(9)},
    "two changes": {1: new_on_top, 3: moved(9, 5)},
    "a change in the second walk": {2: moved(8, 4), 6: moved(9, 4)},
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_is_missed(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path, name: str) -> None:
    site = ChangingSite(servers[0], 11)
    site.article("/dwjs/99.jhtml", "第99次队伍建设工作会议召开")
    listed = set(site.rows)
    site.changes = dict(CHANGES[name])
    done = crawl_own(site, tmp_path, COLUMN)
    run = the_run(tmp_path, "own")
    written = {article["url"].rpartition("/")[2] for article in run.articles}
    kept = {row.href.rpartition("/")[2] for row in listed & set(site.rows)}
    assert site.changes == {}
    assert run.report["account"]["closes"] is True
    if name == "the last page away":
        # Page 4 is asked for and there is none any more.
        assert done.returncode == 3
        assert "队伍建设 page 4" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert run.report["columns"][0]["ended"] == "walked"
    assert kept <= written
    assert len(written) == len(run.articles)


def test_every_listed_row_is_a_line_of_the_account(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    site = ChangingSite(servers[0], 11)
    site.changes = {2: moved(8, 4)}
    assert crawl_own(site, tmp_path, COLUMN).returncode == 0
    run = the_run(tmp_path, "own")
    account = run.report["account"]
    assert (len(run.links), account["listed"]) == (account["listed"], account["written"] + account["repeated"])
    assert account["written"] == 11
    assert account["closes"] is True


def test_a_list_that_stands_still_is_read_once_and_its_first_page_twice(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    site = ChangingSite(servers[0], 11)
    done = crawl_own(site, tmp_path, COLUMN)
    assert done.returncode == 0, done.stderr
    pages = [path for path in site.requested if "/index" in path]
    assert pages == [f"/dwjs/index{suffix}.jhtml" for suffix in ("", "_2", "_3", "_4", "")]


def test_a_list_of_one_page_is_read_once(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    site = ChangingSite(servers[0], 3)
    assert crawl_own(site, tmp_path, COLUMN).returncode == 0
    assert site.requested.count("/dwjs/index.jhtml") == 1


def test_a_list_that_never_stands_still_is_incomplete(servers: tuple[HTTPServer, HTTPServer], tmp_path: Path) -> None:
    site = ChangingSite(servers[0], 11)
    site.always = moved(0, 2)
    done = crawl_own(site, tmp_path, COLUMN)
    assert done.returncode == 3
    assert "队伍建设 page 1 kept_changing" in done.stderr
    assert len([path for path in site.requested if "/index" in path]) < 40
    assert the_run(tmp_path, "own").report["account"]["closes"] is True


def test_without_a_stated_total_a_moved_row_is_found_too(
    servers: tuple[HTTPServer, HTTPServer], tmp_path: Path
) -> None:
    site = ChangingSite(servers[0], 11, total=False)
    site.changes = {2: moved(8, 4)}
    done = crawl_own(site, tmp_path, COLUMN)
    assert done.returncode == 0, done.stderr
    assert len(the_run(tmp_path, "own").articles) == 11
