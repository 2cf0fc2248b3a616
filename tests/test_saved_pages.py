"""Saved pages of our own making, each for one phenomenon, with the record it should give (``tests/pages``).

Beside every ``<name>.html`` (the raw bytes a server would send) stands ``<name>.json``: why the page exists, what a
crawl would know about it (address, list title, list date, time of fetching) and the fields a reader of it expects.
"""

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from crawler.items import Article, record
from crawler.page.lines import read_page
from crawler.pipelines import pull

PAGES = Path(__file__).parent / "pages"
MARK = "演示数据"
ALWAYS = {"title", "date", "source", "body"}
FIELDS = ("title", "date", "published", "source", "author", "column", "body", "attachments", "images", "flags")
KNOWN = {"why", "url", "list_title", "list_date", "fetched_at", "expected"}


def _names(ending: str) -> list[str]:
    return sorted(path.relative_to(PAGES).with_suffix("").as_posix() for path in PAGES.glob(f"*/*.{ending}"))


@functools.cache
def _told(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))
    return told


@functools.cache
def _read(name: str) -> dict[str, Any]:
    """The record of a page, by the chain a crawl uses."""
    told = _told(name)
    url = told["url"] or ""
    page = read_page((PAGES / f"{name}.html").read_bytes(), url)
    article = Article(
        url=url,
        list_title=told["list_title"],
        list_date=told["list_date"],
        fetched_at=told["fetched_at"],
        pages=[page],
    )
    pull(article)
    return record(article)


NAMES = _names("json")
CASES = [(name, field) for name in NAMES for field in FIELDS if field in _told(name)["expected"]]


@pytest.mark.parametrize(("name", "field"), CASES, ids=[f"{name}-{field}" for name, field in CASES])
def test_field(name: str, field: str) -> None:
    expected = _told(name)["expected"][field]
    found = _read(name)[field]
    if field == "flags":  # their order says nothing
        expected, found = sorted(expected), sorted(found)
    assert found == expected, _told(name)["why"]


def test_every_page_has_its_record_and_every_record_its_page() -> None:
    assert _names("html") == NAMES


def test_there_are_at_least_sixty_pages() -> None:
    assert len(NAMES) >= 60


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_marked_as_invented(name: str) -> None:
    raw = (PAGES / f"{name}.html").read_bytes()
    assert any(MARK.encode(encoding) in raw for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"))


@pytest.mark.parametrize("name", NAMES)
def test_the_record_tells_what_is_needed(name: str) -> None:
    told = _told(name)
    assert set(told) == KNOWN
    assert told["why"]
    assert set(told["expected"]) >= ALWAYS
    assert set(told["expected"]) <= set(FIELDS)
