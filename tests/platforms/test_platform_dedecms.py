"""dedecms: lists with the column's number in their names, often in GBK."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on, title

from crawler.platforms.dedecms import Dedecms

ARTICLES = [f"a/dwjs/{n}.html" for n in range(301, 321)]
NAVIGATION = ["/a/dwjs/", "/a/zfyw/", "/a/pajs/", "/plus/list.php?tid=15"]
PAGER = (
    "<ul class=pagelist><li>首页</li><li class=thisclass>1</li><li><a href='list_12_2.html'>2</a></li>"
    "<li><a href='list_12_3.html'>3</a></li><li><a href='list_12_2.html'>下一页</a></li>"
    "<li><a href='list_12_13.html'>末页</a></li>"
    "<li><span class=pageinfo>共 <strong>13</strong>页<strong>247</strong>条</span></li></ul>"
)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("a/dwjs/345.html", "/a/dwjs/345"),
        ("a/dwjs/2026/0625/345.html", "/a/dwjs/2026/0625/345"),
        ("plus/view.php?aid=345", "/plus/view?aid=345"),
        ("a/dwjs/", None),
        ("a/dwjs/index.html", None),
        ("a/dwjs/list_12_2.html", None),
        ("plus/list.php?tid=15", None),
        ("plus/list.php?tid=15&TotalResult=247&PageNo=2", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Dedecms).article_key(HOME + path) == key


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_column_page(encoding: str) -> None:
    markup = html(
        rows_html([f"/{path}" for path in ARTICLES]) + PAGER, charset="gb2312" if encoding == "gbk" else encoding
    )
    shown = read(Dedecms, markup.encode(encoding), "a/dwjs/")
    assert paths(shown.rows) == ARTICLES
    assert shown.rows[0].title == title(1)
    pager = pager_of(shown)
    assert (pager.pages, pager.items, pager.stated) == (13, 247, True)
    assert further(Dedecms, shown, "a/dwjs/", 2, 7, 13) == [f"a/dwjs/list_12_{n}.html" for n in (2, 7, 13)]


def test_lists_of_the_query_form() -> None:
    form = "plus/list.php?tid=15&amp;TotalResult=247&amp;PageNo={}"
    links = "".join(f"<a href='/{form.format(n)}'>{n}</a>" for n in (2, 3))
    markup = html(
        rows_html([f"/{path}" for path in ARTICLES]) + f"<div>1 {links}<a href='/{form.format(13)}'>末页</a></div>"
    )
    shown = read(Dedecms, markup, "plus/list.php?tid=15")
    assert pager_of(shown).pages == 13
    assert further(Dedecms, shown, "plus/list.php?tid=15", 7) == ["plus/list.php?tid=15&TotalResult=247&PageNo=7"]


def test_a_site_is_recognised() -> None:
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION)
    pages = {path[1:]: html(rows_html([f"/{path}" for path in ARTICLES]) + PAGER, NAVIGATION) for path in NAVIGATION}
    assert recognised(home, pages).base is Dedecms
