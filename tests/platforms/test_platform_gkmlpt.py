"""gkmlpt: an empty frame, and the list as JSON behind it."""

import json

import pytest
from platform_pages import HOME, html, pager_of, paths, read, recognised, rows_html, site_on, title

from crawler.platforms.gkmlpt import Gkmlpt

ARTICLES = [f"gkmlpt/content/3/99/post_{n}.html" for n in range(7001, 7021)]
NAVIGATION = ["/gkmlpt/index#12", "/gkmlpt/index#13", "/gkmlpt/index#14", "/gkmlpt/index#15"]
FRAME = (
    "<div id=gkmlpt-list></div><script>window._CONFIG = {{SID: '755', COLUMN: {{id: {}, name: '队伍建设'}}}};</script>"
    "<script src='/gkmlpt/js/app.js'></script>"
)


def answer(paths_: list[str], total: int) -> str:
    articles = [
        {
            "id": n,
            "title": title(n),
            "url": HOME + path,
            "date": 1718000000 + n * 86400,
            "display_publish_time": 1718000000,
        }
        for n, path in enumerate(paths_)
    ]
    return json.dumps({"articles": articles, "total": total, "page_size": 20}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("gkmlpt/content/3/99/post_7001.html", "/gkmlpt/content/3/99/post_7001"),
        ("jgzy/content/post_7001.html", "/jgzy/content/post_7001"),
        ("gkmlpt/index", None),
        ("gkmlpt/index#12", None),
        ("gkmlpt/", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Gkmlpt).article_key(HOME + path) == key


@pytest.mark.parametrize(
    ("column", "configured"), [("gkmlpt/index#12", 99), ("gkmlpt/index", 12), ("gkmlpt/12/index.html", 99)]
)
def test_the_frame_names_its_interface(column: str, configured: int) -> None:
    shown = read(Gkmlpt, html(FRAME.format(configured)), column.partition("#")[0], column=column)
    assert shown.rows == []
    assert (shown.elsewhere or "").startswith(f"{HOME}gkmlpt/api/all/12?page=1")


def test_links_of_the_frame_are_no_rows() -> None:
    shown = read(Gkmlpt, html(FRAME.format(12) + rows_html(["/gkmlpt/content/3/9/post_1.html"] * 3)), "gkmlpt/index")
    assert shown.rows == []
    assert shown.elsewhere is not None


@pytest.mark.parametrize("number", [1, 3])
def test_an_answer_of_the_interface(number: int) -> None:
    path = f"gkmlpt/api/all/12?page={number}&sid=755"
    shown = read(Gkmlpt, answer(ARTICLES, 247), path, number, "gkmlpt/index#12")
    assert paths(shown.rows) == ARTICLES
    assert shown.rows[1].title == title(1)
    if number == 1:
        pager = pager_of(shown)
        assert (pager.pages, pager.items, pager.stated) == (13, 247, True)
        assert pager.address(13) == f"{HOME}gkmlpt/api/all/12?page=13&sid=755"


def test_a_site_is_recognised() -> None:
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION)
    assert recognised(home, {path[1:]: html(FRAME.format(path[-2:]), NAVIGATION) for path in NAVIGATION}).base is Gkmlpt
