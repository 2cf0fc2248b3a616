"""UCAP and others that count from 1: ``/lm/index.shtml``, ``/lm/index_2.shtml``, articles ``…/content_ID.shtml``.

The pages are stated in a script, ``createPageHTML('div', 13, 1, 'index', 'shtml', 247)``: the same name as TRS's, with
other arguments.
"""

from urllib.parse import urljoin, urlsplit

from crawler.spiders.column import ColumnSpider


class Ucap(ColumnSpider):
    """Base of sites on UCAP and its like."""

    platform = "ucap"
    signs = (
        r"/content_\w+\.s?html?",
        r"createPageHTML\s*\(\s*['\"][\w-]+['\"]\s*,\s*\d+\s*,\s*1\s*,",
        r"UCAP-CONTENT|ucap[-_]|/index_\d+\.shtml",
    )

    def page_url(self, column_url: str, number: int) -> str:
        stem, dot, ending = urlsplit(column_url).path.rpartition("/")[2].rpartition(".")
        return urljoin(column_url, f"{stem}_{number}.{ending}" if dot else f"index_{number}.shtml")
