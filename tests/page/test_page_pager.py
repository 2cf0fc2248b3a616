"""Pagers of every form: how many pages, how many articles, which page this is, and the addresses of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.lines import read_page
from crawler.page.pager import Pager, read_pager

HOME = "http://www.example.gov.cn"
COLUMN = f"{HOME}/dwjs/index.html"
ROWS = "".join(
    f'<li><a href="/dwjs/t20240305_{n}.html">第{n}次队伍建设工作会议召开</a><span>2024-03-05</span></li>'
    for n in range(101, 121)
)


def maybe_pager(markup: str, url: str = COLUMN, number: int = 1, rows: int = 20) -> Pager | None:
    """The pager of a column page with ``markup`` behind its list."""
    page = f"<html><head><title>队伍建设</title></head><body><ul>{ROWS}</ul>{markup}<p>主办：某委</p></body></html>"
    return read_pager(read_page(page.encode(), url), number, rows)


def pager_of(markup: str, url: str = COLUMN, number: int = 1, rows: int = 20) -> Pager:
    pager = maybe_pager(markup, url, number, rows)
    assert pager is not None
    return pager


def addresses(pager: Pager, *numbers: int) -> list[str | None]:
    return [pager.address(number) for number in numbers]


# In words

WORDS = {
    "共247条记录 1/13页": (13, 247, 1),
    "共 247 条记录 1/13 页 首页 上一页 下一页": (13, 247, 1),
    "1/13页": (13, None, 1),
    "第1/13页": (13, None, 1),
    "第1页/共13页": (13, None, 1),
    "第 1 页 共 13 页": (13, None, 1),
    "第1页，共13页，247条": (13, 247, 1),
    "共13页 第1页": (13, None, 1),
    "共13页 当前第1页": (13, None, 1),
    "共13页，当前是第1页": (13, None, 1),
    "共247篇 共13页 当前为第1页": (13, 247, 1),
    "当前第1页 共13页": (13, None, 1),
    "当前1/13页": (13, None, 1),
    "页次：1/13页 共247条记录 20条/页": (13, 247, 1),
    "共247条信息 页码：1/13 每页20条": (13, 247, 1),
    "首页 上一页 下一页 尾页 页次：1/13页 共247篇文章 20篇/页 转到：": (13, 247, 1),
    "每页显示20条 共有247条记录 共13页 当前第1页": (13, 247, 1),
    "共 247 条信息，每页 20 条，共 13 页，当前第 1 页": (13, 247, 1),
    "总记录数：247 总页数：13 下一页": (13, 247, None),
    "每页 20 条 共 247 条 下一页": (13, 247, None),
    "20条/页 共247条": (13, 247, None),
    "共１３页 第１页": (13, None, 1),
    "共1条记录 1/1页": (1, 1, 1),
    "首页 上一页 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 下一页 尾页 共 497 条记录 1/25页 跳转到第": (
        25,
        497,
        1,
    ),
    "共0条记录 1/0页": (1, 0, 1),
    "共0条记录 0/0页": (1, 0, 0),
}


@pytest.mark.parametrize("words", WORDS)
def test_pagers_in_words(words: str) -> None:
    pager = pager_of(f"<div class=p>{words}</div>")
    assert (pager.pages, pager.items, pager.current, pager.stated) == (*WORDS[words], True)


@pytest.mark.parametrize("number", [2, 7, 13])
@pytest.mark.parametrize("words", ["共247条记录 {}/13页", "第{}页 共13页", "共13页 当前第{}页", "页次：{}/13"])
def test_a_later_page_names_itself(words: str, number: int) -> None:
    pager = pager_of(f"<div>{words.format(number)} 下一页</div>", f"{HOME}/dwjs/index_{number}.html", number)
    assert (pager.pages, pager.current) == (13, number)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>共<b>247</b>条记录&nbsp;<span>1</span>/<span>13</span>页</div>",
        "<table><tr><td>共247条记录</td><td>1/13页</td><td>下一页</td></tr></table>",
        "<div><span>共 <i>247</i> 条</span> <span>第 <i>1</i> / <i>13</i> 页</span></div>",
        "<ul><li>共247条记录</li><li>第1页</li><li>共13页</li></ul>",
    ],
)
def test_words_may_be_divided_over_elements(markup: str) -> None:
    pager = pager_of(markup)
    assert (pager.pages, pager.items, pager.current) == (13, 247, 1)


@pytest.mark.parametrize("words", ["共247条记录", "共有 247 项", "总共247条记录", "总记录数：247"])
@pytest.mark.parametrize(("rows", "pages"), [(20, 13), (15, 17), (247, 1)])
def test_a_total_without_pages_is_divided_by_the_rows(words: str, rows: int, pages: int) -> None:
    """There may be more: pinned rows make page 1 longer than what is counted."""
    pager = pager_of(f"<div>{words} <a>下一页</a></div>", rows=rows)
    assert (pager.pages, pager.items) == (pages, 247)


def test_a_total_of_nothing_is_one_page() -> None:
    pager = pager_of("<div>共0条</div>", rows=0)
    assert (pager.pages, pager.items) == (1, 0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>2024/3月刊</p>",
        "<p>本网2024年共发布信息1247篇，其中头条12篇。</p>",
        "<p>今日更新5条，浏览12次</p>",
        "<p>地址：某市某路1/13号</p>",
    ],
)
def test_a_page_without_pager_has_none(text: str) -> None:
    assert maybe_pager(text) is None


# In the call of a script

TRS_FUNCTION = """
function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){
  if(_nPageCount == null || _nPageCount<=1){ return; }
  var nCurrIndex = _nCurrIndex || 0;
  if(nCurrIndex == 0) document.write("<a>首页</a>");
  else { var nPreIndex = nCurrIndex - 1; var sPreFileExt = nPreIndex == 0 ? "" : ("_" + nPreIndex);
    document.write("<a href=\\""+_sPageName+""+sPreFileExt+"."+_sPageExt+"\\">上一页</a>"); }
  var nNextIndex = nCurrIndex + 1;
  document.write("<a href=\\""+_sPageName+"_"+nNextIndex+"."+_sPageExt+"\\">下一页</a>");
}
"""
TRS_CALLS = [
    'createPageHTML({pages}, {current}, "{stem}", "{ending}");',
    "createPageHTML({pages},{current},'{stem}','{ending}')",
    'createPageHTML( {pages} ,\n {current} , "{stem}" , "{ending}" , {items} );',
    'createPage({pages},{current},"{stem}","{ending}",{items});',
]
UCAP_CALLS = [
    "createPageHTML('page_div',{pages}, {current},'{stem}','{ending}',{items});",
    'createPageHTML("div", {pages}, {current}, "{stem}", "{ending}", {items})',
    "createPageHTML('pagination',{pages},{current},'{stem}','{ending}',{items}, 20)",
]
PLACES = [
    "<script>{}</script>",
    "<div class=p><script type='text/javascript'>\n{}\n</script></div>",
    "<div><!-- {} --></div>",
    "<script><!--\n{}\n//--></script>",
    f"<script>{TRS_FUNCTION.replace('{', '{{').replace('}', '}}')}</script><div><script>{{}}</script></div>",
    f"<script>{{}}{TRS_FUNCTION.replace('{', '{{').replace('}', '}}')}</script>",
]


def call_markup(call: str, place: str, pages: int, current: int, name: str = "index.html") -> str:
    stem, _, ending = name.partition(".")
    return place.format(call.format(pages=pages, current=current, stem=stem, ending=ending, items=pages * 20 - 3))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("call", TRS_CALLS)
def test_calls_that_count_from_zero(call: str, place: str) -> None:
    pager = pager_of(call_markup(call, place, 13, 0))
    assert (pager.pages, pager.current, pager.stated) == (13, 0, True)
    assert addresses(pager, 1, 2, 3, 13) == [
        f"{HOME}/dwjs/{name}.html" for name in ("index", "index_1", "index_2", "index_12")
    ]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("call", UCAP_CALLS)
def test_calls_that_count_from_one(call: str, place: str) -> None:
    pager = pager_of(call_markup(call, place, 13, 1, "index.shtml"), f"{HOME}/dwjs/index.shtml")
    assert (pager.pages, pager.items, pager.current, pager.stated) == (13, 257, 1, True)
    assert addresses(pager, 1, 2, 3, 13) == [
        f"{HOME}/dwjs/{name}.shtml" for name in ("index", "index_2", "index_3", "index_13")
    ]


@pytest.mark.parametrize("call", [*TRS_CALLS, *UCAP_CALLS])
def test_a_call_for_one_page(call: str) -> None:
    pager = pager_of(call_markup(call, PLACES[0], 1, 0 if call in TRS_CALLS else 1))
    assert (pager.pages, pager.stated) == (1, True)


def test_the_definition_alone_says_nothing() -> None:
    assert maybe_pager(f"<script>{TRS_FUNCTION}</script>") is None


# The numbers of links. Each form makes the pager of page ``at`` of ``pages``; ``name`` is the address of a page.

JEECMS = "location.href=encodeURI('{}');"


def around(at: int, pages: int) -> list[int]:
    return [number for number in range(at - 3, at + 4) if 1 <= number <= pages]


def numbered(names: list[str], at: int) -> str:
    """首页 上一页 1 2 3 … 下一页 尾页, those that lead nowhere dead; the page itself is no link."""
    pages = len(names)

    def turn(label: str, to: int) -> str:
        return f"<a href='{names[to - 1]}'>{label}</a>" if 1 <= to <= pages and to != at else f"<span>{label}</span>"

    links = [turn(str(number), number) for number in around(at, pages)]
    ends = turn("首页", 1) + turn("上一页", at - 1), turn("下一页", at + 1) + turn("尾页", pages)
    return f"<div>{ends[0]} {' '.join(links)} {ends[1]}</div>"


def current_linked(names: list[str], at: int) -> str:
    """As :func:`numbered`, where the page itself and both ends are links to the page itself or to nothing."""
    links = "".join(
        f"<a class={'on' if n == at else 'n'} href='{names[n - 1]}'>{n}</a>" for n in around(at, len(names))
    )
    last = names[-1] if at < len(names) else "#"
    following = names[at] if at < len(names) else "javascript:void(0)"
    before = names[at - 2] if at > 1 else "javascript:;"
    return f"<div><a href='{before}'>&lt;</a>{links}<a href='{following}'>&gt;</a><a href='{last}'>末页</a></div>"


def clicked(names: list[str], at: int) -> str:
    """JEECMS: no addresses in links, a select of pages, dead links at both ends."""
    pages = len(names)

    def turn(label: str, to: int) -> str:
        if 1 <= to <= pages and to != at:
            return f'<a href="javascript:void(0);" onclick="{JEECMS.format(names[to - 1])}">{label}</a>'
        return f'<a disabled="disabled">{label}</a>'

    options = "".join(f"<option value='{name}'>{n}</option>" for n, name in enumerate(names, 1))
    turns = turn("首页", 1) + turn("上一页", at - 1) + turn("下一页", at + 1) + turn("尾页", pages)
    return (
        f"<div>共{pages * 20 - 3}条记录 {at}/{pages}页 {turns} "
        f'第<select onchange="location.href=encodeURI(this.value);">{options}</select>页</div>'
    )


def stated_with_next(names: list[str], at: int) -> str:
    following = f"<a href='{names[at]}'>下一页</a>" if at < len(names) else "<a>下一页</a>"
    before = f"<a href='{names[at - 2]}'>上一页</a>" if at > 1 else ""
    return f"<div>共{len(names)}页 第{at}页 {before}{following}</div>"


def trs_call(names: list[str], at: int) -> str:
    return f"<script>createPageHTML({len(names)}, {at - 1}, 'index', 'html');</script>"


FORMS = {"numbered": numbered, "current linked": current_linked, "clicked": clicked}
# The address of the first page, and of page n with the base 0 or 1.
NAMINGS = {
    "index": ("index.html", "index_{}.html"),
    "folder": ("./", "index_{}.jhtml"),
    "list_12": ("list_12_{}.html", "list_12_{}.html"),
    "list-12": ("list-12-{}.html", "list-12-{}.html"),
    "number": ("2.html", "2_{}.html"),
    "below": ("/dwjs/", "/dwjs/list/{}.shtml"),
    "query": ("?cid=3", "?cid=3&page={}"),
    "query in front": ("list.aspx?pageNo={}&cid=31", "list.aspx?pageNo={}&cid=31"),
    "root": ("/lists/index.html", "/lists/index_{}.html"),
}


def names_of(naming: str, pages: int, base: int) -> list[str]:
    first, further = NAMINGS[naming]
    return [first.format(base), *(further.format(number - 1 + base) for number in range(2, pages + 1))]


def in_full(name: str) -> str:
    """A name as an address, for columns below /dwjs/."""
    if name.startswith("/"):
        return HOME + name
    return f"{HOME}/dwjs/{name.removeprefix('./')}"


@given(
    st.sampled_from(sorted(FORMS)),
    st.sampled_from(sorted(NAMINGS)),
    st.sampled_from([0, 1]),
    st.integers(2, 400),
    st.data(),
)
def test_the_addresses_of_all_pages_follow_from_links(
    form: str, naming: str, base: int, pages: int, data: st.DataObject
) -> None:
    names = names_of(naming, pages, base)
    at = data.draw(st.one_of(st.just(1), st.integers(1, pages)))
    pager = pager_of(FORMS[form](names, at), in_full(names[at - 1]), at)
    # The last page's pager, with no live link forward, may not tell that this is the last; never more than there are.
    assert (pager.pages, pager.stated) == (pages, True) or (at == pages >= pager.pages)
    assert [pager.address(n) for n in range(2, pages + 1) if n != at] == [
        in_full(names[n - 1]) for n in range(2, pages + 1) if n != at
    ]


@given(
    st.sampled_from(TRS_CALLS + UCAP_CALLS),
    st.sampled_from(PLACES),
    st.integers(1, 3000),
    st.from_regex(r"[a-z]{1,8}\.(?:html|htm|shtml|jhtml)", fullmatch=True),
    st.data(),
)
def test_the_addresses_of_all_pages_follow_from_a_call(
    call: str, place: str, pages: int, name: str, data: st.DataObject
) -> None:
    base, stem, ending = (0 if call in TRS_CALLS else 1), *name.split(".")
    at = data.draw(st.one_of(st.just(1), st.integers(1, pages)))
    expected = [f"{HOME}/lm/{stem}_{n - 1 + base}.{ending}" for n in range(2, pages + 1)]
    url = f"{HOME}/lm/{name}" if at == 1 else expected[at - 2]
    pager = pager_of(call_markup(call, place, pages, at - 1 + base, name), url, at)
    assert (pager.pages, pager.current) == (pages, at - 1 + base)
    assert [pager.address(number) for number in range(2, pages + 1)] == expected


@pytest.mark.parametrize("base", [0, 1])
@pytest.mark.parametrize("naming", NAMINGS)
def test_one_next_link_and_a_stated_total_give_all_addresses(naming: str, base: int) -> None:
    names = names_of(naming, 13, base)
    pager = pager_of(stated_with_next(names, 1), in_full(names[0]))
    assert (pager.pages, pager.stated) == (13, True)
    assert addresses(pager, *range(2, 14)) == [in_full(name) for name in names[1:]]


@pytest.mark.parametrize(
    "link",
    [
        "<a href='index_2.html'>下一页</a>",
        "<a href='index_2.html'>下页</a>",
        "<a href='index_2.html'>下一页 &gt;&gt;</a>",
        "<a href='index_2.html'>&gt;</a>",
        "<a href='index_2.html'>Next</a>",
        "<a href='index_2.html' title='下一页'><img src=n.gif></a>",
        "<a href='#' onclick=\"location.href='index_2.html'\">下一页</a>",
        "<a href=\"javascript:location.href='index_2.html'\">下一页</a>",
        "<span onclick=\"window.location='index_2.html'\">下一页</span>",
        "<input type=button value=下一页 onclick=\"location.href='index_2.html'\">",
    ],
)
def test_a_next_link_alone_states_no_total(link: str) -> None:
    pager = pager_of(f"<div>{link}</div>")
    assert (pager.pages, pager.stated) == (2, False)
    assert pager.address(2) == f"{HOME}/dwjs/index_2.html"


def test_numbers_without_a_last_link_state_no_total() -> None:
    links = "".join(f"<a href='index_{n}.html'>{n}</a>" for n in range(2, 11))
    pager = pager_of(f"<div><b>1</b>{links}<a href='index_2.html'>下一页</a></div>")
    assert (pager.pages, pager.stated) == (10, False)
    assert pager.address(11) == f"{HOME}/dwjs/index_11.html"


@pytest.mark.parametrize(
    "dead",
    [
        "<a>首页</a><a>上一页</a><a>下一页</a><a>尾页</a>",
        "<span>首页</span><span>上一页</span><span>下一页</span><span>末页</span>",
        "<a href='#' class=disabled>上一页</a><a class='disabled' href='javascript:void(0)'>下一页</a>",
        "<a disabled=disabled>首页</a><a disabled=disabled>上一页</a><a disabled>下一页</a><a disabled>尾页</a>",
        "<a href='index.html'>首页</a><a href='index.html'>下一页</a><a href='index.html'>尾页</a>",
        "<a href='index.html' class=on>1</a><a href='index.html'>下一页</a>",
    ],
)
def test_dead_links_are_the_pager_of_one_page(dead: str) -> None:
    assert pager_of(f"<div class=p>{dead}</div>").pages == 1


def test_dead_links_behind_the_last_page_end_it() -> None:
    names = names_of("index", 4, 1)
    pager = pager_of(
        f"<div><a href='{names[0]}'>首页</a><a href='{names[2]}'>上一页</a><a>下一页</a><a>尾页</a></div>",
        in_full(names[3]),
        4,
    )
    assert pager.pages <= 4


@pytest.mark.parametrize("link", ["<a onclick='next()'>下一页</a>", "<a href='javascript:turn(this)'>下一页</a>"])
def test_a_pager_that_leads_nobody_knows_where_is_not_read(link: str) -> None:
    assert maybe_pager(f"<div>{link}</div>") is None


def test_a_pager_that_sends_a_form_to_the_same_address_is_not_taken_for_one_page() -> None:
    """ASP.NET's: its pages have no addresses."""
    links = "".join(f"<a href=\"javascript:__doPostBack('AspNetPager1','{n}')\">{n}</a>" for n in (2, 3))
    pager = maybe_pager(f"<div>{links}<a href=\"javascript:__doPostBack('AspNetPager1','2')\">下一页</a></div>")
    assert pager is None or (pager.pages > 1 and pager.address(2) is None)


