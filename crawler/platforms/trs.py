"""TRS WCM: ``/lm/index.html``, ``/lm/index_1.html`` for page 2, articles ``/lm/202606/t20260625_1.html``.

Pages are counted from 0 and stated in a script only, ``createPageHTML(13, 0, "index", "html")``, often inside an HTML
comment. Links are relative to the page. Most portals of provinces, cities and ministries run on it.
"""

from urllib.parse import urljoin, urlsplit

from crawler.spiders.column import ColumnSpider


class Trs(ColumnSpider):
    """Base of sites on TRS WCM."""

    platform = "trs"
    signs = (
        r"/t20\d{6}_\d+\.s?html?",
        r"createPageHTML\s*\(\s*\d+\s*,\s*0\s*,\s*[\"']\w+[\"']\s*,\s*[\"']s?html?[\"']",
        r"TRS_(?:Editor|UEDITOR|PreAppend)|trs_(?:paper|word|web)|var\s+countPage\s*=",
    )

    def page_url(self, column_url: str, number: int) -> str:
        stem, dot, ending = urlsplit(column_url).path.rpartition("/")[2].rpartition(".")
        return urljoin(column_url, f"{stem}_{number - 1}.{ending}" if dot else f"index_{number - 1}.html")
