"""Site selectors: which elements they choose."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml.cssselect import CSSSelector

from crawler.page.lines import read_page
from crawler.page.selectors import Selectors

PAGE = """<html><body>
<div class="bt" id="one">一</div><p class="bt red">二</p><div class="red  bt">三</div><div class="BT">四</div>
<div class="nr" id="zoom"><p>五</p><p class="last">六</p></div><table><tr><td class="x-y bt2">七</td></tr></table>
</body></html>"""
TAGS = st.sampled_from(["div", "p", "span", "td"])
CLASSES = st.lists(st.sampled_from(["a", "b", "B", "a-b", "_a", "甲"]), max_size=3)
# What divides the classes of an attribute, and what does so in Python alone.
BETWEEN = st.sampled_from([" ", "  ", "\t", "\n", "\u3000", "\xa0"])


def chosen(css: str) -> list[str]:
    """The words in the elements that a selector chooses, as the title's."""
    page = read_page(PAGE.encode(), "", Selectors(title=css))
    return [line.text for line in page.lines_of("title")]


@pytest.mark.parametrize(
    ("css", "words"),
    [
        (".bt", ["一", "二", "三"]),
        ("div.bt", ["一", "三"]),
        ("p.bt", ["二"]),
        (".bt2", ["七"]),
        (".x-y", ["七"]),
        ("#one", ["一"]),
        ("div#zoom", ["五", "六"]),
        (".bt.red", ["二", "三"]),
        ("#zoom > p:first-child", ["五"]),
        (".nr p, .bt2", ["五", "六", "七"]),
        (".bt2, .nr p", ["五", "六", "七"]),
        ("p[class=last]", ["六"]),
        ("DIV.bt", ["一", "三"]),
        (".none", []),
        ("span.bt", []),
    ],
)
def test_a_selector_chooses_its_elements_in_the_order_of_the_page(css: str, words: list[str]) -> None:
    assert chosen(css) == words


def test_several_selectors_choose_for_their_fields_alone() -> None:
    where = Selectors(title="p.bt", date=".bt2", source=".none", body=".nr")
    page = read_page(PAGE.encode(), "", where)
    assert {name: [line.text for line in page.lines_of(name)] for name in ("title", "date", "source", "body")} == {
        "title": ["二"],
        "date": ["七"],
        "source": [],
        "body": ["五", "六"],
    }


def test_of_several_elements_those_that_a_reader_sees_are_chosen() -> None:
    hidden, shown = '<div hidden><p class="t">一</p></div>', '<p class="t">二</p>'
    where = Selectors(title=".t")
    for markup, words in ((hidden + shown, ["二"]), (hidden, []), ('<p class="t" style="display:none">三</p>', ["三"])):
        page = read_page(f"<div>首{markup}</div>".encode(), "", where)
        assert [line.text for line in page.lines_of("title")] == words


@pytest.mark.parametrize("css", ["..a", "div[", " ", "a b >", "p::text", ":nonsense", "a:has(", "1"])
def test_what_is_no_selector_is_a_value_error_that_shows_it(css: str) -> None:
    with pytest.raises(ValueError, match="is no CSS selector") as raised:
        chosen(css)
    assert repr(css) in str(raised.value)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    """Elements with all kinds of class attributes."""
    node = etree.Element(draw(TAGS))
    if draw(st.booleans()):
        node.set("class", draw(BETWEEN).join(draw(CLASSES)))
    for _ in range(draw(st.integers(0, 3 if depth else 0))):
        node.append(draw(trees(depth - 1)))
    return node


@given(trees(), st.sampled_from([".a", ".b", ".B", ".a-b", "._a", "div.a", "p.b", "td.B", "span.a-b"]))
def test_plain_selectors_choose_what_css_says(root: etree._Element, css: str) -> None:
    """Of elements inside one another, the outermost."""
    said = cast("list[etree._Element]", CSSSelector(css, translator="html")(root))
    assert Selectors(title=css).choose(root).get("title", []) == [
        node for node in said if not set(node.iterancestors()).intersection(said)
    ]


@given(trees(), st.lists(st.sampled_from([".a", ".b", "div.a", "p", "#x", "div > .b"]), min_size=4, max_size=4))
def test_several_selectors_choose_what_each_does_alone(root: etree._Element, css: list[str]) -> None:
    together = Selectors(*css).choose(root)
    for name, one in zip(("title", "date", "source", "body"), css, strict=True):
        assert together.get(name, []) == Selectors(**{name: one}).choose(root).get(name, [])