# Calls in links

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


# Totals in scripts and hidden fields

TURN = (
    "<div><a href='javascript:goPage(2)'>下一页</a></div><script>function goPage(n){location.href='?page='+n;}</script>"
)


@pytest.mark.parametrize(
    ("told", "pages", "items"),
    [
        ("<script>var countPage = 13; var page = 1;</script>", 13, None),
        ("<script>var totalPage=13,pageIndex=1;</script>", 13, None),
        ('<script>$(".p").pagination({"pageCount": 13, "current": 1});</script>', 13, None),
        ("<script>new Pager({ totalPages : '13', totalCount: 247 });</script>", 13, 247),
        ("<script>var pages = {total: 247, pageSize: 20};</script>", 13, 247),
        ("<script>var recordCount = 247; var pageSize = 20;</script>", 13, 247),
        ("<input type=hidden id=totalPage value=13>", 13, None),
        ("<input type=hidden name=pageCount value=13><input type=hidden name=recordCount value=247>", 13, 247),
        ("<input type=hidden id=totalCount value=247><input type=hidden id=pageSize value=20>", 13, 247),
    ],
)
def test_totals_in_variables_and_hidden_fields(told: str, pages: int, items: int | None) -> None:
    pager = pager_of(f"{TURN}{told}")
    assert (pager.pages, pager.items, pager.stated) == (pages, items, True)
    assert addresses(pager, 2, 13) == [f"{COLUMN}?page=2", f"{COLUMN}?page=13"]


