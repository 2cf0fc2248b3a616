"""大汉 jcms with jpage: records as XML in a script, the rest behind an interface."""

from urllib.parse import parse_qs, urlsplit

import pytest
from platform_pages import HOME, html, pager_of, paths, read, recognised, rows_html, site_on, title

from crawler.platforms.jpage import Jpage

ARTICLES = [f"/art/2026/6/{n}/art_12_{3000 + n}.html" for n in range(1, 16)]
NAVIGATION = ["/col/col12/index.html", "/col/col13/index.html", "/col/col14/index.html", "/col/col15/index.html"]


def records(paths_: list[str], total: int | None = None) -> str:
    inner = "".join(
        f"<record><![CDATA[<li><a href='{path}'>{title(n)}</a><span>2026-06-{n:02}</span></li>]]></record>"
        for n, path in enumerate(paths_, 1)
    )
    counted = f"<totalrecord>{total}</totalrecord><totalpage>17</totalpage>" if total is not None else ""
    group = "<nextgroup><![CDATA[<a href='#'></a>]]></nextgroup>"
    return f"<datastore>{group}{counted}<recordset>{inner}</recordset></datastore>"


def column_html(paths_: list[str], total: int, columns: list[str] = NAVIGATION) -> str:
    script = (
        f'<div id="221"><script type="text/xml">{records(paths_, total)}</script></div><script>'
        f"$(function(){{ $('#221').jpage({{ itemContainer: '.default_pgContainer', perPage: 15, totalRecord: {total},"
        " proxyUrl: '/module/web/jpage/dataproxy.jsp', urlParams: "
        "{col:1,appid:1,webid:3,path:'/',columnid:12,sourceContentType:1,unitid:'221',webname:'某市长安网',"
        "permissiontype:0} }); });"
        "</script>"
    )
    return html(script, columns)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("art/2026/6/25/art_12_345.html", "/art/345"),
        ("art/2026/6/25/art_15_345.html", "/art/345"),
        ("art/2026/12/5/art_12_345.html?xxgkhide=1", "/art/345"),
        ("col/col12/index.html", None),
        ("col/col12/", None),
        ("module/web/jpage/dataproxy.jsp?startrecord=16&endrecord=30&perpage=15&columnid=12", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Jpage).article_key(HOME + path) == key


def test_the_first_records_stand_in_the_page() -> None:
    shown = read(Jpage, column_html(ARTICLES, 247), "col/col12/index.html")
    assert paths(shown.rows) == [path[1:] for path in ARTICLES]
    assert [(row.title, row.date) for row in shown.rows[:2]] == [(title(1), "2026-06-01"), (title(2), "2026-06-02")]
    pager = pager_of(shown)
    assert (pager.pages, pager.items, pager.stated) == (17, 247, True)


@pytest.mark.parametrize(("number", "start", "end"), [(2, 16, 30), (3, 31, 45), (17, 241, 247)])
def test_further_records_are_asked_of_the_interface(number: int, start: int, end: int) -> None:
    address = pager_of(read(Jpage, column_html(ARTICLES, 247), "col/col12/index.html")).address(number)
    assert address is not None
    parts = urlsplit(address)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.path, asked["startrecord"], asked["endrecord"], asked["perpage"]) == (
        "/module/web/jpage/dataproxy.jsp",
        str(start),
        str(end),
        "15",
    )
    expected = {"col": "1", "appid": "1", "webid": "3", "path": "/", "columnid": "12", "unitid": "221"}
    expected |= {"webname": "某市长安网", "permissiontype": "0"}
    assert {name: asked.get(name) for name in expected} == expected


def test_an_answer_of_the_interface_has_the_rows_of_its_page() -> None:
    path = "module/web/jpage/dataproxy.jsp?startrecord=16&endrecord=30&perpage=15&col=1"
    shown = read(
        Jpage, f"<?xml version='1.0' encoding='utf-8'?>{records(ARTICLES, 247)}", path, 2, "col/col12/index.html"
    )
    assert paths(shown.rows) == [path[1:] for path in ARTICLES]


def test_records_as_table_rows() -> None:
    record = "<record><![CDATA[<tr><td>·</td><td><a href='{}'>{}</a></td><td>[2026-06-01]</td></tr>]]></record>"
    inner = "".join(record.format(path, title(n)) for n, path in enumerate(ARTICLES))
    store = f"<datastore><totalrecord>15</totalrecord><recordset>{inner}</recordset></datastore>"
    shown = read(Jpage, html(f"<script type='text/xml'>{store}</script>"), "col/col12/index.html")
    assert (paths(shown.rows), pager_of(shown).pages) == ([path[1:] for path in ARTICLES], 1)
    assert {row.date for row in shown.rows} == {"2026-06-01"}


def test_an_empty_column_says_so() -> None:
    shown = read(Jpage, column_html([], 0), "col/col12/index.html")
    assert (shown.rows, pager_of(shown).items) == ([], 0)


def test_a_column_page_without_records_is_read_as_any_other() -> None:
    shown = read(
        Jpage,
        html(rows_html(ARTICLES) + "<div>共30条 1/2页 <a href='index_2.html'>下一页</a></div>"),
        "col/col12/index.html",
    )
    assert paths(shown.rows) == [path[1:] for path in ARTICLES]
    assert pager_of(shown).address(2) == f"{HOME}col/col12/index_2.html"


def test_a_site_is_recognised() -> None:
    home = html(rows_html(ARTICLES[:6]), NAVIGATION)
    assert recognised(home, {path[1:]: column_html(ARTICLES, 30) for path in NAVIGATION}).base is Jpage
