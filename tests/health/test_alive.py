"""A column is held against its own rhythm: weekdays, holidays, bursts, and how long it has ever been silent."""

import random
from datetime import date

import pytest
from histories import day, view, weekdays
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import alive
from crawler.health.finding import State
from crawler.health.looking import Look


def kinds(look: Look) -> list[str]:
    return [one.kind for one in look.findings]


def found_after(posts: list[int], stops: int, until: int) -> int | None:
    """On which day after the last post something is found; each day is judged by itself."""
    for days in range(stops + 1, until + 1):
        if alive.look(view(days, posts)).findings:
            return days - 1
    return None


def test_a_column_of_every_working_day_is_missed_within_a_week_and_a_half() -> None:
    # The last of its posts is on a Friday; from Monday on they are missing.
    posts = weekdays(0, 89)
    assert day(88).isoweekday() == 5
    found = found_after(posts, 89, 110)
    assert found is not None
    assert 93 <= found <= 100
    # In numbers that anybody can count.
    words = alive.look(view(101, posts)).findings[0].evidence
    assert words.zh == "已 12 天（8 个工作日）没有新文章；平时隔 1 天，一年来最长间隔 3 天，其次 3 天"
    assert words.en.startswith("no new article for 12 days (8 of them working days); usually one comes after 1,")


def test_one_long_gap_of_last_year_does_not_excuse_the_next() -> None:
    posts = [number for number in weekdays(-300, 89) if not -230 <= number < -206]
    found = found_after(posts, 89, 120)
    assert found is not None
    assert found - 89 <= 18


def test_a_column_that_is_dead_for_more_than_a_year_is_still_found() -> None:
    late = view(500, weekdays(-60, 89))
    late.history.forget()
    assert kinds(alive.look(late)) == ["quiet"]


def test_campaigns_with_weeks_in_between_are_left_alone() -> None:
    """Five posts in a week, then two or three weeks of nothing, again and again."""
    rng = random.Random("campaigns")  # noqa: S311 - the same each time
    posts: list[int] = []
    monday = -364
    while monday < 200:
        posts += range(monday, monday + 5)
        monday += 7 * rng.choice([3, 3, 4])
    for days in range(8, 200, 2):
        assert kinds(alive.look(view(days, [number for number in posts if number < days]))) == []


def test_weekends_and_holidays_are_no_silence() -> None:
    # National Day 2026: nobody works from the 1st to the 7th of October.
    golden_week = (date(2026, 10, 1) - day(0)).days
    posts = weekdays(0, golden_week)
    for silent in range(1, 9):
        assert kinds(alive.look(view(golden_week + silent, posts))) == []
    assert "quiet" in kinds(alive.look(view(golden_week + 16, posts)))


def test_a_column_of_once_a_week_is_given_weeks() -> None:
    posts = list(range(0, 140, 7))
    assert kinds(alive.look(view(147, posts))) == []
    assert kinds(alive.look(view(152, posts))) == []
    look = alive.look(view(175, posts))
    assert kinds(look) == ["quiet"]
    assert look.findings[0].since == f"{day(134):%Y-%m-%d}"


def test_silence_that_it_has_kept_before_is_no_finding() -> None:
    # Ten posts in ten days, then three weeks of nothing, again and again.
    posts = [number for number in range(170) if number % 31 < 10]
    assert kinds(alive.look(view(186, posts))) == []
    look = alive.look(view(180, posts))
    assert (kinds(look), look.lit.state) == ([], State.QUIET)
    assert kinds(alive.look(view(230, posts))) == ["quiet"]


def test_what_is_new_has_no_rhythm_yet() -> None:
    posts = weekdays(-80, 0)
    assert kinds(alive.look(view(3, posts))) == []
    assert kinds(alive.look(view(60, weekdays(0, 20)))) == []


