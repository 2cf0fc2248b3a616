"""JEECMS: ``/col/index.jhtml``, ``/col/index_2.jhtml``, articles ``/col/ID.jhtml`` and ``/col/ID_2.jhtml``.

Its pager has no links: ``onclick="location.href=encodeURI('index_2.jhtml');"``, a select of pages, and the total in
words: ``共247条记录 1/13页``. The provincial 长安网 of 湖北 (www.hbcaw.gov.cn) looks like this.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.page.links import target
from crawler.page.model import Page
from crawler.spiders.column import ColumnSpider, Pager

_ARTICLE = re.compile(r"^(?P<key>(?:/[\w-]+)*/\d+)(?:_\d+)?\.j?html?$")
_COLUMN = re.compile(r"^(?:/[\w-]+)+/index\.jhtml$|^(?:/[\w-]*[a-z][\w-]*)+\.jhtml$|^(?:/[\w-]+)+/$")
_TOTAL = re.compile(r"(?:共\s*(?P<items>\d+)\s*条[^\d]{0,12})?\d+\s*/\s*(?P<pages>\d+)\s*页")
_MORE = re.compile(r"^\W*(?:更多|more|首页|网站首页|返回首页)\W*$", re.IGNORECASE)


class Jeecms(ColumnSpider):
    """Base of sites on JEECMS."""

    platform = "jeecms"

    def article_key(self, url: str) -> str | None:
        match = _ARTICLE.match(urlsplit(url).path)
        return match["key"] if match else None

    def navigation(self, page: Page) -> list[tuple[str, str]]:
        columns: dict[str, str] = {}
        for anchor in page.anchors:
            url = target(page, anchor)
            if url is None or not self.on_site(url) or not _COLUMN.match(urlsplit(url).path):
                continue
            if anchor.text and not _MORE.match(anchor.text):
                columns.setdefault(url, anchor.text)
        return [(name, url) for url, name in columns.items()]

    def pager(self, page: Page) -> Pager | None:
        for line in page.lines:
            match = _TOTAL.search(line.text)
            if match is not None:
                return Pager(max(int(match["pages"]), 1), int(match["items"]) if match["items"] else None)
        return None

    def page_url(self, column_url: str, number: int) -> str:
        stem, _, ending = column_url.rpartition(".")
        if column_url.endswith("/"):
            return urljoin(column_url, f"index_{number}.jhtml")
        return f"{stem}_{number}.{ending}"

    def article_pages(self, page: Page, url: str) -> list[str]:
        # The stem of the address in the page's markup, links and scripts alike: 1234_2.jhtml, 1234_3.jhtml.
        stem, _, ending = urlsplit(url).path.rpartition("/")[2].rpartition(".")
        if f"{stem}_" not in page.text:
            return []
        numbers = {int(n) for n in re.findall(rf"(?<![\w-]){re.escape(stem)}_(\d+)\.{re.escape(ending)}", page.text)}
        return [urljoin(url, f"{stem}_{number}.{ending}") for number in range(2, max(numbers, default=1) + 1)]
