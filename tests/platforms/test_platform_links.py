"""The last resort: sites that show no platform's signs."""

import pytest
from platform_pages import HOME, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.platforms.links import Links

ARTICLES = [f"dwjs/d{n}.xhtml" for n in range(2001, 2021)]
NAVIGATION = ["/dwjs", "/zfyw", "/pajs", "/jcdt"]


@pytest.mark.parametrize(
    ("path", "key"), [("dwjs/d345.html", "/dwjs/d345"), ("dwjs", None), ("dwjs/", None), ("dwjs/page/2", None)]
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Links).article_key(HOME + path) == key


def test_a_next_link_is_followed() -> None:
    shown = read(
        Links, html(rows_html([f"/{path}" for path in ARTICLES]) + "<a href='/dwjs/page/2'>下一页</a>"), "dwjs"
    )
    assert paths(shown.rows) == ARTICLES
    pager = pager_of(shown)
    assert (pager.pages, pager.stated, pager.address(2)) == (2, False, f"{HOME}dwjs/page/2")
    assert site_on(Links).page_url(f"{HOME}dwjs", 2) is None


def test_a_site_without_signs_is_taken() -> None:
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION)
    pages = {
        path[1:]: html(rows_html([f"/{path}" for path in ARTICLES]) + f"<a href='{path}/page/2'>下一页</a>", NAVIGATION)
        for path in NAVIGATION
    }
    found = recognised(home, pages)
    assert (found.base, found.signs) == (Links, ())
