"""Lists that a script fetches: the address is in the script, the answer is markup or JSON."""

import json

import pytest
from platform_pages import DAY, HOME, html, pager_of, paths, read, recognised, rows_html, site_on, title

from crawler.platforms.ajax import Ajax

ARTICLES = [f"info/12/{n}.htm" for n in range(701, 721)]
NAVIGATION = ["/dwjs.htm", "/zfyw.htm", "/pajs.htm", "/jcdt.htm"]
SCRIPTS = {
    "get": "function load(n){ $.get('/list.do?cid=12&pageNo=' + n, function(d){ $('#l').html(d); }); } load(1);",
    "ajax": "function load(n){ $.ajax({ url: '/list.do', data: {cid: 12, pageNo: n}, success: show }); } load(1);",
    "post": 'var load = function(n){ $.post("/list.do", {"cid": "12", "pageNo": n}, show, \'json\'); }; load(1);',
    "fetch": "const load = async (n) => { const r = await fetch(`/list.do?cid=12&pageNo=${n}`); }; load(1);",
    "request": "function load(n){ var x = new XMLHttpRequest(); x.open('GET', '/list.do?cid=12&pageNo=' + n); }",
}


def frame(script: str) -> str:
    return html(f"<div id=l></div><div id=pages></div><script>{script}</script>", NAVIGATION)


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("info/12/701.htm", "/info/12/701"),
        ("detail?articleId=701", "/detail?articleId=701"),
        ("dwjs.htm", None),
        ("list.do?cid=12&pageNo=2", None),
    ],
)
def test_article_addresses(path: str, key: str | None) -> None:
    assert site_on(Ajax).article_key(HOME + path) == key


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_script_names_the_interface(script: str) -> None:
    shown = read(Ajax, frame(SCRIPTS[script]), "dwjs.htm")
    assert shown.elsewhere == f"{HOME}list.do?cid=12&pageNo=1"
    assert pager_of(shown).address(7) == f"{HOME}list.do?cid=12&pageNo=7"


def test_an_interface_that_counts_from_zero() -> None:
    shown = read(Ajax, frame(f"var pageNo = 0; {SCRIPTS['get']}"), "dwjs.htm")
    assert shown.elsewhere == f"{HOME}list.do?cid=12&pageNo=0"
    assert pager_of(shown).address(2) == f"{HOME}list.do?cid=12&pageNo=1"


def test_an_answer_in_markup() -> None:
    rows = rows_html([f"/{path}" for path in ARTICLES])
    shown = read(Ajax, f"{rows}<div>共247条 第1页/共13页</div>", "list.do?cid=12&pageNo=1", 1, "dwjs.htm")
    assert paths(shown.rows) == ARTICLES
    assert (pager_of(shown).pages, pager_of(shown).items) == (13, 247)


def test_links_of_an_answer_are_relative_to_the_column() -> None:
    shown = read(
        Ajax, rows_html(["../info/12/701.htm", "../info/12/702.htm"]), "api/x/list.do?pageNo=1", 1, "lm/dwjs.htm"
    )
    assert paths(shown.rows) == ARTICLES[:2]


@pytest.mark.parametrize("number", [1, 2])
def test_an_answer_in_json(number: int) -> None:
    records = [{"title": title(n), "url": f"/{path}", "publishDate": DAY} for n, path in enumerate(ARTICLES, 1)]
    body = json.dumps({"code": 0, "data": {"total": 247, "pages": 13, "list": records}}, ensure_ascii=False)
    shown = read(Ajax, body, f"list.do?cid=12&pageNo={number}", number, "dwjs.htm")
    assert paths(shown.rows) == ARTICLES
    assert (shown.rows[0].title, shown.rows[0].date) == (title(1), DAY)
    assert (pager_of(shown).pages, pager_of(shown).items) == (13, 247)
    assert pager_of(shown).address(5) == f"{HOME}list.do?cid=12&pageNo=5"


@pytest.mark.parametrize("pager", ["<a href='dwjs/2.htm'>2</a>", "<a href='javascript:goPage(2)'>2</a>"])
def test_a_script_that_goes_to_a_page_fetches_none(pager: str) -> None:
    rows = rows_html([f"/{path}" for path in ARTICLES])
    script = "<script>function goPage(n){ location.href = '/dwjs/' + n + '.htm'; }</script>"
    shown = read(Ajax, html(f"{rows}<div>1 {pager}</div>{script}", NAVIGATION), "dwjs.htm")
    assert (shown.elsewhere, paths(shown.rows)) == (None, ARTICLES)
    assert pager_of(shown).address(2) == f"{HOME}dwjs/2.htm"


def test_a_site_is_recognised() -> None:
    home = html(rows_html([f"/{path}" for path in ARTICLES[:6]]), NAVIGATION)
    assert recognised(home, {path[1:]: frame(SCRIPTS["get"]) for path in NAVIGATION}).base is Ajax
