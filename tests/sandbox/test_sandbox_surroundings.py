"""What stands around the columns of a large site: navigation, side pages, twins, tails, a calendar without end."""

import json
import re

import pytest
from parsel import Selector
from sandbox_walkers import WALKERS, Reader, links, unscrambled

from crawler.sandbox.identity import identity  # noqa: TID251
from crawler.sandbox.pages import Pages  # noqa: TID251
from crawler.sandbox.sites import build, profiles  # noqa: TID251
from crawler.sandbox.truth import truth_lines  # noqa: TID251

NAMES = sorted(WALKERS)
OPEN = [name for name in NAMES if name != "browser"]


def site(name: str, seed: int = 1, articles: int = 120) -> Pages:
    return build(seed, articles, f"http://{profiles()[name].host}:8000", name)


def shown(pages: Pages, url: str) -> str:
    reader = Reader(pages)
    html = unscrambled(reader, url) if pages.site.name == "browser" else reader.text(url)
    return html.replace("</html>", "").replace("</body>", "")


def first_article(pages: Pages) -> str:
    return pages.base + pages.platform.article(next(iter(pages.site.articles.values())).ref)


@pytest.mark.parametrize("name", NAMES)
def test_the_navigation_leads_to_more_than_columns(name: str) -> None:
    pages = site(name)
    home = links(shown(pages, pages.base + "/"), pages.base + "/")
    for side in pages.site.side_pages:
        if side.kind == "away":
            assert any(".invalid/" in link for link in home)
            continue
        address = pages.base + pages.platform.side(side.slug)
        assert address in home
        assert shown(pages, address)
    assert len({side.kind for side in pages.site.side_pages}) == 8


def test_children_hang_in_the_navigation_or_stand_beside_their_parent() -> None:
    in_navigation = set()
    for name in NAMES:
        pages = site(name)
        home = {identity(link) for link in links(shown(pages, pages.base + "/"), pages.base)}
        children = {identity(pages.platform.column(one.path)) for one in pages.site.columns if one.parent}
        assert children <= home or not children & home
        in_navigation.add(children <= home)
        for parent in {one.parent for one in pages.site.columns if one.parent}:
            address = pages.base + pages.platform.column(parent)
            beside = {identity(link) for link in links(shown(pages, address), address)}
            assert {identity(pages.platform.column(one.path)) for one in pages.site.children(parent)} <= beside
    assert in_navigation == {True, False}


@pytest.mark.parametrize("name", NAMES)
def test_breadcrumbs_name_the_whole_way(name: str) -> None:
    pages = site(name)
    child = next(one for one in pages.site.columns if one.parent and one.rows)
    article = next(row for row in child.rows if row.kind == "article" and row.home == child.path)
    crumb = Selector(shown(pages, pages.base + pages.platform.article(article.ref))).xpath(
        f"//*[@class='{pages.skin.names['crumb']}']"
    )
    text = crumb.xpath("string()").get() or ""
    parent = pages.site.column(child.parent).name
    assert re.search(f"首页.+{parent}.+{child.name}", text, re.DOTALL)


@pytest.mark.parametrize("name", NAMES)
def test_other_addresses_of_an_article_are_answered_and_not_in_the_truth(name: str) -> None:
    pages = site(name)
    own = first_article(pages)
    plain = {line["url"] for line in map(json.loads, truth_lines(pages)) if line["kind"] == "article"}
    assert own in plain
    page = Selector(shown(pages, own))
    twins = {
        text: pages.base + href
        for text in ("打印本页", "手机浏览", "本文链接")
        for href in page.xpath(f"//a[normalize-space()='{text}']/@href").getall()
    }
    assert len(twins) == 3
    title = next(iter(pages.site.articles.values())).flat_title.split()[0]
    for address in twins.values():
        assert title in shown(pages, address)
    assert not {twins["打印本页"], twins["手机浏览"]} & plain
    assert twins["打印本页"].endswith("print=1") or re.search(r"/print/\d+\.html$", twins["打印本页"])
    assert twins["手机浏览"] == own.replace(pages.base, f"{pages.base}/m")
    assert identity(twins["本文链接"]) == identity(own)