# The stock script of older TRS templates.
TRS_VARIABLES = """<div><script>
var currentPage = {current};//所在页从0开始
var prevPage = currentPage-1//上一页
var 下一页 = currentPage+1//下一页
var nextPage = currentPage+1//下一页
var countPage = 13//共多少页
//设置上一页代码
if(countPage>1&&currentPage!=0&&currentPage!=1)
    document.write("<a href=\\"index_"+prevPage+".html\\">上一页</a>");
else if(countPage>1&&currentPage!=0&&currentPage==1)
    document.write("<a href=\\"index.html\\">上一页</a>");
for(var i=0 ; i<countPage; i++){{
    if(currentPage==i) document.write("<span>"+(i+1)+"</span>");
    else if(i==0) document.write("<a href=\\"index.html\\">"+(i+1)+"</a>");
    else document.write("<a href=\\"index_"+i+".html\\">"+(i+1)+"</a>");
}}
if(countPage>1&&currentPage!=(countPage-1))
    document.write("<a href=\\"index_"+nextPage+".html\\">下一页</a>");
</script></div>""".replace("var 下一页 = currentPage+1//下一页\n", "")


@pytest.mark.parametrize("number", [1, 5])
def test_the_variables_of_a_script_that_counts_from_zero(number: int) -> None:
    url = COLUMN if number == 1 else f"{HOME}/dwjs/index_{number - 1}.html"
    pager = pager_of(TRS_VARIABLES.format(current=number - 1), url, number)
    assert (pager.pages, pager.stated) == (13, True)
    assert addresses(pager, 2, 3, 13) == [f"{HOME}/dwjs/index_{n}.html" for n in (1, 2, 12)]


