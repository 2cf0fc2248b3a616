"""帝国 CMS: columns ``/lm/``, ``/lm/index_2.html``, articles ``/lm/2024-05-06/345.html``."""

from urllib.parse import urljoin

from crawler.spiders.column import ColumnSpider


class Empire(ColumnSpider):
    """Base of sites on 帝国 CMS."""

    platform = "empire"
    signs = (r"/\d{4}-\d\d-\d\d/\d+\.html", r"/index_\d+\.html", r"/e/(?:public|action|member|search|extend|enews)/")

    def page_url(self, column_url: str, number: int) -> str:
        return urljoin(column_url, f"index_{number}.html")
