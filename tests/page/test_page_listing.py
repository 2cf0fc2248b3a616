"""The rows of a column page's list, whatever its markup, and no sidebar's."""

import re
from datetime import date

import pytest

from crawler.page.lines import read_page
from crawler.page.list_row import Row
from crawler.page.listing import list_rows

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


@pytest.mark.parametrize("shape", LISTS)
@pytest.mark.parametrize("pager", [PAGER, ""], ids=["pager", "no pager"])
def test_any_shape_of_list_gives_its_rows(shape: str, pager: str) -> None:
    assert rows(LISTS[shape] + pager) == EXPECTED


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


# What one row looks like; {href}, {title} and {day} are the same in all of them

FORMS = {
    "date inside the link": "<li><a href={href}><span>{title}</span><span class=date>{day}</span></a></li>",
    "date inside, in front": "<li><a href={href}><span>[{day}]</span>{title}</a></li>",
    "labelled time inside": "<li><a href={href}>{title}<em>发布时间：{day} 09:30</em></a></li>",
    "one text": "<li><a href={href}>{title} {day}</a></li>",
    "one text, date in front": "<li><a href={href}>{day} {title}</a></li>",
    "lines of the link": "<li><a href={href}><p>{title}</p><p>{day}</p></a></li>",
    "card": "<li><a href={href}><img src=/p><h3>{title}</h3><p>演示的摘要。</p><i>{day}</i></a></li>",
    "card without heading": "<li><a href={href}><b>图</b><p>{title}</p><p>昨天演示摘要。</p></a>{day}</li>",
    "dates in the lead": f"<li><a href={{href}}>{{title}}</a><p>2019年1月1日{'演示，' * 30}</p>{{day}}</li>",
    "picture and title": "<li><a href={href}><img src=/p></a><h4><a href={href}>{title}</a></h4><p>{day}</p></li>",
    "picture, title, lead, details": (
        "<li><a href={href}><img src=/p alt=图></a><a href={href}>{title}</a><a href={href}>比标题长得多的演示摘要，"
        "说的是另外一件事</a><a href={href}>【详细】</a><i>{day}</i></li>"
    ),
    "title over two lines": "<li><a href={href}>{title:.9}<br>{title:2.2}</a>{day}</li>",
    "table": "<tr><td>1<td><a href={href}>{title}</a><td>发〔2024〕1号</td><td>演示办</td><td>{day}</td></tr>",
    "table, link behind": "<tr><td>1</td><td>{title}</td><td>{day}</td><td><a href={href}>查看</a></td></tr>",
    "tables in a table": "<tr><td><table><tr><td>·<td><a href={href}>{title}</a><td>{day}</table></td></tr>",
    "a table each": "<table><tr><td><a href={href}>{title}</a></td><td>{day}</td></tr></table>",
    "title beside its link": "<li>{title} {day} <a href={href}>[详细]</a></li>",
    "column": "<li>[<a href=/jczl/index.jhtml>动态</a>] <a href={href}>{title}</a> {day}</li>",
    "long column": "<li><a href=/jczl/>【全市各县市区基层工作动态信息】</a><a href={href}>{title}</a>{day}</li>",
    "comments": "<li><a href={href}>{title}</a> {day} <a href=/pl/9{href}>评论(3)</a></li>",
    "bullet": "<li><a href={href}>· {title}</a>{day}</li>",
    "pin": "<li><a href={href}><font>[置顶]</font>{title}</a>{day}</li>",
    "pin, one text": "<li><a href={href}>【置顶】{title}</a>{day}</li>",
    "pin in front": "<li><span>置顶</span><a href={href}>{title}</a>{day}</li>",
    "new": "<li><a href={href}>{title}<sup>NEW</sup></a>{day}</li>",
    "new icon": "<li><a href={href}>{title}<img src=/new.gif alt=new></a>{day}</li>",
    "lines of title": '<li><a href={href} title="标题：{title}\n发布时间：2020-01-01">{title:.6}…</a>{day}</li>',
    "cut without dots": '<li><a href={href} title="{title}">{title:.9}</a>{day}</li>',
    "parts set off": "<li><a href={href}>{title:.2}<em>专题</em></a>{day}</li>",
    "separators": "<li><a href={href}>{title}</a>{day}</li><li class=line></li>",
    "other days": "<li><a href={href}>{title}</a>征集截止：2029-01-01 发布时间：{day}</li>",
    "script": "<li><a href='#' onclick=\"window.open('{href}')\">{title}</a>{day}</li>",
    "an id each": "<li id={title:.1}20240305><h3><a href={href}>{title}</a></h3><a href=/zz/7.jhtml>甲</a>{day}</li>",
    "author and comments": (
        "<section><h3><a href={href}>{title}</a></h3><div><a href=/zz/7.jhtml>演示作者</a>{day}"
        "<a href=/pl/8.jhtml>12</a></div></section>"
    ),
}
_TITLES = {"title over two lines": "{0:.9}{0:2.2}", "parts set off": "{0:.2}专题"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pager", [PAGER, ""], ids=["pager", "no pager"])
def test_any_form_of_row_gives_title_and_date(form: str, pager: str) -> None:
    holder = {"<li": "ul", "<tr": "table"}.get(FORMS[form][:3], "div")
    title = _TITLES.get(form, "{0}")
    expected = [Row(row.url, title.format(row.title), row.date) for row in EXPECTED]
    assert rows(f"<{holder}>{repeated(FORMS[form])}</{holder}>{pager}") == expected


BOXES = (
    "<em>{d:%m-%d}</em><p>{d:%Y}</p>\n<em>{d:%d}</em><p>{d:%Y-%m}</p>\n<div>{d:%Y}</div><div>{d:%m/%d}</div>\n"
    "<b>{d:%d}</b><i>{d:%Y}年{d:%m}月</i>\n<p>{d:%Y.%m}</p><p>{d:%d}</p>\n<b>{d:%d}</b><i>{d:%m}月</i><i>{d:%Y}</i>\n"
    "<b>{d:%m}月</b><i>{d:%d}日</i><i>{d:%Y}</i>"
).split("\n")


@pytest.mark.parametrize("boxes", BOXES)
@pytest.mark.parametrize(
    "link", ["{1}<h3>{0.title}</h3><p>演示摘要</p>", "{1}<span>{0.title}</span>", "{0.title}</a>{1}<a>"]
)
def test_day_and_year_in_boxes_of_their_own_are_one_date(boxes: str, link: str) -> None:
    inner = [link.format(row, boxes.format(d=date.fromisoformat(row.date or ""))) for row in EXPECTED]
    items = [f"<li><a href={row.url}>{text}</a></li>" for row, text in zip(EXPECTED, inner, strict=True)]
    assert rows(f"<ul>{''.join(items)}</ul>{PAGER}") == EXPECTED


# What only a whole list shows


def each(pattern: str, rows: list[Row] = EXPECTED) -> str:
    return "".join(pattern.format(row, n) for n, row in enumerate(rows, 11))


ITEM = "<li><a href={0.url}>{0.title}</a><i>{0.date}</i></li>"
DIV = "<div class='row {1}'>{0}</div>"
LIST = f"<ul>{each(ITEM)}</ul>"
MAIN = f"<div><h2>队伍建设</h2>{LIST}</div>"
SIDE, OTHER = (sidebar(heading, "<i>2024-03-06</i>") for heading in ("热门排行", "通知公告"))
CELLS = "<tr><td>1<td><a href={0.url}>{0.title}</a><td>"
PAIR = "<td class=l><a href={0.url}>{0.title}</a>{0.date}</td><td class=r><a href={1.url}>{1.title}</a>{1.date}</td>"
PAGES = {
    "numbers": f"<ul>{each('<li><a href={0.url}>{1}. {0.title}</a> {0.date}</li>')}</ul>{PAGER}",
    "published": f"<table><tr><th>序<th>名称<th>发布日期<th>成文日期{each(CELLS + '{0.date}<td>2019-01-01')}</table>",
    "signed": f"<table><tr><th>序<th>名称<th>成文日期<th>发布日期{each(CELLS + '2019-01-01<td>{0.date}')}</table>",
    "two articles a row": f"<table><tr>{PAIR.format(*EXPECTED)}</tr></table>{PAGER}",
    "several lists": f"<ul>{each(ITEM, EXPECTED[:2])}</ul><hr><ul>{each(ITEM, EXPECTED[2:])}</ul>{PAGER}",
    "two columns": f"<ul class=l>{each(ITEM, EXPECTED[:3])}</ul><ul class=r>{each(ITEM, EXPECTED[3:])}</ul>{PAGER}",
    "first row": f"{DIV.format(each(ITEM, EXPECTED[:1]), 'row-first')}{DIV.format(each(ITEM, EXPECTED[1:]), '')}",
    "more": LIST.replace(
        "</ul>", "<li><a href=/dwjs/>更多&gt;&gt;</a></li><li><a href=/dwjs/2.htm>下一页</a></li></ul>"
    ),
    "longer sidebar": SIDE + MAIN,
    "longer sidebar behind": MAIN + SIDE,
    "under the page's name": f"<title>队伍建设_演示网</title>{OTHER}{MAIN}",
}


@pytest.mark.parametrize("page", PAGES)
def test_the_list_is_read_whole_and_alone(page: str) -> None:
    assert rows(PAGES[page]) == (EXPECTED[:2] if page == "two articles a row" else EXPECTED)


OWN = "<b>2024</b>年演示要点 演示办法出台，共20条 1.演示的标题 关于2023年5月6日停电的通知 演示公示|2024-03-05"


@pytest.mark.parametrize("title", OWN.replace("|", "\xa0").split(" "))
def test_numbers_and_dates_of_one_title_are_the_titles(title: str) -> None:
    markup = "<ul><li><a href=/dwjs/1.jhtml>{}</a>03-05</li><li><a href=/dwjs/2.jhtml>演示的通知</a>03-05</li></ul>"
    found = [re.sub("</?b>", "", title).replace("\xa0", " "), "演示的通知"]
    assert [(row.title, row.date) for row in rows(markup.format(title))] == [(one, None) for one in found]


FILES = "<li><h4><a href=/u/{1}.pdf>{0.title}</a></h4><i>{0.date}</i><a href=/dwjs/9{1}.jhtml><img src=/d.png></a></li>"
OTHERS = "<li><a href='/u/{1}.pdf'>{0.title}</a><p>演示单位 {0.date}</p></li>"


@pytest.mark.parametrize("row", [FILES, OTHERS], ids=["beside an icon", "alone"])
@pytest.mark.parametrize("side", ["", sidebar()], ids=["no sidebar", "sidebar"])
def test_files_are_rows(side: str, row: str) -> None:
    expected = [Row(f"{HOME}/u/{n}.pdf", row.title, row.date) for n, row in enumerate(EXPECTED, 11)]
    assert rows(f"{side}<div class=main><ul>{each(row)}</ul>{PAGER if side else ''}</div>") == expected


@pytest.mark.parametrize("markup", ["<div><a href=/dwjs/1.jhtml><img src=/p></a></div>", "<a href=/dwjs/1.jhtml></a>"])
def test_links_behind_the_last_line_of_a_page_are_read(markup: str) -> None:
    assert rows(f"<p>演示</p>{markup}") == [Row(f"{HOME}/dwjs/1.jhtml", "", None)]
