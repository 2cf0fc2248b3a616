"""When a column that was read before may be left before its end.

A list has its newest articles on top. So a walk goes page by page until it is among what the last closed run saw:
some pages in a row list nothing new, most rows that stood on top then have been met, and the number of articles that
the site states has grown by just what was new. Then the column is sealed, once page 1 is seen to be as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Past:
    """A column as the last run left it that read it to its end or sealed it."""

    front: frozenset[str]  # the rows of its page 1
    items: int | None  # the number of articles its site stated
    listed: Callable[[str], bool]  # whether a row has been on it


class Seal:
    """Takes the pages of one walk in order; ``pages`` in a row must hold nothing new."""

    def __init__(self, past: Past, pages: int) -> None:
        self.past = past
        self.pages = pages
        self.new: set[str] = set()
        self.met: set[str] = set()
        self.quiet = 0

    def anew(self) -> "Seal":
        """For another walk of the same column."""
        return Seal(self.past, self.pages)

    def take(self, rows: tuple[str, ...], *, again: bool) -> None:
        """Take a page's rows; ``again``: the page has been taken before."""
        new = {row for row in rows if row not in self.new and not self.past.listed(row)}
        self.new |= new
        self.met |= self.past.front.intersection(rows)
        if not again:
            self.quiet = 0 if new else self.quiet + 1

    def reached(self, items: int | None) -> bool:
        """Whether the column may be left; ``items`` is the number of articles it states now."""
        if self.quiet < self.pages or 2 * len(self.met) <= len(self.past.front):
            return False
        return items is None or self.past.items is None or items - self.past.items == len(self.new)
