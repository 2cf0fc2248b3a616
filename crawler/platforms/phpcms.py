"""phpcms: columns ``list-12-1.html``, ``list-12-2.html``, articles ``show-12-345-1.html``; often true GBK."""

import re
from urllib.parse import urlsplit

from crawler.page.addresses import plain_path
from crawler.spiders.column import ColumnSpider

_SHOW = re.compile(r"^(?P<key>.*/show-\d+-\d+)-\d+(?:\.s?html?)?$")


class Phpcms(ColumnSpider):
    """Base of sites on phpcms."""

    platform = "phpcms"
    signs = (r"list-\d+-\d+\.html", r"show-\d+-\d+-\d+\.html", r"index\.php\?m=content|/phpcms/|/statics/")

    def article_key(self, url: str) -> str | None:
        # The last number is the page's, and page 1 has it too.
        match = _SHOW.match(plain_path(urlsplit(url).path))
        return match["key"] if match else super().article_key(url)
