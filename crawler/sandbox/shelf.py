"""The rows of one column as its pages hold them, and the article that moves while a crawl runs."""

from collections.abc import Sequence

from .rows import Row

# The pages whose first request moves an article, and the page behind whose rows the first one goes.
_FIRST, _SECOND = 3, 5
_BEHIND = 4


class Shelf:
    """Rows cut into pages of ``size``, ``pins`` above the rows of each; ``moving`` ones change twice.

    ``version`` says how often they have changed.
    """

    def __init__(self, rows: Sequence[Row], pins: Sequence[Row], size: int, *, moving: bool = False) -> None:
        self._rows = list(rows)
        self._pins = list(pins)
        self.size = size
        self.moving = moving and self.count >= _SECOND
        self._left = {_FIRST: self._down, _SECOND: self._up} if self.moving else {}
        self.version = 0

    @property
    def total(self) -> int:
        """How many rows there are, each counted once."""
        return len(self._rows)

    @property
    def count(self) -> int:
        """How many pages there are; an empty column has one."""
        return max(1, -(-len(self._rows) // self.size))

    def page(self, number: int) -> list[Row]:
        """The rows of a page counted from 1."""
        return self._pins + self._rows[(number - 1) * self.size : number * self.size]

    def between(self, first: int, last: int) -> list[Row]:
        """The rows from one to another, both counted from 1 and included."""
        return self._rows[max(0, first - 1) : max(0, last)]

    def pages(self) -> list[list[Row]]:
        """All pages."""
        return [self.page(number) for number in range(1, self.count + 1)]

    def targets(self) -> list[Row]:
        """A row for every article and address that is listed, each once."""
        return list({(row.listing.number, row.listing.address): row for row in self._pins + self._rows}.values())

    def asked(self, first: int, last: int) -> None:
        """Note that these pages are asked for; the first call for a certain page moves an article."""
        for number in (_FIRST, _SECOND):
            if first <= number <= last and number in self._left:
                self._left.pop(number)()
                self.version += 1

    def _down(self) -> None:
        """An article of page 1 goes behind the rows of page 4; the rows between shift up by one."""
        place = self._movable(range(self.size))
        self._rows.insert(_BEHIND * self.size - 1, self._rows.pop(place))

    def _up(self) -> None:
        """An article of the last page goes to the top of page 1; all rows before it shift down by one."""
        place = self._movable(range(len(self._rows) - 1, (self.count - 1) * self.size - 1, -1))
        self._rows.insert(0, self._rows.pop(place))

    def _movable(self, places: range) -> int:
        """The first place of an article that stands in the column once."""
        numbers = [row.listing.number for row in self._pins + self._rows]
        single = [
            place
            for place in places
            if self._rows[place].listing.kind == "article" and numbers.count(self._rows[place].listing.number) == 1
        ]
        return single[0] if single else places[0]
