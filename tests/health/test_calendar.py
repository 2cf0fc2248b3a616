"""Working days and days off as the State Council announced them, and of years it hasn't spoken of yet."""

from datetime import date, timedelta

import pytest

from crawler.health.calendar import DayKind, kind_of


def kind(text: str) -> DayKind:
    return kind_of(date.fromisoformat(text).toordinal())


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2026-05-06", DayKind.WORK),  # a Wednesday
        ("2026-05-02", DayKind.OFF),
        ("2026-05-09", DayKind.WORK),  # a Saturday worked for Labour Day
        ("2026-10-07", DayKind.OFF),  # a Wednesday given for National Day
        ("2026-10-10", DayKind.WORK),
        ("2026-02-16", DayKind.FEAST),  # the eve
        ("2026-02-17", DayKind.FEAST),
        ("2026-02-23", DayKind.FEAST),
        ("2026-02-12", DayKind.SEASON),
        ("2026-03-03", DayKind.SEASON),  # 元宵
        ("2026-03-04", DayKind.WORK),
    ],
)
def test_days_that_were_announced(day: str, wanted: DayKind) -> None:
    assert kind(day) is wanted


@pytest.mark.parametrize(
    "new_year", ["2024-02-10", "2025-01-29", "2027-02-06", "2028-01-26", "2029-02-13", "2033-01-31", "2034-02-19"]
)
def test_spring_festival_of_any_year(new_year: str) -> None:
    first = date.fromisoformat(new_year)
    feast = [first + timedelta(days=number) for number in range(-1, 7)]
    assert all(kind_of(day.toordinal()) is DayKind.FEAST for day in feast)
    around = [kind_of((first + timedelta(days=number)).toordinal()) for number in (*range(-8, -1), *range(7, 15))]
    assert set(around) <= {DayKind.SEASON, DayKind.OFF}
    assert around.count(DayKind.SEASON) >= 8
    assert kind_of((first + timedelta(days=16)).toordinal()) in {DayKind.WORK, DayKind.OFF}


def test_years_before_anything_is_known_have_weekends() -> None:
    assert (kind("1949-06-01"), kind("1949-06-04")) == (DayKind.WORK, DayKind.OFF)
