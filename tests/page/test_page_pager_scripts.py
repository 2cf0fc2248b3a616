"""Pagers in the call of a script, in its variables and in hidden fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pagers import COLUMN, HOME, addresses, maybe_pager, pager_of

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
