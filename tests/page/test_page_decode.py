"""Bytes to text: the bytes are believed, a header or meta tag never."""

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.page.decode import Decoded, decode

TEXT = "荆楚大地的政法工作：平安、法治。𠮷㙦"
MARKUP = f"<!DOCTYPE html><html><head><title>{TEXT}</title></head><body><p>{TEXT}</p></body></html>"
CHINESE = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (MARKUP.encode(), "utf-8"),
        (codecs.BOM_UTF8 + MARKUP.encode(), "utf-8"),
        (MARKUP.encode("gb18030"), "gb18030"),
        (MARKUP.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + MARKUP.encode("utf-16-be"), "utf-16"),
        (MARKUP.encode("utf-16-le"), "utf-16-le"),
        (MARKUP.encode("utf-16-be"), "utf-16-be"),
        (MARKUP.encode("utf-32"), "utf-32"),
        (b"<p>plain</p>", "utf-8"),
    ],
)
def test_each_encoding_is_told_by_its_bytes(body: bytes, encoding: str) -> None:
    decoded = decode(body)
    assert decoded.encoding == encoding
    assert decoded.text == (MARKUP if b"plain" not in body else "<p>plain</p>")
    assert not decoded.damaged


@pytest.mark.parametrize(("actual", "claimed"), [("gbk", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "iso-8859-1")])
def test_a_lying_meta_tag_is_not_believed(actual: str, claimed: str) -> None:
    markup = f'<html><head><meta charset="{claimed}"></head><body>某市召开政法工作会议</body></html>'
    decoded = decode(markup.encode(actual))
    assert decoded.text == markup
    assert not decoded.damaged


def test_damaged_utf8_keeps_the_rest_and_is_marked() -> None:
    decoded = decode(("某市召开会议" * 40).encode()[:-1] + b"\xff\xff end")
    assert decoded.encoding == "utf-8"
    assert decoded.damaged
    assert decoded.text.startswith("某市召开会议" * 39)
    assert decoded.text.endswith(" end")


def test_damaged_gbk_keeps_the_rest_and_is_marked() -> None:
    decoded = decode("某市召开会议".encode("gbk") * 40 + b"\xff\xff" + "平安建设".encode("gbk"))
    assert decoded.encoding == "gb18030"
    assert decoded.damaged
    assert decoded.text.startswith("某市召开会议" * 39)
    assert decoded.text.endswith("平安建设")


@given(st.binary())
@example(b"")
@example(codecs.BOM_UTF8)
@example(codecs.BOM_UTF32_LE + b"\xff")
@example(b"<\x00h\x00\xd8")
def test_any_bytes_give_text(body: bytes) -> None:
    decoded = decode(body)
    assert isinstance(decoded, Decoded)
    assert not decoded.damaged or "\ufffd" in decoded.text


@given(CHINESE)
def test_any_chinese_text_comes_back_from_utf8(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8", damaged=False)


@given(CHINESE)
def test_any_chinese_page_comes_back_from_gb18030(text: str) -> None:
    """A page, not two lone characters: a few GB18030 bytes may be well-formed UTF-8 too."""
    markup = f"<html><title>某市长安网：平安建设、法治建设</title><p>{text}</p></html>"
    assert decode(markup.encode("gb18030")) == Decoded(markup, "gb18030", damaged=False)


@given(CHINESE)
def test_any_chinese_page_comes_back_from_utf16(text: str) -> None:
    markup = f"<html><p>{text}</p></html>"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(markup.encode(encoding)) == Decoded(markup, encoding, damaged=False)
