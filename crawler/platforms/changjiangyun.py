"""长江云: articles ``/p/345.html``; media and party sites of 湖北."""

from crawler.spiders.column import ColumnSpider


class Changjiangyun(ColumnSpider):
    """Base of sites on 长江云."""

    platform = "changjiangyun"
    signs = (r"[\"'/]p/\d{3,}\.html", r"hbtv|cjyun|changjiangyun")
