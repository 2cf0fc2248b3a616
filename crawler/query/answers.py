"""How the answer to a query is shown: a table for the eye, CSV for Excel, JSON lines for programs."""

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import count, islice

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len, set_cell_size
from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from crawler.query.csv_export import csv_lines, plain, text_of

# A table is for the eye: so many rows, and so many places of a cell (a Chinese sign takes two); what needs more columns
# than fit with this width of each is shown a field a line.
SHOWN_ROWS, _WIDEST, _NARROW = 200, 60, 14
# Of a file or pipe, which has no width.
_WIDTH = 200

FORMATS = ("table", "csv", "jsonl")

# What EXPLAIN answers with: a plan, drawn over many lines.
_PLAN = ["explain_key", "explain_value"]

Row = Sequence[object]


def lines(form: str, head: Sequence[str], rows: Iterable[Row], *, width: int | None) -> Iterator[str]:
    """The answer in one of the formats; ``width`` is that of the terminal, None for a file or pipe."""
    if form == "csv":
        return csv_lines(head, rows)
    return json_lines(head, rows) if form == "jsonl" else table_lines(head, rows, width)


def json_lines(head: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A line of JSON for each row; of columns with one name, all but the first get a number; no number is null."""
    names: list[str] = []
    for name in head:
        free = (name if number == 0 else f"{name}_{number}" for number in count())
        names.append(next(one for one in free if one not in names))
    for row in rows:
        yield json.dumps(dict(zip(names, map(plain, row), strict=True)), ensure_ascii=False, default=str) + "\n"


def table_lines(head: Sequence[str], rows: Iterable[Row], width: int | None) -> Iterator[str]:
    """The first rows, as a table where that fits the width, else a field a line, and how to get all; a plan as is."""
    if list(head) == _PLAN:
        for _, plan in rows:
            yield from (f"{_shown(line).rstrip()}\n" for line in str(plan).splitlines())
        return
    rest = iter(rows)
    some = list(islice(rest, SHOWN_ROWS))
    texts = [[_shown(value) for value in row] for row in some]
    widths = [min(_WIDEST, max(map(cell_len, column))) for column in zip(head, *texts, strict=True)]
    room = width or _WIDTH
    if sum(min(one, _NARROW) + 2 for one in widths) <= room:
        yield from _table(head, some, texts, room)
    else:
        yield from _records(head, texts, room)
    if next(rest, None) is not None:
        yield f"the first {SHOWN_ROWS} rows; for all: --output FILE.csv or FILE.jsonl\n"
    else:
        yield f"{len(some)} {'row' if len(some) == 1 else 'rows'}\n"


def _table(head: Sequence[str], rows: Sequence[Row], texts: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for place, name in enumerate(head):
        justify: JustifyMethod = "right" if any(_is_number(row[place]) for row in rows) else "left"
        table.add_column(Text(name), justify=justify, no_wrap=True, overflow="ellipsis", max_width=_WIDEST)
    for row in texts:
        table.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        yield f"{line.rstrip()}\n"


def _records(head: Sequence[str], texts: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    names = max(map(cell_len, head))
    for number, row in enumerate(texts, 1):
        yield f"row {number}\n"
        for name, text in zip(head, row, strict=True):
            yield f"  {set_cell_size(name, names)}  {_cut(text, max(_NARROW, width - names - 4))}\n"


def _shown(value: object) -> str:
    """A value in one line, without what would move the terminal's cursor."""
    if value is None:
        return "null"
    text = ("false", "true")[value] if isinstance(value, bool) else text_of(value)
    return "".join(char if char.isprintable() else " " for char in text)


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
