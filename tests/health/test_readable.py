"""A redesign shows in the shares of the rules that win; chance, batches and a gentle change don't."""

import random

from histories import ordinal, site_view, view
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import readable
from crawler.health.history import DayRead
from crawler.health.looking import Look


def reads(days: int, articles: int, rules: dict[str, int], start: int = 0, **flags: int) -> list[DayRead]:
    """So many days of the same reading."""
    whole = {"title/title_line:list_title": articles, "body/window": articles, **rules}
    return [DayRead(ordinal(number), whole, flags) for number in range(start, start + days)]


OLD = {"date/labelled": 2, "source/labelled": 2}


def found(look: Look) -> list[tuple[str, str]]:
    return [(one.kind, one.since) for one in look.findings]


def test_a_redesign_is_found_as_soon_as_there_are_four_articles() -> None:
    before = reads(60, 2, OLD)
    one_day = reads(1, 2, {"date/meta": 2, "source/labelled": 2}, start=60)
    two_days = reads(2, 2, {"date/meta": 2, "source/labelled": 2}, start=60)
    assert found(readable.look(view(61, reads=[*before, *one_day]))) == []
    look = readable.look(view(62, reads=[*before, *two_days]))
    assert found(look) == [("drift", "2026-05-01")]
    assert look.findings[0].evidence.en == (
        "date by labelled: 100 %→0 % (120/120→0/4); date by meta: 0 %→100 % (0/120→4/4)"
    )
    assert look.findings[0].evidence.zh.startswith("日期规则 labelled 100 %→0 %（120/120→0/4）")


def test_a_field_that_went_missing_comes_first() -> None:
    days = [*reads(60, 2, OLD), *reads(4, 2, {"date/meta": 2, "source/missing": 2}, start=60)]
    look = readable.look(view(64, reads=days))
    assert [one.kind for one in look.findings] == ["fields"]
    assert look.findings[0].evidence.zh == "来源空值 0 %→100 %（0/120→8/8）"


def test_list_and_article_that_disagree() -> None:
    days = [*reads(60, 2, OLD), *reads(5, 2, OLD, start=60, date_differs_from_list=2)]
    look = readable.look(view(65, reads=days))
    assert found(look) == [("disagree", "2026-05-01")]
    assert look.findings[0].evidence.zh == "日期与列表不符 0 %→100 %（0/120→10/10）"


def test_it_stays_and_keeps_its_day_until_it_is_what_is_usual() -> None:
    changed = {"date/meta": 2, "source/labelled": 2}
    since = {
        number: found(
            readable.look(view(60 + number, reads=[*reads(60, 2, OLD), *reads(number, 2, changed, start=60)]))
        )
        for number in (2, 10, 30, 100, 179, 190)
    }
    assert set(map(tuple, (since[number] for number in (2, 10, 30, 100, 179)))) == {(("drift", "2026-05-01"),)}
    assert since[190] == []


def test_it_ends_when_it_is_as_before_again() -> None:
    def reads_of(days: int) -> list[DayRead]:
        whole = [*reads(90, 2, OLD), *reads(20, 2, {"date/labelled": 2, "source/missing": 2}, start=90)]
        return [*whole, *reads(200, 2, OLD, start=110)][:days]

    there = [days for days in range(80, 300) if found(readable.look(view(days, reads=reads_of(days))))]
    assert there == list(range(there[0], there[-1] + 1))
    assert (92, 111) <= (there[0], there[-1]) <= (92, 114)


def test_a_batch_like_others_before_is_no_redesign() -> None:
    # Every third week a batch of reprints without a source.
    days = [
        DayRead(
            day.day, {**day.rules, "source/labelled": 0, "source/missing": 2} if number % 21 > 17 else day.rules, {}
        )
        for number, day in enumerate(reads(103, 2, OLD))
    ]
    assert found(readable.look(view(103, reads=days))) == []


def test_a_new_column_has_nothing_to_be_held_against() -> None:
    days = [*reads(3, 20, OLD), *reads(3, 20, {"date/meta": 20}, start=3)]
    assert found(readable.look(view(6, reads=days))) == []


def test_of_a_site_what_is_looked_at_again_counts_too() -> None:
    old = {"title/title_line": 9, "date/labelled": 9}
    new = {"title/title_line": 9, "date/printed": 9}
    look = readable.look_at_site(site_view(31, lambda number: {"rules": new if number == 30 else old}))
    assert [(one.kind, one.column, one.since) for one in look.findings] == [("drift", None, "2026-04-01")]


def test_of_a_new_site_nothing_is_said() -> None:
    old = {"title/title_line": 9, "date/labelled": 9}
    new = {"title/title_line": 9, "date/printed": 9}
    for days, kinds in ((7, []), (8, ["drift"])):
        look = readable.look_at_site(site_view(days, lambda number: {"rules": new if number > 2 else old}))
        assert [one.kind for one in look.findings] == kinds


def test_shares_that_only_chance_moves_are_no_finding() -> None:
    for seed in range(20):
        rng = random.Random(seed)  # noqa: S311 - the same columns each time
        share = rng.uniform(0.02, 0.98)
        days = []
        for number in range(120):
            articles = rng.randint(0, 6)
            labelled = sum(rng.random() < share for _ in range(articles))
            if articles:
                rules = {"date/labelled": labelled, "date/printed": articles - labelled}
                days += reads(1, articles, rules, start=number)
            assert found(readable.look(view(number + 8, reads=days))) == [], (seed, number)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=80))
def test_any_history_has_an_answer(counts: list[tuple[int, int]]) -> None:
    days = [
        DayRead(ordinal(number), {"title/meta": one + other, "date/meta": one, "date/missing": other}, {})
        for number, (one, other) in enumerate(counts)
    ]
    look = readable.look(view(len(counts) + 8, reads=days))
    assert len(look.findings) <= 1
    for one in look.findings:
        assert "2026-03-02" <= one.since <= f"{view(len(counts)).history.runs[-1].started:.10}"
