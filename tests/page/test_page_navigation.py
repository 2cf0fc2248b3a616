"""The links of a home page that may lead to columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.addresses import article_key
from crawler.page.lines import read_page
from crawler.page.links import host_of
from crawler.page.navigation import column_identity, column_links

HOME = "http://www.example.gov.cn/"


def is_article(url: str) -> bool:
    return host_of(url) == "example.gov.cn" and article_key(url) is not None


def columns(markup: str, url: str = HOME) -> list[tuple[str, str]]:
    """Name and address without the host of the columns a page with ``markup`` leads to."""
    page = read_page(f"<html><head><title>某市长安网</title></head><body>{markup}</body></html>".encode(), url)
    return [(name, address.removeprefix(HOME)) for name, address in column_links(page, is_article) if name]


def names(markup: str) -> list[str]:
    return [name for name, _ in columns(markup)]


def test_columns_come_in_the_order_of_the_page() -> None:
    markup = (
        '<ul><li><a href="/">首页</a></li><li><a href="/dwjs/index.jhtml">队伍建设</a></li>'
        '<li><a href="zfyw/">政法要闻</a></li><li><a href="list.aspx?cid=3">平安建设</a></li>'
        '<li><a href="http://www.other.gov.cn/x/index.jhtml">外站</a></li><li><a href="javascript:;">无用</a></li></ul>'
        '<h3>队伍建设 <a href="/dwjs/index.jhtml">更多&gt;</a></h3><p><a href="/dwjs/1.jhtml">一篇文章</a></p>'
    )
    assert columns(markup) == [("队伍建设", "dwjs/index.jhtml"), ("政法要闻", "zfyw/"), ("平安建设", "list.aspx?cid=3")]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/dwjs/">队伍建设</a>',
        '<a href="/dwjs/"> · 队 伍建设 </a>'.replace("队 伍", "队伍"),
        '<a href="/dwjs/"><b>队伍</b>建设</a>',
        '<a href="/dwjs/"><span>队伍建设</span></a>',
        '<a href="/dwjs/"><img src="d.png" alt="队伍建设"></a>',
        '<a href="/dwjs/" title="队伍建设"><img src="d.png"></a>',
        '<a href="/dwjs/" title="队伍建设">队伍…</a>',
        '<a href="http://example.gov.cn:80/dwjs/">队伍建设</a>',
        '<a href="https://www.example.gov.cn/dwjs/">队伍建设</a>',
        '<a href="#" onclick="location.href=\'/dwjs/\'">队伍建设</a>',
        "<a href=\"javascript:window.open('/dwjs/')\">队伍建设</a>",
        '<map><area href="/dwjs/" title="队伍建设"></map>',
        '<a href="/dwjs/;jsessionid=0A1B">队伍建设</a>',
        '<a href="/dwjs/?spm=1.2.3">队伍建设</a>',
        '<div style="display:none"><a href="/dwjs/">队伍建设</a></div>',
        '<a href="/dwjs/">【队伍建设】</a>',
    ],
)
def test_a_column_is_linked_in_many_ways(link: str) -> None:
    ((name, address),) = columns(f"<div>{link}</div>")
    assert (name, column_identity(address if "//" in address else HOME + address)) == ("队伍建设", "/dwjs")


def test_a_column_linked_in_several_ways_is_one() -> None:
    markup = (
        '<p><a href="/dwjs/"><img src="d.png" alt="队伍建设"></a></p><p><a href="/dwjs/index.jhtml">队建</a></p>'
        '<p><a href="http://example.gov.cn:80/dwjs/index.jhtml#top">队伍建设</a></p><p><a href="/dwjs">更多</a></p>'
    )
    assert columns(markup) == [("队伍建设", "dwjs/")]


def test_two_columns_of_one_name_are_both_columns() -> None:
    markup = '<p><a href="/a/index.jhtml">通知公告</a></p><p><a href="/b/index.jhtml">通知公告</a></p>'
    assert columns(markup) == [("通知公告", "a/index.jhtml"), ("通知公告", "b/index.jhtml")]


def test_columns_of_columns_are_columns() -> None:
    markup = (
        '<ul><li><a href="/zfdt/">政法动态</a><ul style="display:none"><li><a href="/zfdt/jcdt/">基层动态</a></li>'
        '<li><a href="/zfdt/bmdt/">部门动态</a></li></ul></li></ul>'
    )
    assert names(markup) == ["政法动态", "基层动态", "部门动态"]


@pytest.mark.parametrize(
    "name",
    "首页 网站首页 返回首页 更多 更多>> more 上一页 下一页 尾页 检索 站内搜索 用户登录 无障碍浏览 长者模式 手机版 "
    "官方微信 官方微博 English 繁体版 网站地图 联系我们 关于我们 版权声明 设为首页 加入收藏 友情链接 专题专栏 RSS订阅 "
    "2026年10月 第2页 鄂ICP备14000074号-2".split(),
)
def test_what_the_name_says_is_no_column(name: str) -> None:
    assert names(f'<a href="/abc/">{name}</a><a href="/dwjs/">队伍建设</a>') == ["队伍建设"]


@pytest.mark.parametrize(
    "name", "调查研究 老年工作 在线访谈 申报指南 扫黑除恶 打击电信网络诈骗 院线动态 投诉公示".split()
)
def test_a_word_of_a_form_in_a_name_makes_it_no_form(name: str) -> None:
    """What such a link leads to is seen when it is asked for."""
    assert names(f'<a href="/abc/">{name}</a>') == [name]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/index.html",
        "http://example.gov.cn",
        "http://www.other.gov.cn/dwjs/",
        "http://zjj.example.gov.cn/",
        "http://www.example.gov.cn:8080/dwjs/",
        "/zt/2026/djzt/",
        "/ztzl/",
        "/special/index.html",
        "/search?q=1",
        "/so/s",
        "/login.jsp",
        "/member/",
        "/mail/",
        "/calendar/2026/10/",
        "/en/",
        "/m/",
        "/wap/index.html",
        "/sitemap.html",
        "/guestbook/",
        "/u/1.pdf",
        "/dwjs/1024.jhtml",
        "/show.aspx?id=345",
        "mailto:a@example.gov.cn",
        "tel:110",
        "javascript:void(0)",
        "#",
        "",
        "http://[::1/x",
    ],
)
def test_what_the_address_says_is_no_column(address: str) -> None:
    assert columns(f'<a href="{address}">平安建设</a><a href="/dwjs/">队伍建设</a>') == [("队伍建设", "dwjs/")]


@pytest.mark.parametrize(
    "name", ["2", "A", "法", "2026", "News", "关于做好二〇二六年全市平安建设重点工作的通知", "&gt;&gt;"]
)
def test_a_column_has_a_short_chinese_name(name: str) -> None:
    assert names(f'<a href="/abc/">{name}</a>') == []


def test_a_page_does_not_lead_to_itself() -> None:
    markup = '<a href="/zfdt/">政法动态</a><a href="index.html">动态首篇</a><a href="jcdt/">基层动态</a>'
    assert columns(markup, f"{HOME}zfdt/") == [("基层动态", "zfdt/jcdt/")]


def test_links_that_say_nothing_have_no_name() -> None:
    page = read_page('<h3>政法动态<a href="/zfdt/">更多&gt;&gt;</a></h3><a href="/x/">首页</a>'.encode(), HOME)
    assert column_links(page, is_article) == [("", f"{HOME}zfdt/")]


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.gov.cn/dwjs/",
        "https://example.gov.cn/dwjs",
        "http://www.example.gov.cn//dwjs/index.html",
        "http://www.example.gov.cn/dwjs/index.jhtml#top",
        "http://www.example.gov.cn/dwjs/default.aspx",
        "http://www.example.gov.cn/dwjs/;jsessionid=1",
    ],
)
def test_a_column_has_one_identity(url: str) -> None:
    assert column_identity(url) == "/dwjs"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/dwjs/", "/zfyw/"),
        ("/list.aspx?cid=3", "/list.aspx?cid=4"),
        ("/gkmlpt/index#12", "/gkmlpt/index#13"),
        ("/col/col12/index.html", "/col/col13/index.html"),
        ("/list-12-1.html", "/list-13-1.html"),
        ("/index.php?a=lists&catid=1", "/index.php?a=lists&catid=2"),
    ],
)
def test_columns_have_identities_of_their_own(one: str, other: str) -> None:
    assert column_identity(HOME + one[1:]) != column_identity(HOME + other[1:])


FOLDERS = st.lists(st.from_regex(r"[b-df-lo-z]{3}[a-z]{2}\d?", fullmatch=True), min_size=1, max_size=40, unique=True)


@given(FOLDERS, st.booleans())
def test_every_column_of_a_navigation_is_found_once_in_order(folders: list[str], twice: bool) -> None:
    links = [f'<li><a href="/{folder}/index.html">第{n}个栏目</a></li>' for n, folder in enumerate(folders)]
    nav = f"<ul>{''.join(links)}</ul>"
    found = columns(nav + f"<div>{nav}</div>" * twice)
    assert [address for _, address in found] == [f"{folder}/index.html" for folder in folders]
