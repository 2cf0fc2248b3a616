"""大汉 jcms with jpage: ``/col/col12/index.html``, articles ``/art/2026/6/25/art_12_345.html``.

A column page holds its first records as XML in a script and names the interface of the rest:
``/module/web/jpage/dataproxy.jsp?startrecord=16&endrecord=30&perpage=15`` with the parameters of the column. What the
script asks for at once is a page here: as many records as the first page holds.
"""

import re
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.page.addresses import plain_path
from crawler.page.column_page import ColumnPage, read_markup
from crawler.page.decode import decode
from crawler.page.list_places import Guide
from crawler.page.pager import Pager
from crawler.spiders.column import ColumnSpider

_ARTICLE = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_(\d+)\.html$")
_RECORD = re.compile(r"<record>\s{0,99}<!\[CDATA\[", re.IGNORECASE)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|total_?records?['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
_PROXY = re.compile(r"(?<![\w./:-])[\w./:-]{0,200}dataproxy\.jsp", re.IGNORECASE)
_SIZE = re.compile(r"per_?page['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)
_NAMES = "col|appid|webid|path|columnid|sourceContentType|unitid|webname|permissiontype"
_PARAMETER = re.compile(
    rf"(?<![\w$])['\"]?({_NAMES})['\"]?\s*[:=]\s*(?:['\"]([^'\"]*)['\"]|([^'\",;&}}\s<]+))", re.IGNORECASE
)


class Jpage(ColumnSpider):
    """Base of sites on 大汉 jcms."""

    platform = "jpage"
    signs = (r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html", r"/col/col\d+/", r"dataproxy\.jsp", r"<datastore>")

    def article_key(self, url: str) -> str | None:
        # An article that several columns list has an address in each: art_12_345 and art_15_345.
        match = _ARTICLE.search(plain_path(urlsplit(url).path))
        return f"/art/{match[1]}" if match else super().article_key(url)

    def column_page(self, body: bytes, url: str, base: str, number: int, guide: Guide | None = None) -> ColumnPage:
        text = decode(body).text
        records = [part.partition("]]>")[0] for part in _RECORD.split(text)[1:]]
        total = _TOTAL.search(text)
        if not records and not (total and int(total[1] or total[2]) == 0):
            return super().column_page(body, url, base, number, guide)
        frame = (
            ("<table>", "</table>") if records and records[0].lstrip().lower().startswith("<tr") else ("<ul>", "</ul>")
        )
        shown = read_markup(f"{frame[0]}{''.join(records)}{frame[1]}".encode(), base, number, self.is_article, Guide())
        return ColumnPage(shown.rows, self._pager(text, url, len(records), total), shown.page)

    def _pager(self, text: str, url: str, records: int, total: re.Match[str] | None) -> Pager | None:
        """The pager that the column's page describes; an answer of the interface names no interface."""
        proxy, items = _PROXY.search(text), int(total[1] or total[2]) if total else records
        if proxy is None or items <= records:
            return Pager(1, items) if total else None
        size = _SIZE.search(text)
        parameters = {name: quoted or bare for name, quoted, bare in reversed(_PARAMETER.findall(text))}
        interface = urljoin(url, proxy[0])

        def address(number: int) -> str:
            start = (number - 1) * records + 1
            asked = {
                "startrecord": start,
                "endrecord": min(start + records - 1, items),
                "perpage": size[1] if size else records,
            }
            return f"{interface}?{urlencode({**asked, **parameters})}"

        return Pager(-(-items // records), items, address=address)
