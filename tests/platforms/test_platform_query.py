"""Sites that name everything in the query."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.platforms.query import Query

ARTICLES = [f"show.aspx?cid=3&id={n}" for n in range(901, 921)]
NAVIGATION = ["/list.aspx?cid=3", "/list.aspx?cid=4", "/list.aspx?cid=5", "/list.aspx?cid=6"]
PARAMETERS = ["page", "pageNo", "PageIndex", "currpage", "pageNum", "curPage", "p"]


def pager_html(parameter: str, pages: int = 13, column: int = 3) -> str:
    links = "".join(f'<a href="list.aspx?cid={column}&amp;{parameter}={n}">{n}</a>' for n in (2, 3, 4))
    last = f'<a href="list.aspx?cid={column}&amp;{parameter}={pages}">尾页</a>'
    following = f'<a href="list.aspx?cid={column}&amp;{parameter}=2">下一页</a>'
    return f"<div>共{pages * 20}条 <b>1</b>{links}{following}{last}</div>"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("show.aspx?id=345", "/show?id=345"),
        ("show.aspx?id=345&cid=3", "/show?id=345"),
        ("web/detail.jsp?articleId=345", "/web/detail?articleId=345"),
        ("news_view.asp?newsid=345", "/news_view?newsid=345"),
        ("content.do?method=view&guid=0a1b2c", "/content?guid=0a1b2c&method=view"),
        ("list.aspx?cid=3", None),
        ("list.aspx?cid=3&page=2", None),
        ("list.jsp?classid=3&currpage=2", None),
        ("news_list.asp?typeid=3", None),
        ("newslist.asp?id=3", None),
        ("search.aspx?q=1", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Query).article_key(HOME + path) == key


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_column_page(parameter: str) -> None:
    hrefs = [f"/{path.replace('&', '&amp;')}" for path in ARTICLES]
    shown = read(Query, html(rows_html(hrefs) + pager_html(parameter)), "list.aspx?cid=3")
    assert paths(shown.rows) == ARTICLES
    assert (pager_of(shown).pages, pager_of(shown).stated) == (13, True)
    assert further(Query, shown, "list.aspx?cid=3", 2, 7, 13) == [
        f"list.aspx?cid=3&{parameter}={n}" for n in (2, 7, 13)
    ]


def test_a_site_is_recognised() -> None:
    hrefs = [f"/{path.replace('&', '&amp;')}" for path in ARTICLES]
    home = html(rows_html(hrefs[:6]), NAVIGATION)
    pages = {
        path[1:]: html(rows_html(hrefs) + pager_html("page", 3, column), NAVIGATION)
        for column, path in enumerate(NAVIGATION, 3)
    }
    assert recognised(home, pages).base is Query
