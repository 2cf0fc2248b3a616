"""What is different between two texts: nothing lost, by words, and bounded."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.web.articles.diff import Differ, by_line, cut

_TEXTS = st.text(alphabet="市县会议，。\nab1", max_size=60)
SECONDS = 2


@given(_TEXTS, _TEXTS)
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    pieces = Differ().pieces(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new
    assert all(piece.text for piece in pieces)


def told(old: str, new: str) -> str:
    signs = {"same": "{}", "del": "[-{}]", "ins": "[+{}]"}
    return "".join(signs[piece.kind].format(piece.text) for piece in Differ().pieces(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("某市召开推进会", "某市召开推进会", "某市召开推进会"),
        ("召开队伍建设会，部署工作。", "召开队伍教育会，部署三项工作。", "召开队伍[-建设][+教育]会，部署[+三项]工作。"),
        ("共有1234人参加", "共有1235人参加", "共有123[-4][+5]人参加"),
        ("甲地。乙地办理案件。", "丙地开展宣传活动。", "[-甲地。乙地办理案件][+丙地开展宣传活动]。"),
        ("", "新来的", "[+新来的]"),
    ],
)
def test_words_are_told_apart(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("甲" * 1_000_000, "乙" * 1_000_000), ("甲乙" * 300_000, "乙甲" * 300_000), ("，" * 10_000, "，a" * 5_000),
        ("a。" * 5_000, "b。a。" * 4_000), ("的是在" * 3_333, "在的了是" * 2_500), ("ab " * 3_000, "ba " * 3_000),
    ],
    ids=range(6),
)  # fmt: skip
def test_long_texts_much_alike_take_no_longer(old: str, new: str) -> None:
    begun = time.process_time()
    assert Differ().pieces(old, new)
    assert time.process_time() - begun < SECONDS


def test_all_comparisons_of_a_page_are_bounded_together() -> None:
    differ, begun = Differ(), time.process_time()
    for number in range(300):
        differ.pieces("啊哦呃" * 60 + str(number), "x哦呃啊" * 45)
    assert time.process_time() - begun < SECONDS


def test_lines_that_went_and_came_are_paired_by_place() -> None:
    lines = ["-一", "+一改", "-二", "-三", "+二改", "+新增", "-末"]
    assert list(by_line(lines)) == [("一", "一改"), ("二", "二改"), ("三", "新增"), ("末", "")]
    assert list(by_line(["+只来"])) == [("", "只来")]


def test_what_stayed_is_cut_around_the_changes() -> None:
    old, new = "一" * 100 + "甲" + "二" * 100 + "乙" + "三" * 100, "一" * 100 + "丙" + "二" * 100 + "乙丁" + "三" * 100
    pieces = cut(Differ().pieces(old, new), 5, 3)
    assert (
        "".join(piece.text for piece in pieces if piece.kind == "same") == "…一一一一一二二二二二…二二二二乙三三三三三…"
    )
    long = cut(Differ().pieces("", "新" * 100), 5, 3)
    assert [piece.text for piece in long] == ["新新新…"]
