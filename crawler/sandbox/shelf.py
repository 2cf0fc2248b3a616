"""The rows of one column as its pages hold them, and the article that moves while a crawl runs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .content import Listing
from .rows import Row

# The pages whose first request moves an article, and the page behind whose rows the first one goes.
_FIRST, _SECOND = 3, 5
_BEHIND = 4


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was taken out: where it stood, among the rows or among the pins of every page."""

    row: Row
    place: int
    pin: bool


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
    def rows(self) -> Sequence[Row]:
        """All rows in order, without what is repeated on every page."""
        return self._rows

    @property
    def first(self) -> int:
        """The place of the first row that isn't pinned."""
        pinned = (place for place, row in enumerate(self._rows) if not row.listing.pinned)
        return next(pinned, len(self._rows))

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
            if first <= number <= min(last, self.count) and number in self._left:
                self._left.pop(number)()
                self.version += 1

    def put(self, row: Row, place: int) -> None:
        """Put a row in at a place counted from 0, or behind the last one."""
        self._rows.insert(place, row)

    def shift(self, place: int, target: int) -> None:
        """Move the row at one place to another one."""
        self._rows.insert(target, self._rows.pop(place))

    def place_of(self, listing: Listing) -> int | None:
        """The place of the first row that isn't pinned and leads where this one does."""
        for place in range(self.first, len(self._rows)):
            one = self._rows[place].listing
            if (one.number, one.address) == (listing.number, listing.address):
                return place
        return None

    def take(self, number: int) -> list[Taken]:
        """Take an article's rows out; those put back in this order with :meth:`put_back` stand where they stood."""
        taken = []
        for rows, pin in ((self._rows, False), (self._pins, True)):
            places = [place for place, row in enumerate(rows) if row.listing.number == number]
            taken += [Taken(rows[place], place, pin) for place in places]
            for place in reversed(places):
                del rows[place]
        return taken

    def put_back(self, taken: Sequence[Taken]) -> None:
        """Put rows back that were taken out."""
        for one in taken:
            (self._pins if one.pin else self._rows).insert(one.place, one.row)

    def reprint(self, number: int, printed: Callable[[Row], Row]) -> None:
        """Replace an article's rows, each by what ``printed`` makes of it."""
        for rows in (self._rows, self._pins):
            rows[:] = [printed(row) if row.listing.number == number else row for row in rows]

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
