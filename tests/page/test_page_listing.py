"""The rows of a column page's list, whatever its markup, and no sidebar's."""

import re

import pytest

from crawler.page.lines import read_page
from crawler.page.listing import Row, list_rows

HOME = "http://www.example.gov.cn"
TITLES = [
    "市委召开政法工作会议部署重点任务",
    "某县开展平安创建集中宣传活动",
    "法院发布年度司法审判白皮书",
    "检察机关公布一批典型案例",
    "司法所调解一起多年邻里纠纷",
]
DAYS = ["2024-03-05", "2024-03-04", "2024-03-01", "2024-02-28", "2024-02-27"]
EXPECTED = [
    Row(f"{HOME}/dwjs/{n}.jhtml", title, day) for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 1)
]
PAGER = (
    '<div class="pager">共5条记录 1/1页 <a href="#" onclick="location.href=encodeURI(\'index.jhtml\');">首页</a> '
    '<a href="#" onclick="location.href=encodeURI(\'index_2.jhtml\');">下一页</a></div>'
)
NAVIGATION = '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/dwjs/index.jhtml">队伍建设</a></li></ul>'


def is_article(url: str) -> bool:
    return re.fullmatch(rf"{re.escape(HOME)}/\w+/\d+\.jhtml", url) is not None


def rows(markup: str) -> list[Row]:
    page = read_page(f"<html><body>{NAVIGATION}{markup}</body></html>".encode(), f"{HOME}/dwjs/index.jhtml")
    return list_rows(page, is_article)


def repeated(pattern: str) -> str:
    return "".join(
        pattern.format(href=f"/dwjs/{n}.jhtml", title=title, day=day)
        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 1)
    )


def sidebar(heading: str = "最新新闻", dated: str = "") -> str:
    items = "".join(f'<li><a href="/zfyw/{n}.jhtml">侧栏里的第{n}条新闻标题</a>{dated}</li>' for n in range(101, 109))
    return f'<div class="side"><h3>{heading}</h3><ul>{items}</ul></div>'


LISTS = {
    "li, date behind": f'<ul class="list">{repeated("<li><a href={href}>{title}</a><span>{day}</span></li>")}</ul>',
    "li, date in front": f"<ul>{repeated('<li><span>{day}</span><a href={href}>{title}</a></li>')}</ul>",
    "li, bracketed date": f"<ul>{repeated('<li>· <a href={href}>{title}</a> [{day}]</li>')}</ul>",
    "date in the link": f"<ul>{repeated('<li><a href={href} title={title}>{title} <i>{day}</i></a></li>')}</ul>",
    "table": f"<table>{repeated('<tr><td><a href={href}>{title}</a></td><td>{day}</td></tr>')}</table>",
    "dl": f"<dl>{repeated('<dt>{day}</dt><dd><a href={href}>{title}</a></dd>')}</dl>",
    "br": f'<div class="list">{repeated("<a href={href}>{title}</a> {day}<br>")}</div>',
    "br, date in front": f'<div class="list">{repeated("{day} <a href={href}>{title}</a><br/>")}</div>',
    "div": f"<div>{repeated('<div class=row><a href={href}>{title}</a><em>{day}</em></div>')}</div>",
    "p": f"<div>{repeated('<p><a href={href}>{title}</a>　{day}</p>')}</div>",
    "a ul for each row": repeated("<ul><li><a href={href}>{title}</a></li><li>{day}</li></ul>"),
}


def titles_and_links(found: list[Row]) -> list[tuple[str, str]]:
    return [(row.url, re.sub(r"\s*\d{4}-\d\d-\d\d$", "", row.title)) for row in found]


@pytest.mark.parametrize("shape", LISTS)
@pytest.mark.parametrize("pager", [PAGER, ""], ids=["pager", "no pager"])
def test_any_shape_of_list_gives_its_rows(shape: str, pager: str) -> None:
    found = rows(LISTS[shape] + pager)
    assert titles_and_links(found) == [(row.url, row.title) for row in EXPECTED]
    assert [row.date for row in found] == DAYS


