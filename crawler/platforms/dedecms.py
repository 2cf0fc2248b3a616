"""dedecms (织梦): columns ``/a/lm/``, ``/a/lm/list_12_2.html``, articles ``/a/lm/345.html``; often true GBK."""

from crawler.spiders.column import ColumnSpider


class Dedecms(ColumnSpider):
    """Base of sites on dedecms."""

    platform = "dedecms"
    signs = (r"list_\d+_\d+\.html", r"/a/[\w/]+/\d+\.html", r"/plus/(?:list|view|search|count|digg)|dedecms|/templets/")
