"""Where a page is closed, and how often, changes nothing of what is read: nothing behind an early end is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.lines import read_page
from crawler.page.model import Page

PIECES = st.sampled_from(
    [
        "<p>政法工作</p>",
        "会议",
        " ",
        "\n",
        "<br>",
        "<!-- 注释 -->",
        "<!--</html>-->",
        '<script>document.write("</body></html>");</script>',
        "<script>var a = 1;</script>",
        "<div>",
        "</div>",
        "<table><tr><td>一</td></tr></table>",
        '<a href="/dwjs/1.doc">二</a>',
        '<img src="/1.jpg">',
        "<style>p {}</style>",
        "<title>三</title>",
        "<pre>四\n五</pre>",
        "<b>六",
        "</b>",
    ]
)
HTML = st.lists(PIECES, min_size=1, max_size=12).map(lambda pieces: "<div>首</div>" + "".join(pieces) + "<p>尾</p>")
ENDS = st.lists(
    st.sampled_from(["</body>", "</html>", "</BODY>", "</Html>", "</html >", "</body\n>", " ", "\n", "\r\n"]),
    max_size=4,
).map("".join)


def shown(page: Page) -> tuple[object, ...]:
    """All that is read of a page but its markup."""
    lines = [(line.text, line.linked, line.tag) for line in page.lines]
    links = [(anchor.href, anchor.text, anchor.line) for anchor in page.anchors]
    return lines, links, [(picture.src, picture.line) for picture in page.pictures], page.title


def read(html: str, encoding: str = "utf-8") -> tuple[object, ...]:
    return shown(read_page(html.encode(encoding)))


@given(HTML, ENDS)
def test_a_page_closed_at_its_end_reads_as_one_that_is_not(html: str, ends: str) -> None:
    assert read(html + ends) == read(html)


@given(HTML, ENDS, HTML)
def test_an_early_end_ends_nothing(before: str, ends: str, behind: str) -> None:
    """The first page is closed once, as most are; the second has something behind that."""
    assert read(f"<html><body>{before}{ends}{behind}</body></html>") == read(f"<html><body>{before}{behind}")


@given(HTML, ENDS)
def test_a_byte_order_mark_and_nul_bytes_are_no_text(html: str, ends: str) -> None:
    assert read(f"\ufeff{html}{ends}") == read(html)
    assert read(f"<p>{'，' * 200}</p>{html}\x00{ends}\x00") == read(f"<p>{'，' * 200}</p>{html}")


@given(HTML, ENDS)
def test_another_encoding_reads_alike(html: str, ends: str) -> None:
    assert read(html + ends, "gb18030") == read(html)


@pytest.mark.parametrize(
    "end",
    ["</html>", "</HTML>", "</Body >", "</html\n>", "</html x>", "</body/>", "</body></html></body>", "<!--</html>-->"],
)
@pytest.mark.parametrize("last", ["", "</html>", "</html><!-- 2024 -->", "</html> <script></script>"])
def test_what_follows_an_end_is_read(end: str, last: str) -> None:
    page = read_page(f"<html><body><p>一</p>{end}<p>二</p></body>{last}\n".encode())
    assert [line.text for line in page.lines] == ["一", "二"]
