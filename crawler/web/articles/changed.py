"""What became of an article when it was looked at again, made ready to be shown."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.web.articles.diff import Differ, Piece, by_line, cut
from crawler.web.store.add_run import unpacked


@dataclass(frozen=True, slots=True)
class Part:
    """One place of an article that was changed: the field, and the pieces of its text."""

    field: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Change:
    """``told`` is the row of the store, ``line`` the line of the run; ``further`` places are left out."""

    told: sqlite3.Row
    line: Mapping[str, Any]
    parts: Sequence[Part]
    further: int


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is shown of a change: places, characters around each of them, characters that went or came in one."""

    places: int
    context: int
    most: int


# In a list of changes, and on the article's own page.
SHORT = Measure(places=3, context=15, most=80)
WHOLE = Measure(places=200, context=60, most=5_000)


def changes_of(rows: Iterable[sqlite3.Row], measure: Measure) -> list[Change]:
    """Rows of the store's changes, compared; all of them for one page."""
    differ = Differ()
    return [_change(row, measure, differ) for row in rows]


def _change(row: sqlite3.Row, measure: Measure, differ: Differ) -> Change:
    line = unpacked(row["line"])
    places = [] if row["kind"] == "removed" else _places(line["changes"])
    parts = [
        Part(field, cut(differ.pieces(old, new), measure.context, measure.most))
        for field, old, new in places[: measure.places]
    ]
    return Change(row, line, parts, max(len(places) - measure.places, 0))


def _places(changes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    short = [
        (name, told["before"] or "", told["after"] or "") for name, told in changes.items() if isinstance(told, dict)
    ]
    return [*short, *(("body", old, new) for old, new in by_line(changes.get("body", [])))]
