"""Articles: searched and filtered, newest first."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from starlette.responses import Response

from crawler.web.articles.flags import FLAGS
from crawler.web.articles.hits import marked, shortened, snippet
from crawler.web.articles.selection import Selection, selection_of
from crawler.web.page import Page
from crawler.web.sheet import sheet_of
from crawler.web.snapshot import FIELDS
from crawler.web.store.add_run import unpacked

_MOST_TITLE = 160
_ROWS = """
SELECT articles.*, sites.name AS site_name, columns.name AS column_name
FROM articles JOIN sites ON sites.number = articles.site LEFT JOIN columns ON columns.number = articles."column"
WHERE articles.number IN (SELECT value FROM json_each(?))
"""
_CHANGED = """
SELECT DISTINCT article FROM changes WHERE article IN (SELECT value FROM json_each(?)) AND kind <> 'removed'
"""
_LINES = "SELECT article, line FROM records WHERE article IN (SELECT value FROM json_each(?))"
_COLUMNS = "SELECT name FROM columns WHERE site = (SELECT number FROM sites WHERE name = ?) ORDER BY number"


@dataclass(frozen=True, slots=True)
class Row:
    """One article of the list; ``snippet`` is where its text has what is looked for."""

    told: sqlite3.Row
    title: Markup
    snippet: Markup | None
    flags: Sequence[str]
    changed: bool


def articles(page: Page) -> Response:
    """The list, and the form that filters it."""
    selection = selection_of(page)
    sheet = sheet_of(page, selection.counted, selection.listed, selection.parameters)
    numbers = [number for (number,) in sheet.rows]
    return page.html(
        "articles.html",
        sheet=replace(sheet, rows=_rows(page.store, numbers, selection)),
        filters=selection.filters,
        columns=[name for (name,) in page.store.execute(_COLUMNS, [selection.filters["site"]])],
        flags=FLAGS,
        fields=FIELDS,
        searchable=selection.words or not selection.filters["q"],
    )


def _rows(store: sqlite3.Connection, numbers: Sequence[int], selection: Selection) -> list[Row]:
    chosen = [json.dumps(numbers)]
    told = {row["number"]: row for row in store.execute(_ROWS, chosen)}
    changed = {number for (number,) in store.execute(_CHANGED, chosen)}
    texts: Mapping[int, Any] = {}
    if selection.words:
        texts = {number: unpacked(line)["body"] for number, line in store.execute(_LINES, chosen)}
    rows = []
    for number in numbers:
        row = told[number]
        rows.append(
            Row(
                row,
                marked(shortened(row["title"] or "", _MOST_TITLE), selection.words),
                snippet(texts.get(number, ""), selection.words),
                [flag for flag in row["flags"].split(",") if flag],
                number in changed,
            )
        )
    return rows
