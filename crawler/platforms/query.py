"""Sites that name columns and pages in the query: ``list.aspx?cid=3&page=2``, ``show.aspx?id=345``."""

from crawler.spiders.column import ColumnSpider


class Query(ColumnSpider):
    """Base of sites whose addresses are queries."""

    platform = "query"
    signs = (
        r"[?&;](?:page|pageNo|pageNum|PageIndex|curr?page|p)=\d+",
        r"\.(?:aspx?|jspx?|php|do|action)\?[^\"'\s]*\bid=\w+",
        r"\.(?:aspx?|jspx?|php|do|action)\?[^\"'\s]*(?:cid|catid|classid|typeid|lmid|column\w*|channel\w*)=\w+",
    )
