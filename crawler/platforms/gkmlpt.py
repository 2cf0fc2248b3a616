"""政府信息公开平台 (gkmlpt): lists as JSON at ``/gkmlpt/api/all/COL?page=N``, articles ``/…/content/post_ID.html``.

A column's page is an empty frame that its script fills. The column's number stands behind the ``#`` of its address, in
its path, or in the frame's configuration. Cities and counties of 广东 run on it.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.page.column_page import ColumnPage
from crawler.page.list_places import Guide
from crawler.spiders.column import ColumnSpider

_API = re.compile(r"/gkmlpt/api/all/(\d+)")
_CONFIGURED = re.compile(
    r"(?:column|col|classify|category|cate)_?(?:id)?['\"]?\s*[:=]\s*(?:\{[^{}]{0,80}?\bid['\"]?\s*[:=]\s*)?['\"]?(\d+)",
    re.IGNORECASE,
)
_SITE = re.compile(r"\bsid['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)


class Gkmlpt(ColumnSpider):
    """Base of sites on gkmlpt."""

    platform = "gkmlpt"
    signs = (r"/gkmlpt/", r"/content/(?:\w+/)*post_\d+\.html", r"gkmlpt/api")

    def column_page(self, body: bytes, url: str, base: str, number: int, guide: Guide | None = None) -> ColumnPage:
        shown = super().column_page(body, url, base, number, guide)
        if shown.page is None or "gkmlpt" not in f"{shown.page.text}{url}":
            return shown
        # The frame has links of its own, a sidebar's; the list is what the interface says.
        column = self._column(shown.page.text, base)
        if column is None:
            return shown
        site = _SITE.search(shown.page.text)
        address = f"/gkmlpt/api/all/{column}?page=1{f'&sid={site[1]}' if site else ''}"
        return ColumnPage([], None, shown.page, elsewhere=urljoin(url, address))

    @staticmethod
    def _column(text: str, base: str) -> str | None:
        """The column's number: from its own address, else from the frame."""
        parts = urlsplit(base)
        if parts.fragment.strip("/").isdigit():
            return parts.fragment.strip("/")
        named = (
            _API.search(text) or re.search(r"/(\d+)(?:/index)?/?(?:\.html?)?$", parts.path) or _CONFIGURED.search(text)
        )
        return named[1] if named else None
