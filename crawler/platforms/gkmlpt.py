"""政府信息公开平台 (gkmlpt): lists as JSON at ``/gkmlpt/api/all/COL?page=N``, articles ``/…/content/post_ID.html``.

A column's page is an empty frame that its script fills. The column's number stands behind the ``#`` of its address, in
its path, or in the frame's configuration. Cities and counties of 广东 run on it.
"""

import re
from urllib.parse import urljoin, urlsplit

from crawler.page.column_page import ColumnPage
from crawler.page.list_places import Guide
from crawler.page.model import Page
from crawler.spiders.column import ColumnSpider

_API = re.compile(r"/gkmlpt/api/all/(\d+)")
_CONFIGURED = re.compile(
    r"(?:column|col|classify|category|cate)_?(?:id)?['\"]?\s*[:=]\s*(?:\{[^{}]{0,80}?\bid['\"]?\s*[:=]\s*)?['\"]?(\d+)",
    re.IGNORECASE,
)
_SITE = re.compile(r"\bsid['\"]?\s*[:=]\s*['\"]?(\d+)", re.IGNORECASE)


_TREE = re.compile(r"\bTREE['\"]?\s*[:=]\s*[\[{]")
_NODE = re.compile(
    r"['\"]?\bid['\"]?\s*:\s*['\"]?(\d+)['\"]?[^{}\[\]]{0,200}?['\"]?\bname['\"]?\s*:\s*['\"]([^'\"]{1,60})['\"]"
)
_NODE_TURNED = re.compile(
    r"['\"]?\bname['\"]?\s*:\s*['\"]([^'\"]{1,60})['\"][^{}\[\]]{0,200}?['\"]?\bid['\"]?\s*:\s*['\"]?(\d+)"
)


def _unescaped(name: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), name)


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

    def column_links(self, page: Page) -> list[tuple[str, str]]:
        # The tree of columns stands in the frame's configuration, for its script to draw.
        links = super().column_links(page)
        if "/gkmlpt" in page.url and (tree := _TREE.search(page.text)):
            nodes = [(name, number) for number, name in _NODE.findall(page.text, tree.end())]
            nodes = nodes or _NODE_TURNED.findall(page.text, tree.end())
            links += [(_unescaped(name), urljoin(page.url, f"/gkmlpt/index#{number}")) for name, number in nodes]
        return links

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
