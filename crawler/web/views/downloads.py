"""The articles of a selection as a file, sent as they are read."""

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from starlette.responses import Response, StreamingResponse

from crawler.items import EXPORTED
from crawler.query.csv_export import csv_lines
from crawler.web.articles.selection import Selection, selection_of
from crawler.web.page import Page

# Not in one statement with the list, which may have to be sorted: numbers are sorted in little memory.
_LINE = "SELECT line, first, removed FROM records JOIN articles ON number = article WHERE article = ?"
# Only a line of a revision has it.
_REVISED = b'"previous_sha256"'
_PIECE = 65_536
# What the store knows of an article besides its record.
_FURTHER = ("first_seen", "removed")


def articles_jsonl(page: Page) -> Response:
    """The records as they stand in ``articles.jsonl``, by their present text."""
    return _file(page, "jsonl", "application/x-ndjson", _json_lines(page, selection_of(page)))


def articles_csv(page: Page) -> Response:
    """A table that Excel opens: the fields of the record, the day it was first seen, and the day it was found gone."""
    selection = selection_of(page)
    rows = ([*_record(line).values(), first, removed] for line, first, removed in _lines(page, selection))
    return _file(page, "csv", "text/csv", csv_lines([*EXPORTED, *_FURTHER], rows))


def _json_lines(page: Page, selection: Selection) -> Iterator[str]:
    for line, _, _ in _lines(page, selection):
        yield json.dumps(_record(line), ensure_ascii=False) + "\n" if _REVISED in line else f"{line.decode()}\n"


def _lines(page: Page, selection: Selection) -> Iterator[tuple[bytes, str, str | None]]:
    with page.reader() as store:
        for (number,) in store.execute(selection.listed, selection.parameters):
            line, first, removed = store.execute(_LINE, [number]).fetchone()
            yield zlib.decompress(line), first, removed


def _record(line: bytes) -> dict[str, Any]:
    """The record without what a revision tells besides."""
    told = json.loads(line)
    return {name: told.get(name) for name in EXPORTED}


def _file(page: Page, ending: str, kind: str, lines: Iterable[str]) -> Response:
    page.asked.check_all_known()
    name = f"lanmu-articles-{page.snapshot.days[-1]}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_pieces(lines), media_type=f"{kind}; charset=utf-8", headers=headers)


def _pieces(lines: Iterable[str]) -> Iterator[bytes]:
    """The lines in pieces of some size: each piece costs a turn of the server."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line.encode("utf-8", "replace"))
        size += len(waiting[-1])
        if size >= _PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)
