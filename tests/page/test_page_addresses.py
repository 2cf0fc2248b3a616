"""Addresses: which are articles', and which of them are one article's."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.addresses import article_key, is_page_parameter, plain_url

HOME = "http://www.example.gov.cn"

# Articles of the families in docs/platforms.md and of sites of no family; {} stands for the article's number.
ARTICLES = [
    "/dwjs/{}.jhtml",
    "/zfdt/jcdt/{}.jhtml",
    "/lm/202606/t20260625_{}.html",
    "/lm/zlm/202606/t20260625_{}.htm",
    "/zwgk/2026-06/25/content_{}.shtml",
    "/chinapeace/c100007/2025-03/04/content_{}.shtml",
    "/ahcaw/content/2024-03/05/content_{}.htm",
    "/content/646943/69/{}.html",
    "/art/2026/6/25/art_12_{}.html",
    "/gkmlpt/content/3/99/post_{}.html",
    "/jgzy/content/post_{}.html",
    "/show-12-{}-1.html",
    "/index.php?m=content&c=index&a=show&catid=12&id={}",
    "/a/lm/{}.html",
    "/plus/view.php?aid={}",
    "/lm/2024-05-06/{}.html",
    "/show.aspx?id={}",
    "/web/show.aspx?cid=3&id={}",
    "/detail?articleId={}",
    "/view.jsp?guid=1a2b-{}",
    "/p/{}.html",
    "/info/1024/{}.htm",
    "/2024/0305/c123-{}.html",
    "/news/{}/",
    "/news/{}",
]
COLUMNS = [
    "/",
    "/dwjs/",
    "/dwjs",
    "/dwjs.jhtml",
    "/dwjs/index.jhtml",
    "/dwjs/index_2.jhtml",
    "/lm/index.html",
    "/lm/index_1.html",
    "/lm/index_12.shtml",
    "/c100007/",
    "/c100007/index.shtml",
    "/col/col12/",
    "/col/col12/index.html",
    "/module/web/jpage/dataproxy.jsp?startrecord=16&endrecord=30&perpage=15&col=1&columnid=12",
    "/gkmlpt/index#12",
    "/list-12-1.html",
    "/list-12-2.html",
    "/index.php?m=content&c=index&a=lists&catid=12&page=2",
    "/a/lm/list_12_2.html",
    "/lm/index_2.html",
    "/list.aspx?cid=12",
    "/list.aspx?cid=12&page=2",
    "/list.aspx?id=12",
    "/list.do?cid=12&pageNo=2",
    "/class.asp?classid=3&PageIndex=2",
    "/channel/12.html",
    "/node_123.htm",
    "/tags/12",
    "/zt2024/",
    "/2026/10/",
    "/calendar/2026-10-11",
    "/rili/20261011.html",
    "/login.jsp?id=3",
    "/search?q=12",
]
OTHERS = ["/u/cms/20240305.pdf", "/u/1.docx", "/u/cms/1024.jpg", "/js/jquery-3.1.js", "http://[::1/1"]


def key(path: str) -> str | None:
    return article_key(HOME + path if path.startswith("/") else path)


@pytest.mark.parametrize("form", ARTICLES)
def test_an_articles_address_has_a_key(form: str) -> None:
    assert key(form.format(345)) is not None
    assert key(form.format(345)) != key(form.format(346))


@pytest.mark.parametrize("path", COLUMNS)
def test_a_columns_address_is_no_articles(path: str) -> None:
    assert key(path) is None


@pytest.mark.parametrize("path", OTHERS)
def test_files_and_what_is_no_address_are_no_articles(path: str) -> None:
    assert key(path) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.gov.cn/dwjs/1024.jhtml",
        "http://example.gov.cn/dwjs/1024.jhtml",
        "http://example.gov.cn:80/dwjs/1024.jhtml",
        "http://www.example.gov.cn//dwjs/1024.jhtml",
        "http://www.example.gov.cn/dwjs/1024.jhtml#top",
        "http://www.example.gov.cn/dwjs/1024.jhtml?",
        "http://www.example.gov.cn/dwjs/1024.jhtml;jsessionid=0A1B2C3D4E.node1",
        "http://www.example.gov.cn/dwjs/1024.jhtml;jsessionid=0A1B?spm=1.2.3&from=timeline&isappinstalled=0",
        "http://www.example.gov.cn/dwjs/1024.jhtml?utm_source=wx&utm_medium=app&t=1719300000",
        "http://www.example.gov.cn/dwjs/1024.html",
        "http://www.example.gov.cn/m/dwjs/1024.jhtml",
        "http://www.example.gov.cn/wap/dwjs/1024.jhtml",
        "http://www.example.gov.cn/print/dwjs/1024.jhtml",
        "http://www.example.gov.cn/dwjs/1024.jhtml?print=1",
        "http://www.example.gov.cn/dwjs/%31024.jhtml",
    ],
)
def test_addresses_of_one_article_have_one_key(url: str) -> None:
    assert article_key(url) == key("/dwjs/1024.jhtml") == "/dwjs/1024"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/show.aspx?id=345&cid=3", "/show.aspx?cid=3&id=345"),
        ("/show.aspx?id=345", "/show.aspx?id=345&page=2"),
        ("/show.aspx?id=345", "/show.aspx?id=345&sid=abc&_=17&v=2&cid="),
        ("/news/123", "/news/123/"),
    ],
)
def test_order_pages_and_empty_parameters_make_no_other_article(one: str, other: str) -> None:
    assert key(one) == key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/dwjs/1024.jhtml", "/zfdt/1024.jhtml"),
        ("/show.aspx?id=345", "/view.aspx?id=345"),
        ("/show.php?cid=3&id=345", "/show.php?cid=4&id=345"),
        ("/art/2026/6/25/art_12_345.html", "/art/2026/6/26/art_12_346.html"),
    ],
)
def test_different_articles_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


NUMBERS = st.integers(min_value=1, max_value=99_999_999)
ADDRESSES = st.builds(lambda form, number: HOME + form.format(number), st.sampled_from(ARTICLES), NUMBERS)
TRACKING = (
    "utm_source utm_medium utm_campaign spm from isappinstalled jsessionid PHPSESSID ASPSESSIONIDABC gclid hmsr "
    "bsh_bid share_token nsukey tdsourcetag"
).split()
IDLE = [
    *TRACKING,
    *"_t _ timestamp rand random v ver sid sessionId token ref referer print mobile page pageNo".split(),
]
VALUES = st.text(max_size=12).map(lambda text: quote(text, safe=""))
SESSIONS = st.from_regex(r";jsessionid=[0-9A-Za-z.!-]{0,32}", fullmatch=True)


def with_parameters(url: str, names: list[str], values: list[str], *, in_front: bool = False) -> str:
    """The address with parameters added, in front of its own or behind them."""
    more = "&".join(f"{name}={value}" for name, value in zip(names, values, strict=False))
    address, mark, query = url.partition("?")
    return f"{address}?{more}{mark and '&'}{query}" if in_front else f"{url}{'&' if mark else '?'}{more}"


@pytest.mark.parametrize("name", IDLE)
def test_no_idle_parameter_makes_another_article(name: str) -> None:
    assert key(f"/dwjs/1.jhtml?{name}=0") == key("/dwjs/1.jhtml")


@given(ADDRESSES, st.lists(st.sampled_from(IDLE), max_size=4), st.lists(VALUES, min_size=4, max_size=4), st.booleans())
def test_no_tracking_session_or_time_changes_the_key(
    url: str, names: list[str], values: list[str], in_front: bool
) -> None:
    decorated = with_parameters(url, names, values, in_front=in_front)
    assert article_key(decorated) == article_key(url)


@pytest.mark.parametrize("parameter", ["t=1700000000", "r=0.8271634", "r=9f86d081884c7d659a2feaa0c55ad015"])
def test_a_time_or_a_random_number_makes_no_other_article(parameter: str) -> None:
    assert key(f"/show.aspx?id=345&{parameter}") == key("/show.aspx?id=345")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/index.php?r=article/view&id=5", "/index.php?r=notice/view&id=5"),
        ("/view.asp?t=1&id=5", "/view.asp?t=2&id=5"),
        ("/show.php?f=tz&id=5", "/show.php?f=xw&id=5"),
    ],
)
def test_routes_and_tables_tell_articles_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_an_address_of_many_digits_takes_no_time() -> None:
    assert key(f"/lm/index{'1' * 5000}-ab.html") == f"/lm/index{'1' * 5000}-ab"


@given(ADDRESSES, SESSIONS)
def test_no_session_in_the_path_changes_the_key(url: str, session: str) -> None:
    address, mark, query = url.partition("?")
    decorated = f"{address}{session}{mark}{query}"
    assert article_key(decorated) == article_key(url)
    assert plain_url(decorated) == plain_url(url) == url


@given(st.sampled_from(COLUMNS), st.lists(st.sampled_from(IDLE), max_size=3), NUMBERS)
def test_no_tracking_makes_a_column_an_article(path: str, names: list[str], number: int) -> None:
    address, mark, behind = path.partition("#")
    decorated = with_parameters(HOME + address, names, [str(number)] * len(names)) + mark + behind
    assert article_key(decorated) is None


@given(NUMBERS, NUMBERS, st.sampled_from(ARTICLES))
def test_numbers_tell_articles_apart(one: int, other: int, form: str) -> None:
    assert (key(form.format(one)) == key(form.format(other))) is (one == other)


@given(ADDRESSES, st.sampled_from(["https://www.example.gov.cn", "http://example.gov.cn", "http://EXAMPLE.gov.cn:80"]))
def test_scheme_and_host_make_no_other_article(url: str, host: str) -> None:
    assert article_key(host + url.removeprefix(HOME)) == article_key(url)


@given(ADDRESSES, st.lists(st.sampled_from(TRACKING), max_size=4), st.lists(VALUES, min_size=4, max_size=4))
def test_a_plain_address_has_no_tracking(url: str, names: list[str], values: list[str]) -> None:
    assert plain_url(with_parameters(url, names, values)).rstrip("?&") == url


SEGMENTS = st.text(st.characters(exclude_characters="/?#[]\\", exclude_categories=["C", "Z"]), max_size=8)
ANY_URL = st.builds(
    lambda path, query, fragment: f"{HOME}/{'/'.join(path)}?{query}#{fragment}",
    st.lists(SEGMENTS, max_size=4),
    st.lists(st.one_of(SEGMENTS, st.builds("{}={}".format, st.sampled_from(IDLE), SEGMENTS)), max_size=4).map("&".join),
    SEGMENTS,
)


@given(ANY_URL)
def test_plain_addresses_are_their_own_and_lead_to_the_same_article(url: str) -> None:
    plain = plain_url(url)
    assert plain_url(plain) == plain
    assert article_key(plain) == article_key(url)


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        (f"{HOME}/show.aspx?id=3&spm=1.2", f"{HOME}/show.aspx?id=3"),
        (f"{HOME}/show.aspx;jsessionid=1?id=3#top", f"{HOME}/show.aspx?id=3#top"),
        (f"{HOME}/show.aspx?id=3&t=17", f"{HOME}/show.aspx?id=3&t=17"),
        (f"{HOME}/政法/1.html?q=a%20b", f"{HOME}/政法/1.html?q=a%20b"),
    ],
)
def test_a_plain_address_keeps_what_the_server_may_need(url: str, plain: str) -> None:
    assert plain_url(url) == plain


@pytest.mark.parametrize(
    "name", "page pageNo pageNum page_no PageIndex pageNumber currpage curPage currentPage pn pg".split()
)
def test_page_parameters_are_known_by_name(name: str) -> None:
    assert is_page_parameter(name)


@pytest.mark.parametrize("name", ["id", "cid", "pagesize", "perpage", "homepage", "columnid", "webpage"])
def test_other_parameters_are_no_pages(name: str) -> None:
    assert not is_page_parameter(name)
