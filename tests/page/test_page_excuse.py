"""Pages that say with status 200 that the site is busy or under repair, and articles that speak of such things."""

import pytest
from small_site import META, TEXT, article_html, page_html

from crawler.page.excuse import is_excuse, is_only_excuse
from crawler.page.lines import read_page

STATEMENTS = (
    "系统正在维护升级，请稍后再试。",
    "系统维护",
    "系统维护中",
    "网站维护中，敬请谅解！",
    "网站正在维护，给您带来不便，敬请谅解",
    "系统升级中，请稍候访问",
    "抱歉，系统繁忙，请稍后再试",
    "系统错误",
    "系统异常，请联系管理员",
    "服务暂时不可用",
    "网站升级维护",
    "访问人数较多，请稍后再试",
)
MENTIONS = (
    "关于办公系统维护的通知",
    "关于门户网站维护期间暂停受理的公告",
    "我市完成政务服务系统升级改造",
    "本周六晚将进行系统维护，届时暂停办理业务",
)
NAV = '<ul><li><a href="/">首页</a></li><li><a href="/dwjs/">队伍建设</a></li></ul>'


def only(markup: str) -> bool:
    return is_only_excuse(read_page(markup.encode(), "http://www.example.gov.cn/dwjs/1.jhtml"))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_page_that_says_only_that_is_told(statement: str) -> None:
    assert only(f"<html><body><p>{statement}</p></body></html>")
    assert only(f"<h1>系统维护</h1><p>{statement}</p>")
    assert only(page_html("某市长安网", f"<div>今天是2024年3月5日 星期二</div>{NAV}<h2>{statement}</h2>"))
    assert only(page_html(f"{statement}-某市长安网", "<img src='/wh.png'><p>5秒后返回首页</p>"))


@pytest.mark.parametrize("words", [*STATEMENTS, *MENTIONS])
@pytest.mark.parametrize("meta", [META, "发布时间：2024-03-05", "2024-03-05", "来源：某市日报", "作者：记者甲"])
def test_an_article_with_a_day_or_a_source_never_is(words: str, meta: str) -> None:
    assert not only(article_html(words, words, meta))
    assert not only(article_html("队伍建设工作会议召开", f"{words}\n{TEXT}", meta))


@pytest.mark.parametrize("words", [*STATEMENTS, *MENTIONS])
def test_an_article_without_them_that_has_a_body_never_is(words: str) -> None:
    assert not only(article_html(words, f"{words}\n" + f"{TEXT}\n" * 5, meta=""))


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_short_one_that_speaks_of_a_repair_never_is(mention: str) -> None:
    assert not only(article_html(mention, "请各单位于本周五前上报。", meta=""))
    assert not only(article_html("通知", mention, meta=""))


def test_of_a_column_page_it_is_told_whatever_else_it_says() -> None:
    page = page_html("某市长安网", f"{NAV}<p>{TEXT}</p><p>2024-03-05 系统正在维护</p>")
    assert is_excuse(read_page(page.encode(), "http://www.example.gov.cn/dwjs/"))
