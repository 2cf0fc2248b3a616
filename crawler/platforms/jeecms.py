"""JEECMS: ``/col/index.jhtml``, ``/col/index_2.jhtml``, articles ``/col/ID.jhtml`` and ``/col/ID_2.jhtml``.

Its pager has no links: ``onclick="location.href=encodeURI('index_2.jhtml');"``, a select of pages, and the total in
words: ``共247条记录 1/13页``. The provincial 长安网 of 湖北 (www.hbcaw.gov.cn) looks like this.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.page.links import target
from crawler.page.list_groups import is_pager
from crawler.page.model import Page
from crawler.spiders.column import ColumnSpider
from crawler.spiders.site import Pager

_ARTICLE = re.compile(r"^(?P<key>(?:/[\w-]+)*/\d+)(?:_\d+)?\.j?html?$")
_COLUMN = re.compile(r"^(?:/[\w-]+)+/index\.jhtml$|^(?:/[\w-]*[a-z][\w-]*)+\.jhtml$")
_ITEMS = re.compile(r"共\s*(\d+)\s*条")
_PAGES = re.compile(r"(?:第\s*)?(\d+)\s*/\s*(?:共\s*)?(\d+)\s*页|第\s*(\d+)\s*页\D{0,6}共\s*(\d+)\s*页")
_MORE = re.compile(r"^\W*(?:更多|more|首页|网站首页|返回首页)\W*$", re.IGNORECASE)
_MOST_PARTS = 500  # pages of one article


class Jeecms(ColumnSpider):
    """Base of sites on JEECMS."""

    platform = "jeecms"

    def article_key(self, url: str) -> str | None:
        match = _ARTICLE.match(urlsplit(url).path)
        return match["key"] if match else None

    def navigation(self, page: Page) -> list[tuple[str, str]]:
        columns: dict[str, tuple[str, str]] = {}
        for anchor in page.anchors:
            url = target(page, anchor)
            if url is None or not self.on_site(url):
                continue
            path = urlsplit(url).path
            path = f"{path}index.jhtml" if path.endswith("/") and path != "/" else path
            name = anchor.text or anchor.title
            if name and _COLUMN.match(path) and path != "/index.jhtml" and not _MORE.match(name):
                columns.setdefault(path, (name, urljoin(url, path)))
        return list(columns.values())

    def pager(self, page: Page) -> Pager | None:
        # Its parts may stand in elements of their own: 共47条 | 1/3 | 页.
        near = {n for at, line in enumerate(page.lines) if is_pager(line.text) for n in range(at - 2, at + 3)}
        text = " ".join(line.text for at, line in enumerate(page.lines) if at in near and len(line.text) < 80)
        match, items = _PAGES.search(text), _ITEMS.search(text)
        if match is None:
            return None
        current, pages = (int(number) for number in match.groups() if number is not None)
        return Pager(max(pages, 1), int(items[1]) if items else None, current)

    def page_url(self, column_url: str, number: int) -> str:
        path = urlsplit(column_url).path
        stem, dot, ending = path.rpartition("/")[2].rpartition(".")
        return urljoin(column_url, f"{stem}_{number}.{ending}" if dot else f"{path.rstrip('/')}/index_{number}.jhtml")

    def article_pages(self, page: Page, url: str) -> list[str]:
        # The stem of the address in the page's markup, links and scripts alike: 1234_2.jhtml, 1234_3.jhtml.
        stem, _, ending = urlsplit(url).path.rpartition("/")[2].rpartition(".")
        if f"{stem}_" not in page.text:
            return []
        named = re.findall(rf"(?<![\w-]){re.escape(stem)}_(\d{{1,3}})\.{re.escape(ending)}", page.text)
        last = max((int(number) for number in named if int(number) <= _MOST_PARTS), default=1)
        return [urljoin(url, f"{stem}_{number}.{ending}") for number in range(2, last + 1)]
