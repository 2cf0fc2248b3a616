"""How often what is known is looked at again, day by day, and when what can't be had is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import Settings
from support import lanmu

from crawler import settings
from crawler.dataset.policy import Policy

AGES = (1, 3, 7, 14, 30)
DAY = 738_000  # any day of the calendar


@pytest.fixture(scope="module")
def policy() -> Policy:
    own = Settings()
    own.setmodule(settings)
    return Policy.from_settings(own)


def visits(policy: Policy, published: int, days: list[int]) -> list[int]:
    """The ages at which an article is looked at that is fetched on the first of these days."""
    checked, looked = days[0], []
    for today in days[1:]:
        if policy.is_due(published, checked, today):
            checked = today
            looked.append(today - published)
    return looked


def test_with_a_run_a_day_an_article_is_looked_at_at_every_age(policy: Policy) -> None:
    assert visits(policy, DAY, list(range(DAY, DAY + 100))) == list(AGES)


def test_ages_that_were_over_when_it_was_fetched_are_not_made_up_for(policy: Policy) -> None:
    assert visits(policy, DAY, list(range(DAY + 10, DAY + 100))) == [14, 30]
    assert visits(policy, DAY, list(range(DAY + 30, DAY + 100))) == []


def test_one_look_does_for_the_ages_that_no_run_fell_on(policy: Policy) -> None:
    assert visits(policy, DAY, [DAY, DAY + 9, DAY + 10, DAY + 40, DAY + 41]) == [9, 40]


@given(st.sets(st.integers(0, 60), min_size=2))
def test_an_article_is_looked_at_by_the_first_run_after_each_age_and_at_most_once_for_it(days: set[int]) -> None:
    own = Settings()
    own.setmodule(settings)
    ordered = sorted(days)
    looked = visits(Policy.from_settings(own), 0, ordered)
    due = {min(day for day in ordered if day >= age) for age in AGES if ordered[0] < age <= ordered[-1]}
    assert looked == sorted(due)


def test_a_gone_article_is_looked_at_after_one_day_seven_and_thirty(policy: Policy) -> None:
    gone, checked, looked = 1, DAY, []
    for today in range(DAY + 1, DAY + 100):
        if policy.is_gone_due(gone, checked, today):
            gone, checked = gone + 1, today
            looked.append(today - DAY)
    assert looked == [1, 8, 38]


@pytest.mark.parametrize(
    ("runs", "days", "given_up"), [(5, 7, True), (4, 30, False), (50, 6, False), (6, 8, True), (1, 0, False)]
)
def test_a_link_is_given_up_after_enough_runs_over_enough_days(
    policy: Policy, runs: int, days: int, given_up: bool
) -> None:
    assert policy.gives_up(runs, DAY, DAY + days) is given_up


@pytest.mark.parametrize(("asks", "later", "again"), [(1, 1, True), (1, 0, False), (2, 9, True), (3, 9, False)])
def test_a_link_to_nothing_is_asked_for_on_other_days_three_times(
    policy: Policy, asks: int, later: int, again: bool
) -> None:
    assert policy.asks_again(asks, DAY, DAY + later) is again


@pytest.mark.parametrize("setting", ["SEAL_PAGES=two", "REVISIT_DAYS=1,x", "REVISIT_OLD=-1", "GONE_ASKS=1.5"])
def test_a_setting_that_is_no_number_is_one_line_and_nothing_is_fetched(tmp_path: Path, setting: str) -> None:
    done = lanmu("crawl", "demo", "-a", "homepage=http://127.0.0.1:9/", "-s", setting, cwd=tmp_path)
    assert done.returncode == 2
    name, _, value = setting.partition("=")
    assert done.stderr.startswith(f"lanmu: {name}: '{value.rpartition(',')[2]}' is no number; ")
    assert done.stderr.count("\n") == 1
    assert list((tmp_path / "data" / "demo" / "runs").iterdir()) == []
