"""One article: its fields and how each was read, its text, what became of it, where it was listed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from crawler.items import EXPORTED
from crawler.web.articles.changed import WHOLE, changes_of
from crawler.web.articles.flags import FLAGS
from crawler.web.articles.rules import rule_words
from crawler.web.page import MissingError, Page
from crawler.web.sheet import sheet_of
from crawler.web.store.add_run import unpacked

# Changes on one sheet of the page: a counter in a text changes it with every look.
_CHANGES = 20
_ARTICLE = """
SELECT articles.*, sites.name AS site_name, columns.name AS column_name, runs.name AS run_name, line
FROM articles JOIN sites ON sites.number = articles.site JOIN runs ON runs.number = articles.run
JOIN records ON records.article = articles.number LEFT JOIN columns ON columns.number = articles."column"
WHERE id = ?
"""
_COUNTED = "SELECT count(*) FROM changes WHERE article = :number"
_LISTED = """
SELECT changes.*, runs.name AS run_name FROM changes JOIN runs ON runs.number = changes.run
WHERE article = :number ORDER BY changes.number DESC
"""
_LISTINGS = """
SELECT listings.*, columns.name AS column_name, runs.name AS run_name, runs.day
FROM listings JOIN columns ON columns.number = "column" JOIN runs ON runs.number = run
WHERE article = ? ORDER BY run
"""
# What of a record is told of, in the order of its reading, each with the field whose rule read it.
_FIELDS = ("title", "date", "source", "author")


def article(page: Page) -> Response:
    """The article by its id; raises :class:`MissingError`."""
    row = page.store.execute(_ARTICLE, [page.asked.text("id")]).fetchone()
    if row is None:
        raise MissingError(page.said("没有这个编号的文章。", "There is no article of this id."))
    # An earlier Lanmu may have written it without a field of today.
    record: dict[str, Any] = dict.fromkeys(EXPORTED) | unpacked(row["line"])
    sheet = sheet_of(page, _COUNTED, _LISTED, {"number": row["number"]}, _CHANGES)
    return page.html(
        "article.html",
        row=row,
        record=record,
        read=[(field, record[field], _rule(record, field)) for field in _FIELDS],
        body_rule=_rule(record, "body"),
        flags=[(flag, FLAGS.get(flag)) for flag in record["flags"]],
        changes=replace(sheet, rows=changes_of(sheet.rows, WHOLE)),
        listings=page.store.execute(_LISTINGS, [row["number"]]).fetchall(),
    )


def _rule(record: Mapping[str, Any], field: str) -> Any:
    name = record["rules"].get(field)
    return {"name": name, "words": rule_words(name)}
