"""A table for Excel: UTF-8 with a byte order mark, CRLF, no cell that Excel takes for a formula or can't hold."""

import csv
import io
import itertools
import json
import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

# Excel holds so many UTF-16 units in a cell, and so many rows, the head among them.
MOST_IN_CELL, MOST_ROWS = 32_767, 1_048_576
CUT = "…"
BOM = "\ufeff"
# Full-width ones are read alike by Excel in Chinese.
_FORMULA, _BLANK = frozenset("=+-@＝＋－＠"), frozenset("\t\r\n")
_NUMBER = (int, float, Decimal)


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of the file, the first with the byte order mark. Text is quoted, whatever separates cells at home."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    mark = BOM
    for row in itertools.chain([head], rows):
        writer.writerow([cell(value) for value in row])
        yield mark + buffer.getvalue()
        mark = ""
        buffer.seek(0)
        buffer.truncate()


def cell(value: object) -> object:
    """A value as a cell: numbers stay, text can't be a formula, lists and objects are JSON, null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, _NUMBER):
        return value
    return _cut(_defused(text_of(value)))


def text_of(value: object) -> str:
    """A value that is no number as text: days as ``2026-11-23``, lists and objects as JSON."""
    if isinstance(value, (list, dict)):
        return json.dumps(plain(value), ensure_ascii=False, default=str)
    return str(value)


def plain(value: object) -> object:
    """A value as JSON can say it: keys are text, and what is no number (``nan``) is null."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def _defused(text: str) -> str:
    """Behind an apostrophe where it begins like a formula, also after what isn't seen."""
    seen = next((char for char in text if not _unseen(char)), "")
    return f"'{text}" if text[:1] in _BLANK or seen in _FORMULA else text


def _unseen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in {"Cc", "Cf"}


def _cut(text: str) -> str:
    """What Excel can hold of it; it counts a character beyond U+FFFF as two."""
    if len(text) * 2 <= MOST_IN_CELL:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= MOST_IN_CELL * 2:
        return text
    return units[: (MOST_IN_CELL - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT
