"""Reprints: which texts of a release are one text, by the texts alone."""

import random
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.releases.reprints.clusters import Clusters, Reprints

# Invented prose, whose sentences come from few templates: unrelated texts have much in common.
from crawler.sandbox.texts import Prose  # noqa: TID251

Found = list[tuple[int, str] | None]


def clusters(texts: Sequence[str], order: Sequence[int] | None = None) -> Found:
    """What becomes of each text, added in an order of its own."""
    with tempfile.TemporaryDirectory() as folder:
        reprints = Reprints(Path(folder))
        for number in range(len(texts)) if order is None else order:
            reprints.add(number, texts[number])
        found: Clusters = reprints.clusters(texts.__getitem__)
    return [found.of(number) for number in range(len(texts))]


def prose(seed: int, length: int) -> str:
    """A text of at least so many characters."""
    writer, text = Prose(random.Random(seed)), ""  # noqa: S311
    while len(text) < length:
        text += writer.paragraph() + "\n"
    return text


def edited(text: str, share: float, seed: int) -> str:
    """The text with that share of its characters substituted, left out or followed by others, all over it."""
    rng, characters = random.Random(seed), list(text)  # noqa: S311
    for at in rng.sample(range(len(characters)), int(len(characters) * share)):
        other = chr(rng.randint(0x4E00, 0x9FA5))
        characters[at] = rng.choice((other, "", characters[at] + other))
    return "".join(characters)


def rewritten(text: str, share: float, seed: int) -> str:
    """The text with that share of its characters replaced in one place."""
    rng, length = random.Random(seed), int(len(text) * share)  # noqa: S311
    at = rng.randrange(len(text) - length)
    return text[:at] + "".join(chr(rng.randint(0x4E00, 0x9FA5)) for _ in range(length)) + text[at + length :]


TEXT = "记者甲从某市获悉，ABC公司12月5日起开放3号车间，市民可预约参观。\n　　据介绍，" + prose(1, 200)


@pytest.mark.parametrize(
    "other",
    [
        TEXT,
        TEXT.replace("\n", "\n\n    "),
        TEXT.replace("，", " ").replace("。", "．\u3000"),
        TEXT.translate({ord(char): ord(char) + 0xFEE0 for char in "ABC0123456789"}),
        TEXT.replace("ABC", "abc"),
        f"——{TEXT}……",
    ],
)
def test_the_same_letters_are_an_exact_reprint(other: str) -> None:
    assert clusters([TEXT, prose(2, 300), other]) == [(0, "first"), None, (0, "exact")]


Change = Callable[[str, float, int], str]


@pytest.mark.parametrize("length", [200, 500, 1500, 4000])
@pytest.mark.parametrize("change", [edited, rewritten])
def test_with_a_twentieth_of_its_characters_changed_it_is_a_near_reprint(length: int, change: Change) -> None:
    texts = [prose(seed, length) for seed in range(20)]
    found = clusters([*texts, *(change(text, 0.05, seed) for seed, text in enumerate(texts))])
    assert found == [(number, "first") for number in range(20)] + [(number, "near") for number in range(20)]


