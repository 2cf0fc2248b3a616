"""What kind of day a day is in China: people work, they don't, it is Spring Festival, or the weeks around that.

The package ``holidays`` knows the State Council's days off and the Saturdays and Sundays worked for them; of years not
announced yet it computes the holidays by law and by the lunar calendar.
"""

import importlib.util
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from crawler.errors import LanmuError

# From 小年, a week before the new year, to 元宵, the fifteenth day: offices are half empty.
_BEFORE, _AFTER = 8, 15
# Nobody works from the eve to the seventh day, whatever the law counts.
_FEAST_DAYS = 7
_SATURDAY = 6


class DayKind(StrEnum):
    WORK = "work"
    OFF = "off"  # weekends and holidays
    SEASON = "season"  # working days in the weeks around Spring Festival
    FEAST = "feast"  # Spring Festival itself


@cache
def kind_of(day: int) -> DayKind:
    """The kind of a day, given as of :meth:`datetime.date.toordinal`."""
    return _kinds(date.fromordinal(day).year).get(day) or _plain(day)


def needs_calendar() -> None:
    """Raise :class:`LanmuError` where the package ``holidays`` isn't installed."""
    if importlib.util.find_spec("holidays") is None:
        raise LanmuError("health needs holidays; install with: pip install 'lanmu[health]'")


def holiday_near(day: int) -> bool:
    """Whether a day is of Spring Festival or of the weeks around it."""
    return kind_of(day) in {DayKind.SEASON, DayKind.FEAST} or any(first <= day <= last for first, last in _seasons(day))


def _seasons(day: int) -> list[tuple[int, int]]:
    new_year = _new_year(date.fromordinal(day).year)
    return [(new_year - _BEFORE, new_year + _AFTER - 1)] if new_year else []


def _plain(day: int) -> DayKind:
    return DayKind.OFF if date.fromordinal(day).isoweekday() >= _SATURDAY else DayKind.WORK


@cache
def _kinds(year: int) -> dict[int, DayKind]:
    """Of a year, the days that are not what their weekday says."""
    known = _china(year)
    kinds = {day.toordinal(): DayKind.OFF for day in known}
    kinds |= {day.toordinal(): DayKind.WORK for day in known.weekend_workdays if day.year == year}
    new_year = _new_year(year)
    if new_year is not None:
        for day in range(new_year - _BEFORE, new_year + _AFTER):
            if (kinds.get(day) or _plain(day)) is DayKind.WORK:
                kinds[day] = DayKind.SEASON
        kinds |= dict.fromkeys(range(new_year - 1, new_year + _FEAST_DAYS), DayKind.FEAST)
    return kinds


@cache
def _new_year(year: int) -> int | None:
    """The first day of the lunar year."""
    days = [day.toordinal() for day, name in _china(year).items() if name.startswith("Chinese New Year (Spring")]
    return min(days, default=None)


@cache
def _china(year: int) -> Any:
    from holidays import country_holidays  # noqa: PLC0415 - an extra, imported where it is used

    return country_holidays("CN", years=year, language="en_US")
