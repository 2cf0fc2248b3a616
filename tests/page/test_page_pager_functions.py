"""Pagers whose links call a function of the page: it makes the addresses."""

import pytest
from pagers import COLUMN, HOME, addresses, in_full, pager_of

FUNCTIONS = {
    "query": (
        "function goPage(n){ location.href = 'list.aspx?cid=3&page=' + n; }",
        "list.aspx?cid=3&page={}",
    ),
    "query, number in the middle": (
        'function goPage(n){ window.location.href="list.jsp?pageNo="+n+"&cid=3"; }',
        "list.jsp?pageNo={}&cid=3",
    ),
    "query alone": ("function goPage(page){ location.href = '?page=' + page; }", "index.html?page={}"),
    "path": (
        "function goPage(n){ if(n==1) location.href='index.html'; else location.href='index_'+n+'.html'; }",
        "index_{}.html",
    ),
    "template": ("const goPage = (n) => { location.href = `list.do?cid=3&pageNo=${n}`; }", "list.do?cid=3&pageNo={}"),
    "request": (
        "function goPage(n){ $.ajax({url: '/list.do', data: {cid: 3, pageNo: n}, success: function(d){ show(d); }}); }",
        "/list.do?cid=3&pageNo={}",
    ),
    "get": ("function goPage(n){ $.get('/list.do?cid=3&currpage=' + n, show); }", "/list.do?cid=3&currpage={}"),
    "fetch": ("async function goPage(n){ const r = await fetch('/api/list?page=' + n); }", "/api/list?page={}"),
}
FORM = (
    "<form name=f method=get action='list.jsp'><input type=hidden name=cid value=3>"
    "<input type=hidden name=pageNo value=1></form>"
)
FORM_FUNCTIONS = [
    "function goPage(n){ document.f.pageNo.value = n; document.f.submit(); }",
    "function goPage(n){ document.getElementById('pageNo').value = n; document.forms[0].submit(); }",
    "function goPage(n){ $('#pageNo').val(n); $('form').submit(); }",
]
CALLS = [
    "<a href='javascript:goPage(2)'>2</a><a href='javascript:goPage(3)'>3</a><a href='javascript:goPage(13)'>尾页</a>",
    "<a href='javascript:;' onclick='goPage(2)'>下一页</a><a href='#' onclick='goPage(13);return false;'>尾页</a>",
    "<a onclick=\"javascript:goPage('2');\">2</a> <a onclick=\"goPage('13')\">末页</a>",
    "<span>1/13页</span><a href='javascript:goPage(2)'>下一页</a>",
]


@pytest.mark.parametrize("links", CALLS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_makes_the_addresses(function: str, links: str) -> None:
    script, name = FUNCTIONS[function]
    pager = pager_of(f"<div>{links}</div><script>var page = 1; {script}</script>")
    assert (pager.pages, pager.stated) == (13, True)
    assert addresses(pager, 2, 3, 13) == [
        in_full(name.format(n)) if name[0] != "/" else HOME + name.format(n) for n in (2, 3, 13)
    ]


@pytest.mark.parametrize("script", FORM_FUNCTIONS)
def test_a_form_makes_the_addresses(script: str) -> None:
    pager = pager_of(f"{FORM}<div>{CALLS[0]}</div><script>{script}</script>")
    assert (pager.pages, pager.address(2)) == (13, f"{HOME}/dwjs/list.jsp?cid=3&pageNo=2")


def test_a_function_that_counts_from_zero() -> None:
    links = "".join(f"<a href='javascript:goPage({n - 1})'>{n}</a>" for n in (2, 3, 4))
    pager = pager_of(
        f"<div>{links}<a href='javascript:goPage(12)'>尾页</a></div>"
        "<script>function goPage(n){ location.href = '?page=' + n; }</script>"
    )
    assert (pager.pages, pager.stated) == (13, True)
    assert addresses(pager, 2, 13) == [f"{COLUMN}?page=1", f"{COLUMN}?page=12"]


def test_numbers_in_attributes() -> None:
    links = "".join(f"<a data-page='{n}' href='javascript:;'>{n}</a>" for n in (1, 2, 3))
    pager = pager_of(
        f"<div>{links}<a data-page='13' href='javascript:;'>尾页</a></div>"
        "<script>$('.p a').click(function(){ var n = $(this).data('page');"
        " $.get('/list.do?cid=3&page=' + n, show); });</script>"
    )
    assert (pager.pages, pager.stated) == (13, True)
    assert addresses(pager, 2, 13) == [f"{HOME}/list.do?cid=3&page=2", f"{HOME}/list.do?cid=3&page=13"]
