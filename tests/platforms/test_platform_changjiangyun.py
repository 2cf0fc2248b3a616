"""长江云: articles /p/345.html."""

import pytest
from platform_pages import HOME, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.platforms.changjiangyun import Changjiangyun

ARTICLES = [f"p/{n}.html" for n in range(2001, 2021)]
NAVIGATION = ["/dwjs/", "/zfyw/", "/pajs/", "/jcdt/"]


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("p/345.html", "/p/345"),
        ("p/345.html?spm=1", "/p/345"),
        ("dwjs/", None),
        ("dwjs/index_2.html", None),
        ("p/", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Changjiangyun).article_key(HOME + path) == key


def test_a_column_page() -> None:
    pager = "<p><b>1</b><a href='?page=2'>2</a><a href='?page=2'>下一页</a><a href='?page=13'>尾页</a></p>"
    shown = read(Changjiangyun, html(rows_html([f"/{path}" for path in ARTICLES]) + pager), "dwjs/")
    assert paths(shown.rows) == ARTICLES
    assert pager_of(shown).address(13) == f"{HOME}dwjs/?page=13"


def test_a_site_is_recognised() -> None:
    head = '<script src="//img.cjyun.org.cn/a/static/cjy.js"></script>'
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION, head=head)
    pages = {path[1:]: html(rows_html([f"/{path}" for path in ARTICLES]), NAVIGATION, head=head) for path in NAVIGATION}
    assert recognised(home, pages).base is Changjiangyun