def test_a_busy_month_after_a_few_old_articles_is_no_rhythm_yet() -> None:
    posts = [-330, -230, -130, *range(-30, 1)]
    assert found_after(posts, 8, 42) is None
    # Once it has kept that pace for six weeks, it is held against it.
    assert found_after([-330, -230, -130, *range(-44, 1)], 8, 42) is not None


def test_articles_before_the_first_run_tell_the_rhythm() -> None:
    assert kinds(alive.look(view(12, weekdays(-80, 1)))) == ["quiet"]


@pytest.mark.parametrize(("quiet_days", "found"), [(14, ["quiet"]), (20, [])])
def test_the_site_file_goes_before_the_rhythm(quiet_days: int, found: list[str]) -> None:
    posts = weekdays(0, 68)
    assert kinds(alive.look(view(85, posts, quiet_days=quiet_days))) == found


def test_the_site_file_says_nothing_of_a_first_run() -> None:
    assert kinds(alive.look(view(1, [-90], quiet_days=14))) == []
    # All its articles were too old to be kept; nothing has come since it is crawled.
    assert [kinds(alive.look(view(days, quiet_days=14))) for days in (15, 16)] == [[], ["quiet"]]


def test_a_month_with_few_articles_is_like_that_month_a_year_ago() -> None:
    months = [range(-340, -312), range(25, 53)]
    slow = [number for month in months for number in month if number % 5 == 0]
    posts = [number for number in weekdays(-395, 80) if not any(number in month for month in months)] + slow
    for days in range(26, 70):
        assert kinds(alive.look(view(days, [number for number in posts if number < days]))) == []


def test_a_morning_run_is_not_blamed_for_its_own_day() -> None:
    morning = {"started": "2026-06-03T03:00:00+08:00"}
    posts = weekdays(0, 89)
    found = found_after(posts, 89, 110)
    assert found is not None
    early = view(found + 1, posts, runs=lambda number: morning if number == found else {})
    assert kinds(alive.look(early)) == []


def test_a_column_that_cannot_be_read_is_not_called_quiet() -> None:
    posts = weekdays(0, 68)
    unread = view(100, posts, facts=lambda number: {"walked": 0, "ended": "incomplete"} if number > 68 else {})
    assert kinds(alive.look(unread)) == []


def test_a_column_that_fades_is_found_though_it_is_never_silent_for_long() -> None:
    posts = weekdays(0, 120) + [number for number in range(120, 190) if number % 6 == 0]
    found = [days for days in range(121, 190) if "quiet" in kinds(alive.look(view(days, posts)))]
    assert found[0] <= 120 + 28
    assert found == list(range(found[0], found[0] + len(found)))
    since = {alive.look(view(days, posts)).findings[0].since for days in found[:10]}
    assert len(since) == 1


def test_the_weeks_of_last_years_spring_festival_are_this_years() -> None:
    # From 2026-03-02, 340 days on, it is the new year 2027 (6 February); offices were shut for weeks a year before too.
    posts = weekdays(0, 333)
    assert kinds(alive.look(view(354, posts))) == []


@given(st.sets(st.integers(-60, 100), min_size=1), st.integers(1, 30))
def test_silence_is_never_forgiven_by_more_of_it(posts: set[int], silent: int) -> None:
    first = max(posts) + 10
    before, after = view(max(first, 10), posts), view(max(first, 10) + silent, posts)
    if "quiet" in kinds(alive.look(before)):
        assert "quiet" in kinds(alive.look(after))


@pytest.mark.parametrize("seed", range(8))
def test_a_rare_column_is_not_found_after_a_busy_month(seed: int) -> None:
    """Of one day in thirty by chance, judged for a year: a few days with news close together are no rhythm."""
    rng = random.Random(f"rare {seed}")  # noqa: S311 - the same columns each time
    posts = [number for number in range(-100, 360) if rng.random() < 0.033]
    for days in range(8, 360, 5):
        assert kinds(alive.look(view(days, [number for number in posts if number < days]))) == [], (seed, days)
