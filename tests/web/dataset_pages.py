"""Pages of a dataset without a server, and what a reader finds on them."""

import re
import shutil
from html import unescape
from pathlib import Path

from history import SITE, date_on
from released_site import FIRST, SECOND, keeper_of

from crawler.health.finding import Language
from crawler.web.asked import Asked
from crawler.web.page import Page
from crawler.web.views import VIEWS

VERSION, BEFORE = date_on(SECOND), date_on(FIRST)
_BODY = re.compile(r"<tbody>(.*?)</tbody>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)


def version_of(folder: Path) -> Path:
    return folder / "data" / SITE / "releases" / VERSION


def copied(folder: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".web"))
    return copy


def page_of(folder: Path, view: str, language: Language = "zh", **parameters: str) -> str:
    """A page without a server, as the data are now."""
    keeper = keeper_of(folder)
    try:
        with keeper.moment() as (store, snapshot):
            asked = Asked(parameters.items())
            page = Page(view, language, asked, store, snapshot, keeper.data_dir, keeper.reader)
            return bytes(VIEWS[view](page).body).decode("utf-8")
    finally:
        keeper.close()


def rows_of(body: str, section: str) -> list[list[str]]:
    """The cells of the tables of a section, as they are read."""
    part = body.partition(f'<section aria-labelledby="{section}">')[2].partition("</section>")[0]
    rows = [row for body in _BODY.findall(part) for row in _ROW.findall(body)]
    return [[text_of(cell) for cell in _CELL.findall(row)] for row in rows]


def text_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())
