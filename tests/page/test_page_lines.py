"""Markup to the lines a reader sees."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.page.lines import UnreadableError, read_page
from crawler.page.model import Page


def texts(markup: str) -> list[str]:
    return [line.text for line in read_page(markup.encode()).lines]


def test_blocks_begin_lines_and_inline_elements_do_not() -> None:
    markup = "<div>一<p>二<b>三</b><span> 四</span></p>五</div><ul><li>六</li><li>七</li></ul>"
    assert texts(markup) == ["一", "二三 四", "五", "六", "七"]


def test_what_follows_a_premature_end_of_the_page_is_read() -> None:
    assert texts("<html><body><p>一</p></body></html><p>二</p></BODY></HTML ><p>三</p>") == ["一", "二", "三"]


def test_comments_leave_the_text_around_them_in_one_piece() -> None:
    assert texts("<p>政法<!-- 注释 -->工作<!--<p>旧文</p>-->会议</p><?php x ?>") == ["政法工作会议"]


@pytest.mark.parametrize("markup", ["一<br>二<br/>三", "<p>一<br><br>二</p>三", "<p><span>一<br>二</span></p>三"])
def test_a_br_ends_the_line(markup: str) -> None:
    assert texts(f"<html><body>{markup}</body></html>") == ["一", "二", "三"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">密</p>',
        '<div style="color:red; DISPLAY : NONE"><p>密</p></div>',
        '<span style="visibility:hidden">密</span>',
        "<div hidden>密</div>",
        "<script>密</script>",
        "<style>密</style>",
        "<noscript>密</noscript>",
        "<select><option>密</option></select>",
        "<textarea>密</textarea>",
        "<template><p>密</p></template>",
    ],
)
def test_what_is_not_shown_is_not_read_but_what_follows_is(hidden: str) -> None:
    assert "".join(texts(f"<html><body><p>一</p>{hidden}尾<p>二</p></body></html>")) == "一尾二"


def test_white_space_of_every_kind_collapses() -> None:
    assert texts("<p>\u3000\u3000政法&nbsp;&nbsp;工作\n\t会议\u200b\ufeff</p>") == ["政法 工作 会议"]


def nested(depth: int) -> bytes:
    return ("<div>" * depth + "底" + "</div>" * depth + "<p>尾</p>").encode()


def test_deep_nesting_is_read_to_the_bottom() -> None:
    assert [line.text for line in read_page(nested(2000)).lines] == ["底", "尾"]


def test_a_page_too_deep_for_the_parser_is_refused_and_not_read_as_empty() -> None:
    with pytest.raises(UnreadableError, match="too_deep"):
        read_page(nested(5000))


def test_nul_bytes_are_passed_over() -> None:
    assert texts("<p>政法工作会议在某市召开\x00，各单位参加会议并作了发言交流" + "，" * 100 + "</p>")[0].startswith(
        "政法工作会议在某市召开，各单位"
    )


def test_links_pictures_and_meta_tags() -> None:
    page = read_page(
        b'<head><title> T - \xe7\xbd\x91 </title><meta name="PubDate" content="2024-03-05"><base href="http://x/y/"></head>'
        b'<p>one</p><p>two <a href=" a.html " title="whole">cut</a> <img src="/p.jpg" alt=" A "></p>',
        "http://z/",
    )
    (anchor,), (picture,) = page.anchors, page.pictures
    assert (anchor.href.strip(), anchor.text, anchor.title) == ("a.html", "cut", "whole")
    assert (picture.src, picture.alt) == ("/p.jpg", "A")
    assert (page.title, page.meta["pubdate"], page.base) == ("T - 网", "2024-03-05", "http://x/y/")
    assert [(line.text, line.linked) for line in page.lines] == [("one", 0), ("two cut", 3)]


def test_a_picture_loaded_late_has_its_real_address() -> None:
    page = read_page(b'<p><img src="blank.gif" data-src="/real.jpg">x</p>')
    assert page.pictures[0].src == "/real.jpg"


@pytest.mark.parametrize(
    ("body", "reason"),
    [(b"", "empty_page"), (b" \r\n\t", "empty_page"), (b"\x89PNG" + bytes(100), "not_text")],
)
def test_what_is_no_page_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read_page(body)
    assert caught.value.reason == reason


PARTS = """
<p> </p> <div> </div> <table> <tr> <td> </td> </tr> </table> <a_href=x> </a> <br> <br/> <li> <img_src=y> <b> </b> 文 _
<!-- --> </html> <script> </span> <o:p> </o:p> <svg> <math> &nbsp; &#0; <base_href=z> <meta_name=a_content=b> <form>
"""
MARKUP = st.lists(st.sampled_from([part.replace("_", " ") for part in PARTS.split()])).map(
    lambda parts: "".join(parts).encode()
)


@given(st.one_of(st.binary(), MARKUP))
@example(b"<")
@example(b"\xef\xbb\xbf")
@example(b"<?xml version='1.0' encoding='nosuch'?><a/>")
@example(b"<html xmlns='x'><o:p>\xe6\x96\x87</o:p></html>")
def test_any_bytes_give_a_page_or_are_refused(body: bytes) -> None:
    try:
        page = read_page(body, "http://x/")
    except UnreadableError as error:
        assert error.reason in {"empty_page", "not_text", "not_html", "too_deep"}  # noqa: PT017 (either outcome is right)
        return
    assert isinstance(page, Page)
    for block in page.blocks:
        assert 0 <= block.start <= block.end <= len(page.lines)
        assert block.last < len(page.blocks)
    for line in page.lines:
        assert line.text == " ".join(line.text.split()) != ""
        assert 0 <= line.linked <= len(line.text)
        assert page.blocks[line.block].start <= page.lines.index(line)


def test_white_space_between_the_lines_of_a_link_divides_its_words() -> None:
    page = read_page(b"<p><a href='/f/1.pdf'><span>No.1</span><br>\n<span>Name</span> <span>List.pdf</span></a></p>")
    assert [anchor.text for anchor in page.anchors] == ["No.1 Name List.pdf"]
