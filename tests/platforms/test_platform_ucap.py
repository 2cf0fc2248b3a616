"""UCAP and its like: the same call as TRS's, with other arguments, and pages counted from 1."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.platforms.ucap import Ucap

ARTICLES = [f"/zwgk/2026-06/{n:02}/content_{5000 + n}.shtml" for n in range(1, 21)]
NAVIGATION = ["/dwjs/index.shtml", "/zfyw/index.shtml", "/pajs/index.shtml", "/zfdt/jcdt/index.shtml"]
PAGER = "<div id=page_div></div><script>createPageHTML('page_div',{}, {},'index','shtml',{});</script>"


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("zwgk/2026-06/25/content_5001.shtml", "/zwgk/2026-06/25/content_5001"),
        ("chinapeace/c100007/2025-03/04/content_12700.shtml", "/chinapeace/c100007/2025-03/04/content_12700"),
        ("dwjs/content_5001.html", "/dwjs/content_5001"),
        ("dwjs/index.shtml", None),
        ("dwjs/index_2.shtml", None),
        ("chinapeace/c100007/index.shtml", None),
        ("chinapeace/c100007/", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Ucap).article_key(HOME + path) == key


@pytest.mark.parametrize("number", [1, 2, 13])
def test_a_column_page(number: int) -> None:
    path = "dwjs/index.shtml" if number == 1 else f"dwjs/index_{number}.shtml"
    shown = read(Ucap, html(rows_html(ARTICLES) + PAGER.format(13, number, 247)), path, number)
    assert paths(shown.rows) == [path[1:] for path in ARTICLES]
    pager = pager_of(shown)
    assert (pager.pages, pager.items, pager.current, pager.stated) == (13, 247, number, True)
    assert further(Ucap, shown, "dwjs/index.shtml", 2, 13) == ["dwjs/index_2.shtml", "dwjs/index_13.shtml"]


@pytest.mark.parametrize(
    ("column", "second"), [("dwjs/", "dwjs/index_2.shtml"), ("dwjs/index.html", "dwjs/index_2.html")]
)
def test_further_pages_of_a_column_whose_pager_names_none(column: str, second: str) -> None:
    assert site_on(Ucap).page_url(HOME + column, 2) == HOME + second


def test_a_site_is_recognised() -> None:
    home = html(rows_html(ARTICLES[:6]), NAVIGATION)
    pages = {path[1:]: html(rows_html(ARTICLES) + PAGER.format(3, 1, 60), NAVIGATION) for path in NAVIGATION}
    assert recognised(home, pages).base is Ucap
