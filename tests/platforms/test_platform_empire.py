"""帝国 CMS: index_2.html counted from 1, articles below the day of their publication."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.platforms.empire import Empire

ARTICLES = [f"dwjs/2026-06-{n:02}/{800 + n}.html" for n in range(1, 21)]
NAVIGATION = ["/dwjs/", "/zfyw/", "/pajs/", "/zfdt/jcdt/"]
PAGER = (
    '<div class="epages"><a title="Total record">&nbsp;<b>247</b> </a>&nbsp;&nbsp;&nbsp;<b>1</b>&nbsp;'
    '<a href="/dwjs/index_2.html">2</a>&nbsp;<a href="/dwjs/index_3.html">3</a>&nbsp;'
    '<a href="/dwjs/index_2.html">下一页</a>&nbsp;<a href="/dwjs/index_13.html">尾页</a></div>'
)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("dwjs/2026-06-25/345.html", "/dwjs/2026-06-25/345"),
        ("dwjs/345.html", "/dwjs/345"),
        ("e/action/ShowInfo.php?classid=3&id=345", "/e/action/ShowInfo?classid=3&id=345"),
        ("dwjs/", None),
        ("dwjs/index_2.html", None),
        ("e/action/ListInfo/?classid=3", None),
        ("e/action/ListInfo.php?page=1&classid=3", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Empire).article_key(HOME + path) == key


def test_a_column_page() -> None:
    shown = read(Empire, html(rows_html([f"/{path}" for path in ARTICLES]) + PAGER), "dwjs/")
    assert paths(shown.rows) == ARTICLES
    assert (pager_of(shown).pages, pager_of(shown).stated) == (13, True)
    assert further(Empire, shown, "dwjs/", 2, 7, 13) == [f"dwjs/index_{n}.html" for n in (2, 7, 13)]


def test_further_pages_of_a_column_whose_pager_names_none() -> None:
    assert site_on(Empire).page_url(f"{HOME}dwjs/", 2) == f"{HOME}dwjs/index_2.html"


def test_a_site_is_recognised() -> None:
    home = html(
        rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION, head='<script src="/e/public/js.js"></script>'
    )
    pages = {path[1:]: html(rows_html([f"/{path}" for path in ARTICLES]) + PAGER, NAVIGATION) for path in NAVIGATION}
    assert recognised(home, pages).base is Empire
