"""When a column that was read before may be left: what came on top is found by the next run, all by the next walk."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extensions.column import Column
from crawler.extensions.seal import Past, Seal

Change = tuple[str, int, int]
PAGES = 2


@dataclass
class Site:
    """A list on pages of ``size`` rows, and the dataset of its crawls."""

    size: int
    total: bool
    rows: list[str]
    count: int = 0
    fresh: int = 0  # rows on top that no crawl has met
    found: set[str] = field(default_factory=set)
    past: Past | None = None

    @property
    def pages(self) -> int:
        return max(-(-len(self.rows) // self.size), 1)

    def change(self, kind: str, one: int, other: int) -> None:
        """``on top``, ``late`` (anywhere): a new row; ``away``: one goes; ``down``, ``up``: an old one moves."""
        old = len(self.rows) - self.fresh
        if kind in {"on top", "late"}:
            self.count += 1
            at = 0 if kind == "on top" else one % (len(self.rows) + 1)
            self.fresh += at <= self.fresh
            self.rows.insert(at, f"new{self.count}")
        elif old > 1:
            low, high = sorted(self.fresh + place % old for place in (one, other))
            if kind == "away":
                self.rows.pop(low)
            elif kind == "up":
                self.rows.insert(low, self.rows.pop(high))
            else:
                self.rows.insert(high, self.rows.pop(low))

    def crawl(self, *, full: bool = False) -> tuple[Column, list[int]]:
        """Crawl the list; what was found becomes the past of the next crawl, as the index of a dataset tells it."""
        past = None if full else self.past
        column = Column("队伍建设", "u", seal=None if past is None else Seal(past, PAGES))
        reads, queue, listed, front = list[int](), [1], set[str](), set[str]()
        while queue:
            number = queue.pop(0)
            reads.append(number)
            assert len(reads) < 400, "the crawl doesn't end"
            column.waiting.discard(number)
            if number == 1:
                column.declare(self.pages, len(self.rows) if self.total else None)
            rows = tuple(self.rows[(number - 1) * self.size : number * self.size])
            listed.update(rows)
            front.update(rows if number == 1 else ())
            column.take(number, rows)
            queue += column.to_ask()
        self.found |= listed
        before = self.past
        if column.ended == "sealed" and before is not None:
            self.past = Past(frozenset(front), column.declared_items, lambda row: row in listed or before.listed(row))
        elif column.ended == "walked":
            self.past = Past(frozenset(front), column.declared_items, listed.__contains__)
        self.fresh = 0
        return column, reads


def site_of(length: int, size: int, *, total: bool) -> Site:
    return Site(size, total, [f"r{number}" for number in range(length)])


PLACES = st.integers(0, 60)


def runs_of(*kinds: str, most: int) -> st.SearchStrategy[list[list[Change]]]:
    """What happens in front of each of some crawls."""
    return st.lists(st.lists(st.tuples(st.sampled_from(kinds), PLACES, PLACES), max_size=most), min_size=1, max_size=4)


LENGTHS, SIZES = st.integers(1, 40), st.integers(1, 5)


@given(LENGTHS, SIZES, st.booleans())
def test_a_list_that_stands_still_costs_the_pages_of_the_seal_and_the_first_again(
    length: int, size: int, total: bool
) -> None:
    site = site_of(length, size, total=total)
    site.crawl()
    column, reads = site.crawl()
    if site.pages > PAGES:
        assert (column.ended, reads) == ("sealed", [1, 2, 1])
    else:
        assert (column.ended, reads) == ("walked", [*range(1, site.pages + 1), *([1] if site.pages > 1 else [])])


@settings(max_examples=400)
@given(LENGTHS, SIZES, st.booleans(), runs_of("on top", "away", "up", "down", most=12))
def test_whatever_old_rows_do_every_row_put_on_top_is_found_by_the_next_run(
    length: int, size: int, total: bool, runs: list[list[Change]]
) -> None:
    site = site_of(length, size, total=total)
    site.crawl()
    for changes in runs:
        for change in changes:
            site.change(*change)
        on_top = set(site.rows[: site.fresh])
        column, _ = site.crawl()
        assert column.ended in {"sealed", "walked"}
        assert on_top <= site.found


@settings(max_examples=300)
@given(LENGTHS, SIZES, runs_of("on top", "late", "up", "down", most=6))
def test_where_a_total_is_stated_every_new_row_is_found_by_the_next_run(
    length: int, size: int, runs: list[list[Change]]
) -> None:
    """As long as none goes meanwhile, which would hide one that came late."""
    site = site_of(length, size, total=True)
    site.crawl()
    for changes in runs:
        for change in changes:
            site.change(*change)
        site.crawl()
        assert set(site.rows) <= site.found


@settings(max_examples=300)
@given(LENGTHS, SIZES, st.booleans(), runs_of("on top", "late", "away", "up", "down", most=8))
def test_every_row_is_found_by_the_next_walk_to_the_end(
    length: int, size: int, total: bool, runs: list[list[Change]]
) -> None:
    site = site_of(length, size, total=total)
    site.crawl()
    for changes in runs:
        for change in changes:
            site.change(*change)
        site.crawl()
    column, _ = site.crawl(full=True)
    assert column.ended == "walked"
    assert set(site.rows) <= site.found


@given(st.integers(12, 40), st.integers(0, 9), st.booleans())
def test_new_rows_cost_their_pages_and_those_of_the_seal(length: int, new: int, total: bool) -> None:
    site = site_of(length, 3, total=total)
    site.crawl()
    for _ in range(new):
        site.change("on top", 0, 0)
    column, reads = site.crawl()
    last = min(-(-new // 3) + PAGES, site.pages)
    assert reads[:last] == list(range(1, last + 1))
    assert len(reads) <= last + 2
    assert column.ended == ("walked" if last == site.pages else "sealed")


# Rules of the seal itself: pages of three rows, a..c stood on page 1, a..l have been listed.


def seal(items: int | None = None) -> Seal:
    return Seal(Past(frozenset("abc"), items, frozenset("abcdefghijkl").__contains__), PAGES)


def took(*pages: str, items: int | None = None) -> Seal:
    one = seal(items)
    for page in pages:
        one.take(tuple(page), again=False)
    return one


@pytest.mark.parametrize(
    ("pages", "reached"),
    [
        (["abc"], False),
        (["abc", "def"], True),
        (["xab", "cde"], False),
        (["xab", "cde", "fgh"], True),
        (["xyz", "abc", "dxe"], True),  # a row pinned on a further page is no news
        (["def", "ghi"], False),  # nothing of what stood on top has been met
        (["ade", "fgh"], False),
        (["abd", "efg"], True),
        (["abc", "def", "gxh"], False),
        (["abc", "def", "gxh", "ijk", "lab"], True),
    ],
)
def test_pages_without_news_and_the_old_top_are_what_a_seal_takes(pages: list[str], reached: bool) -> None:
    assert took(*pages).reached(None) is reached


@pytest.mark.parametrize(
    ("before", "now", "reached"),
    [(12, 14, True), (12, 15, False), (12, 13, False), (12, 12, False), (None, 14, True), (12, None, True)],
)
def test_a_stated_total_has_to_have_grown_by_what_is_new(before: int | None, now: int | None, reached: bool) -> None:
    assert took("xya", "bcd", "efg", items=before).reached(now) is reached


def test_a_page_read_again_is_no_further_page_but_its_news_count() -> None:
    one = took("abc", items=12)
    one.take(tuple("abc"), again=True)
    assert not one.reached(12)
    one.take(tuple("def"), again=False)
    assert one.reached(12)
    one.take(tuple("xab"), again=True)
    assert not one.reached(12)
    assert one.reached(13)


def test_another_walk_begins_with_nothing_met() -> None:
    one = took("abc", "def")
    assert one.reached(None)
    assert not one.anew().reached(None)
