"""JEECMS: ``/col/index.jhtml``, ``/col/index_2.jhtml``, articles ``/col/ID.jhtml`` and ``/col/ID_2.jhtml``.

Its pager has no links: ``onclick="location.href=encodeURI('index_2.jhtml');"``, a select of pages, and the total in
words: ``共247条记录 1/13页``. The provincial 长安网 of 湖北 (www.hbcaw.gov.cn) looks like this.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.page.addresses import plain_path
from crawler.spiders.column import ColumnSpider

_ARTICLE = re.compile(r"^(?P<key>(?:/[\w-]+)*/\d+)(?:_\d+)?\.jhtml$")


class Jeecms(ColumnSpider):
    """Base of sites on JEECMS."""

    platform = "jeecms"
    signs = (r"/index(?:_\d+)?\.jhtml", r"/\d+(?:_\d+)?\.jhtml", r"encodeURI\('index_\d+\.jhtml'\)")

    def article_key(self, url: str) -> str | None:
        match = _ARTICLE.match(plain_path(urlsplit(url).path))
        return match["key"] if match else super().article_key(url)

    def page_url(self, column_url: str, number: int) -> str:
        path = urlsplit(column_url).path
        stem, dot, ending = path.rpartition("/")[2].rpartition(".")
        return urljoin(column_url, f"{stem}_{number}.{ending}" if dot else f"{path.rstrip('/')}/index_{number}.jhtml")
