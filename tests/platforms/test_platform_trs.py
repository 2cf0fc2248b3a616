"""TRS WCM: pages counted from 0 and stated in a script, links relative to the page."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.platforms.trs import Trs

ARTICLES = [f"./202606/t202606{n:02}_{4000 + n}.html" for n in range(1, 21)]
NAVIGATION = ["/dwjs/", "./zfyw/", "/pajs/index.html", "/zfdt/jcdt/"]
COMMENT = '<!-- <script>createPageHTML({}, {}, "index", "html");</script> -->'
SCRIPT = '<div class=page><script>\n\tcreatePageHTML({}, {}, "index", "html");\n</script></div>'


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("dwjs/202606/t20260625_4711.html", "/dwjs/202606/t20260625_4711"),
        ("dwjs/jcdt/202606/t20260625_4711.shtml", "/dwjs/jcdt/202606/t20260625_4711"),
        ("dwjs/202606/t20260625_4711.htm?spm=1", "/dwjs/202606/t20260625_4711"),
        ("dwjs/", None),
        ("dwjs/index.html", None),
        ("dwjs/index_1.html", None),
        ("dwjs/202606/", None),
        ("dwjs/202606/P020260625.pdf", None),
        ("dwjs/202606/W020260625.jpg", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Trs).article_key(HOME + path) == key


@pytest.mark.parametrize("form", [COMMENT, SCRIPT])
@pytest.mark.parametrize(("path", "number"), [("dwjs/", 1), ("dwjs/index.html", 1), ("dwjs/index_2.html", 3)])
def test_a_column_page(form: str, path: str, number: int) -> None:
    shown = read(Trs, html(rows_html(ARTICLES) + form.format(13, number - 1)), path, number)
    assert paths(shown.rows) == [f"dwjs/{href[2:]}" for href in ARTICLES]
    pager = pager_of(shown)
    assert (pager.pages, pager.current, pager.stated) == (13, number - 1, True)
    assert further(Trs, shown, "dwjs/", 2, 3, 13) == ["dwjs/index_1.html", "dwjs/index_2.html", "dwjs/index_12.html"]


def test_a_column_of_one_page() -> None:
    shown = read(Trs, html(rows_html(ARTICLES[:3]) + SCRIPT.format(1, 0)), "dwjs/")
    assert (len(shown.rows), pager_of(shown).pages) == (3, 1)


@pytest.mark.parametrize(
    ("column", "second"),
    [
        ("dwjs/", "dwjs/index_1.html"),
        ("dwjs/index.html", "dwjs/index_1.html"),
        ("dwjs/index.shtml", "dwjs/index_1.shtml"),
    ],
)
def test_further_pages_of_a_column_whose_pager_names_none(column: str, second: str) -> None:
    assert site_on(Trs).page_url(HOME + column, 2) == HOME + second


def test_a_site_is_recognised() -> None:
    home = html(rows_html([f"./dwjs/{href[2:]}" for href in ARTICLES[:6]]), NAVIGATION)
    pages = {
        path.lstrip("./"): html(rows_html(ARTICLES) + form.format(3, 0), NAVIGATION)
        for path, form in zip(NAVIGATION, [COMMENT, SCRIPT] * 2, strict=True)
    }
    assert recognised(home, pages).base is Trs
