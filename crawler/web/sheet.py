"""A long list, sheet by sheet."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.web.asked import BadRequestError
from crawler.web.page import Page

SIZE = 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet (``sheet`` of ``sheets``, from 1), of ``total`` in all."""

    rows: Sequence[Any]
    total: int
    sheet: int
    sheets: int


def sheet_of(page: Page, counted: str, listed: str, parameters: Mapping[str, object], size: int = SIZE) -> Sheet:
    """The sheet that was asked for: ``counted`` counts the rows, ``listed`` selects them, without LIMIT."""

    def read(start: int) -> tuple[int, list[sqlite3.Row]]:
        (total,) = page.store.execute(counted, parameters).fetchone()
        return total, page.store.execute(f"{listed} LIMIT {size} OFFSET {start}", parameters).fetchall()

    return sheet_read(page, read, size)


def sheet_among(page: Page, rows: Sequence[Any], size: int = SIZE) -> Sheet:
    """The same of rows that are all at hand."""
    return sheet_read(page, lambda start: (len(rows), rows[start : start + size]), size)


def sheet_read(page: Page, read: Callable[[int], tuple[int, Sequence[Any]]], size: int = SIZE) -> Sheet:
    """The same of rows that ``read`` reads, ``size`` of them from a place on; it counts them all first."""
    number = page.asked.number("sheet", 1)
    total, rows = read((number - 1) * size)
    sheets = max(-(-total // size), 1)
    if number > sheets:
        raise BadRequestError(f"sheet={number}：共 {sheets} 页", f"sheet={number}: there are {sheets}")
    return Sheet(rows, total, number, sheets)
