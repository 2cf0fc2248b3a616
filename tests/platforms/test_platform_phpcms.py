"""phpcms: lists and articles named by numbers, often in GBK."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on, title

from crawler.page.lines import read_page
from crawler.platforms.phpcms import Phpcms

ARTICLES = [f"show-12-{n}-1.html" for n in range(601, 621)]
NAVIGATION = ["/list-12-1.html", "/list-13-1.html", "/index.php?m=content&c=index&a=lists&catid=14", "/list-15-1.html"]
PAGER = (
    '<div id="pages"><a class="a1">247条</a> <a href="list-12-1.html" class="a1">上一页</a> <span>1</span> '
    '<a href="list-12-2.html">2</a> <a href="list-12-3.html">3</a> ..<a href="list-12-13.html">13</a> '
    '<a href="list-12-2.html" class="a1">下一页</a></div>'
)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("show-12-345-1.html", "/show-12-345"),
        ("show-12-345-2.html", "/show-12-345"),
        ("html/show-12-345-1.html", "/html/show-12-345"),
        ("index.php?m=content&c=index&a=show&catid=12&id=345", "/index?a=show&c=index&catid=12&id=345&m=content"),
        ("html/2026/dwjs_0625/345.html", "/html/2026/dwjs_0625/345"),
        ("list-12-1.html", None),
        ("list-12-2.html", None),
        ("index.php?m=content&c=index&a=lists&catid=12", None),
        ("index.php?m=content&c=index&a=lists&catid=12&page=2", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Phpcms).article_key(HOME + path) == key


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_column_page(encoding: str) -> None:
    markup = html(
        rows_html([f"/{path}" for path in ARTICLES]) + PAGER, charset="gb2312" if encoding == "gbk" else encoding
    )
    shown = read(Phpcms, markup.encode(encoding), "list-12-1.html")
    assert paths(shown.rows) == ARTICLES
    assert shown.rows[0].title == title(1)
    pager = pager_of(shown)
    assert (pager.pages, pager.items) == (13, 247)
    assert further(Phpcms, shown, "list-12-1.html", 2, 7, 13) == [f"list-12-{n}.html" for n in (2, 7, 13)]


def test_lists_named_in_the_query() -> None:
    address = "index.php?m=content&c=index&a=lists&catid=12"
    links = "".join(f'<a href="{address.replace("&", "&amp;")}&amp;page={n}">{n}</a>' for n in (2, 3, 13))
    shown = read(
        Phpcms, html(rows_html([f"/{path}" for path in ARTICLES]) + f"<div>247条 <b>1</b>{links}下一页</div>"), address
    )
    assert paths(shown.rows) == ARTICLES
    assert further(Phpcms, shown, address, 2, 7) == [f"{address}&page=2", f"{address}&page=7"]


def test_further_pages_of_an_article() -> None:
    links = "".join(f'<a href="/show-12-345-{n}.html">{n}</a>' for n in (1, 2, 3))
    page = read_page(f"<p>文</p><div id=pages>{links}<a href='/show-12-345-2.html'>下一页</a></div>".encode(), HOME)
    assert site_on(Phpcms).article_pages(page, f"{HOME}show-12-345-1.html") == [
        f"{HOME}show-12-345-2.html",
        f"{HOME}show-12-345-3.html",
    ]


def test_a_site_is_recognised() -> None:
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION)
    pages = {path[1:]: html(rows_html([f"/{path}" for path in ARTICLES]) + PAGER, NAVIGATION) for path in NAVIGATION}
    assert recognised(home, pages).base is Phpcms
