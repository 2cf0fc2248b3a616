"""Pagers of links: the addresses of all pages follow from some; what else has numbers is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pagers import FORMS, HOME, NAMINGS, addresses, in_full, maybe_pager, names_of, pager_of


def stated_with_next(names: list[str], at: int) -> str:
    following = f"<a href='{names[at]}'>下一页</a>" if at < len(names) else "<a>下一页</a>"
    before = f"<a href='{names[at - 2]}'>上一页</a>" if at > 1 else ""
    return f"<div>共{len(names)}页 第{at}页 {before}{following}</div>"


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
