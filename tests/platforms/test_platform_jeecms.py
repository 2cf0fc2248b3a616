"""JEECMS: which addresses are articles and columns, what the pager says, how pages are numbered."""

import pytest
from platform_pages import HOME, further, html, pager_of, paths, read, recognised, rows_html, site_on

from crawler.page.lines import read_page
from crawler.page.pager import Pager, read_pager
from crawler.platforms.jeecms import Jeecms

ARTICLES = [f"dwjs/{n}.jhtml" for n in range(1001, 1021)]
NAVIGATION = ["/dwjs/index.jhtml", "/zfyw/index.jhtml", "/pajs/", "/zfdt/jcdt/index.jhtml"]


def pager_html(at: int, pages: int, items: int) -> str:
    def turn(label: str, to: int) -> str:
        return f'<a href="#" onclick="location.href=encodeURI(\'index_{to}.jhtml\');">{label}</a>'

    options = "".join(f"<option value='index_{n}.jhtml'>{n}</option>" for n in range(1, pages + 1))
    forward = (
        f"{turn('下一页', at + 1)} {turn('尾页', pages)}"
        if at < pages
        else "<a disabled>下一页</a> <a disabled>尾页</a>"
    )
    return (
        f"<div>共{items}条记录 {at}/{pages}页 <a disabled=disabled>首页</a> <a disabled=disabled>上一页</a> {forward} "
        f'第<select onchange="location.href=encodeURI(this.value);">{options}</select>页</div>'
    )


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
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Jeecms).article_key(HOME + path) == key


@pytest.mark.parametrize("path", ["dwjs/1024.jhtml;jsessionid=0A1B", "dwjs/1024.jhtml?spm=1", "m/dwjs/1024.jhtml"])
def test_sessions_tracking_and_mobile_twins_make_no_other_article(path: str) -> None:
    assert site_on(Jeecms).article_key(HOME + path) == "/dwjs/1024"


@pytest.mark.parametrize("home", ["https://www.example.gov.cn/", "http://example.gov.cn/", "http://EXAMPLE.gov.cn/"])
def test_scheme_www_and_case_make_no_other_site(home: str) -> None:
    assert site_on(Jeecms).on_site(f"{home}dwjs/1024.jhtml")
    assert site_on(Jeecms).article_key(f"{home}dwjs/1024.jhtml") == "/dwjs/1024"


@pytest.mark.parametrize(
    "url",
    ["http://www.other.gov.cn/dwjs/1.jhtml", "http://www.example.gov.cn.other.cn/1.jhtml", "mailto:a@b.cn"],
)
def test_other_hosts_are_other_sites(url: str) -> None:
    assert not site_on(Jeecms).on_site(url)
    assert not site_on(Jeecms).is_article(url)


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
def test_the_pager_is_read_in_words(text: str, pager: Pager) -> None:
    markup = (
        f"<ul><li><a href=1.jhtml>x</a></li></ul><div>{text}<a href='#' onclick=\"location.href='x'\">下一页</a></div>"
    )
    number = pager.current or 1
    assert read_pager(read_page(markup.encode(), f"{HOME}dwjs/index.jhtml"), number) == pager


def test_the_pager_may_be_divided_over_elements() -> None:
    markup = "<div>共<b>247</b>条记录&nbsp;<span>1</span>/<span>13</span>页</div>"
    assert read_pager(read_page(markup.encode(), f"{HOME}dwjs/index.jhtml")) == Pager(13, 247, 1)


def test_a_page_without_pager_has_none() -> None:
    assert read_pager(read_page("<p>2024/3月刊</p>".encode(), f"{HOME}dwjs/index.jhtml")) is None


@pytest.mark.parametrize(("at", "pages"), [(1, 13), (2, 13), (13, 13), (1, 1)])
def test_a_column_page(at: int, pages: int) -> None:
    shown = read(
        Jeecms, html(rows_html([f"/{path}" for path in ARTICLES]) + pager_html(at, pages, 247)), "dwjs/index.jhtml", at
    )
    assert paths(shown.rows) == ARTICLES
    assert pager_of(shown) == Pager(pages, 247, at)
    assert further(Jeecms, shown, "dwjs/index.jhtml", 2, 3, 13) == [f"dwjs/index_{n}.jhtml" for n in (2, 3, 13)]


@pytest.mark.parametrize(
    ("column", "second"),
    [
        ("dwjs/index.jhtml", "dwjs/index_2.jhtml"),
        ("dwjs/", "dwjs/index_2.jhtml"),
        ("dwjs.jhtml", "dwjs_2.jhtml"),
        ("dwjs", "dwjs/index_2.jhtml"),
    ],
)
def test_further_pages_of_a_column(column: str, second: str) -> None:
    assert site_on(Jeecms).page_url(HOME + column, 2) == HOME + second


def test_the_navigation_is_the_columns_in_order() -> None:
    markup = (
        '<ul><li><a href="/">首页</a></li><li><a href="/dwjs/index.jhtml">队伍建设</a></li>'
        '<li><a href="zfyw/">政法要闻</a></li><li><a href="http://www.other.gov.cn/x/index.jhtml">外站</a></li>'
        '<li><a href="javascript:;">无</a></li></ul>'
        '<h3>队伍建设 <a href="/dwjs/index.jhtml">更多&gt;</a></h3><p><a href="/dwjs/1.jhtml">一篇文章</a></p>'
    )
    assert site_on(Jeecms).navigation(read_page(markup.encode(), HOME)) == [
        ("队伍建设", f"{HOME}dwjs/index.jhtml"),
        ("政法要闻", f"{HOME}zfyw/"),
    ]


def test_two_columns_of_one_name_are_both_columns() -> None:
    markup = '<p><a href="/a/index.jhtml">通知公告</a></p><p><a href="/b/index.jhtml">通知公告</a></p>'
    assert [url for _, url in site_on(Jeecms).navigation(read_page(markup.encode(), HOME))] == [
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
def test_further_pages_of_an_article(markup: str, numbers: list[int]) -> None:
    page = read_page(f"<p>文</p>{markup}".encode())
    url = f"{HOME}dwjs/1024.jhtml"
    assert site_on(Jeecms).article_pages(page, url) == [f"{HOME}dwjs/1024_{number}.jhtml" for number in numbers]


def test_a_site_is_recognised() -> None:
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION)
    pages = {
        path[1:]: html(rows_html([f"/{path}" for path in ARTICLES]) + pager_html(1, 3, 60), NAVIGATION)
        for path in NAVIGATION
    }
    found = recognised(home, pages)
    assert found.base is Jeecms
    assert len(found.signs) == len(Jeecms.signs)
