"""Pages that say with status 200 that they aren't there, and articles that speak of such pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_site import META, TEXT, article_html, page_html

from crawler.page.lines import read_page
from crawler.page.soft_404 import is_soft_404

STATEMENTS = (
    "页面不存在",
    "404",
    "404 Not Found",
    "HTTP 404",
    "404错误",
    "404页面",
    "Error 404 - Page not found",
    "Not Found",
    "The requested URL was not found on this server.",
    "The page cannot be found",
    "您访问的页面不存在",
    "您访问的页面不存在或已删除！",
    "您访问的页面不存在或已被删除。",
    "抱歉，您访问的页面不存在或已被删除",
    "抱歉，您要查找的页面不存在",
    "抱歉，您要查找的页面已被删除、已更名或暂时不可用。",
    "很抱歉！您所访问的页面找不到了",
    "对不起，您访问的页面不见了～",
    "非常抱歉，您想要访问的网页无法找到，请返回首页",
    "您要查看的信息不存在",
    "该信息已被删除",
    "该信息已下架或已被删除！",
    "该文章不存在或已被删除",
    "此文章已被管理员删除",
    "文章不存在！",
    "信息不存在或者已过期",
    "您请求的文件不存在!",
    "链接已失效",
    "该链接已失效，请联系网站管理员",
    "内容已删除",
    "找不到该页面",
    "找不到您要访问的页面",
    "404 找不到您要访问的页面",
    "没有找到您要访问的页面",
    "系统提示：该稿件已撤销",
    "温馨提示：您访问的栏目已关闭，3秒后自动返回首页",
    "您查看的新闻可能已经被删除或转移了",
)
MENTIONS = (
    "关于整治网站页面不存在、链接已失效问题的通知",
    "某市政府网站404页面将展示失踪儿童信息",
    "群众反映网页无法打开 平台当日答复",
    "政务公开信息不存在的告知书怎样写",
    "页面不存在怎么办？某市政务服务网这样答",
)
NAV = '<ul><li><a href="/">首页</a></li><li><a href="/dwjs/">队伍建设</a></li></ul>'


def soft(markup: str) -> bool:
    return is_soft_404(read_page(markup.encode(), "http://www.example.gov.cn/dwjs/1.jhtml"))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_page_that_says_only_that_it_is_not_there_is_told(statement: str) -> None:
    assert soft(f"<html><body><p>{statement}</p></body></html>")
    assert soft(page_html("某市长安网", f"{NAV}<div><h2>{statement}</h2><a href='/'>返回首页</a></div>"))
    assert soft(page_html("某市长安网", f"<div>今天是2024年3月5日 星期二</div>{NAV}<p>【 {statement} 】</p>"))


def test_a_list_beside_the_statement_changes_nothing() -> None:
    row = "<tr><td><a href='/dwjs/{0}.jhtml'>第{0}次会议</a></td><td>2024-03-0{0}</td></tr>"
    rows = "".join(row.format(n) for n in (1, 2, 3))
    assert soft(page_html("某市长安网", f"<p>您访问的页面不存在</p><div>最新新闻</div><table>{rows}</table>"))


def test_one_whose_title_alone_says_it_is_told() -> None:
    assert soft(page_html("404错误页面-某市长安网", "<img src='/404.png'><p>5秒后返回首页</p>"))
    assert soft(page_html("页面不存在", "<img src='/404.png'>"))


@pytest.mark.parametrize("mention", [*MENTIONS, *STATEMENTS])
@pytest.mark.parametrize(
    "text",
    [TEXT, "{}", "{}。", f"{TEXT}\n{{}}", "图为会议现场。"],
    ids=["a body", "the words alone", "the words as a sentence", "the words among others", "a caption"],
)
def test_an_article_with_its_line_of_date_and_source_never_is(mention: str, text: str) -> None:
    assert not soft(article_html(mention, text.format(mention)))
    assert not soft(article_html("队伍建设工作会议召开", text.format(mention)))


@pytest.mark.parametrize("mention", MENTIONS)
def test_an_article_without_a_date_that_speaks_of_it_never_is(mention: str) -> None:
    assert not soft(article_html(mention, "请各单位于本周五前上报。", meta=""))
    assert not soft(article_html(mention, f"{mention}。\n{TEXT}", meta=""))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_text_beside_the_statement_never_is(statement: str) -> None:
    """More than a few words of its own: something is there."""
    assert not soft(article_html("队伍建设工作会议召开", f"{statement}\n" + f"{TEXT}\n" * 5, meta=""))


def test_one_with_the_national_meta_tags_never_is() -> None:
    head = '<meta name="ArticleTitle" content="网站检查情况通报">'
    assert not soft(f"<html><head>{head}</head><body><h1>网站检查情况通报</h1><p>页面不存在</p></body></html>")


CHARACTERS = "页面不存在已被删除信息文章您访问的抱歉，。404 找到无法或了网站检查会议通报第一"


@given(st.text(CHARACTERS, min_size=1, max_size=60), st.lists(st.text(CHARACTERS, max_size=120), max_size=8))
def test_no_dated_article_ever_is(title: str, lines: list[str]) -> None:
    assert not soft(article_html(title, "\n".join(lines), meta=META))


@given(st.lists(st.text(CHARACTERS, max_size=100), min_size=1, max_size=8))
def test_any_page_is_read(lines: list[str]) -> None:
    """Whatever it says, in no time: the patterns are long."""
    assert soft("".join(f"<p>{line}</p>" for line in lines)) in {True, False}
