"""What each family prints: its addresses, its pagers, its bytes and headers."""

import json
import re
from collections.abc import Iterator

import pytest
from sandbox_walkers import Reader, links

from crawler.sandbox.content import Column  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.platform import Answer  # noqa: TID251
from crawler.sandbox.sites import build  # noqa: TID251

BASE = "http://127.0.0.9:8000"
SEEDS = range(1, 25)

# Columns' first pages, their second pages, articles; a second page may not exist.
ADDRESSES = {
    "jeecms": (r"/\w+/index\.jhtml", r"/\w+/index_2\.jhtml", r"/\w+/\d+\.jhtml"),
    "trs": (r"/(\w+/)+(index\.html)?", r"/(\w+/)+index_1\.html", r"/(\w+/)+\d{6}/t\d{8}_\d+\.html"),
    "ucap": (
        r"/(\w+/)+index\.s?html",
        r"/(\w+/)+index_2\.s?html",
        r"/(\w+/)+\d{4}-\d\d/\d\d/content_\d+\.s?html",
    ),
    "jpage": (r"/col/col\d+/index\.html", None, r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html"),
    "gkmlpt": (r"/(\w+/)+index\.html", None, r"/(\w+/)+content/(\d+/\d+/)?post_\d+\.html"),
    "phpcms": (r"/list-\d+-1\.html", r"/list-\d+-2\.html", r"/show-\d+-\d+-1\.html"),
    "dedecms": (r"/a/(\w+/)+", r"/a/(\w+/)+list_\d+_2\.html", r"/a/(\w+/)+\d+\.html"),
    "empire": (r"/(\w+/)+", r"/(\w+/)+index_2\.html", r"/(\w+/)+(\d{4}-\d\d-\d\d/)?\d+\.html"),
    "query": (r"/\w+\.\w+\?\w+=\d+", r"/\w+\.\w+\?\w+=\d+&\w+=2", r"/\w+\.\w+\?\w+=\d+"),
    "ajax": (r"/(\w+/)+index\.html", None, r"/(\w+/)+detail/\d+\.html"),
    "nextlink": (r"/(\w+/)+", r"/(\w+/)+([0-9a-f]{12}\.html|\?k=[0-9a-f]{12})", r"/(\w+/)+d\d+\.html"),
    "browser": (r"/(\w+/)+", r"/(\w+/)+p2\.html", r"/(\w+/)+a/\d+\.html"),
}


def site(name: str, seed: int) -> Pages:
    return build(seed, 100, BASE, name, still=True)


def largest(pages: Pages) -> Column:
    return max(pages.site.columns, key=lambda column: pages.shelves[column.path].count)


def first_pages(name: str) -> Iterator[tuple[Pages, str]]:
    """The largest column's first page, for many seeds."""
    for seed in SEEDS:
        pages = site(name, seed)
        yield pages, Reader(pages).text(BASE + pages.platform.column(largest(pages).path))


def answer(pages: Pages, address: str) -> Answer:
    given = pages.answer(address, {})
    assert given
    return given


@pytest.mark.parametrize("name", ADDRESSES)
def test_addresses_have_the_form_of_the_family(name: str) -> None:
    column, second, article = ADDRESSES[name]
    for seed in SEEDS:
        pages = site(name, seed)
        assert all(re.fullmatch(column, pages.platform.column(one.path)) for one in pages.site.columns)
        if second:
            assert all(re.fullmatch(second, pages.platform.column(one.path, 2)) for one in pages.site.columns)
        assert all(re.fullmatch(article, pages.platform.article(one.ref)) for one in pages.site.articles.values())


def test_trs_says_its_total_in_a_call_only() -> None:
    forms = set()
    for pages, html in first_pages("trs"):
        assert re.search(r'createPageHTML\(\d+, ?0, ?"index", ?"html"\);', html)
        assert not [link for link in links(html, BASE) if "index_" in link]
        assert any(href.startswith("./2") for href in re.findall(r'href="([^"]+)"', html))
        assert pages.skin.names["body"] in {"TRS_Editor", "TRS_UEDITOR", "view"}
        forms.add(re.search(r"<!-- ?createPageHTML|<!--\s+createPageHTML|function createPageHTML|$", html)[0])  # type: ignore[index]
    assert len(forms) >= 3


@pytest.mark.parametrize("name", ["phpcms", "dedecms", "empire"])
def test_gbk_is_true_gbk(name: str) -> None:
    headers, charsets = set(), set()
    for seed in SEEDS:
        pages = site(name, seed)
        given = answer(pages, "/")
        charsets.add(pages.skin.charset)
        headers.add(given.content_type)
        text = given.body.decode("utf-8" if pages.skin.charset == "utf-8" else "gbk")
        assert "演示数据" in text
        assert f"charset={pages.skin.charset}" in text
        if pages.skin.charset != "utf-8":
            with pytest.raises(UnicodeDecodeError):
                given.body.decode()
    assert charsets == {"phpcms": {"gbk"}, "dedecms": {"gb2312", "gbk"}, "empire": {"gbk", "utf-8"}}[name]
    if name == "dedecms":
        assert {"text/html", "text/html; charset=utf-8"} < headers


def test_rare_characters_of_gbk_pages_are_references() -> None:
    pages = build(1, 320, BASE, "phpcms")
    rare = next(one for one in pages.site.articles.values() if "𠮷" in str(one.pages))
    assert b"&#134071;" in answer(pages, pages.platform.article(rare.ref)).body


def test_query_pages_turn_by_links_or_by_script() -> None:
    scripts = {"javascript:goPage(2)" in html for _, html in first_pages("query")}
    names = {pages.platform.column(largest(pages).path, 2).rpartition("&")[2] for pages, _ in first_pages("query")}
    assert scripts == {True, False}
    assert names == {"page=2", "pageNo=2", "PageIndex=2", "currpage=2"}


def test_ajax_answers_fragments_and_data() -> None:
    kinds, inlined = set(), set()
    for _, html in first_pages("ajax"):
        kinds.add(html.partition("function loadPage(n){")[2].split("(")[0].strip())
        inlined.add("\nloadPage(1);" in html)
    assert len(kinds) >= 3
    assert inlined == {True, False}


def test_jpage_inlines_one_page_or_three() -> None:
    groups = set()
    for pages, html in first_pages("jpage"):
        size = pages.shelves[largest(pages).path].size
        count = html.count("<record>")
        assert count in {size, 3 * size}
        groups.add(count // size)
        assert pages.platform.pages_open == (count > size)
        assert pages.answer("/module/web/jpage/dataproxy.jsp", {}) is not None
    assert groups == {1, 3}


def test_gkmlpt_shells_hold_no_row() -> None:
    for pages, html in first_pages("gkmlpt"):
        assert "window._CONFIG" in html
        column = largest(pages)
        whole = json.loads(answer(pages, f"/gkmlpt/api/all/{column.number}").body)
        assert {"articles", "total"} <= whole.keys()
        assert {"id", "title", "url", "publisher", "display_publish_time"} <= whole["articles"][0].keys()
        assert json.loads(answer(pages, "/gkmlpt/api/all/1").body)["articles"] == []
        beyond = pages.answer(f"/gkmlpt/api/all/{column.number}", {"page": "99"})
        assert beyond
        assert json.loads(beyond.body)["articles"] == []


def test_nextlink_ends_in_three_ways() -> None:
    ends = set()
    for seed in SEEDS:
        pages = site("nextlink", seed)
        column = largest(pages)
        count = pages.shelves[column.path].count
        last = pages.platform.column(column.path, count)
        html = Reader(pages).text(BASE + last)
        following = re.search(r'href="([^"]+)">下一页', html)
        assert not re.search(r"共\d+(条|页)|/\d+页", html)
        if following is None:
            ends.add("stop")
        elif following[1] == last:
            ends.add("self")
        else:
            empty = Reader(pages).text(BASE + following[1])
            assert not re.search(r'href="[^"]+">下一页', empty)
            titles = [row.listing.title for row in pages.shelves[column.path].page(count)]
            assert not any(f'title="{title}"' in empty for title in titles)
            ends.add("empty")
    assert ends == {"stop", "self", "empty"}


def test_browser_pages_are_shells() -> None:
    homes = set()
    for pages, html in first_pages("browser"):
        article = next(iter(pages.site.articles.values()))
        shell = Reader(pages).text(BASE + pages.platform.article(article.ref))
        for raw in (html, shell):
            assert '<div id="app"' in raw
            assert "<noscript>" in raw
            assert not links(raw, BASE)
            assert article.flat_title not in raw
        homes.add('<div id="app"' in Reader(pages).text(BASE + "/"))
    assert homes == {True, False}
