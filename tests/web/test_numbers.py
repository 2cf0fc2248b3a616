"""Every number on today and columns leads to exactly so many rows."""

import re
from html import unescape

import pytest
from addresses import body_of
from lived import EVENING
from web_server import Served, health_said, verdict_of

from crawler.health.finding import LANGUAGES, Language
from crawler.web.addresses import PREFIXES

_COUNT = re.compile(r'<a class="count" href="([^"]+)">([\d,]+)</a>')
_TOTAL = re.compile(r'data-total="(\d+)"')
_ROW = re.compile(r"<tr[ >]")
_NUMBER_CELL = re.compile(r'<td class="number[^"]*">(.*?)</td>', re.DOTALL)
_USUAL = re.compile(r"^\d+–\d+$")
_SHEET = 100


def counts_of(body: str) -> list[tuple[str, int]]:
    """Where the numbers on a page lead, and what they are."""
    return [(unescape(href), int(number.replace(",", ""))) for href, number in _COUNT.findall(body)]


@pytest.mark.parametrize(
    "path", ["/", "/columns", "/en/", "/en/columns", "/columns?group=platform", "/columns?view=heat", "/runs"]
)
def test_each_leads_to_just_these_rows(pages: Served, path: str) -> None:
    counts = counts_of(body_of(pages.address + path))
    assert len(counts) > 5
    for href, number in counts:
        target = body_of(pages.address + href)
        assert _TOTAL.findall(target) == [str(number)], (path, href)
        rows = len(_ROW.findall(target.partition("<tbody>")[2].partition("</tbody>")[0]))
        assert rows == min(number, _SHEET), (path, href)


def test_no_number_in_a_table_of_columns_leads_nowhere(pages: Served) -> None:
    cells = _NUMBER_CELL.findall(body_of(pages.address + "/columns"))
    assert len(cells) > 20
    for cell in cells:
        # What is usual is no number of rows.
        bare = _USUAL.sub("", _COUNT.sub("", cell))
        assert not re.search(r"\d", re.sub(r"<[^>]*>", "", bare)), cell


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_verdict_is_that_of_lanmu_health(pages: Served, language: Language) -> None:
    said = health_said(pages.folder, EVENING, language)
    assert verdict_of(body_of(f"{pages.address}{PREFIXES[language]}/")) == said
    if language == "zh":
        assert re.fullmatch(r"20 栏目：.*今日新增 [1-9][\d,]* 篇，改动 [\d,]+，撤下 [\d,]+。", said)
