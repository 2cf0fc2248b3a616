"""The tables of a release and their fields: what every file of it, and every description of a file, derives from.

An article's fields are those of ``items.py``; the others are told here and nowhere else.
"""

import types
import typing
from collections.abc import Iterable
from dataclasses import Field as DataclassField
from dataclasses import dataclass
from typing import Any, Literal

from crawler.items import Article, exported

Kind = Literal["string", "day", "integer", "boolean", "strings", "struct", "structs"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table. ``keys`` are those of a struct or of each of several; each of these is a string or null.

    A ``day`` is ``YYYY-MM-DD``, a date in Parquet. Times are strings with ``+08:00``, so that no reader shifts them.
    """

    name: str
    kind: Kind
    description: str
    nullable: bool = False
    keys: tuple[str, ...] = ()
    example: object = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a release: ``<name>.jsonl.gz`` and ``data/<name>….parquet``, the same rows in the same order.

    ``key`` names the fields that together tell a row from all others.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def lines(self) -> str:
        """The name of its file of JSON lines; that of changes is small, and read by eye."""
        return f"{self.name}.jsonl" if self.name == "changes" else f"{self.name}.jsonl.gz"


_SIMPLE: dict[Any, Kind] = {str: "string", int: "integer", bool: "boolean"}


def _derived(field: DataclassField[Any], hint: Any) -> Field:
    """A field of an article, by its type and what is told of it there."""
    told = field.metadata
    nullable = False
    if isinstance(hint, types.UnionType):
        nullable, hint = True, next(arg for arg in typing.get_args(hint) if arg is not types.NoneType)
    kind: Kind
    if typing.get_origin(hint) is list:
        kind = "structs" if told["keys"] else "strings"
    elif typing.get_origin(hint) is dict:
        kind = "struct"
    else:
        kind = "day" if told["day"] else _SIMPLE[hint]
    return Field(field.name, kind, told["description"], nullable, told["keys"], told["example"])


def _article_fields() -> dict[str, Field]:
    hints = typing.get_type_hints(Article)
    return {field.name: _derived(field, hints[field.name]) for field in exported()}


_OF_ARTICLE = _article_fields()


def _taken(names: Iterable[str]) -> tuple[Field, ...]:
    """Fields that mean what they mean of an article."""
    return tuple(_OF_ARTICLE[name] for name in names)


ARTICLES = Table(
    "articles",
    "Articles",
    "Every article the site still showed when it was last looked at, each as last seen, by date.",
    (
        *_OF_ARTICLE.values(),
        Field("columns", "strings", "All columns that have listed the article, the first one first.", example=["要闻"]),
        Field("first_run", "string", "Run that found the article first.", example="20261122T080000Z"),
        Field("revisions", "integer", "How many earlier texts of it are in `revisions`.", example=0),
        Field(
            "cluster",
            "string",
            "Where other articles of the release have the same text: the `id` of the earliest of them; else null.",
            nullable=True,
            example="3f9c0a1b2c3d4e5f6071",
        ),
        Field(
            "cluster_match",
            "string",
            "`first` for that earliest one, `exact` where the text is its to the letter, but for spaces and "
            "punctuation, `near` where most of it is; null without a cluster.",
            nullable=True,
            example="exact",
        ),
    ),
    ("id",),
)

LINKS = Table(
    "links",
    "Links",
    "Every row that a column page has shown, once for each column, with what became of it.",
    (
        *_taken(["site"]),
        Field("column", "string", "Column that listed it.", nullable=True, example="队伍建设"),
        Field("id", "string", "The article's `id`; null where the address is no article's.", nullable=True),
        Field("url", "string", "Address as listed.", example="https://…/dwjs/1024.jhtml"),
        Field("list_title", "string", "Title beside it, as last listed.", nullable=True, example="某市召开队伍建设…"),
        Field("list_date", "day", "Day beside it, as last listed.", nullable=True, example="2020-09-04"),
        Field(
            "page", "integer", "Page of the column, from 1, as last listed; null for one only asked for again.", True
        ),
        Field("position", "integer", "Place on that page, from 1.", True),
        Field("outcome", "string", "What last became of it: written, known, repeated, dropped or failed."),
        Field("reason", "string", "Why it was dropped or failed (docs/runs.md).", nullable=True),
        Field("missing", "boolean", "Whether it failed, and its article is not in the release by another row either."),
        Field("from_id", "string", "The id by the address as listed, where that redirects to `id`.", nullable=True),
        Field("first_run", "string", "Run that met it first.", example="20261122T080000Z"),
        Field("last_run", "string", "Run that met it last.", example="20261122T080000Z"),
        Field("times", "integer", "How many lines of runs it stands for.", example=1),
    ),
    ("site", "column", "url"),
)

REVISIONS = Table(
    "revisions",
    "Earlier texts",
    "Every text of an article that is no longer the present one: revised since, or removed with the article.",
    (
        *_OF_ARTICLE.values(),
        Field("ended", "string", "`revised` or `removed`.", example="revised"),
        Field("ended_run", "string", "Run that found out.", example="20261122T080000Z"),
    ),
    ("id", "run", "ended_run"),
)

REMOVALS = Table(
    "removals",
    "Removals",
    "Every time an article was found to be gone from its site.",
    (
        *_taken(["site", "id", "url", "column", "title", "date", "content_sha256"]),
        Field("last_seen", "string", "When it was last there, `+08:00`.", example="2026-11-22T16:00:03+08:00"),
        Field("found_at", "string", "When it was found gone, `+08:00`.", example="2026-11-23T16:00:03+08:00"),
        Field("status", "integer", "HTTP status instead of the article.", nullable=True, example=404),
        Field("reason", "string", "How it is gone (docs/runs.md).", nullable=True, example="gone"),
        Field("run", "string", "Run that found it gone.", example="20261123T080000Z"),
        Field("restored", "boolean", "Whether a later run found it back.", example=False),
    ),
    ("id", "run"),
)

CHANGES = Table(
    "changes",
    "Changes",
    "What is otherwise than in the release before this one; empty for the first.",
    (
        Field("op", "string", "`added`, `changed` or `removed`.", example="changed"),
        *_taken(["site", "id", "url", "title", "date"]),
        Field("content_sha256", "string", "Of the text as it is now; null if removed.", nullable=True),
        Field("previous_sha256", "string", "Of the text in the release before; null if added.", nullable=True),
        Field(
            "fields",
            "strings",
            "Of a changed article, which of title, date, source and body differ.",
            example=["body"],
        ),
    ),
    ("id",),
)

COVERAGE = Table(
    "coverage",
    "Coverage",
    "How many articles there are for each column and month, and how many listed ones are known to be missing.",
    (
        *_taken(["site", "column"]),
        Field("month", "string", "`YYYY-MM`; null where the article or link has no day.", nullable=True),
        Field("articles", "integer", "Articles of the release whose `column` and `date` these are.", example=12),
        Field("missing", "integer", "Links of the column that are `missing`, by the day beside them.", example=0),
    ),
    ("site", "column", "month"),
)

TABLES = (ARTICLES, LINKS, REVISIONS, REMOVALS, CHANGES, COVERAGE)


def json_schema(table: Table) -> dict[str, Any]:
    """JSON Schema (draft-07, which every validator knows) of one line of a table."""
    return {
        "title": table.title,
        "description": table.description,
        "type": "object",
        "properties": {field.name: {**_json_type(field), "description": field.description} for field in table.fields},
        "required": list(table.names),
        "additionalProperties": False,
    }


def _json_type(field: Field) -> dict[str, Any]:
    if field.kind == "strings":
        return {"type": "array", "items": {"type": "string"}}
    if field.kind == "structs":
        return {"type": "array", "items": _struct(field.keys)}
    if field.kind == "struct":
        return _struct(field.keys)
    name = "string" if field.kind == "day" else field.kind
    told: dict[str, Any] = {"type": [name, "null"] if field.nullable else name}
    return told | ({"format": "date"} if field.kind == "day" else {})


def _struct(keys: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: {"type": ["string", "null"]} for key in keys},
        "required": list(keys),
        "additionalProperties": False,
    }