@pytest.mark.parametrize("shape", [name for name in LISTS if name != "a ul for each row"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
@pytest.mark.parametrize("dated", ["", "<span>2024-03-06</span>"], ids=["plain", "dated"])
def test_a_sidebar_is_left_out(shape: str, before: bool, dated: str) -> None:
    main = f'<div class="main">{LISTS[shape]}{PAGER}</div>'
    found = rows(sidebar(dated=dated) + main if before else main + sidebar(dated=dated))
    assert [row.url for row in found] == [row.url for row in EXPECTED]


def test_a_sidebar_in_the_markup_of_the_list_is_left_out() -> None:
    """Main part and sidebar differ in nothing but the id of the table cell around them."""
    list_, other = LISTS["li, date behind"], sidebar(dated="<span>03-06</span>").replace("<ul>", '<ul class="list">')
    other = other.replace('<div class="side">', "").replace("</div>", "")
    assert rows(f"<table><tr><td id=left>{list_}{PAGER}</td><td id=right>{other}</td></tr></table>") == EXPECTED


@pytest.mark.parametrize("dated", ["", "<span>2024-03-06</span>"], ids=["plain", "dated"])
def test_a_page_whose_only_row_leads_elsewhere_is_not_its_sidebar(dated: str) -> None:
    away = "<ul class=list><li><a href=http://www.other.gov.cn/a/1.html>转载的文章</a><span>2024-03-02</span></li></ul>"
    assert rows(f"<div class=main>{away}{PAGER}</div>{sidebar(dated=dated)}") == [
        Row("http://www.other.gov.cn/a/1.html", "转载的文章", "2024-03-02")
    ]


@pytest.mark.parametrize("before", [True, False], ids=["before", "behind"])
def test_without_a_pager_the_dated_list_is_the_columns(before: bool) -> None:
    main = f'<div class="main">{LISTS["li, date behind"]}</div>'
    found = rows(sidebar() + main if before else main + sidebar())
    assert found == EXPECTED


def test_a_list_in_several_ul_is_one() -> None:
    items = [f"<li><a href={row.url}>{row.title}</a><span>{row.date}</span></li>" for row in EXPECTED]
    markup = f"<div class=list><ul>{items[0]}{items[1]}</ul><ul>{items[2]}</ul><ul>{items[3]}{items[4]}</ul></div>"
    assert rows(markup + PAGER) == EXPECTED


def test_rows_that_lead_elsewhere_are_rows() -> None:
    away = "<li><a href=http://www.other.gov.cn/a/1.html>转载的一篇外地文章</a><span>2024-03-02</span></li>"
    files = "<li><a href=/u/1.pdf>一份通知的附件文本</a><span>2024-03-03</span></li>"
    first = "<li><a href={0.url}>{0.title}</a><span>{0.date}</span></li>"
    items = [first.format(row) for row in EXPECTED]
    found = rows(f"<ul class=list>{items[0]}{away}{items[1]}{files}{''.join(items[2:])}</ul>{PAGER}")
    assert found == [
        EXPECTED[0],
        Row("http://www.other.gov.cn/a/1.html", "转载的一篇外地文章", "2024-03-02"),
        EXPECTED[1],
        Row(f"{HOME}/u/1.pdf", "一份通知的附件文本", "2024-03-03"),
        *EXPECTED[2:],
    ]


def test_a_cut_title_is_completed_by_its_attribute() -> None:
    whole = "市委召开政法工作会议部署重点任务"
    markup = (
        f'<ul><li><a href="/dwjs/1.jhtml" title="{whole}">市委召开政法工作…</a></li>'
        f'<li><a href="/dwjs/2.jhtml" title="点击查看">某县开展平安创建...</a></li>'
        f'<li><a href="/dwjs/3.jhtml">法院发布年度司法…</a></li></ul>{PAGER}'
    )
    assert [row.title for row in rows(markup)] == [whole, "某县开展平安创建...", "法院发布年度司法…"]


def test_a_row_with_picture_and_title_is_one_row() -> None:
    markup = repeated("<li><a href={href}><img src=/p.jpg></a><h4><a href={href}>{title}</a></h4><p>{day}</p></li>")
    assert rows(f"<ul>{markup}</ul>{PAGER}") == EXPECTED


def test_a_row_with_a_column_link_is_its_article() -> None:
    markup = repeated("<li>[<a href=/dwjs/index.jhtml>队伍建设</a>] <a href={href}>{title}</a> {day}</li>")
    assert rows(f"<ul>{markup}</ul>{PAGER}") == EXPECTED


def test_a_single_row_is_a_list() -> None:
    markup = '<ul class="list"><li><a href="/dwjs/1.jhtml">唯一的一篇文章标题</a><span>2024-03-05</span></li></ul>'
    assert rows(markup + PAGER) == [Row(f"{HOME}/dwjs/1.jhtml", "唯一的一篇文章标题", "2024-03-05")]


def test_dates_without_a_year_are_left_open() -> None:
    markup = repeated("<li><a href={href}>{title}</a><span>03-05</span></li>")
    assert {row.date for row in rows(f"<ul>{markup}</ul>{PAGER}")} == {None}


def test_a_date_in_a_title_is_not_the_rows_date() -> None:
    markup = "<ul><li><a href=/dwjs/1.jhtml>关于2023年5月6日停电的通知</a><span>2024-03-05</span></li>"
    markup += "<li><span>2024-03-04</span><a href=/dwjs/2.jhtml>关于2023年5月7日停水的通知</a></li></ul>"
    assert [row.date for row in rows(markup + PAGER)] == ["2024-03-05", "2024-03-04"]


@pytest.mark.parametrize("markup", ["", "<p>系统维护中</p>", '<ul><li><a href="/about/index.jhtml">关于</a></li></ul>'])
def test_a_page_without_articles_has_no_rows(markup: str) -> None:
    assert rows(markup) == []


def test_two_rows_of_which_one_leads_elsewhere_are_both_rows() -> None:
    ours = '<div class="r"><span>2024-03-05</span><a href="/zfyw/1.jhtml">市委召开政法工作会议</a></div>'
    away = '<div class="r"><span>2024-03-04</span><a href="http://www.other.gov.cn/a/1.html">转载的文章</a></div>'
    found = rows(f'<div class="main"><div class="list">{ours}{away}</div>{PAGER}</div>{sidebar()}')
    assert [row.date for row in found] == ["2024-03-05", "2024-03-04"]


def test_a_foreign_row_in_a_container_of_its_own_is_a_row() -> None:
    ours = '<ul class="l"><li><span>2024-03-05</span><a href="/zfyw/1.jhtml">市委召开政法工作会议</a></li></ul>'
    away = (
        '<ul class="l"><li><span>2024-03-04</span><a href="http://www.other.gov.cn/a/1.html">转载的文章</a></li></ul>'
    )
    found = rows(f'<div class="main">{ours}{away}{PAGER}</div>{sidebar()}')
    assert [row.date for row in found] == ["2024-03-05", "2024-03-04"]
