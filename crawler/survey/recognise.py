"""Which platform a site runs on: by how well each reads its pages, then by the signs on them."""

import importlib
import pkgutil
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler import platforms
from crawler.page.lines import UnreadableError
from crawler.spiders.column import ColumnSpider
from crawler.survey.found import Fetched


@dataclass(frozen=True, slots=True)
class Candidate:
    """A platform, the pages it reads as columns, and its signs on the site."""

    base: type[ColumnSpider]
    readable: int
    signs: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, float, int, bool]:
        # Without any sign, the last resort, which has none.
        share = len(self.signs) / max(len(self.base.signs), 1)
        return self.readable, share, len(self.signs), not self.base.signs


def all_platforms() -> list[type[ColumnSpider]]:
    """The classes in ``crawler/platforms``, one module each; a new module is found by being there."""
    modules = [
        importlib.import_module(f"{platforms.__name__}.{info.name}")
        for info in pkgutil.iter_modules(platforms.__path__)
    ]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, ColumnSpider) and value.__module__ == module.__name__
    ]


def recognise(home: str, fetched: Sequence[Fetched]) -> Candidate:
    """The platform that fits the site at ``home`` best, by its home page and some pages its navigation leads to."""
    text = "\n".join(one.text for one in fetched)
    candidates = [
        Candidate(
            base,
            _readable(base, home, fetched),
            tuple(sign for sign in base.signs if re.search(sign, text, re.IGNORECASE)),
        )
        for base in all_platforms()
    ]
    return max(candidates, key=lambda candidate: candidate.rank)


def as_site(base: type[ColumnSpider], home: str) -> ColumnSpider:
    """An unnamed site on the platform, to read pages with."""
    site: ColumnSpider = type("Surveyed", (base,), {"name": "surveyed", "homepage": home})()
    return site


def _readable(base: type[ColumnSpider], home: str, fetched: Sequence[Fetched]) -> int:
    """How well the pages can be read as columns: 1 each for rows and a pager whose pages have addresses.

    2 for a list that only this platform's own way finds, in the page's data or behind an interface: rows that any
    platform finds on such a page are a sidebar's.
    """
    site, plain = as_site(base, home), as_site(ColumnSpider, home)
    count = 0
    for one in fetched:
        try:
            shown = site.column_page(one.body, one.url, one.url, 1)
            usual = plain.column_page(one.body, one.url, one.url, 1)
        except UnreadableError:
            continue
        pager = shown.pager
        walkable = pager is None or pager.pages < 2 or (pager.address(2) or site.page_url(one.url, 2)) is not None
        own = shown.elsewhere is not None or [row.url for row in shown.rows] != [row.url for row in usual.rows]
        count += 2 if own else bool(shown.rows) and walkable
    return count
