"""The column an article page says it stands in: 您的位置: 首页 > 队伍建设."""

import re

from crawler.page.model import Page

_PLACE = re.compile(r"^.{0,4}(?:所在)?位置(?:是)?\s*[:：]?|^首\s*页\s*[>»›/→\-—]")
_PARTS = re.compile(r"\s*(?:>+|»|›|→|/|\s-\s|—|\|)\s*")
_NO_COLUMN = re.compile(r"^(?:正文|详细|内容|文章|信息|首页|网站首页|主页|.*(?:正文|内容|详情|详细信息)$)$")


def breadcrumb_column(page: Page, title: str | None = None) -> str | None:
    """The last part of the breadcrumb that is neither 正文 nor the title; None where the page shows none."""
    for line in page.lines:
        place = _PLACE.search(line.text)
        if place is None or len(line.text) > 200:
            continue
        parts = [part.strip(" :：") for part in _PARTS.split(line.text[place.end() :])]
        columns = [part for part in parts if part and not _NO_COLUMN.match(part) and part != title]
        if columns and len(columns[-1]) <= 30:
            return columns[-1]
    return None
