"""The lines of a run's ``links.jsonl`` by what became of them, without reading those that aren't asked for.

A line is JSON as ``exporters/lines.py`` writes it, so what a field holds can be looked for in its bytes: quotes within
texts are written ``\\"``, so they can't be taken for it. Of 100,000 lines only those shown are parsed.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from crawler.dataset.runs import Run
from crawler.exporters.run_folder import LINKS

OUTCOMES = ("written", "known", "repeated", "dropped", "failed")
# Of a line that no page showed: it was asked for again, as an earlier run had failed to fetch it.
_AGAIN = b'"page": null, '
_PAGE = re.compile(rb'"page": (\d+), ')


def fragments(column: str, outcome: str = "", reason: str = "") -> list[bytes]:
    """What lines of a column (or, where it is ``""``, of any), outcome and reason hold."""
    fields = {"column": column, "outcome": outcome, "reason": reason}
    return [json.dumps({name: value}, ensure_ascii=False)[1:-1].encode() for name, value in fields.items() if value]


def lines_with(run: Run, wanted: list[bytes], *, again: bool | None = None, page: int = 0) -> Iterator[bytes]:
    """The lines that hold all of these; ``again``: only those asked for again, or only the others; ``page``: of one."""
    if page:
        wanted = [*wanted, b'"page": %d, ' % page]
    for _, line in run.lines(LINKS):
        if again is not None and (_AGAIN in line) is not again:
            continue
        if all(part in line for part in wanted):
            yield line


def sheet_with(lines: Iterator[bytes], start: int, size: int) -> tuple[int, list[dict[str, Any]]]:
    """How many lines there are, and ``size`` of them from ``start`` on, read."""
    total, rows = 0, []
    for line in lines:
        if start <= total < start + size:
            rows.append(json.loads(line))
        total += 1
    return total, rows


def rows_by_page(run: Run, column: str) -> Counter[int]:
    """How many rows each page of a column showed that were listed."""
    found: Counter[int] = Counter()
    for line in lines_with(run, fragments(column), again=False):
        if match := _PAGE.search(line):
            found[int(match[1])] += 1
    return found
