"""An article moves to another page while a crawl runs; nothing is lost, and nothing else changes."""

import datetime as dt
import json

import pytest
from sandbox_walkers import WALKERS, Reader

from crawler.sandbox.content import Listing  # noqa: TID251
from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.rows import Row  # noqa: TID251
from crawler.sandbox.shelf import Shelf  # noqa: TID251
from crawler.sandbox.sites import build, profiles  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

NAMES = sorted(WALKERS)


def rows(count: int) -> list[Row]:
    day = dt.date(2026, 10, 30)
    return [Row(Listing("article", f"第{n}篇", day, n, "lm"), f"第{n}篇", None, "") for n in range(1, count + 1)]


def numbers(shelf: Shelf) -> list[list[int]]:
    return [[row.listing.number for row in page] for page in shelf.pages()]


def test_rows_shift_up_then_down() -> None:
    shelf = Shelf(rows(17), [], 3, moving=True)
    before = numbers(shelf)
    assert before[:2] == [[1, 2, 3], [4, 5, 6]]
    shelf.asked(1, 2)
    shelf.asked(4, 4)
    assert numbers(shelf) == before
    shelf.asked(3, 3)
    assert numbers(shelf) == [[2, 3, 4], [5, 6, 7], [8, 9, 10], [11, 12, 1], [13, 14, 15], [16, 17]]
    shelf.asked(3, 3)
    shelf.asked(5, 5)
    assert numbers(shelf) == [[17, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12], [1, 13, 14], [15, 16]]
    shelf.asked(1, 9)
    assert shelf.version == 2


def test_a_range_asks_for_all_its_pages() -> None:
    shelf = Shelf(rows(30), [], 3, moving=True)
    shelf.asked(1, 10)
    assert shelf.version == 2


def test_small_and_still_columns_stay() -> None:
    for shelf in (Shelf(rows(12), [], 3, moving=True), Shelf(rows(30), [], 3)):
        before = numbers(shelf)
        shelf.asked(1, 9)
        assert not shelf.moving
        assert (shelf.version, numbers(shelf)) == (0, before)


def test_pins_stand_on_every_page_and_never_move() -> None:
    shelf = Shelf(rows(20), rows(2), 3, moving=True)
    assert all([row.listing.number for row in page[:2]] == [1, 2] for page in shelf.pages())
    shelf.asked(3, 3)
    # 1 and 2 are pinned, so 3 is the first that may move.
    assert [row.listing.number for row in shelf.page(1)] == [1, 2, 1, 2, 4]


def moving(name: str) -> tuple[Pages, str]:
    """A site and the path of the column that moves."""
    pages = build(1, 320, f"http://{profiles()[name].host}:8000", name)
    (path,) = (path for path, shelf in pages.shelves.items() if shelf.moving)
    return pages, path


def shape(pages: Pages) -> dict[str, list[list[int]]]:
    return {path: numbers(shelf) for path, shelf in pages.shelves.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_walk_through_the_pages_moves_two_articles(name: str) -> None:
    pages, path = moving(name)
    reader = Reader(pages)
    address = pages.base + pages.platform.column(path)
    texts = list(truth_lines(pages))
    listed = {identity(line["url"]) for line in map(json.loads, texts) if line.get("column_url") == address}
    before = shape(pages)
    walked = [identity(link) for page in WALKERS[name](reader, address) for link in page]
    after = shape(pages)
    assert pages.shelves[path].version == 2
    assert {column for column in after if after[column] != before[column]} == {path}
    # A row that shifted up between two requests, or moved to a page already read, is missed by a single walk.
    missed = listed - set(walked)
    again = {identity(link) for page in WALKERS[name](reader, address) for link in page}
    assert missed
    assert listed <= again
    # The order of the lines follows the rows; what they say stays.
    assert sorted(truth_lines(pages)) == sorted(texts)


@pytest.mark.parametrize("name", NAMES)
def test_links_of_the_moving_column_have_no_place(name: str) -> None:
    pages, path = moving(name)
    lines = [line for line in map(json.loads, truth_lines(pages)) if line["kind"] == "link"]
    column = pages.site.column(path).name
    own = [line for line in lines if line["column"] == column]
    assert {(line["page"], line["position"]) for line in own} == {(None, None)}
    assert len({line["url"] for line in own}) == len(own)
    others = [line for line in lines if line["column"] != column]
    assert all((line["page"] is None) == pages.platform.pages_open for line in others)


@pytest.mark.parametrize("name", NAMES)
def test_a_still_site_never_moves(name: str) -> None:
    pages = build(1, 320, f"http://{profiles()[name].host}:8000", name, still=True)
    reader = Reader(pages)
    before = shape(pages)
    for column in pages.site.columns:
        if column.form == "list":
            list(WALKERS[name](reader, pages.base + pages.platform.column(column.path)))
    assert shape(pages) == before


def test_demo_never_moves() -> None:
    pages = build(1, 600, "http://127.0.0.1:8000")
    assert not any(shelf.moving for shelf in pages.shelves.values())
