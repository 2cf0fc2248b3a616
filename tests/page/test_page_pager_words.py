"""Pagers in words: how many pages, how many articles, which page this is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pagers import HOME, maybe_pager, pager_of

WORDS = {
    "共247条记录 1/13页": (13, 247, 1),
    "共 247 条记录 1/13 页 首页 上一页 下一页": (13, 247, 1),
    "1/13页": (13, None, 1),
    "第1/13页": (13, None, 1),
    "第1页/共13页": (13, None, 1),
    "第 1 页 共 13 页": (13, None, 1),
    "第1页，共13页，247条": (13, 247, 1),
    "共13页 第1页": (13, None, 1),
    "共13页 当前第1页": (13, None, 1),
    "共13页，当前是第1页": (13, None, 1),
    "共247篇 共13页 当前为第1页": (13, 247, 1),
    "当前第1页 共13页": (13, None, 1),
    "当前1/13页": (13, None, 1),
    "页次：1/13页 共247条记录 20条/页": (13, 247, 1),
    "共247条信息 页码：1/13 每页20条": (13, 247, 1),
    "首页 上一页 下一页 尾页 页次：1/13页 共247篇文章 20篇/页 转到：": (13, 247, 1),
    "每页显示20条 共有247条记录 共13页 当前第1页": (13, 247, 1),
    "共 247 条信息，每页 20 条，共 13 页，当前第 1 页": (13, 247, 1),
    "总记录数：247 总页数：13 下一页": (13, 247, None),
    "每页 20 条 共 247 条 下一页": (13, 247, None),
    "20条/页 共247条": (13, 247, None),
    "共１３页 第１页": (13, None, 1),
    "共1条记录 1/1页": (1, 1, 1),
    "首页 上一页 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 下一页 尾页 共 497 条记录 1/25页 跳转到第": (
        25,
        497,
        1,
    ),
    "共0条记录 1/0页": (1, 0, 1),
    "共0条记录 0/0页": (1, 0, 0),
}


@pytest.mark.parametrize("words", WORDS)
def test_pagers_in_words(words: str) -> None:
    pager = pager_of(f"<div class=p>{words}</div>")
    assert (pager.pages, pager.items, pager.current, pager.stated) == (*WORDS[words], True)


@pytest.mark.parametrize("number", [2, 7, 13])
@pytest.mark.parametrize("words", ["共247条记录 {}/13页", "第{}页 共13页", "共13页 当前第{}页", "页次：{}/13"])
def test_a_later_page_names_itself(words: str, number: int) -> None:
    pager = pager_of(f"<div>{words.format(number)} 下一页</div>", f"{HOME}/dwjs/index_{number}.html", number)
    assert (pager.pages, pager.current) == (13, number)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>共<b>247</b>条记录&nbsp;<span>1</span>/<span>13</span>页</div>",
        "<table><tr><td>共247条记录</td><td>1/13页</td><td>下一页</td></tr></table>",
        "<div><span>共 <i>247</i> 条</span> <span>第 <i>1</i> / <i>13</i> 页</span></div>",
        "<ul><li>共247条记录</li><li>第1页</li><li>共13页</li></ul>",
    ],
)
def test_words_may_be_divided_over_elements(markup: str) -> None:
    pager = pager_of(markup)
    assert (pager.pages, pager.items, pager.current) == (13, 247, 1)


@pytest.mark.parametrize("words", ["共247条记录", "共有 247 项", "总共247条记录", "总记录数：247"])
@pytest.mark.parametrize(("rows", "pages"), [(20, 13), (15, 17), (247, 1)])
def test_a_total_without_pages_is_divided_by_the_rows(words: str, rows: int, pages: int) -> None:
    """There may be more: pinned rows make page 1 longer than what is counted."""
    pager = pager_of(f"<div>{words} <a>下一页</a></div>", rows=rows)
    assert (pager.pages, pager.items) == (pages, 247)


def test_a_total_of_nothing_is_one_page() -> None:
    pager = pager_of("<div>共0条</div>", rows=0)
    assert (pager.pages, pager.items) == (1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>2024/3月刊</p>",
        "<p>本网2024年共发布信息1247篇，其中头条12篇。</p>",
        "<p>今日更新5条，浏览12次</p>",
        "<p>地址：某市某路1/13号</p>",
    ],
)
def test_a_page_without_pager_has_none(text: str) -> None:
    assert maybe_pager(text) is None


def test_numbers_in_titles_are_no_totals() -> None:
    row = "<ul><li><a href=/dwjs/t20240305_1.html>某市出台优化营商环境措施共36条</a><span>2024-03-05</span></li></ul>"
    pager = pager_of(f"{row}<div>第1页 共2页 <a href=index_2.html>下一页</a></div>")
    assert (pager.pages, pager.items) == (2, None)


@given(st.text(max_size=60), st.integers(1, 50))
def test_any_words_give_a_pager_or_none(words: str, number: int) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    pager = maybe_pager(f"<div>{escaped}</div>", number=number)
    assert pager is None or pager.pages >= 1
