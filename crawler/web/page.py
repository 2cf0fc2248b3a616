"""What a view is given to answer with: what was asked for, the store and snapshot of one moment, templates."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from crawler.health.finding import Language, State, Words
from crawler.web.addresses import address, safe_link
from crawler.web.asked import Asked
from crawler.web.charts import bars as charts
from crawler.web.runs.reasons import reason_words
from crawler.web.snapshot import Snapshot
from crawler.web.texts import NAMES

# What opens the store.
Reader = Callable[[], AbstractContextManager[sqlite3.Connection]]


class MissingError(Exception):
    """There is no such thing; the message says what."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page that is asked for: ``view`` is its name.

    ``store`` is closed when the view has answered; ``reader`` opens it again, for what is sent piece by piece.
    ``linked`` gives the address of another one and ``assets`` is what those of style and icon begin with: both are
    otherwise where pages are written as files.
    """

    view: str
    language: Language
    asked: Asked
    store: sqlite3.Connection
    snapshot: Snapshot
    data_dir: Path
    reader: Reader
    linked: Callable[[Language, str, Mapping[str, object]], str] = address
    assets: str = "/"

    def said(self, zh: str, en: str) -> str:
        """One of them."""
        return zh if self.language == "zh" else en

    def to(self, view: str, /, **parameters: object) -> str:
        """The address of a page in this page's language."""
        return self.linked(self.language, view, parameters)

    def here(self, **parameters: object) -> str:
        """This page's address with some parameters set otherwise, and from the first of its sheets on."""
        return self.to(self.view, **{**self.asked.all, "sheet": "", **parameters})

    def html(self, template: str, **context: Any) -> HTMLResponse:
        """The page. Raises :class:`~crawler.web.asked.BadRequestError` where more was asked for than it knows."""
        self.asked.check_all_known()
        return HTMLResponse(_TEMPLATES.get_template(template).render(self.context() | context))

    def context(self) -> dict[str, Any]:
        """What every template is given."""
        other: Language = "en" if self.language == "zh" else "zh"
        return {
            "page": self,
            "_": self.said,
            "to": self.to,
            "here": self.here,
            "other": self.linked(other, self.view, self.asked.all),
            "say": lambda words: words.said(self.language),
            "name": lambda key: NAMES[key].said(self.language) if key in NAMES else key,
            "reason": lambda word: reason_words(word).said(self.language),
            "snapshot": self.snapshot,
            "State": State,
            "charts": charts,
            "safe_link": safe_link,
        }


def _number(value: object) -> str:
    """``1,284``; nothing where there is nothing."""
    return f"{value:,}" if isinstance(value, int) else ""


def _moment(value: str | None) -> Markup:
    """A time as it is read: day and minute, whole for machines."""
    if not value:
        return Markup("–")
    return Markup('<time datetime="{}">{}</time>').format(value, value[:16].replace("T", " "))


_TEMPLATES = Environment(
    loader=PackageLoader("crawler.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"number": _number, "moment": _moment}
_TEMPLATES.globals["Words"] = Words


def render(template: str, context: Mapping[str, Any]) -> str:
    """A template by itself, for pages that have no moment."""
    return _TEMPLATES.get_template(template).render(context)
