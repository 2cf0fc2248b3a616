"""The further pages of an article, of whatever form, and nothing else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.article_pages import further_pages
from crawler.page.lines import read_page

HOME = "http://www.example.gov.cn/dwjs/"
TEXT = "<p>会议指出，今年以来各单位认真落实部署，工作取得明显成效。</p>"


def further(markup: str, name: str = "1024.jhtml", at: str | None = None) -> list[str]:
    """The further pages of the article ``name`` that its page ``at`` names, without the folder."""
    page = read_page(f"<html><body>{TEXT}{markup}</body></html>".encode(), HOME + (at or name))
    return [url.removeprefix(HOME) for url in further_pages(page, HOME + name)]


@pytest.mark.parametrize(
    ("markup", "numbers"),
    [
        ('<a href="1024_2.jhtml">2</a><a href="1024_3.jhtml">3</a>', [2, 3]),
        ('<a href="#" onclick="location.href=encodeURI(\'1024_2.jhtml\');">下一页</a>', [2]),
        ('<a href="/dwjs/1024_4.jhtml">末页</a>', [2, 3, 4]),
        ("<script>var pages = ['1024_2.jhtml', '1024_3.jhtml'];</script>", [2, 3]),
        ("<select><option value='1024.jhtml'>1</option><option value='1024_2.jhtml'>2</option></select>", [2]),
        ('<a href="11024_2.jhtml">另一篇</a><a href="1025.jhtml">下一篇</a>', []),
        ('<a href="1024_2.jpg"><img src="1024_3.jpg"></a>', []),
        ('<a href="1024_2.jhtml.bak">2</a><a href="a-1024_2.jhtml">3</a>', []),
        ('<a href="1024_20240305.jhtml">另一篇</a>', []),
        ('<div>上一篇：<a href="1023.jhtml">2</a> 下一篇：<a href="1025.jhtml">3</a></div>', []),
        ("", []),
    ],
)
def test_pages_are_named_in_links_and_scripts(markup: str, numbers: list[int]) -> None:
    assert further(markup) == [f"1024_{number}.jhtml" for number in numbers]


NAMED = '<div class=p><b>1</b><a href="{2}">2</a><a href="{3}">3</a><a href="{2}">下一页</a></div>'


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("1024.jhtml", "1024_{}.jhtml"),
        ("content_99.shtml", "content_99_{}.shtml"),
        ("345.html", "345_{}.html"),
        ("show-3-45-1.html", "show-3-45-{}.html"),
        ("view.php?aid=45", "view.php?aid=45&pageno={}"),
        ("show.aspx?id=45", "show.aspx?id=45&page={}"),
        ("show.aspx?id=45&page=1", "show.aspx?id=45&page={}"),
    ],
)
def test_forms_that_count_from_one(name: str, form: str) -> None:
    pages = {number: form.format(number) for number in (2, 3)}
    assert further(NAMED.format("", "", pages[2], pages[3]), name) == list(pages.values())


def test_trs_counts_from_zero() -> None:
    markup = NAMED.format("", "", "t20240305_12_1.html", "t20240305_12_2.html")
    assert further(markup, "t20240305_12.html") == ["t20240305_12_1.html", "t20240305_12_2.html"]


@pytest.mark.parametrize("base", [0, 1])
def test_a_later_page_names_the_same_pages(base: int) -> None:
    pages = {n: f"1024_{n - 1 + base}.html" for n in (2, 3, 4)}
    links = f'<a href="1024.html">1</a><b>2</b><a href="{pages[3]}">3</a><a href="{pages[4]}">4</a>'
    links += f'<a href="{pages[3]}">下一页</a>'
    found = further(f"<div>{links}</div>", "1024.html", at=pages[2])
    assert set(pages.values()) >= set(found) >= {pages[3], pages[4]}


@given(
    st.integers(2, 60), st.sampled_from([0, 1]), st.integers(1, 9_999_999), st.sampled_from(["html", "jhtml", "shtml"])
)
def test_all_pages_are_named_in_order(pages: int, base: int, article: int, ending: str) -> None:
    names = [f"{article}_{n - 1 + base}.{ending}" for n in range(2, pages + 1)]
    links = "".join(f'<a href="{name}">{n}</a> ' for n, name in enumerate(names, 2))
    assert further(f"<div>1 {links}</div>", f"{article}.{ending}") == names


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="show-3-46-1.html">下一篇</a><a href="show-3-44-1.html">上一篇</a>',
        '<ul><li><a href="show-3-46-1.html">另一次会议召开</a></li></ul><div>1/3页 下一页</div>',
        '<ul><li><a href="show-4-45-2.html">2</a></li></ul>',
        '<div>1 <a href="list-3-2.html">2</a> <a href="list-3-2.html">下一页</a></div>',
        '<div>1 <a href="http://www.other.gov.cn/dwjs/show-3-45-2.html">2</a> 下一页</div>',
    ],
)
def test_other_articles_and_lists_are_no_further_pages(markup: str) -> None:
    assert further(markup, "show-3-45-1.html") == []


@pytest.mark.parametrize(
    "markup",
    [
        '<div>1 <a href="show.aspx?id=46&page=2">2</a> 下一页</div>',
        '<div>1 <a href="comments.aspx?id=45&page=2">2</a> 下一页</div>',
        '<div><a href="show.aspx?id=46">下一篇</a></div>',
    ],
)
def test_queries_of_other_pages_are_no_further_pages(markup: str) -> None:
    assert further(markup, "show.aspx?id=45") == []


def test_a_page_number_beyond_reason_is_none() -> None:
    assert further('<div>1 <a href="show.aspx?id=45&page=99999">2</a> 下一页</div>', "show.aspx?id=45") == []
