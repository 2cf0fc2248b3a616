"""JEECMS: which addresses are articles and columns, what the pager says, how pages are numbered."""

import pytest

from crawler.page.lines import read_page
from crawler.platforms.jeecms import Jeecms
from crawler.spiders.site import Pager

HOME = "http://www.example.gov.cn/"


class Example(Jeecms):
    name = "example"
    site_name = "某市长安网"


@pytest.fixture
def spider() -> Example:
    return Example(homepage=HOME)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("dwjs/1024.jhtml", "/dwjs/1024"),
        ("dwjs/1024_2.jhtml", "/dwjs/1024"),
        ("zfyw/yw-1/7.jhtml", "/zfyw/yw-1/7"),
        ("dwjs/index.jhtml", None),
        ("dwjs/index_2.jhtml", None),
        ("dwjs.jhtml", None),
        ("u/cms/1024.pdf", None),
        ("", None),
    ],
)
def test_article_addresses(spider: Example, path: str, key: str | None) -> None:
    assert spider.article_key(HOME + path) == key


@pytest.mark.parametrize("home", ["https://www.example.gov.cn/", "http://example.gov.cn/", "http://EXAMPLE.gov.cn/"])
def test_scheme_www_and_case_make_no_other_site(spider: Example, home: str) -> None:
    assert spider.on_site(f"{home}dwjs/1024.jhtml")
    assert spider.article_key(f"{home}dwjs/1024.jhtml") == "/dwjs/1024"


@pytest.mark.parametrize(
    "url",
    ["http://www.other.gov.cn/dwjs/1.jhtml", "http://www.example.gov.cn.other.cn/1.jhtml", "mailto:a@b.cn"],
)
def test_other_hosts_are_other_sites(spider: Example, url: str) -> None:
    assert not spider.on_site(url)


@pytest.mark.parametrize(
    ("text", "pager"),
    [
        ("共247条记录 1/13页", Pager(13, 247, 1)),
        ("共 247 条记录 3/13 页 首页 上一页 下一页", Pager(13, 247, 3)),
        ("1/13页", Pager(13, None, 1)),
        ("共1条记录 1/1页", Pager(1, 1, 1)),
        ("共0条记录 1/0页", Pager(1, 0, 1)),
    ],
)
def test_the_pager_is_read_in_words(spider: Example, text: str, pager: Pager) -> None:
    markup = (
        f"<ul><li><a href=1.jhtml>x</a></li></ul><div>{text}<a href='#' onclick=\"location.href='x'\">下一页</a></div>"
    )
    assert spider.pager(read_page(markup.encode(), f"{HOME}dwjs/index.jhtml")) == pager


def test_the_pager_may_be_divided_over_elements(spider: Example) -> None:
    markup = "<div>共<b>247</b>条记录&nbsp;<span>1</span>/<span>13</span>页</div>"
    assert spider.pager(read_page(markup.encode())) == Pager(13, 247, 1)


def test_a_page_without_pager_has_none(spider: Example) -> None:
    assert spider.pager(read_page("<p>2024/3月刊</p>".encode())) is None


@pytest.mark.parametrize(
    ("column", "second"),
    [
        ("dwjs/index.jhtml", "dwjs/index_2.jhtml"),
        ("dwjs/", "dwjs/index_2.jhtml"),
        ("dwjs.jhtml", "dwjs_2.jhtml"),
        ("dwjs", "dwjs/index_2.jhtml"),
    ],
)
def test_further_pages_of_a_column(spider: Example, column: str, second: str) -> None:
    assert spider.page_url(HOME + column, 2) == HOME + second


def test_the_navigation_is_the_columns_in_order(spider: Example) -> None:
    markup = (
        '<ul><li><a href="/">首页</a></li><li><a href="/dwjs/index.jhtml">队伍建设</a></li>'
        '<li><a href="zfyw/">政法要闻</a></li><li><a href="http://www.other.gov.cn/x/index.jhtml">外站</a></li>'
        '<li><a href="javascript:;">无</a></li></ul>'
        '<h3>队伍建设 <a href="/dwjs/index.jhtml">更多&gt;</a></h3><p><a href="/dwjs/1.jhtml">一篇文章</a></p>'
    )
    assert spider.navigation(read_page(markup.encode(), HOME)) == [
        ("队伍建设", f"{HOME}dwjs/index.jhtml"),
        ("政法要闻", f"{HOME}zfyw/index.jhtml"),
    ]


def test_a_column_linked_in_several_ways_is_one(spider: Example) -> None:
    markup = (
        '<p><a href="/dwjs/"><img src="d.png" alt="队伍建设"></a></p><p><a href="/dwjs/index.jhtml">队建</a></p>'
        '<p><a href="http://example.gov.cn:80/dwjs/index.jhtml#top">队伍建设</a></p>'
    )
    assert spider.navigation(read_page(markup.encode(), HOME)) == [("队伍建设", f"{HOME}dwjs/index.jhtml")]


def test_two_columns_of_one_name_are_both_columns(spider: Example) -> None:
    markup = '<p><a href="/a/index.jhtml">通知公告</a></p><p><a href="/b/index.jhtml">通知公告</a></p>'
    assert [url for _, url in spider.navigation(read_page(markup.encode(), HOME))] == [
        f"{HOME}a/index.jhtml",
        f"{HOME}b/index.jhtml",
    ]


@pytest.mark.parametrize(
    ("markup", "numbers"),
    [
        ('<a href="1024_2.jhtml">2</a><a href="1024_3.jhtml">3</a>', [2, 3]),
        ('<a href="#" onclick="location.href=encodeURI(\'1024_2.jhtml\');">下一页</a>', [2]),
        ('<a href="/dwjs/1024_4.jhtml">末页</a>', [2, 3, 4]),
        ('<a href="11024_2.jhtml">另一篇</a><a href="1025.jhtml">下一篇</a>', []),
    ],
)
def test_further_pages_of_an_article(spider: Example, markup: str, numbers: list[int]) -> None:
    page = read_page(f"<p>文</p>{markup}".encode())
    url = f"{HOME}dwjs/1024.jhtml"
    assert spider.article_pages(page, url) == [f"{HOME}dwjs/1024_{number}.jhtml" for number in numbers]
