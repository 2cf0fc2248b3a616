"""The walk of one column whose list changes while it is read: nothing is missed unnoticed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.extensions.column import Column

Change = tuple[int, str, int, int]  # after how many reads, what, and at which places


@dataclass
class Site:
    """A list of articles on pages of ``size`` rows; ``always`` are those that were listed all the time."""

    rows: list[str]
    size: int
    total: bool
    always: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.always, self.ever = set(self.rows), set(self.rows)

    @property
    def pages(self) -> int:
        return max(-(-len(self.rows) // self.size), 1)

    def page(self, number: int) -> tuple[str, ...]:
        return tuple(self.rows[(number - 1) * self.size : number * self.size])

    def change(self, kind: str, one: int, other: int) -> None:
        """``on top``: a new row; ``away``: one is removed; ``up``, ``down``: one is put elsewhere."""
        if kind == "on top":
            self.rows.insert(0, f"new{len(self.ever)}")
            self.ever.add(self.rows[0])
        elif len(self.rows) > 1:
            low, high = sorted((one % len(self.rows), other % len(self.rows)))
            if kind == "away":
                self.always.discard(self.rows.pop(low))
            elif kind == "up":
                self.rows.insert(low, self.rows.pop(high))
            else:
                self.rows.insert(high, self.rows.pop(low))


def walk(
    site: Site, changes: Sequence[Change] = (), late: Sequence[int] = (), most: int = 500
) -> tuple[Column, list[int]]:
    """Walk the column as the walker does; the pages ``late`` come after all that were asked for with them.

    Returns the column and the numbers of the pages in the order in which they were read.
    """
    column, reads, queue = Column("队伍建设", "http://www.example.gov.cn/dwjs/"), list[int](), [1]
    while queue:
        for _, kind, one, other in [change for change in changes if change[0] == len(reads)]:
            site.change(kind, one, other)
        number = queue.pop(0)
        rows = site.page(number)
        reads.append(number)
        assert len(reads) <= most, "the walk doesn't end"
        column.waiting.discard(number)
        if not rows or column.repeats(number, rows):
            column.failed.append({"page": number, "url": column.url, "reason": "no_links" if not rows else "same"})
        else:
            if number == 1:
                column.declare(site.pages, len(site.rows) if site.total else None)
            positions = column.take(number, rows)
            assert all(0 <= at < len(rows) for at in positions)
        asked = column.to_ask()
        queue += [page for page in asked if page not in late] + [page for page in asked if page in late]
    return column, reads


def assert_nothing_missed_unnoticed(column: Column, site: Site) -> None:
    assert column.seen <= site.ever
    assert column.ended in {"walked", "incomplete"}
    if column.ended == "walked":
        assert column.settled
        assert site.always - column.seen == set()


SIZES, LENGTHS, PLACES = st.integers(1, 4), st.integers(1, 24), st.integers(0, 40)


def changes_of(*kinds: str, most: int) -> st.SearchStrategy[list[Change]]:
    return st.lists(st.tuples(st.integers(0, 30), st.sampled_from(kinds), PLACES, PLACES), max_size=most)


def site_of(length: int, size: int, *, total: bool) -> Site:
    return Site([f"r{n}" for n in range(length)], size, total)


@given(LENGTHS, SIZES, st.booleans())
def test_a_list_that_stands_still_is_read_once_and_its_first_page_twice(length: int, size: int, total: bool) -> None:
    site = site_of(length, size, total=total)
    column, reads = walk(site)
    assert (column.ended, column.settled, column.seen) == ("walked", True, set(site.rows))
    assert reads == [*range(1, site.pages + 1), *([1] if site.pages > 1 else [])]


@settings(max_examples=400)
@given(LENGTHS, SIZES, st.booleans(), changes_of("on top", most=6))
def test_whatever_is_put_on_top_nothing_is_missed(length: int, size: int, total: bool, changes: list[Change]) -> None:
    site = site_of(length, size, total=total)
    column, _ = walk(site, changes)
    assert_nothing_missed_unnoticed(column, site)


@settings(max_examples=400)
@given(LENGTHS, SIZES, st.booleans(), changes_of("up", "down", "on top", most=1))
def test_a_row_that_is_put_elsewhere_makes_nothing_missed(
    length: int, size: int, total: bool, changes: list[Change]
) -> None:
    site = site_of(length, size, total=total)
    column, _ = walk(site, changes)
    assert_nothing_missed_unnoticed(column, site)


# A row that is taken away behind page 1 of a list that states no total leaves no trace.
@settings(max_examples=400)
@given(LENGTHS, SIZES, changes_of("away", most=4))
def test_where_a_total_is_stated_rows_that_are_taken_away_make_nothing_missed(
    length: int, size: int, changes: list[Change]
) -> None:
    site = site_of(length, size, total=True)
    column, _ = walk(site, changes)
    assert_nothing_missed_unnoticed(column, site)


@given(LENGTHS, SIZES, st.booleans(), changes_of("on top", "away", "up", "down", most=40))
def test_every_walk_ends(length: int, size: int, total: bool, changes: list[Change]) -> None:
    column, _ = walk(site_of(length, size, total=total), changes)
    assert column.ended in {"walked", "incomplete"}
    assert not column.waiting


# Of several changes one may hide another from page 1; rows and total together give each of these away.
HIDDEN: dict[str, tuple[int, int, list[Change], list[int]]] = {
    "put on top, taken away behind": (6, 3, [(1, "on top", 0, 0), (2, "away", 3, 3)], []),
    "put up, then one on top": (4, 2, [(1, "up", 1, 2), (2, "on top", 0, 0)], []),
    "put down, then one on top": (4, 2, [(1, "down", 1, 2), (2, "on top", 0, 0)], []),
    "put up, taken away": (8, 3, [(1, "up", 2, 4), (2, "away", 4, 4)], []),
    "put up, and another in front of it": (4, 2, [(1, "up", 1, 3), (2, "up", 1, 2)], []),
    "one on top, a page that came late": (6, 2, [(2, "on top", 0, 0)], [2]),
    "one away, a page that came late": (8, 2, [(2, "away", 1, 1)], [2]),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_several_changes_are_noticed_where_the_total_gives_them_away(name: str) -> None:
    length, size, changes, late = HIDDEN[name]
    site = site_of(length, size, total=True)
    column, _ = walk(site, changes, late)
    assert_nothing_missed_unnoticed(column, site)


@settings(max_examples=300)
@given(LENGTHS, SIZES, changes_of("on top", most=3), st.lists(st.integers(2, 24), max_size=3))
@example(6, 2, [(2, "on top", 0, 0)], [2])
def test_pages_that_come_late_make_nothing_missed(
    length: int, size: int, changes: list[Change], late: list[int]
) -> None:
    """A page that failed is tried again after the others: rows put on top meanwhile have pushed it down."""
    site = site_of(length, size, total=True)
    column, _ = walk(site, changes, late)
    assert_nothing_missed_unnoticed(column, site)


@pytest.mark.parametrize("total", [True, False])
def test_a_list_that_never_stands_still_is_incomplete(total: bool) -> None:
    site = site_of(12, 3, total=total)
    column, reads = walk(site, [(read, "down", 0, 11) for read in range(200)])
    assert column.ended == "incomplete"
    assert column.failed[-1]["reason"] in {"kept_changing", "same"}
    assert len(reads) < 40


def test_a_moved_row_is_found_by_another_walk() -> None:
    site = site_of(9, 3, total=True)
    column, reads = walk(site, [(2, "up", 4, 8)])
    assert (column.ended, column.seen, column.walks) == ("walked", set(site.rows), 2)
    assert reads == [1, 2, 3, 1, 2, 3, 2, 3, 1]


@given(LENGTHS, SIZES, changes_of("on top", "up", "down", most=4))
def test_every_row_is_listed_and_by_a_later_look_only_if_it_is_new(
    length: int, size: int, changes: list[Change]
) -> None:
    site = site_of(length, size, total=True)
    column, listed = Column("队伍建设", "http://www.example.gov.cn/dwjs/"), list[str]()
    queue, reads = [1], 0
    while queue and not column.failed:
        for _, kind, one, other in [change for change in changes if change[0] == reads]:
            site.change(kind, one, other)
        number, reads = queue.pop(0), reads + 1
        column.waiting.discard(number)
        if number == 1:
            column.declare(site.pages, len(site.rows))
        again = column.walks > 1 or bool(column.looking_at)
        rows, seen = site.page(number), set(column.seen)
        new = [rows[at] for at in column.take(number, rows)]
        assert new == ([row for row in rows if row not in seen] if again else list(rows))
        listed += new
        queue += column.to_ask()
    assert set(listed) == column.seen


# What a walk is told otherwise


def test_more_rows_than_declared_are_incomplete_after_a_second_walk() -> None:
    column = Column("队伍建设", "u")
    column.declare(1, 5)
    column.take(1, ("a", "b", "c"))
    assert column.to_ask() == []
    assert (column.disagrees, column.ended) == (True, "incomplete")


@pytest.mark.parametrize("rows", [("p", "a", "b"), ("p", "a", "p")])
def test_rows_or_different_addresses_may_be_what_is_declared(rows: tuple[str, ...]) -> None:
    column = Column("队伍建设", "u")
    column.declare(1, 3)
    column.take(1, rows)
    column.to_ask()
    assert column.ended == "walked"


def test_pinned_rows_on_every_page_are_no_change() -> None:
    column = Column("队伍建设", "u")
    pages = {1: ("p", "a", "b"), 2: ("p", "c", "d"), 3: ("p", "e", "f")}
    reads, queue = [], [1]
    while queue:
        number = queue.pop(0)
        reads.append(number)
        column.waiting.discard(number)
        if number == 1:
            column.declare(3, 7)
        column.take(number, pages[number])
        queue += column.to_ask()
    assert (reads, column.ended, column.settled) == ([1, 2, 3, 1], "walked", True)


def test_a_failed_page_ends_the_walk_incomplete() -> None:
    column = Column("队伍建设", "u")
    column.declare(3, 9)
    column.take(1, ("a", "b", "c"))
    assert column.to_ask() == [2, 3]
    column.waiting.clear()
    column.failed.append({"page": 2, "url": "u", "reason": "http_500"})
    column.take(3, ("g", "h", "i"))
    assert column.to_ask() == []
    assert (column.ended, column.settled) == ("incomplete", False)


@pytest.mark.parametrize(
    ("first", "number", "printed", "fits"),
    [
        (None, 1, 0, True),
        (None, 1, 1, True),
        (None, 1, 2, False),
        (None, 1, None, True),
        (1, 3, 3, True),
        (1, 3, 2, False),
        (0, 3, 2, True),
        (0, 3, 3, False),
        (None, 3, 2, True),
        (None, 3, 3, True),
        (None, 3, 1, False),
        (0, 3, None, True),
    ],
)
def test_a_page_is_known_by_the_number_it_prints(
    first: int | None, number: int, printed: int | None, fits: bool
) -> None:
    assert Column("队伍建设", "u", first_number=first).is_number(number, printed) is fits


def test_a_column_is_walked_when_it_has_been_looked_at_again() -> None:
    column = Column("队伍建设", "http://127.0.0.1/dwjs/")
    column.declare(2, None)
    for number, rows in ((1, ("a", "b")), (2, ("c", "d"))):
        column.take(number, rows)
        asked = column.to_ask()
        column.waiting.clear()
    assert (asked, column.ended) == ([1], "unfinished")
    column.take(1, ("a", "b"))
    assert (column.to_ask(), column.ended) == ([], "walked")
