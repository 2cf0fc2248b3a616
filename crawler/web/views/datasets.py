"""Datasets: which releases there are, and which sites have none yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from crawler.releases.needs import ALL
from crawler.web.datasets.catalogue import DAMAGE, releases_of, versions_in
from crawler.web.datasets.facts import Facts, facts_in
from crawler.web.page import Page

# How often each site has run; how often a run of it was complete, which a release needs.
_RUNS = """
SELECT sites.name, count(*), sum(verdict = 'complete') FROM runs JOIN sites ON sites.number = runs.site GROUP BY site
"""


@dataclass(frozen=True, slots=True)
class Card:
    """A dataset as the catalogue shows it; ``facts`` is None where its last version can't be read."""

    name: str
    province: str
    versions: int
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class Unreleased:
    """A site with runs and no release; ``complete`` says whether one can be made now."""

    name: str
    title: str
    runs: int
    complete: bool


def datasets(page: Page) -> Response:
    """All sites together first, then site after site."""
    sites = page.snapshot.sites
    cards = list(_cards(page))
    released = {card.name for card in cards}
    unreleased = [
        Unreleased(name, sites[name].title, runs, complete > 0)
        for name, runs, complete in page.store.execute(_RUNS)
        if name in sites and name not in released
    ]
    unreleased.sort(key=lambda one: (not one.complete, one.name))
    return page.html(
        "datasets.html",
        cards=cards,
        unreleased=unreleased,
        together=ALL in released,
        several_provinces=len({site.province for site in sites.values()}) > 1,
    )


def _cards(page: Page) -> Iterator[Card]:
    for name in (ALL, *page.snapshot.sites):
        card = _card(page.data_dir, name, page.snapshot.sites[name].province if name != ALL else "")
        if card is not None:
            yield card


def _card(data_dir: Path, name: str, province: str) -> Card | None:
    """None where there is no release."""
    releases = releases_of(data_dir, name)
    try:
        versions = versions_in(releases)
    except DAMAGE:
        return Card(name, province, 0, None)
    if not versions:
        return None
    try:
        facts = facts_in(releases / versions[0].name)
    except DAMAGE:
        return Card(name, province, len(versions), None)
    return Card(name, province, len(versions), facts)
