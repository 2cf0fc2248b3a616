"""The lines of runs as tables: which fields each file has, and of which type."""

import dataclasses
import typing

from crawler.exporters.run_folder import ARTICLES, LINKS, REMOVALS, REVISIONS, REVISITS
from crawler.extensions.account import Listing, Outcome, RevisitOutcome
from crawler.items import EXPORTED
from crawler.releases import tables
from crawler.releases.tables import Field

OUTCOMES = typing.get_args(Outcome)
REVISIT_OUTCOMES = typing.get_args(RevisitOutcome)


def _named(table: tables.Table) -> dict[str, Field]:
    return {field.name: field for field in table.fields}


_ARTICLE = tuple(field for field in tables.ARTICLES.fields if field.name in EXPORTED)
_LINK = _named(tables.LINKS)
_REMOVAL = _named(tables.REMOVALS)

# A revision has ``changes`` besides, whose form differs from field to field.
FIELDS: dict[str, tuple[Field, ...]] = {
    ARTICLES: _ARTICLE,
    REVISIONS: (
        *_ARTICLE,
        Field("previous_sha256", "string", "`content_sha256` of the text before."),
        Field("restored", "boolean", "Whether the article had been gone."),
    ),
    LINKS: tuple(_LINK[field.name] for field in dataclasses.fields(Listing)),
    REVISITS: (
        Field("id", "string", "The article's `id`."),
        Field("url", "string", "Its address."),
        Field("at", "string", "When it was looked at, `+08:00`."),
        Field("status", "integer", "HTTP status; null where no answer came.", nullable=True),
        Field("outcome", "string", "unchanged, revised, gone or failed."),
        Field("reason", "string", "Why it is gone or failed (docs/runs.md).", nullable=True),
    ),
    REMOVALS: tuple(field for name, field in _REMOVAL.items() if name not in {"site", "restored"}),
}
