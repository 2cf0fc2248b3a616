"""One column of a run: what its pager declares, what has been walked, and whether the list moved meanwhile.

A list is read page by page while the site goes on publishing. What is put on top pushes rows down, and they are seen
twice; what is taken away or put elsewhere pulls rows up, from a page that is still to be read to one that has been,
and they are never seen. So when all pages have been read, page 1 is read again, then the pages with a row that a later
page shows too. If all are as they were, and the rows are as many as the site states, nothing was missed; else the
column is walked anew. What goes away behind page 1 of a column that states no number of articles can't be seen.

A column with a seal is read page by page, and left where the seal allows it (``extensions/seal.py``).
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.extensions.seal import Seal
from crawler.page.list_places import Guide

Rows = tuple[str, ...]  # what tells a page's rows apart, in order: keys of articles, else addresses

# How often a column that changes under our feet is walked.
_MOST_WALKS = 4


@dataclass(slots=True)
class Column:
    """The walk of one column. Page numbers count from 1; ``walked`` goes from a page's number to its rows."""

    name: str
    url: str
    seal: Seal | None = None  # None: it has to be walked to its end
    sealed: bool = False
    declared: int = 1  # pages, until its pager says more
    declared_items: int | None = None
    stated: bool = True  # whether the site states how many pages there are
    first_number: int | None = None  # what the site calls page 1: 0 or 1
    addresses: dict[int, str] = field(default_factory=dict)
    end: int | None = None  # the last page, where it was found by asking for the one behind it
    guide: Guide | None = None  # where page 1 has its list
    walked: dict[int, Rows] = field(default_factory=dict)
    numbers: dict[frozenset[str], set[int]] = field(default_factory=dict)  # the other way round
    failed: list[dict[str, Any]] = field(default_factory=list)
    listed: int = 0
    single_page: bool = False  # a text the navigation leads to (关于我们), no list
    sampled: int = 0  # articles written or known, for sample=N
    walks: int = 1
    seen: set[str] = field(default_factory=set)  # the rows listed so far
    asked_to: int = 1  # all pages up to this one have been asked for
    waiting: set[int] = field(default_factory=set)  # pages asked for and not answered
    looking_at: Literal["", "first", "others"] = ""  # what is being read again
    moved: bool = False  # whether what is being read again has changed, otherwise than by rows put on top
    pushed: bool = False  # whether rows were put on top
    grown: int | None = None  # by how many articles the stated total has grown meanwhile
    in_order: bool = True  # whether each page was read after those in front of it
    settled: bool = False

    def is_number(self, number: int, printed: int | None) -> bool:
        """Whether the number that a page prints is that of page ``number``."""
        if printed is None:
            return True
        if number == 1:
            return printed in {0, 1}
        if self.first_number is None:
            return printed in {number - 1, number}
        return printed == number - 1 + self.first_number

    def repeats(self, number: int, rows: Rows) -> bool:
        """Whether another page than ``number`` has shown just these rows."""
        return bool(self.numbers.get(frozenset(rows), set()) - {number})

    def declare(self, pages: int, items: int | None) -> None:
        """Take what page 1 declares."""
        if self.looking_at:
            grown = None if items is None or self.declared_items is None else items - self.declared_items
            self.grown, self.moved = grown, self.moved or pages < self.declared
        self.declared, self.declared_items = pages, items

    def take(self, number: int, rows: Rows) -> list[int]:
        """Take a page that has been read; returns the positions (from 0) of the rows that are to be listed."""
        before = self.walked.get(number)
        if self.seal is not None:
            self.seal.take(rows, again=before is not None)
        if self.looking_at and before is not None:
            if before == rows:
                self.moved = self.moved or (number == 1 and self.grown not in {None, 0})
            elif number == 1 and not self.moved and self._put_on_top(before, rows):
                self.pushed = True
            else:
                self.moved = True
        # A row that several pages of one walk show is listed for each; a later look lists what is new.
        again = self.walks > 1 or bool(self.looking_at)
        positions = [at for at, url in enumerate(rows) if not again or url not in self.seen]
        if before is None:
            self.in_order = self.in_order and number > max(self.walked, default=0)
        if before is not None:
            self.numbers[frozenset(before)].discard(number)
        self.walked[number] = rows
        self.numbers.setdefault(frozenset(rows), set()).add(number)
        self.seen.update(rows)
        return positions

    def to_ask(self) -> list[int]:
        """The pages to ask for now; each is waited for from now on."""
        numbers = list(range(self.asked_to + 1, self.declared + 1))
        # Behind a failure all the rest is asked for, as in a column without a seal: the run is incomplete anyway.
        if numbers and self.seal is not None and not self.failed:
            enough = self.waiting or self.looking_at or self.seal.reached(self.declared_items)
            numbers = [] if enough else numbers[:1]
        if not numbers and not (self.waiting or self.failed or self.settled):
            numbers = self._look_again()
        self.asked_to = max([self.asked_to, *numbers])
        self.waiting.update(numbers)
        return numbers

    def _look_again(self) -> list[int]:
        """Every page asked for has been read: the pages to read again, or anew."""
        if not self.looking_at:
            self.looking_at = "first"
            self.settled = self.declared == 1
            return [] if self.settled else [1]
        if self.seal is not None and len(self.walked) < self.declared:
            if self.moved or not self.seal.reached(self.declared_items):
                return self._walk_anew()
            self.settled = self.sealed = True
            return []
        different = len(frozenset[str]().union(*self.walked.values()))
        if self.moved or (self.pushed and self.declared_items not in {None, different}):
            return self._walk_anew()
        if self.looking_at == "first" and not self.pushed:
            self.looking_at = "others"
            if others := self._shown_twice():
                return others
        # A site may well miscount; but where the list moved unseen, another walk finds what its count promises.
        if self.disagrees and self.walks == 1:
            return self._walk_anew()
        self.settled = True
        return []

    def _walk_anew(self) -> list[int]:
        self.walks += 1
        if self.walks > _MOST_WALKS:
            self.failed.append({"page": 1, "url": self.url, "reason": "kept_changing"})
            return []
        self.walked = {1: self.walked[1]}
        self.numbers = {frozenset(self.walked[1]): {1}}
        self.looking_at, self.moved, self.pushed, self.in_order, self.asked_to = "", False, False, True, 1
        self.end = None
        if self.seal is not None:
            self.seal = self.seal.anew()
            self.seal.take(self.walked[1], again=False)
            return [min(2, self.declared)]
        return list(range(2, self.declared + 1)) or [1]

    def _put_on_top(self, before: Rows, rows: Rows) -> bool:
        """Whether page 1 differs only by new rows on top, and the pages behind it show that they were pushed down.

        Where they don't show it, or came out of order, a page may have been read after the one behind it.
        """
        new = next((at for at, url in enumerate(rows) if url in self.seen), len(rows))
        if not new or rows[new:] != before[: len(rows) - new] or self.grown not in {None, new}:
            return False
        # What may be left before its end was read in order, one page after the other, and the old rows lie below.
        return len(self.walked) < self.declared or (self.in_order and new <= self._overlap())

    def _overlap(self) -> int:
        """How many rows are on two pages in a row; those at one place of both are pinned."""
        count = 0
        for number, rows in self.walked.items():
            behind = self.walked.get(number + 1, ())
            places = {url: at for at, url in enumerate(behind)}
            count += sum(places.get(url, at) != at for at, url in enumerate(rows))
        return count

    def _shown_twice(self) -> list[int]:
        """The pages behind the first with a row that another page shows too.

        A row that stands at one place of page 1 and of others is pinned there.
        """
        first = {url: at for at, url in enumerate(self.walked[1])}
        times = Counter(url for rows in self.walked.values() for url in rows)
        return [
            number
            for number, rows in sorted(self.walked.items())
            if number > 1 and any(times[url] > 1 and first.get(url) != at for at, url in enumerate(rows))
        ]

    @property
    def disagrees(self) -> bool:
        """Whether the list isn't what its pager declares, in rows or (pinned ones repeat) in different addresses."""
        if self.declared_items is None or len(self.walked) < self.declared:
            return False
        rows = [url for page in self.walked.values() for url in page]
        return self.declared_items not in {len(rows), len(set(rows))}

    @property
    def ended(self) -> Literal["walked", "sealed", "unfinished", "incomplete", "single_page"]:
        """How the walk ended.

        ``walked``: all that the pager declares, and the list held still; ``sealed``: left where the seal allows it;
        ``incomplete``: some of it failed; ``unfinished``: not all was asked for, or the second look is missing.
        """
        if self.single_page:
            return "single_page"
        if self.failed or not self.walked or self.disagrees:
            return "incomplete"
        if self.sealed:
            return "sealed"
        return "walked" if self.settled else "unfinished"
