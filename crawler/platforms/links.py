"""The last resort: a site of no known software, read by what its pages show and walked by its pager's links."""

from crawler.spiders.column import ColumnSpider


class Links(ColumnSpider):
    """Base of sites that show no other platform's signs."""

    platform = "links"