@pytest.mark.parametrize("name", NAMES)
def test_some_rows_link_an_article_with_a_tail(name: str) -> None:
    pages = site(name, articles=320)
    tails = {row.tail for column in pages.site.columns for row in column.rows if row.tail}
    kinds = {re.split("[=-]", tail)[0] for tail in tails}
    assert {"?from", "?utm_source", "?spm"} <= kinds
    assert (";jsessionid" in kinds) == (name in {"jeecms", "ucap", "jpage", "ajax", "nextlink"})
    row = next(row for column in pages.site.columns for row in column.rows if row.tail)
    plain = pages.platform.article(row.ref)
    tailed = pages.desk.address(row, row.home)
    path, _, query = plain.partition("?")
    known = dict(pair.split("=") for pair in query.split("&") if pair)
    session = row.tail if row.tail.startswith(";") else ""
    sent = known if session else {**known, row.tail[1:].split("=")[0]: "x"}
    given = pages.answer(path + session, sent)
    assert given
    assert given == pages.answer(path, known)
    assert tailed != plain


@pytest.mark.parametrize("name", NAMES)
def test_the_calendar_has_no_end(name: str) -> None:
    pages = site(name)
    url = pages.base + "/calendar/2026-11.html"
    assert url in links(shown(pages, first_article(pages)), pages.base)
    for month in ("2026-12", "2027-01", "2027-02"):
        following = Selector(shown(pages, url)).xpath("//a[.='下月']/@href").get()
        assert following == f"/calendar/{month}.html"
        url = pages.base + following
    assert "9999年12月" in shown(pages, pages.base + "/calendar/9999-12.html")
    assert '"/calendar/10000-01.html"' in shown(pages, pages.base + "/calendar/9999-12.html")


@pytest.mark.parametrize("name", OPEN)
def test_slashes_do_not_matter(name: str) -> None:
    pages = site(name)
    column = pages.platform.column(pages.site.columns[0].path)
    if "?" not in column:
        other = column.rstrip("/") if column.endswith("/") else f"{column}/"
        assert pages.answer(other, {}) == pages.answer(column, {})


@pytest.mark.parametrize("name", NAMES)
def test_the_empty_column_lists_nothing(name: str) -> None:
    said: set[str] = set()
    for seed in range(1, 9):
        pages = site(name, seed)
        empty = next(one for one in pages.site.columns if not one.rows and one.form == "list")
        html = shown(pages, pages.base + pages.platform.column(empty.path))
        assert not Selector(html).xpath("//a[@target='_blank'][contains(@href, '.html')]")
        said.update(text for text in ("暂无内容", "暂无信息", "共0条") if text in html)
    # jpage and gkmlpt say it in their data only.
    assert said or name in {"jpage", "gkmlpt"}


def test_articles_stand_in_several_columns() -> None:
    for name in NAMES:
        pages = site(name)
        plain = [one for one in pages.site.columns if one.form == "list" and not pages.site.children(one.path)]
        listed = [{row.number for row in one.rows if row.kind == "article"} for one in plain]
        assert sum(map(len, listed)) > len(set().union(*listed))
        parent = next(one for one in pages.site.columns if pages.site.children(one.path) and one.form == "list")
        below = {row.number for child in pages.site.children(parent.path) for row in child.rows}
        assert {row.number for row in parent.rows} == below


def test_pins_are_repeated_on_every_page() -> None:
    for name in NAMES:
        pages = site(name, articles=320)
        shelf = max(pages.shelves.values(), key=lambda shelf: shelf.count)
        pinned = [[row.listing.number for row in page if row.listing.pinned] for page in shelf.pages()]
        assert len(pinned[0]) == 2
        assert all(numbers == pinned[0] for numbers in pinned) == pages.platform.habits.repeated_pins


def test_demo_has_nothing_of_this() -> None:
    pages = build(1, 120, "http://127.0.0.1:8000")
    article = pages.platform.article(next(iter(pages.site.articles.values())).ref)
    assert pages.site.side_pages == ()
    for path in ("/calendar/2026-11.html", "/m/", f"/m{article}", f"{article}/", f"{article};jsessionid=1", "/dwjs/"):
        assert pages.answer(path, {}) is None
    assert {json.loads(line)["kind"] for line in truth_lines(pages)} == {"article", "link"}