# What isn't a pager's

DAYS = "".join(f"<td><a href='{{}}'>{n}</a></td>".replace("{}", f"/rili/202610{n:02}.html") for n in range(1, 32))
CALENDARS = {
    "days": f"<table class=c><tr><td colspan=7>2026年10月</td></tr><tr>{DAYS}</tr></table>",
    "months": "<div><a href='/rili/202609.html'>&lt;</a>2026年10月<a href='/rili/202611.html'>&gt;</a></div>",
    "both": (
        "<div><a href='/calendar/2026/09/'>上月</a>10月<a href='/calendar/2026/11/'>下月</a>"
        f"<table><tr>{DAYS}</tr></table></div>"
    ),
    "query": "".join(f"<a href='/calendar?day={n}'>{n}</a> " for n in range(1, 31)),
    "ranks": "<ol>" + "".join(f"<li><a href='/zfyw/t20240301_{n}.html'>{n}</a></li>" for n in range(1, 11)) + "</ol>",
}


@pytest.mark.parametrize("calendar", CALENDARS)
def test_days_beside_a_list_are_no_pages(calendar: str) -> None:
    assert maybe_pager(CALENDARS[calendar]) is None


@pytest.mark.parametrize("in_front", [True, False])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_a_pager_beside_a_calendar_is_read_alone(calendar: str, form: str, in_front: bool) -> None:
    names = names_of("index", 13, 1)
    pager, other = FORMS[form](names, 1), CALENDARS[calendar]
    found = pager_of(other + pager if in_front else pager + other)
    assert (found.pages, found.stated) == (13, True)
    assert addresses(found, 2, 13) == [in_full(names[1]), in_full(names[12])]


def test_numbers_in_titles_are_no_totals() -> None:
    row = "<ul><li><a href=/dwjs/t20240305_1.html>某市出台优化营商环境措施共36条</a><span>2024-03-05</span></li></ul>"
    pager = pager_of(f"{row}<div>第1页 共2页 <a href=index_2.html>下一页</a></div>")
    assert (pager.pages, pager.items) == (2, None)


@given(st.text(max_size=60), st.integers(1, 50))
def test_any_words_give_a_pager_or_none(words: str, number: int) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;")
    pager = maybe_pager(f"<div>{escaped}</div>", number=number)
    assert pager is None or pager.pages >= 1
