"""A long list, sheet by sheet."""

import sqlite3
from collections.abc import Mapping, Sequence
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
    (total,) = page.store.execute(counted, parameters).fetchone()
    number, sheets = _number(page, total, size)
    rows: list[sqlite3.Row] = page.store.execute(
        f"{listed} LIMIT {size} OFFSET {(number - 1) * size}", parameters
    ).fetchall()
    return Sheet(rows, total, number, sheets)


def sheet_among(page: Page, rows: Sequence[Any], size: int = SIZE) -> Sheet:
    """The same of rows that are all at hand."""
    number, sheets = _number(page, len(rows), size)
    return Sheet(rows[(number - 1) * size : number * size], len(rows), number, sheets)


def _number(page: Page, total: int, size: int) -> tuple[int, int]:
    sheets = max(-(-total // size), 1)
    number = page.asked.number("sheet", 1)
    if number > sheets:
        raise BadRequestError(f"sheet={number}: there are {sheets}")
    return number, sheets
