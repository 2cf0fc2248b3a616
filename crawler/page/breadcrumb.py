"""The column an article page says it stands in: 您的位置: 首页 > 队伍建设."""

import re

from crawler.page.model import Line, Page

_PLACE = re.compile(
    r"^\W{0,3}(?:[您你](?:现在|目前|当前)?(?:所在)?的?|当前|现在|目前|所在|现在的|当前的)?(?:所在)?位置(?:是)?\s*[:：]?|^首\s*页\s*[>»›/→\-—]"
)
_PARTS = re.compile(r"\s*(?:>+|»|›|→|\s/\s|\s-\s|—|\||/)\s*")
_NO_COLUMN = re.compile(r"^(?:正文|详细|内容|文章|信息|首页|网站首页|主页|.*(?:正文|内容|详情|详细信息)$)$")


def breadcrumb(page: Page) -> list[str]:
    """The parts of the first trail the page shows, 首页 and 正文 left out; empty where it shows none."""
    for at, line in enumerate(page.lines):
        place = _PLACE.search(line.text)
        if place is None and not _is_trail(line):
            continue
        for text in [line.text[place.end() if place else 0 :], *(one.text for one in page.lines[at + 1 : at + 3])]:
            parts = _columns(text)
            if parts:
                return parts
    return []


def breadcrumb_column(page: Page, title: str | None = None) -> str | None:
    """The last part of the breadcrumb that is neither 正文 nor the title; None where the page shows none."""
    for at, line in enumerate(page.lines):
        place = _PLACE.search(line.text)
        if place is None and not _is_trail(line):
            continue
        # 当前位置 and the trail may stand in cells of their own.
        for text in [line.text[place.end() if place else 0 :], *(one.text for one in page.lines[at + 1 : at + 3])]:
            column = _last_column(text, title)
            if column is not None:
                return column
    return None


def _columns(text: str) -> list[str]:
    """The columns a trail names."""
    if len(text) > 200:
        return []
    parts = [part.strip(" :：") for part in _PARTS.split(text)]
    return [part for part in parts if part and not _NO_COLUMN.match(part)]


def _last_column(text: str, title: str | None) -> str | None:
    columns = [part for part in _columns(text) if part != title]
    return columns[-1] if columns and len(columns[-1]) <= 30 else None


def _is_trail(line: Line) -> bool:
    """A trail without 当前位置: links divided by separators, the last of them 正文."""
    return line.text.endswith("正文") and line.linked > 3 and len(_PARTS.split(line.text)) >= 3
