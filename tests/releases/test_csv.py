"""CSV that Excel opens: Chinese shows, no cell is a formula, none is too long, and nothing else is changed."""

import csv
import io
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.query.csv_export import MOST_IN_CELL, csv_lines

_FORMULA = "=+-@＝＋－＠"


def written(*rows: list[object]) -> bytes:
    return "".join(csv_lines(["a"] * len(rows[0]), rows)).encode()


def cells(*rows: list[object]) -> list[list[str]]:
    """The cells of a file's rows but for its head, as any reader of CSV has them."""
    text = written(*rows).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def test_a_file_begins_with_the_mark_and_ends_lines_as_excel_does() -> None:
    assert "".join(csv_lines(["标题", "篇"], [["要闻", 3], [None, 2.5]])).encode() == (
        b"\xef\xbb\xbf" + '"标题","篇"\r\n"要闻",3\r\n"",2.5\r\n'.encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-3",
        "@SUM(A1)",
        "＝1+1",
        "＋1",
        "－1",
        "＠A",
        "\t=1",
        "\r=1",
        "\n1",
        " =1",
        "\u200b=1",
        "\ufeff@a",
        "=…",
    ],
)
def test_text_that_excel_would_compute_is_text(text: str) -> None:
    assert cells([text]) == [[f"'{text}"]]


@pytest.mark.parametrize("value", [0, -3, 2.5, -0.5, Decimal("-1.50")])
def test_numbers_stay_numbers(value: object) -> None:
    assert written([value]).endswith(f"\r\n{value}\r\n".encode())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (["短", "长"], '["短", "长"]'),
        ({"url": "http://127.0.0.1/1.docx", "name": None}, '{"url": "http://127.0.0.1/1.docx", "name": null}'),
        ("第一段\n第二段", "第一段\n第二段"),
        ('他说："好"；a,b', '他说："好"；a,b'),
        ("'=1", "'=1"),
        ("", ""),
    ],
)
def test_other_values_are_text(value: object, shown: str) -> None:
    assert cells([value]) == [[shown]]


@pytest.mark.parametrize("text", ["字" * 32_768, "𠮷" * 16_384, "=" + "字" * 32_766])
def test_text_that_no_cell_holds_is_cut_and_marked(text: str) -> None:
    ((shown,),) = cells([text])
    assert shown.endswith("…")
    assert MOST_IN_CELL - 1 <= len(shown.encode("utf-16-le")) // 2 <= MOST_IN_CELL
    assert text.startswith(shown.removeprefix("'").removesuffix("…"))


@pytest.mark.parametrize("text", ["字" * 32_767, "𠮷" * 16_383])
def test_the_longest_text_that_a_cell_holds_is_whole(text: str) -> None:
    assert cells([text]) == [[text]]


_SHORT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(st.lists(_SHORT, min_size=1, max_size=5))
@example(["a\r\n=1"])
@example(["\u2028=1"])
def test_any_text_comes_back_and_no_cell_is_a_formula(texts: list[str]) -> None:
    (row,) = cells(list(texts))
    for text, shown in zip(texts, row, strict=True):
        assert shown in {text, f"'{text}"}
        seen = [char for char in shown if not char.isspace() and unicodedata.category(char) not in {"Cc", "Cf"}]
        assert not seen or seen[0] not in _FORMULA
        assert shown[:1] not in {"\t", "\r", "\n"} or not shown