@pytest.mark.parametrize("length", [200, 1500, 4000])
@pytest.mark.parametrize("lead", [True, False])
def test_with_a_third_cut_off_it_is_a_near_reprint(length: int, lead: bool) -> None:
    texts = [prose(seed, length) for seed in range(20)]
    kept = [text[len(text) // 3 :] if lead else text[: -len(text) // 3] for text in texts]
    found = clusters([*texts, *(edited(text, 0.02, seed) for seed, text in enumerate(kept))])
    assert found == [(number, "first") for number in range(20)] + [(number, "near") for number in range(20)]


def test_the_earliest_may_be_the_one_that_is_cut() -> None:
    text = prose(1, 900)
    assert clusters([text[250:], text]) == [(0, "first"), (0, "near")]


def test_a_text_that_quotes_another_is_none() -> None:
    quoted = prose(1, 400)
    assert clusters([quoted, prose(2, 500) + quoted + prose(3, 500)]) == [None, None]


def test_texts_of_their_own_stay_alone() -> None:
    assert clusters([prose(seed, 100 + 7 * seed) for seed in range(300)]) == [None] * 300


def test_reprints_of_reprints_belong_to_the_earliest() -> None:
    text = prose(1, 1000)
    spaced = text.replace("。", "。 ")
    one, other = edited(text, 0.03, 1), edited(text, 0.03, 2)
    assert clusters([one, prose(2, 1000), spaced, text, other, one + "　"]) == [
        (0, "first"),
        None,
        (0, "near"),
        (0, "near"),
        (0, "near"),
        (0, "exact"),
    ]


def test_a_chain_of_changes_ends_where_little_of_the_first_is_left() -> None:
    """Each day's text is most of the one before; the tenth has nothing of the first."""
    parts = [prose(seed, 150) for seed in range(20)]
    days = ["".join(parts[day : day + 8]) for day in range(12)]
    found = clusters(days)
    assert found[:3] == [(0, "first"), (0, "near"), (0, "near")]
    assert all(one is not None and number - one[0] < 8 for number, one in enumerate(found))


@pytest.mark.parametrize("text", ["", " \n　", "详见附件。", "图为活动现场。" * 5, "——" * 500])
def test_short_texts_are_no_reprints(text: str) -> None:
    assert clusters([text, text, TEXT]) == [None, None, None]


NOTICE = (
    "根据干部任前公示有关规定，现将{name}同志有关情况公示如下：{name}，{year}年{month}月生，大学学历，现任某市某局科长，拟任"
    "某市某局副局长。公示期为{year}年{month}月{day}日至{month}月{last}日。公示期间，如对{name}同志有异议，可通过来信、来电、来访等"
    "形式向某市委组织部反映，电话：0000-12380。反映问题应当实事求是，以单位名义反映的应加盖公章，以个人名义反映的应署真实姓名。"
)


def test_notices_of_one_frame_are_texts_of_their_own() -> None:
    """The same words, with other names and numbers: each is about another person."""
    names = [first + second for first in "甲乙丙丁戊" for second in "子丑寅卯辰巳"]
    numbers = [
        {"name": name, "year": 1960 + at, "month": at % 12 + 1, "day": at % 20 + 1, "last": at % 20 + 8}
        for at, name in enumerate(names)
    ]
    assert clusters([NOTICE.format(**filled) for filled in numbers]) == [None] * 30


def test_a_notice_on_two_sites_is_a_reprint_all_the_same() -> None:
    notice = NOTICE.format(name="甲子", year=1980, month=5, day=4, last=11)
    other = NOTICE.format(name="乙丑", year=1985, month=9, day=6, last=13)
    assert clusters([notice, other, edited(notice, 0.02, 1)]) == [(0, "first"), None, (0, "near")]


def test_a_table_of_another_month_is_none() -> None:
    def table(seed: int) -> str:
        rng = random.Random(seed)  # noqa: S311
        rows = (f"{name}\t{rng.randint(100, 9999)}\t{rng.randint(1, 99)}.{rng.randint(0, 9)}%" for name in names)
        return f"{seed}月份各县区主要指标完成情况表（单位：万元）\n" + "\n".join(rows)

    names = [
        f"{place}{kind}" for place in ("青榆区", "白棠县", "柳岚县") for kind in ("工业增加值", "投资", "税收收入")
    ]
    assert clusters([table(month) for month in range(1, 13)]) == [None] * 12


@settings(max_examples=20)
@given(order=st.permutations(range(12)))
def test_the_order_in_which_they_are_added_changes_nothing(order: list[int]) -> None:
    texts = [prose(seed, 400) for seed in range(4)]
    texts += [edited(text, 0.04, seed) for seed, text in enumerate(texts)]
    texts += [texts[0][:300], texts[1] + " ", "", prose(9, 400)]
    assert clusters(texts, order) == clusters(texts)


@settings(max_examples=40)
@given(
    texts=st.lists(
        st.one_of(st.text(st.characters(exclude_categories=()), max_size=200), st.sampled_from([TEXT, TEXT[60:]])),
        max_size=8,
    )
)
def test_whatever_is_printed_clusters_have_a_first_and_others(texts: list[str]) -> None:
    found = clusters(texts)
    for number, one in enumerate(found):
        if one is None:
            continue
        first, match = one
        assert (match == "first") == (first == number)
        assert found[first] == (first, "first")
        assert first <= number
        assert sum(other is not None and other[0] == first for other in found) > 1
    for number, text in enumerate(texts):
        if text == TEXT and number > (earliest := texts.index(TEXT)):
            assert found[number] is not None
            assert (found[number] or (0, ""))[0] == (found[earliest] or (0, ""))[0]


def test_ten_thousand_prints_of_a_text_are_one_cluster_in_bounded_time() -> None:
    began = time.monotonic()
    found = clusters([TEXT] * 10_000)
    assert found == [(0, "first")] + [(0, "exact")] * 9_999
    # Two seconds; all pairs would be fifty million.
    assert time.monotonic() - began < 60


def test_thousands_of_prints_that_differ_are_one_cluster_in_bounded_time() -> None:
    began = time.monotonic()
    text = prose(1, 300)
    found = clusters([edited(text, 0.01, seed) for seed in range(3_000)])
    assert {one and one[0] for one in found} == {0}
    assert time.monotonic() - began < 60


def test_thousands_of_notices_of_one_frame_take_bounded_time() -> None:
    began, rng = time.monotonic(), random.Random(1)  # noqa: S311
    drawn = [
        {"name": chr(0x4E00 + at) * 2, "year": rng.randint(1960, 1999), "month": rng.randint(1, 12)}
        | {"day": rng.randint(1, 20), "last": rng.randint(21, 30)}
        for at in range(3_000)
    ]
    found = clusters([NOTICE.format(**filled) for filled in drawn])
    # By chance a few have all their numbers in common: they differ in the name alone, as a reprint may.
    assert sum(one is not None for one in found) < 150
    assert time.monotonic() - began < 120


def test_a_long_text_among_others() -> None:
    book = "".join(prose(seed, 4000) for seed in range(100))
    assert clusters([TEXT, book, book[: len(book) * 4 // 5]]) == [None, (1, "first"), (1, "near")]


def test_a_release_without_articles_has_no_clusters(tmp_path: Path) -> None:
    assert Reprints(tmp_path).clusters([""].__getitem__).of(0) is None
