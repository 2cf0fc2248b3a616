"""Sites whose lists a script fetches: it names the address and the page parameter, the answer is markup or JSON.

``$.get("/list.do?cid=12&pageNo=" + n)``, ``url: "list.do", data: {cid: 12, pageNo: n}``. The first page may stand in
the column page itself.
"""

import re
from dataclasses import replace

from crawler.page.column_page import ColumnPage, own_parameter
from crawler.page.list_places import Guide
from crawler.page.pager import Pager
from crawler.page.pager_scripts import fetched_pages
from crawler.spiders.column import ColumnSpider

_FROM_ZERO = re.compile(r"\b(?:cur(?:rent)?_?)?page(?:_?(?:no|num|index))?\s*[=:]\s*0\b", re.IGNORECASE)


class Ajax(ColumnSpider):
    """Base of sites whose lists come by AJAX."""

    platform = "ajax"
    signs = (
        r"\$\.(?:get|post|getJSON|ajax)\s*\(|XMLHttpRequest|fetch\s*\(",
        r"[\"'?&]?(?:pageNo|pageNum|pageIndex|currpage|curPage|page)[\"']?\s*[:=]\s*[\"']?\s*(?:\+|[a-z])",
    )

    def column_page(self, body: bytes, url: str, base: str, number: int, guide: Guide | None = None) -> ColumnPage:
        shown = super().column_page(body, url, base, number, guide)
        if number > 1 and shown.pager is None and shown.rows and (following := own_parameter(url, number)) is not None:
            return replace(shown, pager=Pager(number + 1, stated=False, address=following))
        if shown.page is None or number > 1 or (template := fetched_pages(shown.page)) is None:
            return shown
        # Rows on the page itself may be a sidebar's, or a first page put in beforehand: the interface has both right.
        shift = -1 if _FROM_ZERO.search(shown.page.text) else 0
        pager = shown.pager or Pager(2, stated=False)
        pager = replace(pager, current=None, address=lambda page: template(page + shift))
        return ColumnPage(shown.rows, pager, shown.page, elsewhere=template(1 + shift))
