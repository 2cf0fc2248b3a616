"""How often: what a site file may say, and where in a period a site's slot lies."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.crawl_window import seconds_left
from crawler.errors import UsageError
from crawler.page.dates import BEIJING
from crawler.schedule.every import Every, every_of, last_slot, next_opening, next_slot

HOUR, DAY, WEEK = (timedelta(hours=hours) for hours in (1, 24, 168))
# Of no year in particular: with a leap day and all weekdays.
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(BEIJING))  # noqa: DTZ001
WINDOWS = st.sampled_from(["", "22:00-06:00", "09:00-17:30", "12:00-14:00,22:00-06:00", "06:00-06:01"])
WRITTEN = ("hour", "6 hours", "12 hours", "day", "3 days", "week", "2 weeks", "weekday")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def every(written: str) -> Every:
    found = every_of(written)
    assert found is not None
    return found


def slots(written: str, site: str, window: str, first: datetime, days: int) -> list[datetime]:
    """The slots of some days."""
    found, now = [], first - timedelta(seconds=1)
    while (now := next_slot(every(written), site, window, now) or first) < first + timedelta(days=days):
        found.append(now)
    return found


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("hour", HOUR),
        ("6 hours", 6 * HOUR),
        ("12 hours", 12 * HOUR),
        ("day", DAY),
        ("1 day", DAY),
        ("3 days", 3 * DAY),
        ("weekday", DAY),
        ("week", WEEK),
        ("2 weeks", 2 * WEEK),
    ],
)
def test_what_a_site_file_may_say(written: str, period: timedelta) -> None:
    assert every(written).period == period


def test_nothing_is_not_by_itself() -> None:
    assert every_of("") is None


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("daily", "every 'daily' is unknown; write it as"),
        ("0 days", "every '0 days' is unknown"),
        ("day ", "every 'day ' is unknown"),
        (" ", "every ' ' is unknown"),
        ("2 weekdays", "every '2 weekdays' is unknown"),
        (6, "every 6 is unknown"),
        (None, "every None is unknown"),
        ("5 hours", "every '5 hours' divides no day; hours are 1, 2, 3, 4, 6, 8 or 12"),
        ("48 hours", "every '48 hours' divides no day"),
        ("60 weeks", "every '60 weeks' is more than a year"),
    ],
)
def test_what_says_nothing_is_a_mistake(written: object, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        every_of(written)
    assert str(raised.value).startswith(told)


@given(st.sampled_from(WRITTEN), st.text(min_size=1), WINDOWS, MOMENTS)
def test_now_lies_between_two_slots_of_the_open_window(written: str, site: str, window: str, now: datetime) -> None:
    last, ahead = (slot(every(written), site, window, now) for slot in (last_slot, next_slot))
    assert last is not None
    assert ahead is not None
    assert last <= now < ahead
    assert seconds_left(window, last) > 0
    assert seconds_left(window, ahead) > 0
    # No slot between the two, from wherever it is looked.
    assert next_slot(every(written), site, window, last) == ahead
    assert last_slot(every(written), site, window, ahead - timedelta(seconds=1)) == last


@given(st.sampled_from(WRITTEN[:-1]), st.text(min_size=1), MOMENTS)
def test_without_a_window_slots_are_a_period_apart(written: str, site: str, now: datetime) -> None:
    last, ahead = (slot(every(written), site, "", now) for slot in (last_slot, next_slot))
    assert ahead is not None
    assert last is not None
    assert ahead - last == every(written).period


def test_weekdays_are_monday_to_friday() -> None:
    found = slots("weekday", "hengzhou", "", at("2027-02-01 00:00"), 28)
    assert Counter(slot.isoweekday() for slot in found) == dict.fromkeys(range(1, 6), 4)


def test_many_sites_are_spread_over_the_day() -> None:
    now = at("2026-11-25 23:59:59")
    found = [last_slot(every("day"), f"site{number}", "", now) for number in range(300)]
    hours = Counter(slot.hour for slot in found if slot)
    assert hours.total() == 300
    assert len(hours) == 24
    assert max(hours.values()) <= 25


def test_many_sites_are_spread_over_the_first_half_of_a_window_so_that_each_has_time() -> None:
    found = [slots("day", f"site{number}", "22:00-06:00", at("2026-11-25 00:00"), 1) for number in range(300)]
    assert all(len(one) == 1 for one in found)
    hours = Counter(one[0].hour for one in found)
    assert set(hours) == {22, 23, 0, 1}
    assert min(hours.values()) > 45


def test_of_several_hours_those_count_in_which_the_window_is_open() -> None:
    found = slots("6 hours", "hengzhou", "22:00-06:00", at("2026-11-25 00:00"), 2)
    assert [slot.hour in {22, 23, 0, 1, 2, 3, 4, 5} for slot in found] == [True] * 4


def test_a_slot_stays_where_it_is() -> None:
    """Another place would crawl all sites at another time after an upgrade."""
    assert last_slot(every("day"), "hengzhou", "", at("2026-11-25 14:05")) == at("2026-11-25 05:27:14")
    assert last_slot(every("week"), "hengzhou", "22:00-06:00", at("2026-11-25 14:05")) == at("2026-11-24 22:21:46")


@pytest.mark.parametrize(
    ("window", "now", "opening"),
    [
        ("", "2026-11-25 14:05", "2026-11-25 14:05"),
        ("22:00-06:00", "2026-11-25 14:05", "2026-11-25 22:00"),
        ("22:00-06:00", "2026-11-25 05:59", "2026-11-25 05:59"),
        ("09:00-17:00", "2026-11-25 17:00", "2026-11-26 09:00"),
    ],
)
def test_when_a_window_opens(window: str, now: str, opening: str) -> None:
    assert next_opening(window, at(now)) == at(opening)
