"""Whatever a server sends, reading it gives a record or a named reason, and no rule fails."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.items import Article
from crawler.page.lines import UnreadableError, read_page
from crawler.pipelines import pull
from crawler.pipelines.check import NotAnArticle

WORDS = st.sampled_from(
    [
        "来源：",
        "作者：",
        "发布时间：",
        "时间",
        "2020-09-04",
        "二〇二〇年九月四日",
        "昨天 17:00",
        "09-04",
        "附件：",
        "下一页",
        "责任编辑：",
        "[1]",
        "〔2020〕25号",
        "，",
        "。",
        "…",
        "十十月",
        "T10:00:00+99:00",
        "|",
        "（",
        "）",
        "http://[x/a.doc",
    ]
)
TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<br>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href='http://[x/a.doc'>",
        "</a>",
        "<img src='//['>",
        "<h1>",
        "</h1>",
        "<ul><li>",
        "</html>",
        "<pre>\n",
        "<title>",
        "</title>",
        "<dd>",
        "<base href='[['>",
    ]
)
MARKUP = st.lists(st.one_of(WORDS, TAGS, st.text(string.printable + "某市会议，。", max_size=12)), max_size=60)


def outcome(body: bytes, list_title: str | None) -> Article | str:
    """The record of ``body``, or the reason why it is none."""
    try:
        article = Article(pages=[read_page(body, "http://www.example.gov.cn/1.html")], list_title=list_title)
        article.fetched_at = "2026-11-22T16:00:00+08:00"
        return pull(article)
    except UnreadableError as error:
        return error.reason
    except NotAnArticle as error:
        return str(error)


@given(st.binary(max_size=400), st.none() | st.text(max_size=10))
def test_any_bytes(body: bytes, list_title: str | None) -> None:
    found = outcome(body, list_title)
    assert found if isinstance(found, str) else "rule_error" not in found.flags


@settings(max_examples=400)
@given(MARKUP, st.none() | st.text(max_size=10))
def test_any_markup(parts: list[str], list_title: str | None) -> None:
    found = outcome(("<html>" + "".join(parts)).encode(), list_title)
    assert found if isinstance(found, str) else "rule_error" not in found.flags
