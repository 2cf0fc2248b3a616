"""Article: the record, and the only definition of it.

The data dictionary (``data/README.md``), the JSON Schema in a run's manifest and everything a release writes derive
from this class: a field is added here or nowhere.
"""

import types
import typing
from dataclasses import Field, dataclass, field, fields
from typing import Any

from crawler.page.locate import Found
from crawler.page.model import Page

SCHEMA_VERSION = "1"


def _told(description: str, example: object, *, day: bool = False, keys: tuple[str, ...] = (), **kwargs: Any) -> Any:
    """An exported field: ``day`` where its text is a day, ``keys`` of the objects it holds."""
    metadata = {"description": description, "example": example, "day": day, "keys": keys}
    return field(metadata=metadata, **kwargs)


def _working(**kwargs: Any) -> Any:
    """A field that lives while the article is being read and is never exported."""
    return field(metadata={"working": True}, repr=False, compare=False, **kwargs)


@dataclass(slots=True)
class Article:
    """One article of one site. A missing value is null, never an empty string; only ``body`` may be empty."""

    id: str = _told(
        "Stable key: hash of the site and the platform's article key (path and identifying query, without scheme, "
        "`www.` or page number). It never changes when the text is edited or the site moves to https.",
        "3f9c0a1b2c3d4e5f6071",
        default="",
    )
    site: str = _told("Name of the site: the spider's name.", "jingzhou", default="")
    site_name: str = _told("Name of the site as it calls itself.", "荆州长安网", default="")
    column: str | None = _told(
        "Column (栏目) by which the crawl first reached the article; read without a crawl, the last part of the "
        "breadcrumb. Every listing of the article is a line of `links.jsonl`.",
        "队伍建设",
        default=None,
    )
    url: str = _told("Address of the article's first page, as fetched.", "https://…/dwjs/1024.jhtml", default="")
    title: str | None = _told("Title as printed on the article page.", "某市召开队伍建设推进会", default=None)
    date: str | None = _told(
        "Day printed on the page, `YYYY-MM-DD`, Beijing time, never shifted.", "2020-09-04", day=True, default=None
    )
    published: str | None = _told(
        "Full time with offset where the page prints one, else null.", "2020-09-04T17:00:00+08:00", default=None
    )
    date_text: str | None = _told(
        "What was printed for the date, a space between its parts.", "2020-09-04 17:00", default=None
    )
    source: str | None = _told("来源 as printed; an empty 来源 is null.", "某市日报", default=None)
    author: str | None = _told("作者 (or 记者, 通讯员) as printed, apart from the source.", "记者甲", default=None)
    body: str = _told(
        "Text of the article, one paragraph a line, subheadings kept; a table row is one line with its cells "
        "separated by tabs. Captions, links to attachments, navigation and 责任编辑 are left out. Empty for an article "
        "that is only pictures or attachments.",
        "第一段……\n第二段……",
        default="",
    )
    attachments: list[dict[str, str]] = _told(
        "Files linked in the article: `url`, `name` (the link's text), `type` (file ending, lower case).",
        [{"url": "https://…/1.docx", "name": "名单.docx", "type": "docx"}],
        keys=("url", "name", "type"),
        default_factory=list,
    )
    images: list[dict[str, str | None]] = _told(
        "Pictures in the body: `url`, `alt` (null where there is none).",
        [{"url": "https://…/1.jpg", "alt": None}],
        keys=("url", "alt"),
        default_factory=list,
    )
    list_title: str | None = _told(
        "Title on the column page that led here; sites cut it with ….", "某市召开队伍建设…", default=None
    )
    list_date: str | None = _told("Day beside it on the column page.", "2020-09-04", day=True, default=None)
    rules: dict[str, str] = _told(
        "Which rule read each field (docs/fields.md).",
        {"title": "title_line:list_title", "date": "labelled"},
        keys=("title", "date", "source", "author", "body"),
        default_factory=dict,
    )
    flags: list[str] = _told("What to doubt about this record (below).", ["short_body"], default_factory=list)
    run: str | None = _told("Run that wrote the record: the name of its folder.", "20261122T080000Z", default=None)
    fetched_at: str | None = _told(
        "When the first page was fetched, `+08:00`.", "2026-11-22T16:00:03+08:00", default=None
    )
    status: int | None = _told("HTTP status of the first page.", 200, default=None)
    etag: str | None = _told(
        "ETag the server sent with the page; null where it sent none, or the article has several pages.",
        '"5f3e-61a2b3c4"',
        default=None,
    )
    last_modified: str | None = _told(
        "Last-Modified the server sent with the page; null as for `etag`.",
        "Fri, 04 Sep 2020 09:00:00 GMT",
        default=None,
    )
    page_sha256: str | None = _told(
        "SHA-256 of the bytes of the article's pages in order (hex).", "9f86d081884c7d65…", default=None
    )
    content_sha256: str = _told(
        "SHA-256 (hex) over NFC title, date, source and body joined by U+001F, null as empty: it tells edits.",
        "2c26b46b68ffc68f…",
        default="",
    )

    # Of an article that is looked at again: its newest record, and whether it had been gone.
    previous: dict[str, Any] | None = _working(default=None)
    restored: bool = _working(default=False)
    pages: list[Page] = _working(default_factory=list)
    found: Found = _working(default_factory=Found)


def exported() -> list[Field[Any]]:
    """The fields of a record in the order they are written."""
    return [f for f in fields(Article) if not f.metadata.get("working")]


EXPORTED = tuple(f.name for f in exported())


def record(article: Article) -> dict[str, Any]:
    """What is written of an article: a dict ready for JSON."""
    return {name: getattr(article, name) for name in EXPORTED}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line of ``articles.jsonl``."""
    hints = typing.get_type_hints(Article)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Lanmu article",
        "version": SCHEMA_VERSION,
        "type": "object",
        "properties": {
            f.name: {**_json_type(hints[f.name]), "description": f.metadata["description"]} for f in exported()
        },
        "required": list(EXPORTED),
        "additionalProperties": False,
    }


_JSON_NAMES = {str: "string", int: "integer", types.NoneType: "null"}


def _json_type(hint: Any) -> dict[str, Any]:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is list:
        return {"type": "array", "items": _json_type(args[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _json_type(args[1])}
    if origin in {types.UnionType, typing.Union}:
        return {"type": [_JSON_NAMES[arg] for arg in args]}
    return {"type": _JSON_NAMES[hint]}
